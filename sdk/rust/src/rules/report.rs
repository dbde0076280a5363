//! Reports 报表 as documents: sections, paragraphs, figures, tables and charts. The host renders them.

use crate::raw::rules::exports::lifang::plugin::reports;
use crate::{Block, BlockNode, ChartKind, Date, Document, Figure, KeyFigure, TableCell, Text};

/// The days a report is about, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl From<reports::Period> for Period {
    fn from(period: reports::Period) -> Self {
        Self { first: Date(period.first), last: Date(period.last) }
    }
}

/// A report being written.
#[derive(Clone, Debug)]
pub struct Report {
    title: Text,
    top: Section,
}

/// What stands under a heading.
#[derive(Clone, Debug, Default)]
pub struct Section {
    blocks: Vec<(Block, Section)>,
}

impl Report {
    /// An empty report.
    #[must_use]
    pub fn new(title: Text) -> Self {
        Self { title, top: Section::default() }
    }

    /// The document as the contract wants it: a flat list, parents first.
    #[must_use]
    pub fn into_document(self) -> Document {
        let mut nodes = Vec::new();
        flatten(self.top, None, &mut nodes);
        Document { title: self.title, nodes }
    }
}

fn flatten(section: Section, parent: Option<u32>, nodes: &mut Vec<BlockNode>) {
    for (block, inside) in section.blocks {
        let position = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
        nodes.push(BlockNode { parent, block });
        flatten(inside, Some(position), nodes);
    }
}

macro_rules! blocks {
    ($($type:ident: $self:ident => $section:expr;)*) => {
        $(
            impl $type {
                /// Adds a heading with what `write` puts under it.
                #[must_use]
                pub fn section(mut $self, title: Text, write: impl FnOnce(Section) -> Section) -> Self {
                    $section.blocks.push((Block::Section(title), write(Section::default())));
                    $self
                }

                /// Adds running text.
                #[must_use]
                pub fn paragraph(mut $self, text: Text) -> Self {
                    $section.blocks.push((Block::Paragraph(text), Section::default()));
                    $self
                }

                /// Adds a single figure with so many decimals.
                #[must_use]
                pub fn figure(mut $self, label: Text, value: impl Into<Figure>, decimals: u8) -> Self {
                    let figure = KeyFigure { label, value: (value.into(), decimals) };
                    $section.blocks.push((Block::KeyFigure(figure), Section::default()));
                    $self
                }

                /// Adds a table.
                #[must_use]
                pub fn table(mut $self, table: Table) -> Self {
                    $section.blocks.push((Block::Table(table.0), Section::default()));
                    $self
                }

                /// Adds a chart.
                #[must_use]
                pub fn chart(mut $self, chart: Chart) -> Self {
                    $section.blocks.push((Block::Chart(chart.0), Section::default()));
                    $self
                }
            }
        )*
    };
}

blocks! {
    Report: self => self.top;
    Section: self => self;
}

/// A table being written.
#[derive(Clone, Debug)]
pub struct Table(reports::Table);

impl Table {
    /// An empty table under its heads.
    pub fn new(caption: Text, heads: impl IntoIterator<Item = Text>) -> Self {
        Self(reports::Table { caption, columns: heads.into_iter().collect(), rows: Vec::new() })
    }

    /// Adds a row; it must be as long as the heads are. Write cells with [`cell`] and [`data_cell`], or convert: a `Text`,
    /// a `Date`, a figure with its decimals.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = TableCell>) -> Self {
        self.0.rows.push(cells.into_iter().collect());
        self
    }

    /// Adds rows.
    #[must_use]
    pub fn rows<R: IntoIterator<Item = TableCell>>(self, rows: impl IntoIterator<Item = R>) -> Self {
        rows.into_iter().fold(self, Self::row)
    }
}

/// A cell: a `Text`, a `Date`, a `Figure` (no decimals), `(Figure, decimals)`, or `()` for nothing.
pub fn cell(content: impl Into<TableCell>) -> TableCell {
    content.into()
}

/// A cell of text that is data: a name, a code.
pub fn data_cell(content: impl Into<String>) -> TableCell {
    TableCell::Data(content.into())
}

impl From<()> for TableCell {
    fn from((): ()) -> Self {
        Self::Empty
    }
}

impl From<Text> for TableCell {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Date> for TableCell {
    fn from(date: Date) -> Self {
        Self::Date(date.0)
    }
}

impl From<Figure> for TableCell {
    fn from(figure: Figure) -> Self {
        Self::Number((figure, 0))
    }
}

impl From<(Figure, u8)> for TableCell {
    fn from(figure: (Figure, u8)) -> Self {
        Self::Number(figure)
    }
}

/// A chart being written.
#[derive(Clone, Debug)]
pub struct Chart(reports::Chart);

impl Chart {
    /// Bars over labels.
    pub fn bar<L: Into<String>>(caption: Text, labels: impl IntoIterator<Item = L>) -> Self {
        Self::new(ChartKind::Bar, caption, labels)
    }

    /// A line over labels.
    pub fn line<L: Into<String>>(caption: Text, labels: impl IntoIterator<Item = L>) -> Self {
        Self::new(ChartKind::Line, caption, labels)
    }

    /// Shares of a whole.
    pub fn pie<L: Into<String>>(caption: Text, labels: impl IntoIterator<Item = L>) -> Self {
        Self::new(ChartKind::Pie, caption, labels)
    }

    fn new<L: Into<String>>(kind: ChartKind, caption: Text, labels: impl IntoIterator<Item = L>) -> Self {
        let labels = labels.into_iter().map(Into::into).collect();
        Self(reports::Chart { kind, caption, labels, series: Vec::new() })
    }

    /// Adds a series: one point per label.
    #[must_use]
    pub fn series(mut self, name: Text, points: impl IntoIterator<Item = Figure>) -> Self {
        self.0.series.push((name, points.into_iter().collect()));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn a_document_is_flat_with_parents_first() {
        let table = Table::new(text!("t"), [text!("name"), text!("count")]);
        let document = Report::new(text!("report"))
            .section(text!("a"), |a| {
                a.paragraph(text!("p"))
                    .section(text!("b"), |b| b.table(table.row([data_cell("一"), cell(Figure::of(1.0))])))
            })
            .figure(text!("all"), 2.0, 0)
            .into_document();
        let shape: Vec<_> = document.nodes.iter().map(|node| node.parent).collect();
        assert_eq!(shape, [None, Some(0), Some(0), Some(2), None]);
        assert!(matches!(&document.nodes[3].block, Block::Table(table) if table.rows[0].len() == table.columns.len()));
    }
}
