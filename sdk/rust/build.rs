//! Writes the datasets of the contract as Rust: one module per dataset, one type per code table, and the whole as a table
//! for `testing`. The source is `wit/data/datasets.toml`, which the host reads too.

use std::fmt::Write;
use std::{env, fs, path::Path};
use toml::Value;

const SOURCE: &str = "../../wit/data/datasets.toml";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={SOURCE}");
    println!("cargo::rerun-if-changed=build.rs");
    let schema: toml::Table = fs::read_to_string(SOURCE)?.parse()?;
    let (datasets, codes) = (entries(&schema["dataset"]), entries(&schema["codes"]));
    let used_as_bits = |table: &str| {
        let columns = datasets.iter().flat_map(|(_, dataset)| columns(dataset));
        columns.into_iter().any(|column| text(column, "codes") == table && text(column, "type") == "bits")
    };

    let mut out = String::new();
    for (name, dataset) in &datasets {
        write_dataset(&mut out, name, dataset)?;
    }
    writeln!(out, "/// The code tables of the contract.\npub mod codes {{\nuse super::code_table;")?;
    for (name, table) in &codes {
        write_codes(&mut out, name, table, used_as_bits(name))?;
    }
    writeln!(out, "}}")?;
    write_schema(&mut out, &datasets, &codes)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("datasets.rs"), out)?;
    Ok(())
}

fn write_dataset(out: &mut String, name: &str, dataset: &Value) -> std::fmt::Result {
    let (zh, en, table) = (text(dataset, "zh"), text(dataset, "en"), pascal(name));
    writeln!(out, "/// {en} {zh}.\npub mod {name} {{\nuse super::{{Aggregate, Query, kinds}};")?;
    for column in columns(dataset) {
        let codes = text(column, "codes");
        // A dataset without code tables re-exports nothing.
        if !codes.is_empty() {
            writeln!(out, "#[doc(inline)]\npub use super::codes::{};", pascal(codes))?;
        }
    }
    writeln!(out, "dataset!({table}, {name:?}, {:?});", format!("{en} {zh}."))?;
    for column in columns(dataset) {
        let (key, kind) = (text(column, "key"), kind(column));
        let null = if nullable(column) { "Maybe" } else { "Always" };
        let doc = format!("{} {} (`{}`)", text(column, "en"), text(column, "zh"), text(column, "type"));
        writeln!(out, "column!({}, {key:?}, {table}, {kind}, {null}, {doc:?});", key.to_uppercase())?;
    }
    writeln!(out, "}}")
}

fn write_codes(out: &mut String, name: &str, table: &Value, bits: bool) -> std::fmt::Result {
    let shape = if bits { "bits" } else { "code" };
    writeln!(out, "code_table!({shape}, {}, {:?}, [", pascal(name), format!("The code table `{name}`."))?;
    for row in array(table) {
        let (number, code) = (row[0].as_integer().unwrap_or_default(), row[1].as_str().unwrap_or_default());
        let (zh, en) = (row[2].as_str().unwrap_or_default(), row[3].as_str().unwrap_or_default());
        let shown = code.replace('-', "_").to_uppercase();
        writeln!(out, "({shown}, {number}, {code:?}, {:?}),", format!("{en} {zh}."))?;
    }
    writeln!(out, "]);")
}

fn write_schema(out: &mut String, datasets: &[(&str, &Value)], codes: &[(&str, &Value)]) -> std::fmt::Result {
    writeln!(out, "#[cfg(not(target_family = \"wasm\"))]\npub(crate) const SCHEMA: &[super::schema::Dataset] = &[")?;
    for (name, dataset) in datasets {
        let subject = dataset.get("subject").and_then(Value::as_bool).unwrap_or(false);
        writeln!(out, "super::schema::Dataset {{ name: {name:?}, subject: {subject}, columns: &[")?;
        for column in columns(dataset) {
            let (key, kind, codes) = (text(column, "key"), text(column, "type"), text(column, "codes"));
            let null = nullable(column);
            writeln!(out, "super::schema::Column {{ key: {key:?}, kind: {kind:?}, null: {null}, codes: {codes:?} }},")?;
        }
        writeln!(out, "] }},")?;
    }
    writeln!(out, "];")?;
    writeln!(out, "#[cfg(not(target_family = \"wasm\"))]")?;
    writeln!(out, "pub(crate) const CODES: &[(&str, &[(u8, &str)])] = &[")?;
    for (name, table) in codes {
        write!(out, "({name:?}, &[")?;
        for row in array(table) {
            write!(out, "({}, {:?}), ", row[0].as_integer().unwrap_or_default(), row[1].as_str().unwrap_or_default())?;
        }
        writeln!(out, "]),")?;
    }
    writeln!(out, "];")
}

/// The type of `kinds` that reads the column.
fn kind(column: &Value) -> String {
    let codes = pascal(text(column, "codes"));
    match text(column, "type") {
        "flag" => "kinds::Flag".into(),
        "date" => "kinds::Day".into(),
        "instant" => "kinds::Moment".into(),
        "text" => "kinds::Str".into(),
        "dictionary" => "kinds::Word".into(),
        "code" | "bits" => format!("kinds::Plain<{codes}>"),
        number => format!("kinds::{}", number.to_uppercase()),
    }
}

fn entries(table: &Value) -> Vec<(&str, &Value)> {
    table.as_table().into_iter().flatten().map(|(name, value)| (name.as_str(), value)).collect()
}

fn columns(dataset: &Value) -> &[Value] {
    array(&dataset["columns"])
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn nullable(column: &Value) -> bool {
    column.get("null").and_then(Value::as_bool).unwrap_or(false)
}

fn pascal(name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').filter(|word| !word.is_empty()).map(capital).collect()
}
