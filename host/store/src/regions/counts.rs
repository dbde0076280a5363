//! How much there is below a region, added up from the tallies of its communities.

use super::level_number;
use super::path::{Place, WIDTH, ids_of_path, place};
use crate::as_of::AsOf;
use crate::error::Result;
use crate::sources::loud;
use crate::sql::{Read, in_force, query_as_of};
use crate::store::Store;
use lifang_core::region::{Level, RegionId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

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

/// What was counted of a region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// All of its subtree.
    pub all: RegionCounts,
    /// The same for each region directly below in which there is anything.
    pub below: HashMap<RegionId, RegionCounts>,
}

impl Store {
    /// Counts what lies in the subtree, and in that of each region directly below. `at` must be now: no other day is kept.
    ///
    /// Three statements, whatever lies below. Their cost grows with the communities of the subtree, not with its people: facts
    /// are read of a single community only, where its grids are counted.
    ///
    /// # Errors
    /// There is no such region today.
    pub async fn counts(&self, id: RegionId, at: AsOf) -> Result<Counted> {
        let root = place(self.reader(), id, at).await?;
        let community = match (root.level, root.ids().as_slice()) {
            (Level::Grid, [.., community, _]) => {
                let grids = self.counts_by_grid(*community, at).await?;
                return Ok(Counted { all: grids.get(&id).copied().unwrap_or_default(), below: HashMap::new() });
            }
            (Level::Community, _) => Some(id),
            _ => None,
        };
        self.recount_due_below(&root, at).await?;
        let mut counted = Counted::default();
        self.add_tallies(&mut counted, &root, at).await?;
        match community {
            Some(community) => counted.below = self.counts_by_grid(community, at).await?,
            None => self.take_overlaps(&mut counted, &root, at).await?,
        }
        Ok(counted)
    }

    /// How many residences lie in each region directly below; under none those of a community that lie in no grid. One who lives in
    /// two places is in both: so reports count persons.
    ///
    /// # Errors
    /// There is no such region today.
    pub async fn residences_below(&self, id: RegionId, at: AsOf) -> Result<HashMap<Option<RegionId>, i64>> {
        let root = place(self.reader(), id, at).await?;
        let rows = if root.level >= Level::Community {
            let sql = format!(
                "SELECT f.grid_id, COUNT(*) FROM residence f WHERE f.community_id = $3 AND {} AND {} GROUP BY f.grid_id",
                in_force("f"),
                loud("f")
            );
            let rows = query_as_of(sql, at).bind(id.0).fetch_all(self.reader()).await?;
            let row = |row: &sqlx::any::AnyRow| Ok((row.int_or_null(0)?.map(RegionId), row.int(1)?));
            rows.iter().map(row).collect::<Result<Vec<_>>>()?
        } else {
            self.recount_due_below(&root, at).await?;
            let sql = format!(
                "SELECT {} AS child, CAST(SUM(t.residences) AS bigint) FROM region_version v \
                 CROSS JOIN community_tally t WHERE t.region_id = v.region_id \
                 AND v.path >= $3 AND v.path < $4 AND {} GROUP BY child",
                child_of(&root),
                in_force("v")
            );
            let asked = query_as_of(sql, at).bind(root.path.as_str()).bind(root.end());
            let rows = asked.fetch_all(self.reader()).await?;
            let row = |row: &sqlx::any::AnyRow| Ok((ids_of_path(&row.text(0)?).next(), row.int(1)?));
            rows.iter().map(row).collect::<Result<Vec<_>>>()?
        };
        Ok(rows.into_iter().collect())
    }

    async fn add_tallies(&self, counted: &mut Counted, root: &Place, at: AsOf) -> Result<()> {
        let sum = |column: &str| format!("CAST(COALESCE(SUM(t.{column}), 0) AS bigint)");
        let sums = ["grids", "buildings", "houses", "persons", "units"].map(sum).join(", ");
        let sql = format!(
            "SELECT {} AS child, COUNT(*), {sums} FROM region_version v \
             LEFT JOIN community_tally t ON t.region_id = v.region_id \
             WHERE v.level = {} AND v.path >= $3 AND v.path < $4 AND {} GROUP BY child",
            child_of(root),
            level_number(Level::Community),
            in_force("v")
        );
        let asked = query_as_of(sql, at).bind(root.path.as_str()).bind(root.end());
        for row in asked.fetch_all(self.reader()).await? {
            let counts = RegionCounts {
                communities: row.int(1)?,
                grids: row.int(2)?,
                buildings: row.int(3)?,
                houses: row.int(4)?,
                persons: row.int(5)?,
                units: row.int(6)?,
            };
            counted.all.add(counts);
            if let Some(child) = ids_of_path(&row.text(0)?).next() {
                counted.below.insert(child, counts);
            }
        }
        Ok(())
    }

    /// Takes away who was counted in several communities of the same region.
    async fn take_overlaps(&self, counted: &mut Counted, root: &Place, at: AsOf) -> Result<()> {
        let sql = format!(
            "SELECT {} AS child, o.depth, CAST(SUM(o.persons) AS bigint) FROM community_overlap o \
             CROSS JOIN region_version v WHERE v.region_id = o.region_id AND v.path >= $3 AND v.path < $4 AND {} \
             GROUP BY child, o.depth",
            child_of(root),
            in_force("v")
        );
        let depth = i64::try_from(root.path.len() / WIDTH).unwrap_or(0);
        let asked = query_as_of(sql, at).bind(root.path.as_str()).bind(root.end());
        for row in asked.fetch_all(self.reader()).await? {
            let (common, persons) = (row.int(1)?, row.int(2)?);
            if common >= depth {
                counted.all.persons -= persons;
            }
            let child = ids_of_path(&row.text(0)?).next().and_then(|child| counted.below.get_mut(&child));
            if let Some(child) = child.filter(|_| common > depth) {
                child.persons -= persons;
            }
        }
        Ok(())
    }

    /// What each grid of a community has, read from the facts of the community.
    async fn counts_by_grid(&self, community: RegionId, at: AsOf) -> Result<HashMap<RegionId, RegionCounts>> {
        let grids = format!(
            "SELECT 0, v.region_id, CAST(1 AS bigint) FROM region_version v WHERE v.parent_id = $3 AND v.level = {} AND {}",
            level_number(Level::Grid),
            in_force("v")
        );
        let facts = |position: u8, table: &str, what: &str| {
            let fact = format!("{} AND {}", in_force("f"), loud("f"));
            format!(
                "SELECT {position}, f.grid_id, COUNT(DISTINCT f.{what}) FROM {table} f \
                 WHERE f.community_id = $3 AND f.grid_id IS NOT NULL AND {fact} GROUP BY f.grid_id"
            )
        };
        let sql = [
            grids,
            facts(1, "building_fact", "building_id"),
            facts(2, "house_fact", "house_id"),
            facts(3, "residence", "person_id"),
            facts(4, "unit_fact", "unit_id"),
        ]
        .join(" UNION ALL ");
        let mut counted: HashMap<RegionId, RegionCounts> = HashMap::new();
        for row in query_as_of(sql, at).bind(community.0).fetch_all(self.reader()).await? {
            let (counts, number) = (counted.entry(RegionId(row.int(1)?)).or_default(), row.int(2)?);
            match row.int(0)? {
                0 => counts.grids = number,
                1 => counts.buildings = number,
                2 => counts.houses = number,
                3 => counts.persons = number,
                _ => counts.units = number,
            }
        }
        Ok(counted)
    }
}

/// The part of a path that names the region directly below the root; empty for the root itself.
pub(crate) fn child_of(root: &Place) -> String {
    format!("SUBSTR(v.path, {}, {WIDTH})", root.path.len() + 1)
}

impl RegionCounts {
    fn add(&mut self, other: Self) {
        self.communities += other.communities;
        self.grids += other.grids;
        self.buildings += other.buildings;
        self.houses += other.houses;
        self.persons += other.persons;
        self.units += other.units;
    }
}
