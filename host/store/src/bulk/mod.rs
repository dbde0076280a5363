//! Inserts of many rows at a time, by whatever each engine does best.

mod keys;
mod postgres;
mod sqlite;

pub(crate) use keys::Keys;

use crate::error::Result;
use crate::facts::Stamp;
use crate::store::{Engine, Tx};
use lifang_core::clock::{Date, Instant};

/// Rows kept in memory before any is written: as many as the largest statement takes.
const MOST_WAITING: usize = 1_024;

/// Rows waiting to be inserted into one table.
pub(crate) struct Rows {
    table: &'static str,
    columns: Vec<&'static str>,
    waiting: Vec<Values>,
    /// What a statement ends with.
    tail: &'static str,
}

/// One row's values, in the order of the columns.
#[derive(Debug, Default)]
pub(crate) struct Values(Vec<Bound>);

/// A value to be written. A missing one knows its type, because PostgreSQL asks for it.
#[derive(Clone, Debug)]
pub(crate) enum Bound {
    Int(Option<i64>),
    Float(f64),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl Rows {
    /// Rows for the table.
    pub(crate) fn new(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns: columns.to_vec(), waiting: Vec::new(), tail: "" }
    }

    /// Rows for a table of facts, each to be [`Values::stamped`].
    pub(crate) fn of_facts(table: &'static str, columns: &'static [&'static str]) -> Self {
        let stamp = ["provenance_id", "valid_from", "valid_to", "recorded_from", "recorded_to"];
        let mut rows = Self::new(table, columns);
        rows.columns.extend(stamp);
        rows
    }

    /// The same rows, with what every statement ends with: what to do where a key is there already.
    pub(crate) fn ending(self, tail: &'static str) -> Self {
        Self { tail, ..self }
    }

    /// The same rows; those whose key is there already stay as they are.
    pub(crate) fn unless_there(self) -> Self {
        Self { tail: " ON CONFLICT DO NOTHING", ..self }
    }

    /// Adds a row; it is written when enough have come together, and at the latest by [`Rows::finish`].
    pub(crate) async fn push(&mut self, tx: &mut Tx, row: Values) -> Result<()> {
        debug_assert_eq!(row.0.len(), self.columns.len(), "{}", self.table);
        self.waiting.push(row);
        if self.waiting.len() >= MOST_WAITING { self.write(tx).await } else { Ok(()) }
    }

    /// Writes what is left.
    pub(crate) async fn finish(mut self, tx: &mut Tx) -> Result<()> {
        while !self.waiting.is_empty() {
            self.write(tx).await?;
        }
        Ok(())
    }

    /// Writes the first rows that wait.
    async fn write(&mut self, tx: &mut Tx) -> Result<()> {
        let rows = self.waiting.len().min(self.chunk(tx.engine()));
        let rows: Vec<Values> = self.waiting.drain(..rows).collect();
        match tx.engine() {
            Engine::Sqlite => sqlite::insert(tx, self.table, &self.columns, rows, self.tail).await,
            Engine::Postgres => postgres::insert(tx, self.table, &self.columns, &rows, self.tail).await,
        }
    }

    fn chunk(&self, engine: Engine) -> usize {
        match engine {
            Engine::Sqlite => sqlite::chunk(self.columns.len(), self.waiting.len()),
            Engine::Postgres => postgres::CHUNK,
        }
    }
}

impl Values {
    /// The same row with one more value.
    pub(crate) fn and(mut self, value: impl Into<Bound>) -> Self {
        self.0.push(value.into());
        self
    }

    /// The same row with what every fact ends with: where it comes from, since when it holds and since when it is known.
    pub(crate) fn stamped(self, stamp: Stamp, valid_from: Date) -> Self {
        self.stamped_until(stamp, valid_from, Date::OPEN)
    }

    /// The same for a fact whose last day is known.
    pub(crate) fn stamped_until(self, stamp: Stamp, valid_from: Date, valid_to: Date) -> Self {
        let row = self.and(stamp.provenance).and(i64::from(valid_from.0)).and(i64::from(valid_to.0));
        row.and(stamp.from.recorded.0).and(Instant::OPEN.0)
    }
}

macro_rules! bound {
    ($($type:ty => |$value:ident| $bound:expr;)*) => {
        $(impl From<$type> for Bound {
            fn from($value: $type) -> Self {
                $bound
            }
        })*
    };
}
bound! {
    i64 => |value| Self::Int(Some(value));
    Option<i64> => |value| Self::Int(value);
    f64 => |value| Self::Float(value);
    &str => |value| Self::Text(Some(value.to_owned()));
    String => |value| Self::Text(Some(value));
    Option<String> => |value| Self::Text(value);
    Vec<u8> => |value| Self::Bytes(Some(value));
    Option<Vec<u8>> => |value| Self::Bytes(value);
}
