//! What takes the rows of an export: a table of cells, or a file of columns.

use super::rows::Shown;
use crate::error::Result;
use lifang_columns::ParquetStream;
use lifang_core::capability::Readable;
use lifang_core::columns::ColumnValues;
use lifang_tables::{FileFormat, Out, TableWriter};
use std::io::Write;

/// A file being written.
pub(super) enum Sink<W: Write + Send> {
    /// Row by row, in words.
    Table { writer: TableWriter<W>, english: bool },
    /// Column by column, as the host has it.
    Columns(Box<ParquetStream<W>>),
}

impl<W: Write + Send> Sink<W> {
    pub(super) fn table(format: FileFormat, title: &str, heading: &[String], english: bool, into: W) -> Result<Self> {
        Ok(Self::Table { writer: TableWriter::begin(format, title, heading, into)?, english })
    }

    pub(super) fn parquet(columns: Vec<Readable>, into: W) -> Result<Self> {
        Ok(Self::Columns(Box::new(ParquetStream::begin(columns, into)?)))
    }

    /// Takes the rows of a community: the values of each column, in order.
    pub(super) fn rows(&mut self, columns: &[Shown], values: &[&ColumnValues], rows: usize) -> Result<()> {
        match self {
            Self::Table { writer, english } => {
                for row in 0..rows {
                    let cells = columns.iter().zip(values).map(|(shown, values)| shown.cell(values, row, *english));
                    writer.row(&cells.collect::<Vec<Out<'_>>>())?;
                }
            }
            Self::Columns(_) if rows == 0 => {}
            Self::Columns(writer) => {
                let masked: Vec<Option<ColumnValues>> =
                    columns.iter().zip(values).map(|(shown, values)| shown.masked(values, rows)).collect();
                let values: Vec<&ColumnValues> =
                    masked.iter().zip(values).map(|(masked, open)| masked.as_ref().unwrap_or(open)).collect();
                writer.write(&values)?;
            }
        }
        Ok(())
    }

    /// Hands on what can be handed on before the end.
    pub(super) fn flush(&mut self) -> Result<()> {
        match self {
            Self::Table { writer, .. } => Ok(writer.flush()?),
            Self::Columns(_) => Ok(()),
        }
    }

    /// Ends the file.
    pub(super) fn finish(self) -> Result<W> {
        match self {
            Self::Table { writer, .. } => Ok(writer.finish()?),
            Self::Columns(writer) => Ok(writer.finish()?),
        }
    }
}
