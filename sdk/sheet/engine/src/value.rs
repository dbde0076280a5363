//! Values of expressions, and how one kind becomes another: XPath 1.0, with dates as days.

use crate::date;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Val {
    /// A number; may be NaN.
    Num(f64),
    /// Text.
    Str(String),
    /// Yes or no.
    Bool(bool),
    /// A day as a number since 1970-01-01; NaN where there is none.
    Day(f64),
    /// The answers of a question in each entry of its repeat, or the one answer of a question outside any.
    Set(Vec<String>),
}

impl Val {
    /// As XPath's `boolean()`: a number that is not 0, a text that is not empty, a set that is not empty.
    #[must_use]
    pub fn truth(&self) -> bool {
        match self {
            Self::Num(number) => *number != 0.0 && !number.is_nan(),
            Self::Str(text) => !text.is_empty(),
            Self::Bool(flag) => *flag,
            Self::Day(day) => !day.is_nan(),
            Self::Set(set) => !set.is_empty(),
        }
    }

    /// As XPath's `number()`; a text that is a date gives its day.
    #[must_use]
    pub fn number(&self) -> f64 {
        match self {
            Self::Num(number) | Self::Day(number) => *number,
            Self::Bool(flag) => f64::from(u8::from(*flag)),
            Self::Str(text) => text_number(text),
            Self::Set(set) => set.first().map_or(f64::NAN, |text| text_number(text)),
        }
    }

    /// As XPath's `string()`: of a set, its first.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Num(number) => number_text(*number),
            Self::Str(text) => text.clone(),
            Self::Bool(flag) => if *flag { "true" } else { "false" }.to_owned(),
            Self::Day(day) => day_text(*day),
            Self::Set(set) => set.first().cloned().unwrap_or_default(),
        }
    }

    /// The day it names; NaN where it names none.
    #[must_use]
    pub fn day(&self) -> f64 {
        match self {
            Self::Num(number) | Self::Day(number) => *number,
            Self::Bool(_) => f64::NAN,
            Self::Str(_) | Self::Set(_) => text_number(&self.text()),
        }
    }

    /// Every text in it: of a set all, else the one.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        match self {
            Self::Set(set) => set.clone(),
            other => vec![other.text()],
        }
    }
}

/// The number that a text spells; a date spells its day.
pub(crate) fn text_number(text: &str) -> f64 {
    let text = text.trim();
    if let Some(day) = date::parse(text) {
        return days(day);
    }
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
    // Rust would take `inf` and `nan` for numbers.
    if text.chars().all(plain) { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}

#[expect(clippy::cast_precision_loss, reason = "days of four-digit years are far below 2^53")]
pub(crate) const fn days(day: i64) -> f64 {
    day as f64
}

/// A day's text; empty where there is none.
#[expect(clippy::cast_possible_truncation, reason = "held within what four-digit years have")]
fn day_text(day: f64) -> String {
    if !(-719_528.0..2_932_897.0).contains(&day) { String::new() } else { date::text(day.floor() as i64) }
}

/// A number as XPath writes it: never with an exponent, whole numbers without a point.
#[must_use]
pub fn number_text(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}
