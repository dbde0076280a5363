//! A fact with where it is from, as somebody may see it.

use lifang_core::clock::{Date, Instant};
use lifang_core::dataset::Schema;
use lifang_core::mask::{Personal, Sight};
use lifang_core::text::Bilingual;
use lifang_store::base_data::{PersonVersion, Record};
use lifang_store::sources::FeedFact;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A fact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactView {
    /// Whose record it is: the person's own, or that of who became part of it.
    pub of: Uuid,
    /// What it says something of: `name`, `birth`, `care`, `residence`, …; of a local field its key, `x.…`.
    pub key: Cow<'static, str>,
    /// What it says; null where it is withheld.
    pub value: Value,
    /// What people call it, where it is a local field.
    pub title: Option<Bilingual>,
    /// The value in words, where it is that of a local field and shown as it is.
    pub label: Option<Bilingual>,
    /// Whether it is withheld from who looks.
    pub withheld: bool,
    /// The source.
    pub source: String,
    /// Who or what collected it.
    pub collector: String,
    /// First day it holds.
    pub valid_from: Date,
    /// First day it no longer holds; none while it does.
    pub valid_to: Option<Date>,
    /// Since when the host knows it.
    pub recorded_from: Instant,
    /// Since when the host knows better; none while it does not.
    pub recorded_to: Option<Instant>,
    /// Whether its source is switched off: it is on record and heard nowhere.
    pub quiet: bool,
}

impl FactView {
    /// The same without what it says.
    pub(super) fn withhold(self) -> Self {
        Self { value: Value::Null, label: None, withheld: true, ..self }
    }
}

/// How facts are shown: masked or not, and which sources are quiet.
pub(super) struct Showing<'a> {
    pub(super) sight: &'a Sight,
    pub(super) quiet: &'a BTreeSet<String>,
}

impl Showing<'_> {
    pub(super) fn fact(&self, of: Uuid, key: impl Into<Cow<'static, str>>, value: Value, record: &Record) -> FactView {
        FactView {
            of,
            key: key.into(),
            value,
            title: None,
            label: None,
            withheld: false,
            source: record.provenance.source.clone(),
            collector: record.provenance.collector.clone(),
            valid_from: record.valid_from,
            valid_to: (record.valid_to < Date::OPEN).then_some(record.valid_to),
            recorded_from: record.recorded_from,
            recorded_to: (record.recorded_to < Instant::OPEN).then_some(record.recorded_to),
            quiet: self.quiet.contains(&record.provenance.source),
        }
    }

    /// What a version says, key by key; what it does not know is left out.
    pub(super) fn version(&self, of: Uuid, version: &PersonVersion) -> Vec<FactView> {
        let record = Record {
            provenance: version.provenance.clone(),
            valid_from: version.valid_from,
            valid_to: version.valid_to,
            recorded_from: version.recorded_from,
            recorded_to: version.recorded_to,
        };
        let facts = &version.facts;
        let masked = |key: &'static str, text: &Option<String>| {
            let personal = Personal::of("persons", key).unwrap_or(Personal::Other);
            Some((key, json!(self.sight.text(personal, text.as_deref()?))))
        };
        let known = [
            masked("name", &facts.name),
            facts.sex.map(|sex| ("sex", code("sex", sex))),
            masked("birth", &facts.birth.map(|day| day.to_string())),
            masked("resident_id", &facts.resident_id),
            masked("phone", &facts.phone),
            facts.living.map(|living| ("living", code("living", living))),
        ];
        let mut views: Vec<FactView> =
            known.into_iter().flatten().map(|(key, value)| self.fact(of, key, value, &record)).collect();
        let care = Schema::v1().codes_of_bits("care", facts.care);
        views.push(self.sensitive(self.fact(of, "care", json!(care), &record)));
        views
    }

    pub(super) fn feed(&self, of: Uuid, fact: &FeedFact) -> FactView {
        let record = Record {
            provenance: lifang_core::base_data::Provenance {
                source: fact.source.clone(),
                collector: fact.collector.clone(),
            },
            valid_from: fact.valid_from,
            valid_to: fact.valid_to,
            recorded_from: fact.recorded_from,
            recorded_to: fact.recorded_to,
        };
        let (key, value) = if fact.field == "care" {
            let bits = u16::try_from(fact.number).unwrap_or(0);
            ("care", json!(Schema::v1().codes_of_bits("care", bits)))
        } else {
            ("label", json!(fact.text))
        };
        self.sensitive(self.fact(of, key, value, &record))
    }

    /// Withheld from who gave no purpose: a set of codes cannot be masked.
    pub(super) fn sensitive(&self, fact: FactView) -> FactView {
        if self.sight.is_full() { fact } else { fact.withhold() }
    }
}

/// What of the facts the audit says was read: what was withheld was not.
pub(super) fn columns_seen(facts: &[FactView]) -> Vec<String> {
    let keys: BTreeSet<&str> = facts.iter().filter(|fact| !fact.withheld).map(|fact| &*fact.key).collect();
    keys.into_iter().map(str::to_owned).collect()
}

pub(super) fn code(table: &str, number: u8) -> Value {
    Schema::v1().code(table, number).map_or(Value::Null, |code| json!(code.key))
}
