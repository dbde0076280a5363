//! Working days and hours of the region: the working week, and the exceptions that come with the call.

use crate::{Context, Date, Instant, Weekday};

/// Office hours of a working day, in minutes since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficeHours {
    opens: u16,
    closes: u16,
}

impl OfficeHours {
    /// From hour and minute to hour and minute; `None` unless it closes after it opens, by midnight.
    #[must_use]
    pub fn new(opens: (u8, u8), closes: (u8, u8)) -> Option<Self> {
        let minutes = |(hour, minute): (u8, u8)| u16::from(hour) * 60 + u16::from(minute);
        let (opens, closes) = (minutes(opens), minutes(closes));
        (opens < closes && closes <= 24 * 60).then_some(Self { opens, closes })
    }

    /// Round the clock: only days off are skipped.
    pub const ALL_DAY: Self = Self { opens: 0, closes: 24 * 60 };
}

impl Context<'_> {
    /// Whether offices work on the day: a weekday that is not off, or a weekend day that is worked.
    pub fn is_working_day(&self, date: Date) -> bool {
        let weekday = date.weekday() < Weekday::Saturday;
        weekday != self.day_exceptions().binary_search(&date).is_ok()
    }

    /// The `count`-th working day after today: a duty due within so many working days is due by then. Today for 0.
    pub fn add_working_days(&self, count: u32) -> Date {
        self.add_working_days_to(self.today(), count)
    }

    /// The `count`-th working day after `date`; `date` itself for 0.
    pub fn add_working_days_to(&self, date: Date, count: u32) -> Date {
        let mut day = date;
        for _ in 0..count {
            day = self.next_working_day(day.plus_days(1));
        }
        day
    }

    /// Working days after `from` up to and with `to`; 0 when `to` is not later.
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let days = (from.0.saturating_add(1)..=to.0).filter(|day| self.is_working_day(Date(*day)));
        u32::try_from(days.count()).unwrap_or(u32::MAX)
    }

    /// The moment when so many office hours have passed since now. Outside office hours the clock stands still.
    pub fn add_working_hours(&self, hours: u32, office: OfficeHours) -> Instant {
        let mut left = i64::from(hours) * 60;
        let mut day = self.now().day();
        let mut minute = i64::from(self.now().minute_of_day());
        loop {
            if self.is_working_day(day) {
                let from = minute.max(i64::from(office.opens));
                let open_for = (i64::from(office.closes) - from).max(0);
                if left <= open_for && open_for > 0 {
                    return day.at(0, 0).plus_minutes(from + left);
                }
                left -= open_for;
            }
            (day, minute) = (day.plus_days(1), 0);
            if day.0 == i32::MAX {
                return day.at(0, 0);
            }
        }
    }

    fn next_working_day(&self, from: Date) -> Date {
        let mut day = from;
        while !self.is_working_day(day) && day.0 < i32::MAX {
            day = day.plus_days(1);
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestContext;

    /// The May holiday of 2024 as the State Council published it: 1–5 May off, 28 April and 11 May (weekend days) worked.
    fn may(day: &str) -> TestContext {
        let off = ["2024-05-01", "2024-05-02", "2024-05-03"];
        TestContext::new("220104001001").on(day).exceptions(off.into_iter().chain(["2024-04-28", "2024-05-11"]))
    }

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn working_days_skip_the_holiday_and_count_the_weekend_that_makes_up_for_it() {
        let test = may("2024-04-26");
        let call = test.context();
        // Friday 26 April → Sunday 28, Monday 29, Tuesday 30, then Monday 6 May.
        assert_eq!(call.add_working_days(0), day("2024-04-26"));
        assert_eq!(
            [1, 2, 3, 4].map(|n| call.add_working_days(n).to_string()[5..].to_owned()),
            ["04-28", "04-29", "04-30", "05-06"]
        );
        assert!(!call.is_working_day(day("2024-05-04")) && call.is_working_day(day("2024-05-11")));
        assert_eq!(call.working_days_between(day("2024-04-26"), day("2024-05-06")), 4);
        assert_eq!(call.working_days_between(day("2024-05-06"), day("2024-05-06")), 0);
    }

    #[test]
    fn office_hours_stand_still_at_night_and_on_days_off() {
        let office = OfficeHours::new((8, 30), (17, 0)).unwrap();
        let test = may("2024-04-30").at(16, 0);
        // One hour is left on Tuesday; the second falls on Monday after the holiday.
        assert_eq!(test.context().add_working_hours(1, office), day("2024-04-30").at(17, 0));
        assert_eq!(test.context().add_working_hours(2, office), day("2024-05-06").at(9, 30));
        assert_eq!(test.context().add_working_hours(24, OfficeHours::ALL_DAY), day("2024-05-06").at(16, 0));
        assert_eq!(OfficeHours::new((9, 0), (9, 0)), None);
    }
}
