//! Inserts of many rows at a time, in chunks small enough for every engine.

use crate::error::Result;
use crate::facts::Stamp;
use crate::store::Tx;
use lifang_core::clock::{Date, Instant};
use sqlx::any::AnyArguments;
use sqlx::{Any, Arguments, AssertSqlSafe, Encode, Type};

/// Values bound by one statement. SQLite looks named parameters up one after the other, so larger statements are slower, not
/// faster; and the last chunks are cut by halves, so that few different statements are ever prepared.
const VALUES_AT_ONCE: usize = 1_024;

/// Rows waiting to be inserted into one table.
pub(crate) struct Rows {
    table: &'static str,
    columns: Vec<&'static str>,
    chunk: usize,
    waiting: Vec<AnyArguments>,
}

/// One row's values, bound in the order of the columns.
#[derive(Default)]
pub(crate) struct Values(AnyArguments);

impl Rows {
    /// Rows for the table.
    pub(crate) fn new(table: &'static str, columns: &'static [&'static str]) -> Self {
        let chunk = 1 << (VALUES_AT_ONCE / columns.len()).ilog2();
        Self { table, columns: columns.to_vec(), chunk, waiting: Vec::new() }
    }

    /// Rows for a table of facts, each to be [`Values::stamped`].
    pub(crate) fn of_facts(table: &'static str, columns: &'static [&'static str]) -> Self {
        let stamp = ["provenance_id", "valid_from", "valid_to", "recorded_from", "recorded_to"];
        let mut rows = Self::new(table, columns);
        rows.columns.extend(stamp);
        rows.chunk = 1 << (VALUES_AT_ONCE / rows.columns.len()).ilog2();
        rows
    }

    /// Adds a row; it is written when enough have come together, and at the latest by [`Rows::finish`].
    pub(crate) async fn push(&mut self, tx: &mut Tx, row: Values) -> Result<()> {
        debug_assert_eq!(row.0.len(), self.columns.len(), "{}", self.table);
        self.waiting.push(row.0);
        if self.waiting.len() >= self.chunk { self.write(tx, self.chunk).await } else { Ok(()) }
    }

    /// Writes what is left.
    pub(crate) async fn finish(mut self, tx: &mut Tx) -> Result<()> {
        while !self.waiting.is_empty() {
            let mut size = self.chunk;
            while size > self.waiting.len() {
                size /= 2;
            }
            self.write(tx, size).await?;
        }
        Ok(())
    }

    async fn write(&mut self, tx: &mut Tx, rows: usize) -> Result<()> {
        let mut all = AnyArguments::default();
        for row in self.waiting.drain(..rows) {
            all.values.0.extend(row.values.0);
        }
        sqlx::query_with(AssertSqlSafe(self.statement(rows)), all).execute(tx.connection()).await?;
        Ok(())
    }

    fn statement(&self, rows: usize) -> String {
        let mut sql = format!("INSERT INTO {} ({}) VALUES ", self.table, self.columns.join(", "));
        for row in 0..rows {
            let placeholders = (1..=self.columns.len()).map(|column| format!("${}", row * self.columns.len() + column));
            let comma = if row == 0 { "" } else { ", " };
            sql.push_str(&format!("{comma}({})", placeholders.collect::<Vec<_>>().join(", ")));
        }
        sql
    }
}

impl Values {
    /// The same row with one more value.
    pub(crate) fn and<'q, T>(mut self, value: T) -> Result<Self>
    where
        T: Encode<'q, Any> + Type<Any> + 'q,
    {
        self.0.add(value).map_err(sqlx::Error::Encode)?;
        Ok(self)
    }

    /// The same row with what every fact ends with: where it comes from, since when it holds and since when it is known.
    pub(crate) fn stamped(self, stamp: Stamp, valid_from: Date) -> Result<Self> {
        self.stamped_until(stamp, valid_from, Date::OPEN)
    }

    /// The same for a fact whose last day is known.
    pub(crate) fn stamped_until(self, stamp: Stamp, valid_from: Date, valid_to: Date) -> Result<Self> {
        let row = self.and(stamp.provenance)?.and(i64::from(valid_from.0))?.and(i64::from(valid_to.0))?;
        row.and(stamp.from.recorded.0)?.and(Instant::OPEN.0)
    }
}
