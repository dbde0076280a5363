//! A workbook, row by row: rows wait in a temporary file until it is packed. What does not fit one sheet goes on in the next.

use super::Out;
use crate::error::TableError;
use lifang_core::clock::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::Write;

/// Rows below the heading that one sheet has room for.
const ROWS: u32 = 1_048_575;
/// Characters of one cell.
const LONGEST: usize = 32_767;
/// Columns are so wide, in characters.
const WIDTH: f64 = 16.0;
/// The most of a sheet's name.
const NAME: usize = 25;

/// A workbook being written.
pub(super) struct Sheets {
    workbook: Workbook,
    title: String,
    heading: Vec<String>,
    sheets: usize,
    /// Rows of the last sheet, its heading not counted.
    rows: u32,
    most: u32,
    head: Format,
    text: Format,
    day: Format,
}

impl std::fmt::Debug for Sheets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sheets").field("sheets", &self.sheets).field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl Sheets {
    pub(super) fn begin(title: &str, heading: &[String]) -> Result<Self, TableError> {
        Self::with_rows(title, heading, ROWS)
    }

    fn with_rows(title: &str, heading: &[String], most: u32) -> Result<Self, TableError> {
        let title: String = title.chars().filter(|c| !r"[]:*?/\'".contains(*c) && !c.is_control()).take(NAME).collect();
        let mut sheets = Self {
            workbook: Workbook::new(),
            title: if title.is_empty() { "Sheet".into() } else { title },
            heading: heading.to_vec(),
            sheets: 0,
            rows: 0,
            most,
            head: Format::new().set_bold().set_num_format("@"),
            // Marked as text, a number typed over it stays text too.
            text: Format::new().set_num_format("@"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
        };
        sheets.next_sheet()?;
        Ok(sheets)
    }

    fn next_sheet(&mut self) -> Result<(), TableError> {
        self.sheets += 1;
        self.rows = 0;
        let name = if self.sheets == 1 { self.title.clone() } else { format!("{} {}", self.title, self.sheets) };
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(name).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (column, title) in (0_u16..).zip(&self.heading) {
            sheet.set_column_width(column, WIDTH).map_err(failed)?;
            sheet.write_string_with_format(0, column, fitting(title), &self.head).map_err(failed)?;
        }
        Ok(())
    }

    pub(super) fn row(&mut self, cells: &[Out<'_>]) -> Result<(), TableError> {
        if self.rows == self.most {
            self.next_sheet()?;
        }
        self.rows += 1;
        let last = self.sheets - 1;
        let sheet = self.workbook.worksheet_from_index(last).map_err(failed)?;
        for (column, cell) in (0_u16..).zip(cells) {
            write(sheet, self.rows, column, cell, &self.text, &self.day).map_err(failed)?;
        }
        Ok(())
    }

    pub(super) fn save(mut self, into: &mut (impl Write + Send)) -> Result<(), TableError> {
        self.workbook.save_to_writer(into).map_err(failed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "larger ones are written as text")]
fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Out<'_>,
    text: &Format,
    day: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Out::Empty => {}
        Out::Text(said) => {
            sheet.write_string_with_format(row, column, fitting(said), text)?;
        }
        Out::Number(number) => {
            sheet.write_number(row, column, *number)?;
        }
        // A spreadsheet keeps 15 digits.
        Out::Integer(number) if number.unsigned_abs() < 1_000_000_000_000_000 => {
            sheet.write_number(row, column, *number as f64)?;
        }
        Out::Integer(number) => {
            sheet.write_string_with_format(row, column, number.to_string(), text)?;
        }
        Out::Day(date) => match excel_day(*date) {
            Some(excel) => {
                sheet.write_datetime_with_format(row, column, &excel, day)?;
            }
            // Spreadsheets have no days before 1900.
            None => {
                sheet.write_string_with_format(row, column, date.to_string(), text)?;
            }
        },
        Out::Moment(moment) => {
            sheet.write_string_with_format(row, column, moment.civil_minute(), text)?;
        }
    }
    Ok(())
}

fn excel_day(date: Date) -> Option<ExcelDateTime> {
    let (year, month, day) = date.is_sayable().then(|| date.ymd())?;
    ExcelDateTime::from_ymd(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

fn fitting(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` wants")]
fn failed(error: XlsxError) -> TableError {
    TableError::Writing(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::{ReadOptions, open};

    #[test]
    fn what_does_not_fit_one_sheet_goes_on_in_the_next() {
        let mut sheets = Sheets::with_rows("人/员", &["姓名".into(), "岁".into()], 2).unwrap();
        for number in 0..5 {
            sheets.row(&[Out::text(format!("甲{number}")), Out::Integer(number)]).unwrap();
        }
        let mut file = tempfile::NamedTempFile::new().unwrap();
        sheets.save(&mut file).unwrap();
        file.flush().unwrap();
        for (sheet, rows) in [("人员", 2), ("人员 2", 2), ("人员 3", 1)] {
            let options = ReadOptions { sheet: Some(sheet.into()), ..ReadOptions::default() };
            let table = open(file.path(), "t.xlsx", &options).unwrap();
            assert_eq!(table.header(), ["姓名", "岁"]);
            assert_eq!(table.map(Result::unwrap).count(), rows, "{sheet}");
        }
    }
}
