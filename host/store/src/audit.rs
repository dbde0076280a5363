//! The audit: who did what, and every read of personal data. It is only ever added to; the database itself sees to that.

use crate::bulk::{Rows, Values};
use crate::error::{Result, StoreError};
use crate::sql::{Read, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::actor::Actor;
use lifang_core::clock::Instant;
use lifang_core::region::RegionId;
use sqlx::any::AnyRow;

/// Something that was done or refused.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// When.
    pub at: Instant,
    /// Who: an account, `anonymous` or `system`.
    pub actor: String,
    /// In which role.
    pub role: String,
    /// What: `scan`, `subject`, `decide`, `install`, …
    pub act: String,
    /// Where.
    pub region: Option<RegionId>,
    /// The plugin through which, as `id@version`.
    pub plugin: Option<String>,
    /// The dataset that was read.
    pub dataset: Option<String>,
    /// The columns that were read.
    pub columns: Vec<String>,
    /// How many rows were read.
    pub rows: Option<u64>,
    /// `done`, or why not.
    pub outcome: String,
    /// Anything more. Never personal data.
    pub detail: Option<serde_json::Value>,
}

impl AuditEntry {
    /// An entry of `act` by `actor`, done, with nothing more said.
    #[must_use]
    pub fn done(at: Instant, actor: &Actor, act: &str) -> Self {
        Self {
            at,
            actor: actor.name.clone(),
            role: actor.role.name().into(),
            act: act.into(),
            region: None,
            plugin: None,
            dataset: None,
            columns: Vec::new(),
            rows: None,
            outcome: "done".into(),
            detail: None,
        }
    }
}

const COLUMNS: &[&str] =
    &["at", "actor", "role", "act", "region_id", "plugin", "dataset", "columns", "row_count", "outcome", "detail"];

/// Adds an entry, with whatever else the transaction does.
///
/// # Errors
/// The database's own.
pub async fn record(tx: &mut Tx, entry: &AuditEntry) -> Result<()> {
    record_all(tx, std::slice::from_ref(entry)).await
}

/// Adds many entries by few statements, with whatever else the transaction does.
///
/// # Errors
/// The database's own.
pub async fn record_all(tx: &mut Tx, entries: &[AuditEntry]) -> Result<()> {
    let mut rows = Rows::new("audit", COLUMNS);
    for entry in entries {
        let columns = if entry.columns.is_empty() { None } else { Some(to_json(&entry.columns)?) };
        let row = Values::default().and(entry.at.0).and(entry.actor.as_str()).and(entry.role.as_str());
        let row = row.and(entry.act.as_str()).and(entry.region.map(|region| region.0)).and(entry.plugin.clone());
        let row = row.and(entry.dataset.clone()).and(columns);
        let row = row.and(entry.rows.map(|rows| i64::try_from(rows).unwrap_or(i64::MAX))).and(entry.outcome.as_str());
        rows.push(tx, row.and(entry.detail.as_ref().map(to_json).transpose()?)).await?;
    }
    rows.finish(tx).await
}

impl Store {
    /// Adds entries on their own: for reads, which have no transaction.
    ///
    /// # Errors
    /// The database's own; then none was added, and what was read must not be handed out.
    pub async fn audit(&self, entries: &[AuditEntry]) -> Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        record_all(&mut tx, entries).await?;
        tx.commit().await
    }

    /// The entries after the one numbered `after` (0 for the beginning), oldest first, each with its number.
    ///
    /// # Errors
    /// The database's own.
    pub async fn audit_page(&self, after: i64, limit: u32) -> Result<Vec<(i64, AuditEntry)>> {
        let sql = "SELECT id, at, actor, role, act, region_id, plugin, dataset, columns, row_count, outcome, detail \
                   FROM audit WHERE id > $1 ORDER BY id LIMIT $2";
        let rows = query(sql).bind(after).bind(i64::from(limit)).fetch_all(self.reader()).await?;
        let entry = |row: &AnyRow| {
            let entry = AuditEntry {
                at: Instant(row.int(1)?),
                actor: row.text(2)?,
                role: row.text(3)?,
                act: row.text(4)?,
                region: row.int_or_null(5)?.map(RegionId),
                plugin: row.text_or_null(6)?,
                dataset: row.text_or_null(7)?,
                columns: row.json_or_null(8)?.unwrap_or_default(),
                rows: row.int_or_null(9)?.map(u64::try_from).transpose().map_err(StoreError::corrupt)?,
                outcome: row.text(10)?,
                detail: row.json_or_null(11)?,
            };
            Ok((row.int(0)?, entry))
        };
        rows.iter().map(entry).collect()
    }
}
