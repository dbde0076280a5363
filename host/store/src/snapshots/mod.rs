//! What snapshots stand on: marks that move with every change of a community, and the index of segments made at a mark.

mod index;
mod marks;
mod until;

pub use index::{Indexed, Listed, Segment, forget_segment, record_segment};
pub use marks::Mark;
pub(crate) use marks::{move_all_marks, move_marks, move_marks_of_person};
