//! Scans over rows in memory.

use super::data::Row;
use super::value::ColumnSpec;
use crate::raw::rules::lifang::data::scans::{DictionaryColumn, TextColumn};
use crate::{DataError, Value};
use std::rc::Rc;

/// Small, so that a test with few rows still sees several batches; a multiple of eight, as the host's are.
const MOST_ROWS: usize = 16;

/// An open scan of a table in memory.
#[derive(Debug)]
pub struct OpenScan {
    table: Rc<Table>,
    next: usize,
}

/// Some rows of it.
#[derive(Debug)]
pub struct TestBatch {
    table: Rc<Table>,
    range: std::ops::Range<usize>,
}

#[derive(Debug)]
struct Table {
    columns: Vec<ColumnSpec>,
    rows: Vec<Row>,
}

impl OpenScan {
    pub(super) fn new(columns: Vec<ColumnSpec>, rows: Vec<Row>) -> Self {
        Self { table: Rc::new(Table { columns, rows }), next: 0 }
    }

    pub(crate) fn next(&mut self, max_rows: u32) -> Option<TestBatch> {
        let rows = self.table.rows.len().saturating_sub(self.next).min(max_rows as usize).min(MOST_ROWS);
        let range = self.next..self.next + rows;
        self.next = range.end;
        (rows > 0).then(|| TestBatch { table: Rc::clone(&self.table), range })
    }

    /// # Panics
    /// When the scan was opened with other columns.
    #[track_caller]
    pub(crate) fn expect_columns(&self, wanted: &[&str]) {
        let open: Vec<&str> = self.table.columns.iter().map(|column| column.key.as_str()).collect();
        assert_eq!(
            open, wanted,
            "the scan was opened with the columns left (the manifest's), the code reads those right"
        );
    }
}

impl TestBatch {
    #[expect(clippy::cast_possible_truncation, reason = "a test has few rows")]
    pub(crate) fn rows(&self) -> u32 {
        self.range.len() as u32
    }

    #[expect(clippy::cast_possible_truncation, reason = "a test has few rows")]
    pub(crate) fn first(&self) -> u32 {
        self.range.start as u32
    }

    pub(crate) fn f64s(&self, column: u32) -> Result<Vec<f64>, DataError> {
        self.typed(column, &["f64"], ColumnSpec::number_of)
    }

    pub(crate) fn texts(&self, column: u32) -> Result<TextColumn, DataError> {
        let texts = self.typed(column, &["text"], |_, value| text(value))?;
        let mut offsets = vec![0];
        let mut bytes = Vec::new();
        for text in texts {
            bytes.extend(text.into_bytes());
            offsets.push(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        }
        Ok(TextColumn { offsets, bytes })
    }

    pub(crate) fn words(&self, column: u32) -> Result<DictionaryColumn, DataError> {
        // All words of the scan come with its first batch; later batches add none.
        let all = Self { table: Rc::clone(&self.table), range: 0..self.table.rows.len() };
        let mut words: Vec<String> = all.typed(column, &["dictionary"], |_, value| text(value))?;
        words.sort_unstable();
        words.dedup();
        let code = |value: &Value| words.binary_search(&text(value)).unwrap_or(0);
        let codes = self.typed(column, &["dictionary"], |_, value| u16::try_from(code(value)).unwrap_or(u16::MAX))?;
        Ok(DictionaryColumn { codes, words: if self.range.start == 0 { words } else { Vec::new() } })
    }

    pub(crate) fn validity(&self, column: u32) -> Result<Option<Vec<u8>>, DataError> {
        let spec = self.spec(column)?;
        let known = |row: &Row| row.contains_key(&spec.key);
        let rows = &self.table.rows[self.range.clone()];
        if rows.iter().all(known) {
            return Ok(None);
        }
        let byte =
            |rows: &[Row]| rows.iter().enumerate().fold(0, |bits, (bit, row)| bits | u8::from(known(row)) << bit);
        Ok(Some(rows.chunks(8).map(byte).collect()))
    }

    /// The values of the column, a default where missing; refused when the column is of none of these types.
    fn typed<T: Default>(
        &self,
        column: u32,
        kinds: &[&str],
        read: impl Fn(&ColumnSpec, &Value) -> T,
    ) -> Result<Vec<T>, DataError> {
        let spec = self.spec(column)?;
        if !kinds.contains(&spec.kind.as_str()) {
            return Err(DataError::WrongType(format!("{}: {}", spec.key, spec.kind)));
        }
        let rows = self.table.rows[self.range.clone()].iter();
        Ok(rows.map(|row| row.get(&spec.key).map_or_else(T::default, |value| read(spec, value))).collect())
    }

    fn spec(&self, column: u32) -> Result<&ColumnSpec, DataError> {
        self.table.columns.get(column as usize).ok_or_else(|| DataError::UnknownColumn(column.to_string()))
    }
}

macro_rules! whole_numbers {
    ($($name:ident: $type:ty, $kinds:expr;)*) => {
        impl TestBatch {
            $(pub(crate) fn $name(&self, column: u32) -> Result<Vec<$type>, DataError> {
                // Values were checked against the column's type when their row was added.
                self.typed(column, &$kinds, |spec, value| <$type>::try_from(spec.whole(value)).unwrap_or_default())
            })*
        }
    };
}

whole_numbers! {
    u8s: u8, ["u8", "flag", "code"];
    u16s: u16, ["u16", "bits"];
    s32s: i32, ["s32", "date"];
    s64s: i64, ["s64", "instant"];
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}
