//! Figures of one day on the boundaries of another: which communities' records are to be looked at one by one, and where a record
//! goes that does not say so itself.
//!
//! Where only names, codes or parents changed, the permanent identity of a community carries its records over. Where communities or
//! grids were merged or split, or a grid moved, a record is looked up by what it stands on: the building (or the unit itself) as it
//! lay on the day of the boundaries, else the grid, else the main successor or predecessor of its community. So each record has one
//! place, and the parts add up to the whole.

use super::path::ids_of_path;
use crate::as_of::AsOf;
use crate::error::Result;
use crate::sql::{Read, in_force, query, query_as_of};
use crate::store::Store;
use lifang_core::clock::{Date, Instant};
use lifang_core::region::RegionId;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The boundaries of a day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Boundaries {
    /// Community of the figures, a region it may be part of, and the one it is part of unless its records say otherwise.
    pub(crate) pairs: Vec<(RegionId, RegionId, RegionId)>,
}

/// A way that records went.
struct Link {
    from: RegionId,
    to: RegionId,
    main: bool,
}

/// What is known of a region that a change touched.
#[derive(Clone, Copy)]
struct Life {
    ended: bool,
    there: bool,
}

impl Boundaries {
    /// The communities whose records are looked at one by one.
    pub(crate) fn sources(&self) -> BTreeSet<RegionId> {
        self.pairs.iter().map(|(source, ..)| *source).collect()
    }
}

impl Store {
    /// How records of the day `figures` (of any day where none is named) lie on the boundaries of `at`.
    ///
    /// # Errors
    /// The database's own.
    pub(crate) async fn boundaries(&self, figures: Option<Date>, at: AsOf) -> Result<Boundaries> {
        let (from, to) = match figures {
            Some(day) if day == at.valid => return Ok(Boundaries::default()),
            Some(day) => (day.min(at.valid), day.max(at.valid)),
            None => (Date::START, Date::OPEN),
        };
        let sql = "SELECT l.from_id, l.to_id, l.main FROM region_link l WHERE l.day > $1 AND l.day <= $3 \
                   AND l.recorded_at <= $2 ORDER BY l.day, l.change_id, l.to_id";
        let asked = query(sql).bind(i64::from(from.0)).bind(at.recorded.0).bind(i64::from(to.0));
        let rows = asked.fetch_all(self.reader()).await?;
        if rows.is_empty() {
            return Ok(Boundaries::default());
        }
        let link = |row: &sqlx::any::AnyRow| {
            Ok(Link { from: RegionId(row.int(0)?), to: RegionId(row.int(1)?), main: row.int(2)? != 0 })
        };
        let links = rows.iter().map(link).collect::<Result<Vec<_>>>()?;
        let clusters = clusters(&links);
        let lives = self.lives(clusters.iter().flatten().copied(), at).await?;
        let there = |id: RegionId| lives.get(&id).is_some_and(|life| life.there);
        let mut pairs = Vec::new();
        for cluster in &clusters {
            for source in cluster {
                let fallback = match follow(*source, &links, &lives) {
                    Some(region) => region,
                    None => self.nearest_outer(*source, at).await?,
                };
                let mut targets: BTreeSet<RegionId> = cluster.iter().copied().filter(|id| there(*id)).collect();
                targets.insert(fallback);
                pairs.extend(targets.into_iter().map(|target| (*source, target, fallback)));
            }
        }
        Ok(Boundaries { pairs })
    }

    async fn lives(&self, ids: impl Iterator<Item = RegionId>, at: AsOf) -> Result<HashMap<RegionId, Life>> {
        let ids: Vec<String> = ids.map(|id| id.0.to_string()).collect();
        let mut lives = HashMap::new();
        for some in ids.chunks(500) {
            let sql = format!(
                "SELECT v.region_id, MAX(CASE WHEN v.valid_from <= $1 AND v.valid_to > $1 THEN 1 ELSE 0 END), \
                 MAX(CASE WHEN v.valid_from <= $1 THEN 1 ELSE 0 END) FROM region_version v \
                 WHERE v.region_id IN ({}) AND v.recorded_from <= $2 AND v.recorded_to > $2 GROUP BY v.region_id",
                some.join(", ")
            );
            for row in query_as_of(sql, at).fetch_all(self.reader()).await? {
                let (there, begun) = (row.int(1)? != 0, row.int(2)? != 0);
                lives.insert(RegionId(row.int(0)?), Life { ended: begun && !there, there });
            }
        }
        Ok(lives)
    }

    /// The nearest region that it ever lay in and that is in force; the nation at last.
    async fn nearest_outer(&self, id: RegionId, at: AsOf) -> Result<RegionId> {
        let sql =
            "SELECT v.path FROM region_version v WHERE v.region_id = $1 AND v.recorded_to = $2 ORDER BY v.valid_from";
        let paths = query(sql).bind(id.0).bind(Instant::OPEN.0).fetch_all(self.reader()).await?;
        for path in paths {
            let path = path.text(0)?;
            let outer: Vec<RegionId> = ids_of_path(&path).collect();
            for region in outer.into_iter().rev() {
                let sql = format!("SELECT 1 FROM region_version v WHERE v.region_id = $3 AND {}", in_force("v"));
                if query_as_of(sql, at).bind(region.0).fetch_optional(self.reader()).await?.is_some() {
                    return Ok(region);
                }
            }
        }
        Ok(super::NATION)
    }
}

/// Regions that records went between, taken together.
fn clusters(links: &[Link]) -> Vec<BTreeSet<RegionId>> {
    let mut cluster_of: BTreeMap<RegionId, usize> = BTreeMap::new();
    let mut clusters: Vec<BTreeSet<RegionId>> = Vec::new();
    for link in links {
        let known = [link.from, link.to].map(|id| cluster_of.get(&id).copied());
        let cluster = match known {
            [Some(one), Some(other)] if one != other => {
                let moved = std::mem::take(&mut clusters[other]);
                clusters[one].extend(moved.iter().copied());
                cluster_of.extend(moved.into_iter().map(|id| (id, one)));
                one
            }
            [Some(one), _] | [None, Some(one)] => one,
            [None, None] => {
                clusters.push(BTreeSet::new());
                clusters.len() - 1
            }
        };
        for id in [link.from, link.to] {
            clusters[cluster].insert(id);
            cluster_of.insert(id, cluster);
        }
    }
    clusters.retain(|cluster| !cluster.is_empty());
    clusters
}

/// Goes from a region to the one in force that it became, or that it was part of before it began.
fn follow(source: RegionId, links: &[Link], lives: &HashMap<RegionId, Life>) -> Option<RegionId> {
    // The way is one way: a region that began and ended on one day lies on it, too, and was never in force.
    let onwards = lives.get(&source).is_none_or(|life| life.ended);
    let mut seen = HashSet::new();
    let mut here = source;
    while seen.insert(here) {
        if lives.get(&here).is_some_and(|life| life.there) {
            return Some(here);
        }
        let onward = |link: &&Link| link.from == here && link.to != here && link.main;
        let back = |link: &&Link| link.to == here && link.from != here;
        here = if onwards {
            links.iter().rfind(onward).map(|link| link.to)?
        } else {
            links.iter().find(back).map(|link| link.from)?
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(from: i64, to: i64, main: bool) -> Link {
        Link { from: RegionId(from), to: RegionId(to), main }
    }

    #[test]
    fn what_records_went_between_is_taken_together() {
        let links = [link(1, 2, true), link(5, 6, true), link(3, 2, true), link(6, 3, false), link(8, 8, true)];
        let ids: Vec<Vec<i64>> = clusters(&links).iter().map(|one| one.iter().map(|id| id.0).collect()).collect();
        assert_eq!(ids, [vec![1, 2, 3, 5, 6], vec![8]]);
    }

    #[test]
    fn a_region_that_ended_goes_on_and_one_that_has_not_begun_goes_back() {
        let links = [link(1, 2, true), link(2, 3, false), link(2, 4, true)];
        let life = |there, ended| Life { ended, there };
        let on = |there: [bool; 4], ended: [bool; 4]| -> HashMap<RegionId, Life> {
            (1..).map(RegionId).zip(there.into_iter().zip(ended).map(|(there, ended)| life(there, ended))).collect()
        };
        let late = on([false, false, true, true], [true, true, false, false]);
        assert_eq!(follow(RegionId(1), &links, &late), Some(RegionId(4)), "the main way");
        let early = on([true, false, false, false], [false; 4]);
        assert_eq!(follow(RegionId(3), &links, &early), Some(RegionId(1)));
        assert_eq!(follow(RegionId(1), &links, &early), Some(RegionId(1)));
        let mut of_a_day = late;
        of_a_day.remove(&RegionId(2));
        assert_eq!(follow(RegionId(1), &links, &of_a_day), Some(RegionId(4)), "over one that was never in force");
    }
}
