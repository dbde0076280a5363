//! Which columns of which datasets a segment has: what the row store has in clear, and nothing it has sealed.
//!
//! Names, phones and resident IDs never leave the row store, where they lie under keys that can be destroyed; a scan that wants
//! them goes there. An age is not stored but computed from the day of birth on the day of the question.

use lifang_core::capability::Readable;
use lifang_core::dataset::{ColumnType, Guard, Schema};
use lifang_core::query::{Filter, Measure};

/// The datasets that have segments. Events and visits change by the minute and are read by their indexes.
pub const DATASETS: [&str; 3] = ["persons", "houses", "units"];

/// The column of the subject's internal number, which no plugin ever sees.
pub const ROW_ID: &str = "row_id";

/// What an age is computed from.
pub const BIRTH: &str = "birth";
/// Computed, never stored.
pub const AGE: &str = "age";

/// The columns of the contract that segments of the dataset have; none where it has no segments.
#[must_use]
pub fn stored(dataset: &str) -> Vec<Readable> {
    if !DATASETS.contains(&dataset) {
        return Vec::new();
    }
    let columns = Schema::v1().datasets.get(dataset).map_or(&[][..], |dataset| &dataset.columns);
    columns.iter().map(Readable::from).filter(is_stored).collect()
}

/// Whether a segment may have the column: anything but sealed texts, and ages, which are computed.
#[must_use]
pub fn is_stored(column: &Readable) -> bool {
    let sealed = column.column_type == ColumnType::Text && column.guard != Guard::Open && !column.key.starts_with("x.");
    !sealed && column.key != AGE
}

/// Whether a segment can answer for the column, stored or computed.
#[must_use]
pub fn answers(column: &Readable) -> bool {
    is_stored(column) || column.key == AGE
}

/// The keys a question reads beside the columns it hands out.
pub fn touched<'a>(measures: &'a [Measure], filters: &'a [Filter]) -> impl Iterator<Item = &'a str> {
    measures.iter().filter_map(Measure::column).chain(filters.iter().map(|filter| filter.column.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_in_the_row_store_is_in_no_segment() {
        let keys: Vec<String> = stored("persons").into_iter().map(|column| column.key).collect();
        for never in ["name", "phone", "resident_id", "age"] {
            assert!(!keys.iter().any(|key| key == never), "{never} in {keys:?}");
        }
        assert_eq!(keys.len(), 12, "{keys:?}");
        assert!(stored("units").iter().any(|column| column.key == "name"), "an organisation's name is open");
        assert!(stored("visits").is_empty());
    }
}
