//! A document's tables as CSV, for spreadsheets.

use crate::say::Frame;
use lifang_core::report::{Block, Document, TableCell};

/// All tables of a document, one below the other, each under its caption. Begins with a byte-order mark, without which
/// spreadsheets take Chinese for something else. A text that a spreadsheet would take for a formula gets an apostrophe before it.
#[must_use]
pub fn csv(document: &Document, frame: &Frame<'_>) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut line = |fields: Vec<String>| {
        // Writing to memory cannot fail.
        let _ = writer.write_record(if fields.is_empty() { vec![String::new()] } else { fields });
    };
    line(vec![plain(frame.say(&document.title)), plain(frame.region.to_owned()), frame.period.to_owned()]);
    for node in &document.nodes {
        match &node.block {
            Block::Table { caption, columns, rows } => {
                line(vec![]);
                line(vec![plain(frame.say(caption))]);
                line(columns.iter().map(|head| plain(frame.say(head))).collect());
                for row in rows {
                    line(row.iter().map(|cell| field(cell, frame)).collect());
                }
            }
            Block::KeyFigure { label, value, decimals } => {
                line(vec![plain(frame.say(label)), crate::say::figure(*value, *decimals)]);
            }
            Block::Section { .. } | Block::Paragraph { .. } | Block::Chart { .. } => {}
        }
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}

fn field(cell: &TableCell, frame: &Frame<'_>) -> String {
    match cell {
        // A negative number is no formula.
        TableCell::Number(..) => frame.cell(cell),
        _ => plain(frame.cell(cell)),
    }
}

fn plain(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_core::query::Figure;
    use lifang_core::report::BlockNode;
    use lifang_core::text::{Catalogs, Text};

    #[test]
    fn what_a_spreadsheet_would_run_is_defused_and_numbers_stay_numbers() {
        let catalogs = Catalogs::parse([("zh", "t = 月报\nname = 名称\nn = 数")]).unwrap();
        let text = |key: &str| Text { key: key.into(), args: vec![] };
        let rows = vec![
            vec![TableCell::Data("=HYPERLINK(\"x\")".into()), TableCell::Number(Figure::Number(-3.5), 1)],
            vec![TableCell::Data("一,二\n三".into()), TableCell::Number(Figure::Suppressed, 0)],
        ];
        let table = Block::Table { caption: text("t"), columns: vec![text("name"), text("n")], rows };
        let document = Document { title: text("t"), nodes: vec![BlockNode { parent: None, block: table }] };
        let frame = Frame { language: "zh", catalogs: &catalogs, region: "吉林省", period: "2026-10", made_by: "p" };
        let file = csv(&document, &frame);
        assert!(file.starts_with('\u{feff}'));
        assert!(file.contains("\"'=HYPERLINK(\"\"x\"\")\",-3.5\r\n"), "{file}");
        assert!(file.contains("\"一,二\n三\",*\r\n"), "{file}");
    }
}
