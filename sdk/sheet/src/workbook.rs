//! A workbook as rows of named cells, whatever the program that wrote it.

use crate::languages;
use crate::problem::{Place, Problem, Said};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// The largest workbook that is read, and what it may grow to.
const LARGEST: usize = 20 << 20;
const UNPACKED: u64 = 200 << 20;
const MOST_ROWS: usize = 20_000;

/// The sheets of a workbook.
#[derive(Debug)]
pub(crate) struct Workbook {
    pub(crate) sheets: Vec<Sheet>,
}

/// A sheet: headings in its first row, and what stands below.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its number, from 0.
    pub(crate) at: usize,
    /// As it stands there.
    pub(crate) heading: String,
    /// Small letters, `_` for spaces, without its language.
    pub(crate) name: String,
    /// What stands behind `::`.
    pub(crate) language: Option<String>,
}

/// A row with something in it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its number as spreadsheets count.
    pub(crate) number: usize,
    /// Text by the column's place among the columns; what is empty is not there.
    pub(crate) cells: Vec<(usize, String)>,
}

impl Workbook {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Box<Problem>> {
        let whole = |zh: String, en: String, remedy: Said| {
            let place = Place { sheet: "xlsx".into(), ..Place::default() };
            Box::new(Problem { place, what: Said::new(zh, en), remedy })
        };
        let smaller = || {
            Said::new("请删去多余的工作表、图片和空行。", "Remove sheets, pictures and empty rows that are not needed.")
        };
        if bytes.len() > LARGEST {
            return Err(whole(
                format!("工作簿有 {} 字节，超过 {LARGEST}。", bytes.len()),
                format!("The workbook has {} bytes; {LARGEST} is the most.", bytes.len()),
                smaller(),
            ));
        }
        let not_xlsx = |error: String| {
            whole(
                format!("这不是可读的 xlsx 工作簿：{error}。"),
                format!("This is no xlsx workbook that can be read: {error}."),
                Said::new("请在表格软件中另存为 .xlsx，不设密码。", "Save it as .xlsx, without a password."),
            )
        };
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| not_xlsx(error.to_string()))?;
        let mut unpacked = 0_u64;
        for at in 0..package.len() {
            unpacked = unpacked.saturating_add(package.by_index_raw(at).map_or(0, |file| file.size()));
        }
        if unpacked > UNPACKED {
            return Err(whole(
                format!("工作簿解压后有 {unpacked} 字节，超过 {UNPACKED}。"),
                format!("The workbook unpacks to {unpacked} bytes; {UNPACKED} is the most."),
                smaller(),
            ));
        }
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
            .map_err(|error: calamine::XlsxError| not_xlsx(error.to_string()))?;
        let mut sheets = Vec::new();
        for name in book.sheet_names() {
            let range = book.worksheet_range(&name).map_err(|error| not_xlsx(format!("{name}: {error}")))?;
            let first = range.start().unwrap_or_default();
            let mut rows = (first.0 as usize + 1..).zip(range.rows()).map(|(number, cells)| {
                let cells = cells.iter().enumerate().map(|(at, data)| (first.1 as usize + at, text(data)));
                (number, cells.filter(|(_, text)| !text.is_empty()).collect::<Vec<_>>())
            });
            let Some((_, headings)) = rows.find(|(_, cells)| !cells.is_empty()) else { continue };
            let columns: Vec<Column> = headings.into_iter().map(|(at, heading)| Column::of(at, &heading)).collect();
            let rows: Vec<Row> = rows
                .filter(|(_, cells)| !cells.is_empty())
                .map(|(number, cells)| {
                    let place = |at: usize| columns.iter().position(|column| column.at == at);
                    // A cell without a heading cannot mean anything to anybody.
                    Row { number, cells: cells.into_iter().filter_map(|(at, text)| Some((place(at)?, text))).collect() }
                })
                .filter(|row| !row.cells.is_empty())
                .take(MOST_ROWS + 1)
                .collect();
            if rows.len() > MOST_ROWS {
                return Err(whole(
                    format!("工作表 {name} 超过 {MOST_ROWS} 行。"),
                    format!("The sheet {name} has more than {MOST_ROWS} rows."),
                    smaller(),
                ));
            }
            sheets.push(Sheet { name, columns, rows });
        }
        Ok(Self { sheets })
    }

    /// The sheet of that name.
    pub(crate) fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))
    }
}

impl Column {
    fn of(at: usize, heading: &str) -> Self {
        let (name, language) = languages::split(heading);
        Self { at, heading: heading.to_owned(), name, language }
    }
}

impl Sheet {
    /// A cell of it.
    pub(crate) fn at(&self, row: usize, column: usize) -> Place {
        let column = self.columns.get(column).map(|column| (column.at, column.heading.clone()));
        Place { sheet: self.name.clone(), row, column }
    }

    /// A row of it.
    pub(crate) fn row(&self, row: &Row) -> Place {
        Place { sheet: self.name.clone(), row: row.number, column: None }
    }

    /// Where a column without a language is.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name && column.language.is_none())
    }

    /// What a row has in a column, with its place.
    pub(crate) fn cell<'r>(&self, row: &'r Row, name: &str) -> Option<(&'r str, Place)> {
        let column = self.column(name)?;
        Some((row.at(column)?, self.at(row.number, column)))
    }

    /// The place of a cell, whether there is something in it or not.
    pub(crate) fn place(&self, row: &Row, name: &str) -> Place {
        self.column(name).map_or_else(|| self.row(row), |column| self.at(row.number, column))
    }
}

impl Row {
    /// What stands in a column.
    pub(crate) fn at(&self, column: usize) -> Option<&str> {
        self.cells.iter().find(|(at, _)| *at == column).map(|(_, text)| text.as_str())
    }
}

/// A cell as whoever typed it sees it.
fn text(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => clean(text),
        Data::Float(number) => lifang_sheet_engine::number_text(*number),
        Data::Int(number) => number.to_string(),
        Data::Bool(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(moment) => match moment.as_f64() {
            // Days since 1899-12-30, as spreadsheets count.
            days if moment.is_datetime() && (0.0..2_958_466.0).contains(&days) => day(days - 25_569.0),
            days => lifang_sheet_engine::number_text(days),
        },
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        Data::Error(error) => format!("#{error:?}"),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "held within four-digit years")]
fn day(days: f64) -> String {
    lifang_sheet_engine::date::text(days.floor() as i64)
}

/// Without spaces at the ends; those that are no spaces in XPath, and quotes that word processors make, as they were meant.
fn clean(text: &str) -> String {
    let meant = |c: char| match c {
        '\u{a0}' | '\u{3000}' => ' ',
        '\u{feff}' => '\u{200b}',
        other => other,
    };
    let text: String =
        text.replace("\r\n", "\n").replace("_x000D_", "").chars().map(meant).filter(|c| *c != '\u{200b}').collect();
    text.trim().to_owned()
}
