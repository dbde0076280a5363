//! Reports 报表 as documents: what a plugin returns and `render` draws.

use crate::clock::Date;
use crate::query::Figure;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// The days a report is about, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

/// A table cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableCell {
    /// Nothing.
    Empty,
    /// A figure with so many decimals.
    Number(Figure, u8),
    /// A text of the catalogs.
    Text(Text),
    /// Text that is data.
    Data(String),
    /// A day.
    Date(Date),
}

/// How a chart draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChartKind {
    /// Bars.
    Bar,
    /// A line.
    Line,
    /// Shares of a whole.
    Pie,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// A heading over other nodes.
    Section {
        /// The heading.
        title: Text,
    },
    /// Running text.
    Paragraph {
        /// The text.
        text: Text,
    },
    /// A single figure.
    KeyFigure {
        /// What it counts.
        label: Text,
        /// The figure.
        value: Figure,
        /// Its decimals.
        decimals: u8,
    },
    /// A table.
    Table {
        /// Its caption.
        caption: Text,
        /// Its heads.
        columns: Vec<Text>,
        /// Its rows, each as long as `columns`.
        rows: Vec<Vec<TableCell>>,
    },
    /// A chart.
    Chart {
        /// How it draws.
        kind: ChartKind,
        /// Its caption.
        caption: Text,
        /// One label per point.
        labels: Vec<String>,
        /// Name and points of each series.
        series: Vec<(Text, Vec<Figure>)>,
    },
}

/// A node of a document, flat as a form's nodes are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockNode {
    /// The position of the parent; none at the top.
    pub parent: Option<u32>,
    /// What it holds.
    #[serde(flatten)]
    pub block: Block,
}

/// A report as a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its title.
    pub title: Text,
    /// Its nodes, parents first.
    pub nodes: Vec<BlockNode>,
}

impl Document {
    /// Checks the shape that the contract promises: parents before children, no chain too deep, rows as long as heads,
    /// series as long as labels.
    ///
    /// # Errors
    /// What is wrong, in words for the plugin's author.
    pub fn check(&self, deepest: u32) -> Result<(), String> {
        crate::form::check_parents(self.nodes.iter().map(|node| (node.name(), node.parent)), deepest)?;
        for (position, node) in self.nodes.iter().enumerate() {
            match &node.block {
                Block::Table { columns, rows, .. } => {
                    if let Some(row) = rows.iter().position(|row| row.len() != columns.len()) {
                        let (found, wanted) = (rows[row].len(), columns.len());
                        return Err(format!("node {position}: row {row} has {found} cells under {wanted} heads"));
                    }
                }
                Block::Chart { labels, series, .. } => {
                    if let Some((name, points)) = series.iter().find(|(_, points)| points.len() != labels.len()) {
                        let (found, wanted) = (points.len(), labels.len());
                        return Err(format!(
                            "node {position}: series {} has {found} points for {wanted} labels",
                            name.key
                        ));
                    }
                }
                Block::Section { .. } | Block::Paragraph { .. } | Block::KeyFigure { .. } => {}
            }
        }
        Ok(())
    }
}

impl BlockNode {
    fn name(&self) -> &'static str {
        match self.block {
            Block::Section { .. } => "section",
            Block::Paragraph { .. } => "paragraph",
            Block::KeyFigure { .. } => "key figure",
            Block::Table { .. } => "table",
            Block::Chart { .. } => "chart",
        }
    }
}
