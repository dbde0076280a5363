//! Rows as columns: what a scan hands over, batch by batch.

use crate::dataset::Layout;
use std::ops::Range;

/// The values of a column. Where a value is missing, the number is 0 and the text empty.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnData {
    /// One byte each.
    U8(Vec<u8>),
    /// Two bytes each.
    U16(Vec<u16>),
    /// Four bytes each.
    S32(Vec<i32>),
    /// Eight bytes each.
    S64(Vec<i64>),
    /// Eight bytes each.
    F64(Vec<f64>),
    /// Row `i` is `bytes[offsets[i]..offsets[i + 1]]`.
    Text {
        /// One more than there are rows.
        offsets: Vec<u32>,
        /// UTF-8.
        bytes: Vec<u8>,
    },
    /// Row `i` is word `codes[i]` of all words of the scan so far.
    Dictionary {
        /// One per row.
        codes: Vec<u16>,
        /// The words that are new in this batch.
        words: Vec<String>,
    },
}

impl ColumnData {
    /// An empty column of the layout with room for `rows`.
    #[must_use]
    pub fn with_capacity(layout: Layout, rows: usize) -> Self {
        match layout {
            Layout::U8 => Self::U8(Vec::with_capacity(rows)),
            Layout::U16 => Self::U16(Vec::with_capacity(rows)),
            Layout::S32 => Self::S32(Vec::with_capacity(rows)),
            Layout::S64 => Self::S64(Vec::with_capacity(rows)),
            Layout::F64 => Self::F64(Vec::with_capacity(rows)),
            Layout::Text => {
                let mut offsets = Vec::with_capacity(rows + 1);
                offsets.push(0);
                Self::Text { offsets, bytes: Vec::new() }
            }
            Layout::Dictionary => Self::Dictionary { codes: Vec::with_capacity(rows), words: Vec::new() },
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn rows(&self) -> usize {
        match self {
            Self::U8(values) => values.len(),
            Self::U16(values) => values.len(),
            Self::S32(values) => values.len(),
            Self::S64(values) => values.len(),
            Self::F64(values) => values.len(),
            Self::Text { offsets, .. } => offsets.len().saturating_sub(1),
            Self::Dictionary { codes, .. } => codes.len(),
        }
    }

    /// Its layout's name, for messages.
    #[must_use]
    pub fn layout_name(&self) -> &'static str {
        match self {
            Self::U8(_) => "u8",
            Self::U16(_) => "u16",
            Self::S32(_) => "s32",
            Self::S64(_) => "s64",
            Self::F64(_) => "f64",
            Self::Text { .. } => "text",
            Self::Dictionary { .. } => "dictionary",
        }
    }

    /// Bytes that cross the boundary when the column is read.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::U8(values) => values.len(),
            Self::U16(values) => 2 * values.len(),
            Self::S32(values) => 4 * values.len(),
            Self::S64(values) => 8 * values.len(),
            Self::F64(values) => 8 * values.len(),
            Self::Text { offsets, bytes } => 4 * offsets.len() + bytes.len(),
            Self::Dictionary { codes, words } => 2 * codes.len() + words.iter().map(String::len).sum::<usize>(),
        }
    }

    fn slice(&self, range: Range<usize>, new_words: Range<usize>) -> Self {
        match self {
            Self::U8(values) => Self::U8(values[range].to_vec()),
            Self::U16(values) => Self::U16(values[range].to_vec()),
            Self::S32(values) => Self::S32(values[range].to_vec()),
            Self::S64(values) => Self::S64(values[range].to_vec()),
            Self::F64(values) => Self::F64(values[range].to_vec()),
            Self::Text { offsets, bytes } => {
                let (first, last) = (offsets[range.start], offsets[range.end]);
                Self::Text {
                    offsets: offsets[range.start..=range.end].iter().map(|offset| offset - first).collect(),
                    bytes: bytes[first as usize..last as usize].to_vec(),
                }
            }
            Self::Dictionary { codes, words } => {
                Self::Dictionary { codes: codes[range].to_vec(), words: words[new_words].to_vec() }
            }
        }
    }
}

/// A column and where it has values.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnValues {
    /// The values.
    pub data: ColumnData,
    /// One bit per row, least significant first, 1 where there is a value; none where every row has one.
    pub validity: Option<Vec<u8>>,
}

/// Some rows of a scan: which. A column is cut out of the scan's rows when it is asked for, so that what nobody reads is never
/// copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The position of the first row in the scan.
    pub first: u32,
    /// How many rows.
    pub rows: u32,
    /// Per column, the words that are new in this batch.
    new_words: Vec<Range<usize>>,
}

impl Batch {
    fn range(&self) -> Range<usize> {
        self.first as usize..(self.first + self.rows) as usize
    }
}

/// All rows of a scan, to be handed out in batches.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// How many.
    pub rows: u32,
    /// In the order of the query.
    pub columns: Vec<ColumnValues>,
}

impl Rows {
    /// At most `max` rows from `first` on; none at the end. `words_seen` is how many words of each dictionary went out before.
    #[must_use]
    pub fn batch(&self, first: u32, max: u32, words_seen: &mut [usize]) -> Option<Batch> {
        let rows = max.min(self.rows.checked_sub(first)?);
        if rows == 0 {
            return None;
        }
        let new_words = self.columns.iter().zip(words_seen).map(|(column, seen)| {
            let all = match &column.data {
                ColumnData::Dictionary { words, .. } => words.len(),
                _ => 0,
            };
            std::mem::replace(seen, all)..all
        });
        Some(Batch { first, rows, new_words: new_words.collect() })
    }

    /// The values of a column in a batch of these rows; none where there is no such column.
    #[must_use]
    pub fn column(&self, batch: &Batch, column: usize) -> Option<ColumnData> {
        let new_words = batch.new_words.get(column)?.clone();
        Some(self.columns.get(column)?.data.slice(batch.range(), new_words))
    }

    /// Where a column has values in a batch of these rows: as [`ColumnValues::validity`]; none where there is no such column.
    #[must_use]
    pub fn validity(&self, batch: &Batch, column: usize) -> Option<Option<Vec<u8>>> {
        let range = batch.range();
        let validity = self.columns.get(column)?.validity.as_ref();
        // Bits can only be cut at bytes: batches start at multiples of eight rows, which `batch_rows` sees to.
        Some(validity.map(|bits| bits[range.start / 8..range.end.div_ceil(8)].to_vec()))
    }
}

/// How many rows a batch gets when a guest asks for `asked`: a multiple of eight, at least eight, at most `most`.
#[must_use]
pub fn batch_rows(asked: u32, most: u32) -> u32 {
    (asked.clamp(8, most.max(8)) / 8) * 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_put_end_to_end_are_the_rows() {
        let words = ["a", "b"].map(str::to_owned).to_vec();
        let text = ColumnData::Text { offsets: (0..=20).map(|i| i * 2).collect(), bytes: b"xy".repeat(20) };
        let columns = vec![
            ColumnValues { data: ColumnData::U8((0..20).collect()), validity: Some(vec![0xff, 0x0f, 0x0a]) },
            ColumnValues { data: text, validity: None },
            ColumnValues { data: ColumnData::Dictionary { codes: [0, 1].repeat(10), words }, validity: None },
        ];
        let rows = Rows { rows: 20, columns };
        let (mut first, mut seen, mut numbers, mut words, mut bits) = (0, [0; 3], vec![], vec![], vec![]);
        while let Some(batch) = rows.batch(first, batch_rows(9, 100), &mut seen) {
            assert_eq!(batch.first, first);
            first += batch.rows;
            let columns: Vec<ColumnData> = (0..3).map(|column| rows.column(&batch, column).unwrap()).collect();
            assert!(columns.iter().all(|column| column.rows() == batch.rows as usize));
            assert_eq!((rows.column(&batch, 3), rows.validity(&batch, 3)), (None, None));
            let [u8s, text, dictionary] = &columns[..] else { panic!("three columns") };
            assert!(matches!(text, ColumnData::Text { bytes, .. } if bytes.len() == 2 * batch.rows as usize));
            if let ColumnData::U8(values) = u8s {
                numbers.extend(values.clone());
            }
            if let ColumnData::Dictionary { words: new, .. } = dictionary {
                words.extend(new.clone());
            }
            bits.extend(rows.validity(&batch, 0).unwrap().unwrap());
        }
        assert_eq!(numbers, (0..20).collect::<Vec<u8>>());
        assert_eq!((words, bits), (vec!["a".to_owned(), "b".to_owned()], vec![0xff, 0x0f, 0x0a]));
    }
}
