//! Counts and sums over rows in memory.

use super::data::Row;
use super::value::ColumnSpec;
use crate::raw::rules::lifang::data::aggregates::{Measure, Query};
use crate::{AggregateGroup, DataError, Figure, Value};
use std::cmp::Ordering;

/// Unknown before known, then by value: the order of groups and of scans.
pub(super) fn compare_known(column: &ColumnSpec, one: Option<&Value>, other: Option<&Value>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => column.compare(one, other),
        (one, other) => one.is_some().cmp(&other.is_some()),
    }
}

pub(super) fn aggregate(
    query: &Query,
    rows: &[&Row],
    column: impl Fn(&str) -> Result<ColumnSpec, DataError>,
) -> Result<Vec<AggregateGroup>, DataError> {
    let by = query.by.iter().map(|key| GroupBy::read(key, &column)).collect::<Result<Vec<_>, _>>()?;
    let measures = query.measures.iter().map(|measure| Ok((measure, measured(measure, &column)?)));
    let measures = measures.collect::<Result<Vec<_>, DataError>>()?;

    let mut groups: Vec<(Vec<Option<Value>>, Vec<&Row>)> = Vec::new();
    for row in rows {
        let key: Vec<_> = by.iter().map(|by| by.value(row)).collect();
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((key, vec![row])),
        }
    }
    if groups.is_empty() && by.is_empty() {
        groups.push((Vec::new(), Vec::new()));
    }
    groups.sort_by(|(one, _), (other, _)| {
        let pairs = by.iter().zip(one.iter().zip(other));
        pairs.fold(Ordering::Equal, |order, (by, (one, other))| {
            order.then_with(|| compare_known(&by.column, one.as_ref(), other.as_ref()))
        })
    });
    let figures = |rows: &[&Row]| measures.iter().map(|(measure, column)| figure(measure, column.as_ref(), rows)).collect();
    Ok(groups.into_iter().map(|(key, rows)| AggregateGroup { figures: figures(&rows), key }).collect())
}

/// One key of the groups: a column, or the region cut to a level.
struct GroupBy {
    column: ColumnSpec,
    digits: Option<usize>,
}

impl GroupBy {
    fn read(key: &str, column: impl Fn(&str) -> Result<ColumnSpec, DataError>) -> Result<Self, DataError> {
        let Some((region, level)) = key.split_once(':') else { return Ok(Self { column: column(key)?, digits: None }) };
        let digits = match (region, level) {
            ("region", "province") => 2,
            ("region", "city") => 4,
            ("region", "district") => 6,
            ("region", "street") => 9,
            ("region", "community") => 12,
            _ => return Err(DataError::UnknownColumn(key.to_owned())),
        };
        Ok(Self { column: column(region)?, digits: Some(digits) })
    }

    fn value(&self, row: &Row) -> Option<Value> {
        let value = row.get(&self.column.key)?;
        match (self.digits, value) {
            (Some(digits), Value::Text(code)) => Some(Value::Text(format!("{:0<12}", code.get(..digits)?))),
            _ => Some(value.clone()),
        }
    }
}

fn measured(
    measure: &Measure,
    column: impl Fn(&str) -> Result<ColumnSpec, DataError>,
) -> Result<Option<ColumnSpec>, DataError> {
    let (key, counts) = match measure {
        Measure::Count => return Ok(None),
        Measure::Known(key) => (key, true),
        Measure::Sum(key) | Measure::Mean(key) | Measure::Min(key) | Measure::Max(key) => (key, false),
    };
    let column = column(key)?;
    if !counts && ["text", "dictionary", "bits", "code"].contains(&column.kind.as_str()) {
        return Err(DataError::WrongType(format!("{key}: {}", column.kind)));
    }
    Ok(Some(column))
}

#[expect(clippy::cast_precision_loss, reason = "a test has few rows")]
fn figure(measure: &Measure, column: Option<&ColumnSpec>, rows: &[&Row]) -> Figure {
    let Some(column) = column else { return Figure::Number(rows.len() as f64) };
    let numbers: Vec<f64> =
        rows.iter().filter_map(|row| row.get(&column.key)).map(|value| column.number_of(value)).collect();
    let of = |number: Option<f64>| number.map_or(Figure::None, Figure::Number);
    match measure {
        Measure::Count | Measure::Known(_) => Figure::Number(numbers.len() as f64),
        _ if numbers.is_empty() => Figure::None,
        Measure::Sum(_) => Figure::Number(numbers.iter().sum()),
        Measure::Mean(_) => Figure::Number(numbers.iter().sum::<f64>() / numbers.len() as f64),
        Measure::Min(_) => of(numbers.into_iter().reduce(f64::min)),
        Measure::Max(_) => of(numbers.into_iter().reduce(f64::max)),
    }
}
