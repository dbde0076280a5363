//! What a workbook's program answers, in the words of the contract. The two interpreters only hand calls on to it.

mod act;
mod decide;
mod filling;
mod form;
mod judge;
#[cfg(target_family = "wasm")]
mod program;

pub use decide::decide;
pub use filling::{answered, known_texts};
pub use form::{form, state};
pub use judge::judge;
#[cfg(target_family = "wasm")]
pub use program::program;
