//! Columns that grow row by row while rows stream in.

use super::value::Stored;
use crate::error::{Result, StoreError};
use crate::sql::narrow;
use lifang_core::columns::{ColumnData, ColumnValues};
use lifang_core::dataset::ColumnType;
use lifang_core::query::DataError;
use std::collections::HashMap;

/// A column under construction.
pub(super) struct Growing {
    data: ColumnData,
    /// The codes of the words of a dictionary.
    words: HashMap<String, u16>,
    /// The last code: rows come in order, so the same word often comes again.
    last: u16,
    validity: Vec<u8>,
    rows: usize,
    missing: bool,
}

impl Growing {
    pub(super) fn new(column_type: ColumnType, rows: usize) -> Self {
        let data = ColumnData::with_capacity(column_type.layout(), rows);
        Self {
            data,
            words: HashMap::new(),
            last: 0,
            validity: Vec::with_capacity(rows / 8 + 1),
            rows: 0,
            missing: false,
        }
    }

    /// Adds what a row has, or that it has nothing.
    pub(super) fn push(&mut self, value: Option<Stored>) -> Result<()> {
        match (value, &self.data) {
            (Some(Stored::Int(number)), _) => self.push_int(Some(number)),
            (Some(Stored::Float(number)), _) => self.push_float(Some(number)),
            (Some(Stored::Text(text)), _) => self.push_text(Some(&text)),
            (None, ColumnData::Text { .. } | ColumnData::Dictionary { .. }) => self.push_text(None),
            (None, ColumnData::F64(_)) => self.push_float(None),
            (None, _) => self.push_int(None),
        }
    }

    /// Adds a whole number, in whatever width the column has.
    fn push_int(&mut self, value: Option<i64>) -> Result<()> {
        self.mark(value.is_some());
        let value = value.unwrap_or(0);
        match &mut self.data {
            ColumnData::U8(values) => values.push(narrow(value)?),
            ColumnData::U16(values) => values.push(narrow(value)?),
            ColumnData::S32(values) => values.push(narrow(value)?),
            ColumnData::S64(values) => values.push(value),
            ColumnData::F64(_) | ColumnData::Text { .. } | ColumnData::Dictionary { .. } => {
                return Err(self.wrong("a number"));
            }
        }
        Ok(())
    }

    /// Adds a number with a fraction.
    fn push_float(&mut self, value: Option<f64>) -> Result<()> {
        match &mut self.data {
            ColumnData::F64(values) => values.push(value.unwrap_or(0.0)),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "local numbers are whole where their type is; a cast saturates"
            )]
            _ => return self.push_int(value.map(|number| number as i64)),
        }
        self.mark(value.is_some());
        Ok(())
    }

    /// Adds a text.
    fn push_text(&mut self, value: Option<&str>) -> Result<()> {
        self.mark(value.is_some());
        let text = value.unwrap_or("");
        match &mut self.data {
            ColumnData::Text { offsets, bytes } => {
                bytes.extend_from_slice(text.as_bytes());
                offsets.push(u32::try_from(bytes.len()).map_err(|_| limit("text"))?);
            }
            ColumnData::Dictionary { codes, words } => {
                if value.is_none() {
                    codes.push(0);
                    return Ok(());
                }
                if words.get(usize::from(self.last)).is_none_or(|word| word != text) {
                    self.last = match self.words.get(text) {
                        Some(code) => *code,
                        None => {
                            let code = u16::try_from(words.len()).map_err(|_| limit("words"))?;
                            words.push(text.to_owned());
                            self.words.insert(text.to_owned(), code);
                            code
                        }
                    };
                }
                codes.push(self.last);
            }
            _ => return Err(self.wrong("a text")),
        }
        Ok(())
    }

    /// The finished column.
    pub(super) fn finish(self) -> ColumnValues {
        let mut data = self.data;
        // A code must have its word, even where no row has a value.
        if let ColumnData::Dictionary { codes, words } = &mut data
            && words.is_empty()
            && !codes.is_empty()
        {
            words.push(String::new());
        }
        ColumnValues { data, validity: self.missing.then_some(self.validity) }
    }

    fn mark(&mut self, there: bool) {
        if self.rows.is_multiple_of(8) {
            self.validity.push(0);
        }
        if there {
            let last = self.validity.len() - 1;
            self.validity[last] |= 1 << (self.rows % 8);
        } else {
            self.missing = true;
        }
        self.rows += 1;
    }

    fn wrong(&self, found: &str) -> StoreError {
        StoreError::corrupt(format!("{found} in a column of layout {}", self.data.layout_name()))
    }
}

fn limit(name: &str) -> StoreError {
    StoreError::Question(DataError::Limit(name.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_once_and_missing_values_are_marked() {
        let mut column = Growing::new(ColumnType::Dictionary, 4);
        for word in [Some("a"), Some("b"), None, Some("a"), Some("a"), Some("c"), Some("b"), None, Some("a")] {
            column.push_text(word).unwrap();
        }
        let finished = column.finish();
        let words = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(finished.data, ColumnData::Dictionary { codes: vec![0, 1, 0, 0, 0, 2, 1, 0, 0], words });
        assert_eq!(finished.validity, Some(vec![0b0111_1011, 1]));
    }

    #[test]
    fn a_number_too_large_for_its_column_is_an_error() {
        let mut column = Growing::new(ColumnType::U8, 1);
        assert!(matches!(column.push_int(Some(256)), Err(StoreError::Corrupt(_))));
    }
}
