//! Who is who: records that may be one person, what reviewers said of them, and merges that can be undone.

mod names;
mod probable;

pub use probable::{Probable, State, note_probable};
