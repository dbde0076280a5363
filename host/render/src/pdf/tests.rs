//! The text that was set is the text that was given; what cannot be set says so.

use super::values;
use super::*;
use crate::sample;
use lifang_core::query::Figure;
use lifang_core::report::{Block, ChartKind, TableCell};

fn written(blocks: impl IntoIterator<Item = Block>) -> Result<Vec<u8>, RenderError> {
    let catalogs = sample::catalogs();
    pdf(&sample::document(blocks), &sample::frame(&catalogs), Paper::A4, &Fonts::of(None))
}

/// All text of the pages as it was shaped, and how many pages there are.
fn set_text(blocks: impl IntoIterator<Item = Block>) -> (String, usize) {
    fn collect(frame: &typst::layout::Frame, text: &mut String) {
        for (_, item) in frame.items() {
            match item {
                typst::layout::FrameItem::Group(group) => collect(&group.frame, text),
                typst::layout::FrameItem::Text(item) => text.push_str(&item.text),
                _ => {}
            }
        }
    }
    let catalogs = sample::catalogs();
    let frame = sample::frame(&catalogs);
    let document = sample::document(blocks);
    let pieces = outline(&document, &frame).unwrap();
    let fonts = Fonts::of(None);
    let shelf = fonts.shelf().unwrap();
    let mut missing = Missing::default();
    loop {
        let inputs = values::inputs("月报", &pieces, &frame, Paper::A4, &shelf.families, &missing).unwrap();
        let document = typst::compile::<PagedDocument>(&Desk::new(&shelf, inputs)).output.unwrap();
        if missing.find(&document) {
            continue;
        }
        let mut text = String::new();
        document.pages().iter().for_each(|page| collect(&page.frame, &mut text));
        return (text.replace('\u{200b}', ""), document.pages().len());
    }
}

#[test]
fn what_people_wrote_is_never_markup() {
    let evil = "#panic() *b* $x$ = t\n@ref <l> `r` https://a.b/ \\ ~ -- \"q\" #read(\"/etc/passwd\")";
    let (text, _) = set_text([
        Block::Paragraph { text: sample::said(evil) },
        sample::table(vec![sample::row(evil, 1.0)]),
        sample::chart(ChartKind::Bar, &[("#panic()", Figure::Number(1.0))]),
    ]);
    for wanted in ["#panic()", "*b*", "$x$", "@ref", "<l>", "--", "\"q\"", "#read(\"/etc/passwd\")"] {
        assert!(text.matches(wanted).count() >= 2 || wanted == "#panic()", "{wanted} in {text}");
    }
}

#[test]
fn a_letter_without_a_glyph_is_replaced_by_its_number_and_explained() {
    let (text, _) = set_text([sample::table(vec![sample::row("王\u{e000}", 1.0)])]);
    assert!(text.contains("王[U+E000]") && text.contains("服务器字体缺少以下字"), "{text}");
    let (text, _) = set_text([sample::table(vec![sample::row("王里坊\u{200d}", 1.0)])]);
    assert!(!text.contains("[U+") && !text.contains("缺少"), "{text}");
}

#[test]
fn a_table_over_many_pages_repeats_its_heads_on_each() {
    let rows = (0..200).map(|i| sample::row(&format!("第{i}网格"), f64::from(i))).collect();
    let (text, pages) = set_text([sample::table(rows)]);
    assert!(pages > 3, "{pages}");
    assert_eq!(text.matches("件数").count(), pages);
    assert!(text.contains(&format!("第 {pages} 页 共 {pages} 页")), "{text}");
}

#[test]
fn what_no_paper_takes_is_refused_with_another_way() {
    let many = vec![sample::row("网格", 1.0); 100_000];
    let problem = written([sample::table(many)]).unwrap_err().problem();
    assert_eq!(problem.code, "pdf-too-long");
    assert!(problem.remedy.zh.contains("xlsx"));
    let wide = Block::Table {
        caption: sample::text("t"),
        columns: vec![sample::text("day"); 200],
        rows: vec![vec![TableCell::Date("2026-10-09".parse().unwrap()); 200]],
    };
    assert_eq!(written([wide]).unwrap_err().problem().code, "pdf-too-wide");
}

#[test]
fn what_is_odd_is_set_all_the_same() {
    let long = "里".repeat(1 << 20);
    let word = "x".repeat(1 << 20);
    let odd = "\u{202e}\u{7}a\u{300}\u{301} 👨\u{200d}👩\u{200d}👧 ئۇيغۇر שלום \n\n";
    let rows = [long.as_str(), word.as_str(), odd, ""].map(|text| sample::row(text, f64::NAN)).to_vec();
    let none = Block::Table { caption: sample::said(""), columns: vec![], rows: vec![vec![]] };
    let charts = [ChartKind::Bar, ChartKind::Line, ChartKind::Pie].map(|kind| sample::chart(kind, &[]));
    let blocks = [sample::table(rows), sample::table(vec![]), none];
    assert!(written(blocks.into_iter().chain(charts)).unwrap().starts_with(b"%PDF"));
}

#[test]
fn a_machine_without_chinese_says_what_to_install() {
    let empty = tempfile::tempdir().unwrap();
    let catalogs = sample::catalogs();
    let fonts = Fonts::of(Some(empty.path().to_owned()));
    let error = pdf(&sample::document([]), &sample::frame(&catalogs), Paper::A4, &fonts).unwrap_err().problem();
    assert_eq!(error.code, "font-missing");
    assert!(error.remedy.zh.contains("fonts-noto-cjk") && error.remedy.en.contains("LIFANG_FONTS"));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let once = || written([sample::table(vec![sample::row("网格", 1.0)])]).unwrap();
    assert_eq!(once(), once());
}
