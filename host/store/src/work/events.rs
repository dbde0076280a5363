//! Events 事件: kept before anything is decided, decided at most once per revision, never lost to a plugin.

use super::decisions::{self, About, DecisionStatus, NewDecision, Outcome};
use super::kept::{Kept, hash, locate};
use crate::error::{Conflict, Result, StoreError};
use crate::secrets::SubjectKey;
use crate::sql::{Read, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::clock::Instant;
use lifang_core::region::RegionId;
use lifang_core::value::Field;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use uuid::Uuid;

/// Where an event stands; the numbers are those of the code table `event_status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventStatus {
    /// 待判定
    Undecided = 1,
    /// 已判定
    Decided = 2,
    /// 判定未获采纳
    Refused = 3,
}

/// An event as it came in.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    /// A new identifier.
    pub uid: Uuid,
    /// Where it happened.
    pub region: RegionId,
    /// Its kind.
    pub kind: &'a str,
    /// When it happened.
    pub occurred: Instant,
    /// When it came in.
    pub received: Instant,
    /// Who sent it: idempotency keys count per actor.
    pub actor: &'a str,
    /// The sender's key for this request.
    pub idempotency_key: Option<&'a str>,
    /// The request as it was sent: the same key with other bytes is a conflict.
    pub request: &'a [u8],
    /// What is known of it.
    pub fields: &'a [Field],
    /// How to reach who sent it; sealed under a key of its own.
    pub contact: Option<&'a str>,
}

/// An event as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    /// Its row.
    pub id: i64,
    /// Its identifier for the world outside.
    pub uid: Uuid,
    /// Where it happened.
    pub region: RegionId,
    /// Its kind.
    pub kind: String,
    /// When it happened.
    pub occurred: Instant,
    /// When it came in.
    pub received: Instant,
    /// Who sent it.
    pub actor: String,
    /// What is known of it.
    pub fields: Vec<Field>,
    /// Where it stands.
    pub status: EventStatus,
    /// Grows with every decision; a decision made for an older one is void.
    pub revision: i64,
    /// How often deciding failed.
    pub attempts: i64,
    /// How it failed the last time.
    pub last_failure: Option<serde_json::Value>,
}

/// The kind of subject key that senders of events have.
const SENDER: &str = "event";
const COLUMNS: &str =
    "id, uid, region_id, kind, occurred, received, actor, body, status, revision, attempts, last_failure";

/// Keeps an event. What came before under the same key is given back instead.
///
/// # Errors
/// [`Conflict::KeyReused`]; there was no such region.
pub async fn keep_event(tx: &mut Tx, new: &NewEvent<'_>) -> Result<Kept<EventRow>> {
    let located = locate(tx, new.region, new.occurred, new.received).await?;
    let request_hash = hash(new.request);
    let sql = format!(
        "INSERT INTO event (uid, region_id, place_id, grid_id, kind, occurred, day, received, actor, idempotency_key, \
         request_hash, body, status, revision, attempts) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, 1, 0) \
         ON CONFLICT (actor, idempotency_key) DO NOTHING RETURNING {COLUMNS}"
    );
    let inserted = query(sql)
        .bind(new.uid.as_bytes().as_slice())
        .bind(new.region.0)
        .bind(located.place.0)
        .bind(located.grid.map(|grid| grid.0))
        .bind(new.kind)
        .bind(new.occurred.0)
        .bind(i64::from(new.occurred.day().0))
        .bind(new.received.0)
        .bind(new.actor)
        .bind(new.idempotency_key)
        .bind(request_hash.as_slice())
        .bind(to_json(new.fields)?)
        .fetch_optional(tx.connection())
        .await?;
    if let Some(row) = inserted {
        let kept = event(&row)?;
        if let Some(contact) = new.contact {
            seal_contact(tx, kept.id, contact).await?;
        }
        return Ok(Kept::New(kept));
    }
    let sql = format!("SELECT {COLUMNS}, request_hash FROM event WHERE actor = $1 AND idempotency_key = $2");
    let row = query(sql).bind(new.actor).bind(new.idempotency_key).fetch_one(tx.connection()).await?;
    if row.bytes_or_null(12)? == Some(request_hash) {
        Ok(Kept::Again(event(&row)?))
    } else {
        Err(StoreError::Conflict(Conflict::KeyReused))
    }
}

/// Applies a decision, if the event is still at the revision it was made for.
///
/// # Errors
/// [`Conflict::Changed`] when it is not: someone else decided it.
pub async fn decide_event(tx: &mut Tx, event: &EventRow, decision: &NewDecision<'_>) -> Result<Outcome> {
    let status = match decision.status {
        DecisionStatus::Decided => EventStatus::Decided,
        DecisionStatus::Refused => EventStatus::Refused,
    };
    let sql = "UPDATE event SET status = $1, revision = revision + 1 WHERE id = $2 AND revision = $3";
    let changed = query(sql).bind(status as i64).bind(event.id).bind(event.revision).execute(tx.connection()).await?;
    if changed.rows_affected() != 1 {
        return Err(StoreError::Conflict(Conflict::Changed));
    }
    decisions::record(tx, About::Event(event.id), event.region, decision).await
}

/// Notes that deciding failed: the event stays undecided, and is tried again.
///
/// # Errors
/// The database's own.
pub async fn fail_event<F: Serialize + Sync>(tx: &mut Tx, event: i64, failure: &F) -> Result<()> {
    let sql = "UPDATE event SET attempts = attempts + 1, last_failure = $1 WHERE id = $2 AND status = 1";
    query(sql).bind(to_json(failure)?).bind(event).execute(tx.connection()).await?;
    Ok(())
}

/// Notes that an event cannot be decided as it was sent: its sender must mend it. It stays for the record and is not tried
/// again.
///
/// # Errors
/// The database's own.
pub async fn refuse_event<F: Serialize + Sync>(tx: &mut Tx, event: i64, why: &F) -> Result<()> {
    let sql = "UPDATE event SET status = 3, revision = revision + 1, last_failure = $1 WHERE id = $2 AND status = 1";
    query(sql).bind(to_json(why)?).bind(event).execute(tx.connection()).await?;
    Ok(())
}

impl Store {
    /// The event of that identifier.
    ///
    /// # Errors
    /// The database's own.
    pub async fn event(&self, uid: Uuid) -> Result<Option<EventRow>> {
        let sql = format!("SELECT {COLUMNS} FROM event WHERE uid = $1");
        let row = query(sql).bind(uid.as_bytes().as_slice()).fetch_optional(self.reader()).await?;
        row.as_ref().map(event).transpose()
    }

    /// Events still undecided that came in before `before`; those that failed least often first, so that one that always fails
    /// does not stand in the way of the others.
    ///
    /// # Errors
    /// The database's own.
    pub async fn undecided_events(&self, before: Instant, limit: u32) -> Result<Vec<EventRow>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM event WHERE status = 1 AND received < $1 ORDER BY attempts, received, id LIMIT $2"
        );
        query(sql).bind(before.0).bind(i64::from(limit)).fetch_all(self.reader()).await?.iter().map(event).collect()
    }

    /// How to reach who sent the event; none when nobody said, or it was erased.
    ///
    /// # Errors
    /// The database's own, or a sealed text that does not open.
    pub async fn event_contact(&self, event: i64) -> Result<Option<String>> {
        let sql = "SELECT e.contact_enc, k.wrapped FROM event e \
                   JOIN subject_key k ON k.kind = $1 AND k.subject_id = e.id WHERE e.id = $2";
        let Some(row) = query(sql).bind(SENDER).bind(event).fetch_optional(self.reader()).await? else {
            return Ok(None);
        };
        let (Some(sealed), Some(wrapped)) = (row.bytes_or_null(0)?, row.bytes_or_null(1)?) else { return Ok(None) };
        SubjectKey::unwrap(self.keys(), SENDER, event, &wrapped)?.open("contact", &sealed).map(Some)
    }
}

async fn seal_contact(tx: &mut Tx, event: i64, contact: &str) -> Result<()> {
    let (key, wrapped) = SubjectKey::create(&tx.keys(), SENDER, event)?;
    let sql = "INSERT INTO subject_key (kind, subject_id, wrapped) VALUES ($1, $2, $3)";
    query(sql).bind(SENDER).bind(event).bind(wrapped).execute(tx.connection()).await?;
    let sealed = key.seal("contact", contact)?;
    query("UPDATE event SET contact_enc = $1 WHERE id = $2").bind(sealed).bind(event).execute(tx.connection()).await?;
    Ok(())
}

fn event(row: &AnyRow) -> Result<EventRow> {
    Ok(EventRow {
        id: row.int(0)?,
        uid: row.uid(1)?,
        region: RegionId(row.int(2)?),
        kind: row.text(3)?,
        occurred: Instant(row.int(4)?),
        received: Instant(row.int(5)?),
        actor: row.text(6)?,
        fields: row.json(7)?,
        status: status(row.int(8)?)?,
        revision: row.int(9)?,
        attempts: row.int(10)?,
        last_failure: row.json_or_null(11)?,
    })
}

pub(super) fn status(number: i64) -> Result<EventStatus> {
    match number {
        1 => Ok(EventStatus::Undecided),
        2 => Ok(EventStatus::Decided),
        3 => Ok(EventStatus::Refused),
        other => Err(StoreError::corrupt(format!("event status {other}"))),
    }
}
