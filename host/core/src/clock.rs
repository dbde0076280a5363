//! Days, moments, and the only sources of time and randomness.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// A calendar day, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

/// A moment, as milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// China has one civil time, UTC+8, without daylight saving since 1992.
pub const CIVIL_OFFSET_MS: i64 = 8 * 3_600_000;
const DAY_MS: i64 = 86_400_000;

impl Date {
    /// Later than any date a fact can carry: the end of what is still valid.
    pub const OPEN: Self = Self(i32::MAX);
    /// Earlier than any date a fact can carry.
    pub const START: Self = Self(i32::MIN);

    /// The day of a Gregorian year, month (1–12) and day; `None` where there is no such day.
    #[must_use]
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = jiff::civil::Date::new(year, month, day).ok()?;
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        Some(Self(epoch.until(date).ok()?.get_days()))
    }

    /// Year, month and day.
    #[must_use]
    pub fn ymd(self) -> (i16, i8, i8) {
        let date = self.civil();
        (date.year(), date.month(), date.day())
    }

    /// Whether it lies in the years 1 to 9999, which is what a calendar date can be written for.
    #[must_use]
    pub fn is_sayable(self) -> bool {
        (-719_162..=2_932_896).contains(&self.0)
    }

    /// Full years from `birth` to this day; `None` when `birth` lies ahead.
    #[must_use]
    pub fn years_since(self, birth: Self) -> Option<u8> {
        if birth > self {
            return None;
        }
        let (year, month, day) = self.ymd();
        let (birth_year, birth_month, birth_day) = birth.ymd();
        let before_birthday = (month, day) < (birth_month, birth_day);
        u8::try_from(year - birth_year - i16::from(before_birthday)).ok()
    }

    /// Midnight in civil time, the day's first moment.
    #[must_use]
    pub fn midnight(self) -> Instant {
        Instant(i64::from(self.0) * DAY_MS - CIVIL_OFFSET_MS)
    }

    fn civil(self) -> jiff::civil::Date {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        epoch.saturating_add(jiff::Span::new().try_days(self.0).unwrap_or_default())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil())
    }
}

impl std::str::FromStr for Date {
    type Err = String;

    /// Reads `YYYY-MM-DD`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is not a day written as YYYY-MM-DD");
        // The library reads more shapes than this one, and what a browser checks by itself must be exactly this.
        let plain = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
        if text.len() != 10 || !text.bytes().enumerate().all(plain) {
            return Err(wrong());
        }
        let date: jiff::civil::Date = text.parse().map_err(|_| wrong())?;
        Self::from_ymd(date.year(), date.month(), date.day()).ok_or_else(|| text.to_owned())
    }
}

impl Instant {
    /// Later than any moment: the end of what is still recorded.
    pub const OPEN: Self = Self(i64::MAX);

    /// The calendar day in China at this moment.
    #[must_use]
    pub fn day(self) -> Date {
        let days = (self.0.saturating_add(CIVIL_OFFSET_MS)).div_euclid(DAY_MS);
        Date(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
    }

    /// Day, hour and minute in China: `2026-03-01 08:00`.
    #[must_use]
    pub fn civil_minute(self) -> String {
        let minutes = self.0.saturating_add(CIVIL_OFFSET_MS).rem_euclid(DAY_MS) / 60_000;
        format!("{} {:02}:{:02}", self.day(), minutes / 60, minutes % 60)
    }

    /// This moment moved by so many milliseconds.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 in UTC with milliseconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(timestamp) => write!(f, "{timestamp:.3}"),
            Err(_) => write!(f, "{} ms", self.0),
        }
    }
}

impl std::str::FromStr for Instant {
    type Err = String;

    /// Reads RFC 3339 with any offset.
    fn from_str(text: &str) -> Result<Self, String> {
        text.parse::<jiff::Timestamp>()
            .map(|timestamp| Self(timestamp.as_millisecond()))
            .map_err(|_| format!("{text} is not a moment written as 2026-03-01T08:00:00+08:00"))
    }
}

macro_rules! as_text {
    ($type:ty) => {
        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
as_text!(Date);
as_text!(Instant);

/// Where the host gets its time and its identifiers.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present moment.
    fn now(&self) -> Instant;
    /// A new identifier; later ones sort after earlier ones.
    fn new_id(&self) -> Uuid;
}

/// The computer's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the computer")]
    fn now(&self) -> Instant {
        Instant(jiff::Timestamp::now().as_millisecond())
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes identifiers")]
    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A clock that stands where it was put; for tests, replays and generated data.
#[derive(Debug)]
pub struct FixedClock {
    now: std::sync::atomic::AtomicI64,
    next: std::sync::atomic::AtomicU64,
}

impl FixedClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn at(now: Instant) -> Self {
        Self { now: now.0.into(), next: 0.into() }
    }

    /// Moves the hands.
    pub fn set(&self, now: Instant) {
        self.now.store(now.0, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant(self.now.load(std::sync::atomic::Ordering::SeqCst))
    }

    fn new_id(&self) -> Uuid {
        let next = self.next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let ms = u64::try_from(self.now().0).unwrap_or(0);
        let mut random = [0; 10];
        random[2..].copy_from_slice(&next.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_and_written() {
        let day: Date = "2024-02-29".parse().unwrap();
        assert_eq!(day, Date(19_782));
        assert_eq!(day.to_string(), "2024-02-29");
        for other in ["2023-02-29", "20240229", "2024-02-29T00:00", "+002024-02-29", "2024-2-29", ""] {
            assert!(other.parse::<Date>().is_err(), "{other}");
        }
    }

    #[test]
    fn the_day_turns_at_midnight_in_china() {
        let before: Instant = "2024-02-29T23:59:59+08:00".parse().unwrap();
        let after: Instant = "2024-03-01T00:00:00+08:00".parse().unwrap();
        assert_eq!((before.day().to_string(), after.day().to_string()), ("2024-02-29".into(), "2024-03-01".into()));
        assert_eq!(after.day().midnight(), after);
    }

    #[test]
    fn a_moment_is_told_in_the_time_of_china() {
        let at = |moment: &str| moment.parse::<Instant>().unwrap().civil_minute();
        assert_eq!(at("2024-02-29T16:05:59Z"), "2024-03-01 00:05");
        assert_eq!(at("1969-12-31T00:00:00+08:00"), "1969-12-31 00:00");
    }

    #[test]
    fn age_counts_full_years_and_leap_births() {
        let on = |day: &str, birth: &str| day.parse::<Date>().unwrap().years_since(birth.parse().unwrap());
        assert_eq!(on("2024-03-01", "1944-03-01"), Some(80));
        assert_eq!(on("2024-02-29", "1944-03-01"), Some(79));
        assert_eq!(on("2023-02-28", "1944-02-29"), Some(78));
        assert_eq!(on("2023-03-01", "1944-02-29"), Some(79));
        assert_eq!(on("2023-03-01", "2024-01-01"), None);
    }
}
