//! Finding records that may be one person as they are written: blocks by blind indexes, then points and reasons per pair.

use crate::as_of::AsOf;
use crate::base_data::{PersonVersion, people};
use crate::bulk::{Rows, Values};
use crate::error::Result;
use crate::sql::{Read, each, each_in_force, ids_table, ids_text, in_force, query, query_as_of, to_json};
use crate::store::Tx;
use lifang_core::clock::Instant;
use lifang_core::duplicates::{Likeness, Reason};
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A phone that more records have, or a name and birthday, is a placeholder and tells nothing; a house in which more live, such as
/// an institution or a collective household, tells something only with a name that few have.
const MOST_OF_A_BLOCK: u8 = 50;

/// More than can be: thousands of persons, each with at most fifty others.
const MOST_PAIRS: i64 = 1 << 40;

/// Days of birth that are compared for one name: slips of the pen within a year, and the two calendars.
const DAYS_AROUND: u16 = 366;

/// Where a pair stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has said anything yet.
    Open,
    /// They are one.
    Merged,
    /// They are two.
    KeptApart,
    /// What is known now speaks against it.
    Withdrawn,
}

impl State {
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Open => 1,
            Self::Merged => 2,
            Self::KeptApart => 3,
            Self::Withdrawn => 4,
        }
    }

    pub(super) fn from_number(number: i64) -> Self {
        match number {
            1 => Self::Open,
            2 => Self::Merged,
            3 => Self::KeptApart,
            _ => Self::Withdrawn,
        }
    }
}

/// A pair that waits for a reviewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probable {
    /// The person that was asked about (the lower number where both were).
    pub person: i64,
    /// Who it may be.
    pub other: i64,
    /// Points, 100 at most.
    pub score: i32,
    /// Where they come from.
    pub reasons: Vec<Reason>,
    /// Whether it was found just now.
    pub new: bool,
}

/// Two persons, the lower number first.
type Pair = (i64, i64);

/// Finds who else each of `persons` may be, as known at `now`, and puts the pairs down for review; pairs that were open and no
/// longer look alike are withdrawn, pairs that were kept apart stay so. To be called at the end of a transaction that writes
/// persons, with some thousands at a time: a handful of statements, however many there are. Gives the open pairs.
///
/// Compared are records with the same resident ID, the same phone, the same name born within a year, and those who share a house
/// and a name or birthday. In a house of many that would be all of them with all others: there the name alone counts, and only one
/// that few have, so that nobody is compared with more than a fixed number of others. `found_by` says what looked: `import`, an account.
///
/// # Errors
/// The database's own, or a sealed text that does not open.
pub async fn note_probable(tx: &mut Tx, persons: &[i64], found_by: &str, now: Instant) -> Result<Vec<Probable>> {
    let at = AsOf::now(now);
    tx.look_up_by_key().await?;
    let known = known_pairs(tx, persons).await?;
    let mut pairs = blocks(tx, persons, at).await?;
    pairs.extend(known.iter().filter(|(_, known)| known.state == State::Open).map(|(pair, _)| *pair));
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let all: BTreeSet<i64> = pairs.iter().flat_map(|(low, high)| [*low, *high]).collect();
    let all: Vec<i64> = all.into_iter().collect();
    let facts = people(tx, &all, at).await?;
    let houses = houses(tx, &all, at).await?;
    let asked: BTreeSet<i64> = persons.iter().copied().collect();

    let columns = &["low_id", "high_id", "score", "reasons", "found_at", "found_by", "state", "revision"];
    let mut rows = Rows::new("duplicate_candidate", columns).unless_there();
    let mut open = Vec::new();
    for (low, high) in pairs {
        let likeness = likeness(&facts, &houses, low, high);
        let before = known.get(&(low, high));
        let probable = likeness.as_ref().is_some_and(Likeness::is_probable);
        let likeness = likeness.unwrap_or(Likeness { score: 0, reasons: Vec::new() });
        match before {
            None if probable => {
                let row = Values::default().and(low).and(high).and(i64::from(likeness.score));
                let row = row.and(to_json(&likeness.reasons)?).and(now.0).and(found_by);
                rows.push(tx, row.and(State::Open.number()).and(1_i64)).await?;
            }
            Some(known) if known.state == State::Open && !probable => {
                revise(tx, known.id, State::Withdrawn, &likeness).await?;
            }
            Some(known) if known.state == State::Withdrawn && probable => {
                revise(tx, known.id, State::Open, &likeness).await?;
            }
            Some(known) if known.state == State::Open && known.score != likeness.score => {
                revise(tx, known.id, State::Open, &likeness).await?;
            }
            _ => {}
        }
        let settled = before.is_some_and(|known| matches!(known.state, State::KeptApart | State::Merged));
        if probable && !settled {
            let (person, other) = if asked.contains(&low) { (low, high) } else { (high, low) };
            let new = before.is_none_or(|known| known.state == State::Withdrawn);
            open.push(Probable { person, other, score: likeness.score, reasons: likeness.reasons, new });
        }
    }
    rows.finish(tx).await?;
    Ok(open)
}

struct Known {
    id: i64,
    state: State,
    score: i32,
}

/// What is on record of any of the persons already.
async fn known_pairs(tx: &mut Tx, persons: &[i64]) -> Result<HashMap<Pair, Known>> {
    let engine = tx.engine();
    let ids = ids_table(engine, 1);
    let side = |side: &str| {
        format!(
            "SELECT c.low_id, c.high_id, c.id, c.state, c.score FROM {ids} q {}",
            each(engine, "duplicate_candidate", "c", &format!("c.{side} = q.id"))
        )
    };
    let sql = format!("{} UNION {}", side("low_id"), side("high_id"));
    let rows = query(sql).bind(ids_text(persons.iter().copied())).fetch_all(tx.connection()).await?;
    let known = |row: &AnyRow| {
        let score = crate::sql::narrow(row.int(4)?)?;
        Ok(((row.int(0)?, row.int(1)?), Known { id: row.int(2)?, state: State::from_number(row.int(3)?), score }))
    };
    rows.iter().map(known).collect()
}

/// The pairs worth comparing.
async fn blocks(tx: &mut Tx, persons: &[i64], at: AsOf) -> Result<BTreeSet<Pair>> {
    let mut pairs = alike(tx, persons, at).await?;
    if households(tx, persons, at, &mut pairs).await? {
        namesakes_of_many(tx, persons, at, &mut pairs).await?;
    }
    Ok(pairs)
}

/// The condition that a block is one that tells something: somebody else is in it, and few are. It is asked of each person before
/// anybody is looked up, and most are alone in theirs.
fn few(block: &str) -> String {
    let most = MOST_OF_A_BLOCK;
    format!(
        "(SELECT COUNT(*) FROM (SELECT 1 FROM person_fact c WHERE {block} LIMIT {most} + 1) b) BETWEEN 2 AND {most}"
    )
}

/// Those with one resident ID, one phone, or one name and about one day of birth.
async fn alike(tx: &mut Tx, persons: &[i64], at: AsOf) -> Result<BTreeSet<Pair>> {
    let (engine, ids) = (tx.engine(), ids_table(tx.engine(), 3));
    let phone = |alias: &str| format!("{alias}.phone_index = f.phone_index");
    let name = |alias: &str| {
        let days = DAYS_AROUND;
        format!(
            "{alias}.name_index = f.name_index AND {alias}.birth >= f.birth - {days} AND {alias}.birth <= f.birth + {days}"
        )
    };
    let alike = [
        ("o.resident_id_index = f.resident_id_index".to_owned(), String::new()),
        (phone("o"), format!("WHERE {}", few(&phone("c")))),
        (name("o"), format!("WHERE {}", few(&name("c")))),
    ];
    let selects = alike.map(|(alike, worth)| {
        let others = each_in_force(engine, "person_fact", "o", &format!("{alike} AND o.person_id <> f.person_id"));
        format!("SELECT f.person_id, o.person_id FROM asked f {others} {worth}")
    });
    let sql = format!(
        "WITH asked AS MATERIALIZED (SELECT f.person_id, f.resident_id_index, f.phone_index, f.name_index, f.birth \
         FROM {ids} q {}) {}",
        each_in_force(engine, "person_fact", "f", "f.person_id = q.id"),
        selects.join(" UNION ALL ")
    );
    let rows = query_as_of(sql, at).bind(ids_text(persons.iter().copied())).fetch_all(tx.connection()).await?;
    rows.iter().map(pair).collect()
}

/// Somebody in a house of few.
struct Housemate {
    person: i64,
    name: Option<Vec<u8>>,
    birth: Option<i64>,
}

/// Those who share a house and a name or day of birth; whether any lives in a house of many, which tells nothing by itself.
async fn households(tx: &mut Tx, persons: &[i64], at: AsOf, pairs: &mut BTreeSet<Pair>) -> Result<bool> {
    let engine = tx.engine();
    let sql = format!(
        "WITH home AS MATERIALIZED (SELECT DISTINCT m.house_id FROM {} q {}), \
         lived_in AS MATERIALIZED (SELECT h.house_id, (SELECT COUNT(*) FROM (SELECT 1 FROM residence c \
         WHERE c.house_id = h.house_id AND {} LIMIT {MOST_OF_A_BLOCK} + 1) b) AS persons FROM home h) \
         SELECT l.house_id, n.person_id, o.name_index, o.birth FROM lived_in l {} {} \
         WHERE l.persons BETWEEN 2 AND {MOST_OF_A_BLOCK} \
         UNION ALL SELECT l.house_id, NULL, NULL, NULL FROM lived_in l WHERE l.persons > {MOST_OF_A_BLOCK}",
        ids_table(tx.engine(), 3),
        each_in_force(engine, "residence", "m", "m.person_id = q.id AND m.house_id IS NOT NULL"),
        in_force("c"),
        each_in_force(engine, "residence", "n", "n.house_id = l.house_id"),
        each_in_force(engine, "person_fact", "o", "o.person_id = n.person_id")
    );
    let mut houses: HashMap<i64, Vec<Housemate>> = HashMap::new();
    let mut many = false;
    for row in query_as_of(sql, at).bind(ids_text(persons.iter().copied())).fetch_all(tx.connection()).await? {
        match row.int_or_null(1)? {
            Some(person) => {
                let mate = Housemate { person, name: row.bytes_or_null(2)?, birth: row.int_or_null(3)? };
                houses.entry(row.int(0)?).or_default().push(mate);
            }
            None => many = true,
        }
    }
    let asked: HashSet<i64> = persons.iter().copied().collect();
    for mates in houses.values() {
        for (position, one) in mates.iter().enumerate() {
            for other in &mates[position + 1..] {
                let new = asked.contains(&one.person) || asked.contains(&other.person);
                let alike =
                    one.name.is_some() && one.name == other.name || one.birth.is_some() && one.birth == other.birth;
                if new && alike && one.person != other.person {
                    pairs.insert((one.person.min(other.person), one.person.max(other.person)));
                }
            }
        }
    }
    Ok(many)
}

/// Those who share a house of many and a name that few have. From the name to the house, not from the house to everybody in it: a
/// limit keeps the inner part for itself, and a sum is not looked up in the index of houses, however a planner would like to.
async fn namesakes_of_many(tx: &mut Tx, persons: &[i64], at: AsOf, pairs: &mut BTreeSet<Pair>) -> Result<()> {
    let engine = tx.engine();
    let sql = format!(
        "SELECT s.person, s.other FROM (\
         SELECT m.house_id AS house, f.person_id AS person, o.person_id AS other \
         FROM {} q {} {} {} WHERE (SELECT COUNT(*) FROM (SELECT 1 FROM residence c WHERE c.house_id = m.house_id AND {} \
         LIMIT {MOST_OF_A_BLOCK} + 1) b) > {MOST_OF_A_BLOCK} AND {} LIMIT {MOST_PAIRS}) s {}",
        ids_table(tx.engine(), 3),
        each_in_force(engine, "residence", "m", "m.person_id = q.id"),
        each_in_force(engine, "person_fact", "f", "f.person_id = m.person_id"),
        each_in_force(engine, "person_fact", "o", "o.name_index = f.name_index AND o.person_id <> f.person_id"),
        in_force("c"),
        few("c.name_index = f.name_index"),
        each_in_force(engine, "residence", "n", "n.person_id = s.other AND n.house_id + 0 = s.house")
    );
    for row in query_as_of(sql, at).bind(ids_text(persons.iter().copied())).fetch_all(tx.connection()).await? {
        pairs.insert(pair(&row)?);
    }
    Ok(())
}

fn pair(row: &AnyRow) -> Result<Pair> {
    let (one, other) = (row.int(0)?, row.int(1)?);
    Ok((one.min(other), one.max(other)))
}

/// The houses that each lives in.
async fn houses(tx: &mut Tx, persons: &[i64], at: AsOf) -> Result<BTreeMap<i64, BTreeSet<i64>>> {
    let sql = format!(
        "SELECT r.person_id, r.house_id FROM {} q {}",
        ids_table(tx.engine(), 3),
        each_in_force(tx.engine(), "residence", "r", "r.person_id = q.id AND r.house_id IS NOT NULL")
    );
    let mut houses: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for row in query_as_of(sql, at).bind(ids_text(persons.iter().copied())).fetch_all(tx.connection()).await? {
        houses.entry(row.int(0)?).or_default().insert(row.int(1)?);
    }
    Ok(houses)
}

/// None where one of them is not known any more.
fn likeness(
    facts: &HashMap<i64, PersonVersion>,
    houses: &BTreeMap<i64, BTreeSet<i64>>,
    low: i64,
    high: i64,
) -> Option<Likeness> {
    let (one, other) = (facts.get(&low)?, facts.get(&high)?);
    let none = BTreeSet::new();
    let at = |person| houses.get(&person).unwrap_or(&none);
    Some(Likeness::of(&one.facts, &other.facts, !at(low).is_disjoint(at(high))))
}

async fn revise(tx: &mut Tx, candidate: i64, state: State, likeness: &Likeness) -> Result<()> {
    let sql =
        "UPDATE duplicate_candidate SET state = $1, score = $2, reasons = $3, revision = revision + 1 WHERE id = $4";
    query(sql)
        .bind(state.number())
        .bind(i64::from(likeness.score))
        .bind(to_json(&likeness.reasons)?)
        .bind(candidate)
        .execute(tx.connection())
        .await?;
    Ok(())
}
