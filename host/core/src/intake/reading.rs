//! Cells become values of a field's type.

use super::cell::Cell;
use super::codes::CodeWords;
use super::date_text::{DateOrder, day_of_serial, day_of_text, month_of_text};
use super::fault::BadValue;
use super::narrow::narrow;
use super::{FieldType, identifiers};
use crate::clock::Date;
use crate::value::Value;
use std::borrow::Cow;

/// How cells of a column are read, beyond what their field says.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The order of days with the year last.
    pub dates: DateOrder,
    /// Whether serials count from 1904.
    pub system_1904: bool,
    /// The words of the field's code table.
    pub codes: CodeWords,
}

/// The most characters of a name and of another text.
const LONGEST_NAME: usize = 100;
const LONGEST_TEXT: usize = 200;
/// The largest whole number of 15 digits, which is what a spreadsheet keeps exactly.
const EXACT: f64 = 999_999_999_999_999.0;
/// Units of measure that may stand behind a number.
const UNITS: [&str; 12] = ["", "㎡", "平方米", "平米", "m²", "层", "楼", "人", "年", "户", "岁", "个"];
/// Words for «nothing known».
const NOTHING: [&str; 9] = ["/", "-", "--", "—", "——", "无数据", "不详", "N/A", "null"];

/// The value of a cell; none where nothing stands in it, or a sign for nothing such as `/`.
///
/// # Errors
/// Why the cell has no value of the type.
pub fn read(field: &FieldType, cell: &Cell, reading: &Reading) -> Result<Option<Value>, BadValue> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Broken(fault) => Err(fault.clone()),
        Cell::Text(text) => {
            let text = narrow(text);
            if text.is_empty() || NOTHING.contains(&text.as_str()) {
                Ok(None)
            } else {
                of_text(field, &text, reading).map(Some)
            }
        }
        Cell::Number(number) => of_number(field, *number, reading).map(Some),
        Cell::Date(day, _) => of_day(field, *day).map(Some),
        Cell::Flag(flag) => match field {
            FieldType::Flag => Ok(Some(Value::Flag(*flag))),
            _ => of_text(field, if *flag { "是" } else { "否" }, reading).map(Some),
        },
    }
}

fn of_text(field: &FieldType, text: &str, reading: &Reading) -> Result<Value, BadValue> {
    let personal = matches!(
        field,
        FieldType::Name | FieldType::ResidentId | FieldType::Phone | FieldType::Date | FieldType::Birth
    );
    if personal && text.contains(['*', '＊']) {
        return Err(BadValue::Masked);
    }
    if matches!(field, FieldType::ResidentId | FieldType::UnitCode | FieldType::Phone | FieldType::Region) {
        identifiers::not_scientific(text)?;
    }
    Ok(match field {
        FieldType::Text => Value::Text(short(text.to_owned(), LONGEST_TEXT)?),
        FieldType::Name => Value::Text(short(name(text), LONGEST_NAME)?),
        FieldType::ResidentId => Value::Text(identifiers::resident_id(text)?),
        FieldType::UnitCode => Value::Text(identifiers::unit_code(text)?),
        FieldType::Phone => Value::Text(identifiers::phone(text)?),
        FieldType::Region => Value::Text(short(identifiers::region(text), LONGEST_TEXT)?),
        FieldType::Date => Value::Date(day_of_text(text, reading.dates, reading.system_1904)?),
        FieldType::Birth => match day_of_text(text, reading.dates, reading.system_1904) {
            Err(BadValue::DayMissing) => Value::Text(month_of_text(text).ok_or(BadValue::DayMissing)?),
            day => Value::Date(day?),
        },
        FieldType::Integer { min, max } => {
            let bare = number_text(text);
            let number = bare.parse::<i64>().ok().or_else(|| whole(bare.parse::<f64>().ok()?));
            Value::Integer(within(number.ok_or(BadValue::Integer)?, *min, *max)?)
        }
        FieldType::Decimal { min, max } => {
            let number = number_text(text).parse::<f64>().ok().filter(|number| number.is_finite());
            Value::Decimal(within(number.ok_or(BadValue::Decimal)?, *min, *max)?)
        }
        FieldType::Flag => Value::Flag(flag(text).ok_or(BadValue::Flag)?),
        FieldType::Code { .. } => Value::Text(code(text, reading)?),
        FieldType::Bits { .. } => {
            let parts =
                text.split(['、', ',', '，', ';', '；', '|', '\n']).map(str::trim).filter(|part| !part.is_empty());
            // «None» is a set of nothing, which is something else than an empty cell.
            let parts = parts.filter(|part| !matches!(*part, "无" | "none"));
            let mut codes: Vec<String> = parts.map(|part| code(part, reading)).collect::<Result<_, _>>()?;
            codes.sort();
            codes.dedup();
            Value::Codes(codes)
        }
        FieldType::Word { .. } => match reading.codes.find(text) {
            Some(code) => Value::Text(code.to_owned()),
            None => Value::Text(short(text.to_owned(), LONGEST_NAME)?),
        },
        FieldType::Local => Value::Text(reading.codes.find(text).unwrap_or(text).to_owned()),
    })
}

fn of_number(field: &FieldType, number: f64, reading: &Reading) -> Result<Value, BadValue> {
    match field {
        FieldType::Date => day_of_number(number, reading).map(Value::Date),
        FieldType::Birth => match day_of_number(number, reading) {
            Err(BadValue::DayMissing) => of_text(field, &number.to_string(), reading),
            day => day.map(Value::Date),
        },
        FieldType::Integer { min, max } => {
            Ok(Value::Integer(within(whole(number).ok_or(BadValue::Integer)?, *min, *max)?))
        }
        FieldType::Decimal { min, max } => Ok(Value::Decimal(within(number, *min, *max)?)),
        _ if number.abs() > EXACT => Err(BadValue::LostDigits),
        _ => of_text(field, &number.to_string(), reading),
    }
}

/// Eight digits are a day written as a number, fewer are a serial.
fn day_of_number(number: f64, reading: &Reading) -> Result<Date, BadValue> {
    if (10_000_000.0..100_000_000.0).contains(&number) && number.fract() == 0.0 {
        return day_of_text(&number.to_string(), reading.dates, reading.system_1904);
    }
    if (190_000.0..=220_012.0).contains(&number) {
        return Err(BadValue::DayMissing);
    }
    day_of_serial(number, reading.system_1904).map(|(day, _)| day)
}

fn of_day(field: &FieldType, day: Date) -> Result<Value, BadValue> {
    match field {
        FieldType::Date | FieldType::Birth | FieldType::Local => Ok(Value::Date(day)),
        FieldType::Integer { .. } => Err(BadValue::Integer),
        FieldType::Decimal { .. } => Err(BadValue::Decimal),
        // A door such as 3-502 becomes a day in a spreadsheet; what it was is lost.
        _ => Err(BadValue::DayForText),
    }
}

/// Spaces between Chinese characters only line up names of two characters with those of three.
fn name(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let latin = |at: Option<&char>| at.is_some_and(char::is_ascii);
    let kept = chars.iter().enumerate().filter(|&(at, &c)| {
        c != ' ' || latin(at.checked_sub(1).and_then(|before| chars.get(before))) || latin(chars.get(at + 1))
    });
    kept.map(|(_, c)| c).collect()
}

fn short(text: String, most: usize) -> Result<String, BadValue> {
    if text.chars().count() > most { Err(BadValue::TooLong(most)) } else { Ok(text) }
}

/// A number without its thousands and its unit of measure; the text as it is where it is written otherwise.
fn number_text(text: &str) -> Cow<'_, str> {
    let bare = text.trim_start_matches(['¥', '￥', '\'']);
    let bare = bare.strip_suffix("m2").unwrap_or(bare);
    let end = bare.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (number, unit) = bare.split_at(end);
    if !UNITS.contains(&unit.trim()) {
        return Cow::Borrowed(text);
    }
    let whole = number.split_once('.').map_or(number, |(whole, _)| whole);
    let mut thousands = whole.split([',', '，']).skip(1).peekable();
    if thousands.peek().is_some() && thousands.all(|group| group.len() == 3) {
        return Cow::Owned(number.replace([',', '，'], ""));
    }
    Cow::Borrowed(number)
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within what a float holds exactly")]
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

fn within<T: PartialOrd + std::fmt::Display + Copy>(number: T, min: T, max: T) -> Result<T, BadValue> {
    if (min..=max).contains(&number) { Ok(number) } else { Err(BadValue::Bounds(min.to_string(), max.to_string())) }
}

fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "是" | "有" | "y" | "yes" | "true" | "t" | "1" | "√" | "✓" | "对" | "已" => Some(true),
        "否" | "无" | "n" | "no" | "false" | "f" | "0" | "×" | "✗" | "x" | "没有" | "错" | "未" => Some(false),
        _ => None,
    }
}

fn code(text: &str, reading: &Reading) -> Result<String, BadValue> {
    let known = || BadValue::Code(reading.codes.known().to_vec());
    reading.codes.find(text).map(str::to_owned).ok_or_else(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn of(field: &FieldType, cell: &Cell) -> Result<Option<Value>, BadValue> {
        let codes = match field {
            FieldType::Code { codes } | FieldType::Bits { codes } | FieldType::Word { codes } => codes,
            _ => "",
        };
        let reading = Reading { codes: CodeWords::new(codes, &BTreeMap::new()).unwrap(), ..Reading::default() };
        read(field, cell, &reading)
    }

    fn text(field: &FieldType, cell: &str) -> Result<Option<Value>, BadValue> {
        of(field, &Cell::of_text(cell))
    }

    fn said(text: &str) -> Result<Option<Value>, BadValue> {
        Ok(Some(Value::Text(text.into())))
    }

    #[test]
    fn names_of_one_character_and_of_fifty_are_names() {
        for name in ["丁", "欧阳", "龘", &"穆".repeat(50), "Anna Schmidt", "买买提·阿不都拉"] {
            assert_eq!(text(&FieldType::Name, name), said(name), "{name}");
        }
        assert_eq!(text(&FieldType::Name, "　王　芳 "), said("王芳"));
        assert_eq!(text(&FieldType::Name, &"穆".repeat(101)), Err(BadValue::TooLong(100)));
        assert_eq!(text(&FieldType::Name, "\u{feff} \u{200b}"), Ok(None));
        for (field, masked) in [
            (FieldType::Name, "王**"),
            (FieldType::ResidentId, "2201**********1234"),
            (FieldType::Phone, "138****5678"),
            (FieldType::Date, "1990-**-**"),
        ] {
            assert_eq!(text(&field, masked), Err(BadValue::Masked), "an export is no import: {masked}");
        }
    }

    #[test]
    fn an_id_that_became_a_number_is_refused_and_a_phone_is_not() {
        assert_eq!(of(&FieldType::ResidentId, &Cell::Number(2.201_041_990_010_11e17)), Err(BadValue::LostDigits));
        assert_eq!(of(&FieldType::Text, &Cell::Number(1e15)), Err(BadValue::LostDigits));
        for field in [FieldType::ResidentId, FieldType::UnitCode, FieldType::Phone, FieldType::Region] {
            assert_eq!(text(&field, "２.20104E+17"), Err(BadValue::LostDigits), "as a CSV has it: {field:?}");
        }
        assert_eq!(text(&FieldType::Text, "2E+3"), said("2E+3"));
        assert_eq!(of(&FieldType::Phone, &Cell::Number(13_812_345_678.0)), said("13812345678"));
        assert_eq!(of(&FieldType::Region, &Cell::Number(220_103_008_003.0)), said("220103008003"));
        assert_eq!(of(&FieldType::Text, &Cell::Number(502.0)), said("502"));
    }

    #[test]
    fn days_come_as_text_as_serials_as_numbers_and_as_days() {
        let day = Date::from_ymd(2024, 2, 29).unwrap();
        for cell in [
            Cell::of_text("２０２４年２月２９日"),
            Cell::Number(45_351.0),
            Cell::Number(20_240_229.0),
            Cell::Date(day, 5),
        ] {
            assert_eq!(of(&FieldType::Date, &cell), Ok(Some(Value::Date(day))), "{cell:?}");
        }
        assert_eq!(of(&FieldType::Date, &Cell::Number(202_402.0)), Err(BadValue::DayMissing));
        assert_eq!(of(&FieldType::Text, &Cell::Date(day, 0)), Err(BadValue::DayForText));
    }

    #[test]
    fn numbers_come_with_thousands_and_units() {
        let area = FieldType::Decimal { min: 0.01, max: 100_000.0 };
        for (cell, wanted) in [("89.5", 89.5), ("８９．５㎡", 89.5), ("1,089 平方米", 1089.0)] {
            assert_eq!(text(&area, cell), Ok(Some(Value::Decimal(wanted))), "{cell}");
        }
        assert_eq!(text(&area, "八十九"), Err(BadValue::Decimal));
        assert_eq!(text(&area, "89.5x"), Err(BadValue::Decimal));
        assert_eq!(text(&area, "0"), Err(BadValue::Bounds("0.01".into(), "100000".into())));
        let year = FieldType::Integer { min: 1800, max: 2200 };
        assert_eq!(text(&year, "2005年"), Ok(Some(Value::Integer(2005))));
        assert_eq!(of(&year, &Cell::Number(2005.5)), Err(BadValue::Integer));
        assert_eq!(text(&year, "2005年6月"), Err(BadValue::Integer));
    }

    #[test]
    fn codes_and_flags_are_said_in_words() {
        let care = FieldType::Bits { codes: "care".into() };
        assert_eq!(text(&care, "低保、重度残疾"), Ok(Some(Value::Codes(vec!["disabled".into(), "low-income".into()]))));
        assert_eq!(text(&care, "无"), Ok(Some(Value::Codes(vec![]))));
        let living = FieldType::Code { codes: "living".into() };
        assert_eq!(text(&living, "独居"), said("alone"));
        assert!(matches!(text(&living, "云游"), Err(BadValue::Code(known)) if known.contains(&"独居".to_owned())));
        let post = FieldType::Word { codes: "post".into() };
        assert_eq!((text(&post, "网格长"), text(&post, "党建指导员")), (said("grid-leader"), said("党建指导员")));
        for (cell, wanted) in [("有", true), ("否", false), ("Ｙ", true), ("0", false)] {
            assert_eq!(text(&FieldType::Flag, cell), Ok(Some(Value::Flag(wanted))), "{cell}");
        }
        assert_eq!(text(&FieldType::Flag, "也许"), Err(BadValue::Flag));
        assert_eq!(of(&FieldType::Flag, &Cell::Number(1.0)), Ok(Some(Value::Flag(true))));
    }
}
