//! The tree of regions by categories: what is shown of each, decided from the district down, and from the districts up.

use super::table::{Cell, Hidden, Table};
use super::{CHANGE, is_small};
use std::collections::{BTreeMap, BTreeSet};

/// A region below the root, by the codes on its way; none where a row lies in no region of that level.
pub type Node = Vec<Option<String>>;

/// How many of a category there are in a region of the deepest level asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Where.
    pub node: Node,
    /// Which category, as a position.
    pub category: usize,
    /// How many.
    pub count: i64,
}

/// What earlier publications say of a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// It was held back not long ago.
    pub held: bool,
    /// It was published with this value.
    pub earlier: Option<i64>,
    /// Published figures of sets that lie around it.
    pub around: Vec<i64>,
    /// Published figures of sets that lie within it.
    pub within: Vec<i64>,
}

impl Known {
    /// The figure as it is published: as before, until it has moved enough.
    #[must_use]
    pub fn steady(&self, count: i64) -> i64 {
        self.earlier.filter(|earlier| (earlier - count).abs() < CHANGE).unwrap_or(count)
    }

    /// The figure with what an outsider knows of it: the difference to a published set around it or within it is a figure too.
    fn cell(&self, count: i64) -> Cell {
        let published = || self.around.iter().chain(&self.within);
        let plain = Cell::new(count);
        Cell {
            count,
            sensitive: plain.sensitive || self.held || published().any(|other| is_small((other - count).abs())),
            least: self.within.iter().copied().max().unwrap_or(0).max(plain.least).min(count),
            most: self.around.iter().copied().min().unwrap_or(i64::MAX).max(count),
        }
    }
}

/// How a figure is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Open,
    /// Held back, and seen to be.
    Suppressed,
    /// Not at all, like an empty one: below a figure that is held back, or where the figures cannot hide each other.
    Left,
}

/// What is shown of every figure that is not empty.
pub type Decisions = BTreeMap<(Node, usize), Shown>;

/// Decides for all regions from the root down to those counted. `categories` is how many there are; `district` how many levels
/// below the root the districts lie (0 where the root is one, or lies in one).
///
/// Above the districts nothing is held back for another's sake: a figure is given where the districts' figures that are held
/// back hide each other in it.
pub fn decide(
    counted: &[Counted],
    categories: usize,
    district: usize,
    known: &dyn Fn(&[Option<String>], usize) -> Known,
) -> Decisions {
    let mut counts: BTreeMap<Node, Vec<i64>> = BTreeMap::new();
    let mut below: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
    for row in counted {
        for depth in 0..=row.node.len() {
            counts.entry(row.node[..depth].to_vec()).or_insert_with(|| vec![0; categories])[row.category] += row.count;
            if depth > 0 {
                below.entry(row.node[..depth - 1].to_vec()).or_default().insert(row.node[..depth].to_vec());
            }
        }
    }
    let mut deciding = Deciding { counts, below, categories, district, known, decisions: Decisions::new() };
    if !deciding.counts.is_empty() {
        deciding.upward(&Vec::new());
    }
    deciding.decisions
}

struct Deciding<'a> {
    counts: BTreeMap<Node, Vec<i64>>,
    below: BTreeMap<Node, BTreeSet<Node>>,
    categories: usize,
    district: usize,
    known: &'a dyn Fn(&[Option<String>], usize) -> Known,
    decisions: Decisions,
}

impl Deciding<'_> {
    fn cell(&self, node: &Node, category: usize) -> Cell {
        let count = self.counts[node][category];
        if count == 0 { Cell::new(0) } else { (self.known)(node, category).cell(count) }
    }

    fn all(&self) -> BTreeSet<usize> {
        (0..self.categories).collect()
    }

    fn mark(&mut self, node: &Node, category: usize, shown: Shown) {
        if self.counts[node][category] > 0 {
            self.decisions.insert((node.clone(), category), shown);
        }
    }

    fn children(&self, node: &Node) -> Vec<Node> {
        self.below.get(node).into_iter().flatten().cloned().collect()
    }

    /// Decides a region at or above the districts, and gives what is held back in it and not yet hidden among others: a row of
    /// categories each, 0 where nothing is.
    fn upward(&mut self, node: &Node) -> Vec<Vec<i64>> {
        if node.len() >= self.district {
            let (open, held) = self.own(node);
            self.downward(node, &open);
            return held.into_iter().collect();
        }
        let waiting: Vec<Vec<i64>> = self.children(node).iter().flat_map(|child| self.upward(child)).collect();
        let cells = waiting.iter().map(|row| row.iter().map(|&count| Cell::new(count)).collect()).collect();
        let table = Table { cells, rows_known: self.categories > 1, columns_known: true };
        if waiting.is_empty() || table.protects(&(0..waiting.len()).collect(), &self.all()) {
            return self.own(node).1.into_iter().collect();
        }
        for category in self.all() {
            let held = waiting.iter().any(|row| row[category] > 0);
            self.mark(node, category, if held { Shown::Suppressed } else { Shown::Open });
        }
        waiting
    }

    /// Decides a region's own figures under the sum of its categories; gives the categories that are open, and the row of those
    /// that are not.
    fn own(&mut self, node: &Node) -> (BTreeSet<usize>, Option<Vec<i64>>) {
        let row = self.all().into_iter().map(|category| self.cell(node, category)).collect();
        let table = Table { cells: vec![row], rows_known: self.categories > 1, columns_known: false };
        let (hidden, shown) = match table.hide() {
            Hidden::Nothing => (BTreeSet::new(), Shown::Open),
            Hidden::Block(_, columns) => (columns, Shown::Suppressed),
            Hidden::All => (self.all(), Shown::Left),
        };
        for category in self.all() {
            self.mark(node, category, if hidden.contains(&category) { shown } else { Shown::Open });
        }
        let held = hidden.iter().any(|&category| self.counts[node][category] > 0);
        let row = |hidden: &BTreeSet<usize>| {
            let count = |category| if hidden.contains(&category) { self.counts[node][category] } else { 0 };
            (0..self.categories).map(count).collect()
        };
        (self.all().difference(&hidden).copied().collect(), held.then(|| row(&hidden)))
    }

    /// Decides what lies below a region of which the `open` categories are known.
    fn downward(&mut self, node: &Node, open: &BTreeSet<usize>) {
        let children = self.children(node);
        let columns: Vec<usize> = open.iter().copied().collect();
        let row = |child: &Node| columns.iter().map(|&category| self.cell(child, category)).collect::<Vec<_>>();
        let cells = children.iter().map(row).collect();
        let hidden = Table { cells, rows_known: self.categories > 1, columns_known: true }.hide();
        for (position, child) in children.iter().enumerate() {
            let mut still: BTreeSet<usize> = BTreeSet::new();
            for category in self.all() {
                let column = columns.iter().position(|&column| column == category);
                let shown = match (&hidden, column) {
                    (_, None) | (Hidden::All, _) => Shown::Left,
                    (Hidden::Block(rows, columns), Some(column))
                        if rows.contains(&position) && columns.contains(&column) =>
                    {
                        Shown::Suppressed
                    }
                    _ => Shown::Open,
                };
                if shown == Shown::Open {
                    still.insert(category);
                }
                self.mark(child, category, shown);
            }
            self.downward(child, &still);
        }
    }
}
