//! Disclosure control: which figures may be published, so that nobody is found in a small number. Pure; decision 0020 says what
//! is guaranteed and against whom.
//!
//! Everything published of one question (dataset and conditions) is a sum of *blocks*: a region that is shown, or all regions of
//! one parent that are held back together. Decisions run down the tree from the district, so every report over any part of the
//! district comes to the same blocks, and no sum or difference of what it shows is less than a block.

mod lattice;
mod ledger;
mod predicate;
mod table;

#[cfg(test)]
mod attacker;

pub use lattice::{Counted, Decisions, Known, Node, Shown, decide};
pub use ledger::{Ledger, Note, Published, place};
pub use predicate::{Predicate, Relation};
pub use table::{Cell, Hidden, Table};

/// Counts from 1 to below this are held back. Between the 5 and 10 that most statistical offices use, the careful end.
pub const SMALL: i64 = 10;

/// Whoever puts all that is published of one question together is left with an interval at least this wide around a count that
/// is held back.
pub const WIDTH: i64 = 5;

/// A figure published again stays as it was until it has moved by this much: who came or went alone is not seen.
pub const CHANGE: i64 = 3;

/// What was held back stays held back for so many days: else last month's figure follows from this month's.
pub const HELD_DAYS: i32 = 366;

/// Whether so many are too few to be told.
#[must_use]
pub fn is_small(count: i64) -> bool {
    (1..SMALL).contains(&count)
}
