//! Calls of plugins that failed, for their authors and operators.

use crate::error::Result;
use crate::sql::{Read, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::call::{Digest, PluginRef};
use lifang_core::clock::Instant;
use lifang_core::failure::Failure;
use lifang_core::region::RegionId;
use sqlx::any::AnyRow;

/// A failure and where it happened.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedFailure {
    /// Its row; later ones are greater.
    pub id: i64,
    /// When.
    pub at: Instant,
    /// The version.
    pub plugin: PluginRef,
    /// The WIT function.
    pub function: String,
    /// The region of the call.
    pub region: Option<RegionId>,
    /// How, and what it wrote before.
    pub failure: Failure,
}

/// Records a failure; `event` is the row of the event that was to be decided.
///
/// # Errors
/// The database's own.
pub async fn record_failure(
    tx: &mut Tx,
    failure: &Failure,
    region: Option<RegionId>,
    event: Option<i64>,
    at: Instant,
) -> Result<()> {
    let sql = "INSERT INTO plugin_failure (at, plugin, version, digest, function, cause, region_id, event_id) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    query(sql)
        .bind(at.0)
        .bind(failure.plugin.id.as_str())
        .bind(failure.plugin.version.as_str())
        .bind(failure.plugin.digest.0.as_str())
        .bind(failure.function.as_str())
        .bind(to_json(failure)?)
        .bind(region.map(|region| region.0))
        .bind(event)
        .execute(tx.connection())
        .await?;
    Ok(())
}

impl Store {
    /// The latest failures, of one plugin or of all, newest first.
    ///
    /// # Errors
    /// The database's own.
    pub async fn failures(&self, plugin: Option<&str>, limit: u32) -> Result<Vec<RecordedFailure>> {
        let sql = "SELECT id, at, plugin, version, digest, function, cause, region_id FROM plugin_failure \
                   WHERE plugin = $1 OR $2 = 1 ORDER BY id DESC LIMIT $3";
        let rows = query(sql)
            .bind(plugin.unwrap_or_default())
            .bind(i64::from(plugin.is_none()))
            .bind(i64::from(limit))
            .fetch_all(self.reader())
            .await?;
        let failure = |row: &AnyRow| {
            Ok(RecordedFailure {
                id: row.int(0)?,
                at: Instant(row.int(1)?),
                plugin: PluginRef { id: row.text(2)?, version: row.text(3)?, digest: Digest(row.text(4)?) },
                function: row.text(5)?,
                region: row.int_or_null(7)?.map(RegionId),
                failure: row.json(6)?,
            })
        };
        rows.iter().map(failure).collect()
    }
}
