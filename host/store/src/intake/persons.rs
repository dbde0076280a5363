//! Persons, found by their resident ID, with where they live.

use super::residences::{self, Homes, Written};
use super::waves::waves;
use super::{Chunk, Done, Judged, PersonRow, PersonSaid, Refused, Seen, Taking, said_or, said_or_known};
use crate::base_data::{PERSON, PERSON_FACTS, new_person_key, person_values};
use crate::bulk::{Keys, Rows, Values};
use crate::counters::Block;
use crate::error::{Result, StoreError};
use crate::facts::supersede_all;
use crate::identity::note_probable;
use crate::secrets::SubjectKey;
use crate::sql::{Read, in_force, narrow, query_as_of};
use crate::store::Tx;
use lifang_core::base_data::PersonFacts;
use lifang_core::clock::Date;
use std::collections::HashMap;

/// Takes persons and residences; gives what became of each row, and how many pairs of persons who may be one it left for review.
///
/// # Errors
/// The database's own, [`crate::Conflict::Changed`] where others wrote meanwhile; then nothing may be committed.
pub async fn take_persons(
    tx: &mut Tx,
    chunk: Chunk<'_>,
    seen: &mut Seen,
    rows: &[PersonRow],
) -> Result<(Vec<Done>, u64)> {
    let mut taking = Taking::begin(tx, chunk, "person").await?;
    let mut done = vec![Done::Unchanged; rows.len()];
    for wave in waves(rows.iter().map(|row| row.resident_id.as_str())) {
        let wave_rows: Vec<&PersonRow> = wave.iter().map(|position| &rows[*position]).collect();
        let of_wave = take(tx, &mut taking, seen, &wave_rows).await?;
        for (position, one) in wave.into_iter().zip(of_wave) {
            done[position] = one;
        }
    }
    let mut probable = 0;
    if chunk.write {
        let (persons, now) = (std::mem::take(&mut taking.persons), taking.at().recorded);
        probable = note_probable(tx, &persons, &chunk.provenance.source, now).await?.len() as u64;
        taking.end(tx).await?;
    }
    Ok((done, probable))
}

/// A person on record.
struct Known {
    /// The row of what is known.
    fact: i64,
    person: i64,
    facts: PersonFacts,
    /// Until when that holds.
    valid_to: Date,
    key: SubjectKey,
}

/// What a wave writes of persons.
#[derive(Default)]
struct Writing<'a> {
    /// Rows that make a person.
    new: Vec<&'a PersonRow>,
    /// Persons of whom something else is known now.
    changed: Vec<(Known, PersonFacts)>,
}

async fn take(tx: &mut Tx, taking: &mut Taking<'_>, seen: &mut Seen, rows: &[&PersonRow]) -> Result<Vec<Done>> {
    let mut known = look_up(tx, taking, rows).await?;
    let ids: Vec<i64> = known.iter().flatten().flatten().map(|known| known.person).collect();
    let homes = Homes::look_up(tx, taking, &ids, rows).await?;
    let mut writing = Writing::default();
    let mut written = Written::default();
    let mut done = Vec::with_capacity(rows.len());
    for (row, known) in rows.iter().zip(&mut known) {
        let outcome = match known.take() {
            None => Err(Refused::Ambiguous),
            Some(Some(known)) => change(taking, seen, row, known, &homes, &mut writing, &mut written),
            Some(None) => enter(taking, seen, row, &homes, &mut writing, &mut written),
        };
        done.push(outcome.unwrap_or_else(Done::Refused));
    }
    if taking.chunk.write {
        write(tx, taking, seen, writing, written).await?;
    }
    Ok(done)
}

/// A row about somebody on record: what of it is news.
fn change<'a>(
    taking: &mut Taking<'_>,
    seen: &mut Seen,
    row: &'a PersonRow,
    known: Known,
    homes: &Homes,
    writing: &mut Writing<'a>,
    written: &mut Written,
) -> Judged<Done> {
    let again = seen.persons.has(known.person);
    let facts = row.person.as_ref().map(|said| overlaid(&known.facts, said));
    let news = facts.filter(|facts| *facts != known.facts);
    if again && let Some(facts) = &news {
        return Err(Refused::SaidOtherwise(difference(&known.facts, facts)));
    }
    let home = match &row.residence {
        Some(said) => homes.compare(taking, known.person, said, again)?,
        // Nothing says where the person is now: it must be one of those the import may change.
        None if news.is_some() && !homes.may_change(known.person) => return Err(Refused::OutOfScope),
        None => residences::Step::Nothing,
    };
    seen.persons.note(known.person);
    if news.is_none() && matches!(home, residences::Step::Nothing) {
        return Ok(Done::Unchanged);
    }
    taking.touch(homes.communities(known.person));
    taking.persons.push(known.person);
    written.push(known.person, home);
    if let Some(facts) = news {
        writing.changed.push((known, facts));
    }
    Ok(Done::Updated)
}

/// A row about somebody who is not on record.
fn enter<'a>(
    taking: &Taking<'_>,
    seen: &mut Seen,
    row: &'a PersonRow,
    homes: &Homes,
    writing: &mut Writing<'a>,
    written: &mut Written,
) -> Judged<Done> {
    let Some(person) = &row.person else { return Err(Refused::NoPerson) };
    if person.name.is_none() {
        return Err(Refused::Missing("name"));
    }
    let home = row.residence.as_ref().map(|said| homes.enter(taking, said)).transpose()?;
    if !taking.chunk.write {
        return match seen.fresh.note(&row.resident_id, &(person, &row.residence)) {
            None => Ok(Done::Taken),
            Some(true) => Ok(Done::Unchanged),
            Some(false) => Err(Refused::SaidOtherwise("resident_id")),
        };
    }
    writing.new.push(row);
    written.enter(home);
    Ok(Done::Taken)
}

async fn write(
    tx: &mut Tx,
    taking: &mut Taking<'_>,
    seen: &mut Seen,
    writing: Writing<'_>,
    mut written: Written,
) -> Result<()> {
    let stamp = taking.stamp;
    let keys = tx.keys();
    let mut facts = Rows::of_facts("person_fact", PERSON_FACTS);
    if !writing.new.is_empty() {
        let mut block = Block::take(tx, PERSON, writing.new.len()).await?;
        let mut persons = Rows::new("person", &["id", "uid"]);
        let mut subject_keys = Rows::new("subject_key", &["kind", "subject_id", "wrapped"]);
        let ids: Vec<i64> = writing.new.iter().map(|_| block.next()).collect();
        for id in &ids {
            seen.persons.note(*id);
            persons.push(tx, Values::default().and(*id).and(taking.uid())).await?;
        }
        persons.finish(tx).await?;
        for (id, row) in ids.iter().zip(&writing.new) {
            let (key, wrapped) = new_person_key(&keys, *id)?;
            subject_keys.push(tx, Values::default().and(PERSON).and(*id).and(wrapped)).await?;
            let said = row.person.as_ref().map(|said| overlaid(&PersonFacts::default(), said)).unwrap_or_default();
            let known = PersonFacts { resident_id: Some(row.resident_id.clone()), ..said };
            let since = row.residence.as_ref().and_then(|residence| residence.since);
            let from = since.map_or(stamp.from.valid, |since| since.min(stamp.from.valid));
            facts.push(tx, person_values(&keys, &key, *id, &known)?.stamped(stamp, from)).await?;
        }
        subject_keys.finish(tx).await?;
        written.name_new(&ids);
        taking.persons.extend(ids);
    }
    let closed: Vec<(i64, Date)> = writing.changed.iter().map(|(known, _)| (known.fact, stamp.from.valid)).collect();
    supersede_all(tx, "person_fact", PERSON_FACTS, &closed, stamp.from.recorded).await?;
    for (known, news) in &writing.changed {
        let row = person_values(&keys, &known.key, known.person, news)?;
        facts.push(tx, row.stamped_until(stamp, stamp.from.valid, known.valid_to)).await?;
    }
    facts.finish(tx).await?;
    written.write(tx, taking).await
}

/// The person of each row: none on record, or `None` where there are several.
async fn look_up(tx: &mut Tx, taking: &Taking<'_>, rows: &[&PersonRow]) -> Result<Vec<Option<Option<Known>>>> {
    let host_keys = tx.keys();
    let mut keys = Keys::new(&["position", "hash"]);
    for (row, position) in rows.iter().zip(0_i64..) {
        keys.push(Values::default().and(position).and(host_keys.resident_id_index(&row.resident_id)));
    }
    let sql = format!(
        "SELECT k.position, f.id, f.person_id, f.sex, f.birth, f.living, f.care, f.name_enc, f.phone_enc, f.valid_to, s.wrapped \
         FROM {} CROSS JOIN person_fact f LEFT JOIN subject_key s ON s.kind = 'person' AND s.subject_id = f.person_id \
         WHERE f.resident_id_index = k.hash AND {}",
        keys.table(tx.engine(), 3),
        in_force("f")
    );
    let found = query_as_of(sql, taking.at()).bind(keys.json()?).fetch_all(tx.connection()).await?;
    let mut known: HashMap<usize, Option<Known>> = HashMap::with_capacity(found.len());
    for row in found {
        let position: usize = narrow(row.int(0)?)?;
        let person = row.int(2)?;
        let wrapped = row.bytes_or_null(10)?.ok_or(StoreError::NotFound("key of a person"))?;
        let key = SubjectKey::unwrap(&host_keys, PERSON, person, &wrapped)?;
        let small = |column| row.int_or_null(column)?.map(narrow).transpose();
        let open = |column, field| row.bytes_or_null(column)?.map(|sealed| key.open(field, &sealed)).transpose();
        let facts = PersonFacts {
            name: open(7, "name")?,
            sex: small(3)?,
            birth: row.int_or_null(4)?.map(|day| narrow(day).map(Date)).transpose()?,
            resident_id: rows.get(position).map(|row| row.resident_id.clone()),
            phone: open(8, "phone")?,
            living: small(5)?,
            care: narrow(row.int(6)?)?,
        };
        let one = Known { fact: row.int(1)?, person, facts, valid_to: Date(narrow(row.int(9)?)?), key };
        known.entry(position).and_modify(|several| *several = None).or_insert(Some(one));
    }
    let of_row = |position| match known.remove(&position) {
        None => Some(None),
        Some(None) => None,
        Some(one) => Some(one),
    };
    Ok((0..rows.len()).map(of_row).collect())
}

/// What is known, with what is said over it.
fn overlaid(known: &PersonFacts, said: &PersonSaid) -> PersonFacts {
    PersonFacts {
        name: said_or_known(said.name.as_ref(), known.name.as_ref()),
        sex: said_or_known(said.sex.as_ref(), known.sex.as_ref()),
        birth: said_or_known(said.birth.as_ref(), known.birth.as_ref()),
        resident_id: known.resident_id.clone(),
        phone: said_or_known(said.phone.as_ref(), known.phone.as_ref()),
        living: said_or_known(said.living.as_ref(), known.living.as_ref()),
        care: said_or(said.care.as_ref(), &known.care),
    }
}

/// The first field in which two persons differ.
fn difference(one: &PersonFacts, other: &PersonFacts) -> &'static str {
    let fields = [
        ("name", one.name != other.name),
        ("sex", one.sex != other.sex),
        ("birth", one.birth != other.birth),
        ("phone", one.phone != other.phone),
        ("living", one.living != other.living),
    ];
    fields.into_iter().find(|(_, differs)| *differs).map_or("care", |(field, _)| field)
}
