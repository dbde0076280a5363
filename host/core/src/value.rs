//! Values and cells: what a field holds, and whether it may be seen.

use crate::clock::{Date, Instant};
use serde::{Deserialize, Serialize};

/// One value. Codes of code tables are text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Decimal(f64),
    /// Text or a code.
    Text(String),
    /// A day.
    Date(Date),
    /// A moment.
    Instant(Instant),
    /// Several codes.
    Codes(Vec<String>),
}

impl Value {
    /// Whether it cannot be written down: a decimal that is not finite, a day or moment beyond the year 9999.
    #[must_use]
    pub fn is_unsayable(&self) -> bool {
        match self {
            Self::Decimal(number) => !number.is_finite(),
            Self::Date(date) => !date.is_sayable(),
            Self::Instant(instant) => !instant.day().is_sayable(),
            Self::Flag(_) | Self::Integer(_) | Self::Text(_) | Self::Codes(_) => false,
        }
    }

    /// The value as plain JSON: what an API client writes and reads.
    #[must_use]
    pub fn to_plain(&self) -> serde_json::Value {
        match self {
            Self::Flag(flag) => (*flag).into(),
            Self::Integer(number) => (*number).into(),
            Self::Decimal(number) => (*number).into(),
            Self::Text(text) => text.clone().into(),
            Self::Date(date) => date.to_string().into(),
            Self::Instant(instant) => instant.to_string().into(),
            Self::Codes(codes) => codes.clone().into(),
        }
    }

    /// The value that plain JSON most plainly means, where nothing says what type is wanted; `None` for null and objects.
    #[must_use]
    pub fn from_plain(json: &serde_json::Value) -> Option<Self> {
        match json {
            serde_json::Value::Bool(flag) => Some(Self::Flag(*flag)),
            serde_json::Value::Number(number) => {
                number.as_i64().map(Self::Integer).or_else(|| number.as_f64().map(Self::Decimal))
            }
            serde_json::Value::String(text) => Some(Self::Text(text.clone())),
            serde_json::Value::Array(items) => {
                items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>().map(Self::Codes)
            }
            serde_json::Value::Null | serde_json::Value::Object(_) => None,
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Decimal(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::Date(date) => write!(f, "{date}"),
            Self::Instant(instant) => write!(f, "{instant}"),
            Self::Codes(codes) => f.write_str(&codes.join("、")),
        }
    }
}

/// What can be said about one field of one subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// The value is recorded and may be read.
    Present(Value),
    /// Nothing is recorded.
    Unknown,
    /// The grant does not cover it.
    Withheld,
}

/// A named cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// A column, a local field `x.<key>`, or a field of the event kind.
    pub key: String,
    /// What can be said about it.
    pub cell: Cell,
}
