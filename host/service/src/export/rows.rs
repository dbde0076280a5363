//! Rows of a scan as cells of a file: codes in words, personal fields masked.

use lifang_core::capability::Readable;
use lifang_core::clock::{Date, Instant};
use lifang_core::columns::{ColumnData, ColumnValues};
use lifang_core::dataset::{ColumnType, Schema};
use lifang_core::mask::{self, Personal};
use lifang_core::text::Bilingual;
use lifang_tables::Out;

/// A column of an export.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) column: Readable,
    pub(super) title: Bilingual,
    /// How it is masked; none where it is shown as it is.
    pub(super) personal: Option<Personal>,
}

impl Shown {
    /// What heads it: local fields are told from the contract's by their key.
    pub(super) fn heading(&self, english: bool) -> String {
        if english { self.title.en.clone() } else { self.title.zh.clone() }
    }

    /// The column as a file of columns has it: what is masked is text.
    pub(super) fn readable(&self) -> Readable {
        match self.personal {
            None => self.column.clone(),
            Some(_) => Readable { column_type: ColumnType::Text, codes: None, nullable: true, ..self.column.clone() },
        }
    }

    /// The values as a file of columns has them; none where they stay as they are.
    pub(super) fn masked(&self, values: &ColumnValues, rows: usize) -> Option<ColumnValues> {
        self.personal?;
        let (mut offsets, mut bytes, mut known) = (vec![0_u32], Vec::new(), vec![0_u8; rows.div_ceil(8)]);
        for row in 0..rows {
            if let Out::Text(text) = self.cell(values, row, true) {
                bytes.extend_from_slice(text.as_bytes());
                known[row / 8] |= 1 << (row % 8);
            }
            offsets.push(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        }
        Some(ColumnValues { data: ColumnData::Text { offsets, bytes }, validity: Some(known) })
    }

    /// The cell of a row.
    pub(super) fn cell<'a>(&self, values: &'a ColumnValues, row: usize, english: bool) -> Out<'a> {
        let known = values.validity.as_ref().is_none_or(|bits| bits[row / 8] & (1 << (row % 8)) != 0);
        if !known {
            return Out::Empty;
        }
        if self.personal == Some(Personal::Other) {
            // Whatever is recorded, and that nothing applies, look the same.
            return Out::text(Personal::Other.mask(""));
        }
        let open = self.open_cell(&values.data, row, english);
        match (self.personal, open) {
            (None, open) => open,
            (_, Out::Empty) => Out::Empty,
            (Some(personal), Out::Text(text)) => Out::text(personal.mask(&text)),
            (Some(Personal::Birth), Out::Day(day)) => Out::text(mask::birth(day)),
            // Of a number or a set nothing stays that would not be the number itself.
            (Some(_), _) => Out::text("*"),
        }
    }

    fn open_cell<'a>(&self, data: &'a ColumnData, row: usize, english: bool) -> Out<'a> {
        match data {
            ColumnData::U8(values) => self.number(i64::from(values[row]), english),
            ColumnData::U16(values) => self.number(i64::from(values[row]), english),
            ColumnData::S32(values) => self.number(i64::from(values[row]), english),
            ColumnData::S64(values) => self.number(values[row], english),
            ColumnData::F64(values) => Out::Number(values[row]),
            ColumnData::Text { offsets, bytes } => {
                let text = bytes.get(offsets[row] as usize..offsets[row + 1] as usize).unwrap_or_default();
                match std::str::from_utf8(text) {
                    Ok("") | Err(_) => Out::Empty,
                    Ok(text) => Out::text(text),
                }
            }
            ColumnData::Dictionary { codes, words } => {
                words.get(usize::from(codes[row])).map_or(Out::Empty, |word| Out::text(word.as_str()))
            }
        }
    }

    /// What a number stands for in the column.
    fn number<'a>(&self, number: i64, english: bool) -> Out<'a> {
        let table = self.column.codes.as_deref().unwrap_or_default();
        let said = |title: &Bilingual| if english { title.en.clone() } else { title.zh.clone() };
        match self.column.column_type {
            ColumnType::Date => i32::try_from(number).map_or(Out::Empty, |days| Out::Day(Date(days))),
            ColumnType::Instant => Out::Moment(Instant(number)),
            ColumnType::Flag => Out::text(match (number != 0, english) {
                (true, false) => "是",
                (false, false) => "否",
                (true, true) => "yes",
                (false, true) => "no",
            }),
            ColumnType::Code => {
                let code = u8::try_from(number).ok().and_then(|number| Schema::v1().code(table, number));
                code.map_or(Out::Integer(number), |code| Out::text(said(&code.title)))
            }
            ColumnType::Bits => {
                let set = Schema::v1().table(table).iter().filter(|code| number & (1 << code.number) != 0);
                let titles: Vec<String> = set.map(|code| said(&code.title)).collect();
                if titles.is_empty() { Out::Empty } else { Out::text(titles.join(if english { "; " } else { "、" })) }
            }
            _ => Out::Integer(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(key: &str, masked: bool) -> Shown {
        let column = Schema::v1().datasets["persons"].column(key).unwrap();
        let personal = if masked { Personal::of("persons", key).or(Some(Personal::Other)) } else { None };
        Shown { column: column.into(), title: column.title.clone(), personal }
    }

    fn values(data: ColumnData, validity: Option<Vec<u8>>) -> ColumnValues {
        ColumnValues { data, validity }
    }

    #[test]
    fn codes_are_said_and_what_is_unknown_stays_empty() {
        let sex = values(ColumnData::U8(vec![1, 2, 0]), Some(vec![0b011]));
        let said: Vec<Out<'_>> = (0..3).map(|row| shown("sex", false).cell(&sex, row, false)).collect();
        assert_eq!(said, [Out::text("男"), Out::text("女"), Out::Empty]);
        let care = values(ColumnData::U16(vec![0b1_0010, 0]), None);
        assert_eq!(shown("care", false).cell(&care, 0, false), Out::text("重度残疾、低保"));
        assert_eq!(shown("care", false).cell(&care, 1, false), Out::Empty);
        let flag = values(ColumnData::U8(vec![1]), None);
        assert_eq!(shown("elevator", false).cell(&flag, 0, true), Out::text("yes"));
    }

    #[test]
    fn masked_cells_keep_nothing_but_the_mask() {
        let name = values(ColumnData::Text { offsets: vec![0, 9], bytes: "王秀英".into() }, None);
        assert_eq!(shown("name", true).cell(&name, 0, false), Out::text("王**"));
        let birth = values(ColumnData::S32(vec![0]), None);
        assert_eq!(shown("birth", true).cell(&birth, 0, false), Out::text("1970-**-**"));
        // Every situation, several at once and none at all: one and the same cell.
        let all: Vec<u16> = (0..16).map(|bit| 1 << bit).chain([0, 0b11, u16::MAX]).collect();
        let rows = all.len();
        let care = values(ColumnData::U16(all), None);
        for row in 0..rows {
            for english in [false, true] {
                assert_eq!(shown("care", true).cell(&care, row, english), Out::text("*"), "{row}");
            }
        }
        let parquet = shown("care", true).masked(&care, rows).unwrap();
        let ColumnData::Text { bytes, .. } = parquet.data else { panic!("{parquet:?}") };
        assert_eq!(bytes, "*".repeat(rows).into_bytes());
        let words = values(ColumnData::Text { offsets: vec![0, 6, 6], bytes: "私密".into() }, None);
        let guarded = Shown { personal: Some(Personal::Other), ..shown("name", false) };
        assert_eq!([0, 1].map(|row| guarded.cell(&words, row, false)), [Out::text("*"), Out::text("*")]);
        let number = values(ColumnData::U16(vec![7]), None);
        assert_eq!(
            Shown { personal: Some(Personal::Other), ..shown("built", false) }.cell(&number, 0, false),
            Out::text("*")
        );
    }
}
