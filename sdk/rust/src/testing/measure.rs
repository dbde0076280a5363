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
    let figures =
        |rows: &[&Row]| measures.iter().map(|(measure, column)| figure(measure, column.as_ref(), rows)).collect();
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

#[cfg(test)]
mod tests {
    use crate::data::{Column, persons};
    use crate::testing::TestData;
    use crate::{DataError, Figure};

    fn four() -> TestData {
        let data = TestData::new("220104000000").grant("persons", ["region", "age", "grid", "name"]);
        let row = |data: TestData, region: &str, age: Option<u8>| {
            let row = [Some(("region", region.into())), age.map(|age| ("age", age.into()))];
            data.row("persons", row.into_iter().flatten())
        };
        let data = row(row(data, "220104002001", Some(10)), "220104001001", Some(80));
        row(row(data, "220104001002", Some(90)), "220104001002", None)
    }

    #[test]
    fn figures_are_those_worked_out_by_hand() {
        let groups = persons::aggregate().count().known(persons::AGE).sum(persons::AGE).mean(persons::AGE);
        let groups = groups.min(persons::AGE).max(persons::AGE);
        let data = four();
        let all = data.data().aggregate(groups.clone()).unwrap();
        assert_eq!(all[0].figures, [4.0, 3.0, 180.0, 60.0, 10.0, 90.0].map(Figure::Number));
        let by_street = data.data().aggregate(groups.clone().by_region("street")).unwrap();
        let streets: Vec<_> =
            by_street.iter().map(|group| (group.text(0).unwrap(), group.figure(2).number())).collect();
        assert_eq!(streets, [("220104001000", Some(170.0)), ("220104002000", Some(10.0))]);
        let none = data.data().aggregate(groups.filter(persons::AGE.at_least(100))).unwrap();
        assert_eq!(none[0].figures[..4], [Figure::Number(0.0), Figure::Number(0.0), Figure::None, Figure::None]);
    }

    #[test]
    fn unknown_is_a_group_of_its_own_and_text_has_no_mean() {
        let data = four();
        let by_age = data.data().aggregate(persons::aggregate().by(persons::AGE).count()).unwrap();
        assert_eq!((by_age.len(), by_age[0].value(0), by_age[0].figure(0)), (4, None, Figure::Number(1.0)));
        let wrong = data.data().aggregate(persons::aggregate().mean(persons::NAME));
        assert_eq!(wrong, Err(DataError::WrongType("name: text".into())));
    }

    #[test]
    fn a_figure_made_of_a_suppressed_one_is_suppressed() {
        let (ten, forty) = (Figure::of(10.0), Figure::of(40.0));
        assert_eq!(ten.percent_of(forty), Figure::Number(25.0));
        assert_eq!(ten.percent_of(Figure::Suppressed), Figure::Suppressed);
        assert_eq!(ten.percent_of(Figure::of(0.0)), Figure::None);
        assert_eq!(Figure::None.percent_of(forty), Figure::None);
    }
}
