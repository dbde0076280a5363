//! Decisions 决定, with all it takes to explain them and to make them again years later.

use super::work_orders::{self, NewWorkOrder};
use crate::error::{Result, StoreError};
use crate::sql::{Read, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::clock::{Date, Instant};
use lifang_core::region::RegionId;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use uuid::Uuid;

/// How a decision ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionStatus {
    /// Applied.
    Decided,
    /// The host refused what the plugins proposed; nothing was applied.
    Refused,
}

/// A label to be put on something.
#[derive(Clone, Copy, Debug)]
pub struct NewTag<'a> {
    /// `events`, `persons`, `houses` or `units`.
    pub subject_kind: &'a str,
    /// Its row.
    pub subject: i64,
    /// Who asks for it.
    pub plugin: &'a str,
    /// The rule that asks for it.
    pub rule: &'a str,
    /// The label.
    pub tag: &'a str,
    /// The day it lapses.
    pub until: Option<Date>,
}

/// A decision to be recorded, with what follows from it.
#[derive(Clone, Copy, Debug)]
pub struct NewDecision<'a> {
    /// A new identifier.
    pub uid: Uuid,
    /// When.
    pub decided_at: Instant,
    /// How it ended.
    pub status: DecisionStatus,
    /// Which plugins spoke: digests, versions, settings.
    pub speakers: &'a serde_json::Value,
    /// Contexts and inputs: what it takes to make the calls again.
    pub call: &'a serde_json::Value,
    /// What was decided, and why.
    pub answer: &'a serde_json::Value,
    /// Work that follows.
    pub work_orders: &'a [NewWorkOrder<'a>],
    /// Labels that follow.
    pub tags: &'a [NewTag<'a>],
}

/// What recording a decision made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The decision's row.
    pub decision: i64,
    /// The rows of its work orders, in their order.
    pub work_orders: Vec<i64>,
}

/// A decision as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionRow {
    /// Its row.
    pub id: i64,
    /// Its identifier for the world outside.
    pub uid: Uuid,
    /// Where.
    pub region: RegionId,
    /// When.
    pub decided_at: Instant,
    /// How it ended.
    pub status: DecisionStatus,
    /// Which plugins spoke.
    pub speakers: serde_json::Value,
    /// What it takes to make the calls again.
    pub call: serde_json::Value,
    /// What was decided, and why.
    pub answer: serde_json::Value,
}

/// What a decision is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum About {
    Event(i64),
    Submission(i64),
}

const COLUMNS: &str = "d.id, d.uid, d.region_id, d.decided_at, d.status, d.speakers, d.call, d.answer";

pub(super) async fn record(tx: &mut Tx, about: About, region: RegionId, new: &NewDecision<'_>) -> Result<Outcome> {
    let (event, submission) = match about {
        About::Event(id) => (Some(id), None),
        About::Submission(id) => (None, Some(id)),
    };
    let sql = "INSERT INTO decision (uid, region_id, event_id, submission_id, decided_at, status, speakers, call, answer) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
    let decision = query(sql)
        .bind(new.uid.as_bytes().as_slice())
        .bind(region.0)
        .bind(event)
        .bind(submission)
        .bind(new.decided_at.0)
        .bind(new.status.name())
        .bind(to_json(new.speakers)?)
        .bind(to_json(new.call)?)
        .bind(to_json(new.answer)?)
        .fetch_one(tx.connection())
        .await?
        .int(0)?;
    let mut orders = Vec::with_capacity(new.work_orders.len());
    for order in new.work_orders {
        orders.push(work_orders::open(tx, decision, event, new.decided_at, order).await?);
    }
    for tag in new.tags {
        let sql = "INSERT INTO tag (decision_id, subject_kind, subject_id, plugin, rule, tag, until, created_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        query(sql)
            .bind(decision)
            .bind(tag.subject_kind)
            .bind(tag.subject)
            .bind(tag.plugin)
            .bind(tag.rule)
            .bind(tag.tag)
            .bind(tag.until.map(|day| i64::from(day.0)))
            .bind(new.decided_at.0)
            .execute(tx.connection())
            .await?;
    }
    Ok(Outcome { decision, work_orders: orders })
}

impl Store {
    /// The decision of that identifier.
    ///
    /// # Errors
    /// The database's own.
    pub async fn decision(&self, uid: Uuid) -> Result<Option<DecisionRow>> {
        let sql = format!("SELECT {COLUMNS} FROM decision d WHERE d.uid = $1");
        let row = query(sql).bind(uid.as_bytes().as_slice()).fetch_optional(self.reader()).await?;
        row.as_ref().map(decision).transpose()
    }

    /// The latest decision about the event.
    ///
    /// # Errors
    /// The database's own.
    pub async fn decision_of_event(&self, event: i64) -> Result<Option<DecisionRow>> {
        let sql = format!("SELECT {COLUMNS} FROM decision d WHERE d.event_id = $1 ORDER BY d.id DESC LIMIT 1");
        query(sql).bind(event).fetch_optional(self.reader()).await?.as_ref().map(decision).transpose()
    }

    /// The latest decision about the submission.
    ///
    /// # Errors
    /// The database's own.
    pub async fn decision_of_submission(&self, submission: i64) -> Result<Option<DecisionRow>> {
        let sql = format!("SELECT {COLUMNS} FROM decision d WHERE d.submission_id = $1 ORDER BY d.id DESC LIMIT 1");
        query(sql).bind(submission).fetch_optional(self.reader()).await?.as_ref().map(decision).transpose()
    }
}

impl DecisionStatus {
    fn name(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Refused => "refused",
        }
    }
}

fn decision(row: &AnyRow) -> Result<DecisionRow> {
    let status = match row.text(4)?.as_str() {
        "decided" => DecisionStatus::Decided,
        "refused" => DecisionStatus::Refused,
        other => return Err(StoreError::corrupt(format!("decision status {other}"))),
    };
    Ok(DecisionRow {
        id: row.int(0)?,
        uid: row.uid(1)?,
        region: RegionId(row.int(2)?),
        decided_at: Instant(row.int(3)?),
        status,
        speakers: row.json(5)?,
        call: row.json(6)?,
        answer: row.json(7)?,
    })
}
