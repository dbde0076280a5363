//! The national working calendar: on which days the working week does not hold.
//!
//! From the State Council's yearly notices on holidays (国务院办公厅关于部分节假日安排的通知); the test in `tests/all` holds the
//! list against PyPI's `chinesecalendar`. A year that has no notice yet has no exceptions.

use lifang_core::clock::Date;
use std::sync::Arc;

/// Weekdays that are off and weekend days that are worked, ascending.
pub(crate) fn exceptions() -> Arc<[Date]> {
    include_str!("../data/day-exceptions.txt").lines().filter_map(|line| line.parse().ok()).collect()
}
