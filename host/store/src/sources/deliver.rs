//! What a feed says of people: the whole of what it knows of each, said again with every delivery.

use crate::as_of::AsOf;
use crate::error::Result;
use crate::provenance;
use crate::regions::{place, recount};
use crate::sql::{Read, in_force, narrow, query, query_as_of};
use crate::store::{Store, Tx};
use lifang_core::base_data::Provenance;
use lifang_core::clock::{Date, Instant};
use lifang_core::region::RegionId;
use std::collections::BTreeSet;

use super::switch::Source;

/// What a feed says of one person.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Who, by resident ID, checked.
    pub resident_id: String,
    /// Care situations as bits of the table `care`; none where the feed says nothing of them.
    pub care: Option<u16>,
    /// Labels; none where the feed says nothing of them.
    pub labels: Option<Vec<String>>,
    /// The first day it holds.
    pub from: Date,
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// Something new was said.
    Changed,
    /// It said what was known.
    Unchanged,
    /// Nobody has that ID.
    Unknown,
    /// Several have it: someone must say first who is who.
    Ambiguous,
    /// The person does not live where the feed speaks.
    Elsewhere,
}

/// One thing that a feed says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedFact {
    /// The name of the feed.
    pub source: String,
    /// Who delivered it.
    pub collector: String,
    /// `care` or `label`.
    pub field: String,
    /// A bit of the table `care`.
    pub number: i64,
    /// A label.
    pub text: String,
    /// First day it holds.
    pub valid_from: Date,
    /// First day it no longer holds.
    pub valid_to: Date,
    /// Since when the host knows it.
    pub recorded_from: Instant,
    /// Since when the host knows better.
    pub recorded_to: Instant,
}

/// Takes what a feed delivers. Of each field that a delivery speaks of, what the same feed said before ends where the new begins.
///
/// # Errors
/// The database's own.
pub async fn deliver(
    tx: &mut Tx,
    source: &Source,
    deliveries: &[Delivery],
    collector: &str,
    now: Instant,
) -> Result<Vec<Delivered>> {
    let from = Provenance { source: source.name.clone(), collector: collector.into() };
    let provenance = provenance::intern(tx, &from).await?;
    let root = place(tx.connection(), source.region, AsOf::now(now)).await?;
    let (mut outcomes, mut concerned) = (Vec::with_capacity(deliveries.len()), Vec::new());
    for delivery in deliveries {
        let person = match tx.bearers(&delivery.resident_id, now).await?[..] {
            [] => {
                outcomes.push(Delivered::Unknown);
                continue;
            }
            [person] => person,
            _ => {
                outcomes.push(Delivered::Ambiguous);
                continue;
            }
        };
        let communities = tx.lives_in(person, &root.path, &root.end(), now).await?;
        if communities.is_empty() {
            outcomes.push(Delivered::Elsewhere);
            continue;
        }
        let said = Saying { source: source.id, provenance, person, from: delivery.from, now };
        let care = delivery
            .care
            .map(|care| (0..16).filter(move |bit| care & (1 << bit) != 0).map(|bit| (1_i64 << bit, String::new())));
        let labels = delivery.labels.as_ref().map(|labels| labels.iter().map(|label| (0, label.clone())));
        let mut changed = false;
        if let Some(care) = care {
            changed |= said.say(tx, "care", care.collect()).await?;
        }
        if let Some(labels) = labels {
            changed |= said.say(tx, "label", labels.collect()).await?;
        }
        outcomes.push(if changed { Delivered::Changed } else { Delivered::Unchanged });
        if changed {
            concerned.extend(communities);
        }
    }
    recount(tx, &concerned, AsOf::now(now)).await?;
    Ok(outcomes)
}

/// Whose word, of whom, from when on.
struct Saying {
    source: i64,
    provenance: i64,
    person: i64,
    from: Date,
    now: Instant,
}

impl Saying {
    /// Makes `wanted` what the source says of the field; gives whether that is news.
    async fn say(&self, tx: &mut Tx, field: &str, mut wanted: BTreeSet<(i64, String)>) -> Result<bool> {
        let sql = "SELECT id, number, text, valid_from FROM feed_fact \
                   WHERE person_id = $1 AND source_id = $2 AND field = $3 AND recorded_to = $4 AND valid_to > $5";
        let rows = query(sql)
            .bind(self.person)
            .bind(self.source)
            .bind(field)
            .bind(Instant::OPEN.0)
            .bind(i64::from(self.from.0))
            .fetch_all(tx.connection())
            .await?;
        let mut changed = false;
        for row in rows {
            let holds = row.int(3)? <= i64::from(self.from.0);
            if holds && wanted.remove(&(row.int(1)?, row.text(2)?)) {
                continue;
            }
            self.end(tx, row.int(0)?).await?;
            changed = true;
        }
        for (number, text) in wanted {
            self.add(tx, field, number, &text).await?;
            changed = true;
        }
        Ok(changed)
    }

    /// Closes a row and says again what of it held before.
    async fn end(&self, tx: &mut Tx, row: i64) -> Result<()> {
        let keep = "INSERT INTO feed_fact (person_id, source_id, field, number, text, provenance_id, valid_from, valid_to, \
                    recorded_from, recorded_to) SELECT person_id, source_id, field, number, text, provenance_id, valid_from, $1, $2, \
                    $3 FROM feed_fact WHERE id = $4 AND valid_from < $1";
        query(keep)
            .bind(i64::from(self.from.0))
            .bind(self.now.0)
            .bind(Instant::OPEN.0)
            .bind(row)
            .execute(tx.connection())
            .await?;
        let close = "UPDATE feed_fact SET recorded_to = $1 WHERE id = $2";
        query(close).bind(self.now.0).bind(row).execute(tx.connection()).await?;
        Ok(())
    }

    async fn add(&self, tx: &mut Tx, field: &str, number: i64, text: &str) -> Result<()> {
        let sql = "INSERT INTO feed_fact (person_id, source_id, field, number, text, provenance_id, valid_from, valid_to, \
                   recorded_from, recorded_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        query(sql)
            .bind(self.person)
            .bind(self.source)
            .bind(field)
            .bind(number)
            .bind(text)
            .bind(self.provenance)
            .bind(i64::from(self.from.0))
            .bind(i64::from(Date::OPEN.0))
            .bind(self.now.0)
            .bind(Instant::OPEN.0)
            .execute(tx.connection())
            .await?;
        Ok(())
    }
}

impl Tx {
    /// Who has the resident ID today, as this transaction sees it; who became part of another answers as that other.
    async fn bearers(&mut self, resident_id: &str, now: Instant) -> Result<Vec<i64>> {
        let index = self.keys().resident_id_index(resident_id);
        let sql = format!(
            "SELECT f.person_id FROM person_fact f WHERE f.resident_id_index = $3 AND {} \
             UNION SELECT m.survivor_id FROM person_fact f JOIN person_merge m ON m.loser_id = f.person_id \
             WHERE f.resident_id_index = $3 AND f.recorded_to = m.merged_at AND m.merged_at <= $2 AND m.undone_at > $2",
            in_force("f")
        );
        let mut bearers = BTreeSet::new();
        for row in query_as_of(sql, AsOf::now(now)).bind(index).fetch_all(self.connection()).await? {
            bearers.insert(crate::identity::last_survivor(self, row.int(0)?, now).await?);
        }
        Ok(bearers.into_iter().collect())
    }

    /// The communities of a subtree in which the person lives today.
    async fn lives_in(&mut self, person: i64, from: &str, to: &str, now: Instant) -> Result<Vec<RegionId>> {
        let sql = format!(
            "SELECT DISTINCT r.community_id FROM residence r CROSS JOIN region_version v WHERE r.person_id = $3 AND {} \
             AND v.region_id = r.community_id AND v.path >= $4 AND v.path < $5 AND {}",
            in_force("r"),
            in_force("v")
        );
        let asked = query_as_of(sql, AsOf::now(now)).bind(person).bind(from).bind(to);
        asked.fetch_all(self.connection()).await?.iter().map(|row| row.int(0).map(RegionId)).collect()
    }
}

impl Store {
    /// All that feeds ever said of the person, in the order it became known; with `at`, what they said as of then.
    ///
    /// # Errors
    /// The database's own.
    pub async fn feed_facts(&self, person: i64, at: Option<AsOf>) -> Result<Vec<FeedFact>> {
        let condition = at.map_or_else(|| "$1 = $1 AND $2 = $2".to_owned(), |_| in_force("q"));
        let sql = format!(
            "SELECT p.source, p.collector, q.field, q.number, q.text, q.valid_from, q.valid_to, q.recorded_from, q.recorded_to \
             FROM feed_fact q JOIN provenance p ON p.id = q.provenance_id WHERE q.person_id = $3 AND {condition} \
             ORDER BY q.recorded_from, q.id"
        );
        let rows = query_as_of(sql, at.unwrap_or(AsOf::now(Instant(0)))).bind(person).fetch_all(self.reader()).await?;
        let fact = |row: &sqlx::any::AnyRow| {
            Ok(FeedFact {
                source: row.text(0)?,
                collector: row.text(1)?,
                field: row.text(2)?,
                number: row.int(3)?,
                text: row.text(4)?,
                valid_from: Date(narrow(row.int(5)?)?),
                valid_to: Date(narrow(row.int(6)?)?),
                recorded_from: Instant(row.int(7)?),
                recorded_to: Instant(row.int(8)?),
            })
        };
        rows.iter().map(fact).collect()
    }
}
