//! Days as officials write them, and as spreadsheets count them.

use super::fault::BadValue;
use crate::clock::Date;
use serde::{Deserialize, Serialize};

/// In which order a day written with separators has its parts, where the year does not come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// Year, month, day: `2024-01-02`. Another order is refused.
    #[default]
    Ymd,
    /// Day, month, year: `2/1/2024`.
    Dmy,
    /// Month, day, year: `1/2/2024`.
    Mdy,
}

/// The day a narrow text says: `2024-01-02`, `2024/1/2`, `2024.1.2`, `20240102`, `2024年1月2日`, each with or without a time of
/// day after it, or a spreadsheet's serial of five digits.
///
/// # Errors
/// What keeps it from being a day.
pub fn day_of_text(text: &str, order: DateOrder, system_1904: bool) -> Result<Date, BadValue> {
    let text = without_time(text.trim());
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let signs =
        |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '年' | '月' | '日' | '号' | ' ' | '—' | '–');
    if numbers.is_empty() || !text.chars().all(signs) {
        return Err(BadValue::Date);
    }
    match numbers[..] {
        [day] if day.len() == 8 => day_of(&day[..4], &day[4..6], &day[6..]),
        [serial] if serial.len() == 5 && serial.len() == text.len() => {
            day_of_serial(serial.parse().map_err(|_| BadValue::Date)?, system_1904).map(|(day, _)| day)
        }
        [month] if month.len() == 6 => Err(BadValue::DayMissing),
        [year, _] if year.len() == 4 => Err(BadValue::DayMissing),
        [year, month, day] if year.len() == 4 => day_of(year, month, day),
        [first, second, year] if year.len() == 4 => match order {
            DateOrder::Ymd => Err(BadValue::DateOrder),
            DateOrder::Dmy => day_of(year, second, first),
            DateOrder::Mdy => day_of(year, first, second),
        },
        [_, _, _] => Err(BadValue::ShortYear),
        _ => Err(BadValue::Date),
    }
}

/// The month that a text says which says no day: `199001`, `1990-01`, `1990年1月`.
pub(super) fn month_of_text(text: &str) -> Option<String> {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, month) = match numbers[..] {
        [month] if month.len() == 6 => month.split_at(4),
        [year, month] if year.len() == 4 => (year, month),
        _ => return None,
    };
    let first = day_of(year, month, "1").ok()?;
    let (year, month, _) = first.ymd();
    Some(format!("{year:04}-{month:02}"))
}

/// A time of day behind the day, `T08:30` or ` 08:30:00`, says nothing about the day.
fn without_time(text: &str) -> &str {
    let cut = text.char_indices().find(|&(at, c)| {
        matches!(c, 'T' | 't' | ' ')
            && text[at + c.len_utf8()..].chars().all(|c| c.is_ascii_digit() || ":.Zz".contains(c))
            && text[at..].contains(':')
    });
    cut.map_or(text, |(at, _)| &text[..at])
}

fn day_of(year: &str, month: &str, day: &str) -> Result<Date, BadValue> {
    let (Ok(year), Ok(month), Ok(day)) = (year.parse::<i16>(), month.parse::<i8>(), day.parse::<i8>()) else {
        return Err(BadValue::Date);
    };
    plausible(Date::from_ymd(year, month, day).ok_or(BadValue::NoSuchDay)?)
}

/// The day of a spreadsheet's serial, and the seconds into it. Serials count from 1900 (with a 29 February 1900 that never was:
/// number 60) or, in workbooks from old Macintoshes, from 1904.
///
/// # Errors
/// A serial that is no plausible day.
pub fn day_of_serial(serial: f64, system_1904: bool) -> Result<(Date, u32), BadValue> {
    if !serial.is_finite() || !(1.0..200_000.0).contains(&serial) {
        return Err(BadValue::Date);
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    let whole = serial.floor() as i32;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a fraction of a day")]
    let seconds = ((serial - serial.floor()) * 86_400.0).round() as u32;
    // A moment that rounds up to midnight is the next day's.
    let (whole, seconds) = if seconds == 86_400 { (whole + 1, 0) } else { (whole, seconds) };
    let days = match (system_1904, whole) {
        (true, _) => whole - 24_107,
        (false, 60) => return Err(BadValue::NoSuchDay),
        (false, ..60) => whole - 25_568,
        (false, _) => whole - 25_569,
    };
    Ok((plausible(Date(days))?, seconds))
}

fn plausible(day: Date) -> Result<Date, BadValue> {
    if (1800..=2200).contains(&day.ymd().0) { Ok(day) } else { Err(BadValue::FarDay) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_of_writing_a_day_are_read() {
        for text in [
            "2024-01-02",
            "2024/1/2",
            "2024.1.2",
            "2024.01.02",
            "20240102",
            "2024年1月2日",
            "2024年01月02日",
            "2024年1月2号",
            "2024-01-02 00:00:00",
            "2024-1-2T08:30",
            "2024-01-02T08:30:00.000Z",
            "45293",
            "2024 1 2",
        ] {
            assert_eq!(
                day_of_text(text, DateOrder::Ymd, false).map(|day| day.to_string()),
                Ok("2024-01-02".into()),
                "{text}"
            );
        }
        assert_eq!(day_of_text("2/1/2024", DateOrder::Dmy, false), day_of_text("1/2/2024", DateOrder::Mdy, false));
    }

    #[test]
    fn what_is_no_day_says_why() {
        for (text, why) in [
            ("2023-02-29", BadValue::NoSuchDay),
            ("19000229", BadValue::NoSuchDay),
            ("2024-13-01", BadValue::NoSuchDay),
            ("2024-01", BadValue::DayMissing),
            ("2024年1月", BadValue::DayMissing),
            ("202401", BadValue::DayMissing),
            ("2/1/2024", BadValue::DateOrder),
            ("24-1-2", BadValue::ShortYear),
            ("0024-01-02", BadValue::FarDay),
            ("二〇二四年", BadValue::Date),
            ("不详", BadValue::Date),
            ("", BadValue::Date),
            ("2024-01-02-03", BadValue::Date),
        ] {
            assert_eq!(day_of_text(text, DateOrder::Ymd, false), Err(why), "{text}");
        }
        assert!(day_of_text("2024-02-29", DateOrder::Ymd, false).is_ok(), "2024 is a leap year");
    }

    #[test]
    fn a_month_is_what_a_text_says_without_a_day() {
        for (text, month) in [("199001", Some("1990-01")), ("1990-1", Some("1990-01")), ("1990年12月", Some("1990-12"))]
        {
            assert_eq!(day_of_text(text, DateOrder::Ymd, false), Err(BadValue::DayMissing), "{text}");
            assert_eq!(month_of_text(text).as_deref(), month, "{text}");
        }
        for text in ["199013", "1990", "1990-01-01", "90-01", "170001"] {
            assert_eq!(month_of_text(text), None, "{text}");
        }
    }

    #[test]
    fn serials_count_from_1900_with_its_phantom_day_or_from_1904() {
        // Excel shows serial 1 as 1900-01-01, 59 as 1900-02-28, 61 as 1900-03-01; in the 1904 system 1 is 1904-01-02.
        for (serial, system_1904, wanted) in [
            (1.0, false, "1900-01-01"),
            (59.0, false, "1900-02-28"),
            (61.0, false, "1900-03-01"),
            (45_293.0, false, "2024-01-02"),
            (43_831.0, true, "2024-01-02"),
            (1.0, true, "1904-01-02"),
        ] {
            let (day, seconds) = day_of_serial(serial, system_1904).unwrap();
            assert_eq!((day.to_string().as_str(), seconds), (wanted, 0), "{serial} {system_1904}");
        }
        assert_eq!(day_of_serial(60.0, false), Err(BadValue::NoSuchDay));
        assert_eq!(day_of_serial(45_293.5, false).unwrap().1, 43_200);
        for bad in [f64::NAN, -1.0, 0.0, 1e9] {
            assert_eq!(day_of_serial(bad, false), Err(BadValue::Date), "{bad}");
        }
    }
}
