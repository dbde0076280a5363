//! Decision tables: in each, the first row that fits speaks.

use crate::{Row, Scope, Table, evaluate};

/// A row that speaks.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'a> {
    /// The rule.
    pub rule: &'a str,
    /// The row.
    pub row: &'a Row,
}

/// What speaks, in the order of the tables.
pub fn hits<'a>(tables: impl IntoIterator<Item = &'a Table>, scope: &dyn Scope) -> Vec<Hit<'a>> {
    let fits = |row: &&Row| row.when.iter().all(|condition| evaluate(condition, scope).truth());
    let hit = |table: &'a Table| Some(Hit { rule: &table.rule, row: table.rows.iter().find(fits)? });
    tables.into_iter().filter_map(hit).collect()
}
