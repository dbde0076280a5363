//! Conditions on rows in memory, as the database applies them.

use super::value::ColumnSpec;
use crate::raw::rules::lifang::data::scans::Test;
use crate::{DataError, Value};
use std::cmp::Ordering;

/// Checks that the column can be tested so: values of its own type, bits for a set, no order for sets.
pub(super) fn check(column: &ColumnSpec, test: &Test) -> Result<(), DataError> {
    let readable = |value: &Value| column.read(value.clone()).is_some();
    let fits = match test {
        Test::Equals(value) => readable(value),
        Test::OneOf(values) => values.iter().all(readable),
        Test::AtLeast(value) | Test::AtMost(value) => {
            readable(value) && !["bits", "code"].contains(&column.kind.as_str())
        }
        Test::AnyBit(_) => column.kind == "bits",
        Test::Known | Test::Unknown => true,
    };
    if fits { Ok(()) } else { Err(DataError::BadFilter(column.key.clone())) }
}

/// Whether a row with this value passes.
pub(super) fn passes(column: &ColumnSpec, test: &Test, value: Option<&Value>) -> bool {
    let compares = |with: &Value, wanted: fn(Ordering) -> bool| {
        value.zip(column.read(with.clone())).is_some_and(|(value, with)| wanted(column.compare(value, &with)))
    };
    match test {
        Test::Equals(with) => compares(with, Ordering::is_eq),
        Test::OneOf(choices) => choices.iter().any(|with| compares(with, Ordering::is_eq)),
        Test::AtLeast(with) => compares(with, Ordering::is_ge),
        Test::AtMost(with) => compares(with, Ordering::is_le),
        Test::AnyBit(bits) => value.is_some_and(|value| column.whole(value) & i64::from(*bits) != 0),
        Test::Known => value.is_some(),
        Test::Unknown => value.is_none(),
    }
}
