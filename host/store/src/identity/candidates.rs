//! Pairs that wait for a reviewer, and what was said of them; and who became part of whom.

use super::merge::Review;
use super::probable::State;
use crate::as_of::AsOf;
use crate::error::{Conflict, Result, StoreError};
use crate::regions::place;
use crate::secrets::{hex, hmac};
use crate::sql::{Read, in_force, narrow, query, query_as_of};
use crate::store::{Store, Tx};
use lifang_core::clock::Instant;
use lifang_core::duplicates::Reason;
use lifang_core::region::{Level, RegionId};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// Two records that may be one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its number.
    pub id: i64,
    /// The two, the lower number first.
    pub persons: [i64; 2],
    /// Points, 100 at most.
    pub score: i32,
    /// Where they come from.
    pub reasons: Vec<Reason>,
    /// When it was found.
    pub found_at: Instant,
    /// By what or whom.
    pub found_by: String,
    /// Where it stands.
    pub state: State,
    /// What the last reviewer said.
    pub said: Option<Said>,
    /// Changes with the pair and with what is known of either.
    pub seen: String,
}

/// What a reviewer said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// When.
    pub at: Instant,
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
}

/// A merge that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Who became part of another.
    pub person: i64,
    /// Since when.
    pub since: Instant,
    /// Who said so.
    pub by: String,
    /// Why.
    pub why: String,
}

const COLUMNS: &str = "d.id, d.low_id, d.high_id, d.score, d.reasons, d.found_at, d.found_by, d.state, d.decided_at, \
                       d.decided_by, d.why";

impl Store {
    /// Pairs in a state of which either lives in the region's subtree, the most likely first; `after` is score and number of the
    /// last one of the page before.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn candidates(
        &self,
        region: RegionId,
        state: State,
        after: Option<(i32, i64)>,
        limit: u32,
        at: AsOf,
    ) -> Result<Vec<Candidate>> {
        let root = place(self.reader(), region, at).await?;
        let r = in_force("r");
        // A community's people are few: their pairs are looked up. A larger region's pairs are found on the way down the scores.
        let (lives, small) = match root.level {
            Level::Grid => (format!("r.grid_id = $7 AND $8 <> '' AND {r}"), true),
            Level::Community => (format!("r.community_id = $7 AND $8 <> '' AND {r}"), true),
            _ => {
                let v = in_force("v");
                let lies = "EXISTS (SELECT 1 FROM region_version v WHERE v.region_id = r.community_id \
                            AND v.path >= $8 AND v.path < $9 AND $7 > 0 AND";
                (format!("{lies} {v}) AND {r}"), false)
            }
        };
        let here = if small {
            let side = |side: &str| {
                format!(
                    "SELECT s.id FROM residence r CROSS JOIN duplicate_candidate s WHERE {lives} AND s.{side} = r.person_id"
                )
            };
            format!("d.id IN ({} UNION {})", side("low_id"), side("high_id"))
        } else {
            format!("EXISTS (SELECT 1 FROM residence r WHERE r.person_id IN (d.low_id, d.high_id) AND {lives})")
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM duplicate_candidate d WHERE d.state = $3 AND (d.score < $4 OR d.score = $4 AND d.id > $5) \
             AND {here} AND $9 <> '' ORDER BY d.score DESC, d.id LIMIT $6"
        );
        let (score, id) = after.map_or((i64::MAX, 0), |(score, id)| (i64::from(score), id));
        let asked = query_as_of(sql, at).bind(state.number()).bind(score).bind(id).bind(i64::from(limit));
        let asked = asked.bind(region.0).bind(root.path.clone()).bind(root.end());
        let rows = asked.fetch_all(self.reader()).await?;
        rows.iter().map(|row| candidate(row, String::new())).collect()
    }

    /// One pair, with what a reviewer must give back to say something of it.
    ///
    /// # Errors
    /// The database's own.
    pub async fn candidate(&self, id: i64) -> Result<Option<Candidate>> {
        let sql = format!("SELECT {COLUMNS} FROM duplicate_candidate d WHERE d.id = $1");
        let Some(row) = query(sql).bind(id).fetch_optional(self.reader()).await? else { return Ok(None) };
        let mut connection = self.reader().acquire().await?;
        let seen = seen(&mut connection, id).await?;
        candidate(&row, seen).map(Some)
    }

    /// Who the person is as of `at`: itself, or who it became part of.
    ///
    /// # Errors
    /// The database's own.
    pub async fn survivor(&self, person: i64, at: AsOf) -> Result<i64> {
        let sql = "SELECT survivor_id FROM person_merge WHERE loser_id = $1 AND merged_at <= $2 AND undone_at > $2";
        let mut person = person;
        while let Some(row) = query(sql).bind(person).bind(at.recorded.0).fetch_optional(self.reader()).await? {
            person = row.int(0)?;
        }
        Ok(person)
    }

    /// Who became part of the person until `at`, directly or not.
    ///
    /// # Errors
    /// The database's own.
    pub async fn merged_into(&self, person: i64, at: AsOf) -> Result<Vec<Merged>> {
        let sql = "SELECT loser_id, merged_at, merged_by, why FROM person_merge \
                   WHERE survivor_id = $1 AND merged_at <= $2 AND undone_at > $2 ORDER BY merged_at, id";
        let (mut found, mut asked) = (Vec::<Merged>::new(), vec![person]);
        while let Some(person) = asked.pop() {
            for row in query(sql).bind(person).bind(at.recorded.0).fetch_all(self.reader()).await? {
                let since = Instant(row.int(1)?);
                found.push(Merged { person: row.int(0)?, since, by: row.text(2)?, why: row.text(3)? });
                asked.push(row.int(0)?);
            }
        }
        Ok(found)
    }
}

fn candidate(row: &AnyRow, seen: String) -> Result<Candidate> {
    let said = match row.int_or_null(8)? {
        Some(at) => Some(Said {
            at: Instant(at),
            by: row.text_or_null(9)?.unwrap_or_default(),
            why: row.text_or_null(10)?.unwrap_or_default(),
        }),
        None => None,
    };
    Ok(Candidate {
        id: row.int(0)?,
        persons: [row.int(1)?, row.int(2)?],
        score: narrow(row.int(3)?)?,
        reasons: row.json(4)?,
        found_at: Instant(row.int(5)?),
        found_by: row.text(6)?,
        state: State::from_number(row.int(7)?),
        said,
        seen,
    })
}

/// Who somebody is now: who was merged may have been merged again.
pub(crate) async fn last_survivor(tx: &mut Tx, mut person: i64, now: Instant) -> Result<i64> {
    let sql = "SELECT survivor_id FROM person_merge WHERE loser_id = $1 AND merged_at <= $2 AND undone_at > $2";
    while let Some(row) = query(sql).bind(person).bind(now.0).fetch_optional(tx.connection()).await? {
        person = row.int(0)?;
    }
    Ok(person)
}

/// What tells a pair from the same pair later: its revision, and which rows say something of either.
pub(super) async fn seen(connection: &mut AnyConnection, candidate: i64) -> Result<String> {
    let open = Instant::OPEN.0;
    let rows = |table: &str| {
        let of = format!("FROM {table} x WHERE x.person_id IN (d.low_id, d.high_id) AND x.recorded_to = {open}");
        format!("(SELECT COALESCE(MAX(x.id), 0) {of}), (SELECT COUNT(*) {of})")
    };
    let sql = format!(
        "SELECT d.revision, {}, {} FROM duplicate_candidate d WHERE d.id = $1",
        rows("person_fact"),
        rows("residence")
    );
    let row = query(sql).bind(candidate).fetch_one(connection).await?;
    let parts: Vec<u8> = (0..5)
        .map(|part| row.int(part))
        .collect::<Result<Vec<_>>>()?
        .iter()
        .flat_map(|part| part.to_be_bytes())
        .collect();
    Ok(hex(&hmac(&[0; 32], &[&parts])[..8]))
}

/// Writes down what was said.
pub(super) async fn settle(tx: &mut Tx, review: &Review<'_>, state: State) -> Result<()> {
    let sql = "UPDATE duplicate_candidate SET state = $1, decided_at = $2, decided_by = $3, why = $4, revision = revision + 1 \
               WHERE id = $5";
    let done = query(sql)
        .bind(state.number())
        .bind(review.now.0)
        .bind(review.actor)
        .bind(review.why)
        .bind(review.candidate)
        .execute(tx.connection())
        .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Conflict(Conflict::Changed)) }
}
