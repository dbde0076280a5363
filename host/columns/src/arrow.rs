//! Rows of the host as Arrow arrays and back: the layouts are the same, so most of it is a copy of memory.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float64Type, Int32Type, Int64Type, TimestampMillisecondType, UInt8Type, UInt16Type,
};
use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array, PrimitiveArray, StringArray,
    TimestampMillisecondArray, UInt8Array, UInt16Array,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, TimeUnit};
use lifang_core::capability::Readable;
use lifang_core::columns::{ColumnData, ColumnValues};
use lifang_core::dataset::ColumnType;
use std::sync::Arc;

/// How a column stands in the file.
pub(crate) fn field(column: &Readable) -> Field {
    let data_type = match column.column_type {
        ColumnType::U8 | ColumnType::Flag | ColumnType::Code => DataType::UInt8,
        ColumnType::U16 | ColumnType::Bits => DataType::UInt16,
        ColumnType::S32 => DataType::Int32,
        ColumnType::Date => DataType::Date32,
        ColumnType::S64 => DataType::Int64,
        ColumnType::Instant => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
        ColumnType::F64 => DataType::Float64,
        ColumnType::Text => DataType::Utf8,
        ColumnType::Dictionary => dictionary(),
    };
    Field::new(column.key.as_str(), data_type, column.nullable)
}

/// Repeated text.
pub(crate) fn dictionary() -> DataType {
    DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8))
}

/// A column as an array; none where its layout is not its type's.
pub(crate) fn array(column: &Readable, values: &ColumnValues) -> Option<ArrayRef> {
    let rows = values.data.rows();
    let nulls = values.validity.as_ref().map(|bits| {
        let bits = Buffer::from_vec(bits.clone());
        NullBuffer::new(BooleanBuffer::new(bits, 0, rows))
    });
    Some(match (&values.data, column.column_type) {
        (ColumnData::U8(values), _) => Arc::new(UInt8Array::new(values.clone().into(), nulls)),
        (ColumnData::U16(values), _) => Arc::new(UInt16Array::new(values.clone().into(), nulls)),
        (ColumnData::S32(values), ColumnType::Date) => Arc::new(Date32Array::new(values.clone().into(), nulls)),
        (ColumnData::S32(values), _) => Arc::new(Int32Array::new(values.clone().into(), nulls)),
        (ColumnData::S64(values), ColumnType::Instant) => {
            Arc::new(TimestampMillisecondArray::new(values.clone().into(), nulls).with_timezone("UTC"))
        }
        (ColumnData::S64(values), _) => Arc::new(Int64Array::new(values.clone().into(), nulls)),
        (ColumnData::F64(values), _) => Arc::new(Float64Array::new(values.clone().into(), nulls)),
        (ColumnData::Text { offsets, bytes }, _) => {
            let offsets: Vec<i32> =
                offsets.iter().map(|offset| i32::try_from(*offset)).collect::<Result<_, _>>().ok()?;
            let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
            Arc::new(StringArray::try_new(offsets, Buffer::from_vec(bytes.clone()), nulls).ok()?)
        }
        (ColumnData::Dictionary { codes, words }, _) => {
            let words = Arc::new(StringArray::from_iter_values(words));
            let codes = UInt16Array::new(codes.clone().into(), nulls);
            Arc::new(DictionaryArray::<UInt16Type>::try_new(codes, words).ok()?)
        }
    })
}

/// An array as a column; none where it is not of the type.
pub(crate) fn values(column_type: ColumnType, array: &dyn Array) -> Option<ColumnValues> {
    fn plain<T: ArrowPrimitiveType>(array: &dyn Array) -> Option<&PrimitiveArray<T>> {
        array.as_primitive_opt::<T>()
    }
    let data = match column_type {
        ColumnType::U8 | ColumnType::Flag | ColumnType::Code => ColumnData::U8(numbers::<UInt8Type>(array)?),
        ColumnType::U16 | ColumnType::Bits => ColumnData::U16(numbers::<UInt16Type>(array)?),
        ColumnType::S32 => ColumnData::S32(numbers::<Int32Type>(array)?),
        ColumnType::Date => ColumnData::S32(numbers::<Date32Type>(array)?),
        ColumnType::S64 => ColumnData::S64(numbers::<Int64Type>(array)?),
        ColumnType::Instant => ColumnData::S64(numbers::<TimestampMillisecondType>(array)?),
        ColumnType::F64 => ColumnData::F64(numbers::<Float64Type>(array)?),
        ColumnType::Text => {
            let texts = array.as_string_opt::<i32>()?;
            let offsets = texts.value_offsets();
            let first = *offsets.first()?;
            let shifted: Option<Vec<u32>> = offsets.iter().map(|offset| u32::try_from(offset - first).ok()).collect();
            let (from, to) = (usize::try_from(first).ok()?, usize::try_from(*offsets.last()?).ok()?);
            ColumnData::Text { offsets: shifted?, bytes: texts.value_data().get(from..to)?.to_vec() }
        }
        ColumnType::Dictionary => {
            let dictionary = array.as_dictionary_opt::<UInt16Type>()?;
            let codes = numbers::<UInt16Type>(plain::<UInt16Type>(dictionary.keys())?)?;
            let words = dictionary.values().as_string_opt::<i32>()?;
            let mut words: Vec<String> = words.iter().map(|word| word.unwrap_or_default().to_owned()).collect();
            if words.is_empty() && !codes.is_empty() {
                // A code must have its word, even where no row has a value.
                words.push(String::new());
            }
            ColumnData::Dictionary { codes, words }
        }
    };
    Some(ColumnValues { data, validity: validity(array) })
}

/// One bit per row, or nothing where every row has a value.
fn validity(array: &dyn Array) -> Option<Vec<u8>> {
    let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0)?;
    let bits = nulls.inner().sliced();
    let mut bits = bits.as_slice().get(..array.len().div_ceil(8))?.to_vec();
    if let Some(last) = bits.last_mut().filter(|_| !array.len().is_multiple_of(8)) {
        *last &= (1 << (array.len() % 8)) - 1;
    }
    Some(bits)
}

/// The numbers, 0 where there is none: what a reader of Parquet leaves in such places is not said.
fn numbers<T: ArrowPrimitiveType>(array: &dyn Array) -> Option<Vec<T::Native>> {
    let array = array.as_primitive_opt::<T>()?;
    let mut numbers = array.values().to_vec();
    let Some(bits) = validity(array) else { return Some(numbers) };
    for (eight, byte) in numbers.chunks_mut(8).zip(bits).filter(|(_, byte)| *byte != 0xff) {
        for (bit, number) in eight.iter_mut().enumerate() {
            if byte >> bit & 1 == 0 {
                *number = T::Native::default();
            }
        }
    }
    Some(numbers)
}
