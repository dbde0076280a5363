//! Facts are never overwritten: a row is closed, what of it still holds is said again, and the new row is added.

use crate::as_of::AsOf;
use crate::bulk::{Rows, Values};
use crate::error::Result;
use crate::sql::{Read, query};
use crate::store::Tx;
use lifang_core::clock::{Date, Instant};

/// What every new fact carries: where it comes from, and from which day and moment on it counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    /// A row of `provenance`.
    pub(crate) provenance: i64,
    /// The first day it holds, and the moment it became known.
    pub(crate) from: AsOf,
}

/// Closes row `id` of a table of facts as known, and says again the part of it that held before `from.valid`. Gives the day
/// the row held until: what replaces it holds until then too.
pub(crate) async fn supersede(
    tx: &mut Tx,
    table: &'static str,
    columns: &'static [&'static str],
    id: i64,
    from: AsOf,
) -> Result<Date> {
    let close = format!("UPDATE {table} SET recorded_to = $1 WHERE id = $2 RETURNING valid_from, valid_to");
    let row = query(close).bind(from.recorded.0).bind(id).fetch_one(tx.connection()).await?;
    let (valid_from, valid_to) = (row.int(0)?, row.int(1)?);
    if valid_from < i64::from(from.valid.0) {
        let columns = columns.join(", ");
        let keep = format!(
            "INSERT INTO {table} ({columns}, provenance_id, valid_from, valid_to, recorded_from, recorded_to) \
             SELECT {columns}, provenance_id, valid_from, $1, $2, $3 FROM {table} WHERE id = $4"
        );
        let keep = query(keep).bind(i64::from(from.valid.0)).bind(from.recorded.0).bind(Instant::OPEN.0).bind(id);
        keep.execute(tx.connection()).await?;
    }
    Ok(Date(crate::sql::narrow(valid_to)?))
}

/// Adds one fact.
pub(crate) async fn insert_fact(
    tx: &mut Tx,
    table: &'static str,
    columns: &'static [&'static str],
    row: Values,
) -> Result<()> {
    let mut rows = Rows::of_facts(table, columns);
    rows.push(tx, row).await?;
    rows.finish(tx).await
}
