//! A cell as a file has it, before anybody knows what it means.

use super::fault::BadValue;
use crate::clock::Date;

/// What stands in one cell. Cells of a CSV are `Text` or `Empty`.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or only spaces.
    #[default]
    Empty,
    /// Text as it was written.
    Text(String),
    /// A number of a workbook; formatted as a date it is a [`Cell::Date`].
    Number(f64),
    /// A day of a workbook, and the seconds into it.
    Date(Date, u32),
    /// A truth value of a workbook.
    Flag(bool),
    /// Something that has no value: a formula nobody computed, an error such as `#N/A`.
    Broken(BadValue),
}

impl Cell {
    /// The cell of a text.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        if text.chars().all(|c| c.is_whitespace() || super::narrow::is_unseen(c)) {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// As a person would read it: for headings, and for showing a rejected row again.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(day, 0) => day.to_string(),
            Self::Date(day, seconds) => {
                format!("{day} {:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
            }
            Self::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
            Self::Broken(BadValue::ErrorValue(sign)) => sign.clone(),
            Self::Broken(_) => String::new(),
        }
    }
}
