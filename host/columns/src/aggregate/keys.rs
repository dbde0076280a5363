//! Which group a row belongs to: each key column numbers its values, and the numbers together are the row's slot.

use super::Question;
use crate::filter::{Unanswerable, known, whole};
use crate::segments::Columns;
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, Instant};
use lifang_core::columns::{ColumnData, ColumnValues};
use lifang_core::dataset::{ColumnType, Schema};
use lifang_core::value::Value;
use std::collections::HashMap;

/// What makes a part of a group's key.
#[derive(Clone, Debug)]
pub enum By {
    /// A column's value.
    Column(Readable),
    /// The region at some level that the community lies in.
    Region,
}

/// A part of a group's key, in the order that groups have: numbers by size, texts by their bytes, unknown last.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Key {
    Number(i64),
    Text(String),
    Unknown,
}

impl Key {
    /// In the contract's words.
    pub(super) fn value(self, by: &By) -> Result<Option<Value>, Unanswerable> {
        let number = match self {
            Self::Unknown => return Ok(None),
            Self::Text(text) => return Ok(Some(Value::Text(text))),
            Self::Number(number) => number,
        };
        let By::Column(column) = by else { return Err(Unanswerable) };
        let table = column.codes.as_deref().unwrap_or_default();
        Ok(Some(match column.column_type {
            ColumnType::Flag => Value::Flag(number != 0),
            ColumnType::Date => Value::Date(Date(i32::try_from(number).map_err(|_| Unanswerable)?)),
            ColumnType::Instant => Value::Instant(Instant(number)),
            ColumnType::Code => {
                let code = u8::try_from(number).ok().and_then(|number| Schema::v1().code(table, number));
                Value::Text(code.ok_or(Unanswerable)?.key.clone())
            }
            ColumnType::Bits => {
                Value::Codes(Schema::v1().codes_of_bits(table, u16::try_from(number).map_err(|_| Unanswerable)?))
            }
            #[expect(clippy::cast_precision_loss, reason = "areas are small")]
            ColumnType::F64 => Value::Decimal(number as f64 / 100.0),
            _ => Value::Integer(number),
        }))
    }
}

/// A key column with its values numbered.
struct Part {
    /// The number of each row's value.
    numbers: Vec<u32>,
    values: Vec<Key>,
}

/// The slots of a community's groups.
pub(super) struct Keys {
    parts: Vec<Part>,
    /// The number of each part's value, per slot.
    slots: Vec<Vec<u32>>,
}

/// A row that a filter left out.
pub(super) const LEFT_OUT: u32 = u32::MAX;
/// As many combinations are looked up in a table rather than in a map.
const MOST_COMBINED: usize = 1 << 14;

impl Keys {
    pub(super) fn of(question: &Question, columns: &Columns, regions: &[Option<&str>]) -> Result<Self, Unanswerable> {
        let mut regions = regions.iter();
        let mut parts = Vec::with_capacity(question.by.len());
        for by in &question.by {
            parts.push(match by {
                By::Region => {
                    let region = regions.next().ok_or(Unanswerable)?;
                    let key = region.map_or(Key::Unknown, |code| Key::Text(code.to_owned()));
                    Part { numbers: vec![0; columns.rows as usize], values: vec![key] }
                }
                By::Column(column) => numbered(column, &columns.values[question.position(&column.key)?])?,
            });
        }
        Ok(Self { parts, slots: Vec::new() })
    }

    /// The slot of each row; `keep` is empty where every row counts.
    pub(super) fn slots(&mut self, rows: usize, keep: &[bool]) -> Vec<u32> {
        let counts = |row: usize| keep.is_empty() || keep[row];
        let combined: usize = self.parts.iter().map(|part| part.values.len()).fold(1, usize::saturating_mul);
        let mut table = vec![LEFT_OUT; combined.min(MOST_COMBINED)];
        let mut map: HashMap<u64, u32> = HashMap::new();
        let mut slots = Vec::with_capacity(rows);
        for row in 0..rows {
            if !counts(row) {
                slots.push(LEFT_OUT);
                continue;
            }
            let number = self
                .parts
                .iter()
                .fold(0_u64, |number, part| number * part.values.len() as u64 + u64::from(part.numbers[row]));
            let next = u32::try_from(self.slots.len()).unwrap_or(LEFT_OUT);
            let slot = if combined <= MOST_COMBINED {
                let place = &mut table[usize::try_from(number).unwrap_or(0)];
                if *place == LEFT_OUT {
                    *place = next;
                }
                *place
            } else {
                *map.entry(number).or_insert(next)
            };
            if slot == next {
                self.slots.push(self.parts.iter().map(|part| part.numbers[row]).collect());
            }
            slots.push(slot);
        }
        slots
    }

    /// How many slots there are.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The key of each slot.
    pub(super) fn into_keys(self) -> impl Iterator<Item = Vec<Key>> {
        let Self { parts, slots } = self;
        let key = move |slot: Vec<u32>| {
            slot.iter().zip(&parts).map(|(number, part)| part.values[*number as usize].clone()).collect()
        };
        slots.into_iter().map(key)
    }
}

fn numbered(column: &Readable, values: &ColumnValues) -> Result<Part, Unanswerable> {
    let rows = values.data.rows();
    match &values.data {
        ColumnData::U8(bytes) => {
            let all = (0..=255).map(Key::Number).chain([Key::Unknown]).collect();
            let number = |(row, byte): (usize, &u8)| if known(values, row) { u32::from(*byte) } else { 256 };
            Ok(Part { numbers: bytes.iter().enumerate().map(number).collect(), values: all })
        }
        ColumnData::Dictionary { codes, words } => {
            let unknown = u32::try_from(words.len()).map_err(|_| Unanswerable)?;
            let number = |(row, code): (usize, &u16)| if known(values, row) { u32::from(*code) } else { unknown };
            let all = words.iter().map(|word| Key::Text(word.clone())).chain([Key::Unknown]).collect();
            Ok(Part { numbers: codes.iter().enumerate().map(number).collect(), values: all })
        }
        ColumnData::Text { offsets, bytes } => {
            let text = |row: usize| std::str::from_utf8(&bytes[offsets[row] as usize..offsets[row + 1] as usize]);
            let key = |row| text(row).map(|text| Key::Text(text.to_owned())).map_err(|_| Unanswerable);
            interned(rows, |row| if known(values, row) { key(row) } else { Ok(Key::Unknown) })
        }
        ColumnData::F64(numbers) => {
            // Areas are hundredths in the row store, so groups of them are exact; local fractions are not.
            if column.key.starts_with("x.") {
                return Err(Unanswerable);
            }
            #[expect(clippy::cast_possible_truncation, reason = "areas are small")]
            let key = |row: usize| Key::Number((numbers[row] * 100.0).round() as i64);
            interned(rows, |row| Ok(if known(values, row) { key(row) } else { Key::Unknown }))
        }
        data => {
            let number = whole(data).ok_or(Unanswerable)?;
            interned(rows, |row| Ok(if known(values, row) { Key::Number(number(row)) } else { Key::Unknown }))
        }
    }
}

fn interned(rows: usize, key: impl Fn(usize) -> Result<Key, Unanswerable>) -> Result<Part, Unanswerable> {
    let (mut seen, mut part) = (HashMap::new(), Part { numbers: Vec::with_capacity(rows), values: Vec::new() });
    for row in 0..rows {
        let key = key(row)?;
        let next = u32::try_from(part.values.len()).map_err(|_| Unanswerable)?;
        let number = *seen.entry(key.clone()).or_insert(next);
        if number == next {
            part.values.push(key);
        }
        part.numbers.push(number);
    }
    if part.values.is_empty() {
        part.values.push(Key::Unknown);
    }
    Ok(part)
}
