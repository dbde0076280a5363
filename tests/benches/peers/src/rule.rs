//! The rule that everybody carries out, and what a peer must be able to do.

use crate::Result;
use crate::kernel::{HIGH_CARE, KEY_CARE};
use crate::persons::Persons;
use crate::table::Times;
use lifang_core::call::Scanned;
use std::time::Duration;

/// Per grade, the last day on which a visit is not yet overdue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) latest: [i32; 3],
}

impl Default for Rule {
    /// On 2024-03-01, with the province's 7, 30 and 90 days.
    fn default() -> Self {
        Self { latest: [7, 30, 90].map(|days| 19_783 - days) }
    }
}

/// What a call may use at most, where an engine can be told: our own times of a batch for the sweep, of an interactive call for one
/// decision, and the memory of an interactive call for both.
pub(crate) struct Limit;

impl Limit {
    pub(crate) const MEMORY: usize = 64 << 20;
    pub(crate) const DECISION: Duration = Duration::from_millis(200);
    pub(crate) const SWEEP: Duration = Duration::from_secs(30);
}

/// One person, as the rule sees them; 0 where nothing is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) age: u8,
    pub(crate) living: u8,
    pub(crate) care: u16,
    pub(crate) last_visit: i32,
}

impl Person {
    pub(crate) fn of(persons: &Persons, row: usize) -> Self {
        Self {
            age: persons.ages[row],
            living: persons.livings[row],
            care: persons.cares[row],
            last_visit: persons.last_visits[row],
        }
    }

    /// For languages where bits are dear or unknown: whether one of the first, or of the second grade's care situations holds.
    /// Their rule is spared that work.
    pub(crate) fn care_flags(self) -> (bool, bool) {
        (self.care & HIGH_CARE != 0, self.care & KEY_CARE != 0)
    }

    pub(crate) fn all(persons: &Persons) -> impl Iterator<Item = Self> {
        (0..persons.ages.len()).map(|row| Self::of(persons, row))
    }
}

/// The persons of a sweep, ready in memory: plain for the peers, who are spared what is unknown; and as a snapshot hands them to
/// our host, with a bit for that.
pub(crate) struct Everyone {
    pub(crate) persons: Persons,
    pub(crate) scanned: Scanned,
}

impl Everyone {
    pub(crate) fn generate(count: u32) -> Result<Self> {
        let persons = Persons::generate(count);
        Ok(Self { scanned: persons.scanned()?, persons })
    }
}

/// One engine with the rule in it, compiled beforehand. A mark is 0 where no visit is due, else the grade from 1.
pub(crate) trait Peer {
    fn name(&self) -> &'static str;

    /// What stands between two fresh calls, and between a call and the process.
    fn isolation(&self) -> &'static str;

    /// What stops a call, switched on here.
    fn limits(&self) -> &'static str;

    /// One decision with nothing left over from another: a new instance, interpreter or scope.
    fn fresh(&mut self, person: Person) -> Result<u8>;

    /// One decision by what has decided before; none where that is never done.
    fn warm(&mut self, person: Person) -> Result<Option<u8>>;

    /// Everyone, by a fresh instance, interpreter or scope.
    fn sweep(&mut self, everyone: &Everyone) -> Result<Vec<u8>>;

    /// Times of a turn, from a peer that measures itself.
    fn timed(&mut self) -> Result<Option<Times>> {
        Ok(None)
    }
}
