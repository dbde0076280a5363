//! The manifests of what a workbook becomes.

use crate::duties::Duty;
use crate::events::{Events, FieldHead};
use crate::settings::Settings;
use crate::survey::Collects;
use crate::texts::Words;
use toml::{Table, Value};

/// The manifest of the checklist's plugin.
pub(crate) fn forms(settings: &Settings, collects: &[Collects], duties: &[Duty]) -> String {
    let mut manifest = head(settings, "forms", &settings.plugin);
    let mut checklist = Table::new();
    checklist.insert("id".into(), settings.form.clone().into());
    checklist.insert("title".into(), pair(&settings.title.0, &settings.title.1));
    if !settings.fillers.is_empty() {
        checklist.insert("fillers".into(), texts(&settings.fillers));
    }
    if !collects.is_empty() {
        checklist
            .insert("collects".into(), Value::Array(collects.iter().map(|one| Value::Table(collect(one))).collect()));
    }
    manifest.insert("checklist".into(), Value::Array(vec![Value::Table(checklist)]));
    add_duties(&mut manifest, duties);
    manifest.to_string()
}

/// The manifest of the rules' plugin.
pub(crate) fn rules(settings: &Settings, events: &Events, duties: &[Duty], both: bool) -> String {
    // Two plugins of one workbook have two names.
    let id = if both { format!("{}.rules", settings.plugin) } else { settings.plugin.clone() };
    let mut manifest = head(settings, "rules", &id);
    let rule = |rule: &crate::events::RuleHead| {
        let mut table = Table::new();
        table.insert("id".into(), rule.id.clone().into());
        table.insert("title".into(), bilingual(&rule.title));
        table.insert("events".into(), texts(&rule.kinds));
        if rule.mandatory {
            table.insert("mandatory".into(), true.into());
        }
        if let Some(overrides) = &rule.overrides {
            table.insert("overrides".into(), overrides.clone().into());
        }
        Value::Table(table)
    };
    manifest.insert("rule".into(), Value::Array(events.rules.iter().map(rule).collect()));
    let kind = |kind: &crate::events::KindHead| {
        let mut table = Table::new();
        table.insert("kind".into(), kind.kind.clone().into());
        table.insert("title".into(), bilingual(&kind.title));
        if !kind.hint.is_empty() {
            table.insert("hint".into(), bilingual(&kind.hint));
        }
        if !kind.fields.is_empty() {
            table.insert("field".into(), Value::Array(kind.fields.iter().map(field).collect()));
        }
        Value::Table(table)
    };
    if !events.kinds.is_empty() {
        manifest.insert("event".into(), Value::Array(events.kinds.iter().map(kind).collect()));
    }
    add_duties(&mut manifest, duties);
    manifest.to_string()
}

fn head(settings: &Settings, world: &str, id: &str) -> Table {
    let mut plugin = Table::new();
    let mut say = |key: &str, value: Value| plugin.insert(key.to_owned(), value);
    say("id", id.to_owned().into());
    say("version", settings.version.clone().into());
    say("world", world.to_owned().into());
    say("contract", "1.0".to_owned().into());
    say("title", pair(&settings.title.0, &settings.title.1));
    say("regions", texts(&settings.regions));
    say("effective_from", settings.from.clone().into());
    say("licence", settings.licence.clone().into());
    if !settings.basis.is_empty() {
        say("legal_basis", texts(&settings.basis));
    }
    let mut manifest = Table::new();
    manifest.insert("plugin".into(), Value::Table(plugin));
    let mut limits = Table::new();
    for (key, value) in [("memory_mib", settings.memory), ("budget_ms", settings.budget)] {
        if let Some(value) = value {
            limits.insert(key.into(), i64::from(value).into());
        }
    }
    if !limits.is_empty() {
        manifest.insert("limits".into(), Value::Table(limits));
    }
    manifest
}

fn collect(one: &Collects) -> Table {
    let mut table = Table::new();
    table.insert("question".into(), one.question.clone().into());
    table.insert("field".into(), one.field.clone().into());
    table.insert("fresh_days".into(), i64::from(one.fresh_days).into());
    if one.writes {
        table.insert("writes".into(), true.into());
    }
    if let Some((zh, en)) = &one.purpose {
        table.insert("purpose".into(), pair(zh, en));
    }
    if !one.basis.is_empty() {
        table.insert("legal_basis".into(), one.basis.clone().into());
    }
    table
}

fn field(field: &FieldHead) -> Value {
    let mut table = Table::new();
    table.insert("key".into(), field.key.clone().into());
    table.insert("title".into(), bilingual(&field.title));
    if !field.hint.is_empty() {
        table.insert("hint".into(), bilingual(&field.hint));
    }
    table.insert("type".into(), field.field_type.to_owned().into());
    if field.required {
        table.insert("required".into(), true.into());
    }
    for (key, value) in [("min", field.min), ("max", field.max)] {
        if let Some(value) = value {
            table.insert(key.into(), value.into());
        }
    }
    if let Some(longest) = field.longest {
        table.insert("longest".into(), i64::from(longest).into());
    }
    let choice = |(code, title): &(String, Words)| {
        let mut table = Table::new();
        table.insert("code".into(), code.clone().into());
        table.insert("title".into(), bilingual(title));
        Value::Table(table)
    };
    if !field.choices.is_empty() {
        table.insert("choices".into(), Value::Array(field.choices.iter().map(choice).collect()));
    }
    Value::Table(table)
}

fn add_duties(manifest: &mut Table, duties: &[Duty]) {
    let duty = |duty: &Duty| {
        let mut basis = Table::new();
        basis.insert("document".into(), duty.document.clone().into());
        if let Some(article) = &duty.article {
            basis.insert("article".into(), article.clone().into());
        }
        let mut table = Table::new();
        table.insert("id".into(), duty.id.clone().into());
        table.insert("title".into(), bilingual(&duty.title));
        table.insert("office".into(), bilingual(&duty.office));
        table.insert("basis".into(), Value::Table(basis));
        table.insert("from".into(), duty.from.clone().into());
        if let Some(until) = &duty.until {
            table.insert("until".into(), until.clone().into());
        }
        if duty.mandatory {
            table.insert("mandatory".into(), true.into());
        }
        Value::Table(table)
    };
    if !duties.is_empty() {
        manifest.insert("duty".into(), Value::Array(duties.iter().map(duty).collect()));
    }
}

fn texts(texts: &[String]) -> Value {
    Value::Array(texts.iter().cloned().map(Value::String).collect())
}

fn pair(zh: &str, en: &str) -> Value {
    let mut table = Table::new();
    table.insert("zh".into(), zh.to_owned().into());
    table.insert("en".into(), en.to_owned().into());
    Value::Table(table)
}

/// Chinese and English; where one is missing, the other.
fn bilingual(words: &Words) -> Value {
    let any = words.values().next().map_or("", String::as_str);
    let word = |tag: &str| words.get(tag).map_or(any, String::as_str);
    pair(word("zh"), word("en"))
}
