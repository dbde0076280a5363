//! Answers and what is known, as the texts that expressions read.

use lifang_sdk::{Answer, Cell, Field, PluginError, Value};
use lifang_sheet_engine::{Answered, FormSheet, ItemKind, date, number_text};

/// Each answer by its node.
#[must_use]
pub fn answered(answers: Vec<Answer>) -> Answered {
    answers.into_iter().map(|answer| (answer.node, text(&answer.value))).collect()
}

/// Each known field that the workbook calculates with, by its key.
///
/// # Errors
/// One of them is withheld.
pub fn known_texts(sheet: &FormSheet, known: &[Field]) -> Result<Answered, PluginError> {
    let asked = |key: &str| sheet.items.iter().any(|item| matches!(&item.kind, ItemKind::Known(field) if field == key));
    let mut texts = Answered::new();
    for field in known.iter().filter(|field| asked(&field.key)) {
        match &field.cell {
            Cell::Present(value) => {
                texts.insert(field.key.clone(), text(value));
            }
            Cell::Unknown => {}
            Cell::Withheld => return Err(PluginError::Withheld(field.key.clone())),
        }
    }
    Ok(texts)
}

/// As XForms write it: a flag that is set says `OK`, several codes stand with spaces between them.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Flag(flag) => if *flag { "OK" } else { "no" }.to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number_text(*number),
        Value::Text(text) => text.clone(),
        Value::Date(day) => date::text(i64::from(*day)),
        // The day in China, which has one time of day.
        Value::Instant(instant) => date::text(instant.saturating_add(28_800_000).div_euclid(86_400_000)),
        Value::Codes(codes) => codes.join(" "),
    }
}
