//! Regions: permanent identities, dated codes, names and parents.

mod boundaries;
pub mod change;
mod counts;
mod find;
mod grids;
mod load;
mod names;
mod path;
mod readings;
mod search;
pub mod source;
mod tallies;

pub(crate) use boundaries::Boundaries;
pub(crate) use change::became;
pub(crate) use counts::child_of;
pub use counts::{Counted, RegionCounts};
pub(crate) use grids::create as create_grid;
pub use grids::{draw_grid, draw_grids};
pub use load::Loaded;
pub(crate) use path::{Place, WIDTH, ids_of_path, place, place_and_code};
pub(crate) use readings::READINGS_VERSION;
pub use search::{Found, Search};
pub(crate) use tallies::recount;

use crate::error::{Result, StoreError};
use crate::sql::{Read, narrow};
use lifang_core::clock::Date;
use lifang_core::region::{Level, Region, RegionCode, RegionId};
use sqlx::any::AnyRow;

/// The columns that [`region`] reads, of `region_version` under the alias `v`.
pub(crate) const COLUMNS: &str = "v.region_id, v.code, v.name, v.level, v.parent_id, v.valid_from, v.valid_to";

/// The root's identity.
pub(crate) const NATION: RegionId = RegionId(1);

/// The region of a row that begins with [`COLUMNS`].
pub(crate) fn region(row: &AnyRow) -> Result<Region> {
    Ok(Region {
        id: RegionId(row.int(0)?),
        code: RegionCode::parse(&row.text(1)?).map_err(StoreError::corrupt)?,
        name: row.text(2)?,
        level: level(row.int(3)?)?,
        parent: row.int_or_null(4)?.map(RegionId),
        valid_from: Date(narrow(row.int(5)?)?),
        valid_to: Date(narrow(row.int(6)?)?),
    })
}

/// A level as it is stored: its position from the nation down.
pub(crate) fn level_number(level: Level) -> i64 {
    level as i64
}

pub(crate) fn level(number: i64) -> Result<Level> {
    let position = usize::try_from(number).ok();
    let level = position.and_then(|position| Level::ALL.get(position).copied());
    level.ok_or_else(|| StoreError::corrupt(format!("level {number}")))
}
