//! Who a row is about: found by resident ID; who has none, by name, day of birth and sex in the house they live in.

use super::residences::Homes;
use super::{HouseKey, PersonRow, ResidenceSaid, Taking};
use crate::base_data::PERSON;
use crate::bulk::{Keys, Values};
use crate::error::{Result, StoreError};
use crate::identity::last_survivor;
use crate::secrets::SubjectKey;
use crate::sql::{Read, each, each_in_force, in_force, narrow, query, query_as_of};
use crate::store::{Engine, Tx};
use lifang_core::base_data::PersonFacts;
use lifang_core::clock::Date;
use lifang_core::duplicates::normal_name;
use lifang_core::region::RegionId;
use sqlx::any::AnyRow;
use std::sync::Arc;

/// By what rows are about one person, as far as the rows themselves can tell.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum Key<'a> {
    Id(&'a str),
    Looks { name: String, birth: Date, sex: u8, community: RegionId, house: Option<&'a HouseKey> },
}

/// The keys of a row: its ID and, where all of that is said, how its person is known without one.
pub(super) fn keys(row: &PersonRow) -> impl Iterator<Item = Key<'_>> {
    let id = row.resident_id.as_deref().map(Key::Id);
    let looks = looks(row).map(|looks| Key::Looks {
        name: normal_name(looks.name),
        birth: looks.birth,
        sex: looks.sex,
        community: looks.residence.community,
        house: looks.residence.house.as_ref(),
    });
    id.into_iter().chain(looks)
}

/// A person on record.
pub(super) struct Known {
    /// The row of what is known.
    pub(super) fact: i64,
    pub(super) person: i64,
    pub(super) facts: PersonFacts,
    /// Until when that holds.
    pub(super) valid_to: Date,
    pub(super) key: SubjectKey,
    /// Whether the row names the ID of a record that was merged into this one.
    pub(super) merged: bool,
}

/// Who was found.
#[derive(Default)]
pub(super) enum Found {
    /// Nobody: the person is new.
    #[default]
    Nobody,
    One(Box<Known>),
    /// Several have the resident ID.
    Several,
    /// Several who have none, or whose row says none, are of one name, birth and sex in one place.
    Namesakes,
}

impl Found {
    pub(super) fn person(&self) -> Option<i64> {
        match self {
            Self::One(known) => Some(known.person),
            _ => None,
        }
    }
}

/// How a person is known without a resident ID.
struct Looks<'a> {
    name: &'a str,
    birth: Date,
    sex: u8,
    residence: &'a ResidenceSaid,
}

fn looks(row: &PersonRow) -> Option<Looks<'_>> {
    let said = row.person.as_ref()?;
    Some(Looks { name: said.name.as_deref()?, birth: said.birth?, sex: said.sex?, residence: row.residence.as_ref()? })
}

/// The person of each row.
pub(super) async fn look_up(
    tx: &mut Tx,
    taking: &Taking<'_>,
    rows: &[&PersonRow],
    homes: &Homes,
) -> Result<Vec<Found>> {
    let mut found: Vec<Found> = rows.iter().map(|_| Found::Nobody).collect();
    by_id(tx, taking, rows, &mut found).await?;
    merged(tx, taking, rows, &mut found).await?;
    without_id(tx, taking, rows, homes, &mut found).await?;
    who_now_has_one(tx, taking, rows, homes, &mut found).await?;
    Ok(found)
}

const KNOWN: &str = "k.position, f.id, f.person_id, f.sex, f.birth, f.living, f.care, f.name_enc, f.phone_enc, f.valid_to, s.wrapped, \
                     f.resident_id_enc";

/// What is in force of persons for each of the keys, with the persons' keys.
fn facts(engine: Engine, condition: &str) -> String {
    let facts = each_in_force(engine, "person_fact", "f", condition);
    format!("{facts} LEFT JOIN subject_key s ON s.kind = 'person' AND s.subject_id = f.person_id")
}

async fn by_id(tx: &mut Tx, taking: &Taking<'_>, rows: &[&PersonRow], found: &mut [Found]) -> Result<()> {
    let keys = id_keys(tx, rows, |_| true);
    if keys.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT {KNOWN} FROM {} {}",
        keys.table(tx.engine(), 3),
        facts(tx.engine(), "f.resident_id_index = k.hash")
    );
    for row in query_as_of(sql, taking.at()).bind(keys.json()?).fetch_all(tx.connection()).await? {
        put(tx, &row, rows, found, || Found::Several)?;
    }
    Ok(())
}

/// The IDs of the rows at `wanted` positions, as keys to be looked up.
fn id_keys(tx: &Tx, rows: &[&PersonRow], wanted: impl Fn(usize) -> bool) -> Keys {
    let host_keys = tx.keys();
    let mut keys = Keys::new(&["position", "hash"]);
    for ((row, number), position) in rows.iter().zip(0_i64..).zip(0..) {
        if let Some(id) = row.resident_id.as_ref().filter(|_| wanted(position)) {
            keys.push(Values::default().and(number).and(host_keys.resident_id_index(id)));
        }
    }
    keys
}

async fn any(tx: &mut Tx, sql: &'static str) -> Result<bool> {
    Ok(query(sql).fetch_optional(tx.connection()).await?.is_some())
}

/// Rows whose ID a record had that became part of another: about that other.
async fn merged(tx: &mut Tx, taking: &Taking<'_>, rows: &[&PersonRow], found: &mut [Found]) -> Result<()> {
    // Most places have merged nobody, and files are long: no key is made for nothing.
    if !any(tx, "SELECT 1 FROM person_merge LIMIT 1").await? {
        return Ok(());
    }
    let keys = id_keys(tx, rows, |position| matches!(found[position], Found::Nobody));
    if keys.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT DISTINCT k.position, m.survivor_id FROM {} {} CROSS JOIN person_merge m \
         WHERE m.loser_id = f.person_id AND f.recorded_to = m.merged_at AND m.merged_at <= $2 AND m.undone_at > $2 AND $1 = $1",
        keys.table(tx.engine(), 3),
        each(tx.engine(), "person_fact", "f", "f.resident_id_index = k.hash")
    );
    let mut survivors = Keys::new(&["position", "person"]);
    for row in query_as_of(sql, taking.at()).bind(keys.json()?).fetch_all(tx.connection()).await? {
        let survivor = last_survivor(tx, row.int(1)?, taking.at().recorded).await?;
        survivors.push(Values::default().and(row.int(0)?).and(survivor));
    }
    if survivors.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT {KNOWN} FROM {} {}",
        survivors.table(tx.engine(), 3),
        facts(tx.engine(), "f.person_id = k.person")
    );
    for row in query_as_of(sql, taking.at()).bind(survivors.json()?).fetch_all(tx.connection()).await? {
        let position: usize = narrow(row.int(0)?)?;
        let one = Known { merged: true, ..known(tx, &row, None)? };
        if let Some(place) = found.get_mut(position) {
            *place = match place {
                Found::One(before) if before.person != one.person => Found::Several,
                _ => Found::One(Box::new(one)),
            };
        }
    }
    Ok(())
}

/// Rows that say no ID: about whoever is of that name, birth and sex in the house (or, where none is said, in the community without a
/// house), with or without an ID on record.
async fn without_id(
    tx: &mut Tx,
    taking: &Taking<'_>,
    rows: &[&PersonRow],
    homes: &Homes,
    found: &mut [Found],
) -> Result<()> {
    let mut keys = LooksKeys::new(tx);
    for (row, position) in rows.iter().zip(0_i64..) {
        if row.resident_id.is_none()
            && let Some(looks) = looks(row)
        {
            keys.push(position, &looks, homes);
        }
    }
    for row in keys.find(tx, taking, "").await? {
        put(tx, &row, rows, found, || Found::Namesakes)?;
    }
    Ok(())
}

/// Rows whose ID nobody has: one person of that name, birth and sex in that very house, on record without an ID, now has one. With
/// several nothing is known, and the row is somebody new, for a reviewer to look at.
async fn who_now_has_one(
    tx: &mut Tx,
    taking: &Taking<'_>,
    rows: &[&PersonRow],
    homes: &Homes,
    found: &mut [Found],
) -> Result<()> {
    // Most places have nobody without an ID.
    let without = "SELECT 1 FROM person_fact WHERE resident_id_index IS NULL AND name_index IS NOT NULL LIMIT 1";
    if !any(tx, without).await? {
        return Ok(());
    }
    let mut keys = LooksKeys::new(tx);
    for ((row, position), found) in rows.iter().zip(0_i64..).zip(&*found) {
        let new = row.resident_id.is_some() && matches!(found, Found::Nobody);
        if new
            && let Some(looks) = looks(row)
            && looks.residence.house.is_some()
        {
            keys.push(position, &looks, homes);
        }
    }
    let mut several = Vec::new();
    for row in keys.find(tx, taking, "f.resident_id_index IS NULL AND f.name_index IS NOT NULL AND").await? {
        put(tx, &row, rows, found, || Found::Nobody)?;
        several.push(narrow::<usize>(row.int(0)?)?);
    }
    for pair in several.windows(2).filter(|pair| pair[0] == pair[1]) {
        found[pair[0]] = Found::Nobody;
    }
    Ok(())
}

/// How persons are known without an ID, as keys to be looked up.
struct LooksKeys {
    host: Arc<crate::secrets::Keys>,
    keys: Keys,
}

impl LooksKeys {
    fn new(tx: &Tx) -> Self {
        Self { host: tx.keys(), keys: Keys::new(&["position", "name", "birth", "sex", "community", "house"]) }
    }

    /// A house that is named and not on record holds nobody.
    fn push(&mut self, position: i64, looks: &Looks<'_>, homes: &Homes) {
        let house = match &looks.residence.house {
            None => 0,
            Some(_) => match homes.house_of(looks.residence) {
                Some(house) => house,
                None => return,
            },
        };
        let row = Values::default().and(position).and(self.host.name_index(looks.name)).and(i64::from(looks.birth.0));
        let row = row.and(i64::from(looks.sex)).and(looks.residence.community.0);
        self.keys.push(row.and(house));
    }

    /// The rows of facts, in the order of positions; `narrower` is a further condition.
    async fn find(&self, tx: &mut Tx, taking: &Taking<'_>, narrower: &str) -> Result<Vec<AnyRow>> {
        if self.keys.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {KNOWN} FROM {} {} WHERE EXISTS (SELECT 1 FROM residence r WHERE r.person_id = f.person_id AND r.community_id = k.community \
             AND (r.house_id = k.house OR k.house = 0 AND r.house_id IS NULL) AND {}) ORDER BY k.position",
            self.keys.table(tx.engine(), 3),
            facts(tx.engine(), &format!("{narrower} f.name_index = k.name AND f.birth = k.birth AND f.sex = k.sex")),
            in_force("r")
        );
        Ok(query_as_of(sql, taking.at()).bind(self.keys.json()?).fetch_all(tx.connection()).await?)
    }
}

/// Puts down who was found for a row; `several` when it is not the first.
fn put(tx: &Tx, row: &AnyRow, rows: &[&PersonRow], found: &mut [Found], several: impl FnOnce() -> Found) -> Result<()> {
    let position: usize = narrow(row.int(0)?)?;
    if let (Some(said), Some(place)) = (rows.get(position), found.get_mut(position)) {
        *place = match place {
            Found::Nobody => Found::One(Box::new(known(tx, row, said.resident_id.as_deref())?)),
            _ => several(),
        };
    }
    Ok(())
}

fn known(tx: &Tx, row: &AnyRow, said: Option<&str>) -> Result<Known> {
    let person = row.int(2)?;
    let wrapped = row.bytes_or_null(10)?.ok_or(StoreError::NotFound("key of a person"))?;
    let key = SubjectKey::unwrap(&tx.keys(), PERSON, person, &wrapped)?;
    let small = |column| row.int_or_null(column)?.map(narrow).transpose();
    let open = |column, field| row.bytes_or_null(column)?.map(|sealed| key.open(field, &sealed)).transpose();
    let facts = PersonFacts {
        name: open(7, "name")?,
        sex: small(3)?,
        birth: row.int_or_null(4)?.map(|day| narrow(day).map(Date)).transpose()?,
        // Who was found by an ID has that one; it need not be opened.
        resident_id: match (row.bytes_or_null(11)?, said) {
            (None, _) => None,
            (Some(_), Some(said)) => Some(said.to_owned()),
            (Some(_), None) => open(11, "resident_id")?,
        },
        phone: open(8, "phone")?,
        living: small(5)?,
        care: narrow(row.int(6)?)?,
    };
    Ok(Known { fact: row.int(1)?, person, facts, valid_to: Date(narrow(row.int(9)?)?), key, merged: false })
}
