//! How much there is below a region.

use super::level_number;
use super::path::place;
use crate::as_of::AsOf;
use crate::error::Result;
use crate::sql::{Read, in_force, query_as_of};
use crate::store::Store;
use lifang_core::region::{Level, RegionId};
use serde::{Deserialize, Serialize};

/// How many of each lie in a region's subtree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionCounts {
    /// 社区
    pub communities: i64,
    /// 网格
    pub grids: i64,
    /// 楼宇
    pub buildings: i64,
    /// 房
    pub houses: i64,
    /// 人, each once, however many residences they have.
    pub persons: i64,
    /// 单位
    pub units: i64,
}

impl Store {
    /// Counts what lies in the subtree.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn counts(&self, id: RegionId, at: AsOf) -> Result<RegionCounts> {
        let root = place(self.reader(), id, at).await?;
        let regions = |level: Level| {
            let condition = in_force("v");
            let level = level_number(level);
            format!(
                "(SELECT COUNT(*) FROM region_version v WHERE v.path >= $3 AND v.path < $4 AND v.level = {level} AND {condition})"
            )
        };
        // A grid's own facts are found by the grid, everything larger through its communities.
        let located = if root.level == Level::Grid { "f.grid_id" } else { "f.community_id" };
        let facts = |table: &str, what: &str| {
            let (fact, region) = (in_force("f"), in_force("v"));
            format!(
                "(SELECT COUNT({what}) FROM region_version v CROSS JOIN {table} f \
                 WHERE {located} = v.region_id AND {fact} AND v.path >= $3 AND v.path < $4 AND {region})"
            )
        };
        let sql = format!(
            "SELECT {}, {}, {}, {}, {}, {}",
            regions(Level::Community),
            regions(Level::Grid),
            facts("building_fact", "*"),
            facts("house_fact", "*"),
            facts("residence", "DISTINCT f.person_id"),
            facts("unit_fact", "*"),
        );
        let row = query_as_of(sql, at).bind(root.path.as_str()).bind(root.end()).fetch_one(self.reader()).await?;
        Ok(RegionCounts {
            communities: row.int(0)?,
            grids: row.int(1)?,
            buildings: row.int(2)?,
            houses: row.int(3)?,
            persons: row.int(4)?,
            units: row.int(5)?,
        })
    }
}
