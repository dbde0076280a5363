//! CSV for spreadsheets: marked, quoted, and without anything they would run.

use super::Out;
use crate::csv_in::Encoding;
use crate::error::TableError;
use lifang_core::formula::defused;
use std::borrow::Cow;
use std::io::Write;

/// A CSV being written.
#[derive(Debug)]
pub(super) struct CsvOut<W: Write> {
    writer: csv::Writer<W>,
    encoding: Encoding,
}

impl<W: Write> CsvOut<W> {
    pub(super) fn begin(encoding: Encoding, heading: &[String], mut into: W) -> Result<Self, TableError> {
        if encoding == Encoding::Utf8 {
            into.write_all("\u{feff}".as_bytes()).map_err(|error| TableError::Writing(error.to_string()))?;
        }
        let mut builder = csv::WriterBuilder::new();
        builder.terminator(csv::Terminator::CRLF).buffer_capacity(1 << 16).flexible(true);
        let mut csv = Self { writer: builder.from_writer(into), encoding };
        let heading: Vec<Out<'_>> = heading.iter().map(|title| Out::text(title.as_str())).collect();
        csv.row(&heading)?;
        Ok(csv)
    }

    pub(super) fn row(&mut self, cells: &[Out<'_>]) -> Result<(), TableError> {
        for cell in cells {
            let text = text_of(cell);
            let field = match self.encoding {
                Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => self.writer.write_field(text.as_bytes()),
                Encoding::Gb18030 => self.writer.write_field(encoding_rs::GB18030.encode(&text).0),
            };
            field.map_err(|error| failed(&error))?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(|error| failed(&error))
    }

    pub(super) fn flush(&mut self) -> Result<(), TableError> {
        self.writer.flush().map_err(|error| TableError::Writing(error.to_string()))
    }

    pub(super) fn finish(self) -> Result<W, TableError> {
        self.writer.into_inner().map_err(|error| TableError::Writing(error.error().to_string()))
    }
}

fn text_of<'a>(cell: &'a Out<'_>) -> Cow<'a, str> {
    match cell {
        Out::Empty => Cow::Borrowed(""),
        Out::Text(text) => defused(text),
        Out::Number(number) => Cow::Owned(number.to_string()),
        Out::Integer(number) => Cow::Owned(number.to_string()),
        Out::Day(day) => Cow::Owned(day.to_string()),
        Out::Moment(moment) => Cow::Owned(moment.civil_minute()),
    }
}

fn failed(error: &csv::Error) -> TableError {
    TableError::Writing(error.to_string())
}
