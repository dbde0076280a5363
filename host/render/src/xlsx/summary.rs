//! The first sheet: title, where and when, key figures and running text in reading order, and which sheet has which table.

use super::book::{Book, failed};
use crate::error::RenderError;
use crate::outline::Piece;
use crate::say::Frame;

const LABELS: f64 = 34.0;
const VALUES: f64 = 56.0;

pub(super) fn write(
    book: &mut Book,
    title: &str,
    pieces: &[Piece<'_>],
    places: Vec<Vec<String>>,
    frame: &Frame<'_>,
) -> Result<(), RenderError> {
    let mut pen = book.first()?;
    let (heading, note) = (pen.looks.heading.clone(), pen.looks.note.clone());
    pen.sheet.set_column_width(0, LABELS).map_err(failed)?;
    pen.sheet.set_column_width(1, VALUES).map_err(failed)?;
    pen.title(0, 2, title)?;
    let mut row = 1;
    for (name, fact) in frame.facts() {
        pen.text(row, 0, name, Some(&note))?;
        pen.text(row, 1, &fact, Some(&note))?;
        row += 1;
    }
    row += 1;
    let mut places = places.into_iter();
    for piece in pieces {
        match piece {
            Piece::Heading { text, .. } => pen.text(row, 0, text, Some(&heading))?,
            Piece::Paragraph(text) => pen.paragraph(row, 2, text, LABELS + VALUES)?,
            Piece::Figures(figures) => {
                for one in figures {
                    pen.text(row, 0, &one.label, None)?;
                    pen.figure(row, 1, one.value, one.decimals)?;
                    row += 1;
                }
                continue;
            }
            Piece::Table(_) | Piece::Chart(_) => {
                let caption = match piece {
                    Piece::Table(table) => &table.caption,
                    Piece::Chart(chart) => &chart.caption,
                    _ => continue,
                };
                let sheets = places.next().unwrap_or_default().join(", ");
                pen.text(row, 0, caption, None)?;
                pen.text(row, 1, &format!("{}{sheets}", frame.word("见工作表：", "see sheet: ")), None)?;
            }
        }
        row += 1;
    }
    row += 1;
    pen.text(row, 0, frame.signs(), Some(&note))?;
    if pen.cuts.count > 0 {
        let (count, named) = (pen.cuts.count, pen.cuts.named.join(", "));
        let said = if frame.is_english() {
            format!("{count} texts were longer than a cell takes and are cut; they are whole in CSV: {named}")
        } else {
            format!("有 {count} 处文字超过单元格上限，已截断；全文见 CSV：{named}")
        };
        pen.text(row + 1, 0, &said, Some(&note))?;
    }
    pen.sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}
