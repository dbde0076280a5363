//! Writing tables, row by row: whatever their length, only a row is held in memory.

mod csv_out;
mod sheets;

use crate::csv_in::Encoding;
use crate::error::TableError;
use csv_out::CsvOut;
use lifang_core::clock::{Date, Instant};
use sheets::Sheets;
use std::borrow::Cow;
use std::io::Write;

/// What kind of file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// CSV; in UTF-8 with the mark without which spreadsheets take Chinese for something else.
    Csv(Encoding),
    /// A workbook.
    Xlsx,
}

/// A cell to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Out<'a> {
    /// Nothing.
    Empty,
    /// Text, which stays text: an ID keeps its 18 characters, and what looks like a formula is not run.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A whole number.
    Integer(i64),
    /// A day.
    Day(Date),
    /// A moment, in civil time to the minute.
    Moment(Instant),
}

impl<'a> Out<'a> {
    /// A text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }
}

/// A table being written.
#[derive(Debug)]
pub struct TableWriter<W: Write + Send>(Writing<W>);

#[derive(Debug)]
enum Writing<W: Write + Send> {
    Csv(Box<CsvOut<W>>),
    Xlsx(Box<Sheets>, W),
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a file with its heading. `title` names a workbook's sheets.
    ///
    /// # Errors
    /// [`TableError::Writing`].
    pub fn begin(format: FileFormat, title: &str, heading: &[String], into: W) -> Result<Self, TableError> {
        Ok(Self(match format {
            FileFormat::Csv(encoding) => Writing::Csv(Box::new(CsvOut::begin(encoding, heading, into)?)),
            FileFormat::Xlsx => Writing::Xlsx(Box::new(Sheets::begin(title, heading)?), into),
        }))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// [`TableError::Writing`], as when the disk is full or the reader has gone.
    pub fn row(&mut self, cells: &[Out<'_>]) -> Result<(), TableError> {
        match &mut self.0 {
            Writing::Csv(csv) => csv.row(cells),
            Writing::Xlsx(sheets, _) => sheets.row(cells),
        }
    }

    /// Hands on what is written so far, where the format lets it be handed on before its end.
    ///
    /// # Errors
    /// [`TableError::Writing`].
    pub fn flush(&mut self) -> Result<(), TableError> {
        match &mut self.0 {
            Writing::Csv(csv) => csv.flush(),
            Writing::Xlsx(..) => Ok(()),
        }
    }

    /// Ends the file and gives back what it was written into.
    ///
    /// # Errors
    /// [`TableError::Writing`].
    pub fn finish(self) -> Result<W, TableError> {
        match self.0 {
            Writing::Csv(csv) => csv.finish(),
            Writing::Xlsx(sheets, mut into) => {
                sheets.save(&mut into)?;
                into.flush().map_err(|error| TableError::Writing(error.to_string()))?;
                Ok(into)
            }
        }
    }
}
