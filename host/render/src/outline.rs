//! A document in reading order: the tree behind its flat list, with every text said and cleaned. All formats start here, so
//! none meets a parent that is not there, a cycle, or a row that is too short.

use crate::chart::Chart;
use crate::clean::clean;
use crate::error::RenderError;
use crate::say::Frame;
use lifang_core::query::Figure;
use lifang_core::report::{Block, Document, TableCell};

/// Deeper than any limit of a call allows; a document from elsewhere is not trusted either.
const DEEPEST: u32 = 64;

/// What is read one after the other.
#[derive(Debug)]
pub(crate) enum Piece<'a> {
    /// A heading; 1 is the highest below the title.
    Heading {
        level: usize,
        text: String,
    },
    Paragraph(String),
    /// Figures that follow each other.
    Figures(Vec<KeyFigure>),
    Table(Table<'a>),
    Chart(Chart),
}

#[derive(Debug)]
pub(crate) struct KeyFigure {
    pub(crate) label: String,
    pub(crate) value: Figure,
    pub(crate) decimals: u8,
}

#[derive(Debug)]
pub(crate) struct Table<'a> {
    pub(crate) caption: String,
    pub(crate) heads: Vec<String>,
    /// Said one at a time by whoever writes them: there may be a hundred thousand.
    pub(crate) rows: &'a [Vec<TableCell>],
}

/// The pieces of a document.
pub(crate) fn outline<'a>(document: &'a Document, frame: &Frame<'_>) -> Result<Vec<Piece<'a>>, RenderError> {
    document.check(DEEPEST).map_err(RenderError::Shape)?;
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for (position, level) in reading_order(document) {
        let piece = match &document.nodes[position].block {
            Block::Section { title } => Piece::Heading { level, text: frame.say(title) },
            Block::Paragraph { text } => Piece::Paragraph(frame.say(text)),
            Block::KeyFigure { label, value, decimals } => {
                let one = KeyFigure { label: frame.say(label), value: *value, decimals: *decimals };
                if let Some(Piece::Figures(figures)) = pieces.last_mut() {
                    figures.push(one);
                    continue;
                }
                Piece::Figures(vec![one])
            }
            Block::Table { caption, columns, rows } => Piece::Table(Table {
                caption: frame.say(caption),
                heads: columns.iter().map(|head| frame.say(head)).collect(),
                rows,
            }),
            Block::Chart { kind, caption, labels, series } => Piece::Chart(Chart {
                kind: *kind,
                caption: frame.say(caption),
                labels: labels.iter().map(|label| clean(label).into_owned()).collect(),
                series: series.iter().map(|(name, points)| (frame.say(name), points.clone())).collect(),
            }),
        };
        pieces.push(piece);
    }
    Ok(pieces)
}

/// Each node's position with its depth, every parent directly before its children. The document is checked.
fn reading_order(document: &Document) -> Vec<(usize, usize)> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); document.nodes.len()];
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (position, node) in document.nodes.iter().enumerate() {
        match node.parent {
            Some(parent) => children[parent as usize].push(position),
            None => open.push((position, 1)),
        }
    }
    open.reverse();
    let mut order = Vec::with_capacity(document.nodes.len());
    while let Some((position, level)) = open.pop() {
        order.push((position, level));
        open.extend(children[position].iter().rev().map(|&child| (child, level + 1)));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn headings(parents: &[Option<u32>]) -> Result<Vec<(usize, String)>, RenderError> {
        let nodes = parents.iter().enumerate().map(|(i, parent)| sample::section(*parent, &format!("s{i}"))).collect();
        let catalogs = sample::catalogs();
        let document = Document { title: sample::text("t"), nodes };
        let pieces = outline(&document, &sample::frame(&catalogs))?;
        Ok(pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Heading { level, text } => (level, text),
                other => panic!("{other:?}"),
            })
            .collect())
    }

    #[test]
    fn children_stand_under_their_parent_however_late_they_come() {
        let found = headings(&[None, None, Some(0), Some(2), Some(1)]).unwrap();
        let found: Vec<(usize, &str)> = found.iter().map(|(level, text)| (*level, text.as_str())).collect();
        assert_eq!(found, [(1, "[s0]"), (2, "[s2]"), (3, "[s3]"), (1, "[s1]"), (2, "[s4]")]);
    }

    #[test]
    fn a_cycle_a_forward_parent_and_an_endless_chain_are_told_and_not_followed() {
        for parents in [vec![Some(0)], vec![Some(1), Some(0)], vec![None, Some(7)]] {
            assert!(matches!(headings(&parents), Err(RenderError::Shape(_))), "{parents:?}");
        }
        let chain: Vec<Option<u32>> = (0..1000).map(|i: u32| i.checked_sub(1)).collect();
        assert!(headings(&chain).unwrap_err().problem().what.zh.contains("64"));
    }
}
