//! Aggregates: counts and sums, made by the database as far as it can.
//!
//! The database groups by what is stored; here the groups are put together that mean the same: days of birth become ages,
//! communities the street or district they lie in. So each figure is kept in parts that can be added: a mean is a sum and a
//! count until the end.

mod figures;

use self::figures::{Parts, Plan};
use super::selection::Source;
use super::statement::Statement;
use super::tables::Reading;
use super::value::{Stored, value};
use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::regions::{Place, ids_of_path, level_number};
use crate::sql::{Read, bind_path, in_force, on_path, query_as_of};
use crate::store::Store;
use futures_util::TryStreamExt;
use lifang_core::capability::Readable;
use lifang_core::clock::Date;
use lifang_core::query::{DataError, Filter, Group, Measure};
use lifang_core::region::{Level, RegionId};
use sqlx::any::AnyRow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::pin::pin;

/// What to count. The question has been checked against the grant; the region lies in the call's subtree.
#[derive(Clone, Copy, Debug)]
pub struct Aggregate<'a> {
    /// The dataset.
    pub dataset: &'a str,
    /// The columns that make the groups as they were asked for, `region:street` among them, each with the column it reads.
    pub by: &'a [(&'a str, Readable)],
    /// The figures of each group.
    pub measures: &'a [Measure],
    /// All must hold.
    pub filters: &'a [Filter],
    /// Only rows of its subtree.
    pub region: RegionId,
    /// As of when; ages are those of its day.
    pub at: AsOf,
    /// More groups are [`StoreError::TooManyRows`].
    pub max_groups: u32,
}

/// How a part of a group's key is read.
enum KeyPart {
    /// Out of the row.
    Read(Source),
    /// The code of the region at a level, by the community's path in the row.
    Ancestor(usize, HashMap<RegionId, String>),
}

impl Store {
    /// The groups in ascending order of their keys; what is unknown comes last.
    ///
    /// # Errors
    /// [`StoreError::Question`] for what cannot be asked, such as groups by a sealed name.
    pub async fn aggregate(&self, asked: &Aggregate<'_>) -> Result<Vec<Group>> {
        self.aggregate_on(asked, asked.at.valid).await
    }

    /// The same on the boundaries of the day `drawn`: records of the day that is asked about, in the regions of that day.
    ///
    /// # Errors
    /// Those of [`Store::aggregate`].
    pub async fn aggregate_on(&self, asked: &Aggregate<'_>, drawn: Date) -> Result<Vec<Group>> {
        let Aggregate { dataset, by, measures, filters, region, at, max_groups } = *asked;
        let (root, mut statement) = self.question(dataset, region, at, drawn).await?;
        let regions_at = AsOf { valid: drawn, ..at };
        let (mut select, mut keys) = (Vec::new(), Vec::with_capacity(by.len()));
        for (key, column) in by {
            let (part, sql) = self.key_part(&mut statement, key, column, select.len(), &root, regions_at).await?;
            keys.push(part);
            select.push(sql);
        }
        let plan = Plan::of(&mut statement, measures, &mut select)?;
        let grouped_by = select.join(", ");
        select.extend(plan.sql());
        statement.filter(filters, self.keys())?;
        let tail = if grouped_by.is_empty() { String::new() } else { format!(" GROUP BY {grouped_by}") };
        let found = statement.finish(&select.join(", "), &tail);

        let mut groups: BTreeMap<GroupKey, Parts> = BTreeMap::new();
        let mut stream = pin!(found.fetch(self.reader()));
        while let Some(row) = stream.try_next().await? {
            let key = keys.iter().map(|part| part.read(&row, at)).collect::<Result<Vec<_>>>()?;
            let parts = plan.read(&row, at.valid)?;
            match groups.entry(GroupKey(key)) {
                std::collections::btree_map::Entry::Occupied(mut group) => group.get_mut().add(parts),
                std::collections::btree_map::Entry::Vacant(group) => {
                    group.insert(parts);
                }
            }
            if groups.len() > max_groups as usize {
                return Err(StoreError::TooManyRows(max_groups));
            }
        }
        let group = |(key, parts): (GroupKey, Parts)| {
            let known = |((_, column), stored): (&(&str, Readable), Option<Stored>)| {
                stored.map(|stored| value(column, stored)).transpose()
            };
            let key = by.iter().zip(key.0).map(known).collect::<Result<_>>()?;
            Ok(Group { key, figures: plan.figures(&parts) })
        };
        groups.into_iter().map(group).collect()
    }

    async fn key_part(
        &self,
        statement: &mut Statement,
        key: &str,
        column: &Readable,
        position: usize,
        root: &Place,
        at: AsOf,
    ) -> Result<(KeyPart, String)> {
        let level = key.split_once(':').map(|(_, level)| Level::from_name(level));
        match level {
            Some(Some(Level::Grid)) => return self.read_part(statement, "grid", column, position),
            Some(Some(level)) => {
                let names = self.codes_at(level, root, at).await?;
                return Ok((KeyPart::Ancestor(position, names), "c.path".to_owned()));
            }
            Some(None) => return Err(StoreError::Question(DataError::UnknownColumn(key.to_owned()))),
            None => {}
        }
        self.read_part(statement, key, column, position)
    }

    fn read_part(
        &self,
        statement: &mut Statement,
        key: &str,
        column: &Readable,
        position: usize,
    ) -> Result<(KeyPart, String)> {
        let expression = statement.column(key)?;
        if matches!(expression.reading, Reading::Sealed(_)) {
            return Err(StoreError::Question(DataError::WrongType(format!("{key}: {}", column.column_type.name()))));
        }
        let (source, sql) = Source::new(position, expression, column);
        Ok((KeyPart::Read(source), sql))
    }

    /// The codes of all regions of a level that lie below the root or above it.
    async fn codes_at(&self, level: Level, root: &Place, at: AsOf) -> Result<HashMap<RegionId, String>> {
        let sql = format!(
            "SELECT v.region_id, v.code FROM region_version v \
             WHERE v.level = $3 AND (v.path >= $4 AND v.path < $5 OR {}) AND {}",
            on_path("v.region_id", 6),
            in_force("v")
        );
        let asked = query_as_of(sql, at).bind(level_number(level)).bind(root.path.as_str()).bind(root.end());
        let rows = bind_path(asked, &root.ids()).fetch_all(self.reader()).await?;
        rows.iter().map(|row| Ok((RegionId(row.int(0)?), row.text(1)?))).collect()
    }
}

impl KeyPart {
    fn read(&self, row: &AnyRow, at: AsOf) -> Result<Option<Stored>> {
        match self {
            Self::Read(source) => source.read(row, at.valid, None),
            Self::Ancestor(position, codes) => {
                let path = row.text(*position)?;
                Ok(ids_of_path(&path).find_map(|id| codes.get(&id)).cloned().map(Stored::Text))
            }
        }
    }
}

/// The key of a group, in the order that groups have.
struct GroupKey(Vec<Option<Stored>>);

impl Ord for GroupKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let each = self.0.iter().zip(&other.0).map(|pair| match pair {
            (Some(mine), Some(theirs)) => mine.order(theirs),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
        each.fold(Ordering::Equal, Ordering::then)
    }
}

impl PartialOrd for GroupKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for GroupKey {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for GroupKey {}
