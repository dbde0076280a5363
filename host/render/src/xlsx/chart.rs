//! A chart as a sheet: its figures, and beside them a chart of the spreadsheet's own, which follows when they are changed.

use super::book::{Book, COLUMNS, failed};
use crate::chart::{Chart, Shown};
use crate::error::RenderError;
use crate::say::{Frame, finite, loose};
use crate::width::columns;
use lifang_core::query::Figure;
use lifang_core::report::ChartKind;
use rust_xlsxwriter::{Chart as ExcelChart, ChartDataLabel, ChartLine, ChartLineDashType, ChartType};

/// A sheet more than this is not one for people.
const ROWS: usize = 100_000;

/// Writes the chart; gives the name of its sheet.
#[expect(clippy::cast_possible_truncation, reason = "rows and columns are counted against what Excel takes")]
pub(super) fn write(book: &mut Book, chart: &Chart, frame: &Frame<'_>) -> Result<Vec<String>, RenderError> {
    let count = chart.series.len() + 1;
    if count > COLUMNS {
        return Err(RenderError::Workbook { what: "columns", found: count, most: COLUMNS });
    }
    if chart.labels.len() > ROWS {
        return Err(RenderError::Workbook { what: "rows", found: chart.labels.len(), most: ROWS });
    }
    let (mut pen, name) = book.sheet(&chart.caption, false)?;
    pen.title(0, count as u16, &chart.caption)?;
    let head = pen.looks.head.clone();
    pen.text(1, 0, frame.word("项目", "Item"), Some(&head))?;
    for (i, (series, _)) in chart.series.iter().enumerate() {
        pen.text(1, i as u16 + 1, series, Some(&head))?;
        pen.sheet.set_column_width(i as u16 + 1, columns(series).clamp(8, 30) as f64 + 2.0).map_err(failed)?;
    }
    for (row, (label, points)) in chart.rows().enumerate() {
        pen.text(row as u32 + 2, 0, label, None)?;
        for (i, point) in points.enumerate() {
            pen.figure(row as u32 + 2, i as u16 + 1, point, decimals(point))?;
        }
    }
    let widest = chart.labels.iter().map(|label| columns(label)).max().unwrap_or(0);
    pen.sheet.set_column_width(0, widest.clamp(8, 40) as f64 + 2.0).map_err(failed)?;
    pen.sheet.set_freeze_panes(2, 0).map_err(failed)?;
    match chart.shown() {
        Shown::Nothing => {
            let note = pen.looks.note.clone();
            let nothing = frame.word("没有可绘制的数据。", "Nothing to draw.");
            pen.text(chart.labels.len() as u32 + 3, 0, nothing, Some(&note))?;
        }
        Shown::TableOnly => {}
        Shown::Drawn { .. } => {
            let excel = native(chart, &name);
            pen.sheet.insert_chart(1, count as u16 + 1, &excel).map_err(failed)?;
        }
    }
    Ok(vec![name])
}

#[expect(clippy::cast_possible_truncation, reason = "counted by the caller")]
fn native(chart: &Chart, sheet: &str) -> ExcelChart {
    let kind = match chart.kind {
        ChartKind::Bar => ChartType::Bar,
        ChartKind::Line => ChartType::Line,
        ChartKind::Pie => ChartType::Pie,
    };
    let mut excel = ExcelChart::new(kind);
    let last = chart.labels.len() as u32 + 1;
    let dashes =
        [ChartLineDashType::Solid, ChartLineDashType::Dash, ChartLineDashType::RoundDot, ChartLineDashType::DashDot];
    for i in 0..chart.series.len() {
        let column = i as u16 + 1;
        let series = excel.add_series();
        series
            .set_name((sheet, 1, column))
            .set_categories((sheet, 2, 0, last, 0))
            .set_values((sheet, 2, column, last, column))
            // Figures stand at their bars and points, so that colour alone tells nothing.
            .set_data_label(ChartDataLabel::new().show_value());
        if chart.kind == ChartKind::Line {
            series.set_format(ChartLine::new().set_dash_type(dashes[i % dashes.len()]));
        }
    }
    excel.title().set_name((sheet, 0, 0));
    if chart.kind == ChartKind::Bar {
        // The first label on top, as in the table.
        excel.x_axis().set_reverse();
    }
    excel
}

fn decimals(figure: Figure) -> u8 {
    let written = loose(finite(figure));
    written.split_once('.').map_or(0, |(_, behind)| u8::try_from(behind.len()).unwrap_or(2))
}
