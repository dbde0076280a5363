//! Finding regions: by code, by identity, below another.

use super::path::place;
use super::{COLUMNS, level_number, region};
use crate::as_of::AsOf;
use crate::error::Result;
use crate::sql::{in_force, query_as_of};
use crate::store::Store;
use lifang_core::region::{Level, Region, RegionCode, RegionId};

impl Store {
    /// The region that had the code.
    ///
    /// # Errors
    /// The database's own.
    pub async fn region_by_code(&self, code: &RegionCode, at: AsOf) -> Result<Option<Region>> {
        let sql = format!("SELECT {COLUMNS} FROM region_version v WHERE v.code = $3 AND {}", in_force("v"));
        let row = query_as_of(sql, at).bind(code.as_str()).fetch_optional(self.reader()).await?;
        row.as_ref().map(region).transpose()
    }

    /// The region itself.
    ///
    /// # Errors
    /// The database's own.
    pub async fn region_by_id(&self, id: RegionId, at: AsOf) -> Result<Option<Region>> {
        let sql = format!("SELECT {COLUMNS} FROM region_version v WHERE v.region_id = $3 AND {}", in_force("v"));
        let row = query_as_of(sql, at).bind(id.0).fetch_optional(self.reader()).await?;
        row.as_ref().map(region).transpose()
    }

    /// The regions directly below, by code.
    ///
    /// # Errors
    /// The database's own.
    pub async fn children(&self, id: RegionId, at: AsOf) -> Result<Vec<Region>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM region_version v WHERE v.parent_id = $3 AND {} ORDER BY v.code",
            in_force("v")
        );
        query_as_of(sql, at).bind(id.0).fetch_all(self.reader()).await?.iter().map(region).collect()
    }

    /// All communities of the subtree, by code.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn communities(&self, id: RegionId, at: AsOf) -> Result<Vec<Region>> {
        let root = place(self.reader(), id, at).await?;
        let sql = format!(
            "SELECT {COLUMNS} FROM region_version v \
             WHERE v.path >= $3 AND v.path < $4 AND v.level = $5 AND {} ORDER BY v.code",
            in_force("v")
        );
        let rows = query_as_of(sql, at)
            .bind(root.path.as_str())
            .bind(root.end())
            .bind(level_number(Level::Community))
            .fetch_all(self.reader())
            .await?;
        rows.iter().map(region).collect()
    }
}
