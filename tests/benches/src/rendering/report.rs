//! The report that is written down: the same words as a document, and as typst's own markup.

use lifang_core::clock::Date;
use lifang_core::query::Figure;
use lifang_core::report::{Block, BlockNode, Document, TableCell};
use lifang_core::text::{Catalogs, Text};
use lifang_render::Frame;
use std::fmt::Write as _;

const TABLES: u32 = 12;
const HEADS: [(&str, &str); 6] = [
    ("grid", "网格"),
    ("worker", "网格员"),
    ("day", "日期"),
    ("events", "事件数"),
    ("share", "按期办结率"),
    ("note", "备注"),
];
const TITLE: &str = "社区网格月报";
const PARAGRAPH: &str =
    "本节按网格列出当月事件受理、办理与走访情况，数据来自网格员巡查记录与居民上报，逾期件另行督办。";

pub(super) fn catalogs() -> Result<Catalogs, String> {
    let heads: String = HEADS.iter().map(|(key, head)| format!("{key} = {head}\n")).collect();
    let rest = format!("title = {TITLE}\nparagraph = {PARAGRAPH}\ncaption = 各网格情况\nsection = 分片情况\n");
    Catalogs::parse([("zh", (heads + &rest).as_str())]).map_err(|error| error.to_string())
}

pub(super) fn frame(catalogs: &Catalogs) -> Frame<'_> {
    Frame {
        language: "zh",
        catalogs,
        region: "吉林省 / 长春市 / 宽城区",
        period: "2026-11-01 – 2026-11-30",
        made_by: "jilin-rules@1.0.0 sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
        made_at: lifang_core::clock::Instant(1_795_000_000_000),
    }
}

fn text(key: &str) -> Text {
    Text { key: key.into(), args: vec![] }
}

/// The words of a row.
struct Words {
    grid: String,
    worker: &'static str,
    day: Date,
    events: f64,
    share: f64,
    note: &'static str,
}

fn words(i: u32) -> Words {
    let pick = |from: &[&'static str]| from[i as usize % from.len()];
    Words {
        grid: format!("长山花园社区第{}网格", i % 97 + 1),
        worker: pick(&["王秀兰", "李建国", "张伟", "欧阳淑华", "赵敏"]),
        day: Date(20_757 + i32::try_from(i % 30).unwrap_or(0)),
        events: f64::from(i.wrapping_mul(7919) % 143),
        share: f64::from(i.wrapping_mul(104_729) % 1000) / 10.0,
        note: pick(&[
            "",
            "楼道堆物已清理，消防通道恢复畅通",
            "逾期一件，已督办",
            "独居老人已走访",
            "供热报修转物业处理，等待回复",
        ]),
    }
}

fn rows(range: std::ops::Range<u32>) -> Vec<Vec<TableCell>> {
    range
        .map(|i| {
            let words = words(i);
            vec![
                TableCell::Data(words.grid),
                TableCell::Data(words.worker.into()),
                TableCell::Date(words.day),
                TableCell::Number(Figure::Number(words.events), 0),
                TableCell::Number(Figure::Number(words.share), 1),
                TableCell::Data(words.note.into()),
            ]
        })
        .collect()
}

fn table(range: std::ops::Range<u32>) -> Block {
    let columns = HEADS.iter().map(|(key, _)| text(key)).collect();
    Block::Table { caption: text("caption"), columns, rows: rows(range) }
}

/// A document with its rows in tables under headings.
pub(super) fn sections(count: u32) -> Document {
    let each = count / TABLES;
    let mut nodes = Vec::new();
    for number in 0..TABLES {
        let parent = u32::try_from(nodes.len()).ok();
        nodes.push(BlockNode { parent: None, block: Block::Section { title: text("section") } });
        nodes.push(BlockNode { parent, block: Block::Paragraph { text: text("paragraph") } });
        nodes.push(BlockNode { parent, block: table(number * each..(number + 1) * each) });
    }
    Document { title: text("title"), nodes }
}

/// A document that is one table.
pub(super) fn one_table(count: u32) -> Document {
    Document { title: text("title"), nodes: vec![BlockNode { parent: None, block: table(0..count) }] }
}

/// Cells as a spreadsheet's program would be given them.
pub(super) fn plain_rows(count: u32) -> impl Iterator<Item = (String, &'static str, i32, f64, f64, &'static str)> {
    (0..count).map(|i| {
        let words = words(i);
        (words.grid, words.worker, words.day.0, words.events, words.share, words.note)
    })
}

pub(super) fn heads() -> impl Iterator<Item = &'static str> {
    HEADS.iter().map(|(_, head)| *head)
}

/// The same report as someone would write it for typst: markup, tables as its guide shows them.
pub(super) fn by_hand(count: u32) -> String {
    let each = count / TABLES;
    let mut source = format!(
        "#set text(font: \"Noto Sans CJK SC\", lang: \"zh\", region: \"cn\", size: 10pt)\n\
         #set page(paper: \"a4\", margin: 48pt, footer: context [{TITLE} #h(1fr) 第 #counter(page).display() 页 共 #counter(page).final().first() 页])\n\
         #set par(leading: .75em)\n\
         #show table: set text(size: 9pt)\n\
         #show table: set par(leading: .55em)\n\
         #align(center, text(18pt)[*{TITLE}*])\n\n"
    );
    for number in 0..TABLES {
        let heads: String = heads().map(|head| format!("[*{head}*], ")).collect();
        let _ = write!(
            source,
            "= 分片情况\n\n{PARAGRAPH}\n\n*各网格情况*\n\n#table(columns: 6, align: (left, left, left, right, right, left), \
             inset: (x: 4pt, y: 3.5pt), stroke: .5pt + luma(62%),\n  table.header({heads}),\n"
        );
        for i in number * each..(number + 1) * each {
            let words = words(i);
            let (worker, note) = (words.worker, words.note);
            let _ = writeln!(
                source,
                "  [{}], [{worker}], [{}], [{:.0}], [{:.1}], [{note}],",
                words.grid, words.day, words.events, words.share
            );
        }
        source.push_str(")\n\n");
    }
    source
}
