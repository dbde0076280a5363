//! PostgreSQL: one value that holds all rows. The server reads JSON faster than it plans thousands of placeholders, and a
//! statement that does not depend on the number of rows is prepared once.

use super::{Bound, Values};
use crate::error::Result;
use crate::secrets::hex;
use crate::sql::query;
use crate::store::Tx;
use std::fmt::Write;

/// Rows in one statement, at most.
pub(super) const CHUNK: usize = 1_024;

pub(super) async fn insert(tx: &mut Tx, table: &str, columns: &[&str], rows: &[Values], tail: &str) -> Result<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    let typed = columns.iter().zip(&first.0).map(|(column, value)| format!("{column} {}", value.column_type()));
    let (typed, columns_list) = (typed.collect::<Vec<_>>().join(", "), columns.join(", "));
    let sql = format!(
        "INSERT INTO {table} ({columns_list}) SELECT {columns_list} FROM json_to_recordset(CAST($1 AS json)) AS row({typed}){tail}"
    );
    query(sql).bind(to_json(columns, rows)?).execute(tx.connection()).await?;
    Ok(())
}

pub(super) fn to_json(columns: &[&str], rows: &[Values]) -> Result<String> {
    let mut json = String::from("[");
    for (number, row) in rows.iter().enumerate() {
        json.push_str(if number == 0 { "{" } else { ",{" });
        for (position, (column, value)) in columns.iter().zip(&row.0).enumerate() {
            let comma = if position == 0 { "" } else { "," };
            // Writing to a string cannot fail.
            let _ = write!(json, "{comma}\"{column}\":");
            value.push_to(&mut json)?;
        }
        json.push('}');
    }
    json.push(']');
    Ok(json)
}

impl Bound {
    pub(super) fn column_type(&self) -> &'static str {
        match self {
            Self::Int(_) => "bigint",
            Self::Float(_) => "double precision",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytea",
        }
    }

    fn push_to(&self, json: &mut String) -> Result<()> {
        match self {
            Self::Int(None) | Self::Text(None) | Self::Bytes(None) => json.push_str("null"),
            // Writing to a string cannot fail.
            Self::Int(Some(number)) => drop(write!(json, "{number}")),
            Self::Float(number) => drop(write!(json, "{number:?}")),
            Self::Text(Some(text)) => json.push_str(&serde_json::to_string(text)?),
            // The text form of bytea.
            Self::Bytes(Some(bytes)) => {
                json.push_str("\"\\\\x");
                json.push_str(&hex(bytes));
                json.push('"');
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_json_that_json_readers_read() {
        let row = Values::default().and(-7).and(0.5).and("名\"称\n").and(vec![0, 255]).and(None::<i64>);
        let json = to_json(&["a", "b", "c", "d", "e"], &[row]).unwrap();
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read, serde_json::json!([{"a": -7, "b": 0.5, "c": "名\"称\n", "d": "\\x00ff", "e": null}]));
    }
}
