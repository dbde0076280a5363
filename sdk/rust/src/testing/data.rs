//! Tables in memory, with grants.

use super::context::subtree;
use super::manifest::Manifest;
use super::scan::OpenScan;
use super::value::ColumnSpec;
use super::{filter, measure};
use crate::data::{Data, SCHEMA};
use crate::raw::rules::lifang::data::{aggregates, scans};
use crate::{AggregateGroup, Cell, DataError, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A row: its values by column; what is absent is unknown.
pub(super) type Row = BTreeMap<String, Value>;

/// Data in memory that behaves as the host's does: what is not granted is refused, columns have the contract's types, filters
/// and order are the database's.
#[derive(Debug)]
pub struct TestData {
    region: String,
    tables: BTreeMap<String, Vec<Row>>,
    granted: BTreeSet<(String, String)>,
    local: Vec<(String, ColumnSpec)>,
    published: bool,
    pub(super) manifest: Option<Manifest>,
}

impl TestData {
    /// No rows and no grants, for calls about a region.
    #[must_use]
    pub fn new(region: &str) -> Self {
        Self {
            region: region.to_owned(),
            tables: BTreeMap::new(),
            granted: BTreeSet::new(),
            local: Vec::new(),
            published: false,
            manifest: None,
        }
    }

    /// Grants what the plugin's manifest needs, and knows its local fields and sweeps.
    #[must_use]
    #[track_caller]
    pub fn of_plugin(mut self, dir: impl AsRef<Path>) -> Self {
        let manifest = Manifest::of_plugin(dir.as_ref());
        self.granted.extend(manifest.needs());
        self.local.extend(manifest.local_fields());
        self.manifest = Some(manifest);
        self
    }

    /// Grants columns of a dataset.
    #[must_use]
    pub fn grant<'c>(mut self, dataset: &str, columns: impl IntoIterator<Item = &'c str>) -> Self {
        self.granted.extend(columns.into_iter().map(|column| (dataset.to_owned(), column.to_owned())));
        self
    }

    /// Takes a grant back: what an operator may do to any plugin.
    #[must_use]
    pub fn withhold(mut self, dataset: &str, column: &str) -> Self {
        self.granted.remove(&(dataset.to_owned(), column.to_owned()));
        self
    }

    /// The call makes a report meant for publication: it may aggregate but not scan.
    #[must_use]
    pub const fn published(mut self) -> Self {
        self.published = true;
        self
    }

    /// Adds a row. Days may be written as text; `id` is what [`Data::subject`] looks for. Of the columns not mentioned,
    /// `region` is the call's, those that may be missing are unknown, and the others have their least value.
    ///
    /// # Panics
    /// When the dataset has no such column, or a value is of another type.
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "test data that cannot be is a failed test")]
    pub fn row<K: Into<String>>(mut self, dataset: &str, values: impl IntoIterator<Item = (K, Value)>) -> Self {
        let schema = SCHEMA.iter().filter(|known| known.name == dataset).flat_map(|known| known.columns);
        let fill = |column: ColumnSpec| Some((column.key.clone(), column.fill()?));
        let mut row: Row = schema.map(ColumnSpec::from).filter_map(fill).collect();
        row.insert("region".to_owned(), Value::Text(self.region.clone()));
        for (key, value) in values {
            let key = key.into();
            let value = if key == "id" {
                value
            } else {
                let column = self.known(dataset, &key).unwrap_or_else(|error| panic!("{error:?}"));
                let shown = format!("{dataset}.{key} is of type {} and cannot be {value:?}", column.kind);
                column.read(value).unwrap_or_else(|| panic!("{shown}"))
            };
            row.insert(key, value);
        }
        self.tables.entry(dataset.to_owned()).or_default().push(row);
        self
    }

    /// The data as the plugin gets it.
    #[must_use]
    pub const fn data(&self) -> Data<'_> {
        Data::of_test(self)
    }

    pub(crate) fn open(&self, query: &scans::Query) -> Result<OpenScan, DataError> {
        if self.published {
            return Err(DataError::PublishedMayNotScan);
        }
        let columns =
            query.columns.iter().map(|key| self.column(&query.dataset, key)).collect::<Result<Vec<_>, _>>()?;
        let mut rows = self.rows(&query.dataset, &query.filters, query.region.as_deref())?;
        for key in query.sort.iter().rev() {
            let (descending, key) = key.strip_prefix('-').map_or((false, key.as_str()), |key| (true, key));
            let column = self.column(&query.dataset, key)?;
            rows.sort_by(|one, other| {
                let order = measure::compare_known(&column, one.get(key), other.get(key));
                if descending { order.reverse() } else { order }
            });
        }
        Ok(OpenScan::new(columns, rows.into_iter().cloned().collect()))
    }

    pub(crate) fn aggregate(&self, query: &aggregates::Query) -> Result<Vec<AggregateGroup>, DataError> {
        let rows = self.rows(&query.dataset, &query.filters, query.region.as_deref())?;
        measure::aggregate(query, &rows, |key| self.column(&query.dataset, key))
    }

    pub(crate) fn subject(&self, dataset: &str, id: &str, keys: &[String]) -> Result<Vec<Cell>, DataError> {
        let schema = SCHEMA.iter().find(|known| known.name == dataset && known.subject);
        schema.ok_or_else(|| DataError::UnknownDataset(dataset.to_owned()))?;
        let wanted = Some(Value::Text(id.to_owned()));
        let found = self.tables.get(dataset).into_iter().flatten().find(|row| row.get("id") == wanted.as_ref());
        let row = found.ok_or_else(|| DataError::NotFound(id.to_owned()))?;
        let cell = |key: &String| {
            self.known(dataset, key)?;
            if !self.granted.contains(&(dataset.to_owned(), key.clone())) {
                return Ok(Cell::Withheld);
            }
            Ok(row.get(key).cloned().map_or(Cell::Unknown, Cell::Present))
        };
        keys.iter().map(cell).collect()
    }

    fn rows(&self, dataset: &str, filters: &[scans::Filter], region: Option<&str>) -> Result<Vec<&Row>, DataError> {
        let region = region.unwrap_or(&self.region);
        if !region.starts_with(subtree(&self.region)) {
            return Err(DataError::OutsideRegion(region.to_owned()));
        }
        let mut rows: Vec<&Row> = self.tables.get(dataset).into_iter().flatten().collect();
        let inside = |row: &&Row, key| match row.get(key) {
            Some(Value::Text(code)) => code.starts_with(subtree(region)),
            _ => false,
        };
        rows.retain(|row| inside(row, "region") || inside(row, "grid"));
        for scans::Filter { column, test } in filters {
            let column = self.column(dataset, column)?;
            filter::check(&column, test)?;
            rows.retain(|row| filter::passes(&column, test, row.get(&column.key)));
        }
        Ok(rows)
    }

    /// The column, if this call may read it.
    fn column(&self, dataset: &str, key: &str) -> Result<ColumnSpec, DataError> {
        let column = self.known(dataset, key)?;
        if self.granted.contains(&(dataset.to_owned(), key.to_owned())) {
            Ok(column)
        } else {
            Err(DataError::NotGranted(format!("{dataset}.{key}")))
        }
    }

    fn known(&self, dataset: &str, key: &str) -> Result<ColumnSpec, DataError> {
        let schema = SCHEMA.iter().find(|known| known.name == dataset);
        let schema = schema.ok_or_else(|| DataError::UnknownDataset(dataset.to_owned()))?;
        let own = schema.columns.iter().find(|column| column.key == key).map(ColumnSpec::from);
        let local = || {
            self.local.iter().find(|(of, column)| of == dataset && column.key == key).map(|(_, column)| column.clone())
        };
        own.or_else(local).ok_or_else(|| DataError::UnknownColumn(format!("{dataset}.{key}")))
    }
}
