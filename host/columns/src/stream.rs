//! Rows as one ordinary Parquet file, written piece by piece: what an export hands on. Nothing of it is a segment.

use crate::arrow::{array, field};
use crate::error::{ColumnsError, Result};
use arrow_array::RecordBatch;
use arrow_schema::Schema;
use lifang_core::capability::Readable;
use lifang_core::columns::ColumnValues;
use parquet::arrow::arrow_writer::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::io::Write;
use std::sync::Arc;

/// A row group is closed when so many bytes of it wait in memory.
const GROUP: usize = 16 << 20;

/// A Parquet file being written.
pub struct ParquetStream<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: Arc<Schema>,
    columns: Vec<Readable>,
}

impl<W: Write + Send> std::fmt::Debug for ParquetStream<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetStream").field("columns", &self.columns.len()).finish_non_exhaustive()
    }
}

fn wrong(error: impl std::fmt::Display) -> ColumnsError {
    ColumnsError::Rows(error.to_string())
}

impl<W: Write + Send> ParquetStream<W> {
    /// Begins a file with these columns.
    ///
    /// # Errors
    /// [`ColumnsError::Rows`], as when the disk is full.
    pub fn begin(columns: Vec<Readable>, into: W) -> Result<Self> {
        let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_created_by("lifang".into())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let writer = ArrowWriter::try_new(into, Arc::clone(&schema), Some(properties)).map_err(wrong)?;
        Ok(Self { writer, schema, columns })
    }

    /// Writes some rows: the values of every column, in order.
    ///
    /// # Errors
    /// [`ColumnsError::Rows`] for values that are not of their column's type, or that cannot be written.
    pub fn write(&mut self, values: &[&ColumnValues]) -> Result<()> {
        let arrays = self.columns.iter().zip(values).map(|(column, values)| {
            array(column, values).ok_or_else(|| ColumnsError::Rows(format!("{} is not of its type", column.key)))
        });
        let arrays = arrays.collect::<Result<Vec<_>>>()?;
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(wrong)?;
        self.writer.write(&batch).map_err(wrong)?;
        if self.writer.in_progress_size() > GROUP {
            self.writer.flush().map_err(wrong)?;
        }
        Ok(())
    }

    /// Ends the file and gives back what it was written into.
    ///
    /// # Errors
    /// [`ColumnsError::Rows`].
    pub fn finish(self) -> Result<W> {
        self.writer.into_inner().map_err(wrong)
    }
}
