//! Installations: which plugin version speaks where, from when, with which settings and rights.

use crate::as_of::AsOf;
use crate::counters::installations_changed;
use crate::error::{Result, StoreError};
use crate::sql::{Query, Read, bind_path, in_force, narrow, on_path, query, query_as_of, to_json};
use crate::store::{Store, Tx};
use lifang_core::call::{Digest, PluginRef};
use lifang_core::capability::Columns;
use lifang_core::clock::{Date, Instant};
use lifang_core::manifest::Manifest;
use lifang_core::region::RegionId;
use lifang_core::resolve::{FailurePolicy, Installation};
use lifang_core::value::Value;
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// A version to be installed. Its component must be there already.
#[derive(Clone, Copy, Debug)]
pub struct NewInstallation<'a> {
    /// The version.
    pub plugin: &'a PluginRef,
    /// `plugin.toml` as it came.
    pub manifest: &'a str,
    /// Where it speaks.
    pub region: RegionId,
    /// First day it speaks.
    pub valid_from: Date,
    /// Its settings, defaults filled in.
    pub settings: &'a BTreeMap<String, Value>,
    /// What it may read of what it asks.
    pub granted: &'a Columns,
    /// What happens when it fails.
    pub policy: FailurePolicy,
    /// Who installs it.
    pub by: &'a str,
    /// When.
    pub now: Instant,
}

const FACTS: &[&str] =
    &["plugin", "version", "digest", "region_id", "settings", "granted", "policy", "manifest", "recorded_by"];

/// Installs a version. The same version in the same region gives way to it from `valid_from` on (other settings, other rights);
/// other versions stay, and are what a failure falls back to.
///
/// # Errors
/// The manifest is none, the component is not there.
pub async fn install(tx: &mut Tx, new: &NewInstallation<'_>) -> Result<i64> {
    Manifest::parse(new.manifest).map_err(StoreError::corrupt)?;
    let from = AsOf { valid: new.valid_from, recorded: new.now };
    let sql = "SELECT id FROM installation WHERE region_id = $1 AND plugin = $2 AND version = $3 \
               AND valid_to > $4 AND recorded_to > $5";
    let same = query(sql)
        .bind(new.region.0)
        .bind(new.plugin.id.as_str())
        .bind(new.plugin.version.as_str())
        .bind(i64::from(new.valid_from.0))
        .bind(new.now.0);
    for row in same.fetch_all(tx.connection()).await? {
        close(tx, row.int(0)?, from).await?;
    }
    let sql = format!(
        "INSERT INTO installation ({}, valid_from, valid_to, recorded_from, recorded_to) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
        FACTS.join(", ")
    );
    let row = query(sql)
        .bind(new.plugin.id.as_str())
        .bind(new.plugin.version.as_str())
        .bind(new.plugin.digest.0.as_str())
        .bind(new.region.0)
        .bind(to_json(new.settings)?)
        .bind(to_json(new.granted)?)
        .bind(to_json(&new.policy)?)
        .bind(new.manifest)
        .bind(new.by)
        .bind(i64::from(new.valid_from.0))
        .bind(i64::from(Date::OPEN.0))
        .bind(new.now.0)
        .bind(Instant::OPEN.0)
        .fetch_one(tx.connection())
        .await?;
    installations_changed(tx).await?;
    row.int(0)
}

/// Ends an installation: from `from` on it no longer speaks.
///
/// # Errors
/// There is no such installation any more.
pub async fn withdraw(tx: &mut Tx, id: i64, from: Date, now: Instant) -> Result<()> {
    let sql = "SELECT 1 FROM installation WHERE id = $1 AND recorded_to > $2 AND valid_to > $3";
    let known = query(sql).bind(id).bind(now.0).bind(i64::from(from.0)).fetch_optional(tx.connection()).await?;
    known.ok_or(StoreError::NotFound("installation"))?;
    close(tx, id, AsOf { valid: from, recorded: now }).await?;
    installations_changed(tx).await
}

/// An installation has no source of its own: who installed it stands in the row. So it is closed here and not in `facts`.
async fn close(tx: &mut Tx, id: i64, from: AsOf) -> Result<()> {
    let close = "UPDATE installation SET recorded_to = $1 WHERE id = $2";
    query(close).bind(from.recorded.0).bind(id).execute(tx.connection()).await?;
    let columns = FACTS.join(", ");
    let keep = format!(
        "INSERT INTO installation ({columns}, valid_from, valid_to, recorded_from, recorded_to) \
         SELECT {columns}, valid_from, $1, $2, $3 FROM installation WHERE id = $4 AND valid_from < $1"
    );
    let keep = query(keep).bind(i64::from(from.valid.0)).bind(from.recorded.0).bind(Instant::OPEN.0).bind(id);
    keep.execute(tx.connection()).await?;
    Ok(())
}

/// Installations by their rows, which never change: a manifest is parsed once, not for every request.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<HashMap<i64, Arc<Installation>>>);

const COLUMNS: &str = "i.id, i.plugin, i.version, i.digest, i.region_id, i.settings, i.granted, i.policy, i.manifest, i.valid_from, i.valid_to";

impl Store {
    /// The installations in force in the regions of a path, in no order that means anything: choosing is `core::resolve`'s.
    ///
    /// # Errors
    /// The database's own, or a stored manifest that this program cannot read.
    pub async fn installations_on(&self, path: &[RegionId], at: AsOf) -> Result<Vec<Arc<Installation>>> {
        let on_path = on_path("i.region_id", 3);
        let ids = format!("SELECT i.id FROM installation i WHERE {on_path} AND {} ORDER BY i.id", in_force("i"));
        self.installations(bind_path(query_as_of(ids, at), path)).await
    }

    /// All installations anywhere that speak as of `at` or later, by region and plugin.
    ///
    /// # Errors
    /// The database's own, or a stored manifest that this program cannot read.
    pub async fn all_installations(&self, at: AsOf) -> Result<Vec<Arc<Installation>>> {
        let ids = "SELECT id FROM installation WHERE valid_to > $1 AND recorded_from <= $2 AND recorded_to > $2 \
                   ORDER BY region_id, plugin, valid_from, id";
        self.installations(query_as_of(ids, at)).await
    }

    /// The installation of that row, in force or not: what a decision of the past was made with.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or a stored manifest that this program cannot read.
    pub async fn installation(&self, id: i64) -> Result<Arc<Installation>> {
        let cached = self.cache().0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        if let Some(installation) = cached {
            return Ok(installation);
        }
        let sql = format!("SELECT {COLUMNS} FROM installation i WHERE i.id = $1");
        let row =
            query(sql).bind(id).fetch_optional(self.reader()).await?.ok_or(StoreError::NotFound("installation"))?;
        let read = Arc::new(installation(&row)?);
        self.cache().0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&read));
        Ok(read)
    }

    async fn installations(&self, ids: Query<'_>) -> Result<Vec<Arc<Installation>>> {
        let rows = ids.fetch_all(self.reader()).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            found.push(self.installation(row.int(0)?).await?);
        }
        Ok(found)
    }
}

fn installation(row: &AnyRow) -> Result<Installation> {
    let plugin = PluginRef { id: row.text(1)?, version: row.text(2)?, digest: Digest(row.text(3)?) };
    Ok(Installation {
        id: row.int(0)?,
        plugin: Arc::new(plugin),
        manifest: Arc::new(Manifest::parse(&row.text(8)?).map_err(StoreError::corrupt)?),
        region: RegionId(row.int(4)?),
        valid_from: Date(narrow(row.int(9)?)?),
        valid_to: Date(narrow(row.int(10)?)?),
        settings: row.json(5)?,
        granted: row.json(6)?,
        policy: row.json(7)?,
    })
}
