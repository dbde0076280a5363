//! What is counted of each community, kept by the transaction that writes the facts.
//!
//! A tally is of today and of what is known now: no earlier day can be asked for. It says until which day it is right, since
//! facts may begin and end on days to come; who reads counts recounts those communities whose day has come.

use super::path::{Place, WIDTH, below, place};
use super::{NATION, level_number};
use crate::as_of::AsOf;
use crate::bulk::{Rows, Values};
use crate::error::{Conflict, Result, StoreError};
use crate::snapshots::{move_all_marks, move_marks};
use crate::sources::{loud, loud_now};
use crate::sql::{Read, in_force, query, query_as_of};
use crate::store::{Store, Tx};
use lifang_core::clock::{Date, Instant};
use lifang_core::region::{Level, RegionId};
use std::collections::{BTreeMap, HashMap};

/// Where residences stand among the tables that are counted.
const RESIDENCES: usize = 3;

/// Communities counted in one transaction when their day has come.
const AT_ONCE: i64 = 64;

/// Counts the communities anew as of `at`, which must be now, and moves their marks. Whoever writes a residence names every community in which the
/// person has one: each may be the one that the person is counted in twice.
///
/// # Errors
/// [`Conflict::Ended`] when something lies in a community that has ended meanwhile; the database's own.
pub(crate) async fn recount(tx: &mut Tx, communities: &[RegionId], at: AsOf) -> Result<()> {
    for (community, held) in count_anew(tx, communities, at).await? {
        // Whoever wrote found the community before it ended: what was written would be nowhere.
        if held && matches!(place(tx.connection(), community, at).await, Err(StoreError::NotFound(_))) {
            return Err(StoreError::Conflict(Conflict::Ended));
        }
    }
    Ok(())
}

/// Counts communities anew; gives those counted, and whether anything lies in each today.
async fn count_anew(tx: &mut Tx, communities: &[RegionId], at: AsOf) -> Result<Vec<(RegionId, bool)>> {
    let mut sorted = communities.to_vec();
    // Always in the same order: two transactions that wait for each other's communities would wait for ever.
    sorted.sort_unstable();
    sorted.dedup();
    let mut done = Vec::with_capacity(sorted.len());
    for community in sorted {
        // Taken before counting: who waits here counts what the other has committed.
        let taken = "INSERT INTO community_tally (region_id, grids, buildings, houses, persons, units, good_until) \
                     VALUES ($1, 0, 0, 0, 0, 0, 0) ON CONFLICT (region_id) DO UPDATE SET good_until = 0";
        query(taken).bind(community.0).execute(tx.connection()).await?;
        let mut until = Date::OPEN.0.into();
        let counted = count(tx, community, at.valid, &mut until).await?;
        overlaps(tx, community, at, &mut until).await?;
        let write = "UPDATE community_tally SET grids = $2, buildings = $3, houses = $4, persons = $5, units = $6, \
                     residences = $7, good_until = $8 WHERE region_id = $1";
        let write = counted.iter().fold(query(write).bind(community.0), |query, number| query.bind(*number));
        write.bind(until).execute(tx.connection()).await?;
        move_marks(tx, &[community], at.recorded).await?;
        done.push((community, counted[1..].iter().any(|number| *number > 0)));
    }
    Ok(done)
}

/// Numbers of grids, buildings, houses, persons, units and residences; `until` becomes the first day on which one of them may be another.
async fn count(tx: &mut Tx, community: RegionId, today: Date, until: &mut i64) -> Result<[i64; 6]> {
    let grid = format!("parent_id = $2 AND f.level = {}", level_number(Level::Grid));
    let tables = [
        ("region_version", grid.as_str(), "f.region_id"),
        ("building_fact", "community_id = $2", "f.building_id"),
        ("house_fact", "community_id = $2", "f.house_id"),
        ("residence", "community_id = $2", "f.person_id"),
        ("unit_fact", "community_id = $2", "f.unit_id"),
    ];
    let selects: Vec<String> = tables
        .iter()
        .zip(0..)
        .map(|((table, of, what), position)| {
            let open = Instant::OPEN.0;
            let heard = if *table == "region_version" { String::new() } else { format!(" AND {}", loud_now("f")) };
            format!(
                "SELECT {position} AS position, \
                 COUNT(DISTINCT CASE WHEN f.valid_from <= $1 AND f.valid_to > $1 THEN {what} END), \
                 MIN(CASE WHEN f.valid_from > $1 THEN f.valid_from WHEN f.valid_to > $1 THEN f.valid_to END), \
                 COUNT(CASE WHEN f.valid_from <= $1 AND f.valid_to > $1 THEN 1 END) \
                 FROM {table} f WHERE f.{of} AND f.recorded_to = {open}{heard}"
            )
        })
        .collect();
    let sql = format!("{} ORDER BY position", selects.join(" UNION ALL "));
    let rows = query(sql).bind(i64::from(today.0)).bind(community.0).fetch_all(tx.connection()).await?;
    let mut counted = [0; 6];
    for (row, number) in rows.iter().zip(&mut counted) {
        *number = row.int(1)?;
        *until = row.int_or_null(2)?.unwrap_or(*until).min(*until);
    }
    counted[5] = rows.get(RESIDENCES).map_or(Ok(0), |row| row.int(3))?;
    Ok(counted)
}

/// Writes who of the community is also in another one that comes earlier in the tree.
async fn overlaps(tx: &mut Tx, community: RegionId, at: AsOf, until: &mut i64) -> Result<()> {
    query("DELETE FROM community_overlap WHERE region_id = $1").bind(community.0).execute(tx.connection()).await?;
    let own = match place(tx.connection(), community, at).await {
        Ok(own) => own,
        // Abolished: it is counted nowhere.
        Err(StoreError::NotFound(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    let open = Instant::OPEN.0;
    let sql = format!(
        "SELECT f.person_id, v.path, f.valid_from, f.valid_to, o.valid_from, o.valid_to FROM residence f \
         CROSS JOIN residence o CROSS JOIN region_version v \
         WHERE f.community_id = $3 AND f.valid_to > $1 AND f.recorded_to = {open} \
         AND o.person_id = f.person_id AND o.community_id <> f.community_id AND o.valid_to > $1 AND o.recorded_to = {open} \
         AND v.region_id = o.community_id AND v.path < $4 AND {} AND {} AND {}",
        in_force("v"),
        loud("f"),
        loud("o")
    );
    let asked = query_as_of(sql, at).bind(community.0).bind(own.path.as_str());
    let today = i64::from(at.valid.0);
    let mut depths: HashMap<i64, i64> = HashMap::new();
    for row in asked.fetch_all(tx.connection()).await? {
        let days = [row.int(2)?, row.int(3)?, row.int(4)?, row.int(5)?];
        *until = days.into_iter().filter(|day| *day > today).fold(*until, i64::min);
        if days[0] <= today && days[2] <= today {
            let depth = in_common(&own.path, &row.text(1)?);
            let deepest = depths.entry(row.int(0)?).or_default();
            *deepest = depth.max(*deepest);
        }
    }
    let mut persons: BTreeMap<i64, i64> = BTreeMap::new();
    for depth in depths.into_values() {
        *persons.entry(depth).or_default() += 1;
    }
    let mut rows = Rows::new("community_overlap", &["region_id", "depth", "persons"]);
    for (depth, persons) in persons {
        rows.push(tx, Values::default().and(community.0).and(depth).and(persons)).await?;
    }
    rows.finish(tx).await
}

/// How many regions two paths begin with in common.
fn in_common(one: &str, other: &str) -> i64 {
    let parts = |path: &'_ str| path.as_bytes().chunks(WIDTH).map(<[u8]>::to_vec).collect::<Vec<_>>();
    (0..)
        .zip(parts(one).into_iter().zip(parts(other)))
        .find(|(_, (a, b))| a != b)
        .map_or_else(|| i64::try_from(one.len().min(other.len()) / WIDTH).unwrap_or(0), |(depth, _)| depth)
}

/// Regions moved in the tree from a day on: which communities have which regions in common may be another matter then.
pub(super) async fn regions_moved(tx: &mut Tx, from: AsOf) -> Result<()> {
    let sql = "UPDATE community_tally SET good_until = $1 WHERE good_until > $1";
    query(sql).bind(i64::from(from.valid.0)).execute(tx.connection()).await?;
    move_all_marks(tx, from.recorded).await
}

/// Communities that have persons in common with these: who is counted where depends on where they all lie.
pub(super) async fn shared_with(tx: &mut Tx, communities: &[RegionId], now: AsOf) -> Result<Vec<RegionId>> {
    let open = Instant::OPEN.0;
    let mut shared = Vec::new();
    for some in communities.chunks(500) {
        let ids: Vec<String> = some.iter().map(|community| community.0.to_string()).collect();
        let sql = format!(
            "SELECT DISTINCT o.community_id FROM residence f CROSS JOIN residence o WHERE f.community_id IN ({}) \
             AND f.recorded_to = {open} AND f.valid_to > $1 AND o.person_id = f.person_id \
             AND o.community_id <> f.community_id AND o.recorded_to = {open} AND o.valid_to > $1",
            ids.join(", ")
        );
        for row in query(sql).bind(i64::from(now.valid.0)).fetch_all(tx.connection()).await? {
            shared.push(RegionId(row.int(0)?));
        }
    }
    Ok(shared)
}

impl Store {
    /// Counts all communities whose tally is no longer right, or never was: what a migration left to count, and those whose day
    /// has come.
    pub(crate) async fn recount_due(&self, now: Instant) -> Result<()> {
        let nation = Place { id: NATION, level: Level::Nation, path: below("", NATION) };
        self.recount_due_below(&nation, AsOf::now(now)).await
    }

    /// The same for the communities of a subtree. Each turn's are committed before the next, so that a reader who gives up
    /// leaves less to do to the one who comes next.
    pub(super) async fn recount_due_below(&self, root: &Place, at: AsOf) -> Result<()> {
        let sql = format!(
            "SELECT t.region_id FROM community_tally t CROSS JOIN region_version v WHERE t.good_until <= $1 \
             AND v.region_id = t.region_id AND v.path >= $3 AND v.path < $4 AND {} ORDER BY t.region_id LIMIT {AT_ONCE}",
            in_force("v")
        );
        loop {
            let asked = query_as_of(sql.clone(), at).bind(root.path.as_str()).bind(root.end());
            let rows = asked.fetch_all(self.reader()).await?;
            let due = rows.iter().map(|row| row.int(0).map(RegionId)).collect::<Result<Vec<_>>>()?;
            if due.is_empty() {
                return Ok(());
            }
            let mut tx = self.begin().await?;
            count_anew(&mut tx, &due, at).await?;
            tx.commit().await?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_their_beginning_in_common() {
        let path = |ids: &[i64]| ids.iter().fold(String::new(), |path, id| below(&path, RegionId(*id)));
        assert_eq!(in_common(&path(&[1, 2, 3]), &path(&[1, 2, 4])), 2);
        assert_eq!(in_common(&path(&[1, 2, 3]), &path(&[1, 34, 3])), 1);
        assert_eq!(in_common(&path(&[1, 2, 3]), &path(&[1, 2, 3, 5])), 3);
    }
}
