//! A bare loop over the workbook library in its thrifty mode: cells and nothing else.

use super::report;
use crate::Result;
use rust_xlsxwriter::{Format, Workbook};
use std::path::Path;

/// Days from Excel's first to ours.
const EXCEL_1970: i32 = 25_569;

pub(super) fn write(rows: u32, file: &Path) -> Result {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let share = Format::new().set_num_format("0.0");
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    for (column, head) in report::heads().enumerate() {
        sheet.write_string(0, u16::try_from(column)?, head)?;
    }
    for (row, (grid, worker, day, events, percent, note)) in (1..).zip(report::plain_rows(rows)) {
        sheet.write_string(row, 0, grid)?;
        sheet.write_string(row, 1, worker)?;
        sheet.write_number_with_format(row, 2, f64::from(day + EXCEL_1970), &date)?;
        sheet.write_number(row, 3, events)?;
        sheet.write_number_with_format(row, 4, percent, &share)?;
        sheet.write_string(row, 5, note)?;
    }
    Ok(workbook.save(file)?)
}
