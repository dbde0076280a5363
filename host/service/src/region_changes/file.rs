//! Files of changes (TOML or CSV), and tables of what goes where.

use crate::error::{Result, ServiceError};
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::RegionCode;
use lifang_core::region_change::RegionChange;
use lifang_core::text::Bilingual;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A file of changes, in order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangesFile {
    change: Vec<RegionChange>,
}

/// Reads changes from the text of a file: CSV where its name says so, else TOML with one `[[change]]` each.
///
/// CSV has the columns `kind`, `from`, `basis`, `region`, and of `to`, `under`, `name`, `into`, `regions` (codes parted by spaces)
/// those that its kinds want; a split needs tables and so TOML.
///
/// # Errors
/// Where the file is wrong and how.
pub fn read_changes(name: &str, text: &str) -> Result<Vec<RegionChange>> {
    let text = text.trim_start_matches('\u{feff}');
    if name.to_ascii_lowercase().ends_with(".csv") {
        return read_csv(name, text);
    }
    let file: ChangesFile = toml::from_str(text).map_err(|error| wrong(name, None, error.to_string().trim()))?;
    Ok(file.change)
}

/// Reads a table of two columns, what and where to: `1号楼,220103008009`. A first line without a code is its heading.
///
/// # Errors
/// A line that is none, with its number; what is named twice.
pub fn read_assignments(name: &str, text: &str) -> Result<BTreeMap<String, RegionCode>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut assigned = BTreeMap::new();
    for (row, record) in (1..).zip(reader.records()) {
        let record = record.map_err(|error| wrong(name, Some(row), &error.to_string()))?;
        let (Some(what), Some(code)) = (record.get(0), record.get(1)) else {
            return Err(wrong(name, Some(row), "应有两列 / two columns are wanted"));
        };
        match RegionCode::parse(code) {
            Ok(code) => {
                if assigned.insert(what.to_owned(), code).is_some() {
                    return Err(wrong(name, Some(row), &format!("“{what}”重复 / `{what}` comes twice")));
                }
            }
            Err(_) if row == 1 => {}
            Err(error) => return Err(wrong(name, Some(row), &error.to_string())),
        }
    }
    Ok(assigned)
}

fn read_csv(name: &str, text: &str) -> Result<Vec<RegionChange>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| wrong(name, Some(1), &error.to_string()))?.clone();
    let mut changes = Vec::new();
    for (row, record) in (2..).zip(reader.records()) {
        let record = record.map_err(|error| wrong(name, Some(row), &error.to_string()))?;
        let mut fields = Map::new();
        for (header, cell) in headers.iter().zip(&record).filter(|(_, cell)| !cell.is_empty()) {
            let value = match header {
                "regions" => json!(cell.split_whitespace().collect::<Vec<_>>()),
                "into" => json!({ "code": cell }),
                _ => Value::from(cell),
            };
            fields.insert(header.to_owned(), value);
        }
        // A merge's new name belongs to what it becomes.
        if let (Some(name), true) = (fields.get("name").cloned(), fields.contains_key("into")) {
            fields.remove("name");
            fields["into"]["name"] = name;
        }
        let change = serde_json::from_value(Value::Object(fields))
            .map_err(|error| wrong(name, Some(row), &error.to_string()))?;
        changes.push(change);
    }
    Ok(changes)
}

fn wrong(name: &str, row: Option<usize>, what: &str) -> ServiceError {
    let place = row.map_or_else(|| name.to_owned(), |row| format!("{name}, row {row}"));
    let what: String = what.chars().take(400).collect();
    let said = Bilingual::new(format!("变更文件有误：{what}"), format!("the file cannot be read: {what}"));
    let remedy = Bilingual::new(
        "格式见 docs/regions.md；请更正后重试。",
        "docs/regions.md shows how it is written; mend it and try again.",
    );
    Problem::new(Kind::Invalid, "changes-file-wrong", said, remedy).at(place).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_core::region_change::Operation;

    #[test]
    fn both_kinds_of_file_say_the_same() {
        let toml = "[[change]]\nkind = \"merge\"\nfrom = \"2024-01-01\"\nbasis = \"x\"\nregions = [\"220103008003\", \"220103008004\"]\n\
                    into = { code = \"220103008003\", name = \"联合社区\" }\n";
        let csv = "\u{feff}kind,from,basis,regions,into,name,region\nmerge,2024-01-01,x,220103008003 220103008004,220103008003,联合社区,\n";
        let read = read_changes("a.toml", toml).unwrap();
        assert_eq!(read, read_changes("a.CSV", csv).unwrap());
        assert!(
            matches!(&read[0].operation, Operation::Merge { into, .. } if into.name.as_deref() == Some("联合社区"))
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_its_row() {
        let csv = "kind,from,basis,region,name\nrename,2024-01-01,x,220103,甲区\nrename,2024-13-01,x,220103,乙区\n";
        let problem = read_changes("a.csv", csv).unwrap_err().problem();
        assert_eq!((problem.code.as_str(), problem.at.as_deref()), ("changes-file-wrong", Some("a.csv, row 3")));
        assert!(read_changes("a.toml", "[[change]]\nkind = \"rename\"").is_err());
        let twice =
            read_assignments("b.csv", "楼宇,去向\n1号楼,220103008009\n1号楼,220103008003\n").unwrap_err().problem();
        assert_eq!(twice.at.as_deref(), Some("b.csv, row 3"));
        assert_eq!(read_assignments("b.csv", "1号楼,220103008009").unwrap().len(), 1);
        assert!(read_assignments("b.csv", "楼宇,去向\n1号楼,北\n").is_err());
    }
}
