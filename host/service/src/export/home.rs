//! Columns that an export has beside the contract's: building and door, by which an import finds the house again. No plugin reads
//! them.

use lifang_core::capability::Readable;
use lifang_core::dataset::{ColumnType, Guard};
use lifang_core::text::Bilingual;

/// The columns beside the contract's of a dataset, with what heads them. A door tells who somebody is; which houses there are is no
/// secret.
pub(super) fn columns(dataset: &str) -> Vec<(Readable, Bilingual)> {
    let building = ("building", "楼栋", "Building");
    let door = ("door", "门牌号", "Door");
    let (columns, guard) = match dataset {
        "persons" => (&[building, door][..], Guard::Personal),
        "houses" => (&[door][..], Guard::Open),
        _ => return Vec::new(),
    };
    let column = |&(key, zh, en): &(&str, &str, &str)| {
        let column =
            Readable { key: key.to_owned(), column_type: ColumnType::Text, nullable: true, guard, codes: None };
        (column, Bilingual::new(zh, en))
    };
    columns.iter().map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_core::dataset::Schema;

    #[test]
    fn what_stands_beside_the_contract_is_not_in_it_and_is_guarded_where_it_is_about_persons() {
        for (name, dataset) in &Schema::v1().datasets {
            for (column, _) in columns(name) {
                assert!(dataset.column(&column.key).is_none(), "{name}.{}", column.key);
                assert_eq!(column.guard == Guard::Personal, name == "persons");
            }
        }
        assert_eq!(columns("persons").len(), 2);
    }
}
