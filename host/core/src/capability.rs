//! What a plugin may read: asked ∩ granted, checked here and nowhere else. Regions are checked by the service beside it.

use crate::dataset::{Column, ColumnType, Guard, Schema};
use crate::query::{AggregateQuery, DataError, Filter, Measure, ScanQuery, Test};
use crate::region::Level;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Columns per dataset: what a manifest asks, what an operator grants, or what is left of both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Columns(pub BTreeMap<String, BTreeSet<String>>);

impl Columns {
    /// What both have.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let both = self.0.iter().filter_map(|(dataset, mine)| {
            let theirs = other.0.get(dataset)?;
            Some((dataset.clone(), mine.intersection(theirs).cloned().collect()))
        });
        Self(both.collect())
    }

    /// Whether the column is among them.
    #[must_use]
    pub fn has(&self, dataset: &str, column: &str) -> bool {
        self.0.get(dataset).is_some_and(|columns| columns.contains(column))
    }
}

/// A column that a query may read: of the contract, or a local field declared here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readable {
    /// Its key.
    pub key: String,
    /// Its type.
    pub column_type: ColumnType,
    /// Whether a value may be missing.
    pub nullable: bool,
    /// How closely it is kept.
    pub guard: Guard,
    /// Its code table in the schema, where it has one.
    pub codes: Option<String>,
}

impl From<&Column> for Readable {
    fn from(column: &Column) -> Self {
        Self {
            key: column.key.clone(),
            column_type: column.column_type,
            nullable: column.nullable,
            guard: column.guard,
            codes: column.codes.clone(),
        }
    }
}

/// The most columns, filters, sort keys or measures of one question. Rows are limited elsewhere; this limits their width.
const MOST_COLUMNS: usize = 64;

/// What one call may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capability {
    /// Asked ∩ granted.
    pub columns: Columns,
    /// Local fields declared for the call's region, by dataset.
    pub local: BTreeMap<String, Vec<Readable>>,
    /// The call makes a report meant for publication: no scans.
    pub published: bool,
}

impl Capability {
    /// Checks a scan, and gives its columns in order.
    ///
    /// # Errors
    /// The first thing that is unknown, not granted or cannot be compared.
    pub fn scan(&self, query: &ScanQuery) -> Result<Vec<Readable>, DataError> {
        if self.published {
            return Err(DataError::PublishedMayNotScan);
        }
        if query.columns.len() > MOST_COLUMNS || query.sort.len() > MOST_COLUMNS {
            return Err(DataError::Limit("columns".into()));
        }
        let columns =
            query.columns.iter().map(|key| self.column(&query.dataset, key)).collect::<Result<Vec<_>, _>>()?;
        self.filters(&query.dataset, &query.filters)?;
        for key in &query.sort {
            self.column(&query.dataset, key.strip_prefix('-').unwrap_or(key))?;
        }
        Ok(columns)
    }

    /// Checks an aggregate, and gives the columns of its groups in order.
    ///
    /// # Errors
    /// The first thing that is unknown, not granted or cannot be computed.
    pub fn aggregate(&self, query: &AggregateQuery) -> Result<Vec<Readable>, DataError> {
        if query.by.len() > MOST_COLUMNS || query.measures.len() > MOST_COLUMNS {
            return Err(DataError::Limit("columns".into()));
        }
        let by = query.by.iter().map(|key| match key.split_once(':') {
            Some(("region", level)) if Level::from_name(level).is_some() => self.column(&query.dataset, "region"),
            Some(_) => Err(DataError::UnknownColumn(key.clone())),
            None => self.column(&query.dataset, key),
        });
        let by = by.collect::<Result<Vec<_>, _>>()?;
        self.filters(&query.dataset, &query.filters)?;
        for measure in &query.measures {
            let Some(key) = measure.column() else { continue };
            let column = self.column(&query.dataset, key)?;
            let numeric = !matches!(
                column.column_type,
                ColumnType::Text | ColumnType::Dictionary | ColumnType::Bits | ColumnType::Code
            );
            if !numeric && !matches!(measure, Measure::Known(_)) {
                return Err(DataError::WrongType(format!("{key}: {}", column.column_type.name())));
            }
        }
        Ok(by)
    }

    /// The column, if the dataset has it and this call may read it.
    ///
    /// # Errors
    /// The dataset or column that is unknown or not granted.
    pub fn column(&self, dataset: &str, key: &str) -> Result<Readable, DataError> {
        let readable = self.known(dataset, key)?;
        if self.columns.has(dataset, key) {
            Ok(readable)
        } else {
            Err(DataError::NotGranted(format!("{dataset}.{key}")))
        }
    }

    /// The column, whether or not this call may read it.
    ///
    /// # Errors
    /// The dataset or column that is unknown.
    pub fn known(&self, dataset: &str, key: &str) -> Result<Readable, DataError> {
        let schema = Schema::v1()
            .datasets
            .get(dataset)
            .ok_or_else(|| DataError::UnknownDataset(dataset.chars().take(60).collect()))?;
        let local = || self.local.get(dataset)?.iter().find(|field| field.key == key).cloned();
        schema
            .column(key)
            .map(Readable::from)
            .or_else(local)
            .ok_or_else(|| DataError::UnknownColumn(format!("{dataset}.{}", key.chars().take(60).collect::<String>())))
    }

    fn filters(&self, dataset: &str, filters: &[Filter]) -> Result<(), DataError> {
        if filters.len() > MOST_COLUMNS {
            return Err(DataError::Limit("filters".into()));
        }
        for filter in filters {
            let column = self.column(dataset, &filter.column)?;
            let fits = |value: &Value| comparable(column.column_type, value);
            let good = match &filter.test {
                Test::Equals(value) => fits(value),
                Test::AtLeast(value) | Test::AtMost(value) => {
                    fits(value) && !matches!(column.column_type, ColumnType::Code | ColumnType::Bits | ColumnType::Flag)
                }
                Test::OneOf(values) => values.iter().all(fits),
                Test::AnyBit(_) => column.column_type == ColumnType::Bits,
                Test::Known | Test::Unknown => true,
            };
            if !good {
                return Err(DataError::BadFilter(format!("{dataset}.{}", filter.column)));
            }
        }
        Ok(())
    }
}

fn comparable(column: ColumnType, value: &Value) -> bool {
    match column {
        ColumnType::U8 | ColumnType::U16 | ColumnType::S32 | ColumnType::S64 | ColumnType::Bits => {
            matches!(value, Value::Integer(_))
        }
        ColumnType::F64 => matches!(value, Value::Decimal(_) | Value::Integer(_)),
        ColumnType::Date => matches!(value, Value::Date(_)),
        ColumnType::Instant => matches!(value, Value::Instant(_)),
        ColumnType::Text | ColumnType::Dictionary => matches!(value, Value::Text(_)),
        ColumnType::Code => matches!(value, Value::Text(_) | Value::Integer(_)),
        ColumnType::Flag => matches!(value, Value::Flag(_)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capability(columns: &[&str]) -> Capability {
        let columns = columns.iter().map(|&column| column.to_owned()).collect();
        Capability { columns: Columns([("persons".to_owned(), columns)].into()), ..Capability::default() }
    }

    fn scan(columns: &[&str], filters: Vec<Filter>) -> ScanQuery {
        let columns = columns.iter().map(|&column| column.to_owned()).collect();
        ScanQuery { dataset: "persons".into(), columns, filters, ..ScanQuery::default() }
    }

    #[test]
    fn what_is_not_granted_is_an_error_and_so_is_filtering_by_it() {
        let capability = capability(&["age"]);
        assert_eq!(capability.scan(&scan(&["age"], vec![])).unwrap().len(), 1);
        let not_granted = |column: &str| Err(DataError::NotGranted(format!("persons.{column}")));
        assert_eq!(capability.scan(&scan(&["age", "name"], vec![])), not_granted("name"));
        let by_name = Filter { column: "name".into(), test: Test::Known };
        assert_eq!(capability.scan(&scan(&["age"], vec![by_name])), not_granted("name"));
        assert_eq!(
            capability.scan(&scan(&["shoe_size"], vec![])),
            Err(DataError::UnknownColumn("persons.shoe_size".into()))
        );
        let text = Filter { column: "age".into(), test: Test::Equals(Value::Text("八十".into())) };
        assert_eq!(capability.scan(&scan(&["age"], vec![text])), Err(DataError::BadFilter("persons.age".into())));
    }

    #[test]
    fn a_published_report_never_scans() {
        let capability = Capability { published: true, ..capability(&["age"]) };
        assert_eq!(capability.scan(&scan(&["age"], vec![])), Err(DataError::PublishedMayNotScan));
    }
}
