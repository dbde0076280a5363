//! A document's tables and figures as CSV, for spreadsheets and programs.

use crate::error::RenderError;
use crate::outline::{Piece, Table, outline};
use crate::say::{Frame, figure, finite, loose};
use lifang_core::formula::is_formula_like;
use lifang_core::query::Figure;
use lifang_core::report::{Document, TableCell};

/// All tables of a document, one below the other, each under its caption; charts as the tables they draw. Begins with a
/// byte-order mark, without which spreadsheets take Chinese for something else. A text that a spreadsheet would take for a
/// formula gets an apostrophe before it, and every text stands in quotes: where a semicolon separates, none begins a new field.
///
/// # Errors
/// A document whose nodes make no tree.
pub fn csv(document: &Document, frame: &Frame<'_>) -> Result<String, RenderError> {
    let mut lines = Lines::new();
    let mut first = vec![plain(frame.say(&document.title))];
    first.extend(frame.facts().into_iter().map(|(_, fact)| plain(fact)));
    lines.add(first);
    for piece in outline(document, frame)? {
        match piece {
            Piece::Table(table) => lines.table(&table, frame),
            Piece::Figures(figures) => {
                for one in figures {
                    lines.add([plain(one.label), figure(one.value, one.decimals)]);
                }
            }
            Piece::Chart(chart) => {
                lines.caption(chart.caption.clone());
                lines.add(
                    std::iter::once(String::new()).chain(chart.series.iter().map(|(name, _)| plain(name.clone()))),
                );
                for (label, points) in chart.rows() {
                    lines.add(std::iter::once(plain(label.to_owned())).chain(points.map(loose)));
                }
            }
            Piece::Heading { .. } | Piece::Paragraph(_) => {}
        }
    }
    Ok(lines.into_text())
}

struct Lines(csv::Writer<Vec<u8>>);

impl Lines {
    fn new() -> Self {
        let mut builder = csv::WriterBuilder::new();
        builder.flexible(true).terminator(csv::Terminator::CRLF).quote_style(csv::QuoteStyle::NonNumeric);
        Self(builder.from_writer("\u{feff}".into()))
    }

    /// Writing to memory cannot fail.
    fn add(&mut self, fields: impl IntoIterator<Item = String>) {
        let _ = self.0.write_record(fields.into_iter().map(String::into_bytes));
    }

    /// An empty line, and the caption of what follows.
    fn caption(&mut self, caption: String) {
        self.add([String::new()]);
        self.add([plain(caption)]);
    }

    fn table(&mut self, table: &Table<'_>, frame: &Frame<'_>) {
        self.caption(table.caption.clone());
        self.add(table.heads.iter().map(|head| plain(head.clone())));
        for row in table.rows {
            self.add(row.iter().map(|cell| field(cell, frame)));
        }
    }

    fn into_text(self) -> String {
        let bytes = self.0.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
}

fn field(cell: &TableCell, frame: &Frame<'_>) -> String {
    match cell {
        // A negative number is no formula.
        TableCell::Number(value, _) if matches!(finite(*value), Figure::Number(_)) => frame.cell(cell),
        _ => plain(frame.cell(cell)),
    }
}

fn plain(text: String) -> String {
    if is_formula_like(&text) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use lifang_core::report::{Block, ChartKind};

    fn written(blocks: impl IntoIterator<Item = Block>) -> String {
        let catalogs = sample::catalogs();
        csv(&sample::document(blocks), &sample::frame(&catalogs)).unwrap()
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_defused_and_numbers_stay_numbers() {
        let rows = vec![
            sample::row("=HYPERLINK(\"x\")", -3.0),
            sample::row("一,二\n三", 5.0),
            sample::row(" \u{a0}\t=1+1", 5.0),
            sample::row("|cmd|' /C calc'!A0", 5.0),
            sample::row("a;=1+1", 5.0),
            sample::row("\u{200b}＠x", 5.0),
        ];
        let file = written([sample::table(rows)]);
        assert!(file.starts_with('\u{feff}'));
        for wanted in [
            "\"'=HYPERLINK(\"\"x\"\")\",-3,\"2026-10-09\"\r\n",
            "\"一,二\n三\",5,",
            "\"' \u{a0} =1+1\",5,",
            "\"'|cmd|' /C calc'!A0\",5,",
            "\"a;=1+1\",5,",
            "\"'\u{200b}＠x\",5,",
        ] {
            assert!(file.contains(wanted), "{wanted:?} in {file}");
        }
    }

    #[test]
    fn what_is_held_back_is_an_asterisk_and_a_chart_is_its_table() {
        let points = [("一网格", Figure::Number(2.5)), ("二网格", Figure::Suppressed)];
        let file = written([sample::chart(ChartKind::Pie, &points)]);
        assert!(file.contains("\"一网格\",2.5\r\n\"二网格\",\"*\"\r\n"), "{file}");
    }

    #[test]
    fn a_cell_of_a_megabyte_is_whole() {
        let file = written([sample::table(vec![sample::row(&"里".repeat(1 << 20), 1.0)])]);
        assert_eq!(file.matches('里').count(), 1 << 20);
    }
}
