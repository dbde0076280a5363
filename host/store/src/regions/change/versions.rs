//! What is known of regions from a day on: the versions that a change closes and says anew.

use super::super::{level, path::WIDTH};
use super::refusal;
use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::sql::{Read, in_force, narrow, query, query_as_of};
use crate::store::Tx;
use lifang_core::clock::{Date, Instant};
use lifang_core::region::{Level, RegionCode, RegionId};
use sqlx::any::AnyRow;

/// The day of the change and what is known when it is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground {
    pub(super) at: AsOf,
    /// Where what the change says comes from.
    pub(super) provenance: i64,
}

/// A row of `region_version` that is known now.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) row: i64,
    pub(super) id: RegionId,
    pub(super) code: RegionCode,
    pub(super) name: String,
    pub(super) level: Level,
    pub(super) parent: Option<RegionId>,
    pub(super) path: String,
    pub(super) provenance: i64,
    pub(super) valid_from: Date,
    pub(super) valid_to: Date,
}

const COLUMNS: &str =
    "v.id, v.region_id, v.code, v.name, v.level, v.parent_id, v.path, v.provenance_id, v.valid_from, v.valid_to";

impl Version {
    fn read(row: &AnyRow) -> Result<Self> {
        Ok(Self {
            row: row.int(0)?,
            id: RegionId(row.int(1)?),
            code: RegionCode::parse(&row.text(2)?).map_err(StoreError::corrupt)?,
            name: row.text(3)?,
            level: level(row.int(4)?)?,
            parent: row.int_or_null(5)?.map(RegionId),
            path: row.text(6)?,
            provenance: row.int(7)?,
            valid_from: Date(narrow(row.int(8)?)?),
            valid_to: Date(narrow(row.int(9)?)?),
        })
    }

    /// Whether it lies directly below `parent`.
    pub(super) fn is_child_of(&self, parent: &Self) -> bool {
        self.path.len() == parent.path.len() + WIDTH && self.path.starts_with(&parent.path)
    }

    /// Whether it lies below `root`, or is it.
    pub(super) fn is_within(&self, root: &Self) -> bool {
        self.path.starts_with(&root.path)
    }
}

impl Ground {
    /// The condition that a fact of alias `alias` is known and holds on the day or later.
    pub(super) fn onward(&self, alias: &str) -> String {
        format!("{alias}.recorded_to = {} AND {alias}.valid_to > {}", Instant::OPEN.0, self.at.valid.0)
    }

    /// The region that has the code on the day.
    pub(super) async fn find(&self, tx: &mut Tx, code: &RegionCode) -> Result<Version> {
        self.find_if_any(tx, code).await?.ok_or_else(|| refusal::unknown(code, self.at.valid))
    }

    /// The same; none where no region has the code.
    pub(super) async fn find_if_any(&self, tx: &mut Tx, code: &RegionCode) -> Result<Option<Version>> {
        let sql = format!("SELECT {COLUMNS} FROM region_version v WHERE v.code = $3 AND {}", in_force("v"));
        let row = query_as_of(sql, self.at).bind(code.as_str()).fetch_optional(tx.connection()).await?;
        row.as_ref().map(Version::read).transpose()
    }

    /// The region itself on the day.
    pub(super) async fn region(&self, tx: &mut Tx, id: RegionId) -> Result<Version> {
        let sql = format!("SELECT {COLUMNS} FROM region_version v WHERE v.region_id = $3 AND {}", in_force("v"));
        let row = query_as_of(sql, self.at).bind(id.0).fetch_optional(tx.connection()).await?;
        Version::read(&row.ok_or(StoreError::NotFound("region"))?)
    }

    /// All that lies below the region on the day or comes to lie there later, itself first, outer before inner.
    pub(super) async fn subtree(&self, tx: &mut Tx, root: &Version) -> Result<Vec<Version>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM region_version v WHERE v.path >= $1 AND v.path < $2 AND {} ORDER BY v.path, v.valid_from",
            self.onward("v")
        );
        let rows =
            query(sql).bind(root.path.as_str()).bind(format!("{}~", root.path)).fetch_all(tx.connection()).await?;
        rows.iter().map(Version::read).collect()
    }

    /// Checks that no region of the subtree changes after the day: what was said of later days would be lost.
    pub(super) async fn steady_below(&self, tx: &mut Tx, root: &Version) -> Result<()> {
        let which = "v.path >= $3 AND v.path < $4";
        let end = format!("{}~", root.path);
        self.steady(tx, which, &root.path, &end).await
    }

    /// The same for a region alone, such as one that others come to lie below.
    pub(super) async fn steady_alone(&self, tx: &mut Tx, region: &Version) -> Result<()> {
        self.steady(tx, "v.path = $3 AND v.path = $4", &region.path, &region.path).await
    }

    async fn steady(&self, tx: &mut Tx, which: &str, first: &str, last: &str) -> Result<()> {
        // Ends and new beginnings alike; a region in force that ends later has a change ahead, too.
        let sql = format!(
            "SELECT v.code, MIN(CASE WHEN n.valid_from > $1 THEN n.valid_from ELSE n.valid_to END) FROM region_version v \
             CROSS JOIN region_version n WHERE {which} AND {} AND n.region_id = v.region_id AND {} \
             AND (n.valid_from > $1 OR n.valid_to < {}) GROUP BY v.code ORDER BY v.code LIMIT 1",
            in_force("v"),
            self.onward("n"),
            Date::OPEN.0
        );
        let row = query_as_of(sql, self.at).bind(first).bind(last).fetch_optional(tx.connection()).await?;
        match row {
            Some(row) => Err(refusal::changed_later(&row.text(0)?, self.at.valid, Date(narrow(row.int(1)?)?))),
            None => Ok(()),
        }
    }
}
