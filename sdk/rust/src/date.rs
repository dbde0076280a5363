//! Calendar days, without a calendar library: Howard Hinnant's `days_from_civil` and its inverse.

use std::fmt;

/// A calendar day of the region, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "their names say what they are")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Date {
    /// The day of a Gregorian year, month (1–12) and day; `None` where there is no such day.
    #[must_use]
    pub const fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if month < 1 || month > 12 || day < 1 || day > days_in(year, month) || year.abs() > 999_999 {
            return None;
        }
        // Years that begin in March put the leap day last.
        let (month, day) = (month as i32, day as i32);
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Self(era * 146_097 + day_of_era - 719_468))
    }

    /// Year, month (1–12) and day.
    #[must_use]
    pub const fn ymd(self) -> (i32, u8, u8) {
        let days = self.0.saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * shifted + 2) / 5 + 1) as u8;
        let month = (if shifted < 10 { shifted + 3 } else { shifted - 9 }) as u8;
        (year_of_era + era * 400 + (month <= 2) as i32, month, day)
    }

    /// The day that text writes as `YYYY-MM-DD`; `None` where it does not.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        (year.len() == 4 && month.len() == 2 && day.len() == 2).then_some(())?;
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// This day moved by so many calendar days.
    #[must_use]
    pub const fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The same day of a month so many months on; the last of that month where it is shorter.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let (year, month, day) = self.ymd();
        let count = year.saturating_mul(12).saturating_add(i32::from(month) - 1).saturating_add(months);
        let (year, month) = (count.div_euclid(12), (count.rem_euclid(12) + 1) as u8);
        Self::new(year, month, day.min(days_in(year, month))).unwrap_or(self)
    }

    /// Calendar days from `earlier` to this day; negative when it lies ahead.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// Full years from `birth` to this day, as ages are counted; negative when it lies ahead.
    #[must_use]
    pub fn years_since(self, birth: Self) -> i32 {
        let ((year, month, day), (birth_year, birth_month, birth_day)) = (self.ymd(), birth.ymd());
        year - birth_year - i32::from((month, day) < (birth_month, birth_day))
    }

    /// The day of the week.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.0 as i64 + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }
}

const fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn known_days_have_their_numbers() {
        // From Python's `datetime`.
        for (text, number) in [("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2024-02-29", 19_782)] {
            assert_eq!((day(text), day(text).to_string()), (Date(number), text.to_owned()));
        }
        assert_eq!(Date::new(1912, 1, 1), Some(Date(-21_185)));
    }

    #[test]
    fn four_centuries_of_days_follow_each_other() {
        let mut before = Date::new(1800, 1, 1).unwrap();
        while before < Date::new(2200, 1, 1).unwrap() {
            let (year, month, number) = before.ymd();
            let next = before.plus_days(1).ymd();
            let expected = if number < days_in(year, month) {
                (year, month, number + 1)
            } else if month < 12 {
                (year, month + 1, 1)
            } else {
                (year + 1, 1, 1)
            };
            assert_eq!(next, expected);
            assert_eq!(Date::new(year, month, number), Some(before));
            before = before.plus_days(1);
        }
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        for text in
            ["2023-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "20240101", "", "2024-04-31", "二〇二四-01-01"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn weekdays_and_ages() {
        assert_eq!(day("2024-02-29").weekday(), Weekday::Thursday);
        assert_eq!(day("1949-10-01").weekday(), Weekday::Saturday);
        assert_eq!(day("2024-02-28").years_since(day("1944-02-29")), 79);
        assert_eq!(day("2024-02-29").years_since(day("1944-02-29")), 80);
        assert_eq!(day("2024-01-31").plus_months(1), day("2024-02-29"));
        assert_eq!(day("2024-01-31").plus_months(-2), day("2023-11-30"));
    }
}
