//! A row of a table.

use lifang_core::intake::Cell;

/// Cells in the order of the columns; those at the end may be missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Row of the sheet or line of the file, counted from 1: what its sender sees.
    pub number: u64,
    /// Its cells.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column; empty where the row ends before it.
    #[must_use]
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}

/// Rows of a file as they come, the heading among them; blank ones are left out.
pub(crate) trait Rows: Send {
    /// Reads the next row into `row`; `false` at the end.
    fn next_into(&mut self, row: &mut Row) -> Result<bool, crate::TableError>;
}
