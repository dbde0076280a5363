//! Opening a file as a table, whatever it is.

use crate::csv_in::{CsvRows, Encoding};
use crate::error::{Foreign, TableError};
use crate::header;
use crate::limits::Limits;
use crate::mapping::Mapping;
use crate::place::Place;
use crate::row::{Row, Rows};
use crate::workbook::{Merged, WorkbookRows};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::Path;

/// How to read a file, where finding out is not enough.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The sheet; the first that has anything in it when none is said.
    pub sheet: Option<String>,
    /// What a CSV is in.
    pub encoding: Option<Encoding>,
    /// What separates a CSV's fields.
    pub separator: Option<u8>,
    /// The row of the heading, counted from 1.
    pub header_row: Option<u64>,
    /// How much it may hold.
    pub limits: Limits,
}

impl From<&Mapping> for ReadOptions {
    fn from(mapping: &Mapping) -> Self {
        Self {
            sheet: mapping.sheet.clone(),
            encoding: mapping.encoding,
            separator: mapping.separator.and_then(|separator| u8::try_from(separator).ok()),
            header_row: mapping.header_row,
            limits: Limits::default(),
        }
    }
}

/// The heading is looked for among so many rows.
const FIRST_ROWS: usize = 20;

/// A table that was opened: its heading, then its rows.
pub struct Table {
    rows: Box<dyn Rows>,
    waiting: VecDeque<Row>,
    header: Vec<String>,
    place: Place,
    system_1904: bool,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("place", &self.place).field("header", &self.header).finish_non_exhaustive()
    }
}

/// Opens a file: a workbook (.xlsx) or a CSV, whatever its name. `name` is what its sender calls it, for messages.
///
/// # Errors
/// Why it cannot be read as a table.
pub fn open(path: &Path, name: &str, options: &ReadOptions) -> Result<Table, TableError> {
    let place = Place { file: name.to_owned(), ..Place::default() };
    let io = |source| TableError::Io { place: place.clone(), source };
    let mut file = File::open(path).map_err(io)?;
    let mut start = Vec::new();
    (&file).take(512).read_to_end(&mut start).map_err(io)?;
    file.rewind().map_err(io)?;
    refuse_foreign(&start, &place)?;
    match start.as_slice() {
        [] => Err(TableError::Empty { place }),
        [b'P', b'K', 3, 4, ..] => {
            let rows = WorkbookRows::open(file, place.clone(), options.sheet.as_deref(), &options.limits)?;
            let about = rows.about().clone();
            let place = Place { sheet: Some(about.sheet), ..place };
            Table::of(Box::new(rows), place, options.header_row, &about.merged, about.system_1904)
        }
        _ => open_csv(file, name, options),
    }
}

/// Refuses what is a file of another kind by its first bytes, whatever its name.
fn refuse_foreign(start: &[u8], place: &Place) -> Result<(), TableError> {
    let what = match start {
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Foreign::OldOrLocked,
        [b'%', b'P', b'D', b'F', ..] => Foreign::Binary,
        text if is_html(&text[..text.len().min(512)]) => Foreign::Html,
        _ => return Ok(()),
    };
    Err(TableError::NotATable { place: place.clone(), what })
}

/// Opens the beginning of a file that is no workbook: enough of it to find its heading.
///
/// # Errors
/// Why it cannot be read as a table.
pub fn open_beginning(head: Vec<u8>, name: &str) -> Result<Table, TableError> {
    refuse_foreign(&head, &Place { file: name.to_owned(), ..Place::default() })?;
    open_csv(Cursor::new(head), name, &ReadOptions::default())
}

/// Opens a CSV that comes from anywhere.
///
/// # Errors
/// Why it cannot be read as a table.
pub fn open_csv(source: impl Read + Send + 'static, name: &str, options: &ReadOptions) -> Result<Table, TableError> {
    let place = Place { file: name.to_owned(), ..Place::default() };
    let rows = CsvRows::open(source, place.clone(), options.encoding, options.separator, &options.limits)?;
    Table::of(Box::new(rows), place, options.header_row, &[], false)
}

/// Many systems export a page and call it a workbook.
fn is_html(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    ["<html", "<!doctype html", "<table", "<?xml"].iter().any(|tag| text.starts_with(tag))
}

impl Table {
    fn of(
        mut rows: Box<dyn Rows>,
        place: Place,
        header_row: Option<u64>,
        merged: &[Merged],
        system_1904: bool,
    ) -> Result<Self, TableError> {
        let mut waiting = VecDeque::new();
        loop {
            let enough = match header_row {
                Some(wanted) => waiting.back().is_some_and(|row: &Row| row.number >= wanted),
                None => waiting.len() >= FIRST_ROWS,
            };
            let mut row = Row::default();
            if enough || !rows.next_into(&mut row)? {
                break;
            }
            waiting.push_back(row);
            if waiting.len() > 2 * FIRST_ROWS {
                waiting.pop_front();
            }
        }
        if waiting.is_empty() {
            return Err(TableError::Empty { place });
        }
        let heading = header::find(waiting.make_contiguous(), header_row, merged, &place)?;
        waiting.retain(|row| row.number > heading.row);
        Ok(Self { rows, waiting, header: heading.titles, place, system_1904 })
    }

    /// What the columns are called, in order; empty for one without a name. No two are the same.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The file, and the sheet.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Whether the workbook's serials count from 1904.
    #[must_use]
    pub fn system_1904(&self) -> bool {
        self.system_1904
    }

    /// Finds out whether there is a row below the heading.
    ///
    /// # Errors
    /// [`TableError::NoRows`]; where the file cannot be read on.
    pub fn has_rows(&mut self) -> Result<(), TableError> {
        if self.waiting.is_empty() {
            let mut row = Row::default();
            if !self.rows.next_into(&mut row)? {
                return Err(TableError::NoRows { place: self.place.clone() });
            }
            self.waiting.push_back(row);
        }
        Ok(())
    }

    /// Reads the next row below the heading into `row`; `false` at the end. Blank rows are left out, numbers are those of the
    /// file.
    ///
    /// # Errors
    /// Where the file cannot be read on. Rows before it were good.
    pub fn next_into(&mut self, row: &mut Row) -> Result<bool, TableError> {
        match self.waiting.pop_front() {
            Some(waiting) => {
                *row = waiting;
                Ok(true)
            }
            None => self.rows.next_into(row),
        }
    }
}

impl Iterator for Table {
    type Item = Result<Row, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut row = Row::default();
        self.next_into(&mut row).map(|more| more.then_some(row)).transpose()
    }
}
