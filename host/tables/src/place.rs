//! Where something stands in a file, so that it can be found there.

use std::fmt;

/// A place in a table: `persons.csv:12 身份证号`, `persons.xlsx!Sheet1 C12 身份证号`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file's name as its sender knows it.
    pub file: String,
    /// The sheet; none in a CSV.
    pub sheet: Option<String>,
    /// Row of the sheet or line of the file, counted from 1.
    pub row: Option<u64>,
    /// Column, counted from 0.
    pub column: Option<usize>,
    /// What the column is headed.
    pub heading: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match (&self.sheet, self.row) {
            (Some(sheet), row) => {
                write!(f, "!{sheet}")?;
                let column = self.column.map(letters).unwrap_or_default();
                match row {
                    Some(row) => write!(f, " {column}{row}")?,
                    None if !column.is_empty() => write!(f, " {column}")?,
                    None => {}
                }
            }
            (None, Some(row)) => write!(f, ":{row}")?,
            (None, None) => {}
        }
        match self.heading.as_deref().filter(|heading| !heading.is_empty()) {
            Some(heading) => write!(f, " {heading}"),
            None => Ok(()),
        }
    }
}

/// The letters of a column counted from 0: A, B, … Z, AA.
pub(crate) fn letters(column: usize) -> String {
    let (mut rest, mut letters) = (column + 1, Vec::new());
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).unwrap_or_default());
        rest /= 26;
    }
    letters.iter().rev().map(|&letter| char::from(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        for (column, wanted) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(letters(column), wanted);
        }
        let place = Place {
            file: "人.xlsx".into(),
            sheet: Some("表1".into()),
            row: Some(12),
            column: Some(2),
            heading: Some("身份证号".into()),
        };
        assert_eq!(place.to_string(), "人.xlsx!表1 C12 身份证号");
        assert_eq!(Place { sheet: None, ..place }.to_string(), "人.xlsx:12 身份证号");
    }
}
