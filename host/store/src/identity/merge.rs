//! Making one person of two, and two of one again.
//!
//! What the one that goes knew is closed and said again of the one that stays; nothing is overwritten, so a look back sees two
//! persons until the day of the merge and one from then on. Readers need not know of merges: all that is open belongs to a
//! person who is there. The merge keeps the rows it closed and those it added, which is all that an undo needs.

use super::candidates::{seen, settle};
use super::lies_now::say_where_it_lies;
use super::probable::{State, note_probable};
use crate::as_of::AsOf;
use crate::base_data::{PERSON, PERSON_FACTS, PersonVersion, people, replace_person_facts};
use crate::counters::Block;
use crate::error::{Conflict, Result, StoreError};
use crate::provenance;
use crate::regions::recount;
use crate::sql::{Read, ids_table, ids_text, in_force, narrow, query, query_as_of, to_json};
use crate::store::Tx;
use lifang_core::base_data::{PersonFacts, Provenance};
use lifang_core::clock::{Date, Instant};
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::RegionId;
use lifang_core::text::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a reviewer says of a pair.
#[derive(Clone, Copy, Debug)]
pub struct Review<'a> {
    /// The pair.
    pub candidate: i64,
    /// What the reviewer saw ([`super::Candidate::seen`]); a pair that changed since is a conflict.
    pub seen: &'a str,
    /// Who.
    pub actor: &'a str,
    /// Why.
    pub why: &'a str,
    /// When.
    pub now: Instant,
}

/// A table whose open rows go with the person.
struct Belonging {
    table: &'static str,
    person: &'static str,
    /// Which rows of it are about persons.
    only: &'static str,
    columns: &'static str,
    /// What only one row may say at a time, as text; empty where any number may.
    slot: &'static str,
    /// Whether its rows hold for some days, and not of a moment.
    dated: bool,
}

const BELONGINGS: [Belonging; 4] = [
    Belonging {
        table: "residence",
        person: "person_id",
        only: "",
        columns: "house_id, community_id, grid_id, kind, since",
        // Twice in one house is once.
        slot: "CAST(COALESCE(house_id, -community_id) AS text)",
        dated: true,
    },
    Belonging {
        table: "local_value",
        person: "subject_id",
        only: " AND dataset = 'persons'",
        columns: "dataset, key, number, text",
        slot: "key",
        dated: true,
    },
    Belonging {
        table: "feed_fact",
        person: "person_id",
        only: "",
        columns: "source_id, field, number, text",
        slot: "CAST(source_id AS text) || field || CAST(number AS text) || text",
        dated: true,
    },
    Belonging {
        table: "visit",
        person: "person_id",
        only: "",
        columns: "house_id, place_id, grid_id, checklist, at, day, findings, submission_id",
        slot: "",
        dated: false,
    },
];

/// What a merge did, by table.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Moved {
    /// Rows of the one that went, now closed.
    closed: BTreeMap<String, Vec<i64>>,
    /// Rows of the one that stays, made from them.
    added: BTreeMap<String, Vec<i64>>,
    /// Facts of the one that went.
    facts: Vec<i64>,
    /// The facts of the one that stays before and after, where there was something to fill in.
    filled: Option<(i64, i64)>,
}

/// Makes one person of the pair: `survivor`, one of the two, stays. What it did not know it learns from the other; care situations
/// are those of both.
///
/// # Errors
/// [`Conflict::Changed`] when the pair, or what is known of either, is not what the reviewer saw; no such pair or person.
pub async fn merge(tx: &mut Tx, survivor: i64, review: &Review<'_>) -> Result<()> {
    let (low, high) = take(tx, review, State::Open).await?;
    let loser = match survivor {
        person if person == low => high,
        person if person == high => low,
        _ => return Err(StoreError::NotFound("person in this pair")),
    };
    let at = AsOf::now(review.now);
    let known = people(tx, &[low, high], at).await?;
    let (Some(stays), Some(goes)) = (known.get(&survivor), known.get(&loser)) else {
        return Err(StoreError::NotFound("person"));
    };
    let communities = communities(tx, &[low, high]).await?;
    let mut moved = Moved { filled: fill_in(tx, survivor, stays, goes, review).await?, ..Moved::default() };
    moved.facts = open_rows(tx, "person_fact", "person_id", "", loser).await?;
    close_all(tx, "person_fact", &moved.facts, review.now).await?;
    for belonging in &BELONGINGS {
        belonging.hand_over(tx, loser, survivor, review.now, &mut moved).await?;
    }
    let sql = "INSERT INTO person_merge (candidate_id, loser_id, survivor_id, merged_at, merged_by, why, undone_at, moved) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    query(sql)
        .bind(review.candidate)
        .bind(loser)
        .bind(survivor)
        .bind(review.now.0)
        .bind(review.actor)
        .bind(review.why)
        .bind(Instant::OPEN.0)
        .bind(to_json(&moved)?)
        .execute(tx.connection())
        .await?;
    settle(tx, review, State::Merged).await?;
    recount(tx, &communities, at).await?;
    note_probable(tx, &[low, high], review.actor, review.now).await.map(drop)
}

/// Says that the pair are two: it is never offered again.
///
/// # Errors
/// [`Conflict::Changed`], as for [`merge`].
pub async fn keep_apart(tx: &mut Tx, review: &Review<'_>) -> Result<()> {
    take(tx, review, State::Open).await?;
    settle(tx, review, State::KeptApart).await
}

/// Takes back what was said of the pair: after a merge both persons are as they were, and the pair is open again.
///
/// # Errors
/// [`Conflict::Changed`] when nothing was said, when another was merged into the same person since (that one is taken back first),
/// or when what the merge handed over was changed: undoing it would then lose that change or double it. What was learnt of the one that stays, such as a new phone, is no obstacle: it stays with it.
pub async fn undo(tx: &mut Tx, review: &Review<'_>) -> Result<()> {
    let state = state(tx, review.candidate).await?;
    let (low, high) = take(tx, review, state).await?;
    let at = AsOf::now(review.now);
    match state {
        State::KeptApart => {}
        State::Merged => {
            let handed = communities(tx, &[low, high]).await?;
            take_apart(tx, review).await?;
            let back = communities(tx, &[low, high]).await?;
            recount(tx, &[handed, back].concat(), at).await?;
        }
        State::Open | State::Withdrawn => return Err(StoreError::Conflict(Conflict::Changed)),
    }
    settle(tx, review, State::Open).await?;
    note_probable(tx, &[low, high], review.actor, review.now).await.map(drop)
}

async fn take_apart(tx: &mut Tx, review: &Review<'_>) -> Result<()> {
    let sql = "UPDATE person_merge SET undone_at = $1, undone_by = $2, undone_why = $3 \
               WHERE candidate_id = $4 AND undone_at = $5 RETURNING id, loser_id, survivor_id, moved";
    let row = query(sql)
        .bind(review.now.0)
        .bind(review.actor)
        .bind(review.why)
        .bind(review.candidate)
        .bind(Instant::OPEN.0)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(StoreError::Conflict(Conflict::Changed))?;
    let (loser, survivor, moved): (i64, i64, Moved) = (row.int(1)?, row.int(2)?, row.json(3)?);
    // Merges into one person are taken back last first: a later one took into account what this one had handed over.
    let later = "SELECT id FROM person_merge WHERE survivor_id = $1 AND undone_at = $2 AND id > $3 LIMIT 1";
    let later = query(later).bind(survivor).bind(Instant::OPEN.0).bind(row.int(0)?);
    let stands_in_the_way = later.fetch_optional(tx.connection()).await?.is_some();
    // Whoever wrote of the one that went meanwhile did not know that it had gone.
    if stands_in_the_way || !open_rows(tx, "person_fact", "person_id", "", loser).await?.is_empty() {
        return Err(StoreError::Conflict(Conflict::Changed));
    }
    let mut renumbered = BTreeMap::new();
    let facts = PERSON_FACTS.join(", ");
    if let Some((before, after)) = moved.filled
        && close(tx, "person_fact", &[after], review.now).await? == 1
    {
        say_again(tx, "person_fact", &facts, true, &[before], review.now, &mut renumbered).await?;
    }
    say_again(tx, "person_fact", &facts, true, &moved.facts, review.now, &mut renumbered).await?;
    for belonging in &BELONGINGS {
        let rows = |moved: &BTreeMap<String, Vec<i64>>| moved.get(belonging.table).cloned().unwrap_or_default();
        let added = rows(&moved.added);
        close_all(tx, belonging.table, &added, review.now).await?;
        let columns = format!("{}, {}", belonging.person, belonging.columns);
        let closed = rows(&moved.closed);
        say_again(tx, belonging.table, &columns, belonging.dated, &closed, review.now, &mut renumbered).await?;
    }
    stands_where_it_is(tx, loser, review.now).await?;
    renumber(tx, &[loser, survivor], &renumbered).await
}

/// What is said again of the one that went is said where its house, grid or community is by now. Where nothing tells that, such as of
/// somebody in a grid that ended, it would be said of a place where nobody looks.
async fn stands_where_it_is(tx: &mut Tx, person: i64, now: Instant) -> Result<()> {
    let at = AsOf::now(now);
    let gone = |column: &str| {
        let held = in_force("v");
        format!(
            "r.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM region_version v WHERE v.region_id = r.{column} AND {held})"
        )
    };
    let sql = format!(
        "SELECT r.id FROM residence r WHERE r.person_id = $3 AND {here} AND ({community} OR {grid} OR EXISTS \
         (SELECT 1 FROM house_fact h WHERE h.house_id = r.house_id AND {house} AND h.community_id <> r.community_id)) LIMIT 1",
        here = in_force("r"),
        community = gone("community_id"),
        grid = gone("grid_id"),
        house = in_force("h"),
    );
    match query_as_of(sql, at).bind(person).fetch_optional(tx.connection()).await? {
        None => Ok(()),
        Some(_) => Err(StoreError::Refused(Box::new(regions_changed()))),
    }
}

fn regions_changed() -> Problem {
    Problem::new(
        Kind::Conflict,
        "duplicate-regions-changed",
        Bilingual::new(
            "合并之后区划变了，被合并的人原来的居住地已不存在或已划走，不能照原样撤销",
            "regions have changed since the merge: where the one that went lived has ended or belongs elsewhere, so the merge cannot be taken back as it was",
        ),
        Bilingual::new(
            "请在现在的社区重新登记此人，再把误合并的信息在保留的人名下更正。",
            "Enter that person anew in the community of today, and correct what the merge gave to the one that stayed.",
        ),
    )
}

/// Rows said again have new numbers: earlier merges that stand must know them, or could never be taken back.
async fn renumber(tx: &mut Tx, persons: &[i64], renumbered: &Renumbered) -> Result<()> {
    let sql = format!(
        "SELECT m.id, m.moved FROM {} q CROSS JOIN person_merge m WHERE m.survivor_id = q.id AND m.undone_at = $2",
        ids_table(tx.engine(), 1)
    );
    let rows = query(sql).bind(ids_text(persons.iter().copied())).bind(Instant::OPEN.0);
    for row in rows.fetch_all(tx.connection()).await? {
        let mut moved: Moved = row.json(1)?;
        let new = |table: &str, id: i64| renumbered.get(&(table.to_owned(), id)).cloned().unwrap_or_else(|| vec![id]);
        for (table, added) in &mut moved.added {
            *added = added.iter().flat_map(|id| new(table, *id)).collect();
        }
        moved.filled = moved.filled.map(|(before, after)| (before, new("person_fact", after)[0]));
        let sql = "UPDATE person_merge SET moved = $1 WHERE id = $2";
        query(sql).bind(to_json(&moved)?).bind(row.int(0)?).execute(tx.connection()).await?;
    }
    Ok(())
}

/// Locks both persons and the pair, and checks that all is as the reviewer saw it.
async fn take(tx: &mut Tx, review: &Review<'_>, state: State) -> Result<(i64, i64)> {
    // An import that is writing persons is waited for, and the next waits: it could give the one that goes something new.
    Block::take(tx, PERSON, 0).await?;
    let sql = "UPDATE duplicate_candidate SET revision = revision WHERE id = $1 RETURNING low_id, high_id, state";
    let row = query(sql).bind(review.candidate).fetch_optional(tx.connection()).await?;
    let row = row.ok_or(StoreError::NotFound("pair of records"))?;
    let (low, high) = (row.int(0)?, row.int(1)?);
    // Lower numbers first, so that two reviewers cannot wait for each other.
    for person in [low, high] {
        query("UPDATE person SET uid = uid WHERE id = $1").bind(person).execute(tx.connection()).await?;
    }
    if State::from_number(row.int(2)?) != state || seen(tx.connection(), review.candidate).await? != review.seen {
        return Err(StoreError::Conflict(Conflict::Changed));
    }
    Ok((low, high))
}

async fn state(tx: &mut Tx, candidate: i64) -> Result<State> {
    let sql = "SELECT state FROM duplicate_candidate WHERE id = $1";
    let row = query(sql).bind(candidate).fetch_optional(tx.connection()).await?;
    row.ok_or(StoreError::NotFound("pair of records"))?.int(0).map(State::from_number)
}

/// Lets the one that stays know what only the other knew. Gives the rows before and after, where anything was learnt.
async fn fill_in(
    tx: &mut Tx,
    survivor: i64,
    stays: &PersonVersion,
    goes: &PersonVersion,
    review: &Review<'_>,
) -> Result<Option<(i64, i64)>> {
    let filled = filled(&stays.facts, &goes.facts);
    if filled == stays.facts {
        return Ok(None);
    }
    let provenance = Provenance { source: "merge".into(), collector: review.actor.into() };
    let provenance = provenance::intern(tx, &provenance).await?;
    replace_person_facts(tx, survivor, &filled, provenance, AsOf::now(review.now)).await.map(Some)
}

fn filled(stays: &PersonFacts, goes: &PersonFacts) -> PersonFacts {
    PersonFacts {
        name: stays.name.clone().or_else(|| goes.name.clone()),
        sex: stays.sex.or(goes.sex),
        birth: stays.birth.or(goes.birth),
        resident_id: stays.resident_id.clone().or_else(|| goes.resident_id.clone()),
        phone: stays.phone.clone().or_else(|| goes.phone.clone()),
        living: stays.living.or(goes.living),
        care: stays.care | goes.care,
    }
}

impl Belonging {
    async fn hand_over(&self, tx: &mut Tx, loser: i64, survivor: i64, now: Instant, moved: &mut Moved) -> Result<()> {
        let Self { table, person, only, columns, dated, .. } = *self;
        let closed = open_rows(tx, table, person, only, loser).await?;
        let mut added = Vec::new();
        if dated {
            let taken = self.spans(tx, survivor).await?;
            for (id, slot, own) in self.spans(tx, loser).await? {
                let same = taken.iter().filter(|(_, other, _)| *other == slot).map(|(_, _, span)| *span);
                for (from, to) in left_over(own, same) {
                    let sql = format!(
                        "INSERT INTO {table} ({person}, {columns}, provenance_id, valid_from, valid_to, recorded_from, recorded_to) \
                         SELECT $1, {columns}, provenance_id, $2, $3, $4, $5 FROM {table} WHERE id = $6 RETURNING id"
                    );
                    let row = query(sql).bind(survivor).bind(i64::from(from.0)).bind(i64::from(to.0));
                    let row = row.bind(now.0).bind(Instant::OPEN.0).bind(id).fetch_one(tx.connection()).await?;
                    added.push(row.int(0)?);
                }
            }
        } else {
            let sql = format!(
                "INSERT INTO {table} ({person}, {columns}, provenance_id, recorded_from, recorded_to) \
                 SELECT $1, {columns}, provenance_id, $2, $3 FROM {table} WHERE {person} = $4 AND recorded_to = $3{only} RETURNING id"
            );
            let rows = query(sql).bind(survivor).bind(now.0).bind(Instant::OPEN.0).bind(loser);
            let rows = rows.fetch_all(tx.connection()).await?;
            added = rows.iter().map(|row| row.int(0)).collect::<Result<_>>()?;
        }
        close_all(tx, table, &closed, now).await?;
        moved.closed.insert(table.into(), closed);
        moved.added.insert(table.into(), added);
        Ok(())
    }

    /// The open rows of a person: number, slot and days.
    async fn spans(&self, tx: &mut Tx, owner: i64) -> Result<Vec<(i64, String, Span)>> {
        let Self { table, person, only, slot, .. } = self;
        let sql = format!(
            "SELECT id, {slot}, valid_from, valid_to FROM {table} WHERE {person} = $1 AND recorded_to = $2{only} ORDER BY id"
        );
        let rows = query(sql).bind(owner).bind(Instant::OPEN.0).fetch_all(tx.connection()).await?;
        let span = |row: &sqlx::any::AnyRow| {
            Ok((row.int(0)?, row.text(1)?, (Date(narrow(row.int(2)?)?), Date(narrow(row.int(3)?)?))))
        };
        rows.iter().map(span).collect()
    }
}

/// From the first day until before the second.
type Span = (Date, Date);

/// What is left of `own` without the days of `others`.
fn left_over(own: Span, others: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut left = vec![own];
    for (from, to) in others {
        left = left
            .into_iter()
            .flat_map(|(first, end)| [(first, end.min(from)), (first.max(to), end)])
            .filter(|(first, end)| first < end)
            .collect();
    }
    left
}

/// The communities in which any of the persons has a residence that is known now.
async fn communities(tx: &mut Tx, persons: &[i64]) -> Result<Vec<RegionId>> {
    let sql = format!(
        "SELECT DISTINCT r.community_id FROM {} q CROSS JOIN residence r WHERE r.person_id = q.id AND r.recorded_to = $2",
        ids_table(tx.engine(), 1)
    );
    let rows = query(sql).bind(ids_text(persons.iter().copied())).bind(Instant::OPEN.0);
    rows.fetch_all(tx.connection()).await?.iter().map(|row| row.int(0).map(RegionId)).collect()
}

async fn open_rows(tx: &mut Tx, table: &str, person: &str, only: &str, owner: i64) -> Result<Vec<i64>> {
    let sql = format!("SELECT id FROM {table} WHERE {person} = $1 AND recorded_to = $2{only} ORDER BY id");
    let rows = query(sql).bind(owner).bind(Instant::OPEN.0).fetch_all(tx.connection()).await?;
    rows.iter().map(|row| row.int(0)).collect()
}

/// Closes those of the rows that are open. Gives how many were.
async fn close(tx: &mut Tx, table: &str, rows: &[i64], now: Instant) -> Result<usize> {
    let sql = format!(
        "UPDATE {table} SET recorded_to = $1 WHERE recorded_to = $3 AND id IN (SELECT q.id FROM {} q)",
        ids_table(tx.engine(), 2)
    );
    let done = query(sql).bind(now.0).bind(ids_text(rows.iter().copied())).bind(Instant::OPEN.0);
    usize::try_from(done.execute(tx.connection()).await?.rows_affected()).map_err(StoreError::corrupt)
}

/// Closes the rows, all of which must be open still: others may have written meanwhile.
async fn close_all(tx: &mut Tx, table: &str, rows: &[i64], now: Instant) -> Result<()> {
    if close(tx, table, rows, now).await? == rows.len() { Ok(()) } else { Err(StoreError::Conflict(Conflict::Changed)) }
}

/// By table and number: which numbers a row has that was said again.
type Renumbered = BTreeMap<(String, i64), Vec<i64>>;

/// Says closed rows again as they were; residences where they lie now.
async fn say_again(
    tx: &mut Tx,
    table: &str,
    columns: &str,
    dated: bool,
    rows: &[i64],
    now: Instant,
    renumbered: &mut Renumbered,
) -> Result<()> {
    let days = if dated { ", valid_from, valid_to" } else { "" };
    let columns = format!("{columns}, provenance_id{days}");
    let sql = format!(
        "INSERT INTO {table} ({columns}, recorded_from, recorded_to) SELECT {columns}, $1, $2 FROM {table} WHERE id = $3 RETURNING id"
    );
    for row in rows {
        if table == "residence" {
            // Regions may have changed since the merge.
            renumbered.insert((table.to_owned(), *row), say_where_it_lies(tx, *row, now).await?);
            continue;
        }
        let again = query(sql.clone()).bind(now.0).bind(Instant::OPEN.0).bind(*row).fetch_one(tx.connection()).await?;
        renumbered.insert((table.to_owned(), *row), vec![again.int(0)?]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_nobody_else_has_are_handed_over() {
        let span = |from, to| (Date(from), Date(to));
        let left = |own, others: &[Span]| left_over(own, others.iter().copied());
        assert_eq!(left(span(1, 9), &[]), [span(1, 9)]);
        assert_eq!(left(span(1, 9), &[span(3, 5)]), [span(1, 3), span(5, 9)]);
        assert_eq!(left(span(1, 9), &[span(3, 5), span(8, 20)]), [span(1, 3), span(5, 8)]);
        assert_eq!(left(span(1, 9), &[span(0, 9)]), []);
        assert_eq!(left(span(1, 9), &[span(20, 30)]), [span(1, 9)], "days beside it take nothing");
    }
}
