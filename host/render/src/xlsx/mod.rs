//! A document as a workbook: a first sheet with title, key figures and running text, then a sheet for each table and chart.

mod book;
mod chart;
mod looks;
mod sheet_name;
mod summary;
mod table;
mod text;

use crate::error::RenderError;
use crate::outline::{Piece, outline};
use crate::say::Frame;
use book::Book;
use lifang_core::report::Document;
use std::io::Write;

/// Writes the workbook. However long its tables are, no more than a few rows of each are held in memory; the rest goes through
/// temporary files.
///
/// # Errors
/// A document whose nodes make no tree, or with more tables or columns than a workbook takes; trouble with the disk.
pub fn xlsx(document: &Document, frame: &Frame<'_>, out: impl Write + Send) -> Result<(), RenderError> {
    let pieces = outline(document, frame)?;
    let mut book = Book::begin(&frame.say(&document.title), frame)?;
    let mut places = Vec::new();
    for piece in &pieces {
        match piece {
            Piece::Table(one) => places.push(table::write(&mut book, one, frame)?),
            Piece::Chart(one) => places.push(chart::write(&mut book, one, frame)?),
            Piece::Heading { .. } | Piece::Paragraph(_) | Piece::Figures(_) => {}
        }
    }
    summary::write(&mut book, &frame.say(&document.title), &pieces, places, frame)?;
    book.save(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use lifang_core::query::Figure;
    use lifang_core::report::{Block, ChartKind};

    fn written(blocks: impl IntoIterator<Item = Block>) -> Result<usize, RenderError> {
        let catalogs = sample::catalogs();
        let mut file = Vec::new();
        xlsx(&sample::document(blocks), &sample::frame(&catalogs), &mut file)?;
        Ok(file.len())
    }

    #[test]
    fn what_is_odd_is_written_all_the_same() {
        let long = "里".repeat(1 << 20);
        let rows =
            vec![sample::row(&long, f64::NAN), sample::row("=1\u{1}\u{202e}", f64::INFINITY), sample::row("", 1e300)];
        let none = Block::Table { caption: sample::said("[]:*?/\\"), columns: vec![], rows: vec![vec![], vec![]] };
        let charts = [ChartKind::Bar, ChartKind::Line, ChartKind::Pie]
            .map(|kind| sample::chart(kind, &[("一", Figure::Number(1.0)), ("二", Figure::Suppressed)]));
        let empty = sample::chart(ChartKind::Line, &[]);
        let blocks = [sample::table(rows), sample::table(vec![]), none.clone(), none, empty];
        assert!(written(blocks.into_iter().chain(charts)).unwrap() > 5_000);
    }

    #[test]
    fn a_workbook_that_none_could_open_is_refused() {
        let tables = (0..300).map(|_| sample::table(vec![]));
        assert!(matches!(written(tables), Err(RenderError::Workbook { what: "tables", .. })));
        let wide = Block::Table { caption: sample::text("t"), columns: vec![sample::text("n"); 20_000], rows: vec![] };
        assert!(matches!(written([wide]), Err(RenderError::Workbook { what: "columns", .. })));
    }
}
