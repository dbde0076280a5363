//! Finding regions: by code, by identity, below another, by name.

use super::path::place;
use super::{COLUMNS, level_number, region};
use crate::as_of::AsOf;
use crate::error::Result;
use crate::sql::{in_force, query_as_of};
use crate::store::Store;
use lifang_core::path::RegionPath;
use lifang_core::region::{Level, Region, RegionCode, RegionId};

/// A region that a search found, with all it belongs to: names alone say little (和平村委会 occurs 274 times).
#[derive(Clone, Debug)]
pub struct Found {
    /// The region, last on its path.
    pub path: RegionPath,
}

impl Store {
    /// The region that had the code.
    ///
    /// # Errors
    /// The database's own.
    pub async fn region_by_code(&self, code: &RegionCode, at: AsOf) -> Result<Option<Region>> {
        let sql = format!("SELECT {COLUMNS} FROM region_version v WHERE v.code = $3 AND {}", in_force("v"));
        let row = query_as_of(sql, at).bind(code.as_str()).fetch_optional(self.reader()).await?;
        row.as_ref().map(region).transpose()
    }

    /// The region itself.
    ///
    /// # Errors
    /// The database's own.
    pub async fn region_by_id(&self, id: RegionId, at: AsOf) -> Result<Option<Region>> {
        let sql = format!("SELECT {COLUMNS} FROM region_version v WHERE v.region_id = $3 AND {}", in_force("v"));
        let row = query_as_of(sql, at).bind(id.0).fetch_optional(self.reader()).await?;
        row.as_ref().map(region).transpose()
    }

    /// The regions directly below, by code.
    ///
    /// # Errors
    /// The database's own.
    pub async fn children(&self, id: RegionId, at: AsOf) -> Result<Vec<Region>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM region_version v WHERE v.parent_id = $3 AND {} ORDER BY v.code",
            in_force("v")
        );
        query_as_of(sql, at).bind(id.0).fetch_all(self.reader()).await?.iter().map(region).collect()
    }

    /// All communities of the subtree, by code.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn communities(&self, id: RegionId, at: AsOf) -> Result<Vec<Region>> {
        let root = place(self.reader(), id, at).await?;
        let sql = format!(
            "SELECT {COLUMNS} FROM region_version v \
             WHERE v.path >= $3 AND v.path < $4 AND v.level = $5 AND {} ORDER BY v.code",
            in_force("v")
        );
        let rows = query_as_of(sql, at)
            .bind(root.path.as_str())
            .bind(root.end())
            .bind(level_number(Level::Community))
            .fetch_all(self.reader())
            .await?;
        rows.iter().map(region).collect()
    }

    /// Regions by code or name: first those that are called exactly so, then those that begin so, then those that contain it;
    /// among equals the outer first. Empty text finds nothing.
    ///
    /// # Errors
    /// The region to search within does not exist as of `at`.
    pub async fn search_regions(
        &self,
        text: &str,
        within: Option<RegionId>,
        limit: u32,
        at: AsOf,
    ) -> Result<Vec<Found>> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let (from, to) = match within {
            Some(root) => {
                let root = place(self.reader(), root, at).await?;
                let end = root.end();
                (root.path, end)
            }
            None => (String::new(), "~".to_owned()),
        };
        let pattern = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        // A code is found by the digits it begins with, a name by any part of it.
        let hit = if digits { "(v.code >= $3 AND v.code < $4)" } else { "v.name LIKE $5 ESCAPE '\\'" };
        let sql = format!(
            "SELECT v.region_id FROM region_version v WHERE {hit} AND v.path >= $6 AND v.path < $7 AND {} \
             ORDER BY CASE WHEN v.name = $3 OR v.code = $8 THEN 0 WHEN v.name >= $3 AND v.name < $4 THEN 1 ELSE 2 END, \
             v.level, v.code LIMIT $9",
            in_force("v")
        );
        let code = RegionCode::parse(text).map_or_else(|_| text.to_owned(), |code| code.to_string());
        let rows = query_as_of(sql, at)
            .bind(text)
            .bind(after(text))
            .bind(pattern)
            .bind(from)
            .bind(to)
            .bind(code)
            .bind(i64::from(limit))
            .fetch_all(self.reader())
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = RegionId(crate::sql::Read::int(row, 0)?);
            found.push(Found { path: self.path(id, at).await? });
        }
        Ok(found)
    }
}

/// A text after all that begin with `prefix`.
fn after(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}
