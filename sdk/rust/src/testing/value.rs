//! Values of tables in memory: checked against the column's type, ordered as the database orders them.

use crate::data::schema::Column;
use crate::{Date, Value};
use std::cmp::Ordering;

/// A column of a table in memory: of the contract, or a local field.
#[derive(Clone, Debug)]
pub(super) struct ColumnSpec {
    pub(super) key: String,
    /// The `type` in `datasets.toml`.
    pub(super) kind: String,
    pub(super) null: bool,
    /// Number and code, for codes and bits.
    pub(super) codes: &'static [(u8, &'static str)],
}

impl From<&Column> for ColumnSpec {
    fn from(column: &Column) -> Self {
        let codes =
            crate::data::CODES.iter().find(|(name, _)| *name == column.codes).map_or(&[][..], |(_, codes)| codes);
        Self { key: column.key.into(), kind: column.kind.into(), null: column.null, codes }
    }
}

impl ColumnSpec {
    /// The value as the column holds it; a day may be written as text. `None` when it is none of the column's.
    pub(super) fn read(&self, value: Value) -> Option<Value> {
        let within = |low: i64, high: i64| match value {
            Value::Integer(number) => (low..=high).contains(&number),
            _ => false,
        };
        match (self.kind.as_str(), &value) {
            ("u8", _) => within(0, 255).then_some(value),
            ("u16", _) => within(0, 65_535).then_some(value),
            ("s32", _) => within(i32::MIN.into(), i32::MAX.into()).then_some(value),
            ("date", Value::Text(text)) => Date::parse(text).map(Value::from),
            ("code", Value::Text(code)) => self.number(code).is_some().then_some(value),
            ("bits", Value::Codes(codes)) => codes.iter().all(|code| self.number(code).is_some()).then_some(value),
            ("s64", Value::Integer(_))
            | ("f64", Value::Decimal(_))
            | ("date", Value::Date(_))
            | ("instant", Value::Instant(_))
            | ("flag", Value::Flag(_))
            | ("text" | "dictionary", Value::Text(_)) => Some(value),
            _ => None,
        }
    }

    /// What the column holds where a test does not care: nothing, or where a value is never missing the least one.
    pub(super) fn fill(&self) -> Option<Value> {
        match self.kind.as_str() {
            _ if self.null => None,
            "f64" => Some(Value::Decimal(0.0)),
            "date" => Some(Value::Date(0)),
            "instant" => Some(Value::Instant(0)),
            "flag" => Some(Value::Flag(false)),
            "bits" => Some(Value::Codes(Vec::new())),
            "code" => self.codes.first().map(|(_, code)| Value::from(*code)),
            "text" | "dictionary" => Some(Value::Text(String::new())),
            _ => Some(Value::Integer(0)),
        }
    }

    /// The whole number that stands for the value in a column: itself, a code's number, a set's bits, days, milliseconds.
    pub(super) fn whole(&self, value: &Value) -> i64 {
        match value {
            Value::Integer(number) | Value::Instant(number) => *number,
            Value::Date(days) => (*days).into(),
            Value::Flag(flag) => (*flag).into(),
            Value::Text(code) => self.number(code).unwrap_or(0).into(),
            Value::Codes(codes) => {
                codes.iter().filter_map(|code| self.number(code)).fold(0, |bits, bit| bits | 1 << bit)
            }
            Value::Decimal(_) => 0,
        }
    }

    /// The number that sums and means are made of.
    #[expect(clippy::cast_precision_loss, reason = "figures of test data are small")]
    pub(super) fn number_of(&self, value: &Value) -> f64 {
        match value {
            Value::Decimal(number) => *number,
            other => self.whole(other) as f64,
        }
    }

    /// The order of two values of this column: texts by bytes, everything else by number.
    pub(super) fn compare(&self, one: &Value, other: &Value) -> Ordering {
        match (one, other) {
            (Value::Text(one), Value::Text(other)) if self.codes.is_empty() => one.cmp(other),
            _ => self.number_of(one).total_cmp(&self.number_of(other)),
        }
    }

    fn number(&self, code: &str) -> Option<u8> {
        self.codes.iter().find(|(_, key)| *key == code).map(|(number, _)| *number)
    }
}
