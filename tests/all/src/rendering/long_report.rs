//! A long report, set without a host: what a province's month looks like.

use super::{pages, squeezed, text};
use lifang_core::query::Figure;
use lifang_core::report::{Block, BlockNode, ChartKind, Document, TableCell};
use lifang_core::text::{Catalogs, Text};
use lifang_core::value::Value;
use lifang_render::{Fonts, Frame, Paper};

pub(super) fn said(words: &str) -> Text {
    Text { key: "said".into(), args: vec![("words".into(), Value::Text(words.into()))] }
}

pub(super) fn catalogs() -> Catalogs {
    Catalogs::parse([("zh", "said = { $words }"), ("en", "said = { $words }")]).unwrap()
}

pub(super) fn frame<'a>(catalogs: &'a Catalogs, language: &'a str) -> Frame<'a> {
    Frame {
        language,
        catalogs,
        region: "吉林省 / 长春市 / 宽城区",
        period: "2026-11-01 – 2026-11-30",
        made_by: "test@1.0.0 sha256:00",
        made_at: "2026-12-01T09:30:00+08:00".parse().unwrap(),
    }
}

pub(super) fn document(blocks: impl IntoIterator<Item = Block>) -> Document {
    let nodes = blocks.into_iter().map(|block| BlockNode { parent: None, block }).collect();
    Document { title: said("网格月报"), nodes }
}

fn table(rows: usize) -> Block {
    let row = |i: usize| {
        vec![
            TableCell::Data(format!("第{i}网格")),
            TableCell::Number(Figure::Number(i as f64 / 4.0), 2),
            TableCell::Date("2026-11-09".parse().unwrap()),
        ]
    };
    let columns = vec![said("网格名称"), said("平均件数"), said("巡查日期")];
    Block::Table { caption: said("各网格情况"), columns, rows: (0..rows).map(row).collect() }
}

fn pdf(document: &Document, language: &str) -> Vec<u8> {
    let catalogs = catalogs();
    lifang_render::pdf(document, &frame(&catalogs, language), Paper::A4, &Fonts::of(None)).unwrap()
}

#[test]
fn heads_are_repeated_pages_are_numbered_and_no_row_is_lost() {
    let rows = 700;
    let zh = pdf(&document([table(rows)]), "zh");
    let count = pages(&zh);
    assert!(count > 10, "{count}");
    for page in 1..=count {
        let set = text(&zh, Some(page));
        assert!(set.contains("网格名称平均件数巡查日期"), "page {page}: {set}");
        assert!(set.contains(&format!("第{page}页共{count}页")), "page {page}: {set}");
    }
    let set = text(&zh, None);
    for i in 0..rows {
        let row = squeezed(&format!("第{i}网格 {:.2} 2026-11-09", i as f64 / 4.0));
        assert!(set.contains(&row), "{row}");
    }
    let en = pdf(&document([table(100)]), "en");
    assert!(text(&en, Some(2)).contains(&format!("Page2of{}", pages(&en))));
}

#[test]
fn charts_are_drawn_as_vectors_with_their_figures_as_text() {
    let chart = |kind| Block::Chart {
        kind,
        caption: said("事件数"),
        labels: ["噪声扰民", "消防通道", "楼道灯"].map(str::to_owned).to_vec(),
        series: vec![(said("本月"), [41.0, 27.5, 13.0].map(Figure::Number).to_vec())],
    };
    for kind in [ChartKind::Bar, ChartKind::Line, ChartKind::Pie] {
        let bytes = pdf(&document([chart(kind)]), "zh");
        let set = text(&bytes, None);
        for wanted in ["噪声扰民", "消防通道", "楼道灯", "41", "27.5", "13"] {
            assert!(set.contains(wanted), "{kind:?}: {wanted} in {set}");
        }
        let images = super::poppler("pdfimages", &["-list"], &bytes);
        assert_eq!(images.lines().count(), 2, "a chart is no picture: {images}");
    }
}

#[test]
fn right_to_left_text_reads_right_and_cannot_turn_what_stands_beside_it() {
    let row = |name: &str| vec![TableCell::Data(name.into()), TableCell::Number(Figure::Number(123.0), 0)];
    let rows = vec![row("\u{202e}fdp.exe"), row("ئۇيغۇر"), row("a\u{0}\u{7}\u{9b}b")];
    let table = Block::Table { caption: said("名单"), columns: vec![said("姓名"), said("数")], rows };
    let set = text(&pdf(&document([table]), "zh"), None);
    assert!(set.contains("fdp.exe123") && set.contains("ab123"), "{set}");
    // Poppler gives letters in reading order, in their presentation forms or plain.
    assert!(set.chars().filter(|c| matches!(c, '\u{600}'..='\u{6ff}' | '\u{fb50}'..='\u{feff}')).count() >= 5, "{set}");
    // Poppler itself writes U+202B and U+202C around such text.
    assert!(!set.chars().any(|c| c.is_control() || c == '\u{202e}'), "{set}");
}
