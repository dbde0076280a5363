//! SQLite: a statement of many rows of values.

use super::{Bound, Values};
use crate::error::Result;
use crate::sql::query;
use crate::store::Tx;

/// Values bound by one statement, at most.
const VALUES_AT_ONCE: usize = 2_048;

/// How many of the waiting rows go into the next statement: as many as fit, then an eighth, then an eighth of that. Few
/// different statements, so that each is prepared once and found again.
pub(super) fn chunk(columns: usize, waiting: usize) -> usize {
    let mut size = 1 << (VALUES_AT_ONCE / columns).ilog2();
    while size > waiting {
        size = (size / 8).max(1);
    }
    size
}

pub(super) async fn insert(tx: &mut Tx, table: &str, columns: &[&str], rows: Vec<Values>, tail: &str) -> Result<()> {
    let sql = statement(table, columns, rows.len(), tail);
    let mut all = query(sql);
    for value in rows.into_iter().flat_map(|row| row.0) {
        all = match value {
            Bound::Int(number) => all.bind(number),
            Bound::Float(number) => all.bind(number),
            Bound::Text(text) => all.bind(text),
            Bound::Bytes(bytes) => all.bind(bytes),
        };
    }
    all.execute(tx.connection()).await?;
    Ok(())
}

/// The placeholders have no names: SQLite would look each one up among all others, one after the other.
fn statement(table: &str, columns: &[&str], rows: usize, tail: &str) -> String {
    let row = format!("({})", vec!["?"; columns.len()].join(", "));
    format!("INSERT INTO {table} ({}) VALUES {}{tail}", columns.join(", "), vec![row.as_str(); rows].join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_rows_is_written_by_few_statements() {
        assert_eq!(statement("t", &["a", "b"], 2, ""), "INSERT INTO t (a, b) VALUES (?, ?), (?, ?)");
        let mut sizes = Vec::new();
        let mut waiting = 300;
        while waiting > 0 {
            sizes.push(chunk(16, waiting));
            waiting -= chunk(16, waiting);
        }
        assert_eq!(sizes, [128, 128, 16, 16, 2, 2, 2, 2, 2, 2]);
    }
}
