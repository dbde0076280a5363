//! One table whose margins are known: which of its cells must be held back together.

use super::{SMALL, WIDTH, is_small};
use std::collections::BTreeSet;

/// A count in a table, and what an outsider knows of it already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// How many.
    pub count: i64,
    /// Must be held back.
    pub sensitive: bool,
    /// At least so many, as an outsider knows.
    pub least: i64,
    /// At most so many, as an outsider knows.
    pub most: i64,
}

impl Cell {
    /// A count of which nothing is known but that there is somebody.
    #[must_use]
    pub fn new(count: i64) -> Self {
        Self { count, sensitive: is_small(count), least: 1.min(count), most: i64::MAX }
    }

    fn up(self) -> i64 {
        self.most.saturating_sub(self.count).max(0)
    }

    fn down(self) -> i64 {
        (self.count - self.least).max(0)
    }
}

/// Counts by row (regions of one parent) and column (categories).
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Rows of equal length.
    pub cells: Vec<Vec<Cell>>,
    /// The sum of each row is known: somebody may publish it without the categories.
    pub rows_known: bool,
    /// The sum of each column is known: it is the parent's figure.
    pub columns_known: bool,
}

/// What of a table is held back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Nothing.
    Nothing,
    /// Every cell of these rows in these columns.
    Block(BTreeSet<usize>, BTreeSet<usize>),
    /// Even together the cells do not hide each other: the table is not given at all, and nobody learns which are empty.
    All,
}

impl Table {
    /// Chooses what is held back: the sensitive cells' rows and columns, and the smallest others until all of them hide each
    /// other.
    #[must_use]
    pub fn hide(&self) -> Hidden {
        let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
        for (r, row) in self.cells.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                if cell.count > 0 && cell.sensitive {
                    rows.insert(r);
                    columns.insert(c);
                }
            }
        }
        if rows.is_empty() {
            return Hidden::Nothing;
        }
        while !self.protects(&rows, &columns) {
            let row = self.columns_known.then(|| self.next_row(&rows, &columns)).flatten();
            let column = self.rows_known.then(|| self.next_column(&rows, &columns)).flatten();
            match (row, column) {
                (Some((_, row)), None) => rows.insert(row),
                (None, Some((_, column))) => columns.insert(column),
                (Some((_, row)), Some(_)) if rows.len() < 2 => rows.insert(row),
                (Some(_), Some((_, column))) if columns.len() < 2 => columns.insert(column),
                (Some((cost, row)), Some((other, _))) if cost <= other => rows.insert(row),
                (Some(_), Some((_, column))) => columns.insert(column),
                (None, None) => return Hidden::All,
            };
        }
        Hidden::Block(rows, columns)
    }

    /// Whether the cells of these rows and columns hide each other from one who knows all the others and the margins: a crowd
    /// stands behind each margin, and each cell may be one of several numbers.
    #[must_use]
    pub fn protects(&self, rows: &BTreeSet<usize>, columns: &BTreeSet<usize>) -> bool {
        if !self.rows_known && !self.columns_known {
            return true;
        }
        let crowd = |sum: i64| sum == 0 || sum >= SMALL;
        let in_row = |r: usize| columns.iter().map(|&c| self.cells[r][c].count).sum::<i64>();
        let in_column = |c: usize| rows.iter().map(|&r| self.cells[r][c].count).sum::<i64>();
        (!self.rows_known || rows.iter().all(|&r| crowd(in_row(r))))
            && (!self.columns_known || columns.iter().all(|&c| crowd(in_column(c))))
            && rows.iter().all(|&r| {
                columns.iter().all(|&c| self.cells[r][c].count == 0 || self.width(r, c, rows, columns) >= WIDTH)
            })
    }

    /// How far the cell can move while the others of the block make up for it. Exact along one line; in two directions the best
    /// exchange of four cells, which is a lower bound.
    fn width(&self, r: usize, c: usize, rows: &BTreeSet<usize>, columns: &BTreeSet<usize>) -> i64 {
        let cell = self.cells[r][c];
        let line = |others: Vec<Cell>| {
            let others: Vec<Cell> = others.into_iter().filter(|other| other.count > 0).collect();
            let sum = |way: fn(Cell) -> i64| others.iter().fold(0_i64, |sum, other| sum.saturating_add(way(*other)));
            cell.up().min(sum(Cell::down)).saturating_add(cell.down().min(sum(Cell::up)))
        };
        match (self.rows_known, self.columns_known) {
            (false, _) => line(rows.iter().filter(|&&other| other != r).map(|&other| self.cells[other][c]).collect()),
            (true, false) => {
                line(columns.iter().filter(|&&other| other != c).map(|&other| self.cells[r][other]).collect())
            }
            (true, true) => {
                let (mut up, mut down) = (0, 0);
                for &r2 in rows.iter().filter(|&&other| other != r) {
                    for &c2 in columns.iter().filter(|&&other| other != c) {
                        let (beside, below, across) = (self.cells[r][c2], self.cells[r2][c], self.cells[r2][c2]);
                        // An empty cell is known to be empty: it takes no part.
                        if beside.count > 0 && below.count > 0 && across.count > 0 {
                            up = up.max(cell.up().min(beside.down()).min(below.down()).min(across.up()));
                            down = down.max(cell.down().min(beside.up()).min(below.up()).min(across.down()));
                        }
                    }
                }
                up.saturating_add(down)
            }
        }
    }

    /// The row that costs least to hold back too.
    fn next_row(&self, rows: &BTreeSet<usize>, columns: &BTreeSet<usize>) -> Option<(i64, usize)> {
        let cost = |r: usize| columns.iter().map(|&c| self.cells[r][c].count).sum::<i64>();
        (0..self.cells.len()).filter(|r| !rows.contains(r)).map(|r| (cost(r), r)).filter(|(cost, _)| *cost > 0).min()
    }

    fn next_column(&self, rows: &BTreeSet<usize>, columns: &BTreeSet<usize>) -> Option<(i64, usize)> {
        let wide = self.cells.first().map_or(0, Vec::len);
        let cost = |c: usize| rows.iter().map(|&r| self.cells[r][c].count).sum::<i64>();
        (0..wide).filter(|c| !columns.contains(c)).map(|c| (cost(c), c)).filter(|(cost, _)| *cost > 0).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of the numbers beside each other under a known total are held back.
    fn beside(counts: &[i64]) -> Option<Vec<usize>> {
        let cells = counts.iter().map(|&count| vec![Cell::new(count)]).collect();
        match (Table { cells, rows_known: false, columns_known: true }).hide() {
            Hidden::Nothing => Some(vec![]),
            Hidden::Block(rows, _) => Some(rows.into_iter().collect()),
            Hidden::All => None,
        }
    }

    #[test]
    fn a_lone_small_number_takes_the_next_smallest_with_it() {
        assert_eq!(beside(&[40, 3, 25, 90]), Some(vec![1, 2]));
        assert_eq!(beside(&[412, 0, 388]), Some(vec![]), "nobody is found in an empty cell");
        assert_eq!(beside(&[412, 3, 0, 388]), Some(vec![1, 3]), "nobody hides in one either");
        assert_eq!(beside(&[3, 4, 500]), Some(vec![0, 1, 2]), "seven are no crowd");
        assert_eq!(beside(&[]), Some(vec![]));
    }

    #[test]
    fn numbers_that_cannot_hide_each_other_are_not_given() {
        assert_eq!(beside(&[0, 3]), None);
        assert_eq!(beside(&[1; 12]), None, "twelve under a total of twelve, nobody of whom is empty, are one each");
        assert_eq!(beside(&[2; 12]), Some((0..12).collect()), "under twenty-four each may be one to thirteen");
    }

    #[test]
    fn in_two_directions_two_rows_and_two_columns_are_held_back() {
        let cells = |rows: &[[i64; 3]]| rows.iter().map(|row| row.map(Cell::new).to_vec()).collect();
        let table =
            Table { cells: cells(&[[3, 60, 80], [50, 40, 70], [90, 95, 99]]), rows_known: true, columns_known: true };
        let Hidden::Block(rows, columns) = table.hide() else { panic!("{table:?}") };
        assert_eq!(
            (rows.into_iter().collect::<Vec<_>>(), columns.into_iter().collect::<Vec<_>>()),
            (vec![0, 1], vec![0, 1])
        );
    }

    #[test]
    fn what_is_known_otherwise_narrows_and_asks_for_more() {
        let narrow = |count, least, most| Cell { least, most, ..Cell::new(count) };
        // Nine of at most ten, beside twelve of at most twelve: two numbers are left for the first.
        let pair = vec![vec![narrow(9, 1, 10)], vec![narrow(12, 1, 12)]];
        let table = Table { cells: pair.clone(), rows_known: false, columns_known: true };
        assert_eq!(table.hide(), Hidden::All);
        let with_another = Table { cells: [pair, vec![vec![Cell::new(30)]]].concat(), ..table };
        assert_eq!(with_another.hide(), Hidden::Block((0..3).collect(), [0].into()));
    }
}
