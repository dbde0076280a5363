//! Small pieces that every query is made of: the query itself, what is in force as of a moment, and reading rows.
//!
//! All SQL in this crate is put together from texts of this crate; what comes from outside is always bound. That is what
//! [`AssertSqlSafe`] asserts here, once.

use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::store::Engine;
use lifang_core::region::RegionId;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::any::{Any, AnyArguments, AnyRow};
use sqlx::{AssertSqlSafe, Row};
use std::borrow::Cow;
use uuid::Uuid;

/// A query with what is bound to it.
pub(crate) type Query<'q> = sqlx::query::Query<'q, Any, AnyArguments>;

/// A query over texts of this crate.
pub(crate) fn query<'q>(sql: impl Into<Cow<'static, str>>) -> Query<'q> {
    sqlx::query(AssertSqlSafe(sql.into()))
}

/// A query whose `$1` and `$2` are the as-of, as [`in_force`] wants them; further values are bound from `$3` on.
pub(crate) fn query_as_of<'q>(sql: impl Into<Cow<'static, str>>, at: AsOf) -> Query<'q> {
    query(sql).bind(i64::from(at.valid.0)).bind(at.recorded.0)
}

/// The condition that a fact row holds on the day `$1` and was known at the moment `$2`.
pub(crate) fn in_force(alias: &str) -> String {
    format!(
        "{alias}.valid_from <= $1 AND {alias}.valid_to > $1 AND {alias}.recorded_from <= $2 AND {alias}.recorded_to > $2"
    )
}

/// A table joined to what stands before it: found by `condition` for each row there, and never the other way round. A planner that
/// takes a table for empty, because it was filled a moment ago, would read it from end to end and try every key on every row. On
/// SQLite `CROSS JOIN` says what comes first; on PostgreSQL a part that needs what came before and is not merged into the whole.
pub(crate) fn each(engine: Engine, table: &str, alias: &str, condition: &str) -> String {
    match engine {
        Engine::Sqlite => format!("CROSS JOIN {table} {alias} ON {condition}"),
        Engine::Postgres => {
            format!("CROSS JOIN LATERAL (SELECT {alias}.* FROM {table} {alias} WHERE {condition} OFFSET 0) {alias}")
        }
    }
}

/// The same for facts: those in force as of `$1` and `$2`.
pub(crate) fn each_in_force(engine: Engine, table: &str, alias: &str, condition: &str) -> String {
    each(engine, table, alias, &format!("{condition} AND {}", in_force(alias)))
}

/// A set of row numbers as a table with the column `id`, bound as one text by [`ids_text`] at `$number`: the statement does not
/// depend on how many there are.
pub(crate) fn ids_table(engine: Engine, number: usize) -> String {
    match engine {
        Engine::Sqlite => format!("(SELECT CAST(value AS INTEGER) AS id FROM json_each(${number}))"),
        Engine::Postgres => {
            format!("(SELECT CAST(value AS bigint) AS id FROM json_array_elements_text(CAST(${number} AS json)))")
        }
    }
}

/// Row numbers for [`ids_table`].
pub(crate) fn ids_text(ids: impl IntoIterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    format!("[{}]", ids.join(","))
}

/// How many regions a path has at most, the nation among them.
pub(crate) const PATH: usize = 8;

/// The condition that `column` is one of the regions of a path, bound by [`bind_path`] from `$first` on. The text does not
/// depend on the path, so that the statement is prepared once.
pub(crate) fn on_path(column: &str, first: usize) -> String {
    let bound: Vec<String> = (first..first + PATH).map(|number| format!("${number}")).collect();
    format!("{column} IN ({})", bound.join(", "))
}

/// Binds the regions for [`on_path`]; a path longer than the tree is deep is cut at the outer end.
pub(crate) fn bind_path<'q>(query: Query<'q>, path: &[RegionId]) -> Query<'q> {
    let nearest = path.iter().rev().map(|region| region.0);
    // No region has the number 0.
    nearest.chain(std::iter::repeat(0)).take(PATH).fold(query, Query::bind)
}

/// Reading a row by position.
pub(crate) trait Read {
    /// A number.
    fn int(&self, column: usize) -> Result<i64>;
    /// A number or nothing.
    fn int_or_null(&self, column: usize) -> Result<Option<i64>>;
    /// A text.
    fn text(&self, column: usize) -> Result<String>;
    /// A text or nothing.
    fn text_or_null(&self, column: usize) -> Result<Option<String>>;
    /// Bytes or nothing.
    fn bytes_or_null(&self, column: usize) -> Result<Option<Vec<u8>>>;
    /// An identifier.
    fn uid(&self, column: usize) -> Result<Uuid>;
    /// What a JSON text says.
    fn json<T: DeserializeOwned>(&self, column: usize) -> Result<T>;
    /// What a JSON text says, or nothing.
    fn json_or_null<T: DeserializeOwned>(&self, column: usize) -> Result<Option<T>>;
}

impl Read for AnyRow {
    fn int(&self, column: usize) -> Result<i64> {
        Ok(self.try_get(column)?)
    }

    fn int_or_null(&self, column: usize) -> Result<Option<i64>> {
        Ok(self.try_get(column)?)
    }

    fn text(&self, column: usize) -> Result<String> {
        Ok(self.try_get(column)?)
    }

    fn text_or_null(&self, column: usize) -> Result<Option<String>> {
        Ok(self.try_get(column)?)
    }

    fn bytes_or_null(&self, column: usize) -> Result<Option<Vec<u8>>> {
        Ok(self.try_get(column)?)
    }

    fn uid(&self, column: usize) -> Result<Uuid> {
        Uuid::from_slice(self.try_get::<&[u8], _>(column)?).map_err(StoreError::corrupt)
    }

    fn json<T: DeserializeOwned>(&self, column: usize) -> Result<T> {
        Ok(serde_json::from_str(self.try_get::<&str, _>(column)?)?)
    }

    fn json_or_null<T: DeserializeOwned>(&self, column: usize) -> Result<Option<T>> {
        let text: Option<&str> = self.try_get(column)?;
        Ok(text.map(serde_json::from_str).transpose()?)
    }
}

/// A number of the database as one of a smaller type.
pub(crate) fn narrow<T: TryFrom<i64>>(number: i64) -> Result<T> {
    T::try_from(number).map_err(|_| StoreError::corrupt(format!("{number} is out of range")))
}

/// What is stored as JSON.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value)?)
}
