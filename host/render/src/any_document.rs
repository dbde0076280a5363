//! Whatever a document is made of, every format writes it down or says why not; none panics, none goes round in circles.

use crate::{Fonts, Paper, RenderError, csv, html, pdf, sample, xlsx};
use lifang_core::clock::Date;
use lifang_core::query::Figure;
use lifang_core::report::{Block, BlockNode, ChartKind, Document, TableCell};
use lifang_core::text::Text;
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::LazyLock;

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,12}",
        proptest::string::string_regex("[\u{0}-\u{1f}\u{202a}-\u{202e}=+@#$*_`<>&\"'里坊ئە\u{e000}\u{fffe}]{0,12}")
            .unwrap(),
        (0_usize..400).prop_map(|count| "长a".repeat(count)),
    ]
}

fn text() -> impl Strategy<Value = Text> {
    words().prop_map(|words| sample::said(&words))
}

fn figure() -> impl Strategy<Value = Figure> {
    prop_oneof![
        any::<f64>().prop_map(Figure::Number),
        (-1000.0..1000.0).prop_map(Figure::Number),
        Just(Figure::None),
        Just(Figure::Suppressed)
    ]
}

fn cell() -> impl Strategy<Value = TableCell> {
    prop_oneof![
        Just(TableCell::Empty),
        (figure(), any::<u8>()).prop_map(|(figure, decimals)| TableCell::Number(figure, decimals)),
        text().prop_map(TableCell::Text),
        words().prop_map(TableCell::Data),
        any::<i32>().prop_map(|days| TableCell::Date(Date(days))),
    ]
}

fn table() -> impl Strategy<Value = Block> {
    (0_usize..6, 0_usize..6).prop_flat_map(|(columns, rows)| {
        (text(), vec(text(), columns), vec(vec(cell(), columns), rows))
            .prop_map(|(caption, columns, rows)| Block::Table { caption, columns, rows })
    })
}

fn chart() -> impl Strategy<Value = Block> {
    let kind = prop_oneof![Just(ChartKind::Bar), Just(ChartKind::Line), Just(ChartKind::Pie)];
    (kind, 0_usize..20, 0_usize..4).prop_flat_map(|(kind, labels, series)| {
        (text(), vec(words(), labels), vec((text(), vec(figure(), labels)), series))
            .prop_map(move |(caption, labels, series)| Block::Chart { kind, caption, labels, series })
    })
}

fn block() -> impl Strategy<Value = Block> {
    prop_oneof![
        text().prop_map(|title| Block::Section { title }),
        text().prop_map(|text| Block::Paragraph { text }),
        (text(), figure(), any::<u8>()).prop_map(|(label, value, decimals)| Block::KeyFigure {
            label,
            value,
            decimals
        }),
        table(),
        chart(),
    ]
}

/// Parents mostly stand before their children, as they should; now and then they do not.
fn document() -> impl Strategy<Value = Document> {
    let node = (block(), prop_oneof![3 => Just(None), 3 => (0_u32..4).prop_map(Some)]);
    (text(), vec(node, 0..8)).prop_map(|(title, nodes)| {
        let node = |(position, (block, parent)): (usize, (Block, Option<u32>))| {
            let before = u32::try_from(position).ok().filter(|position| *position > 0);
            BlockNode {
                parent: parent.and_then(|parent| if parent == 3 { Some(parent) } else { Some(parent % before?) }),
                block,
            }
        };
        Document { title, nodes: nodes.into_iter().enumerate().map(node).collect() }
    })
}

/// Whether it was written; a malformed document must be refused as such by every format alike.
fn well_formed<T>(written: &Result<T, RenderError>) -> Result<bool, TestCaseError> {
    match written {
        Ok(_) => Ok(true),
        Err(RenderError::Shape(_)) => Ok(false),
        Err(error) => Err(TestCaseError::fail(error.to_string())),
    }
}

static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::of(None));

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_tables_and_workbooks_take_any_document(document in document()) {
        let catalogs = sample::catalogs();
        let frame = sample::frame(&catalogs);
        let page = html(&document, &frame);
        let is_fine = well_formed(&page)?;
        if let Ok(page) = &page {
            prop_assert!(!page.chars().any(|c| c.is_control() && c != '\n'));
        }
        prop_assert_eq!(well_formed(&csv(&document, &frame))?, is_fine);
        prop_assert_eq!(well_formed(&xlsx(&document, &frame, Vec::new()))?, is_fine);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn paper_takes_any_document(document in document()) {
        let catalogs = sample::catalogs();
        let _ = well_formed(&pdf(&document, &sample::frame(&catalogs), Paper::A4, &FONTS))?;
    }
}
