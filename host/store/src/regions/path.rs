//! Paths: how a region's place in the tree is stored so that a subtree is one range of an index.

use super::{COLUMNS, NATION, level, region};
use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::sql::{Read, bind_path, each_in_force, ids_table, ids_text, in_force, on_path, query_as_of};
use crate::store::{Store, Tx};
use lifang_core::path::RegionPath;
use lifang_core::region::{Level, RegionCode, RegionId};
use sqlx::any::{AnyExecutor, AnyRow};
use std::collections::{BTreeSet, HashMap};

/// Characters per region: 32^7 identities are enough for every building on earth.
pub(crate) const WIDTH: usize = 7;
const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

/// Where a region lies in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The region.
    pub(crate) id: RegionId,
    /// Its level.
    pub(crate) level: Level,
    /// Its path.
    pub(crate) path: String,
}

impl Place {
    /// The first text after all paths of the subtree.
    pub(crate) fn end(&self) -> String {
        // '~' sorts after every digit.
        format!("{}~", self.path)
    }

    /// The identities on the path, outermost first, the root among them.
    pub(crate) fn ids(&self) -> Vec<RegionId> {
        ids_of_path(&self.path).collect()
    }
}

/// The path of a region below `parent` (empty for the root).
pub(crate) fn below(parent: &str, id: RegionId) -> String {
    let mut path = String::with_capacity(parent.len() + WIDTH);
    path.push_str(parent);
    for place in (0..WIDTH).rev() {
        let digit = (id.0 >> (5 * place)) & 31;
        path.push(char::from(DIGITS[usize::try_from(digit).unwrap_or(0)]));
    }
    path
}

/// The identities of a path, outermost first.
pub(crate) fn ids_of_path(path: &str) -> impl Iterator<Item = RegionId> + '_ {
    path.as_bytes().chunks(WIDTH).map(|chunk| {
        let digit = |byte: &u8| DIGITS.iter().position(|digit| digit == byte).unwrap_or(0);
        RegionId(chunk.iter().fold(0, |id, byte| (id << 5) | i64::try_from(digit(byte)).unwrap_or(0)))
    })
}

/// Where the region lies as of `at`.
pub(crate) async fn place(executor: impl AnyExecutor<'_>, id: RegionId, at: AsOf) -> Result<Place> {
    let sql = format!("SELECT v.level, v.path FROM region_version v WHERE v.region_id = $3 AND {}", in_force("v"));
    let row = query_as_of(sql, at).bind(id.0).fetch_optional(executor).await?.ok_or(StoreError::NotFound("region"))?;
    Ok(Place { id, level: level(row.int(0)?)?, path: row.text(1)? })
}

/// The same with the region's code, inside a transaction.
pub(crate) async fn place_and_code(tx: &mut Tx, id: RegionId, at: AsOf) -> Result<(Place, RegionCode)> {
    let found = place(&mut *tx.connection(), id, at).await?;
    let sql = format!("SELECT v.code FROM region_version v WHERE v.region_id = $3 AND {}", in_force("v"));
    let row = query_as_of(sql, at).bind(id.0).fetch_one(tx.connection()).await?;
    Ok((found, RegionCode::parse(&row.text(0)?).map_err(StoreError::corrupt)?))
}

impl Store {
    /// The region with all it belongs to, province first; for the nation only itself.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn path(&self, id: RegionId, at: AsOf) -> Result<RegionPath> {
        let place = place(self.reader(), id, at).await?;
        let ids = place.ids();
        let wanted: Vec<RegionId> =
            ids.iter().copied().filter(|on_path| *on_path != NATION || ids.len() == 1).collect();
        let sql = format!(
            "SELECT {COLUMNS} FROM region_version v WHERE {} AND {} ORDER BY v.path",
            on_path("v.region_id", 3),
            in_force("v")
        );
        let rows = bind_path(query_as_of(sql, at), &wanted).fetch_all(self.reader()).await?;
        let regions = rows.iter().map(region).collect::<Result<Vec<_>>>()?;
        RegionPath::new(regions).ok_or(StoreError::NotFound("region"))
    }

    /// The same for many, in their order, by two look-ups.
    ///
    /// # Errors
    /// One of them does not exist as of `at`.
    pub(crate) async fn paths(&self, ids: &[RegionId], at: AsOf) -> Result<Vec<RegionPath>> {
        let mut paths = HashMap::with_capacity(ids.len());
        for row in self.versions("v.region_id, v.path", ids.iter().copied(), at).await? {
            paths.insert(RegionId(row.int(0)?), ids_of_path(&row.text(1)?).collect::<Vec<_>>());
        }
        let on_paths: BTreeSet<RegionId> = paths.values().flatten().copied().collect();
        let mut regions = HashMap::with_capacity(on_paths.len());
        for row in self.versions(COLUMNS, on_paths.into_iter(), at).await? {
            let region = region(&row)?;
            regions.insert(region.id, region);
        }
        let path = |id: &RegionId| {
            let on_path = paths.get(id)?;
            let wanted = on_path.iter().filter(|one| **one != NATION || on_path.len() == 1);
            RegionPath::new(wanted.map(|one| regions.get(one).cloned()).collect::<Option<_>>()?)
        };
        ids.iter().map(|id| path(id).ok_or(StoreError::NotFound("region"))).collect()
    }

    /// Columns of the versions in force of these regions.
    async fn versions(&self, what: &str, ids: impl Iterator<Item = RegionId>, at: AsOf) -> Result<Vec<AnyRow>> {
        let regions = each_in_force(self.engine(), "region_version", "v", "v.region_id = q.id");
        let sql = format!("SELECT {what} FROM {} q {regions}", ids_table(self.engine(), 3));
        let asked = query_as_of(sql, at).bind(ids_text(ids.map(|id| id.0)));
        Ok(asked.fetch_all(self.reader()).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_its_identities_and_sorts_below_its_parent() {
        let root = below("", RegionId(1));
        let child = below(&root, RegionId(665_276));
        let sibling = below("", RegionId(2));
        assert_eq!(ids_of_path(&child).collect::<Vec<_>>(), [RegionId(1), RegionId(665_276)]);
        let place = Place { id: RegionId(1), level: Level::Nation, path: root.clone() };
        assert!(root < child && child < place.end() && place.end() < sibling, "{root} {child} {sibling}");
    }
}
