//! Which way the paper lies, and what happens to what is too much for it.

use super::long_report::{catalogs, document, frame, said};
use super::{pages, poppler, text};
use lifang_core::report::{Block, TableCell};
use lifang_render::{Fonts, Paper};

fn pdf(blocks: impl IntoIterator<Item = Block>, paper: Paper) -> Result<Vec<u8>, lifang_render::RenderError> {
    let catalogs = catalogs();
    lifang_render::pdf(&document(blocks), &frame(&catalogs, "zh"), paper, &Fonts::of(None))
}

fn days(columns: usize) -> Block {
    let day = TableCell::Date("2026-11-09".parse().unwrap());
    Block::Table { caption: said("日期"), columns: vec![said("日期"); columns], rows: vec![vec![day; columns]; 3] }
}

/// Width and height in points.
fn size(pdf: &[u8]) -> (f64, f64) {
    let told = poppler("pdfinfo", &[], pdf);
    let line = told.lines().find_map(|line| line.strip_prefix("Page size:")).unwrap();
    let numbers: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    (numbers[0], numbers[1])
}

#[test]
fn a_wide_table_turns_the_paper() {
    let (width, height) = size(&pdf([days(4)], Paper::A4).unwrap());
    assert!(width < height);
    let (width, height) = size(&pdf([days(10)], Paper::A4).unwrap());
    assert!(width > height);
    let (width, height) = size(&pdf([days(10)], Paper::A3).unwrap());
    assert!(width < height && width > 800.0);
}

#[test]
fn what_a4_cannot_take_a3_may() {
    assert_eq!(pdf([days(24)], Paper::A4).unwrap_err().problem().code, "pdf-too-wide");
    let set = text(&pdf([days(24)], Paper::A3).unwrap(), None);
    assert_eq!(set.matches("2026-11-09").count(), 3 * 24);
}

#[test]
fn a_cell_of_a_megabyte_is_cut_and_says_so_and_a_long_word_stays_on_the_paper() {
    let cell = |text: String| Block::Table {
        caption: said("备注"),
        columns: vec![said("备注")],
        rows: vec![vec![TableCell::Data(text)]],
    };
    let bytes = pdf([cell("里坊".repeat(1 << 19))], Paper::A4).unwrap();
    let set = text(&bytes, None);
    assert!(set.contains("全文1048576字,见CSV") || set.contains("全文1048576字，见CSV"), "{set}");
    assert!(set.contains("有1处文字过长") && pages(&bytes) > 1 && pages(&bytes) < 12, "{}", pages(&bytes));
    // Poppler leaves out what lies beyond the paper's edge.
    let word = pdf([cell("x".repeat(900))], Paper::A4).unwrap();
    assert_eq!(poppler("pdftotext", &["-raw"], &word).matches('x').count(), 900);
    let (width, _) = size(&word);
    let boxes = poppler("pdftotext", &["-bbox"], &word);
    let right = boxes.split("xMax=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
    assert!(right.fold(0.0, f64::max) <= width - 40.0);
}
