//! The public board 公示牌: who holds which post in a community and its grids.

use crate::as_of::AsOf;
use crate::error::Result;
use crate::regions::{COLUMNS, place, region};
use crate::sql::{Read, in_force, narrow, query_as_of};
use crate::store::Store;
use lifang_core::clock::Date;
use lifang_core::region::{Region, RegionId};

/// A post and who holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// `grid-leader`, `grid-worker`, `grid-police`, `secretary`, …
    pub post: String,
    /// Name of who holds it.
    pub name: String,
    /// Service phone.
    pub phone: String,
    /// The grid or community it is held in.
    pub region: Region,
    /// First day of the term.
    pub since: Date,
}

impl Store {
    /// The appointments in the region and below it: the region's own first, then grid by grid.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn board(&self, id: RegionId, at: AsOf) -> Result<Vec<Appointment>> {
        let root = place(self.reader(), id, at).await?;
        let sql = format!(
            "SELECT {COLUMNS}, a.post, a.name, a.phone, a.since FROM region_version v \
             CROSS JOIN appointment a WHERE a.region_id = v.region_id AND {} \
             AND v.path >= $3 AND v.path < $4 AND {} ORDER BY v.level, v.code, a.post, a.since, a.id",
            in_force("a"),
            in_force("v")
        );
        let rows = query_as_of(sql, at).bind(root.path.as_str()).bind(root.end()).fetch_all(self.reader()).await?;
        let appointment = |row| {
            let region = region(row)?;
            let since = Date(narrow(row.int(10)?)?);
            Ok(Appointment { post: row.text(7)?, name: row.text(8)?, phone: row.text(9)?, region, since })
        };
        rows.iter().map(appointment).collect()
    }
}
