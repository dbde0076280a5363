//! A workbook being written: its sheets, their names, and what has to be noted on the first one.

use super::looks::Looks;
use super::sheet_name::SheetNames;
use super::text::fitting;
use crate::error::RenderError;
use crate::say::{Frame, figure, finite};
use lifang_core::clock::Date;
use lifang_core::formula::is_formula_like;
use lifang_core::query::Figure;
use lifang_core::report::TableCell;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::Write;

/// Every sheet of a workbook has its file while it is written, and people look through no more.
pub(super) const SHEETS: usize = 255;
pub(super) const COLUMNS: usize = 16_384;
/// Cut cells that are named one by one.
const NAMED: usize = 20;

/// A workbook being written.
pub(super) struct Book {
    workbook: Workbook,
    names: SheetNames,
    pub(super) looks: Looks,
    pub(super) cuts: Cuts,
}

/// The cells whose text did not fit.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    pub(super) count: usize,
    pub(super) named: Vec<String>,
}

impl Book {
    /// A workbook with its first sheet, still empty.
    pub(super) fn begin(title: &str, frame: &Frame<'_>) -> Result<Self, RenderError> {
        let mut workbook = Workbook::new();
        let mut properties = DocProperties::new().set_title(fitting(title).0);
        // The same document gives the same bytes.
        if let Some(made) = excel_date(frame.made_at.day()) {
            properties = properties.set_creation_datetime(&made);
        }
        workbook.set_properties(&properties);
        let mut names = SheetNames::default();
        workbook.add_worksheet().set_name(names.give(frame.word("概要", "Summary"))).map_err(failed)?;
        Ok(Self { workbook, names, looks: Looks::new(), cuts: Cuts::default() })
    }

    /// A sheet named after a caption; `long` ones are written through a temporary file.
    pub(super) fn sheet(&mut self, caption: &str, long: bool) -> Result<(Pen<'_>, String), RenderError> {
        let found = self.workbook.worksheets().len();
        if found >= SHEETS {
            return Err(RenderError::Workbook { what: "tables", found, most: SHEETS - 1 });
        }
        let name = self.names.give(caption);
        let sheet = if long {
            self.workbook.add_worksheet_with_constant_memory().map_err(failed)?
        } else {
            self.workbook.add_worksheet()
        };
        sheet.set_name(&name).map_err(failed)?;
        Ok((Pen { sheet, name: name.clone(), looks: &self.looks, cuts: &mut self.cuts }, name))
    }

    /// The first sheet.
    pub(super) fn first(&mut self) -> Result<Pen<'_>, RenderError> {
        let sheet = self.workbook.worksheet_from_index(0).map_err(failed)?;
        Ok(Pen { name: sheet.name(), sheet, looks: &self.looks, cuts: &mut self.cuts })
    }

    pub(super) fn save(mut self, out: impl Write + Send) -> Result<(), RenderError> {
        self.workbook.save_to_writer(out).map_err(failed)
    }
}

/// What writes into one sheet.
pub(super) struct Pen<'a> {
    pub(super) sheet: &'a mut Worksheet,
    name: String,
    pub(super) looks: &'a Looks,
    pub(super) cuts: &'a mut Cuts,
}

impl Pen<'_> {
    /// Text, as a string whatever it begins with.
    pub(super) fn text(&mut self, row: u32, column: u16, text: &str, look: Option<&Format>) -> Result<(), RenderError> {
        let (text, cut) = fitting(text);
        if cut {
            self.cuts.count += 1;
            if self.cuts.named.len() < NAMED {
                self.cuts.named.push(format!("{}!{}", self.name, rust_xlsxwriter::row_col_to_cell(row, column)));
            }
        }
        let own = if is_formula_like(&text) { &self.looks.defused } else { &self.looks.text };
        self.sheet.write_string_with_format(row, column, text, look.unwrap_or(own)).map_err(failed)?;
        Ok(())
    }

    /// A title over so many columns.
    pub(super) fn title(&mut self, row: u32, columns: u16, text: &str) -> Result<(), RenderError> {
        let (text, _) = fitting(text);
        if columns < 2 {
            self.sheet.write_string_with_format(row, 0, text, &self.looks.title).map_err(failed)?;
        } else {
            self.sheet.merge_range(row, 0, row, columns - 1, &text, &self.looks.title).map_err(failed)?;
        }
        self.sheet.set_row_height(row, 26).map_err(failed)?;
        Ok(())
    }

    /// Running text over so many columns, which are so wide together. Merged cells do not grow by themselves.
    #[expect(clippy::cast_precision_loss, reason = "lines of a paragraph are counted")]
    pub(super) fn paragraph(&mut self, row: u32, columns: u16, text: &str, width: f64) -> Result<(), RenderError> {
        let (text, _) = fitting(text);
        let lines: f64 =
            text.split('\n').map(|line| (crate::width::columns(line) as f64 / width).ceil().max(1.0)).sum();
        self.sheet.merge_range(row, 0, row, columns - 1, &text, &self.looks.running).map_err(failed)?;
        self.sheet.set_row_height(row, (lines * 15.0 + 3.0).min(400.0)).map_err(failed)?;
        Ok(())
    }

    /// A figure: a number as a number, the rest as its sign.
    pub(super) fn figure(&mut self, row: u32, column: u16, value: Figure, decimals: u8) -> Result<(), RenderError> {
        match finite(value) {
            Figure::Number(number) => {
                let look = self.looks.number(number, decimals);
                self.sheet.write_number_with_format(row, column, number, look).map_err(failed)?;
            }
            sign => {
                let look = &self.looks.sign;
                self.sheet.write_string_with_format(row, column, figure(sign, 0), look).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// A cell of a table.
    pub(super) fn cell(
        &mut self,
        row: u32,
        column: u16,
        cell: &TableCell,
        frame: &Frame<'_>,
    ) -> Result<(), RenderError> {
        match cell {
            TableCell::Number(value, decimals) => self.figure(row, column, *value, *decimals),
            TableCell::Date(date) => match excel_date(*date) {
                Some(day) => {
                    self.sheet.write_datetime_with_format(row, column, &day, &self.looks.date).map_err(failed)?;
                    Ok(())
                }
                // Excel has no days before 1900.
                None => self.text(row, column, &date.to_string(), None),
            },
            TableCell::Empty => {
                self.sheet.write_blank(row, column, &self.looks.text).map_err(failed)?;
                Ok(())
            }
            TableCell::Text(_) | TableCell::Data(_) => self.text(row, column, &frame.cell(cell), None),
        }
    }
}

fn excel_date(date: Date) -> Option<ExcelDateTime> {
    let (year, month, day) = date.is_sayable().then(|| date.ymd())?;
    ExcelDateTime::from_ymd(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` wants")]
pub(super) fn failed(error: XlsxError) -> RenderError {
    RenderError::Writing(error.to_string())
}
