//! Documents for the tests of every format.

use crate::say::Frame;
use lifang_core::query::Figure;
use lifang_core::report::{Block, BlockNode, ChartKind, Document, TableCell};
use lifang_core::text::{Catalogs, Text};
use lifang_core::value::Value;

pub(crate) fn text(key: &str) -> Text {
    Text { key: key.into(), args: vec![] }
}

/// A text that says what is given.
pub(crate) fn said(words: &str) -> Text {
    Text { key: "said".into(), args: vec![("words".into(), Value::Text(words.into()))] }
}

pub(crate) fn catalogs() -> Catalogs {
    Catalogs::parse([("zh", "t = 月报\nname = 名称\nn = 件数\nday = 日期\nsaid = { $words }")]).unwrap()
}

pub(crate) fn frame(catalogs: &Catalogs) -> Frame<'_> {
    Frame {
        language: "zh",
        catalogs,
        region: "吉林省 / 长春市",
        period: "2026-10-01 – 2026-10-31",
        made_by: "jilin-rules@0.1.0 sha256:00ff",
        made_at: "2026-11-23T10:00:00+08:00".parse().unwrap(),
    }
}

pub(crate) fn section(parent: Option<u32>, key: &str) -> BlockNode {
    BlockNode { parent, block: Block::Section { title: text(key) } }
}

pub(crate) fn top(block: Block) -> BlockNode {
    BlockNode { parent: None, block }
}

pub(crate) fn table(rows: Vec<Vec<TableCell>>) -> Block {
    Block::Table { caption: text("t"), columns: vec![text("name"), text("n"), text("day")], rows }
}

pub(crate) fn row(name: &str, count: f64) -> Vec<TableCell> {
    vec![
        TableCell::Data(name.into()),
        TableCell::Number(Figure::Number(count), 0),
        TableCell::Date("2026-10-09".parse().unwrap()),
    ]
}

pub(crate) fn chart(kind: ChartKind, points: &[(&str, Figure)]) -> Block {
    Block::Chart {
        kind,
        caption: text("t"),
        labels: points.iter().map(|(label, _)| (*label).to_owned()).collect(),
        series: vec![(text("n"), points.iter().map(|(_, figure)| *figure).collect())],
    }
}

pub(crate) fn document(blocks: impl IntoIterator<Item = Block>) -> Document {
    Document { title: text("t"), nodes: blocks.into_iter().map(top).collect() }
}
