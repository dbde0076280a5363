//! Changes dated ahead: recorded as planned, made on their day, and withdrawn before if need be.
//!
//! Records follow when a change is made and not before, so whatever is written until its day follows like all the rest.

use super::history::{CHANGE, ChangeRow, change};
use super::{Became, Changed, make};
use crate::bulk::{Rows, Values};
use crate::counters::Block;
use crate::error::{Conflict, Result, StoreError};
use crate::sql::{Read, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::clock::{Date, Instant};
use lifang_core::problem::Problem;
use lifang_core::region::RegionId;
use lifang_core::region_change::RegionChange;
use std::collections::HashSet;
use uuid::Uuid;

/// What says that a change is neither made nor withdrawn.
const PLANNED: &str = "c.made_at IS NULL AND c.withdrawn_at IS NULL";

/// Records a change dated ahead, to be made on its day. `would` is what it did in a trial.
///
/// # Errors
/// The database's own.
pub async fn plan_change(tx: &mut Tx, change: &RegionChange, would: &Changed, by: &str, now: Instant) -> Result<()> {
    let id = enter(tx, change, would.uid, by, now, None).await?;
    let mut rows = Rows::new("region_change_item", super::plan::ITEM);
    // A region that is known in several stretches is noted once; what other plans are to make first is not there yet.
    let last = query("SELECT MAX(id) FROM region").fetch_one(tx.connection()).await?.int(0)?;
    let mut noted = HashSet::new();
    let known = |one: &&Became| one.before.is_some() && one.region.0 <= last;
    for one in would.regions.iter().filter(known).filter(|one| noted.insert(one.region)) {
        let mut row = Values::default().and(id).and(one.region.0);
        for called in [&one.before, &one.after] {
            row = row.and(called.as_ref().map(|one| one.code.as_str().to_owned()));
            row = row.and(called.as_ref().map(|one| one.name.clone())).and(None::<i64>);
        }
        rows.push(tx, row).await?;
    }
    rows.finish(tx).await
}

/// Writes the change itself.
pub(super) async fn enter(
    tx: &mut Tx,
    change: &RegionChange,
    uid: Uuid,
    by: &str,
    now: Instant,
    made: Option<Instant>,
) -> Result<i64> {
    let id = Block::take(tx, "region_change", 1).await?.next();
    let sql = "INSERT INTO region_change (id, uid, kind, day, basis, request, followed, recorded_at, recorded_by, made_at) \
               VALUES ($1, $2, $3, $4, $5, $6, '{}', $7, $8, $9)";
    query(sql)
        .bind(id)
        .bind(uid.as_bytes().as_slice())
        .bind(change.operation.kind())
        .bind(i64::from(change.from.0))
        .bind(change.basis.trim())
        .bind(to_json(change)?)
        .bind(now.0)
        .bind(by)
        .bind(made.map(|made| made.0))
        .execute(tx.connection())
        .await?;
    Ok(id)
}

/// Makes a planned change. Gives nothing where somebody else made or withdrew it meanwhile.
///
/// # Errors
/// As [`super::change_regions`].
pub async fn make_planned(tx: &mut Tx, planned: &ChangeRow, now: Instant) -> Result<Option<Changed>> {
    let sql = format!(
        "UPDATE region_change AS c SET made_at = $1, refusal = NULL WHERE c.uid = $2 AND {PLANNED} RETURNING id"
    );
    let claimed =
        query(sql).bind(now.0).bind(planned.uid.as_bytes().as_slice()).fetch_optional(tx.connection()).await?;
    let Some(row) = claimed else { return Ok(None) };
    let id = row.int(0)?;
    query("DELETE FROM region_change_item WHERE change_id = $1").bind(id).execute(tx.connection()).await?;
    make(tx, &planned.change, &planned.recorded_by, planned.uid, now, Some(id)).await.map(Some)
}

/// Notes that a planned change whose day has come could not be made, and why.
///
/// # Errors
/// The database's own.
pub async fn note_refusal(tx: &mut Tx, planned: Uuid, why: &Problem, now: Instant) -> Result<()> {
    let sql = format!("UPDATE region_change AS c SET tried_at = $1, refusal = $2 WHERE c.uid = $3 AND {PLANNED}");
    query(sql).bind(now.0).bind(to_json(why)?).bind(planned.as_bytes().as_slice()).execute(tx.connection()).await?;
    Ok(())
}

/// Withdraws a planned change: it will not be made.
///
/// # Errors
/// [`Conflict::Changed`] where it was made or withdrawn already.
pub async fn withdraw_planned(tx: &mut Tx, planned: Uuid, by: &str, now: Instant) -> Result<()> {
    let sql =
        format!("UPDATE region_change AS c SET withdrawn_at = $1, withdrawn_by = $2 WHERE c.uid = $3 AND {PLANNED}");
    let done = query(sql).bind(now.0).bind(by).bind(planned.as_bytes().as_slice()).execute(tx.connection()).await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Conflict(Conflict::Changed)) }
}

impl Store {
    /// The change of that identifier.
    ///
    /// # Errors
    /// The database's own.
    pub async fn region_change(&self, uid: Uuid) -> Result<Option<ChangeRow>> {
        let sql = format!("SELECT {CHANGE} FROM region_change c WHERE c.uid = $1");
        let row = query(sql).bind(uid.as_bytes().as_slice().to_vec()).fetch_optional(self.reader()).await?;
        row.as_ref().map(|row| change(row, 0)).transpose()
    }

    /// The planned changes, in the order in which they are to be made; with `until`, those whose day has come by then.
    ///
    /// # Errors
    /// The database's own.
    pub async fn planned_changes(&self, until: Option<Date>) -> Result<Vec<ChangeRow>> {
        let sql = format!("SELECT {CHANGE} FROM region_change c WHERE {PLANNED} AND c.day <= $1 ORDER BY c.day, c.id");
        let until = until.map_or(i64::MAX, |day| i64::from(day.0));
        let rows = query(sql).bind(until).fetch_all(self.reader()).await?;
        rows.iter().map(|row| change(row, 0)).collect()
    }

    /// The planned changes that touch the region.
    pub(super) async fn planned_for(&self, region: RegionId) -> Result<Vec<ChangeRow>> {
        let sql = format!(
            "SELECT {CHANGE} FROM region_change_item i CROSS JOIN region_change c \
             WHERE i.region_id = $1 AND c.id = i.change_id AND {PLANNED} ORDER BY c.day, c.id"
        );
        let rows = query(sql).bind(region.0).fetch_all(self.reader()).await?;
        rows.iter().map(|row| change(row, 0)).collect()
    }
}
