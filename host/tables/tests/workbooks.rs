//! Workbooks that openpyxl wrote, honest and hostile; and ours, read by openpyxl.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::result_large_err,
    reason = "clippy knows tests by their attribute, not what they call"
)]

use lifang_core::clock::Date;
use lifang_core::intake::{BadValue, Cell};
use lifang_tables::{FileFormat, Limits, Out, ReadOptions, Row, Table, TableError, TableWriter, open};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a script with the oracles' Python on a file; what it prints.
fn oracle(script: &str, file: &Path) -> String {
    let python =
        std::env::var("LIFANG_ORACLE_PYTHON").expect("LIFANG_ORACLE_PYTHON is not set; `cargo xtask test` sets it");
    let output = Command::new(&python).arg("-c").arg(script).arg(file).output();
    let output = output.unwrap_or_else(|error| panic!("{python}: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn written(script: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("书.xlsx");
    let head = "import sys, datetime, zipfile\nfrom openpyxl import Workbook\nbook = Workbook()\nsheet = book.active\npath = sys.argv[1]\n";
    oracle(&format!("{head}{script}"), &file);
    (folder, file)
}

fn opened(file: &Path) -> Result<Table, TableError> {
    open(file, "书.xlsx", &ReadOptions::default())
}

fn all(file: &Path) -> (Vec<String>, Vec<Row>) {
    let mut table = opened(file).unwrap();
    let header = table.header().to_vec();
    (header, table.by_ref().map(Result::unwrap).collect())
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn cells_of_every_type_are_read_and_what_has_no_value_says_so() {
    let (_folder, file) = written(
        "sheet.append(['姓名', '身份证号', '出生日期', '面积', '电梯', '公式', '错误'])\n\
         sheet.append(['王芳', '11010519491231002X', datetime.date(1949, 12, 31), 89.5, True, '=1+1', '#N/A'])\n\
         sheet.append([])\n\
         sheet.append(['李雷', 220104199001011234, datetime.datetime(2024, 2, 29, 12, 0), None, None, None, None])\n\
         for row in range(10, 30): sheet.cell(row, 1).number_format = '@'\n\
         book.save(path)",
    );
    let (header, rows) = all(&file);
    assert_eq!(header.len(), 7);
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 4], "empty rows are left out");
    let text = |text: &str| Cell::Text(text.into());
    assert_eq!(
        rows[0].cells,
        [
            text("王芳"),
            text("11010519491231002X"),
            Cell::Date(day("1949-12-31"), 0),
            Cell::Number(89.5),
            Cell::Flag(true),
            Cell::Broken(BadValue::Uncomputed),
            Cell::Broken(BadValue::ErrorValue("#N/A".into())),
        ]
    );
    assert!(matches!(rows[1].cells[1], Cell::Number(number) if number > 1e17), "refused when it is read as an ID");
    assert_eq!(rows[1].cells[2], Cell::Date(day("2024-02-29"), 43_200));
}

#[test]
fn days_count_from_1904_where_the_workbook_says_so() {
    let (_folder, file) = written(
        "from openpyxl.utils.datetime import CALENDAR_MAC_1904\nbook.epoch = CALENDAR_MAC_1904\n\
         sheet.append(['姓名', '出生日期'])\nsheet.append(['王', datetime.date(2024, 2, 29)])\nbook.save(path)",
    );
    let table = opened(&file).unwrap();
    assert!(table.system_1904());
    let rows: Vec<Row> = table.map(Result::unwrap).collect();
    assert_eq!(rows[0].cells[1], Cell::Date(day("2024-02-29"), 0));
}

#[test]
fn titles_merged_cells_and_empty_sheets_are_understood_or_refused_by_name() {
    let (_folder, file) = written(
        "filled = book.create_sheet('居民')\n\
         filled.append(['某某社区居民登记表'])\nfilled.merge_cells('A1:C1')\n\
         filled.append(['姓名', '联系方式', None])\nfilled.append([None, '手机号', '社区'])\n\
         filled.merge_cells('A2:A3')\nfilled.merge_cells('B2:C2')\n\
         filled.append(['王芳', '13812345678', '220103008003'])\nbook.save(path)",
    );
    let (header, rows) = all(&file);
    assert_eq!(header, ["姓名", "手机号", "社区"]);
    assert_eq!((rows.len(), rows[0].number), (1, 4));
    let (_folder, file) = written(
        "sheet.append(['姓名', '身份证号', '住址', None])\nsheet.merge_cells('C1:D1')\nsheet.append(['王', '1', '长山', '12'])\nbook.save(path)",
    );
    match opened(&file) {
        Err(TableError::MergedHeading { range, .. }) => assert_eq!(range, "C1:D1"),
        other => panic!("{other:?}"),
    }
    let named = ReadOptions { sheet: Some("没有".into()), ..ReadOptions::default() };
    let problem = open(&file, "书.xlsx", &named).unwrap_err().problem();
    assert_eq!(problem.code, "sheet-unknown");
    assert!(problem.remedy.zh.contains("Sheet"), "{problem}");
}

#[test]
fn a_workbook_cut_short_anywhere_is_an_error_and_never_a_panic() {
    let (folder, file) = written(
        "sheet.append(['姓名', '身份证号'])\nfor i in range(2000): sheet.append([f'王{i}', str(i)])\nbook.save(path)",
    );
    let bytes = std::fs::read(&file).unwrap();
    for part in 1..12 {
        let cut = folder.path().join("cut.xlsx");
        std::fs::write(&cut, &bytes[..bytes.len() * part / 12]).unwrap();
        let error = match opened(&cut) {
            Err(error) => error,
            Ok(mut table) => table.find_map(Result::err).expect("a cut workbook is not whole"),
        };
        assert!(matches!(error, TableError::Damaged { .. }), "{part}: {error:?}");
    }
    // Wrong bytes in the middle.
    let mut wrong = bytes.clone();
    let middle = wrong.len() / 3;
    wrong[middle..middle + 40].fill(0xaa);
    let file = folder.path().join("wrong.xlsx");
    std::fs::write(&file, wrong).unwrap();
    assert!(matches!(opened(&file), Err(TableError::Damaged { .. })));
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    // A sheet of 3 GiB of spaces in 3 MB; and one whose directory says it is small.
    let (folder, file) = written(
        "sheet.append(['姓名', '身份证号'])\nbook.save(path + '.small')\n\
         small = zipfile.ZipFile(path + '.small')\n\
         with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:\n\
         \x20   for name in small.namelist():\n\
         \x20       if 'sheet1' not in name: bomb.writestr(name, small.read(name)); continue\n\
         \x20       with bomb.open(name, 'w', force_zip64=True) as part:\n\
         \x20           part.write(small.read(name))\n\
         \x20           for _ in range(1700): part.write(b' ' * (1 << 20))\n",
    );
    match opened(&file) {
        Err(error @ TableError::TooLarge { .. }) => assert_eq!(error.problem().code, "table-too-large"),
        other => panic!("{other:?}"),
    }
    let (_folder2, file2) = written(
        "sheet.append(['姓名', '身份证号'])\nfor i in range(20000): sheet.append([f'王{i}', str(i)])\nbook.save(path)\n\
         raw = bytearray(open(path, 'rb').read())\n\
         at = raw.rindex(b'xl/worksheets/sheet1.xml')\n\
         raw[at - 46 + 24:at - 46 + 28] = (1000).to_bytes(4, 'little')\n\
         open(path, 'wb').write(raw)",
    );
    assert!(matches!(opened(&file2), Err(TableError::Damaged { .. })), "{:?}", opened(&file2));
    drop(folder);
}

#[test]
fn more_columns_rows_or_bytes_than_may_be_are_named() {
    let (_folder, file) = written(
        "sheet.append(['姓名'] + [f'列{i}' for i in range(50)])\nfor i in range(100): sheet.append(['王'])\nbook.save(path)",
    );
    for (limits, word) in [
        (Limits { columns: 20, ..Limits::default() }, "columns"),
        (Limits { rows: 50, ..Limits::default() }, "rows"),
        (Limits { package_bytes: 100, ..Limits::default() }, "bytes of the file"),
        (Limits { parts: 3, ..Limits::default() }, "parts"),
        (Limits { shared_text_bytes: 10, ..Limits::default() }, "bytes of text"),
        (Limits { unpacked_bytes: 1000, ..Limits::default() }, "unpacked"),
    ] {
        let options = ReadOptions { limits, ..ReadOptions::default() };
        let error = match open(&file, "书.xlsx", &options) {
            Err(error) => error,
            Ok(mut table) => table.find_map(Result::err).expect(word),
        };
        let problem = error.problem();
        assert!(problem.what.en.contains(word), "{word}: {problem}");
    }
}

#[test]
fn what_only_calls_itself_a_workbook_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.xlsx");
    for (bytes, word) in [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest".as_slice(), ".xls"),
        (b"<html><table><tr><td>1", "HTML"),
        (b"PK\x03\x04 nothing else", "damaged"),
        (b"%PDF-1.7", "neither"),
        (b"", "nothing in the file"),
    ] {
        std::fs::write(&file, bytes).unwrap();
        let problem = opened(&file).unwrap_err().problem();
        assert!(problem.what.en.contains(word), "{word}: {problem}");
    }
}

#[test]
fn openpyxl_reads_our_workbook_with_its_ids_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ours.xlsx");
    let heading = ["姓名", "身份证号", "出生日期", "面积", "人数"].map(str::to_owned);
    let into = std::fs::File::create(&path).unwrap();
    let mut writer = TableWriter::begin(FileFormat::Xlsx, "人", &heading, into).unwrap();
    let cells = [
        Out::text("=HYPERLINK(\"x\")"),
        Out::text("11010519491231002X"),
        Out::Day(day("1949-12-31")),
        Out::Number(89.5),
        Out::Integer(3),
    ];
    writer.row(&cells).unwrap();
    writer.row(&[Out::text("220104199001011234"), Out::Empty, Out::Day(day("1850-01-01"))]).unwrap();
    writer.finish().unwrap();
    let said = oracle(
        "import sys\nfrom openpyxl import load_workbook\nsheet = load_workbook(sys.argv[1]).active\n\
         print(sheet.title)\nfor row in sheet.iter_rows():\n    print([(cell.data_type, str(cell.value)) for cell in row if cell.value is not None])",
        &path,
    );
    let wanted = "人\n\
        [('s', '姓名'), ('s', '身份证号'), ('s', '出生日期'), ('s', '面积'), ('s', '人数')]\n\
        [('s', '=HYPERLINK(\"x\")'), ('s', '11010519491231002X'), ('d', '1949-12-31 00:00:00'), ('n', '89.5'), ('n', '3')]\n\
        [('s', '220104199001011234'), ('s', '1850-01-01')]\n";
    // What openpyxl calls inline strings is text too.
    assert_eq!(said.replace("'inlineStr'", "'s'"), wanted);
}

#[test]
fn python_writes_gb18030_and_we_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gb.csv");
    oracle(
        "import csv, sys\nwith open(sys.argv[1], 'w', encoding='gb18030', newline='') as f:\n    w = csv.writer(f)\n    w.writerow(['姓名', '住址'])\n    \
         w.writerow(['龘𠮷', '长山花园\\n12号楼, \"东\"'])\n    w.writerow(['㐀', '€'])\n",
        &path,
    );
    let rows: Vec<Row> = open(&path, "gb.csv", &ReadOptions::default()).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows[0].cells, [Cell::Text("龘𠮷".into()), Cell::Text("长山花园\n12号楼, \"东\"".into())]);
    assert_eq!((rows[1].number, rows[1].cells[0].shown()), (4, "㐀".into()));
}
