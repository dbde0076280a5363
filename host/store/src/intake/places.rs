//! Regions that rows name, by code or by name, many at once.

use crate::as_of::AsOf;
use crate::bulk::{Keys, Values};
use crate::error::Result;
use crate::regions::{level, level_number, place};
use crate::sql::{Read, in_force, query_as_of};
use crate::store::Store;
use lifang_core::region::{Level, RegionId};
use sqlx::any::AnyRow;

/// A region that was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The name or code that was asked for.
    pub asked: String,
    /// The region.
    pub id: RegionId,
    /// Its code.
    pub code: String,
    /// Its level.
    pub level: Level,
    /// What it belongs to.
    pub parent: Option<RegionId>,
    /// Whether it lies in the subtree that was asked for.
    pub inside: bool,
}

/// By what regions are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedPlace {
    /// By code, anywhere.
    Code,
    /// By name, below the region only: names come again and again in a country.
    Name(Level),
}

impl Store {
    /// The regions of these codes or names. A name that several have comes several times.
    ///
    /// # Errors
    /// There is no region `within` as of `at`.
    pub async fn locate(&self, asked: &[&str], by: NamedPlace, within: RegionId, at: AsOf) -> Result<Vec<Located>> {
        let root = place(self.reader(), within, at).await?;
        let mut keys = Keys::new(&["asked"]);
        asked.iter().for_each(|asked| keys.push(Values::default().and(*asked)));
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let condition = match by {
            NamedPlace::Code => "v.code = k.asked".to_owned(),
            NamedPlace::Name(level) => {
                format!("v.name = k.asked AND v.level = {} AND v.path >= $4 AND v.path < $5", level_number(level))
            }
        };
        let sql = format!(
            "SELECT k.asked, v.region_id, v.code, v.level, v.parent_id, \
             CASE WHEN v.path >= $4 AND v.path < $5 THEN 1 ELSE 0 END \
             FROM {} CROSS JOIN region_version v WHERE {condition} AND {} ORDER BY v.code",
            keys.table(self.engine(), 3),
            in_force("v")
        );
        let rows = query_as_of(sql, at).bind(keys.json()?).bind(root.path.as_str()).bind(root.end());
        let located = |row: &AnyRow| {
            Ok(Located {
                asked: row.text(0)?,
                id: RegionId(row.int(1)?),
                code: row.text(2)?,
                level: level(row.int(3)?)?,
                parent: row.int_or_null(4)?.map(RegionId),
                inside: row.int(5)? != 0,
            })
        };
        rows.fetch_all(self.reader()).await?.iter().map(located).collect()
    }
}
