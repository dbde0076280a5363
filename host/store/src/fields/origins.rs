//! Where the value of a field of one person, house or unit comes from, and since when it is known: what freshness is measured by.

use crate::as_of::AsOf;
use crate::bulk::{Rows, Values};
use crate::error::{Result, StoreError};
use crate::provenance;
use crate::sql::{Read, in_force, query_as_of};
use crate::store::{Store, Tx};
use lifang_core::base_data::{PersonFacts, Provenance};
use lifang_core::clock::Instant;
use lifang_core::query::DataError;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The datasets whose rows are about someone or something with an identifier of its own.
pub const SUBJECTS: [&str; 3] = ["persons", "houses", "units"];

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The source.
    pub source: String,
    /// Who collected it.
    pub collector: String,
    /// When it was last collected or confirmed.
    pub recorded: Instant,
}

/// The table of a dataset's identities.
pub(super) fn identity_table(dataset: &str) -> Option<&'static str> {
    match dataset {
        "persons" => Some("person"),
        "houses" => Some("house"),
        "units" => Some("unit"),
        _ => None,
    }
}

/// Which facts a column of the contract stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Facts {
    Person,
    Residence,
    House,
    Building,
    Unit,
}

impl Facts {
    /// None for columns that are computed: nobody states them.
    fn of(dataset: &str, key: &str) -> Option<Self> {
        Some(match (dataset, key) {
            ("persons", "age" | "sex" | "living" | "care" | "birth" | "name" | "phone" | "resident_id") => Self::Person,
            ("persons", "residence" | "since" | "region" | "grid") => Self::Residence,
            ("persons", "floor") | ("houses", "region" | "grid" | "floor" | "use" | "area") => Self::House,
            ("persons", "built" | "elevator") | ("houses", "building" | "built" | "storeys" | "elevator") => {
                Self::Building
            }
            ("units", _) => Self::Unit,
            _ => return None,
        })
    }

    /// The row in force, for one subject of the dataset as `$3`; the first of several, as [`Store::subject`] has it.
    fn sql(self, dataset: &str) -> String {
        let (from, own) = match (self, dataset) {
            (Self::Residence, _) => ("residence f", "f.person_id = $3".to_owned()),
            (Self::House, "persons") => (
                "residence r JOIN house_fact f ON f.house_id = r.house_id",
                format!("r.person_id = $3 AND {}", in_force("r")),
            ),
            (Self::House, _) => ("house_fact f", "f.house_id = $3".to_owned()),
            (Self::Building, "persons") => (
                "residence r JOIN house_fact h ON h.house_id = r.house_id \
                 JOIN building_fact f ON f.building_id = h.building_id",
                format!("r.person_id = $3 AND {} AND {}", in_force("r"), in_force("h")),
            ),
            (Self::Building, _) => (
                "house_fact h JOIN building_fact f ON f.building_id = h.building_id",
                format!("h.house_id = $3 AND {}", in_force("h")),
            ),
            (Self::Unit, _) => ("unit_fact f", "f.unit_id = $3".to_owned()),
            (Self::Person, _) => ("person_fact f", "f.person_id = $3".to_owned()),
        };
        format!(
            "SELECT p.source, p.collector, f.recorded_from FROM {from} JOIN provenance p ON p.id = f.provenance_id \
             WHERE {own} AND {} ORDER BY f.id LIMIT 1",
            in_force("f")
        )
    }
}

/// Notes that fields of one subject were stated now, each as its fact in force has it.
///
/// # Errors
/// The database's own.
pub async fn note_checks(
    tx: &mut Tx,
    dataset: &str,
    subject: i64,
    keys: &[&str],
    provenance: &Provenance,
    now: Instant,
) -> Result<()> {
    let provenance = provenance::intern(tx, provenance).await?;
    let mut rows = Rows::new("field_check", &["dataset", "subject_id", "key", "provenance_id", "checked_at"]);
    for key in keys {
        let row = Values::default().and(dataset).and(subject).and(*key).and(provenance).and(now.0);
        rows.push(tx, row).await?;
    }
    rows.finish(tx).await
}

impl Store {
    /// The row of a person, house or unit by its identifier for the world outside; of who became part of another person, that
    /// person's.
    ///
    /// # Errors
    /// A dataset without subjects.
    pub async fn subject_by_uid(&self, dataset: &str, uid: Uuid, at: AsOf) -> Result<Option<i64>> {
        let table = identity_table(dataset)
            .ok_or_else(|| StoreError::Question(DataError::UnknownDataset(dataset.chars().take(60).collect())))?;
        let asked = crate::sql::query(format!("SELECT id FROM {table} WHERE uid = $1"));
        let row = asked.bind(uid.as_bytes().as_slice()).fetch_optional(self.reader()).await?;
        match row {
            Some(row) if dataset == "persons" => self.survivor(row.int(0)?, at).await.map(Some),
            Some(row) => row.int(0).map(Some),
            None => Ok(None),
        }
    }

    /// Where the values of a subject's fields come from as of `at`; what nobody states, or nobody has stated, is left out.
    ///
    /// # Errors
    /// The database's own.
    pub async fn origins(
        &self,
        dataset: &str,
        subject: i64,
        keys: &[&str],
        at: AsOf,
    ) -> Result<BTreeMap<String, Origin>> {
        // Who was told to be quiet has stated nothing.
        let quiet = self.quiet_sources(at).await?;
        let mut checks = self.checks(dataset, subject, at).await?;
        checks.retain(|(_, origin)| !quiet.contains(&origin.source));
        let mut persons = None;
        let mut origins = BTreeMap::new();
        for key in keys {
            let stated = if key.starts_with("x.") {
                let sql = format!(
                    "SELECT p.source, p.collector, v.recorded_from FROM local_value v \
                     JOIN provenance p ON p.id = v.provenance_id \
                     WHERE v.subject_id = $3 AND v.dataset = $4 AND v.key = $5 AND {} LIMIT 1",
                    in_force("v")
                );
                let row = query_as_of(sql, at).bind(subject).bind(dataset).bind(*key);
                row.fetch_optional(self.reader()).await?.map(|row| origin(&row)).transpose()?
            } else {
                match Facts::of(dataset, key) {
                    None => None,
                    Some(Facts::Person) => {
                        if persons.is_none() {
                            let mut statements = self.person_statements(subject, &checks, at).await?;
                            statements.retain(|(_, origin)| !quiet.contains(&origin.source));
                            persons = Some(statements);
                        }
                        persons.as_ref().and_then(|statements| last_stated(statements, key))
                    }
                    Some(facts) => {
                        let row = query_as_of(facts.sql(dataset), at).bind(subject);
                        row.fetch_optional(self.reader()).await?.map(|row| origin(&row)).transpose()?
                    }
                }
            };
            let checked = checks.iter().filter(|(checked, _)| checked == key).map(|(_, origin)| origin.clone());
            let latest = stated.into_iter().chain(checked).max_by_key(|origin| origin.recorded);
            if let Some(latest) = latest {
                origins.insert((*key).to_owned(), latest);
            }
        }
        Ok(origins)
    }

    async fn checks(&self, dataset: &str, subject: i64, at: AsOf) -> Result<Vec<(String, Origin)>> {
        let sql = "SELECT p.source, p.collector, c.checked_at, c.key FROM field_check c \
                   JOIN provenance p ON p.id = c.provenance_id \
                   WHERE c.subject_id = $1 AND c.dataset = $2 AND c.checked_at <= $3 ORDER BY c.id";
        let asked = crate::sql::query(sql).bind(subject).bind(dataset).bind(at.recorded.0);
        let rows = asked.fetch_all(self.reader()).await?;
        rows.iter().map(|row| Ok((row.text(3)?, origin(row)?))).collect()
    }

    /// Whole statements about a person, the one in force last. A version that a visit wrote says something new of the fields it
    /// checked only: the rest of it is what others had stated.
    async fn person_statements(
        &self,
        person: i64,
        checks: &[(String, Origin)],
        at: AsOf,
    ) -> Result<Vec<(PersonFacts, Origin)>> {
        let Some(in_force) = self.person(person, at).await? else { return Ok(Vec::new()) };
        let partial = |recorded: Instant| checks.iter().any(|(_, origin)| origin.recorded == recorded);
        let history = self.person_history(person).await?;
        let before = history.into_iter().filter(|version| version.recorded_from <= at.recorded);
        let mut statements: Vec<_> = before
            .filter(|version| !partial(version.recorded_from))
            .map(|version| {
                let Provenance { source, collector } = version.provenance;
                (version.facts, Origin { source, collector, recorded: version.recorded_from })
            })
            .collect();
        let Provenance { source, collector } = in_force.provenance;
        // What holds now decides which value the others must have had; it is itself a statement unless it is partial.
        let recorded = if partial(in_force.recorded_from) { Instant(i64::MIN) } else { in_force.recorded_from };
        statements.push((in_force.facts, Origin { source, collector, recorded }));
        Ok(statements)
    }
}

/// The latest statement that had the value in force.
fn last_stated(statements: &[(PersonFacts, Origin)], key: &str) -> Option<Origin> {
    let (in_force, _) = statements.last()?;
    let same = |facts: &PersonFacts| match key {
        "age" | "birth" => facts.birth == in_force.birth,
        "sex" => facts.sex == in_force.sex,
        "living" => facts.living == in_force.living,
        "care" => facts.care == in_force.care,
        "name" => facts.name == in_force.name,
        "phone" => facts.phone == in_force.phone,
        "resident_id" => facts.resident_id == in_force.resident_id,
        _ => false,
    };
    let had = statements.iter().filter(|(facts, origin)| same(facts) && origin.recorded.0 != i64::MIN);
    had.map(|(_, origin)| origin).max_by_key(|origin| origin.recorded).cloned()
}

fn origin(row: &AnyRow) -> Result<Origin> {
    Ok(Origin { source: row.text(0)?, collector: row.text(1)?, recorded: Instant(row.int(2)?) })
}
