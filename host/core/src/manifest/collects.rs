//! Which fields of base data a checklist's questions collect: what the host may offer prefilled, and where answers go back to.

use super::Manifest;
use crate::dataset::{Guard, Schema};
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A field of base data: dataset and key, written `persons.phone` or `houses.x.heating`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldRef {
    /// `persons`, `houses` or `units`.
    pub dataset: String,
    /// A column of the contract, or a local field `x.…`.
    pub key: String,
}

impl fmt::Display for FieldRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.dataset, self.key)
    }
}

impl FromStr for FieldRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (dataset, key) = text
            .split_once('.')
            .ok_or_else(|| format!("{text:?}: a dataset and a key are wanted, such as persons.phone"))?;
        Ok(Self { dataset: dataset.to_owned(), key: key.to_owned() })
    }
}

impl Serialize for FieldRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FieldRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A question that collects a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collect {
    /// The question's id in the form.
    pub question: String,
    /// The field.
    pub field: FieldRef,
    /// For how many days a value that is held counts as fresh: it is then offered, not asked for again.
    pub fresh_days: u16,
    /// Whether the answer goes back into base data.
    #[serde(default)]
    pub writes: bool,
    /// What for; must be given for personal fields.
    #[serde(default)]
    pub purpose: Option<Bilingual>,
    /// On what basis; must be given for personal fields.
    #[serde(default)]
    pub legal_basis: String,
}

impl Collect {
    /// Whether an answer can go back: what one visit can state about one person, and local fields.
    #[must_use]
    pub fn may_write(field: &FieldRef) -> bool {
        field.key.starts_with("x.")
            || (field.dataset == "persons" && matches!(&*field.key, "phone" | "living" | "care"))
    }
}

impl Manifest {
    pub(super) fn check_collects(&self) -> Result<(), (String, String)> {
        for (i, head) in self.checklists.iter().enumerate() {
            let (mut questions, mut fields) = (BTreeSet::new(), BTreeSet::new());
            for (j, collect) in head.collects.iter().enumerate() {
                let wrong = |part: &str, what: String| Err((format!("checklist[{i}].collects[{j}].{part}"), what));
                if collect.question.is_empty() || !questions.insert(&collect.question) {
                    return wrong("question", format!("{:?} is empty or named twice", collect.question));
                }
                if !fields.insert(&collect.field) {
                    return wrong("field", format!("{} is collected by another question already", collect.field));
                }
                let guard = self.guard_of(&collect.field).or_else(|what| wrong("field", what).map(|()| Guard::Open))?;
                let said = collect.purpose.as_ref().is_some_and(|purpose| !purpose.zh.trim().is_empty());
                if guard != Guard::Open && (!said || collect.legal_basis.trim().is_empty()) {
                    let what = format!("{} is personal; purpose and legal_basis must be given", collect.field);
                    return wrong("legal_basis", what);
                }
                if collect.fresh_days == 0 {
                    return wrong("fresh_days", "at least 1 is wanted".into());
                }
                if collect.writes && !Collect::may_write(&collect.field) {
                    let what = "only persons.phone, persons.living, persons.care and local fields can be written";
                    return wrong("writes", what.into());
                }
            }
        }
        Ok(())
    }

    /// How closely the field is kept. A local field that another declares is checked when it is read.
    fn guard_of(&self, field: &FieldRef) -> Result<Guard, String> {
        let dataset = Schema::v1().datasets.get(&field.dataset).filter(|dataset| dataset.subject);
        let dataset = dataset.ok_or_else(|| format!("{field}: persons, houses or units is wanted"))?;
        if field.key.starts_with("x.") {
            let own = self.local_fields.iter().find(|own| own.dataset == field.dataset && own.key == field.key);
            return Ok(own.map_or(Guard::Open, |own| own.guard));
        }
        dataset.column(&field.key).map(|column| column.guard).ok_or_else(|| {
            let names: Vec<&str> = dataset.columns.iter().map(|column| column.key.as_str()).collect();
            format!("{} has no column {}; it has {}", field.dataset, field.key, names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMS: &str = r#"
        [plugin]
        id = "cn.jilin.forms"
        version = "1.0.0"
        world = "forms"
        contract = "1.0"
        title = { zh = "清单", en = "Checklists" }
        regions = ["22"]
        effective_from = "2024-01-01"
        licence = "Apache-2.0"
        [[checklist]]
        id = "home-visit"
        title = { zh = "走访", en = "Visit" }
        [[checklist.collects]]
        question = "tel"
        field = "persons.phone"
        fresh_days = 365
        writes = true
        purpose = { zh = "走访联系", en = "Reaching them" }
        legal_basis = "民发〔2022〕73号"
    "#;

    #[test]
    fn what_a_checklist_collects_is_asked_to_be_read() {
        let manifest = Manifest::parse(FORMS).unwrap();
        assert!(manifest.asked().has("persons", "phone"));
        assert_eq!(manifest.checklists[0].collects[0].field.to_string(), "persons.phone");
        let local = FORMS.replace("persons.phone", "houses.x.heating");
        assert!(Manifest::parse(&local).unwrap().asked().has("houses", "x.heating"));
    }

    #[test]
    fn what_cannot_be_collected_is_named_with_its_place() {
        for (from, to, what) in [
            ("\"tel\"", "\"\"", "checklist[0].collects[0].question"),
            ("persons.phone", "persons.shoe", "persons has no column shoe"),
            ("persons.phone", "grids.name", "persons, houses or units is wanted"),
            ("persons.phone", "phone", "a dataset and a key are wanted"),
            ("persons.phone", "persons.age", "collects[0].writes"),
            ("365", "0", "at least 1"),
            ("legal_basis = \"民发〔2022〕73号\"", "", "persons.phone is personal"),
            ("purpose = { zh = \"走访联系\", en = \"Reaching them\" }", "", "persons.phone is personal"),
        ] {
            let error = Manifest::parse(&FORMS.replace(from, to)).unwrap_err().to_string();
            assert!(error.contains(what), "{to}: {error}");
        }
    }
}
