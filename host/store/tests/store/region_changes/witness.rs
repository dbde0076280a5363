//! What must be true of a store after any changes, read by plain SQL beside it.

use crate::support::World;
use lifang_core::clock::Date;
use sqlx::{AnyPool, AssertSqlSafe, Row};
use std::collections::{BTreeMap, BTreeSet};

/// A store looked at from outside.
pub(crate) struct Witness(AnyPool);

/// Open ends, as the migrations say them.
const OPEN: i64 = i64::MAX;

impl Witness {
    pub(crate) async fn of(world: &World) -> Self {
        sqlx::any::install_default_drivers();
        Self(AnyPool::connect(&world.url).await.unwrap())
    }

    async fn rows(&self, sql: String, columns: usize) -> Vec<Vec<Option<String>>> {
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&self.0).await.unwrap();
        let cell = |row: &sqlx::any::AnyRow, column: usize| {
            row.try_get::<Option<i64>, _>(column)
                .map(|number| number.map(|number| number.to_string()))
                .or_else(|_| row.try_get::<Option<String>, _>(column))
                .unwrap()
        };
        rows.iter().map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect()
    }

    /// Every record in force on a day, without where it lies: none may be lost, none doubled.
    pub(crate) async fn records(&self, day: Date) -> BTreeMap<String, usize> {
        let mut all = BTreeMap::new();
        for (table, columns) in [
            ("building_fact", "'b', building_id, name"),
            ("house_fact", "'h', house_id, number"),
            ("unit_fact", "'u', unit_id, name"),
            ("residence", "'r', person_id, CAST(COALESCE(house_id, 0) AS text)"),
        ] {
            let sql = format!("SELECT {columns} FROM {table} f WHERE {}", known(day, "f"));
            for row in self.rows(sql, 3).await {
                *all.entry(format!("{row:?}")).or_insert(0) += 1;
            }
        }
        all
    }

    /// Checks the tree and every record of a day.
    pub(crate) async fn check(&self, day: Date, after: &str) {
        let tree = self
            .rows(
                format!(
                    "SELECT v.region_id, v.code, v.level, v.parent_id, v.path FROM region_version v WHERE {}",
                    known(day, "v")
                ),
                5,
            )
            .await;
        let number = |cell: &Option<String>| cell.as_ref().map(|text| text.parse::<i64>().unwrap());
        let mut regions = BTreeMap::new();
        let mut codes = BTreeSet::new();
        for row in &tree {
            let id = number(&row[0]).unwrap();
            let region = (number(&row[2]).unwrap(), number(&row[3]), row[4].clone().unwrap());
            assert!(regions.insert(id, region).is_none(), "{after}: region {id} is in force twice on {day}");
            assert!(codes.insert(row[1].clone()), "{after}: {:?} is the code of two on {day}", row[1]);
        }
        for (id, (level, parent, path)) in &regions {
            let Some(parent) = parent else { continue };
            let (above, _, outer) =
                regions.get(parent).unwrap_or_else(|| panic!("{after}: {id} has no parent on {day}"));
            assert!(above < level, "{after}: {id} of level {level} lies below level {above}");
            assert_eq!(path.len(), outer.len() + 7, "{after}: {path} below {outer}");
            assert!(path.starts_with(outer.as_str()), "{after}: {path} below {outer} on {day}");
        }
        for table in ["building_fact", "house_fact", "unit_fact", "residence"] {
            let sql = format!("SELECT f.community_id, f.grid_id FROM {table} f WHERE {}", known(day, "f"));
            for row in self.rows(sql, 2).await {
                let community = number(&row[0]).unwrap();
                assert_eq!(
                    regions.get(&community).map(|region| region.0),
                    Some(5),
                    "{after}: {table} of {community} on {day}"
                );
                if let Some(grid) = number(&row[1]) {
                    let of = regions.get(&grid).and_then(|region| region.1);
                    assert_eq!(of, Some(community), "{after}: {table} in grid {grid} on {day}");
                }
            }
        }
        let sql = format!("SELECT f.region_id, f.region_id FROM appointment f WHERE {}", known(day, "f"));
        for row in self.rows(sql, 2).await {
            assert!(regions.contains_key(&number(&row[0]).unwrap()), "{after}: a post in {row:?} on {day}");
        }
    }
}

fn known(day: Date, alias: &str) -> String {
    let day = day.0;
    format!("{alias}.recorded_to = {OPEN} AND {alias}.valid_from <= {day} AND {alias}.valid_to > {day}")
}
