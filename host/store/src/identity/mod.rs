//! Who is who: records that may be one person, what reviewers said of them, and merges that can be undone.

mod candidates;
mod lies_now;
mod merge;
mod names;
mod probable;

pub(crate) use candidates::last_survivor;
pub use candidates::{Candidate, Merged, Said};
pub use merge::{Review, keep_apart, merge, undo};
pub use probable::{Probable, State, note_probable};
