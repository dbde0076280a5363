//! What a test needs of `plugin.toml`: settings, needs, local fields, sweeps, duties. The host checks the whole of it.

use super::value::ColumnSpec;
use crate::{Date, Value};
use std::{fs, path::Path};
use toml::Value as Toml;

/// A plugin's manifest.
#[derive(Debug)]
pub(super) struct Manifest(toml::Table);

impl Manifest {
    /// # Panics
    /// When there is no readable `plugin.toml` in `dir`.
    #[track_caller]
    #[expect(clippy::panic, reason = "a test without its manifest has failed")]
    pub(super) fn of_plugin(dir: &Path) -> Self {
        let path = dir.join("plugin.toml");
        let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self(source.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    }

    /// Key and default of each setting.
    pub(super) fn settings(&self) -> Vec<(String, Value)> {
        self.entries("setting").filter_map(|setting| Some((text(setting, "key")?, default(setting)?))).collect()
    }

    /// Dataset and column of each need.
    pub(super) fn needs(&self) -> Vec<(String, String)> {
        let columns = |need: &Toml| {
            let dataset = text(need, "dataset").unwrap_or_default();
            strings(need.get("columns")).into_iter().map(move |column| (dataset.clone(), column)).collect::<Vec<_>>()
        };
        self.entries("needs").flat_map(columns).collect()
    }

    /// Dataset and columns of a rule's sweep.
    pub(super) fn sweep(&self, rule: &str) -> Option<(String, Vec<String>)> {
        let sweep = self.entries("rule").find(|entry| text(entry, "id").as_deref() == Some(rule))?.get("sweep")?;
        Some((text(sweep, "dataset")?, strings(sweep.get("columns"))))
    }

    /// Dataset and column of each local field. A local field may always be missing.
    pub(super) fn local_fields(&self) -> Vec<(String, ColumnSpec)> {
        let spec = |field: &Toml| {
            let (key, kind) = (text(field, "key")?, text(field, "type")?);
            Some((text(field, "dataset")?, ColumnSpec { key, kind, null: true, codes: &[] }))
        };
        self.entries("local_field").filter_map(spec).collect()
    }

    /// The ids of the duty items.
    pub(super) fn duties(&self) -> Vec<String> {
        self.entries("duty").filter_map(|duty| text(duty, "id")).collect()
    }

    fn entries(&self, key: &str) -> impl Iterator<Item = &Toml> {
        self.0.get(key).and_then(Toml::as_array).into_iter().flatten()
    }
}

fn text(entry: &Toml, key: &str) -> Option<String> {
    entry.get(key)?.as_str().map(str::to_owned)
}

fn strings(list: Option<&Toml>) -> Vec<String> {
    list.and_then(Toml::as_array).into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn default(setting: &Toml) -> Option<Value> {
    match (text(setting, "type")?.as_str(), setting.get("default")?) {
        ("flag", Toml::Boolean(flag)) => Some(Value::Flag(*flag)),
        ("integer", Toml::Integer(number)) => Some(Value::Integer(*number)),
        ("decimal", Toml::Float(number)) => Some(Value::Decimal(*number)),
        #[expect(clippy::cast_precision_loss, reason = "defaults of settings are small numbers")]
        ("decimal", Toml::Integer(number)) => Some(Value::Decimal(*number as f64)),
        ("text", Toml::String(text)) => Some(Value::Text(text.clone())),
        ("date", Toml::String(text)) => Date::parse(text).map(Value::from),
        ("codes", codes @ Toml::Array(_)) => Some(Value::Codes(strings(Some(codes)))),
        _ => None,
    }
}
