//! Persons with where they live: who is new, who is known otherwise, and what is written of them.

use super::locals::{Held, Locals};
use super::residences::{self, Homes, Written};
use super::sealing;
use super::seen::{FieldName, said};
use super::waves::waves;
use super::who::{self, Found, Known};
use super::{Chunk, Done, Judged, PersonRow, Refused, Seen, Taking, said_or, said_or_known};
use crate::base_data::{PERSON, PERSON_FACTS, person_values};
use crate::bulk::{Rows, Values};
use crate::counters::Block;
use crate::error::Result;
use crate::facts::supersede_all;
use crate::identity::note_probable;
use crate::store::Tx;
use lifang_core::base_data::PersonFacts;
use lifang_core::clock::Date;
use std::hash::Hash;

const DATASET: &str = "persons";

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
    for wave in waves(rows.iter().map(who::keys)) {
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

/// What a wave writes of persons.
#[derive(Default)]
struct Writing<'a> {
    /// Rows that make a person.
    new: Vec<&'a PersonRow>,
    /// Persons of whom something else is known now.
    changed: Vec<(Known, PersonFacts)>,
    locals: Locals,
}

async fn take(tx: &mut Tx, taking: &mut Taking<'_>, seen: &mut Seen, rows: &[&PersonRow]) -> Result<Vec<Done>> {
    let mut homes = Homes::named(tx, taking, rows).await?;
    let mut found = who::look_up(tx, taking, rows, &homes).await?;
    let ids: Vec<i64> = found.iter().filter_map(Found::person).collect();
    homes.read(tx, taking, &ids).await?;
    let there = rows.iter().zip(&found).filter_map(|(row, found)| Some((found.person()?, &row.locals)));
    let held = Held::look_up(tx, taking, DATASET, there).await?;
    let mut writing = Writing::default();
    let mut written = Written::default();
    let mut done = Vec::with_capacity(rows.len());
    for (row, found) in rows.iter().zip(&mut found) {
        let outcome = match std::mem::take(found) {
            Found::Several => Err(Refused::Ambiguous),
            Found::Namesakes => Err(Refused::Namesakes),
            Found::One(known) => change(taking, seen, row, (*known, &held), &homes, &mut writing, &mut written),
            Found::Nobody => enter(taking, seen, row, &homes, &mut writing, &mut written),
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
    (known, held): (Known, &Held),
    homes: &Homes,
    writing: &mut Writing<'a>,
    written: &mut Written,
) -> Judged<Done> {
    let again = seen.persons.has(known.person);
    // What a record said that was merged into this one was weighed when it was.
    let facts = row.person.as_ref().filter(|_| !known.merged).map(|_| overlaid(&known.facts, row));
    let news = facts.filter(|facts| *facts != known.facts);
    // A dry run has written nothing: what the file said before is news still, and is no contradiction when it is said again.
    let dry = !taking.chunk.write;
    let said_again = match &news {
        Some(facts) if dry => seen.fresh.hold(&("known", known.person), &news_of(&known.facts, facts))?.is_some(),
        _ => false,
    };
    if again
        && !said_again
        && let Some(facts) = &news
    {
        return Err(Refused::SaidOtherwise(difference(&known.facts, facts)));
    }
    let local_news = held.is_news(known.person, &row.locals, again && !dry)?;
    // Of who lives elsewhere the file may say that they live here too, and what was not known; what is known is not its to change.
    let overwrites = news.as_ref().is_some_and(|facts| overwrites(&known.facts, facts));
    if (overwrites || local_news) && !homes.may_change(known.person) {
        return Err(Refused::OutOfScope);
    }
    let home = match &row.residence {
        Some(said) => {
            let before = dry.then(|| residences::hold(&mut seen.fresh, &("known", known.person), said));
            match homes.compare(taking, known.person, said, again) {
                Err(Refused::SaidOtherwise(_)) if before == Some(Ok(Some(()))) => residences::Step::Nothing,
                home => home?,
            }
        }
        None if news.is_some() && !homes.may_change(known.person) => return Err(Refused::OutOfScope),
        None => residences::Step::Nothing,
    };
    seen.persons.note(known.person);
    if again && dry && !matches!(home, residences::Step::Add(_)) {
        return Ok(Done::Unchanged);
    }
    let moved = !matches!(home, residences::Step::Nothing);
    if news.is_none() && !moved && !local_news {
        return Ok(Done::Unchanged);
    }
    taking.touch(homes.communities(known.person));
    if news.is_some() || moved {
        taking.persons.push(known.person);
    }
    if local_news {
        writing.locals.push(known.person, &row.locals);
    }
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
        // Without an ID, the row's other key says who it is.
        let key = who::keys(row).next();
        let said = [
            ("name".into(), said(person.name.as_ref())),
            ("sex".into(), said(person.sex.as_ref())),
            ("birth".into(), said(person.birth.as_ref())),
            ("phone".into(), said(person.phone.as_ref())),
            ("living".into(), said(person.living.as_ref())),
            ("care".into(), said(person.care.as_ref())),
            row.locals.as_field(),
        ];
        let known = seen.fresh.hold(&key, &said)?;
        let home = row.residence.as_ref().map(|said| residences::hold(&mut seen.fresh, &key, said)).transpose()?;
        return Ok(match (known, home.flatten()) {
            (None, _) => Done::Taken,
            (Some(()), None) if row.residence.is_some() => Done::Updated,
            (Some(()), _) => Done::Unchanged,
        });
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
    let mut locals = writing.locals;
    let mut facts = Rows::of_facts("person_fact", PERSON_FACTS);
    if !writing.new.is_empty() {
        let mut block = Block::take(tx, PERSON, writing.new.len()).await?;
        let mut persons = Rows::new("person", &["id", "uid"]);
        let ids: Vec<i64> = writing.new.iter().map(|_| block.next()).collect();
        for id in &ids {
            seen.persons.note(*id);
            persons.push(tx, Values::default().and(*id).and(taking.uid())).await?;
        }
        persons.finish(tx).await?;
        let mut new = Vec::with_capacity(ids.len());
        for (id, row) in ids.iter().zip(&writing.new) {
            locals.push(*id, &row.locals);
            let since = row.residence.as_ref().and_then(|residence| residence.since);
            let from = since.map_or(stamp.from.valid, |since| since.min(stamp.from.valid));
            new.push(sealing::New { id: *id, facts: overlaid(&PersonFacts::default(), row), from });
        }
        sealing::write(tx, stamp, new, &mut facts).await?;
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
    locals.write(tx, taking, DATASET).await?;
    written.write(tx, taking).await
}

/// What is known, with what is said over it.
fn overlaid(known: &PersonFacts, row: &PersonRow) -> PersonFacts {
    let said = row.person.clone().unwrap_or_default();
    PersonFacts {
        name: said_or_known(said.name.as_ref(), known.name.as_ref()),
        sex: said_or_known(said.sex.as_ref(), known.sex.as_ref()),
        birth: said_or_known(said.birth.as_ref(), known.birth.as_ref()),
        resident_id: said_or_known(row.resident_id.as_ref(), known.resident_id.as_ref()),
        phone: said_or_known(said.phone.as_ref(), known.phone.as_ref()),
        living: said_or_known(said.living.as_ref(), known.living.as_ref()),
        care: said_or(said.care.as_ref(), &known.care),
    }
}

/// What is said of a person otherwise than it is known, for [`super::seen::Fresh::hold`].
fn news_of(known: &PersonFacts, facts: &PersonFacts) -> [(FieldName, u8); 7] {
    fn news<T: Hash + PartialEq>(known: Option<&T>, facts: Option<&T>) -> u8 {
        said(facts.filter(|_| known != facts))
    }
    [
        ("resident_id".into(), news(known.resident_id.as_ref(), facts.resident_id.as_ref())),
        ("name".into(), news(known.name.as_ref(), facts.name.as_ref())),
        ("sex".into(), news(known.sex.as_ref(), facts.sex.as_ref())),
        ("birth".into(), news(known.birth.as_ref(), facts.birth.as_ref())),
        ("phone".into(), news(known.phone.as_ref(), facts.phone.as_ref())),
        ("living".into(), news(known.living.as_ref(), facts.living.as_ref())),
        ("care".into(), news(Some(&known.care), Some(&facts.care))),
    ]
}

/// Whether something that is known would be said otherwise.
fn overwrites(known: &PersonFacts, facts: &PersonFacts) -> bool {
    fn other<T: PartialEq>(known: Option<&T>, said: Option<&T>) -> bool {
        known.is_some() && known != said
    }
    other(known.name.as_ref(), facts.name.as_ref())
        || other(known.sex.as_ref(), facts.sex.as_ref())
        || other(known.birth.as_ref(), facts.birth.as_ref())
        || other(known.resident_id.as_ref(), facts.resident_id.as_ref())
        || other(known.phone.as_ref(), facts.phone.as_ref())
        || other(known.living.as_ref(), facts.living.as_ref())
        || known.care != 0 && known.care != facts.care
}

/// The first field in which two persons differ.
fn difference(one: &PersonFacts, other: &PersonFacts) -> &'static str {
    let fields = [
        ("resident_id", one.resident_id != other.resident_id),
        ("name", one.name != other.name),
        ("sex", one.sex != other.sex),
        ("birth", one.birth != other.birth),
        ("phone", one.phone != other.phone),
        ("living", one.living != other.living),
    ];
    fields.into_iter().find(|(_, differs)| *differs).map_or("care", |(field, _)| field)
}
