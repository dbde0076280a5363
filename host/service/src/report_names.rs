//! Regions in reports: plugins see codes, people read names.

use lifang_core::region::RegionCode;
use lifang_core::report::{Block, Document, TableCell};
use std::collections::{BTreeMap, BTreeSet};

/// The codes of regions that a document's cells and labels consist of.
pub(crate) fn codes(document: &Document) -> Vec<RegionCode> {
    let mut found = BTreeSet::new();
    let mut note = |text: &str| {
        // Only whole codes: a `22` in a cell is a number that somebody wrote as text.
        if matches!(text.len(), 12 | 15)
            && let Ok(code) = RegionCode::parse(text)
        {
            found.insert(code);
        }
    };
    for node in &document.nodes {
        match &node.block {
            Block::Table { rows, .. } => rows.iter().flatten().for_each(|cell| {
                if let TableCell::Data(text) = cell {
                    note(text);
                }
            }),
            Block::Chart { labels, .. } => labels.iter().for_each(|label| note(label)),
            Block::Section { .. } | Block::Paragraph { .. } | Block::KeyFigure { .. } => {}
        }
    }
    found.into_iter().collect()
}

/// What readers see for each code: the name, with the code where two regions of the document have the same.
pub(crate) fn said(names: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut count = BTreeMap::<String, usize>::new();
    for name in names.values() {
        *count.entry(name.clone()).or_default() += 1;
    }
    let one = |(code, name): (String, String)| {
        let said = if count.get(&name) == Some(&1) { name } else { format!("{name}（{code}）") };
        (code, said)
    };
    names.into_iter().map(one).collect()
}

/// The document with names in the place of codes.
pub(crate) fn named(document: &Document, names: &BTreeMap<String, String>) -> Document {
    let mut document = document.clone();
    let put = |text: &mut String| {
        if let Some(name) = names.get(text.as_str()) {
            text.clone_from(name);
        }
    };
    for node in &mut document.nodes {
        match &mut node.block {
            Block::Table { rows, .. } => rows.iter_mut().flatten().for_each(|cell| {
                if let TableCell::Data(text) = cell {
                    put(text);
                }
            }),
            Block::Chart { labels, .. } => labels.iter_mut().for_each(put),
            Block::Section { .. } | Block::Paragraph { .. } | Block::KeyFigure { .. } => {}
        }
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_core::report::BlockNode;
    use lifang_core::text::Text;

    fn document(cells: &[&str], labels: &[&str]) -> Document {
        let text = || Text { key: "t".into(), args: vec![] };
        let rows = cells.iter().map(|cell| vec![TableCell::Data((*cell).into())]).collect();
        let table = Block::Table { caption: text(), columns: vec![text()], rows };
        let labels = labels.iter().map(|label| (*label).into()).collect();
        let chart = Block::Chart { kind: lifang_core::report::ChartKind::Bar, caption: text(), labels, series: vec![] };
        let nodes = [table, chart].map(|block| BlockNode { parent: None, block }).into();
        Document { title: text(), nodes }
    }

    #[test]
    fn codes_are_named_and_nothing_else_is() {
        let given = document(&["220104001000", "22", "noise", "999999999999"], &["220104001001001"]);
        let codes: Vec<String> = codes(&given).iter().map(ToString::to_string).collect();
        assert_eq!(codes, ["220104001000", "220104001001001", "999999999999"]);
        let names = [("220104001000", "前进街道"), ("220104001001001", "第一网格")];
        let names = said(names.map(|(code, name)| (code.to_owned(), name.to_owned())).into());
        assert_eq!(named(&given, &names), document(&["前进街道", "22", "noise", "999999999999"], &["第一网格"]));
    }

    #[test]
    fn two_of_one_name_keep_their_codes() {
        let names = [("220104001000", "和平村"), ("220104002000", "和平村"), ("220104003000", "东田社区")];
        let names = said(names.map(|(code, name)| (code.to_owned(), name.to_owned())).into());
        let said: Vec<&str> = names.values().map(String::as_str).collect();
        assert_eq!(said, ["和平村（220104001000）", "和平村（220104002000）", "东田社区"]);
    }
}
