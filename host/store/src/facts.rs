//! Facts are never overwritten: a row is closed, what of it still holds is said again, and the new row is added.

use crate::as_of::AsOf;
use crate::bulk::{Keys, Rows, Values};
use crate::error::{Conflict, Result, StoreError};
use crate::sql::{Read, each, query};
use crate::store::Tx;
use lifang_core::clock::{Date, Instant};

/// Rows closed by one statement.
const SUPERSEDED_AT_ONCE: usize = 4_096;

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
///
/// # Errors
/// [`Conflict::Changed`] when it was closed meanwhile: what replaces it would stand beside what replaced it already.
pub(crate) async fn supersede(
    tx: &mut Tx,
    table: &'static str,
    columns: &'static [&'static str],
    id: i64,
    from: AsOf,
) -> Result<Date> {
    let close = format!(
        "UPDATE {table} SET recorded_to = $1 WHERE id = $2 AND recorded_to = $3 RETURNING valid_from, valid_to"
    );
    let closed = query(close).bind(from.recorded.0).bind(id).bind(Instant::OPEN.0);
    let row = closed.fetch_optional(tx.connection()).await?.ok_or(StoreError::Conflict(Conflict::Changed))?;
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

/// Closes many rows of a table of facts as known, each with the first day on which something else holds, and says again the part
/// of each that held before it. Until when a row held its reader knows.
///
/// # Errors
/// [`Conflict::Changed`] when one of them was closed meanwhile.
pub(crate) async fn supersede_all(
    tx: &mut Tx,
    table: &'static str,
    columns: &'static [&'static str],
    rows: &[(i64, Date)],
    recorded: Instant,
) -> Result<()> {
    for rows in rows.chunks(SUPERSEDED_AT_ONCE) {
        let mut keys = Keys::new(&["id", "day"]);
        for (id, day) in rows {
            keys.push(Values::default().and(*id).and(i64::from(day.0)));
        }
        let (table_of_keys, json, open) = (keys.table(tx.engine(), 2), keys.json()?, Instant::OPEN.0);
        let close = format!(
            "UPDATE {table} SET recorded_to = $1 WHERE recorded_to = {open} AND id IN (SELECT k.id FROM {table_of_keys})"
        );
        let closed = query(close).bind(recorded.0).bind(json.as_str()).execute(tx.connection()).await?;
        if closed.rows_affected() != rows.len() as u64 {
            return Err(StoreError::Conflict(Conflict::Changed));
        }
        let (into, from) = (columns.join(", "), columns.iter().map(|column| format!("f.{column}")).collect::<Vec<_>>());
        let keep = format!(
            "INSERT INTO {table} ({into}, provenance_id, valid_from, valid_to, recorded_from, recorded_to) \
             SELECT {}, f.provenance_id, f.valid_from, CASE WHEN f.valid_to < k.day THEN f.valid_to ELSE k.day END, $1, {open} FROM {table_of_keys} {}",
            from.join(", "),
            each(tx.engine(), table, "f", "f.id = k.id AND f.valid_from < k.day")
        );
        query(keep).bind(recorded.0).bind(json).execute(tx.connection()).await?;
    }
    Ok(())
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
