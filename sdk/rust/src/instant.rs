//! Moments.

use crate::Date;
use std::fmt;

/// A moment, as milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// China has one civil time, UTC+8, without summer time since 1992.
const CIVIL_OFFSET_MS: i64 = 8 * HOUR_MS;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

impl Instant {
    /// The calendar day in China at this moment.
    #[must_use]
    pub fn day(self) -> Date {
        let days = self.0.saturating_add(CIVIL_OFFSET_MS).div_euclid(DAY_MS);
        Date(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
    }

    /// Minutes since midnight in China, 0–1439.
    #[must_use]
    pub const fn minute_of_day(self) -> u16 {
        (self.0.saturating_add(CIVIL_OFFSET_MS).rem_euclid(DAY_MS) / MINUTE_MS) as u16
    }

    /// This moment moved by so many minutes.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(MINUTE_MS)))
    }

    /// This moment moved by so many hours.
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_minutes(hours.saturating_mul(60))
    }

    /// Full hours from `earlier` to this moment; negative when it lies ahead.
    #[must_use]
    pub const fn hours_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / HOUR_MS
    }
}

impl Date {
    /// The moment of an hour and minute of this day in China; 24:00 is the next midnight.
    #[must_use]
    pub const fn at(self, hour: u8, minute: u8) -> Instant {
        Instant(self.0 as i64 * DAY_MS - CIVIL_OFFSET_MS).plus_minutes(hour as i64 * 60 + minute as i64)
    }

    /// The last millisecond of this day in China: «by that day».
    #[must_use]
    pub const fn end(self) -> Instant {
        Instant(self.at(24, 0).0 - 1)
    }
}

impl fmt::Display for Instant {
    /// To the minute, in China's civil time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minute = self.minute_of_day();
        write!(f, "{} {:02}:{:02}", self.day(), minute / 60, minute % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_china() {
        // 2024-02-29T16:00:00Z, from `date -ud 2024-02-29T16:00:00Z +%s`.
        let midnight = Instant(1_709_222_400_000);
        assert_eq!(midnight.day(), Date::new(2024, 3, 1).unwrap());
        assert_eq!(Instant(midnight.0 - 1).day(), Date::new(2024, 2, 29).unwrap());
        assert_eq!(midnight.day().at(0, 0), midnight);
        assert_eq!(Date::new(2024, 2, 29).unwrap().end(), Instant(midnight.0 - 1));
        assert_eq!(midnight.plus_minutes(485).to_string(), "2024-03-01 08:05");
    }
}
