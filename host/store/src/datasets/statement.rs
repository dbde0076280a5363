//! Putting a question to a dataset together: its rows within a region, the joins its columns need, and what is bound.
//!
//! The boundaries may be those of another day than the figures. Then the region of a row (`c`) is looked for on that day; where
//! records moved between communities in the meantime, `c` has a row per community they lay in (`source`), and each record says by
//! what it stands on whether it belongs there.

use super::tables::{ColumnSql, DatasetSql, Reading};
use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::regions::{Boundaries, Place};
use crate::sources::loud;
use crate::sql::in_force;
use lifang_core::clock::Date;
use lifang_core::query::DataError;
use lifang_core::region::Level;
use sqlx::any::AnyArguments;
use sqlx::{Any, Arguments, AssertSqlSafe, Encode, Type};

/// A statement under construction.
pub(super) struct Statement {
    pub(super) dataset: &'static DatasetSql,
    pub(super) at: AsOf,
    joins: Vec<String>,
    conditions: Vec<String>,
    locals: Vec<String>,
    arguments: AnyArguments,
    ground: Ground,
}

/// Where the regions of a question come from.
enum Ground {
    /// The day that is asked about.
    SameDay,
    /// The day bound as `$3`.
    AnotherDay,
    /// The same, with records that lay elsewhere.
    Moved {
        /// What `pairs` is.
        pairs: String,
        /// What `c` is.
        regions: String,
    },
}

/// The condition that a row of alias `alias` is in force on the day of the boundaries.
fn on_boundaries(alias: &str) -> String {
    format!(
        "{alias}.valid_from <= $3 AND {alias}.valid_to > $3 AND {alias}.recorded_from <= $2 AND {alias}.recorded_to > $2"
    )
}

/// A column as the statement has it.
#[derive(Clone, Debug)]
pub(super) struct Expression {
    /// Its SQL; for a local field the two columns are [`Expression::local_text`] and this one.
    pub(super) sql: String,
    pub(super) reading: Reading,
    /// Where the text of a local field stands.
    pub(super) local_text: Option<String>,
}

impl Statement {
    /// The rows of the dataset in the region's subtree as of `at`, on the boundaries of the day `drawn`.
    pub(super) fn new(
        dataset: &'static DatasetSql,
        region: &Place,
        at: AsOf,
        (drawn, boundaries): (Date, &Boundaries),
    ) -> Result<Self> {
        let mut statement = Self {
            dataset,
            at,
            joins: Vec::new(),
            conditions: Vec::new(),
            locals: Vec::new(),
            arguments: AnyArguments::default(),
            ground: Ground::SameDay,
        };
        statement.bind(i64::from(at.valid.0))?;
        statement.bind(at.recorded.0)?;
        if drawn != at.valid || !boundaries.pairs.is_empty() {
            statement.bind(i64::from(drawn.0))?;
            statement.ground = Ground::AnotherDay;
        }
        let scope = if region.level == Level::Grid {
            let community = region.ids().into_iter().rev().nth(1).unwrap_or(region.id);
            format!("{{alias}}.region_id = {}", statement.bind(community.0)?)
        } else {
            let from = statement.bind(region.path.clone())?;
            format!("{{alias}}.path >= {from} AND {{alias}}.path < {}", statement.bind(region.end())?)
        };
        if !boundaries.pairs.is_empty() {
            statement.ground = moved(boundaries, &scope.replace("{alias}", "v"));
        }
        statement.lies(&scope.replace("{alias}", "c"));
        if region.level == Level::Grid {
            let grid = statement.grid();
            let own = statement.bind(region.id.0)?;
            statement.conditions.push(format!("{grid} = {own}"));
        }
        let holds = statement.expand(dataset.holds);
        statement.conditions.push(holds);
        Ok(statement)
    }

    /// The condition that a row lies in a region of the scope.
    fn lies(&mut self, scope: &str) {
        let community = self.dataset.community;
        let lies = match &self.ground {
            Ground::SameDay => self.expand(&format!("{community} = c.region_id AND {{c}} AND {scope}")),
            Ground::AnotherDay => format!("{community} = c.region_id AND {} AND {scope}", on_boundaries("c")),
            Ground::Moved { .. } => {
                let possible = |target: &str| {
                    format!("EXISTS (SELECT 1 FROM pairs pp WHERE pp.source = {community} AND pp.target = {target})")
                };
                let own = match self.dataset.stands_on {
                    "" => String::new(),
                    stands_on => {
                        let (on, possible) = (self.expand(stands_on), possible("bb.community_id"));
                        format!("(SELECT MIN(bb.community_id) FROM {on} AND {possible}), ")
                    }
                };
                let grid = format!(
                    "(SELECT MIN(gg.parent_id) FROM region_version gg WHERE gg.region_id = {} AND {} AND {})",
                    self.dataset.grid,
                    on_boundaries("gg"),
                    possible("gg.parent_id")
                );
                format!("{community} = c.source AND (c.placed = 0 OR c.region_id = COALESCE({own}{grid}, c.fallback))")
            }
        };
        self.conditions.push(lies);
    }

    /// The grid of a row on the boundaries.
    pub(super) fn grid(&self) -> String {
        let grid = self.dataset.grid;
        match (&self.ground, self.dataset.stands_on) {
            (Ground::Moved { .. }, stands_on) if !stands_on.is_empty() => {
                let on = self.expand(stands_on);
                format!(
                    "CASE WHEN c.placed = 0 THEN {grid} ELSE COALESCE((SELECT MIN(bb.grid_id) FROM {on}), {grid}) END"
                )
            }
            _ => grid.to_owned(),
        }
    }

    /// Binds a value and gives its placeholder.
    pub(super) fn bind<'q, T>(&mut self, value: T) -> Result<String>
    where
        T: Encode<'q, Any> + Type<Any> + 'q,
    {
        self.arguments.add(value).map_err(sqlx::Error::Encode)?;
        Ok(format!("${}", self.arguments.len()))
    }

    /// The column of that key, with the joins it needs.
    pub(super) fn column(&mut self, key: &str) -> Result<Expression> {
        if key.starts_with("x.") {
            return self.local(key);
        }
        let column = self.column_sql(key)?;
        Ok(Expression { sql: self.expand(column.sql), reading: column.reading, local_text: None })
    }

    /// Adds a condition.
    pub(super) fn only(&mut self, condition: String) {
        self.conditions.push(condition);
    }

    /// `SELECT what FROM … WHERE …`, with what was bound; `tail` is the rest (GROUP BY, ORDER BY, LIMIT).
    pub(super) fn finish<'q>(self, what: &str, tail: &str) -> crate::sql::Query<'q> {
        // CROSS JOIN: SQLite then begins with the regions, whatever its statistics say; PostgreSQL decides for itself.
        let (with, regions) = match &self.ground {
            Ground::Moved { pairs, regions } => (pairs.as_str(), regions.as_str()),
            Ground::SameDay | Ground::AnotherDay => ("", "region_version"),
        };
        let sql = format!(
            "{with}SELECT {what} FROM {regions} c CROSS JOIN {} {} WHERE {}{tail}",
            self.dataset.from,
            self.joins.join(" "),
            self.conditions.join(" AND ")
        );
        tracing::trace!(%sql, "dataset question");
        sqlx::query_with(AssertSqlSafe(sql), self.arguments)
    }

    fn column_sql(&mut self, key: &str) -> Result<&'static ColumnSql> {
        let column = self.dataset.column(key).ok_or_else(|| {
            let key: String = key.chars().take(60).collect();
            StoreError::Question(DataError::UnknownColumn(format!("{}.{key}", self.dataset.name)))
        })?;
        for join in column.joins {
            self.join(join);
        }
        Ok(column)
    }

    fn join(&mut self, text: &str) {
        let join = self.expand(text);
        if !self.joins.contains(&join) {
            self.joins.push(join);
        }
    }

    /// The value of a local field, which is a row of its own.
    fn local(&mut self, key: &str) -> Result<Expression> {
        let number = match self.locals.iter().position(|known| known == key) {
            Some(position) => position,
            None => {
                let position = self.locals.len();
                self.locals.push(key.to_owned());
                let (dataset, bound) = (self.bind(self.dataset.name)?, self.bind(key.to_owned())?);
                let alias = format!("x{position}");
                let (subject, condition) = (self.dataset.subject, format!("{} AND {}", in_force(&alias), loud(&alias)));
                self.joins.push(format!(
                    "LEFT JOIN local_value {alias} ON {alias}.subject_id = {subject} AND {alias}.dataset = {dataset} \
                     AND {alias}.key = {bound} AND {condition}"
                ));
                position
            }
        };
        let local_text = Some(format!("x{number}.text"));
        Ok(Expression { sql: format!("x{number}.number"), reading: Reading::Plain, local_text })
    }

    /// Fills in `{alias}` and `{grid}`.
    fn expand(&self, text: &str) -> String {
        let mut expanded = text.to_owned();
        if expanded.contains("{grid}") {
            expanded = expanded.replace("{grid}", &self.grid());
        }
        let same_day = matches!(self.ground, Ground::SameDay);
        for alias in ["b", "bb", "c", "f", "g", "h", "hh", "q", "r", "u", "w"] {
            let placeholder = format!("{{{alias}}}");
            if expanded.contains(&placeholder) {
                // Regions and what a record stands on are those of the boundaries, and are there whatever becomes of the list
                // they were read from.
                let drawn = !same_day && matches!(alias, "bb" | "c" | "g");
                let place = matches!(alias, "bb" | "c" | "g" | "hh");
                let heard = if place { String::new() } else { format!(" AND {}", loud(alias)) };
                let there = if drawn { on_boundaries(alias) } else { in_force(alias) };
                expanded = expanded.replace(&placeholder, &format!("{there}{heard}"));
            }
        }
        if expanded.contains("{heard s}") {
            expanded = expanded.replace("{heard s}", &loud("s"));
        }
        expanded
    }
}

/// Regions with the communities that their records lay in.
fn moved(boundaries: &Boundaries, scope: &str) -> Ground {
    let pairs: Vec<String> = boundaries
        .pairs
        .iter()
        .map(|(source, target, main)| format!("({}, {}, {})", source.0, target.0, main.0))
        .collect();
    let sources: Vec<String> = boundaries.sources().into_iter().map(|source| source.0.to_string()).collect();
    let columns = "v.region_id, v.code, v.name, v.path, v.level";
    let there = on_boundaries("v");
    Ground::Moved {
        pairs: format!("WITH pairs (source, target, fallback) AS (VALUES {}) ", pairs.join(", ")),
        regions: format!(
            "(SELECT {columns}, v.region_id AS source, 0 AS placed, 0 AS fallback FROM region_version v \
             WHERE {scope} AND {there} AND v.region_id NOT IN ({}) \
             UNION ALL SELECT {columns}, p.source, 1, p.fallback FROM pairs p CROSS JOIN region_version v \
             WHERE v.region_id = p.target AND {scope} AND {there})",
            sources.join(", ")
        ),
    }
}
