//! How much there was in a region on a day, on the boundaries of that or another day: read from the facts, since tallies are of today
//! only.

use super::tables::{BUILDINGS, DatasetSql};
use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::regions::{Counted, RegionCounts, WIDTH, child_of, ids_of_path, level_number, place};
use crate::sql::{Read, in_force, query_as_of};
use crate::store::Store;
use lifang_core::clock::Date;
use lifang_core::region::{Level, RegionId};

impl Store {
    /// What lies in the region and in each region directly below: records of the day of `at`, communities and grids of the day
    /// `drawn`, on whose boundaries both are counted. Its cost grows with the records of the region.
    ///
    /// # Errors
    /// There is no such region on the day of the boundaries.
    pub async fn counts_on(&self, id: RegionId, at: AsOf, drawn: Date) -> Result<Counted> {
        let mut counted = self.count_regions(id, AsOf { valid: drawn, ..at }).await?;
        for (dataset, take) in counted_datasets()? {
            let (root, statement) = self.question_of(dataset, id, at, drawn).await?;
            let what = format!("COUNT(DISTINCT {})", dataset.subject);
            let all = statement.finish(&what, "").fetch_one(self.reader()).await?.int(0)?;
            *take(&mut counted.all) = all;
            if root.level == Level::Grid {
                continue;
            }
            let (_, statement) = self.question_of(dataset, id, at, drawn).await?;
            let of_grids = root.level == Level::Community;
            let child = if of_grids { statement.grid() } else { child_path(root.path.len()) };
            let rows =
                statement.finish(&format!("{child} AS child, {what}"), " GROUP BY 1").fetch_all(self.reader()).await?;
            for row in rows {
                let child =
                    if of_grids { row.int_or_null(0)?.map(RegionId) } else { ids_of_path(&row.text(0)?).next() };
                if let Some(child) = child {
                    *take(counted.below.entry(child).or_default()) = row.int(1)?;
                }
            }
        }
        Ok(counted)
    }

    async fn count_regions(&self, id: RegionId, drawn: AsOf) -> Result<Counted> {
        let root = place(self.reader(), id, drawn).await?;
        let sum = |level: Level| {
            format!("CAST(SUM(CASE WHEN v.level = {} THEN 1 ELSE 0 END) AS bigint)", level_number(level))
        };
        let sql = format!(
            "SELECT {} AS child, {}, {} FROM region_version v WHERE v.path >= $3 AND v.path < $4 AND {} GROUP BY child",
            child_of(&root),
            sum(Level::Community),
            sum(Level::Grid),
            in_force("v")
        );
        let mut counted = Counted::default();
        let asked = query_as_of(sql, drawn).bind(root.path.as_str()).bind(root.end());
        for row in asked.fetch_all(self.reader()).await? {
            let (communities, grids) = (row.int(1)?, row.int(2)?);
            counted.all.communities += communities;
            counted.all.grids += grids;
            if let Some(child) = ids_of_path(&row.text(0)?).next() {
                counted.below.insert(child, RegionCounts { communities, grids, ..RegionCounts::default() });
            }
        }
        Ok(counted)
    }
}

type Take = fn(&mut RegionCounts) -> &mut i64;

fn counted_datasets() -> Result<[(&'static DatasetSql, Take); 4]> {
    let named = |name| DatasetSql::named(name).ok_or(StoreError::NotFound("dataset"));
    Ok([
        (&BUILDINGS, |counts| &mut counts.buildings),
        (named("houses")?, |counts| &mut counts.houses),
        (named("persons")?, |counts| &mut counts.persons),
        (named("units")?, |counts| &mut counts.units),
    ])
}

/// The part of a community's path that names the region directly below the root; empty for the root itself.
fn child_path(root: usize) -> String {
    format!("SUBSTR(c.path, {}, {WIDTH})", root + 1)
}
