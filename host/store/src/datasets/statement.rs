//! Putting a question to a dataset together: its rows within a region, the joins its columns need, and what is bound.

use super::tables::{ColumnSql, DatasetSql, Reading};
use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::regions::Place;
use crate::sources::loud;
use crate::sql::in_force;
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
    /// The rows of the dataset in the region's subtree as of `at`.
    pub(super) fn new(dataset: &str, region: &Place, at: AsOf) -> Result<Self> {
        let dataset = DatasetSql::named(dataset)
            .ok_or_else(|| StoreError::Question(DataError::UnknownDataset(dataset.chars().take(60).collect())))?;
        let mut statement = Self {
            dataset,
            at,
            joins: Vec::new(),
            conditions: Vec::new(),
            locals: Vec::new(),
            arguments: AnyArguments::default(),
        };
        statement.bind(i64::from(at.valid.0))?;
        statement.bind(at.recorded.0)?;
        let lies = expand(&format!("{} = c.region_id AND {{c}}", dataset.community), dataset);
        statement.conditions.push(lies);
        let scope = if region.level == Level::Grid {
            let community = region.ids().into_iter().rev().nth(1).unwrap_or(region.id);
            let community = statement.bind(community.0)?;
            format!("c.region_id = {community} AND {} = {}", dataset.grid, statement.bind(region.id.0)?)
        } else {
            let from = statement.bind(region.path.clone())?;
            format!("c.path >= {from} AND c.path < {}", statement.bind(region.end())?)
        };
        statement.conditions.push(scope);
        let holds = expand(dataset.holds, dataset);
        statement.conditions.push(holds);
        Ok(statement)
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
        Ok(Expression { sql: expand(column.sql, self.dataset), reading: column.reading, local_text: None })
    }

    /// Adds a condition.
    pub(super) fn only(&mut self, condition: String) {
        self.conditions.push(condition);
    }

    /// `SELECT what FROM … WHERE …`, with what was bound; `tail` is the rest (GROUP BY, ORDER BY, LIMIT).
    pub(super) fn finish<'q>(self, what: &str, tail: &str) -> crate::sql::Query<'q> {
        // CROSS JOIN: SQLite then begins with the regions, whatever its statistics say; PostgreSQL decides for itself.
        let sql = format!(
            "SELECT {what} FROM region_version c CROSS JOIN {} {} WHERE {}{tail}",
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
        let join = expand(text, self.dataset);
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
}

/// Fills in `{alias}` and `{grid}`.
fn expand(text: &str, dataset: &DatasetSql) -> String {
    let mut expanded = text.replace("{grid}", dataset.grid);
    for alias in ["b", "c", "f", "g", "h", "q", "r", "u", "w"] {
        let placeholder = format!("{{{alias}}}");
        if expanded.contains(&placeholder) {
            // Regions are there whatever becomes of the list they were read from.
            let heard = if matches!(alias, "c" | "g") { String::new() } else { format!(" AND {}", loud(alias)) };
            expanded = expanded.replace(&placeholder, &format!("{}{heard}", in_force(alias)));
        }
    }
    if expanded.contains("{heard s}") {
        expanded = expanded.replace("{heard s}", &loud("s"));
    }
    expanded
}
