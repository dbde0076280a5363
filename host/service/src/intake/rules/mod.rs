//! The rules: what a row must fulfil beyond the form of its cells, kind by kind. All of them are on, always; all that is wrong
//! with a row is said at once. Nothing personal is quoted: what is said of a row is kept and shown.

mod dwelling;
mod houses;
mod persons;
mod staff;
mod units;

pub(super) use houses::house;
pub(super) use persons::{person, residence};
pub(super) use staff::appointment;
pub(super) use units::unit;
