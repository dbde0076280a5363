//! What a PDF is fit for. Nobody reads ten thousand rows on paper, and setting them takes minutes: the refusal says which
//! format takes them.

use crate::error::RenderError;
use crate::outline::Piece;
use crate::say::Frame;
use lifang_core::report::TableCell;

/// Cells of all tables and charts: some 150 pages, which take the typesetter seconds and half a gigabyte.
const CELLS: usize = 30_000;
/// Letters of all texts.
const CHARACTERS: usize = 2_000_000;
/// Letters of one cell that are shown; the rest is named, and whole in CSV.
pub(super) const CELL: usize = 4_000;

pub(super) fn check(pieces: &[Piece<'_>], frame: &Frame<'_>) -> Result<(), RenderError> {
    let (mut cells, mut characters) = (0, 0);
    for piece in pieces {
        match piece {
            Piece::Table(table) => {
                cells += table.rows.len().saturating_mul(table.heads.len().max(1));
                // Before every letter is counted.
                within("cells", cells, CELLS)?;
                characters += length(&table.caption) + table.heads.iter().map(|head| length(head)).sum::<usize>();
                for cell in table.rows.iter().flatten() {
                    characters += letters(cell, frame);
                }
            }
            Piece::Chart(chart) => {
                cells += chart.labels.len().saturating_mul(chart.series.len() + 1);
                characters += length(&chart.caption) + chart.labels.iter().map(|label| length(label)).sum::<usize>();
            }
            Piece::Paragraph(text) | Piece::Heading { text, .. } => characters += length(text),
            Piece::Figures(figures) => {
                cells += figures.len() * 2;
                characters += figures.iter().map(|figure| length(&figure.label)).sum::<usize>();
            }
        }
    }
    within("cells", cells, CELLS)?;
    within("characters", characters, CHARACTERS)
}

fn within(what: &'static str, found: usize, most: usize) -> Result<(), RenderError> {
    if found > most { Err(RenderError::TooLong { what, found, most }) } else { Ok(()) }
}

fn letters(cell: &TableCell, frame: &Frame<'_>) -> usize {
    match cell {
        TableCell::Data(text) => length(text).min(CELL),
        TableCell::Text(text) => length(&frame.say(text)).min(CELL),
        TableCell::Empty | TableCell::Number(..) | TableCell::Date(_) => 12,
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}
