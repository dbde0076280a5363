//! A workbook's cells in our words.

use calamine::{DataRef, ExcelDateTime};
use lifang_core::intake::{BadValue, Cell, day_of_serial};

/// The cell of a value; `formula` when one stands behind it.
pub(super) fn cell(value: DataRef<'_>, formula: bool, system_1904: bool) -> Cell {
    match value {
        DataRef::Empty if formula => Cell::Broken(BadValue::Uncomputed),
        DataRef::Empty => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "a workbook has no other numbers")]
        DataRef::Int(number) => Cell::Number(number as f64),
        DataRef::Float(number) => Cell::Number(number),
        DataRef::String(text) => of_text(&text, formula),
        DataRef::SharedString(text) => of_text(text, formula),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::of_text(&text),
        DataRef::Bool(flag) => Cell::Flag(flag),
        DataRef::DateTime(moment) => of_moment(&moment, system_1904),
        DataRef::Error(error) => Cell::Broken(BadValue::ErrorValue(error.to_string())),
    }
}

/// A formula may well give an empty text; a text that is not one is never an uncomputed formula.
fn of_text(text: &str, formula: bool) -> Cell {
    if formula && text.is_empty() { Cell::Broken(BadValue::Uncomputed) } else { Cell::of_text(text) }
}

fn of_moment(moment: &ExcelDateTime, system_1904: bool) -> Cell {
    let serial = moment.as_f64();
    match day_of_serial(serial, system_1904) {
        Ok((day, seconds)) if moment.is_datetime() => Cell::Date(day, seconds),
        // A number too large for a day that was formatted as one, as an ID typed into a column of days.
        Err(fault) if serial >= 1.0 => Cell::Broken(fault),
        // A duration, or a time of day.
        _ => Cell::Number(serial),
    }
}
