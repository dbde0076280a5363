//! Days of the civil calendar as numbers since 1970-01-01, and how they are written.

/// The day of a date, or nothing where there is no such date.
#[must_use]
pub fn from_ymd(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    // Howard Hinnant's way: years begin in March, so that the leap day is the last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// Year, month and day.
#[must_use]
pub const fn ymd(day: i64) -> (i64, i64, i64) {
    let day = day.saturating_add(719_468);
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + if month <= 2 { 1 } else { 0 }, month, day)
}

const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Reads `YYYY-MM-DD`; zeros in front of month and day may be missing, and a time behind a `T` does not count.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    let mut parts = text.split('-');
    let mut part = |lengths: core::ops::RangeInclusive<usize>| {
        let part = parts.next()?;
        let digits = lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i64>().ok()).flatten()
    };
    let (year, month, day) = (part(4..=4)?, part(1..=2)?, part(1..=2)?);
    if parts.next().is_some() { None } else { from_ymd(year, month, day) }
}

/// Writes `YYYY-MM-DD`.
#[must_use]
pub fn text(day: i64) -> String {
    let (year, month, day) = ymd(day);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        for (text_of, day) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2024-03-01", 19_783),
            ("2026-11-23", 20_780),
            ("0001-01-01", -719_162),
        ] {
            assert_eq!((parse(text_of), text(day).as_str()), (Some(day), text_of));
        }
        let first = parse("1890-01-01").unwrap();
        for day in first..first + 100_000 {
            assert_eq!(parse(&text(day)), Some(day));
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "24-01-01", "2024-1-1-1", "2024-+1-1"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse("2024-3-1"), parse("2024-03-01T12:00:00.000+08:00"));
    }
}
