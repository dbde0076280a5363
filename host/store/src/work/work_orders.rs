//! Work orders 工单: what a decision asks someone to do.

use crate::error::{Result, StoreError};
use crate::sql::{Read, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::clock::Instant;
use lifang_core::decision::Priority;
use lifang_core::region::RegionId;
use lifang_core::text::Text;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use uuid::Uuid;

/// What kind of work it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WorkKind {
    /// Something to be done.
    Work,
    /// A visit to be paid, with a checklist to fill.
    Visit {
        /// The checklist.
        checklist: String,
    },
}

/// Work to be opened.
#[derive(Clone, Copy, Debug)]
pub struct NewWorkOrder<'a> {
    /// A new identifier.
    pub uid: Uuid,
    /// Where.
    pub region: RegionId,
    /// The person it is about.
    pub person: Option<i64>,
    /// What kind.
    pub kind: &'a WorkKind,
    /// The plugin that asks for it.
    pub plugin: &'a str,
    /// Its version.
    pub version: &'a str,
    /// The rule that asks for it.
    pub rule: &'a str,
    /// The admitted duty item that covers it.
    pub duty: &'a str,
    /// What is to be done.
    pub title: &'a Text,
    /// The post it goes to.
    pub to: &'a str,
    /// When it must be done by.
    pub due: Option<Instant>,
    /// How much it presses.
    pub priority: Priority,
}

/// A work order as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkOrderRow {
    /// Its row.
    pub id: i64,
    /// Its identifier for the world outside.
    pub uid: Uuid,
    /// Where.
    pub region: RegionId,
    /// The person it is about.
    pub person: Option<i64>,
    /// What kind.
    pub kind: WorkKind,
    /// The plugin that asked for it.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// The rule that asked for it.
    pub rule: String,
    /// The admitted duty item that covers it.
    pub duty: String,
    /// What is to be done.
    pub title: Text,
    /// The post it goes to.
    pub to: String,
    /// When it must be done by.
    pub due: Option<Instant>,
    /// How much it presses.
    pub priority: Priority,
    /// `open` as long as nobody has done it.
    pub status: String,
    /// When it was opened.
    pub created_at: Instant,
}

const COLUMNS: &str = "id, uid, region_id, person_id, kind, checklist, plugin, version, rule, duty, title, to_post, due, \
                       priority, status, created_at";

pub(super) async fn open(
    tx: &mut Tx,
    decision: i64,
    event: Option<i64>,
    at: Instant,
    new: &NewWorkOrder<'_>,
) -> Result<i64> {
    let (kind, checklist) = match new.kind {
        WorkKind::Work => ("work", None),
        WorkKind::Visit { checklist } => ("visit", Some(checklist.as_str())),
    };
    let sql = "INSERT INTO work_order (uid, decision_id, event_id, region_id, person_id, kind, checklist, plugin, version, \
               rule, duty, title, to_post, due, priority, status, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'open', $16) RETURNING id";
    let row = query(sql)
        .bind(new.uid.as_bytes().as_slice())
        .bind(decision)
        .bind(event)
        .bind(new.region.0)
        .bind(new.person)
        .bind(kind)
        .bind(checklist)
        .bind(new.plugin)
        .bind(new.version)
        .bind(new.rule)
        .bind(new.duty)
        .bind(to_json(new.title)?)
        .bind(new.to)
        .bind(new.due.map(|due| due.0))
        .bind(to_json(&new.priority)?)
        .bind(at.0)
        .fetch_one(tx.connection())
        .await?;
    row.int(0)
}

impl Store {
    /// The work orders of a decision, in the decision's order.
    ///
    /// # Errors
    /// The database's own.
    pub async fn work_orders_of_decision(&self, decision: i64) -> Result<Vec<WorkOrderRow>> {
        let sql = format!("SELECT {COLUMNS} FROM work_order WHERE decision_id = $1 ORDER BY id");
        query(sql).bind(decision).fetch_all(self.reader()).await?.iter().map(work_order).collect()
    }
}

fn work_order(row: &AnyRow) -> Result<WorkOrderRow> {
    let kind = match (row.text(4)?.as_str(), row.text_or_null(5)?) {
        ("work", _) => WorkKind::Work,
        ("visit", Some(checklist)) => WorkKind::Visit { checklist },
        (other, _) => return Err(StoreError::corrupt(format!("work of kind {other}"))),
    };
    Ok(WorkOrderRow {
        id: row.int(0)?,
        uid: row.uid(1)?,
        region: RegionId(row.int(2)?),
        person: row.int_or_null(3)?,
        kind,
        plugin: row.text(6)?,
        version: row.text(7)?,
        rule: row.text(8)?,
        duty: row.text(9)?,
        title: row.json(10)?,
        to: row.text(11)?,
        due: row.int_or_null(12)?.map(Instant),
        priority: row.json(13)?,
        status: row.text(14)?,
        created_at: Instant(row.int(15)?),
    })
}
