//! What is written as CSV or workbook is read again as it was.
#![expect(clippy::unwrap_used, reason = "clippy knows tests by their attribute, not what they call")]

use lifang_core::intake::Cell;
use lifang_tables::{Encoding, FileFormat, Out, ReadOptions, TableWriter, open};
use proptest::prelude::*;
use std::io::Write as _;

/// Texts that officials and attackers write: Chinese, rare characters, signs of formulas, quotes, separators, line ends.
fn text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        4 => prop::sample::select(vec!['王', '芳', '楼', '龘', '𠮷', '·', 'é', 'a', '0', '9']),
        2 => prop::sample::select(vec![',', ';', '\t', '"', '\'', '\n', '=', '+', '-', '@', '|', ' ', '＝']),
    ];
    prop::collection::vec(letter, 0..12).prop_map(|letters| letters.into_iter().collect())
}

fn there_and_back(format: FileFormat, rows: &[Vec<String>]) -> Vec<Vec<Cell>> {
    let heading = ["姓名", "身份证号", "备注"].map(str::to_owned);
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut writer = TableWriter::begin(format, "人", &heading, file).unwrap();
    for row in rows {
        let cells: Vec<Out<'_>> = row.iter().map(|text| Out::text(text.as_str())).collect();
        writer.row(&cells).unwrap();
    }
    let mut file = writer.finish().unwrap();
    file.flush().unwrap();
    let table = open(file.path(), "again", &ReadOptions::default()).unwrap();
    assert_eq!(table.header(), heading);
    let cells = |row: lifang_tables::Row| (0..3).map(|column| row.cell(column).clone()).collect();
    table.map(|row| cells(row.unwrap())).collect()
}

/// Blank rows are left out on the way in.
fn wanted(rows: &[Vec<String>]) -> Vec<Vec<Cell>> {
    let cells = rows.iter().map(|row| row.iter().map(|text| Cell::of_text(text)).collect::<Vec<_>>());
    cells.filter(|row| !row.iter().all(Cell::is_empty)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_csv_reads_as_it_was_written(rows in prop::collection::vec(prop::collection::vec(text(), 3), 0..8)) {
        // A line of digits and signs alone says nothing of its encoding; the heading does.
        for encoding in [Encoding::Utf8, Encoding::Gb18030] {
            prop_assert_eq!(there_and_back(FileFormat::Csv(encoding), &rows), wanted(&rows));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn a_workbook_reads_as_it_was_written(rows in prop::collection::vec(prop::collection::vec(text(), 3), 0..8)) {
        prop_assert_eq!(there_and_back(FileFormat::Xlsx, &rows), wanted(&rows));
    }
}
