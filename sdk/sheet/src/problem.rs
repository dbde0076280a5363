//! What is wrong with a workbook: where, what, and what to do, in both languages.

use std::fmt;

/// The same sentence in two languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Said {
    /// Both sentences.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// A cell, or a row or sheet as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The sheet.
    pub sheet: String,
    /// The row as spreadsheets count; 0 for none.
    pub row: usize,
    /// The column's number from 0 and its heading.
    pub column: Option<(usize, String)>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sheet)?;
        match (&self.column, self.row) {
            (Some((at, heading)), 0) => write!(f, "!{} ({heading})", letters(*at)),
            (Some((at, heading)), row) => write!(f, "!{}{row} ({heading})", letters(*at)),
            (None, 0) => Ok(()),
            (None, row) => write!(f, "!{row}"),
        }
    }
}

/// What spreadsheets call a column.
fn letters(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 { last.to_string() } else { letters(at / 26 - 1) + &last.to_string() }
}

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub what: Said,
    /// What to do.
    pub remedy: Said,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, what, remedy } = self;
        write!(f, "{place}: {} {} / {} {}", what.zh, remedy.zh, what.en, remedy.en)
    }
}

/// All that is wrong, found in one reading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report(pub(crate) Vec<Problem>);

impl Report {
    /// Adds something wrong.
    pub(crate) fn say(&mut self, place: Place, what: Said, remedy: Said) {
        self.0.push(Problem { place, what, remedy });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_as_in_the_spreadsheet() {
        let place = |row, at| Place { sheet: "survey".into(), row, column: Some((at, "relevant".into())) };
        assert_eq!(place(7, 2).to_string(), "survey!C7 (relevant)");
        assert_eq!(place(12, 27).to_string(), "survey!AB12 (relevant)");
        assert_eq!(Place { row: 3, ..Place { sheet: "choices".into(), ..Place::default() } }.to_string(), "choices!3");
    }
}
