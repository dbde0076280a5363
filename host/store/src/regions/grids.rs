//! Drawing grids in a community.

use super::level_number;
use super::path::{Place, below, place_and_code};
use super::readings::Readings;
use super::tallies::recount;
use crate::as_of::AsOf;
use crate::bulk::Values;
use crate::counters::Block;
use crate::error::{Conflict, Result, StoreError};
use crate::facts::{Stamp, insert_fact};
use crate::provenance;
use crate::sql::{in_force, query, query_as_of};
use crate::store::Tx;
use lifang_core::base_data::{GridDraft, Provenance};
use lifang_core::clock::{Date, Instant};
use lifang_core::region::{Level, RegionCode, RegionId};
use std::collections::BTreeSet;

/// Draws a grid below the community: its code is the community's with the grid's number behind.
pub(crate) async fn create(
    tx: &mut Tx,
    community: &Place,
    code: &RegionCode,
    grid: &GridDraft,
    stamp: Stamp,
) -> Result<RegionId> {
    if community.level != Level::Community {
        return Err(StoreError::NotFound("community"));
    }
    let code = RegionCode::parse(&format!("{code}{:03}", grid.number)).map_err(StoreError::corrupt)?;
    let taken = format!("SELECT 1 FROM region_version v WHERE v.code = $3 AND {}", in_force("v"));
    if query_as_of(taken, stamp.from).bind(code.as_str()).fetch_optional(tx.connection()).await?.is_some() {
        return Err(StoreError::Conflict(Conflict::Exists(code.to_string())));
    }
    let id = RegionId(Block::take(tx, "region", 1).await?.next());
    query("INSERT INTO region (id) VALUES ($1)").bind(id.0).execute(tx.connection()).await?;
    let row = Values::default().and(id.0).and(code.as_str()).and(grid.name.as_str());
    let row = row.and(level_number(Level::Grid)).and(community.id.0).and(below(&community.path, id));
    insert_fact(tx, "region_version", super::load::FACTS, row.stamped(stamp, stamp.from.valid)).await?;
    let mut readings = Readings::default();
    readings.note(&grid.name, Level::Grid);
    readings.write(tx).await?;
    let row = Values::default().and(id.0).and(i64::from(grid.households));
    insert_fact(tx, "grid_fact", &["region_id", "households"], row.stamped(stamp, stamp.from.valid)).await?;
    Ok(id)
}

/// Draws a grid in a community.
///
/// # Errors
/// There is no such community, the number is taken.
pub async fn draw_grid(
    tx: &mut Tx,
    community: RegionId,
    grid: &GridDraft,
    provenance: &Provenance,
    valid_from: Date,
    now: Instant,
) -> Result<RegionId> {
    let ids = draw_grids(tx, &[(community, grid.clone())], provenance, valid_from, now).await?;
    ids.first().copied().ok_or(StoreError::NotFound("grid"))
}

/// Draws grids, each in its community, and counts those communities once.
///
/// # Errors
/// Those of [`draw_grid`].
pub async fn draw_grids(
    tx: &mut Tx,
    grids: &[(RegionId, GridDraft)],
    provenance: &Provenance,
    valid_from: Date,
    now: Instant,
) -> Result<Vec<RegionId>> {
    let from = AsOf { valid: valid_from, recorded: now };
    let stamp = Stamp { provenance: provenance::intern(tx, provenance).await?, from };
    let mut drawn = Vec::with_capacity(grids.len());
    for (community, grid) in grids {
        let (place, code) = place_and_code(tx, *community, from).await?;
        drawn.push(create(tx, &place, &code, grid, stamp).await?);
    }
    let communities: BTreeSet<RegionId> = grids.iter().map(|(community, _)| *community).collect();
    recount(tx, &communities.into_iter().collect::<Vec<_>>(), AsOf::now(now)).await?;
    Ok(drawn)
}
