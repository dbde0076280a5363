//! Values of local fields: dated facts like all others, written many at a time.

use super::origins::identity_table;
use crate::as_of::AsOf;
use crate::bulk::{Rows, Values};
use crate::error::{Result, StoreError};
use crate::facts::Stamp;
use crate::provenance;
use crate::regions::recount;
use crate::sql::{Query, Read, in_force, query, query_as_of};
use crate::store::{Engine, Store, Tx};
use lifang_core::base_data::Provenance;
use lifang_core::clock::{Date, Instant};
use lifang_core::dataset::{ColumnType, Guard};
use lifang_core::manifest::LocalField;
use lifang_core::query::DataError;
use lifang_core::region::RegionId;
use lifang_core::value::Value;
use std::collections::{BTreeMap, BTreeSet};

const VALUE: &[&str] = &["dataset", "subject_id", "key", "number", "text"];

/// Subjects looked up by one statement. One size, so that each statement is prepared once.
const AT_ONCE: usize = 256;

/// What became of values that were to be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// There was none.
    pub added: usize,
    /// There was another one.
    pub changed: usize,
    /// It was there already.
    pub unchanged: usize,
}

/// Records values of local fields of persons, houses or units from `valid_from` on: subject, key (`x.…`) and value each. They
/// must have been read by the field's declaration. What is known already stays as it is; of two values for one subject and key
/// the last counts. The communities of the subjects are counted anew.
///
/// # Errors
/// A dataset without subjects, a value of a kind that no local field has.
pub async fn set_local_values(
    tx: &mut Tx,
    dataset: &str,
    values: &[(i64, &str, Value)],
    provenance: &Provenance,
    valid_from: Date,
    now: Instant,
) -> Result<Written> {
    let written = put_local_values(tx, dataset, values, provenance, valid_from, now).await?;
    let subjects: Vec<i64> = values.iter().map(|(subject, ..)| *subject).collect();
    let communities = communities_known(tx, dataset, &subjects).await?;
    recount(tx, &communities, AsOf::now(now)).await?;
    Ok(written)
}

/// The same for a transaction that counts its communities itself.
///
/// # Errors
/// As [`set_local_values`].
pub async fn put_local_values(
    tx: &mut Tx,
    dataset: &str,
    values: &[(i64, &str, Value)],
    provenance: &Provenance,
    valid_from: Date,
    now: Instant,
) -> Result<Written> {
    let table = identity_table(dataset).ok_or_else(|| unknown(dataset))?;
    let from = AsOf { valid: valid_from, recorded: now };
    let stamp = Stamp { provenance: provenance::intern(tx, provenance).await?, from };
    let mut wanted: BTreeMap<i64, BTreeMap<&str, Stored>> = BTreeMap::new();
    for (subject, key, value) in values {
        let stored = Stored::of(value).ok_or_else(|| StoreError::Question(DataError::WrongType((*key).to_owned())))?;
        wanted.entry(*subject).or_default().insert(key, stored);
    }
    let mut written = Written::default();
    let subjects: Vec<i64> = wanted.keys().copied().collect();
    for chunk in subjects.chunks(AT_ONCE) {
        lock(tx, table, chunk).await?;
        let known = known(tx, dataset, chunk, from).await?;
        let (mut closing, mut rows) = (Vec::new(), Rows::of_facts("local_value", VALUE));
        for subject in chunk {
            for (key, value) in &wanted[subject] {
                let versions = known.get(&(*subject, (*key).to_owned())).map_or(&[][..], Vec::as_slice);
                let held = versions.iter().find(|version| version.valid_from <= valid_from);
                match held {
                    Some(held) if held.value == *value => {
                        written.unchanged += 1;
                        continue;
                    }
                    Some(held) => {
                        written.changed += 1;
                        closing.push(held.id);
                    }
                    None => written.added += 1,
                }
                // Until what was said before about a later day.
                let later = versions.iter().map(|version| version.valid_from).filter(|day| *day > valid_from).min();
                let until = held.map_or_else(|| later.unwrap_or(Date::OPEN), |held| held.valid_to);
                let row = Values::default().and(dataset).and(*subject).and(*key);
                let row = row.and(value.number).and(value.text.clone());
                rows.push(tx, row.stamped_until(stamp, valid_from, until)).await?;
            }
        }
        supersede_all(tx, &closing, from).await?;
        rows.finish(tx).await?;
    }
    Ok(written)
}

/// Erases values about a person that may say who it is: words of one's own, and all of fields that any declaration guards. Open codes,
/// numbers and days stay, so that counts of the past stay true. What nobody declares any more goes.
pub(crate) async fn erase_values(tx: &mut Tx, person: i64) -> Result<()> {
    let held = "SELECT DISTINCT v.key FROM local_value v WHERE v.subject_id = $1 AND v.dataset = 'persons'";
    for row in query(held).bind(person).fetch_all(tx.connection()).await? {
        let key = row.text(0)?;
        let sql = "SELECT f.declaration FROM local_field f WHERE f.dataset = 'persons' AND f.key = $1";
        let declared = query(sql).bind(key.as_str()).fetch_all(tx.connection()).await?;
        let declared = declared.iter().map(|row| row.json(0)).collect::<Result<Vec<LocalField>>>()?;
        let harmless = |field: &LocalField| field.guard == Guard::Open && field.column_type != ColumnType::Text;
        if declared.is_empty() || !declared.iter().all(harmless) {
            let sql = "DELETE FROM local_value WHERE subject_id = $1 AND dataset = 'persons' AND key = $2";
            query(sql).bind(person).bind(key).execute(tx.connection()).await?;
        }
    }
    Ok(())
}

/// The communities in which the subjects are in force.
pub(crate) async fn communities_of(tx: &mut Tx, dataset: &str, subjects: &[i64], at: AsOf) -> Result<Vec<RegionId>> {
    let mut communities = BTreeSet::new();
    for chunk in subjects.chunks(AT_ONCE) {
        for row in bind_all(query_as_of(in_communities(dataset)?, at), chunk).fetch_all(tx.connection()).await? {
            communities.insert(RegionId(row.int(0)?));
        }
    }
    Ok(communities.into_iter().collect())
}

/// The communities in which the subjects are known to have been, to be or to come, on whatever day: a value that holds since earlier
/// concerns those, too, where a subject has gone since.
pub(crate) async fn communities_known(tx: &mut Tx, dataset: &str, subjects: &[i64]) -> Result<Vec<RegionId>> {
    let (table, column) = holding(dataset)?;
    let sql = format!(
        "SELECT DISTINCT f.community_id FROM {table} f WHERE f.{column} IN ({}) AND f.recorded_to = $1",
        places(2)
    );
    let mut communities = BTreeSet::new();
    for chunk in subjects.chunks(AT_ONCE) {
        let asked = bind_all(query(sql.clone()).bind(Instant::OPEN.0), chunk);
        for row in asked.fetch_all(tx.connection()).await? {
            communities.insert(RegionId(row.int(0)?));
        }
    }
    Ok(communities.into_iter().collect())
}

/// The communities of the subjects bound from `$3` on.
fn in_communities(dataset: &str) -> Result<String> {
    let (table, column) = holding(dataset)?;
    Ok(format!(
        "SELECT DISTINCT f.community_id FROM {table} f WHERE f.{column} IN ({}) AND {} ORDER BY f.community_id",
        places(3),
        in_force("f")
    ))
}

/// The table that says where subjects are, and its column for them.
fn holding(dataset: &str) -> Result<(&'static str, &'static str)> {
    match dataset {
        "persons" => Ok(("residence", "person_id")),
        "houses" => Ok(("house_fact", "house_id")),
        "units" => Ok(("unit_fact", "unit_id")),
        _ => Err(unknown(dataset)),
    }
}

/// A value as it is stored.
#[derive(Clone, Debug, PartialEq)]
struct Stored {
    number: f64,
    text: Option<String>,
}

impl Stored {
    #[expect(clippy::cast_precision_loss, reason = "whole local numbers are at most 32 bits wide")]
    fn of(value: &Value) -> Option<Self> {
        let number = |number| Some(Self { number, text: None });
        match value {
            Value::Flag(flag) => number(f64::from(u8::from(*flag))),
            Value::Integer(whole) => number(*whole as f64),
            Value::Decimal(decimal) => number(*decimal),
            Value::Date(day) => number(f64::from(day.0)),
            Value::Text(text) => Some(Self { number: 0.0, text: Some(text.clone()) }),
            Value::Instant(_) | Value::Codes(_) => None,
        }
    }
}

/// A value that is known, from its first day on.
struct Version {
    id: i64,
    value: Stored,
    valid_from: Date,
    valid_to: Date,
}

/// What is held of the local fields of some subjects.
#[derive(Default)]
pub(crate) struct HeldValues(BTreeMap<(i64, String), Stored>);

impl HeldValues {
    /// As of the day, all keys of each subject.
    pub(crate) async fn look_up(tx: &mut Tx, dataset: &str, subjects: &[i64], at: AsOf) -> Result<Self> {
        let mut held = BTreeMap::new();
        for chunk in subjects.chunks(AT_ONCE) {
            for (of, versions) in known(tx, dataset, chunk, at).await? {
                let now = versions.into_iter().find(|version| version.valid_from <= at.valid);
                held.extend(now.map(|version| (of, version.value)));
            }
        }
        Ok(Self(held))
    }

    /// Whether that very value is held.
    pub(crate) fn holds(&self, subject: i64, key: &str, value: &Value) -> bool {
        let held = self.0.get(&(subject, key.to_owned()));
        held.is_some() && held == Stored::of(value).as_ref()
    }
}

/// Two who write values of one subject at the same time take turns, so that one day never has two values. SQLite has one
/// writer anyway.
async fn lock(tx: &mut Tx, table: &'static str, subjects: &[i64]) -> Result<()> {
    if tx.engine() == Engine::Postgres {
        let sql = format!("SELECT id FROM {table} WHERE id IN ({}) ORDER BY id FOR UPDATE", places(1));
        bind_all(query(sql), subjects).execute(tx.connection()).await?;
    }
    Ok(())
}

/// What is known of the subjects' values on the day and later.
async fn known(
    tx: &mut Tx,
    dataset: &str,
    subjects: &[i64],
    from: AsOf,
) -> Result<BTreeMap<(i64, String), Vec<Version>>> {
    let sql = format!(
        "SELECT v.id, v.subject_id, v.key, v.number, v.text, v.valid_from, v.valid_to FROM local_value v \
         WHERE v.dataset = $1 AND v.valid_to > $2 AND v.recorded_to = $3 AND v.subject_id IN ({})",
        places(4)
    );
    let asked = query(sql).bind(dataset).bind(i64::from(from.valid.0)).bind(Instant::OPEN.0);
    let mut known: BTreeMap<_, Vec<Version>> = BTreeMap::new();
    for row in bind_all(asked, subjects).fetch_all(tx.connection()).await? {
        let number: f64 = sqlx::Row::try_get(&row, 3)?;
        let version = Version {
            id: row.int(0)?,
            value: Stored { number, text: row.text_or_null(4)? },
            valid_from: Date(crate::sql::narrow(row.int(5)?)?),
            valid_to: Date(crate::sql::narrow(row.int(6)?)?),
        };
        known.entry((row.int(1)?, row.text(2)?)).or_default().push(version);
    }
    Ok(known)
}

/// Closes rows as known, and says again the part of each that held before `from.valid`.
async fn supersede_all(tx: &mut Tx, rows: &[i64], from: AsOf) -> Result<()> {
    for chunk in rows.chunks(AT_ONCE) {
        let close = format!("UPDATE local_value SET recorded_to = $1 WHERE id IN ({})", places(2));
        bind_all(query(close).bind(from.recorded.0), chunk).execute(tx.connection()).await?;
        let columns = VALUE.join(", ");
        let keep = format!(
            "INSERT INTO local_value ({columns}, provenance_id, valid_from, valid_to, recorded_from, recorded_to) \
             SELECT {columns}, provenance_id, valid_from, $1, $2, $3 FROM local_value WHERE valid_from < $1 AND id IN ({})",
            places(4)
        );
        let keep = query(keep).bind(i64::from(from.valid.0)).bind(from.recorded.0).bind(Instant::OPEN.0);
        bind_all(keep, chunk).execute(tx.connection()).await?;
    }
    Ok(())
}

/// Placeholders for [`bind_all`].
fn places(first: usize) -> String {
    (first..first + AT_ONCE).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// Binds up to [`AT_ONCE`] numbers. No row has the number 0.
fn bind_all<'q>(query: Query<'q>, ids: &[i64]) -> Query<'q> {
    ids.iter().copied().chain(std::iter::repeat(0)).take(AT_ONCE).fold(query, Query::bind)
}

fn unknown(dataset: &str) -> StoreError {
    StoreError::Question(DataError::UnknownDataset(dataset.chars().take(60).collect()))
}

impl Store {
    /// The communities a person, house or unit is in as of `at`.
    ///
    /// # Errors
    /// A dataset without subjects.
    pub async fn communities_of(&self, dataset: &str, subject: i64, at: AsOf) -> Result<Vec<RegionId>> {
        let rows = query_as_of(in_communities(dataset)?, at);
        let rows = bind_all(rows, &[subject]).fetch_all(self.reader()).await?;
        rows.iter().map(|row| row.int(0).map(RegionId)).collect()
    }
}
