//! Fields 字段: local ones (the X of 9+X) with their values, where the values of all fields come from, and who is asked for them
//! how often.

mod askings;
mod declarations;
mod held;
mod origins;
mod sources;
mod stated;
mod values;

pub use askings::{Asking, Burden, count_askings};
pub(crate) use declarations::has_values;
pub use declarations::{LocalDeclaration, contrary_declaration, declare_local_field, withdraw_local_field};
pub use held::LocalVersion;
pub use origins::{Origin, SUBJECTS, note_checks};
pub use sources::Stated;
pub use stated::state_fields;
pub(crate) use values::{HeldValues, communities_of, erase_values};
pub use values::{Written, put_local_values, set_local_values};
