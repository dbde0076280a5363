//! What has been published: the last value of every figure, and what is held back.

use crate::as_of::AsOf;
use crate::bulk::{Rows, Values};
use crate::error::{Result, StoreError};
use crate::regions::{Place, level_number, place};
use crate::sql::{Read, in_force, narrow, query, query_as_of};
use crate::store::{Engine, Store, Tx};
use lifang_core::clock::{Date, Instant};
use lifang_core::region::{Level, RegionId};
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, HashMap};

/// A figure as it was published last.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedCell {
    /// The region's code, today.
    pub region: String,
    /// How many levels below the region the figure's rows have no region of; mostly 0.
    pub nowhere: usize,
    /// Whom it counts, as `lifang_core::disclosure::Predicate` writes it.
    pub predicate: String,
    /// Its value; none where it is held back.
    pub shown: Option<i64>,
    /// Other figures of the same people, by measure.
    pub figures: BTreeMap<String, f64>,
    /// Since when it is held back.
    pub held_on: Option<Date>,
}

/// What has been published of a dataset in a region's subtree. Until the transaction ends nobody else decides what to publish.
///
/// # Errors
/// There is no such region as of `at`.
pub async fn published(tx: &mut Tx, dataset: &str, root: RegionId, at: AsOf) -> Result<Vec<PublishedCell>> {
    if tx.engine() == Engine::Postgres {
        query("LOCK TABLE published_cell IN SHARE ROW EXCLUSIVE MODE").execute(tx.connection()).await?;
    }
    let root = place(tx.connection(), root, at).await?;
    let asked = query_as_of(noted(Level::Grid), at).bind(root.path.as_str()).bind(root.end()).bind(dataset);
    asked.fetch_all(tx.connection()).await?.iter().map(cell).collect()
}

impl Store {
    /// What has been published of a dataset in a region's subtree, of regions down to a level: for who only wants to know whether
    /// anything is new. Who publishes asks [`published`].
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn published_before(
        &self,
        dataset: &str,
        root: RegionId,
        deepest: Level,
        at: AsOf,
    ) -> Result<Vec<PublishedCell>> {
        let root = place(self.reader(), root, at).await?;
        let asked = query_as_of(noted(deepest), at).bind(root.path.as_str()).bind(root.end()).bind(dataset);
        asked.fetch_all(self.reader()).await?.iter().map(cell).collect()
    }
}

fn noted(deepest: Level) -> String {
    format!(
        "SELECT v.code, p.nowhere, p.predicate, p.shown, p.figures, p.held_on FROM region_version v \
         JOIN published_cell p ON p.region_id = v.region_id AND p.dataset = $5 \
         WHERE v.path >= $3 AND v.path < $4 AND v.level <= {} AND {} ORDER BY p.id",
        level_number(deepest),
        in_force("v")
    )
}

fn cell(row: &AnyRow) -> Result<PublishedCell> {
    Ok(PublishedCell {
        region: row.text(0)?,
        nowhere: narrow(row.int(1)?)?,
        predicate: row.text(2)?,
        shown: row.int_or_null(3)?,
        figures: row.json_or_null(4)?.unwrap_or_default(),
        held_on: row.int_or_null(5)?.map(narrow).transpose()?.map(Date),
    })
}

/// Notes figures as published, each in place of what was noted of it before.
///
/// # Errors
/// A code that no region of the subtree has.
pub async fn publish(
    tx: &mut Tx,
    dataset: &str,
    root: RegionId,
    cells: &[PublishedCell],
    at: AsOf,
    now: Instant,
) -> Result<()> {
    if cells.is_empty() {
        return Ok(());
    }
    let root = place(tx.connection(), root, at).await?;
    let ids = identities(tx, &root, at).await?;
    let mut rows = Rows::new(
        "published_cell",
        &["dataset", "region_id", "nowhere", "predicate", "shown", "figures", "held_on", "recorded_at"],
    )
    .ending(
        " ON CONFLICT (region_id, dataset, nowhere, predicate) DO UPDATE SET shown = excluded.shown, \
         figures = excluded.figures, held_on = excluded.held_on, recorded_at = excluded.recorded_at",
    );
    for cell in cells {
        let region = ids.get(&cell.region).ok_or(StoreError::NotFound("region"))?;
        let figures = if cell.figures.is_empty() { None } else { Some(serde_json::to_string(&cell.figures)?) };
        let row = Values::default()
            .and(dataset)
            .and(region.0)
            .and(i64::try_from(cell.nowhere).map_err(StoreError::corrupt)?)
            .and(cell.predicate.as_str())
            .and(cell.shown)
            .and(figures)
            .and(cell.held_on.map(|day| i64::from(day.0)))
            .and(now.0);
        rows.push(tx, row).await?;
    }
    rows.finish(tx).await
}

/// The identities of the regions in a subtree, by their codes.
async fn identities(tx: &mut Tx, root: &Place, at: AsOf) -> Result<HashMap<String, RegionId>> {
    let sql = format!(
        "SELECT v.code, v.region_id FROM region_version v WHERE v.path >= $3 AND v.path < $4 AND v.level <= {} AND {}",
        level_number(Level::Grid),
        in_force("v")
    );
    let asked = query_as_of(sql, at).bind(root.path.as_str()).bind(root.end());
    let rows = asked.fetch_all(tx.connection()).await?;
    rows.iter().map(|row| Ok((row.text(0)?, RegionId(row.int(1)?)))).collect()
}
