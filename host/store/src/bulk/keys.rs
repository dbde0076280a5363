//! Look-ups by many keys at once: the keys go to the database as one value, and are joined with like a table.

use super::postgres::to_json;
use super::{Bound, Values};
use crate::error::Result;
use crate::store::Engine;

/// Keys to be looked up, each row with as many values as there are columns.
pub(crate) struct Keys {
    columns: &'static [&'static str],
    rows: Vec<Values>,
}

impl Keys {
    /// Keys of these columns.
    pub(crate) fn new(columns: &'static [&'static str]) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// One more row.
    pub(crate) fn push(&mut self, row: Values) {
        debug_assert_eq!(row.0.len(), self.columns.len());
        self.rows.push(row);
    }

    /// Whether there is nothing to look up.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What is bound.
    pub(crate) fn json(&self) -> Result<String> {
        to_json(self.columns, &self.rows)
    }

    /// The keys as a table `k`, of the value bound under `$number`. To be joined with by [`crate::sql::each`], so
    /// that the keys come first.
    pub(crate) fn table(&self, engine: Engine, number: usize) -> String {
        let Some(first) = self.rows.first() else { return String::new() };
        let typed = self.columns.iter().zip(&first.0);
        match engine {
            Engine::Postgres => {
                let typed: Vec<String> =
                    typed.map(|(column, value)| format!("{column} {}", value.column_type())).collect();
                format!("json_to_recordset(CAST(${number} AS json)) AS k({})", typed.join(", "))
            }
            Engine::Sqlite => {
                let typed: Vec<String> = typed
                    .map(|(column, value)| match value {
                        // The bytes stand there as PostgreSQL writes them, behind `\x`.
                        Bound::Bytes(_) => format!("unhex(substr(value ->> '{column}', 3)) AS {column}"),
                        _ => format!("value ->> '{column}' AS {column}"),
                    })
                    .collect();
                format!("(SELECT {} FROM json_each(${number})) AS k", typed.join(", "))
            }
        }
    }
}
