//! Searching regions: by code, by name, and by the name's pinyin.

use super::level_number;
use super::path::place;
use super::readings::{as_typed, is_part_of_kind};
use crate::as_of::AsOf;
use crate::error::Result;
use crate::sql::{Query, Read, each, in_force, query_as_of};
use crate::store::{Engine, Store};
use lifang_core::path::RegionPath;
use lifang_core::region::{Level, RegionCode, RegionId};

/// A region that a search found, with all it belongs to: names alone say little (和平村委会 occurs 274 times).
#[derive(Clone, Debug)]
pub struct Found {
    /// The region, last on its path.
    pub path: RegionPath,
}

/// What is searched for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Search<'a> {
    /// A code or how it begins; a part of a name; or how a name is read in pinyin, in full or by initials.
    pub text: &'a str,
    /// Only below this region, itself included.
    pub within: Option<RegionId>,
    /// Only of this level.
    pub level: Option<Level>,
    /// At most so many.
    pub limit: u32,
}

/// Letters from which on a reading is also looked for inside of names: fewer are found everywhere, and are looked for among
/// provinces, cities and districts first.
const LEAST_INSIDE: usize = 3;

/// Where the search looks: what [`search_in`] binds from `$3` on.
struct Scope {
    /// The first path of the subtree, and the first after it.
    paths: (String, String),
    /// The least and the greatest level.
    levels: (i64, i64),
    limit: i64,
}

impl Store {
    /// Regions by code, name or reading: first those that are called exactly so, with or without the kind of region they are;
    /// then those that begin so; then those that contain it. Among equals the outer first. Empty text finds nothing.
    ///
    /// # Errors
    /// The region to search within does not exist as of `at`.
    pub async fn search_regions(&self, search: Search<'_>, at: AsOf) -> Result<Vec<Found>> {
        let text = search.text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let paths = match search.within {
            Some(root) => {
                let root = place(self.reader(), root, at).await?;
                let end = root.end();
                (root.path, end)
            }
            None => (String::new(), "~".to_owned()),
        };
        let levels = search.level.map_or((0, i64::MAX), |level| (level_number(level), level_number(level)));
        let scope = Scope { paths, levels, limit: i64::from(search.limit) };
        let ids = match as_typed(text) {
            Some(typed) => self.by_reading(&typed, &scope, search.within.is_some(), at).await?,
            None if text.bytes().all(|byte| byte.is_ascii_digit()) => self.by_code(text, &scope, at).await?,
            None if search.within.is_some() => self.by_name_below(text, &scope, at).await?,
            None => self.by_name(text, &scope, at).await?,
        };
        Ok(self.paths(&ids, at).await?.into_iter().map(|path| Found { path }).collect())
    }

    /// A code is found by the digits it begins with.
    async fn by_code(&self, digits: &str, scope: &Scope, at: AsOf) -> Result<Vec<RegionId>> {
        let sql = format!(
            "SELECT v.region_id FROM region_version v WHERE v.code >= $8 AND v.code < $9 AND {} \
             ORDER BY CASE WHEN v.code = $10 THEN 0 ELSE 1 END, v.level, v.code LIMIT $7",
            search_in()
        );
        let code = RegionCode::parse(digits).map_or_else(|_| digits.to_owned(), |code| code.to_string());
        self.ids(scope.bind(sql, at).bind(digits).bind(after(digits)).bind(code)).await
    }

    /// A name is found by how it begins and by what it contains, with the help of indexes.
    async fn by_name(&self, text: &str, scope: &Scope, at: AsOf) -> Result<Vec<RegionId>> {
        let begins = scope.bind(statement(self.engine(), BY_NAME), at).bind(text.to_owned()).bind(after(text));
        let mut found = self.ids(begins).await?;
        let wanted = usize::try_from(scope.limit).unwrap_or(usize::MAX);
        let mut more = Vec::new();
        if found.len() < wanted {
            more = self
                .ids(scope.bind(statement(self.engine(), BY_PIECE), at).bind(text.to_owned()).bind(after(text)))
                .await?;
        }
        if found.len() + more.len() < wanted && is_part_of_kind(text) {
            more.extend(self.ids(scope.bind(statement(self.engine(), BY_KIND), at).bind(format!("%{text}%"))).await?);
        }
        for id in more {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        found.truncate(wanted);
        Ok(found)
    }

    /// Below a region a name is found by any part of it.
    async fn by_name_below(&self, text: &str, scope: &Scope, at: AsOf) -> Result<Vec<RegionId>> {
        let sql = format!(
            "SELECT v.region_id FROM region_version v WHERE v.name LIKE $10 ESCAPE '\\' AND {} \
             ORDER BY CASE WHEN v.name = $8 THEN 0 WHEN v.name >= $8 AND v.name < $9 THEN 1 ELSE 2 END, v.level, v.code LIMIT $7",
            search_in()
        );
        let pattern = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        self.ids(scope.bind(sql, at).bind(text).bind(after(text)).bind(pattern)).await
    }

    /// A reading is found by how it begins, with the help of an index; by what it contains only where that finds too little.
    async fn by_reading(&self, typed: &str, scope: &Scope, within: bool, at: AsOf) -> Result<Vec<RegionId>> {
        let wanted = usize::try_from(scope.limit).unwrap_or(usize::MAX);
        if !within && typed.len() < LEAST_INSIDE {
            let outer = BY_READING.replace("{outer}", "AND k.level <= 3");
            let found = self.read(&outer, typed, scope, at).await?;
            if found.len() >= wanted {
                return Ok(found);
            }
        }
        let beginning = if within { BY_SUBTREE.to_owned() } else { BY_READING.replace("{outer}", "") };
        let mut found = self.read(&beginning, typed, scope, at).await?;
        if found.len() < wanted && typed.len() >= LEAST_INSIDE {
            let inside = if within {
                self.read_inside(INSIDE_SUBTREE, typed, scope, at).await?
            } else {
                self.ids(scope.bind(statement(self.engine(), BY_PIECE), at).bind(typed.to_owned()).bind(after(typed)))
                    .await?
            };
            for id in inside {
                if !found.contains(&id) {
                    found.push(id);
                }
            }
            found.truncate(wanted);
        }
        Ok(found)
    }

    async fn read(&self, sql: &str, typed: &str, scope: &Scope, at: AsOf) -> Result<Vec<RegionId>> {
        let length = i64::try_from(typed.len()).unwrap_or(i64::MAX);
        self.ids(scope.bind(statement(self.engine(), sql), at).bind(typed).bind(after(typed)).bind(length)).await
    }

    async fn read_inside(&self, sql: &str, typed: &str, scope: &Scope, at: AsOf) -> Result<Vec<RegionId>> {
        // Letters and digits: nothing in it means anything to LIKE.
        self.ids(scope.bind(statement(self.engine(), sql), at).bind(format!("_%{typed}%"))).await
    }

    async fn ids(&self, query: Query<'_>) -> Result<Vec<RegionId>> {
        query.fetch_all(self.reader()).await?.iter().map(|row| row.int(0).map(RegionId)).collect()
    }
}

/// Names that begin so, the best of them; then the regions that are called so. The names are ordered as the regions are in the
/// end, so the best regions are among those of the best names, however many others begin so; some of those names may be past, so
/// four times as many are taken as are wanted.
const BY_READING: &str = "\
    SELECT v.region_id FROM (SELECT h.name, h.level, MIN(h.place) AS place, MIN(h.size) AS size FROM ( \
        SELECT k.name, k.level, CASE WHEN k.stem = $10 OR LENGTH(k.reading) = $10 THEN 0 ELSE 1 END AS place, \
               LENGTH(k.reading) AS size FROM region_reading k \
        WHERE k.reading >= $8 AND k.reading < $9 AND k.level >= $5 AND k.level <= $6 {outer} \
        UNION ALL \
        SELECT k.name, k.level, CASE WHEN k.stem_initials = $10 OR LENGTH(k.initials) = $10 THEN 0 ELSE 1 END, \
               LENGTH(k.reading) FROM region_reading k \
        WHERE k.initials >= $8 AND k.initials < $9 AND k.level >= $5 AND k.level <= $6 {outer} \
    ) h GROUP BY h.name, h.level ORDER BY MIN(h.place), h.level, MIN(h.size), h.name LIMIT 4 * $7) n {called} \
    ORDER BY n.place, v.level, n.size, n.name, v.code LIMIT $7";

/// The same below a region: its regions first, then how they are read.
const BY_SUBTREE: &str = "\
    SELECT v.region_id FROM region_version v {read} \
    WHERE {below} AND (k.reading >= $8 AND k.reading < $9 OR k.initials >= $8 AND k.initials < $9) \
    GROUP BY v.region_id, v.level, v.name, v.code \
    ORDER BY MIN(CASE WHEN k.reading >= $8 AND k.reading < $9 AND (k.stem = $10 OR LENGTH(k.reading) = $10) \
                        OR k.initials >= $8 AND k.initials < $9 AND (k.stem_initials = $10 OR LENGTH(k.initials) = $10) \
                      THEN 0 ELSE 1 END), \
             v.level, MIN(LENGTH(k.reading)), v.name, v.code LIMIT $7";

/// Names that begin so in writing.
const BY_NAME: &str = "\
    SELECT v.region_id FROM (SELECT DISTINCT k.name, k.level, CASE WHEN k.name = $8 THEN 0 ELSE 1 END AS place, \
               LENGTH(k.name) AS size FROM region_reading k \
        WHERE k.name >= $8 AND k.name < $9 AND k.level >= $5 AND k.level <= $6 \
        ORDER BY place, k.level, size, k.name LIMIT 4 * $7) n {called} \
    ORDER BY n.place, v.level, n.size, n.name, v.code LIMIT $7";

/// Names that contain it from a character or a syllable on.
const BY_PIECE: &str = "\
    SELECT v.region_id FROM (SELECT DISTINCT k.name, k.level, LENGTH(k.name) AS size FROM region_piece k \
        WHERE k.piece >= $8 AND k.piece < $9 AND k.level >= $5 AND k.level <= $6 \
        ORDER BY k.level, size, k.name LIMIT 4 * $7) n {called} \
    ORDER BY v.level, n.size, n.name, v.code LIMIT $7";

/// A word for what regions are is in most names: the first of them in the order of the tree will do.
const BY_KIND: &str = "\
    SELECT v.region_id FROM region_version v WHERE v.name LIKE $8 AND {of_level} ORDER BY v.level, v.path LIMIT $7";

const INSIDE_SUBTREE: &str = "\
    SELECT v.region_id FROM region_version v {read} WHERE {below} AND k.reading LIKE $8 \
    GROUP BY v.region_id, v.level, v.name, v.code \
    ORDER BY v.level, MIN(LENGTH(k.reading)), v.name, v.code LIMIT $7";

/// A statement whose `{called}` stands for the regions of the names `n`, `{read}` for how the regions `v` are read, `{below}` for
/// [`search_in`] and `{of_level}` for [`of_level`]. Names and regions are found by their indexes, one after the other.
fn statement(engine: Engine, sql: &str) -> String {
    let named = format!("v.name = n.name AND v.level = n.level AND {}", of_level());
    sql.replace("{called}", &each(engine, "region_version", "v", &named))
        .replace("{read}", &each(engine, "region_reading", "k", "k.name = v.name AND k.level = v.level"))
        .replace("{below}", &search_in())
        .replace("{of_level}", &of_level())
}

/// The condition that a region lies in the scope and is in force.
fn search_in() -> String {
    format!("v.path >= $3 AND v.path < $4 AND {}", of_level())
}

/// The condition that a region is of the level and in force, wherever it lies.
fn of_level() -> String {
    format!("v.level >= $5 AND v.level <= $6 AND {}", in_force("v"))
}

impl Scope {
    /// A query with the as-of and the scope bound, `$1` to `$7`.
    fn bind<'q>(&self, sql: String, at: AsOf) -> Query<'q> {
        let query = query_as_of(sql, at).bind(self.paths.0.clone()).bind(self.paths.1.clone());
        query.bind(self.levels.0).bind(self.levels.1).bind(self.limit)
    }
}

/// A text after all that begin with `prefix`.
fn after(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}
