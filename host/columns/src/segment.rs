//! One segment: the bytes of an ordinary Parquet file that says in its footer what it is of.

use crate::arrow::{array, dictionary, field, values};
use crate::error::{ColumnsError, Result};
use crate::projection::ROW_ID;
use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, Instant};
use lifang_core::columns::{ColumnValues, Rows};
use lifang_core::dataset::ColumnType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::basic::{Compression, Encoding};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use std::sync::Arc;

/// Raised when what a segment has or means changes: older ones are then written anew.
pub const SCHEMA_VERSION: i64 = 1;

/// What a segment is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The dataset.
    pub dataset: String,
    /// The community's permanent number.
    pub community: i64,
    /// The change of the community that it is right for.
    pub mark: i64,
    /// The day it is of.
    pub day: Date,
    /// What was recorded until then is in it.
    pub recorded: Instant,
    /// The first day on which something known already begins or ends, so that it is no longer right.
    pub good_until: Date,
}

impl About {
    fn footer(&self) -> Vec<KeyValue> {
        let pair = |key: &str, value: String| KeyValue::new(format!("lifang.{key}"), value);
        vec![
            pair("schema", SCHEMA_VERSION.to_string()),
            pair("dataset", self.dataset.clone()),
            pair("community", self.community.to_string()),
            pair("mark", self.mark.to_string()),
            pair("day", self.day.to_string()),
            pair("as_of", self.recorded.to_string()),
        ]
    }
}

/// The bytes of a segment. `ids` is what each row is about.
pub(crate) fn encode(about: &About, columns: &[Readable], rows: &Rows, ids: &[i64]) -> Result<Vec<u8>> {
    let mut fields = vec![Field::new(ROW_ID, DataType::Int64, false)];
    let mut arrays: Vec<ArrayRef> = vec![Arc::new(Int64Array::from(ids.to_vec()))];
    for (column, values) in columns.iter().zip(&rows.columns) {
        let made = array(column, values);
        arrays.push(made.ok_or_else(|| ColumnsError::Rows(format!("{} is not of its type", column.key)))?);
        fields.push(field(column));
    }
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(rows_wrong)?;
    // Arrow's own schema is left out: the Parquet types say enough, and a footer is read thousands of times.
    let options = ArrowWriterOptions::new().with_properties(properties(about)).with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(Vec::new(), schema, options).map_err(rows_wrong)?;
    writer.write(&batch).map_err(rows_wrong)?;
    writer.into_inner().map_err(rows_wrong)
}

fn rows_wrong(error: impl std::fmt::Display) -> ColumnsError {
    ColumnsError::Rows(error.to_string())
}

/// Dictionaries of runs for what repeats, plain numbers for what does not, no compression: see `docs/decisions/0019-snapshots.md`.
fn properties(about: &About) -> WriterProperties {
    let plain = |properties: parquet::file::properties::WriterPropertiesBuilder, key: &str| {
        let path = ColumnPath::from(key);
        properties.set_column_dictionary_enabled(path.clone(), false).set_column_encoding(path, Encoding::PLAIN)
    };
    let properties = WriterProperties::builder()
        .set_created_by("lifang".into())
        .set_compression(Compression::UNCOMPRESSED)
        .set_dictionary_enabled(true)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(about.footer()));
    ["birth", "area"]
        .into_iter()
        .fold(properties, plain)
        .set_column_dictionary_enabled(ColumnPath::from(ROW_ID), false)
        .set_column_encoding(ColumnPath::from(ROW_ID), Encoding::DELTA_BINARY_PACKED)
        .build()
}

/// Some columns of a segment's bytes, in the order they are asked for.
pub(crate) fn decode(file: &str, bytes: &Bytes, wanted: &[(&str, ColumnType)]) -> Result<(u32, Vec<ColumnValues>)> {
    let damaged = |what: String| ColumnsError::Damaged { file: file.to_owned(), what };
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let mut metadata = ArrowReaderMetadata::load(bytes, options).map_err(|error| damaged(error.to_string()))?;
    let rows =
        u32::try_from(metadata.metadata().file_metadata().num_rows()).map_err(|error| damaged(error.to_string()))?;
    let mut positions = Vec::with_capacity(wanted.len());
    for (key, _) in wanted {
        let position = metadata.schema().index_of(key);
        positions
            .push(position.map_err(|_| ColumnsError::Column { file: file.to_owned(), column: (*key).to_owned() })?);
    }
    if wanted.iter().any(|(_, column_type)| *column_type == ColumnType::Dictionary) {
        metadata = as_dictionaries(&metadata, wanted, &positions).map_err(|error| damaged(error.to_string()))?;
    }
    let mask = ProjectionMask::roots(metadata.parquet_schema(), positions.iter().copied());
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(bytes.clone(), metadata)
        .with_projection(mask)
        .with_batch_size(rows.max(1) as usize);
    let batch = reader.build().map_err(|error| damaged(error.to_string()))?.next().transpose();
    let Some(batch) = batch.map_err(|error| damaged(error.to_string()))? else {
        let empty = |(_, column_type): &(&str, ColumnType)| ColumnValues {
            data: lifang_core::columns::ColumnData::with_capacity(column_type.layout(), 0),
            validity: None,
        };
        return Ok((rows, wanted.iter().map(empty).collect()));
    };
    if batch.num_rows() != rows as usize && !wanted.is_empty() {
        return Err(damaged(format!("{} rows of {rows}", batch.num_rows())));
    }
    let column = |(key, column_type): &(&str, ColumnType)| {
        let found = batch.column_by_name(key).and_then(|array| values(*column_type, array));
        found.ok_or_else(|| ColumnsError::Column { file: file.to_owned(), column: (*key).to_owned() })
    };
    Ok((rows, wanted.iter().map(column).collect::<Result<_>>()?))
}

/// The same file with repeated texts read as dictionaries: the Parquet type alone says only that they are texts.
fn as_dictionaries(
    metadata: &ArrowReaderMetadata,
    wanted: &[(&str, ColumnType)],
    positions: &[usize],
) -> std::result::Result<ArrowReaderMetadata, parquet::errors::ParquetError> {
    let mut fields: Vec<Field> = metadata.schema().fields().iter().map(|field| (**field).clone()).collect();
    for ((_, column_type), position) in wanted.iter().zip(positions) {
        if *column_type == ColumnType::Dictionary
            && let Some(field) = fields.get_mut(*position).filter(|field| field.data_type() == &DataType::Utf8)
        {
            *field = field.clone().with_data_type(dictionary());
        }
    }
    let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
    ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options)
}
