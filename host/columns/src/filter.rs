//! Filters over columns in memory, with the meaning they have in SQL; what they cannot say the same way is left to the row store.

use crate::projection::AGE;
use lifang_core::capability::Readable;
use lifang_core::columns::{ColumnData, ColumnValues};
use lifang_core::dataset::{ColumnType, Schema};
use lifang_core::query::{Filter, Test};
use lifang_core::value::Value;
use std::collections::HashMap;

/// The question cannot be answered from columns with exactly the answer the row store gives; it is the row store's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not to be answered from columns")]
pub struct Unanswerable;

/// Whether a row has a value.
pub(crate) fn known(values: &ColumnValues, row: usize) -> bool {
    values.validity.as_ref().is_none_or(|bits| bits[row / 8] >> (row % 8) & 1 == 1)
}

/// The whole number in a row, whatever its width.
pub(crate) fn whole(data: &ColumnData) -> Option<Box<dyn Fn(usize) -> i64 + '_>> {
    Some(match data {
        ColumnData::U8(values) => Box::new(|row| i64::from(values[row])),
        ColumnData::U16(values) => Box::new(|row| i64::from(values[row])),
        ColumnData::S32(values) => Box::new(|row| i64::from(values[row])),
        ColumnData::S64(values) => Box::new(|row| values[row]),
        ColumnData::F64(_) | ColumnData::Text { .. } | ColumnData::Dictionary { .. } => return None,
    })
}

/// Clears in `keep` the rows for which the filter does not hold.
///
/// # Errors
/// [`Unanswerable`].
pub fn keep(filter: &Filter, column: &Readable, values: &ColumnValues, keep: &mut [bool]) -> Result<(), Unanswerable> {
    let mut only = |holds: &dyn Fn(usize) -> bool| {
        for (row, kept) in keep.iter_mut().enumerate() {
            *kept = *kept && known(values, row) && holds(row);
        }
    };
    match &filter.test {
        Test::Known => only(&|_| true),
        Test::Unknown => {
            for (row, kept) in keep.iter_mut().enumerate() {
                *kept &= !known(values, row);
            }
        }
        Test::AnyBit(bits) => match &values.data {
            ColumnData::U16(sets) if column.column_type == ColumnType::Bits => only(&|row| sets[row] & bits != 0),
            _ => return Err(Unanswerable),
        },
        test => match &values.data {
            ColumnData::Dictionary { codes, words } => {
                let wanted = texts(test)?;
                let among: Vec<bool> = words.iter().map(|word| wanted.contains(&word.as_str())).collect();
                only(&|row| among[usize::from(codes[row])]);
            }
            ColumnData::Text { offsets, bytes } => {
                let wanted = texts(test)?;
                only(&|row| {
                    let text = &bytes[offsets[row] as usize..offsets[row + 1] as usize];
                    wanted.iter().any(|wanted| wanted.as_bytes() == text)
                });
            }
            // Kept in hundredths by the row store, which compares those.
            ColumnData::F64(_) => return Err(Unanswerable),
            data => {
                let number = whole(data).ok_or(Unanswerable)?;
                let ranges = ranges(test, column)?;
                only(&|row| ranges.iter().any(|(least, most)| (*least..=*most).contains(&number(row))));
            }
        },
    }
    Ok(())
}

/// The texts a test names.
fn texts(test: &Test) -> Result<Vec<&str>, Unanswerable> {
    fn text(value: &Value) -> Result<&str, Unanswerable> {
        if let Value::Text(text) = value { Ok(text) } else { Err(Unanswerable) }
    }
    match test {
        Test::Equals(value) => Ok(vec![text(value)?]),
        Test::OneOf(values) => values.iter().map(text).collect(),
        // Which text comes before which is for the database's collation to say.
        _ => Err(Unanswerable),
    }
}

/// The numbers a test lets through.
fn ranges(test: &Test, column: &Readable) -> Result<Vec<(i64, i64)>, Unanswerable> {
    let number = |value: &Value| -> Result<i64, Unanswerable> {
        Ok(match (value, column.codes.as_deref()) {
            (Value::Text(code), Some(table)) => i64::from(Schema::v1().number(table, code).ok_or(Unanswerable)?),
            (Value::Flag(flag), _) => i64::from(*flag),
            (Value::Integer(number), _) => *number,
            (Value::Date(day), _) => i64::from(day.0),
            (Value::Instant(moment), _) => moment.0,
            _ => return Err(Unanswerable),
        })
    };
    // An age is a bound on the day of birth there; beyond what a byte holds the two would part.
    let fits = |number: i64| if column.key == AGE && number > 250 { Err(Unanswerable) } else { Ok(number) };
    Ok(match test {
        Test::Equals(value) => vec![number(value).and_then(fits).map(|number| (number, number))?],
        Test::OneOf(values) => values
            .iter()
            .map(|value| number(value).and_then(fits).map(|number| (number, number)))
            .collect::<Result<_, _>>()?,
        Test::AtLeast(value) => vec![(number(value).and_then(fits)?, i64::MAX)],
        Test::AtMost(value) => vec![(i64::MIN, number(value).and_then(fits)?)],
        _ => return Err(Unanswerable),
    })
}

/// The kept rows of a column, as a scan of those rows alone would give it: words in the order they first come.
#[must_use]
pub fn gather(values: &ColumnValues, keep: &[bool]) -> ColumnValues {
    fn some<T: Copy>(values: &[T], keep: &[bool]) -> Vec<T> {
        values.iter().zip(keep).filter_map(|(value, kept)| kept.then_some(*value)).collect()
    }
    let rows: Vec<usize> = keep.iter().enumerate().filter_map(|(row, kept)| kept.then_some(row)).collect();
    let data = match &values.data {
        ColumnData::U8(all) => ColumnData::U8(some(all, keep)),
        ColumnData::U16(all) => ColumnData::U16(some(all, keep)),
        ColumnData::S32(all) => ColumnData::S32(some(all, keep)),
        ColumnData::S64(all) => ColumnData::S64(some(all, keep)),
        ColumnData::F64(all) => ColumnData::F64(some(all, keep)),
        ColumnData::Text { offsets, bytes } => {
            let (mut new_offsets, mut new_bytes) = (vec![0], Vec::new());
            for &row in &rows {
                new_bytes.extend_from_slice(&bytes[offsets[row] as usize..offsets[row + 1] as usize]);
                // No longer than what it was cut from.
                new_offsets.push(u32::try_from(new_bytes.len()).unwrap_or(u32::MAX));
            }
            ColumnData::Text { offsets: new_offsets, bytes: new_bytes }
        }
        ColumnData::Dictionary { codes, words } => dictionary(codes, words, values, &rows),
    };
    let mut bits = vec![0_u8; rows.len().div_ceil(8)];
    let mut missing = false;
    for (position, &row) in rows.iter().enumerate() {
        if known(values, row) {
            bits[position / 8] |= 1 << (position % 8);
        } else {
            missing = true;
        }
    }
    ColumnValues { data, validity: missing.then_some(bits) }
}

fn dictionary(codes: &[u16], words: &[String], values: &ColumnValues, rows: &[usize]) -> ColumnData {
    let (mut new_codes, mut new_words) = (Vec::with_capacity(rows.len()), Vec::new());
    let mut renumbered: HashMap<u16, u16> = HashMap::new();
    for &row in rows {
        if !known(values, row) {
            new_codes.push(0);
            continue;
        }
        let code = codes[row];
        let next = u16::try_from(renumbered.len()).unwrap_or(u16::MAX);
        new_codes.push(*renumbered.entry(code).or_insert_with(|| {
            new_words.push(words[usize::from(code)].clone());
            next
        }));
    }
    if new_words.is_empty() && !new_codes.is_empty() {
        new_words.push(String::new());
    }
    ColumnData::Dictionary { codes: new_codes, words: new_words }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readable(key: &str, column_type: ColumnType, codes: Option<&str>) -> Readable {
        let guard = lifang_core::dataset::Guard::Open;
        Readable { key: key.into(), column_type, nullable: true, guard, codes: codes.map(str::to_owned) }
    }

    fn kept(test: Test, column: &Readable, values: &ColumnValues) -> Result<Vec<bool>, Unanswerable> {
        let mut rows = vec![true; values.data.rows()];
        keep(&Filter { column: column.key.clone(), test }, column, values, &mut rows).map(|()| rows)
    }

    #[test]
    fn what_is_unknown_passes_only_the_test_for_it() {
        let ages = ColumnValues { data: ColumnData::U8(vec![80, 0, 12]), validity: Some(vec![0b101]) };
        let column = readable("age", ColumnType::U8, None);
        assert_eq!(kept(Test::AtMost(Value::Integer(90)), &column, &ages), Ok(vec![true, false, true]));
        assert_eq!(kept(Test::Unknown, &column, &ages), Ok(vec![false, true, false]));
        assert_eq!(kept(Test::AtLeast(Value::Integer(300)), &column, &ages), Err(Unanswerable));
        let living = ColumnValues { data: ColumnData::U8(vec![3, 1, 0]), validity: Some(vec![0b011]) };
        let alone = Test::Equals(Value::Text("alone".into()));
        assert_eq!(
            kept(alone, &readable("living", ColumnType::Code, Some("living")), &living),
            Ok(vec![true, false, false])
        );
    }

    #[test]
    fn gathered_words_come_in_the_order_they_are_first_said() {
        let words = ["a", "b", "c"].map(str::to_owned).to_vec();
        let column = ColumnValues {
            data: ColumnData::Dictionary { codes: vec![0, 2, 0, 1, 2], words },
            validity: Some(vec![0b11011]),
        };
        let found = gather(&column, &[false, true, true, true, true]);
        let words = ["c", "b"].map(str::to_owned).to_vec();
        assert_eq!(found.data, ColumnData::Dictionary { codes: vec![0, 0, 1, 0], words });
        assert_eq!(found.validity, Some(vec![0b1101]));
    }
}
