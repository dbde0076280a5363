//! Conditions as they are typed: `age>=80`, `sex=female`, `care~low-income`, `phone?`.

use super::refusal;
use crate::error::Result;
use lifang_core::capability::Readable;
use lifang_core::dataset::{ColumnType, Schema};
use lifang_core::intake::{BadValue, Cell, CodeWords, Field, FieldType, Reading, read};
use lifang_core::query::{Filter, Test};
use lifang_core::text::Bilingual;
use lifang_core::value::Value;
use std::collections::BTreeMap;

/// Reads a condition on one of the columns.
///
/// # Errors
/// `condition-unreadable`, with how one is written.
pub fn parse_filter(text: &str, columns: &[Readable]) -> Result<Filter> {
    let text = text.trim();
    let refuse = |zh: String, en: String| refusal::condition(text, Bilingual::new(zh, en));
    let end = text.find(['=', '>', '<', '~', '?', '!']);
    let (key, rest) = text.split_at(end.unwrap_or(text.len()));
    let key = key.trim();
    let column = columns.iter().find(|column| column.key == key);
    let column = column.ok_or_else(|| refuse(format!("没有列 {key}"), format!("there is no column {key}")))?;
    let one = |word: &str| value(column, word).map_err(|bad| refusal::condition(text, bad.what()));
    let test = if rest == "?" {
        Test::Known
    } else if rest == "!" {
        Test::Unknown
    } else if let Some(word) = rest.strip_prefix(">=") {
        Test::AtLeast(one(word)?)
    } else if let Some(word) = rest.strip_prefix("<=") {
        Test::AtMost(one(word)?)
    } else if let Some(word) = rest.strip_prefix('~') {
        Test::AnyBit(bits(column, word).map_err(|bad| refusal::condition(text, bad.what()))?)
    } else if let Some(word) = rest.strip_prefix('=') {
        let mut values = word.split('|').map(one).collect::<Result<Vec<_>>>()?;
        match (values.len(), values.pop()) {
            (1, Some(value)) => Test::Equals(value),
            (_, last) => Test::OneOf(values.into_iter().chain(last).collect()),
        }
    } else {
        return Err(refuse("条件写法不对".into(), "this is no condition".into()));
    };
    Ok(Filter { column: column.key.clone(), test })
}

/// The value of a word, as cells of imports are read: the same words, days and numbers are understood.
fn value(column: &Readable, word: &str) -> Result<Value, BadValue> {
    let word = word.trim();
    if column.column_type == ColumnType::Instant {
        return word.parse().map(Value::Instant).map_err(|_| BadValue::Date);
    }
    let field = Field::local(column, Bilingual::new("", "")).field_type;
    let codes = match &field {
        FieldType::Code { codes } | FieldType::Bits { codes } => codes.as_str(),
        _ => "",
    };
    let codes = CodeWords::new(codes, &BTreeMap::new()).unwrap_or_default();
    let reading = Reading { codes, ..Reading::default() };
    read(&field, &Cell::Text(word.to_owned()), &reading)?.ok_or(BadValue::Missing)
}

fn bits(column: &Readable, word: &str) -> Result<u16, BadValue> {
    match value(column, &word.replace('|', "、"))? {
        Value::Codes(codes) => {
            let table = column.codes.as_deref().unwrap_or_default();
            let numbers = codes.iter().filter_map(|code| Schema::v1().number(table, code));
            Ok(numbers.fold(0, |bits, number| bits | 1 << number))
        }
        _ => Err(BadValue::Code(vec![])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Filter> {
        let columns: Vec<Readable> = Schema::v1().datasets["persons"].columns.iter().map(Readable::from).collect();
        parse_filter(text, &columns)
    }

    #[test]
    fn conditions_are_read_with_the_words_of_imports() {
        let text = |text: &str| Value::Text(text.into());
        for (typed, column, test) in [
            ("age>=80", "age", Test::AtLeast(Value::Integer(80))),
            ("since<=2024年1月2日", "since", Test::AtMost(Value::Date("2024-01-02".parse().unwrap()))),
            ("sex=女", "sex", Test::Equals(text("female"))),
            ("living=alone|配偶", "living", Test::OneOf(vec![text("alone"), text("spouse")])),
            ("care~低保|disabled", "care", Test::AnyBit(0b1_0010)),
            ("phone?", "phone", Test::Known),
            ("grid!", "grid", Test::Unknown),
        ] {
            let typed = typed.replace("配偶", "与配偶同住");
            assert_eq!(of(&typed).unwrap(), Filter { column: column.into(), test }, "{typed}");
        }
        for typed in ["", "age", "shoe=1", "age>=old", "sex=x", "age>80", "since>=2023-02-29"] {
            assert_eq!(of(typed).unwrap_err().problem().code, "condition-unreadable", "{typed}");
        }
    }
}
