//! A table as a sheet: its caption over all columns, heads that stay while one scrolls, widths by what is in it.

use super::book::{Book, COLUMNS, Pen, failed};
use crate::error::RenderError;
use crate::outline::Table;
use crate::say::Frame;
use crate::width::columns;

/// What Excel takes, less caption and heads.
const ROWS: usize = 1_048_576 - 2;
/// A table longer than this goes through a file; shorter ones are gone before they weigh anything.
const SHORT: usize = 500;
/// Rows that are looked at for the widths.
const LOOKED_AT: usize = 1_000;
/// Widths in letters.
const NARROWEST: usize = 8;
const WIDEST: usize = 60;
/// Excel's code for A4.
const A4: u8 = 9;

/// Writes the table; gives the names of its sheets, more than one where it is longer than a sheet.
pub(super) fn write(book: &mut Book, table: &Table<'_>, frame: &Frame<'_>) -> Result<Vec<String>, RenderError> {
    write_in_parts(book, table, frame, ROWS)
}

fn write_in_parts(
    book: &mut Book,
    table: &Table<'_>,
    frame: &Frame<'_>,
    rows_a_sheet: usize,
) -> Result<Vec<String>, RenderError> {
    if table.heads.len() > COLUMNS {
        return Err(RenderError::Workbook { what: "columns", found: table.heads.len(), most: COLUMNS });
    }
    let widths = widths(table, frame);
    let mut names = Vec::new();
    let mut rest = table.rows;
    loop {
        let (part, more) = rest.split_at(rest.len().min(rows_a_sheet));
        let (mut pen, name) = book.sheet(&table.caption, part.len() > SHORT)?;
        sheet(
            &mut pen,
            &Table { caption: table.caption.clone(), heads: table.heads.clone(), rows: part },
            &widths,
            frame,
        )?;
        names.push(name);
        rest = more;
        if rest.is_empty() {
            return Ok(names);
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rows and columns are below what Excel takes")]
fn sheet(pen: &mut Pen<'_>, table: &Table<'_>, widths: &[usize], frame: &Frame<'_>) -> Result<(), RenderError> {
    let count = table.heads.len() as u16;
    pen.title(0, count, &table.caption)?;
    for (column, width) in widths.iter().enumerate() {
        pen.sheet.set_column_width(column as u16, *width as f64).map_err(failed)?;
    }
    let head = pen.looks.head.clone();
    for (column, text) in table.heads.iter().enumerate() {
        pen.text(1, column as u16, text, Some(&head))?;
    }
    for (row, cells) in table.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            pen.cell(row as u32 + 2, column as u16, cell, frame)?;
        }
    }
    pen.sheet.set_freeze_panes(2, 0).map_err(failed)?;
    if count > 0 && !table.rows.is_empty() {
        pen.sheet.autofilter(1, 0, table.rows.len() as u32 + 1, count - 1).map_err(failed)?;
    }
    pen.sheet.set_repeat_rows(0, 1).map_err(failed)?;
    pen.sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer("&C&P / &N");
    if widths.iter().sum::<usize>() > 90 {
        pen.sheet.set_landscape();
    }
    Ok(())
}

fn widths(table: &Table<'_>, frame: &Frame<'_>) -> Vec<usize> {
    let mut widths: Vec<usize> = table.heads.iter().map(|head| columns(head) + 2).collect();
    for row in table.rows.iter().take(LOOKED_AT) {
        for (width, cell) in widths.iter_mut().zip(row) {
            // One below the widest is all that can count.
            let text: String = frame.cell(cell).chars().take(400).collect();
            *width = (*width).max(columns(&text) + 2);
        }
    }
    widths.into_iter().map(|width| width.clamp(NARROWEST, WIDEST)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_table_longer_than_a_sheet_goes_on_on_the_next() {
        let catalogs = sample::catalogs();
        let frame = sample::frame(&catalogs);
        let rows: Vec<_> = (0..25).map(|i| sample::row("网格", f64::from(i))).collect();
        let table =
            Table {
                caption: "月报".into(), heads: vec!["名称".into(), "件数".into(), "日期".into()], rows: &rows
            };
        let mut book = Book::begin("月报", &frame).unwrap();
        assert_eq!(write_in_parts(&mut book, &table, &frame, 10).unwrap(), ["月报", "月报 (2)", "月报 (3)"]);
        assert_eq!(write_in_parts(&mut book, &table, &frame, 25).unwrap(), ["月报 (4)"]);
    }

    #[test]
    fn chinese_takes_two_places_and_nothing_is_too_wide() {
        let catalogs = sample::catalogs();
        let rows = vec![sample::row(&"网格".repeat(6), 1.0), sample::row(&"里".repeat(900), 1.0)];
        let heads = vec!["名称".into(), "件数".into(), "日期".into()];
        let frame = sample::frame(&catalogs);
        let narrow = Table { caption: String::new(), heads: heads.clone(), rows: &rows[..1] };
        assert_eq!(widths(&narrow, &frame), [26, 8, 12]);
        assert_eq!(widths(&Table { caption: String::new(), heads, rows: &rows }, &frame), [60, 8, 12]);
    }
}
