//! From where a read looks at the world: what held on a day, as the host knew it at a moment.

use lifang_core::clock::{Date, Instant};

/// The two times of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The day that is asked about.
    pub valid: Date,
    /// What was recorded until this moment counts; what was recorded later does not.
    pub recorded: Instant,
}

impl AsOf {
    /// What holds now, as it is known now.
    #[must_use]
    pub fn now(now: Instant) -> Self {
        Self { valid: now.day(), recorded: now }
    }

    /// What held on a day, as it is known at `now`.
    #[must_use]
    pub fn on(day: Date, now: Instant) -> Self {
        Self { valid: day, recorded: now }
    }
}
