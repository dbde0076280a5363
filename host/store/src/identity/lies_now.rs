//! Where a residence lies that is said again after regions changed: with its house, its grid, or what its community became.

use crate::as_of::AsOf;
use crate::bulk::{Rows, Values};
use crate::error::Result;
use crate::facts::Stamp;
use crate::regions::became;
use crate::sql::{Read, narrow, query};
use crate::store::Tx;
use lifang_core::clock::{Date, Instant};
use lifang_core::region::RegionId;

/// A stretch of a residence.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: Date,
    to: Date,
    community: RegionId,
    grid: Option<RegionId>,
}

/// A residence as it was said before the merge.
struct Said {
    house: Option<i64>,
    stretch: Stretch,
}

const RESIDENCE: &[&str] = &["person_id", "house_id", "community_id", "grid_id", "kind", "since"];

/// Says the closed residence `row` again where it lies, in as many stretches as that takes. Gives the rows that say it now.
pub(super) async fn say_where_it_lies(tx: &mut Tx, row: i64, now: Instant) -> Result<Vec<i64>> {
    let sql = "SELECT person_id, house_id, community_id, grid_id, kind, since, provenance_id, valid_from, valid_to \
               FROM residence WHERE id = $1";
    let read = query(sql).bind(row).fetch_one(tx.connection()).await?;
    let stretch = Stretch {
        from: Date(narrow(read.int(7)?)?),
        to: Date(narrow(read.int(8)?)?),
        community: RegionId(read.int(2)?),
        grid: read.int_or_null(3)?.map(RegionId),
    };
    let said = Said { house: read.int_or_null(1)?, stretch };
    let stretches = stretches(tx, &said, now).await?;
    let mut rows = Rows::of_facts("residence", RESIDENCE);
    for one in &stretches {
        let values = Values::default().and(read.int(0)?).and(said.house).and(one.community.0);
        let values = values.and(one.grid.map(|grid| grid.0)).and(read.int(4)?).and(read.int(5)?);
        let stamp = Stamp { provenance: read.int(6)?, from: AsOf { valid: one.from, recorded: now } };
        rows.push(tx, values.stamped_until(stamp, one.from, one.to)).await?;
    }
    rows.finish(tx).await?;
    let sql = "SELECT id FROM residence WHERE person_id = $1 AND recorded_from = $2 ORDER BY id DESC LIMIT $3";
    let added = query(sql).bind(read.int(0)?).bind(now.0).bind(i64::try_from(stretches.len()).unwrap_or(i64::MAX));
    added.fetch_all(tx.connection()).await?.iter().map(|row| row.int(0)).collect()
}

/// Where it lay and lies, day by day, ascending. Days of which nothing else is known stay where they were said.
async fn stretches(tx: &mut Tx, said: &Said, now: Instant) -> Result<Vec<Stretch>> {
    let housed = match said.house {
        Some(house) => {
            let sql = "SELECT valid_from, valid_to, community_id, grid_id FROM house_fact \
                       WHERE house_id = $1 AND recorded_to = $2 ORDER BY valid_from";
            known(tx, sql, house).await?
        }
        None => match said.stretch.grid {
            Some(grid) => {
                let sql = "SELECT valid_from, valid_to, parent_id, region_id FROM region_version \
                           WHERE region_id = $1 AND recorded_to = $2 AND parent_id IS NOT NULL ORDER BY valid_from";
                known(tx, sql, grid.0).await?
            }
            None => Vec::new(),
        },
    };
    let mut placed = Vec::new();
    let mut day = said.stretch.from;
    for one in housed.into_iter().filter(|one| one.to > said.stretch.from && one.from < said.stretch.to) {
        if day < one.from {
            placed.push(Stretch { from: day, to: one.from, ..said.stretch });
        }
        let (from, to) = (one.from.max(day), one.to.min(said.stretch.to));
        // Within its community a residence is in a grid only where it was said to be in one.
        let stays = one.community == said.stretch.community && said.stretch.grid.is_none();
        placed.push(Stretch { from, to, grid: one.grid.filter(|_| !stays), ..one });
        day = to;
    }
    if day < said.stretch.to {
        placed.push(Stretch { from: day, ..said.stretch });
    }
    let mut lasting = Vec::new();
    for one in placed {
        lasting.extend(carried_on(tx, one, now).await?);
    }
    lasting.dedup_by(|next, last| {
        let same = (last.community, last.grid) == (next.community, next.grid) && last.to == next.from;
        if same {
            last.to = next.to;
        }
        same
    });
    Ok(lasting)
}

async fn known(tx: &mut Tx, sql: &'static str, id: i64) -> Result<Vec<Stretch>> {
    let rows = query(sql).bind(id).bind(Instant::OPEN.0).fetch_all(tx.connection()).await?;
    let stretch = |row: &sqlx::any::AnyRow| {
        Ok(Stretch {
            from: Date(narrow(row.int(0)?)?),
            to: Date(narrow(row.int(1)?)?),
            community: RegionId(row.int(2)?),
            grid: row.int_or_null(3)?.map(RegionId),
        })
    };
    rows.iter().map(stretch).collect()
}

/// Where its community ends within its days, the rest lies in what that became.
async fn carried_on(tx: &mut Tx, stretch: Stretch, now: Instant) -> Result<Vec<Stretch>> {
    let mut parts = vec![stretch];
    // Each region ends once, so this comes to an end; the bound is against links that go in circles.
    for _ in 0..64 {
        let last = parts[parts.len() - 1];
        let sql = "SELECT MAX(valid_to) FROM region_version WHERE region_id = $1 AND recorded_to = $2";
        let ends = query(sql).bind(last.community.0).bind(Instant::OPEN.0).fetch_one(tx.connection()).await?;
        let ends = Date(narrow(ends.int_or_null(0)?.unwrap_or(i64::from(Date::OPEN.0)))?);
        if ends >= last.to || ends == Date::OPEN {
            break;
        }
        let at = AsOf { valid: ends, recorded: now };
        let Some(next) = became(tx.connection(), last.community, at).await?.into_iter().next() else { break };
        let rest = Stretch { from: last.from.max(ends), to: last.to, community: next, grid: None };
        parts.pop();
        if last.from < ends {
            parts.push(Stretch { to: ends, ..last });
        }
        parts.push(rest);
    }
    Ok(parts)
}
