//! Submissions 填报: filled checklists, kept with what they were judged with, then judged by the host.

use super::decisions::{self, About, NewDecision, Outcome};
use super::events::{EventStatus, status};
use super::kept::{Kept, hash, locate};
use crate::as_of::AsOf;
use crate::error::{Conflict, Result, StoreError};
use crate::fields::communities_of;
use crate::provenance;
use crate::regions::recount;
use crate::sql::{Read, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::base_data::Provenance;
use lifang_core::clock::Instant;
use lifang_core::region::RegionId;
use serde::Serialize;
use sqlx::any::AnyRow;
use uuid::Uuid;

/// A filled checklist as it came in.
#[derive(Clone, Copy, Debug)]
pub struct NewSubmission<'a> {
    /// A new identifier, or the one the device gave it.
    pub uid: Uuid,
    /// Where it was filled.
    pub region: RegionId,
    /// The checklist.
    pub checklist: &'a str,
    /// The person it is about.
    pub person: Option<i64>,
    /// The house it is about.
    pub house: Option<i64>,
    /// When it was filled.
    pub filled: Instant,
    /// When it came in.
    pub received: Instant,
    /// Who sent it: idempotency keys count per actor.
    pub actor: &'a str,
    /// The sender's key for this request.
    pub idempotency_key: Option<&'a str>,
    /// The request as it was sent: the same key with other bytes is a conflict.
    pub request: &'a [u8],
    /// The answers as they were sent.
    pub answers: &'a serde_json::Value,
    /// What the device had: component, clock and settings, as far as it said.
    pub judged_with: &'a serde_json::Value,
}

/// A submission as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct SubmissionRow {
    /// Its row.
    pub id: i64,
    /// Its identifier for the world outside.
    pub uid: Uuid,
    /// Where it was filled.
    pub region: RegionId,
    /// The checklist.
    pub checklist: String,
    /// The person it is about.
    pub person: Option<i64>,
    /// The house it is about.
    pub house: Option<i64>,
    /// When it was filled.
    pub filled: Instant,
    /// When it came in.
    pub received: Instant,
    /// Who sent it.
    pub actor: String,
    /// The answers as they were sent.
    pub answers: serde_json::Value,
    /// What it is judged with.
    pub judged_with: serde_json::Value,
    /// What it means; none as long as it is not judged.
    pub judged: Option<serde_json::Value>,
    /// Whether it is judged (`Decided`) or was wrong (`Refused`).
    pub status: EventStatus,
    /// Grows when it is judged.
    pub revision: i64,
    /// How often judging failed.
    pub attempts: i64,
    /// How it failed the last time.
    pub last_failure: Option<serde_json::Value>,
}

const COLUMNS: &str = "id, uid, region_id, checklist, person_id, house_id, filled, received, actor, answers, judged_with, \
                       judged, status, revision, attempts, last_failure";

/// Keeps a submission. What came before under the same key is given back instead.
///
/// # Errors
/// [`Conflict::KeyReused`]; there was no such region.
pub async fn keep_submission(tx: &mut Tx, new: &NewSubmission<'_>) -> Result<Kept<SubmissionRow>> {
    let located = locate(tx, new.region, new.filled, new.received).await?;
    let request_hash = hash(new.request);
    let sql = format!(
        "INSERT INTO submission (uid, region_id, place_id, grid_id, checklist, person_id, house_id, filled, received, actor, \
         idempotency_key, request_hash, answers, judged_with, status, revision, attempts) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, 1, 0) \
         ON CONFLICT (actor, idempotency_key) DO NOTHING RETURNING {COLUMNS}"
    );
    let inserted = query(sql)
        .bind(new.uid.as_bytes().as_slice())
        .bind(new.region.0)
        .bind(located.place.0)
        .bind(located.grid.map(|grid| grid.0))
        .bind(new.checklist)
        .bind(new.person)
        .bind(new.house)
        .bind(new.filled.0)
        .bind(new.received.0)
        .bind(new.actor)
        .bind(new.idempotency_key)
        .bind(request_hash.as_slice())
        .bind(to_json(new.answers)?)
        .bind(to_json(new.judged_with)?)
        .fetch_optional(tx.connection())
        .await?;
    if let Some(row) = inserted {
        return submission(&row).map(Kept::New);
    }
    let sql = format!("SELECT {COLUMNS}, request_hash FROM submission WHERE actor = $1 AND idempotency_key = $2");
    let row = query(sql).bind(new.actor).bind(new.idempotency_key).fetch_one(tx.connection()).await?;
    if row.bytes_or_null(16)? == Some(request_hash) {
        submission(&row).map(Kept::Again)
    } else {
        Err(StoreError::Conflict(Conflict::KeyReused))
    }
}

/// Records what a submission means, the visit it was, and what follows from it. `visit` has the number of findings where
/// somebody was there to see; a resident's own submission is no visit.
///
/// # Errors
/// [`Conflict::Changed`] when it was judged meanwhile.
pub async fn judge_submission<J: Serialize + Sync>(
    tx: &mut Tx,
    kept: &SubmissionRow,
    judged: &J,
    visit: Option<usize>,
    decision: &NewDecision<'_>,
) -> Result<Outcome> {
    let sql = "UPDATE submission SET status = 2, revision = revision + 1, judged = $1 WHERE id = $2 AND revision = $3";
    let changed = query(sql).bind(to_json(judged)?).bind(kept.id).bind(kept.revision).execute(tx.connection()).await?;
    if changed.rows_affected() != 1 {
        return Err(StoreError::Conflict(Conflict::Changed));
    }
    let outcome = decisions::record(tx, About::Submission(kept.id), kept.region, decision).await?;
    if let Some(findings) = visit {
        record_visit(tx, kept, findings, decision.decided_at).await?;
    }
    Ok(outcome)
}

async fn record_visit(tx: &mut Tx, kept: &SubmissionRow, findings: usize, now: Instant) -> Result<()> {
    let source = Provenance { source: "visit".into(), collector: kept.actor.clone() };
    let provenance = provenance::intern(tx, &source).await?;
    let sql = "INSERT INTO visit (person_id, house_id, place_id, grid_id, checklist, at, day, findings, submission_id, \
               provenance_id, recorded_from, recorded_to) \
               SELECT person_id, house_id, place_id, grid_id, checklist, filled, $1, $2, id, $3, $4, $5 \
               FROM submission WHERE id = $6";
    query(sql)
        .bind(i64::from(kept.filled.day().0))
        .bind(i64::try_from(findings).map_err(StoreError::corrupt)?)
        .bind(provenance)
        .bind(now.0)
        .bind(Instant::OPEN.0)
        .bind(kept.id)
        .execute(tx.connection())
        .await?;
    // The day of the latest visit stands beside the person wherever they live.
    let at = AsOf::now(now);
    let mut communities = match (kept.person, kept.house) {
        (Some(person), _) => communities_of(tx, "persons", &[person], at).await?,
        (None, Some(house)) => communities_of(tx, "houses", &[house], at).await?,
        (None, None) => Vec::new(),
    };
    communities.push(locate(tx, kept.region, kept.filled, now).await?.place);
    recount(tx, &communities, at).await
}

/// Notes that judging failed: the submission stays, and is tried again.
///
/// # Errors
/// The database's own.
pub async fn fail_submission<F: Serialize + Sync>(tx: &mut Tx, submission: i64, failure: &F) -> Result<()> {
    let sql = "UPDATE submission SET attempts = attempts + 1, last_failure = $1 WHERE id = $2 AND status = 1";
    query(sql).bind(to_json(failure)?).bind(submission).execute(tx.connection()).await?;
    Ok(())
}

/// Notes that a submission cannot be judged as it is: its sender must mend it. It stays for the record.
///
/// # Errors
/// The database's own.
pub async fn reject_submission<F: Serialize + Sync>(tx: &mut Tx, submission: i64, why: &F) -> Result<()> {
    let sql =
        "UPDATE submission SET status = 3, revision = revision + 1, last_failure = $1 WHERE id = $2 AND status = 1";
    query(sql).bind(to_json(why)?).bind(submission).execute(tx.connection()).await?;
    Ok(())
}

impl Store {
    /// The submission of that identifier.
    ///
    /// # Errors
    /// The database's own.
    pub async fn submission(&self, uid: Uuid) -> Result<Option<SubmissionRow>> {
        let sql = format!("SELECT {COLUMNS} FROM submission WHERE uid = $1");
        let row = query(sql).bind(uid.as_bytes().as_slice()).fetch_optional(self.reader()).await?;
        row.as_ref().map(submission).transpose()
    }

    /// Submissions not judged yet that came in before `before`; those that failed least often first.
    ///
    /// # Errors
    /// The database's own.
    pub async fn unjudged_submissions(&self, before: Instant, limit: u32) -> Result<Vec<SubmissionRow>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM submission WHERE status = 1 AND received < $1 ORDER BY attempts, received, id LIMIT $2"
        );
        query(sql)
            .bind(before.0)
            .bind(i64::from(limit))
            .fetch_all(self.reader())
            .await?
            .iter()
            .map(submission)
            .collect()
    }
}

fn submission(row: &AnyRow) -> Result<SubmissionRow> {
    Ok(SubmissionRow {
        id: row.int(0)?,
        uid: row.uid(1)?,
        region: RegionId(row.int(2)?),
        checklist: row.text(3)?,
        person: row.int_or_null(4)?,
        house: row.int_or_null(5)?,
        filled: Instant(row.int(6)?),
        received: Instant(row.int(7)?),
        actor: row.text(8)?,
        answers: row.json(9)?,
        judged_with: row.json(10)?,
        judged: row.json_or_null(11)?,
        status: status(row.int(12)?)?,
        revision: row.int(13)?,
        attempts: row.int(14)?,
        last_failure: row.json_or_null(15)?,
    })
}
