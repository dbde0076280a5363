//! A wide workbook written row by row, against the bare library in its own constant-memory mode.

use crate::Result;
use crate::measure::{Turns, now};
use crate::memory;
use crate::sheet::{Row, Sheet, Wanted, time};
use lifang_core::clock::Date;
use lifang_tables::{FileFormat, Out, TableWriter};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::fs::File;
use std::path::Path;

const COLUMNS: i32 = 500;
/// Rows that are compared.
const ROWS: i32 = 5_000;
/// Rows of the whole workbook, which only `--full` writes.
const ALL_ROWS: i32 = 150_000;
const TURNS: Turns = Turns { turns: 3, times: 1 };
const WORD: &str = "长山花园";

pub(crate) async fn compare(folder: &Path, full: bool, sheet: &mut Sheet) -> Result {
    let file = folder.join("wide.xlsx");
    let medians = TURNS.compare(async || ours(ROWS, &file), async || bare(ROWS, &file)).await?;
    sheet.row(Row {
        name: format!("workbook of {ROWS} × {COLUMNS}"),
        ours: time(medians.ours),
        other: format!("{} bare rust_xlsxwriter", time(medians.other)),
        ratio: medians.ratio(),
        wanted: Wanted::Nothing,
    });
    let mut told = Vec::new();
    for rows in [ROWS, 4 * ROWS, ALL_ROWS] {
        if rows == ALL_ROWS && !full {
            continue;
        }
        let before = memory::forget_peak()?;
        let started = now();
        ours(rows, &file)?;
        let (took, peak, size) = (started.elapsed(), memory::peak()?, std::fs::metadata(&file)?.len() >> 20);
        told.push(format!("{rows} rows in {}, memory {before} → {peak} MB, a file of {size} MB", time(took)));
    }
    sheet.note(format!("workbook of {COLUMNS} columns, written as exports are: {}", told.join("; ")));
    Ok(())
}

/// What stands in a cell, for both sides.
enum Cell {
    Number(String),
    Integer(i32),
    Day(i32),
    Word,
}

fn cell(row: i32, column: i32) -> Cell {
    match column % 4 {
        0 => Cell::Number(format!("{:018}", i64::from(row) * 1000 + i64::from(column))),
        1 => Cell::Integer(row + column),
        2 => Cell::Day(10_000 + row % 10_000),
        _ => Cell::Word,
    }
}

fn heading() -> impl Iterator<Item = String> {
    (1..=COLUMNS).map(|column| format!("列{column}"))
}

fn ours(rows: i32, file: &Path) -> Result {
    let heading: Vec<String> = heading().collect();
    let mut table = TableWriter::begin(FileFormat::Xlsx, "宽表", &heading, File::create(file)?)?;
    let mut cells = Vec::new();
    for row in 0..rows {
        cells.clear();
        cells.extend((0..COLUMNS).map(|column| match cell(row, column) {
            Cell::Number(digits) => Out::text(digits),
            Cell::Integer(number) => Out::Integer(i64::from(number)),
            Cell::Day(day) => Out::Day(Date(day)),
            Cell::Word => Out::text(WORD),
        }));
        table.row(&cells)?;
    }
    table.finish()?;
    Ok(())
}

fn bare(rows: i32, file: &Path) -> Result {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    let day_format = Format::new().set_num_format("yyyy-mm-dd");
    for (column, head) in (0..).zip(heading()) {
        sheet.write_string(0, column, head)?;
    }
    for row in 0..rows {
        let at = u32::try_from(row + 1)?;
        for column in 0..COLUMNS {
            let to = u16::try_from(column)?;
            match cell(row, column) {
                Cell::Number(digits) => sheet.write_string(at, to, digits)?,
                Cell::Integer(number) => sheet.write_number(at, to, number)?,
                Cell::Day(day) => {
                    let day = ExcelDateTime::from_timestamp(i64::from(day) * 86_400)?;
                    sheet.write_datetime_with_format(at, to, day, &day_format)?
                }
                Cell::Word => sheet.write_string(at, to, WORD)?,
            };
        }
    }
    workbook.save(file)?;
    Ok(())
}
