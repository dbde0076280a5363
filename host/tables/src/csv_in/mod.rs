//! CSV in UTF-8, GB18030 or UTF-16: encoding and separator found out, read in constant memory however long the file is.

mod encoding;
mod lines;
mod separator;

pub use encoding::Encoding;

use crate::error::{Amount, TableError};
use crate::limits::Limits;
use crate::place::Place;
use crate::row::{Row, Rows};
use lifang_core::formula::armed;
use lifang_core::intake::Cell;
use lines::Lines;
use std::io::Read;

/// The rows of a CSV.
pub(crate) struct CsvRows<R> {
    reader: csv::Reader<Lines<R>>,
    record: csv::StringRecord,
    columns: usize,
    /// Lines before the first that the reader sees.
    skipped: u64,
    place: Place,
}

impl<R: Read + Send> CsvRows<R> {
    /// Looks at the beginning of the text.
    pub(crate) fn open(
        source: R,
        place: Place,
        encoding: Option<Encoding>,
        separator: Option<u8>,
        limits: &Limits,
    ) -> Result<Self, TableError> {
        let mut lines = Lines::new(source, place.clone(), encoding, limits.row_bytes);
        let said = lines.look_ahead()?;
        let told = separator::told(said);
        let skipped = u64::from(told.is_some());
        let separator = separator.or(told).unwrap_or_else(|| separator::found(said));
        if told.is_some() {
            lines.skip_line();
        }
        let mut builder = csv::ReaderBuilder::new();
        // Lines ends every line with a line feed, so that this counts lines as an editor does.
        builder.has_headers(false).flexible(true).terminator(csv::Terminator::Any(b'\n'));
        builder.delimiter(separator).buffer_capacity(1 << 16);
        let reader = builder.from_reader(lines);
        Ok(Self { reader, record: csv::StringRecord::new(), columns: limits.columns, skipped, place })
    }
}

impl<R: Read + Send> Rows for CsvRows<R> {
    fn next_into(&mut self, row: &mut Row) -> Result<bool, TableError> {
        loop {
            self.reader.get_mut().row_begins();
            let begins = self.skipped + self.reader.position().line();
            match self.reader.read_record(&mut self.record) {
                Ok(false) => return Ok(false),
                Ok(true) => {}
                Err(error) => return Err(self.failed(error, begins)),
            }
            let spanned = self.record.iter().map(|field| field.matches('\n').count() as u64).sum::<u64>() + 1;
            row.number = self.skipped + self.reader.position().line().saturating_sub(spanned);
            if self.record.len() > self.columns {
                let place = Place { row: Some(row.number), ..self.place.clone() };
                let (found, most) = (self.record.len() as u64, self.columns as u64);
                return Err(TableError::TooLarge { place, what: Amount::Columns, found, most });
            }
            row.cells.clear();
            row.cells.extend(self.record.iter().map(cell));
            if !row.is_blank() {
                return Ok(true);
            }
        }
    }
}

impl<R> CsvRows<R> {
    fn failed(&self, error: csv::Error, begins: u64) -> TableError {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => match error.downcast::<TableError>() {
                Ok(TableError::TooLarge { place, what, found, most }) => {
                    let place = Place { row: place.row.or(Some(begins)), ..place };
                    TableError::TooLarge { place, what, found, most }
                }
                Ok(error) => error,
                Err(source) => TableError::Io { place: self.place.clone(), source },
            },
            // Lines gives UTF-8 only, and rows may differ in length: no other error is left.
            other => TableError::Damaged { place: self.place.clone(), detail: format!("{other:?}") },
        }
    }
}

/// A field, without what keeps spreadsheets from running or rounding it: an apostrophe before a formula, `="…"` around digits.
fn cell(field: &str) -> Cell {
    if let Some(inner) = field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return Cell::of_text(inner);
    }
    Cell::of_text(armed(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, TableError> {
        let place = Place { file: "t.csv".into(), ..Place::default() };
        let mut rows = CsvRows::open(bytes, place, None, None, &Limits::default())?;
        let (mut all, mut row) = (Vec::new(), Row::default());
        while rows.next_into(&mut row)? {
            all.push((row.number, row.cells.iter().map(Cell::shown).collect()));
        }
        Ok(all)
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn rows_have_the_numbers_of_their_lines() {
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "", "1,\"x", "y\"", "2,z", "", "", "3,\"q\"\"\""].join(end);
            let wanted = vec![
                (1, texts(&["a", "b"])),
                (3, texts(&["1", "x\ny"])),
                (5, texts(&["2", "z"])),
                (8, texts(&["3", "q\""])),
            ];
            assert_eq!(rows(text.as_bytes()).unwrap(), wanted, "{end:?}");
            assert_eq!(rows(format!("{text}{end}{end},,{end}").as_bytes()).unwrap(), wanted, "{end:?} at the end");
        }
    }

    #[test]
    fn separators_are_found_out() {
        for text in ["姓名;电话\n王;1", "姓名\t电话\n王\t1", "sep=;\n姓名;电话\n王;1", "姓名,电话\n王,1"]
        {
            let found = rows(text.as_bytes()).unwrap();
            assert_eq!(
                found.iter().map(|(_, cells)| cells.clone()).collect::<Vec<_>>(),
                [texts(&["姓名", "电话"]), texts(&["王", "1"])],
                "{text}"
            );
        }
        assert_eq!(rows(b"sep=;\na;b").unwrap()[0].0, 2);
    }

    #[test]
    fn gb18030_and_utf8_are_told_apart() {
        let text = "姓名,住址\n王芳,长山花园\n龘𠮷,东\n";
        let (gb, _, _) = encoding_rs::GB18030.encode(text);
        let wanted = rows(text.as_bytes()).unwrap();
        assert_eq!(wanted[2].1, texts(&["龘𠮷", "东"]));
        assert_eq!(rows(&gb).unwrap(), wanted);
        assert_eq!(rows(&[b"\xef\xbb\xbf", text.as_bytes()].concat()).unwrap(), wanted);
    }

    #[test]
    fn unicode_text_of_a_spreadsheet_is_read() {
        // U+010A and U+0A01 have a byte that looks like a line feed, each at another end.
        let text = "姓名\t住址\r\n王芳\t长山花园\r\n\r\n\u{10a}\u{a01}𠮷\t\"东\n西\"\r\n末\t1";
        let wanted = vec![
            (1, texts(&["姓名", "住址"])),
            (2, texts(&["王芳", "长山花园"])),
            (4, texts(&["\u{10a}\u{a01}𠮷", "东\n西"])),
            (6, texts(&["末", "1"])),
        ];
        for (mark, bytes) in [([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xfe, 0xff], u16::to_be_bytes)]
        {
            let units: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
            assert_eq!(rows(&[mark.as_slice(), &units].concat()).unwrap(), wanted);
            // Half of a pair, then half of a character.
            let half: Vec<u8> = "a\tb\n1\t".encode_utf16().chain([0xd800, 0x31]).flat_map(bytes).collect();
            for (cut, byte) in [(0, 5), (3, 5)] {
                match rows(&[mark.as_slice(), &half[..half.len() - cut]].concat()) {
                    Err(TableError::Encoding { place, byte: found, encoding, .. }) => {
                        assert_eq!((place.row, found, encoding.to_string().as_str()), (Some(2), byte, "UTF-16"));
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
        // Without its mark nobody can be sure; the remedy is named.
        let bare: Vec<u8> = "name,phone\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(matches!(rows(&bare), Err(TableError::NotATable { what: crate::error::Foreign::Utf16, .. })));
    }

    #[test]
    fn mixed_encodings_are_an_error_with_line_and_byte() {
        let utf8 = "姓名,住址\n王芳,长山花园\n";
        let (gb, _, _) = encoding_rs::GB18030.encode(utf8);
        for (bytes, wanted) in [
            ([utf8.as_bytes(), &gb].concat(), (3, 1, Encoding::Utf8, Some(Encoding::Gb18030))),
            ([&gb, b"ok,".as_slice(), "长山花园".as_bytes()].concat(), (3, 4, Encoding::Gb18030, Some(Encoding::Utf8))),
            ([&gb, b"ab,\xff\xff\n".as_slice()].concat(), (3, 4, Encoding::Gb18030, None)),
            ([utf8.as_bytes(), b"abc,\xe5\n"].concat(), (3, 5, Encoding::Utf8, None)),
        ] {
            match rows(&bytes) {
                Err(TableError::Encoding { place, byte, encoding, looks }) => {
                    assert_eq!((place.row.unwrap(), byte, encoding, looks), wanted);
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_does_not_swallow_the_file() {
        let text = format!("a,b\n1,2\n3,\"x\n{}", "4,5\n".repeat(1 << 20));
        match rows(text.as_bytes()) {
            Err(TableError::TooLarge { place, what: Amount::RowBytes, .. }) => assert_eq!(place.row, Some(3)),
            other => panic!("{:?}", other.map(|rows| rows.len())),
        }
    }

    #[test]
    fn what_is_no_text_is_named() {
        for bytes in [b"\xff\xfea\0\0\0".as_slice(), b"a,b\n\0\0\0,1\n"] {
            assert!(matches!(rows(bytes), Err(TableError::NotATable { .. })), "{bytes:?}");
        }
    }

    #[test]
    fn the_apostrophe_that_defuses_a_formula_is_no_part_of_the_value() {
        let found = rows("a,b,c\n'=1+1,\"=\"\"0012\"\"\",'quoted'\n".as_bytes()).unwrap();
        assert_eq!(found[1].1, texts(&["=1+1", "0012", "'quoted'"]));
    }
}
