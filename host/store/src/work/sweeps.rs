//! Sweeps 排查: a rule over the people of a region, and what it proposed.

use crate::error::Result;
use crate::sql::{Read, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::call::PluginRef;
use lifang_core::clock::Instant;
use lifang_core::region::RegionId;
use uuid::Uuid;

/// A sweep to be recorded.
#[derive(Clone, Copy, Debug)]
pub struct NewSweep<'a> {
    /// A new identifier.
    pub uid: Uuid,
    /// Where.
    pub region: RegionId,
    /// The rule.
    pub rule: &'a str,
    /// The versions that spoke.
    pub speakers: &'a [PluginRef],
    /// How many rows they saw.
    pub scanned: u64,
    /// `simulated` or `applied`.
    pub status: &'a str,
    /// Per community what was marked, or how it failed.
    pub result: &'a serde_json::Value,
    /// When.
    pub created_at: Instant,
    /// Who asked for it.
    pub created_by: &'a str,
}

/// A sweep as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepRow {
    /// Its row.
    pub id: i64,
    /// Its identifier for the world outside.
    pub uid: Uuid,
    /// Where.
    pub region: RegionId,
    /// The rule.
    pub rule: String,
    /// The versions that spoke.
    pub speakers: Vec<PluginRef>,
    /// How many rows they saw.
    pub scanned: i64,
    /// `simulated` or `applied`.
    pub status: String,
    /// Per community what was marked, or how it failed.
    pub result: serde_json::Value,
    /// When.
    pub created_at: Instant,
    /// Who asked for it.
    pub created_by: String,
}

/// Records a sweep.
///
/// # Errors
/// The database's own.
pub async fn record_sweep(tx: &mut Tx, new: &NewSweep<'_>) -> Result<i64> {
    let sql = "INSERT INTO sweep (uid, region_id, rule, speakers, scanned, status, result, created_at, created_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
    query(sql)
        .bind(new.uid.as_bytes().as_slice())
        .bind(new.region.0)
        .bind(new.rule)
        .bind(to_json(new.speakers)?)
        .bind(i64::try_from(new.scanned).unwrap_or(i64::MAX))
        .bind(new.status)
        .bind(to_json(new.result)?)
        .bind(new.created_at.0)
        .bind(new.created_by)
        .fetch_one(tx.connection())
        .await?
        .int(0)
}

impl Store {
    /// The sweep of that identifier.
    ///
    /// # Errors
    /// The database's own.
    pub async fn sweep(&self, uid: Uuid) -> Result<Option<SweepRow>> {
        let sql = "SELECT id, uid, region_id, rule, speakers, scanned, status, result, created_at, created_by \
                   FROM sweep WHERE uid = $1";
        let row = query(sql).bind(uid.as_bytes().as_slice()).fetch_optional(self.reader()).await?;
        let sweep = |row: sqlx::any::AnyRow| {
            Ok(SweepRow {
                id: row.int(0)?,
                uid: row.uid(1)?,
                region: RegionId(row.int(2)?),
                rule: row.text(3)?,
                speakers: row.json(4)?,
                scanned: row.int(5)?,
                status: row.text(6)?,
                result: row.json(7)?,
                created_at: Instant(row.int(8)?),
                created_by: row.text(9)?,
            })
        };
        row.map(sweep).transpose()
    }
}
