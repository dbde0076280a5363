//! Persons: what is known of one, how it came to be known, and finding one by an identifier nobody can read in the database.

use crate::as_of::AsOf;
use crate::bulk::Values;
use crate::error::{Result, StoreError};
use crate::facts::{Stamp, supersede};
use crate::identity::note_probable;
use crate::provenance;
use crate::secrets::{Keys, SubjectKey, Wrapped};
use crate::snapshots::move_marks_of_person;
use crate::sql::{Read, each_in_force, ids_table, ids_text, in_force, narrow, query, query_as_of};
use crate::store::{Engine, Store, Tx};
use lifang_core::base_data::{PersonFacts, Provenance};
use lifang_core::clock::{Date, Instant};
use sqlx::any::AnyRow;
use std::collections::HashMap;

/// The kind of subject key that persons have.
pub(crate) const PERSON: &str = "person";

/// What a version says of a person, in the order of [`values`].
pub(crate) const FACTS: &[&str] = &[
    "person_id",
    "sex",
    "birth",
    "living",
    "care",
    "name_enc",
    "resident_id_enc",
    "resident_id_index",
    "phone_enc",
    "phone_index",
    "name_index",
];

/// What was known of a person for some days, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonVersion {
    /// What.
    pub facts: PersonFacts,
    /// From whom.
    pub provenance: Provenance,
    /// First day it holds.
    pub valid_from: Date,
    /// First day it no longer holds.
    pub valid_to: Date,
    /// Since when the host knows it.
    pub recorded_from: Instant,
    /// Since when the host knows better.
    pub recorded_to: Instant,
}

pub(crate) fn new_key(keys: &Keys, id: i64) -> Result<(SubjectKey, Wrapped)> {
    SubjectKey::create(keys, PERSON, id)
}

/// The row of a version.
pub(crate) fn values(keys: &Keys, key: &SubjectKey, id: i64, facts: &PersonFacts) -> Result<Values> {
    let seal = |field, text: &Option<String>| text.as_deref().map(|text| key.seal(field, text)).transpose();
    let row = Values::default().and(id).and(facts.sex.map(i64::from)).and(facts.birth.map(|day| i64::from(day.0)));
    let row = row.and(facts.living.map(i64::from)).and(i64::from(facts.care)).and(seal("name", &facts.name)?);
    let row = row.and(seal("resident_id", &facts.resident_id)?);
    let row = row.and(facts.resident_id.as_deref().map(|id| keys.resident_id_index(id)));
    let row = row.and(seal("phone", &facts.phone)?).and(facts.phone.as_deref().map(|phone| keys.phone_index(phone)));
    Ok(row.and(facts.name.as_deref().map(|name| keys.name_index(name))))
}

/// Puts `facts` in the place of what is known of the person from `valid_from` on. What was known before stays on record.
///
/// # Errors
/// There is no such person on that day, or it was erased.
pub async fn correct_person(
    tx: &mut Tx,
    person: i64,
    facts: &PersonFacts,
    provenance: &Provenance,
    valid_from: Date,
    now: Instant,
) -> Result<()> {
    let from = AsOf { valid: valid_from, recorded: now };
    let stamp = Stamp { provenance: provenance::intern(tx, provenance).await?, from };
    put_in_place(tx, person, facts, stamp).await?;
    move_marks_of_person(tx, person, now).await?;
    note_probable(tx, &[person], &provenance.collector, now).await.map(drop)
}

/// The row of the person's facts that is in force as of the stamp is closed, what of it held before is said again, and `facts` take
/// its place. Gives the rows before and after.
async fn put_in_place(tx: &mut Tx, person: i64, facts: &PersonFacts, stamp: Stamp) -> Result<(i64, i64)> {
    let keys = tx.keys();
    let sql = format!(
        "SELECT f.id, k.wrapped FROM person_fact f JOIN subject_key k ON k.kind = $4 AND k.subject_id = f.person_id \
         WHERE f.person_id = $3 AND {}",
        in_force("f")
    );
    let row = query_as_of(sql, stamp.from).bind(person).bind(PERSON).fetch_optional(tx.connection()).await?;
    let row = row.ok_or(StoreError::NotFound("person"))?;
    let wrapped = row.bytes_or_null(1)?.ok_or(StoreError::NotFound("person"))?;
    let key = SubjectKey::unwrap(&keys, PERSON, person, &wrapped)?;
    let before = row.int(0)?;
    let valid_to = supersede(tx, "person_fact", FACTS, before, stamp.from).await?;
    let mut rows = crate::bulk::Rows::of_facts("person_fact", FACTS);
    rows.push(tx, values(&keys, &key, person, facts)?.stamped_until(stamp, stamp.from.valid, valid_to)).await?;
    rows.finish(tx).await?;
    let after = "SELECT MAX(id) FROM person_fact WHERE person_id = $1 AND recorded_from = $2";
    let row = query(after).bind(person).bind(stamp.from.recorded.0).fetch_one(tx.connection()).await?;
    Ok((before, row.int(0)?))
}

/// Puts `facts` in the place of all that the row in force as of `at` says, from its first day on. Gives the rows before and after.
pub(crate) async fn replace_person_facts(
    tx: &mut Tx,
    person: i64,
    facts: &PersonFacts,
    provenance: i64,
    at: AsOf,
) -> Result<(i64, i64)> {
    let sql = format!("SELECT f.valid_from FROM person_fact f WHERE f.person_id = $3 AND {}", in_force("f"));
    let row = query_as_of(sql, at).bind(person).fetch_optional(tx.connection()).await?;
    let first = Date(narrow(row.ok_or(StoreError::NotFound("person"))?.int(0)?)?);
    let stamp = Stamp { provenance, from: AsOf { valid: first, recorded: at.recorded } };
    put_in_place(tx, person, facts, stamp).await
}

/// What is known of the person as of `at`, for a transaction that is about to correct it: nobody else corrects it meanwhile.
pub(crate) async fn person_to_correct(tx: &mut Tx, id: i64, at: AsOf) -> Result<Option<PersonVersion>> {
    if tx.engine() == Engine::Postgres {
        query("SELECT id FROM person WHERE id = $1 FOR UPDATE").bind(id).execute(tx.connection()).await?;
    }
    let keys = tx.keys();
    let sql = format!("SELECT {VERSION} FROM person_fact f {WITH_KEYS} WHERE f.person_id = $3 AND {}", in_force("f"));
    let row = query_as_of(sql, at).bind(id).fetch_optional(tx.connection()).await?;
    row.map(|row| version(&keys, &row)).transpose()
}

const VERSION: &str = "f.person_id, f.sex, f.birth, f.living, f.care, f.name_enc, f.resident_id_enc, f.phone_enc, \
                       k.wrapped, p.source, p.collector, f.valid_from, f.valid_to, f.recorded_from, f.recorded_to";
const WITH_KEYS: &str = "JOIN provenance p ON p.id = f.provenance_id \
                         LEFT JOIN subject_key k ON k.kind = 'person' AND k.subject_id = f.person_id";

impl Store {
    /// What is known of the person as of `at`; names and identifiers of an erased person are gone.
    ///
    /// # Errors
    /// The database's own, or a sealed text that does not open.
    pub async fn person(&self, id: i64, at: AsOf) -> Result<Option<PersonVersion>> {
        let sql =
            format!("SELECT {VERSION} FROM person_fact f {WITH_KEYS} WHERE f.person_id = $3 AND {}", in_force("f"));
        let row = query_as_of(sql, at).bind(id).fetch_optional(self.reader()).await?;
        row.map(|row| version(self.keys(), &row)).transpose()
    }

    /// All that was ever known of the person, in the order it became known.
    ///
    /// # Errors
    /// The database's own, or a sealed text that does not open.
    pub async fn person_history(&self, id: i64) -> Result<Vec<PersonVersion>> {
        let sql = format!(
            "SELECT {VERSION} FROM person_fact f {WITH_KEYS} WHERE f.person_id = $1 ORDER BY f.recorded_from, f.valid_from, f.id"
        );
        let rows = query(sql).bind(id).fetch_all(self.reader()).await?;
        rows.iter().map(|row| version(self.keys(), row)).collect()
    }

    /// The persons with that resident ID; more than one is a fault in the data that someone must see.
    ///
    /// # Errors
    /// The database's own.
    pub async fn persons_by_resident_id(&self, resident_id: &str, at: AsOf) -> Result<Vec<i64>> {
        self.persons_by_index("resident_id_index", self.keys().resident_id_index(resident_id), at).await
    }

    /// The persons with that phone.
    ///
    /// # Errors
    /// The database's own.
    pub async fn persons_by_phone(&self, phone: &str, at: AsOf) -> Result<Vec<i64>> {
        self.persons_by_index("phone_index", self.keys().phone_index(phone), at).await
    }

    async fn persons_by_index(&self, column: &str, index: Vec<u8>, at: AsOf) -> Result<Vec<i64>> {
        // Who became part of another is found by what was known of it then, and answers as that other.
        let sql = format!(
            "SELECT f.person_id FROM person_fact f WHERE f.{column} = $3 AND {} \
             UNION SELECT m.survivor_id FROM person_fact f JOIN person_merge m ON m.loser_id = f.person_id \
             WHERE f.{column} = $3 AND f.recorded_to = m.merged_at AND m.merged_at <= $2 AND m.undone_at > $2",
            in_force("f")
        );
        let mut found = std::collections::BTreeSet::new();
        for row in query_as_of(sql, at).bind(index).fetch_all(self.reader()).await? {
            found.insert(self.survivor(row.int(0)?, at).await?);
        }
        Ok(found.into_iter().collect())
    }
}

/// Many persons at once, as this transaction sees them as of `at`; who is not known then is not among them.
pub(crate) async fn people(tx: &mut Tx, ids: &[i64], at: AsOf) -> Result<HashMap<i64, PersonVersion>> {
    let sql = format!(
        "SELECT {VERSION} FROM {} q {} {WITH_KEYS}",
        ids_table(tx.engine(), 3),
        each_in_force(tx.engine(), "person_fact", "f", "f.person_id = q.id")
    );
    let keys = tx.keys();
    let rows = query_as_of(sql, at).bind(ids_text(ids.iter().copied())).fetch_all(tx.connection()).await?;
    rows.iter().map(|row| Ok((row.int(0)?, version(&keys, row)?))).collect()
}

fn version(keys: &Keys, row: &AnyRow) -> Result<PersonVersion> {
    let id = row.int(0)?;
    let key = row.bytes_or_null(8)?.map(|wrapped| SubjectKey::unwrap(keys, PERSON, id, &wrapped)).transpose()?;
    let open = |column, field| match (&key, row.bytes_or_null(column)?) {
        (Some(key), Some(sealed)) => key.open(field, &sealed).map(Some),
        _ => Ok(None),
    };
    let small = |column| row.int_or_null(column)?.map(narrow).transpose();
    let facts = PersonFacts {
        name: open(5, "name")?,
        sex: small(1)?,
        birth: row.int_or_null(2)?.map(|day| narrow(day).map(Date)).transpose()?,
        resident_id: open(6, "resident_id")?,
        phone: open(7, "phone")?,
        living: small(3)?,
        care: narrow(row.int(4)?)?,
    };
    Ok(PersonVersion {
        facts,
        provenance: Provenance { source: row.text(9)?, collector: row.text(10)? },
        valid_from: Date(narrow(row.int(11)?)?),
        valid_to: Date(narrow(row.int(12)?)?),
        recorded_from: Instant(row.int(13)?),
        recorded_to: Instant(row.int(14)?),
    })
}
