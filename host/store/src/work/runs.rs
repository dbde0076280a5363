//! Runs of reports 报表: the document, or why there is none.

use crate::error::{Result, StoreError};
use crate::sql::{Read, narrow, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::call::{Digest, PluginRef};
use lifang_core::clock::{Date, Instant};
use lifang_core::region::RegionId;
use lifang_core::report::{Document, Period};
use sqlx::any::AnyRow;
use uuid::Uuid;

/// A run to be recorded.
#[derive(Clone, Copy, Debug)]
pub struct NewRun<'a> {
    /// A new identifier.
    pub uid: Uuid,
    /// Where.
    pub region: RegionId,
    /// The report.
    pub report: &'a str,
    /// The days it is about.
    pub period: Period,
    /// The day whose boundaries it was asked on; none for those of the day it was made.
    pub boundaries: Option<Date>,
    /// The version that made it.
    pub plugin: &'a PluginRef,
    /// The document, or how making it failed.
    pub outcome: std::result::Result<&'a Document, &'a serde_json::Value>,
    /// When.
    pub created_at: Instant,
    /// Who asked for it.
    pub created_by: &'a str,
}

/// A run as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    /// Its row.
    pub id: i64,
    /// Its identifier for the world outside.
    pub uid: Uuid,
    /// Where.
    pub region: RegionId,
    /// The report.
    pub report: String,
    /// The days it is about.
    pub period: Period,
    /// The day whose boundaries it was asked on; none for those of the day it was made.
    pub boundaries: Option<Date>,
    /// The version that made it.
    pub plugin: PluginRef,
    /// The document, or how making it failed.
    pub outcome: std::result::Result<Document, serde_json::Value>,
    /// When.
    pub created_at: Instant,
    /// Who asked for it.
    pub created_by: String,
}

/// Records a run.
///
/// # Errors
/// The database's own.
pub async fn record_run(tx: &mut Tx, new: &NewRun<'_>) -> Result<i64> {
    let (document, failure) = match new.outcome {
        Ok(document) => (Some(to_json(document)?), None),
        Err(failure) => (None, Some(to_json(failure)?)),
    };
    let sql = "INSERT INTO run (uid, region_id, report, first_day, last_day, plugin, version, digest, document, failure, \
               created_at, created_by, boundaries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id";
    query(sql)
        .bind(new.uid.as_bytes().as_slice())
        .bind(new.region.0)
        .bind(new.report)
        .bind(i64::from(new.period.first.0))
        .bind(i64::from(new.period.last.0))
        .bind(new.plugin.id.as_str())
        .bind(new.plugin.version.as_str())
        .bind(new.plugin.digest.0.as_str())
        .bind(document)
        .bind(failure)
        .bind(new.created_at.0)
        .bind(new.created_by)
        .bind(new.boundaries.map(|day| i64::from(day.0)))
        .fetch_one(tx.connection())
        .await?
        .int(0)
}

impl Store {
    /// The run of that identifier.
    ///
    /// # Errors
    /// The database's own.
    pub async fn run(&self, uid: Uuid) -> Result<Option<RunRow>> {
        let sql = "SELECT id, uid, region_id, report, first_day, last_day, plugin, version, digest, document, failure, \
                   created_at, created_by, boundaries FROM run WHERE uid = $1";
        let row = query(sql).bind(uid.as_bytes().as_slice()).fetch_optional(self.reader()).await?;
        row.as_ref().map(run).transpose()
    }
}

fn run(row: &AnyRow) -> Result<RunRow> {
    let outcome = match (row.json_or_null(9)?, row.json_or_null(10)?) {
        (Some(document), _) => Ok(document),
        (None, Some(failure)) => Err(failure),
        (None, None) => return Err(StoreError::corrupt("a run without document or failure")),
    };
    Ok(RunRow {
        id: row.int(0)?,
        uid: row.uid(1)?,
        region: RegionId(row.int(2)?),
        report: row.text(3)?,
        period: Period { first: Date(narrow(row.int(4)?)?), last: Date(narrow(row.int(5)?)?) },
        plugin: PluginRef { id: row.text(6)?, version: row.text(7)?, digest: Digest(row.text(8)?) },
        outcome,
        created_at: Instant(row.int(11)?),
        created_by: row.text(12)?,
        boundaries: row.int_or_null(13)?.map(|day| narrow(day).map(Date)).transpose()?,
    })
}
