//! Values as the contract says them: codes as text, sets as lists, flags as flags.

use crate::error::{Result, StoreError};
use crate::sql::narrow;
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, Instant};
use lifang_core::dataset::{ColumnType, Schema};
use lifang_core::value::Value;
use std::cmp::Ordering;

/// One value as it is stored.
#[derive(Clone, Debug)]
pub(super) enum Stored {
    /// A whole number: also codes, sets, flags, days and moments.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// A text.
    Text(String),
}

impl Stored {
    /// The order of groups: numbers by size (codes so in the order of their table), texts by their bytes.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            // One column has one kind of value.
            (Self::Int(_), _) | (Self::Float(_), Self::Text(_)) => Ordering::Less,
            (Self::Float(_) | Self::Text(_), _) => Ordering::Greater,
        }
    }
}

/// The value of a local field as it is stored, a number or a text; none where it is not of the declared type.
pub(crate) fn local_value(column: &Readable, number: f64, text: Option<String>) -> Result<Option<Value>> {
    let worded = matches!(column.column_type, ColumnType::Text | ColumnType::Dictionary);
    match text {
        Some(text) => Ok(worded.then_some(Value::Text(text))),
        None if worded => Ok(None),
        None => value(column, Stored::Float(number)).map(Some),
    }
}

/// A stored value of the column in the contract's words.
pub(super) fn value(column: &Readable, stored: Stored) -> Result<Value> {
    #[expect(clippy::cast_possible_truncation, reason = "local numbers are whole where their type is")]
    let stored = match (stored, column.column_type) {
        (Stored::Float(number), ColumnType::F64) => return Ok(Value::Decimal(number)),
        (Stored::Float(number), _) => Stored::Int(number as i64),
        (other, _) => other,
    };
    let number = match stored {
        Stored::Text(text) => return Ok(Value::Text(text)),
        Stored::Float(number) => return Ok(Value::Decimal(number)),
        Stored::Int(number) => number,
    };
    let table = column.codes.as_deref().unwrap_or_default();
    Ok(match column.column_type {
        ColumnType::Flag => Value::Flag(number != 0),
        ColumnType::Date => Value::Date(Date(narrow(number)?)),
        ColumnType::Instant => Value::Instant(Instant(number)),
        ColumnType::Code => {
            let code = Schema::v1().code(table, narrow(number)?);
            Value::Text(code.ok_or_else(|| StoreError::corrupt(format!("{table} has no code {number}")))?.key.clone())
        }
        ColumnType::Bits => Value::Codes(Schema::v1().codes_of_bits(table, narrow(number)?)),
        _ => Value::Integer(number),
    })
}
