//! Reads, honest and crooked.

use lifang_sdk::raw::rules::lifang::data::aggregates::{self, Measure};
use lifang_sdk::raw::rules::lifang::data::scans::{Filter, Query, Scan, Test};
use lifang_sdk::raw::rules::lifang::data::subjects;
use lifang_sdk::{DataError, Field, Fields, Figure, PluginError};

/// How many persons the call's region has.
pub(crate) fn persons() -> Result<Figure, DataError> {
    let (dataset, measures) = ("persons".to_owned(), vec![Measure::Count]);
    let query = aggregates::Query { dataset, by: Vec::new(), measures, filters: Vec::new(), region: None };
    let groups = aggregates::run(&query)?;
    Ok(groups.first().map_or(Figure::None, |group| group.figure(0)))
}

/// Opens a scan of one column, and reads its first batch.
pub(crate) fn scan(dataset: &str, column: &str, region: Option<String>) -> Result<(), DataError> {
    open(dataset, column, region, Vec::new())?.next(8).map(drop)
}

/// Opens a scan that looks at a column only in its filter.
pub(crate) fn filter(dataset: &str, column: &str) -> Result<(), DataError> {
    let filter = Filter { column: column.to_owned(), test: Test::Known };
    open(dataset, "age", None, vec![filter])?.next(8).map(drop)
}

/// Reads a column of numbers as text.
pub(crate) fn as_text(column: &str) -> Result<(), DataError> {
    match open("persons", column, None, Vec::new())?.next(8)? {
        Some(batch) => batch.texts(0).map(drop),
        None => Ok(()),
    }
}

/// Opens scans, and keeps them all.
pub(crate) fn hoard(count: usize) -> Result<usize, DataError> {
    let scans = (0..count).map(|_| open("persons", "age", None, Vec::new())).collect::<Result<Vec<_>, _>>()?;
    Ok(scans.len())
}

/// A field of a person.
pub(crate) fn person(id: &str, field: &str) -> Result<Option<String>, PluginError> {
    let keys = [field.to_owned()];
    let cells = subjects::get("persons", id, &keys)?;
    let fields: Vec<Field> = keys.into_iter().zip(cells).map(|(key, cell)| Field { key, cell }).collect();
    Ok(Fields::from(fields).text(field)?.map(str::to_owned))
}

fn open(dataset: &str, column: &str, region: Option<String>, filters: Vec<Filter>) -> Result<Scan, DataError> {
    let (dataset, columns) = (dataset.to_owned(), vec![column.to_owned()]);
    Scan::open(&Query { dataset, columns, filters, region, sort: Vec::new() })
}
