//! What changed: the changes themselves, one region's past, and what became of a code that is no longer in use.

use super::super::{COLUMNS, region};
use super::Changed;
use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::sql::{Read, in_force, narrow, query, query_as_of};
use crate::store::Store;
use lifang_core::clock::{Date, Instant};
use lifang_core::problem::Problem;
use lifang_core::region::{Region, RegionCode, RegionId};
use lifang_core::region_change::RegionChange;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A change as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeRow {
    /// Its identifier.
    pub uid: Uuid,
    /// What was asked.
    pub change: RegionChange,
    /// Whether it was made.
    pub state: ChangeState,
    /// Rows that followed, by what they are.
    pub followed: BTreeMap<String, u64>,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// By whom.
    pub recorded_by: String,
}

/// Whether a change was made.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeState {
    /// It was, then.
    Made(Instant),
    /// It will be on its day. Where that has come: why it could not be made, and when that was tried last.
    Planned(Option<(Instant, Problem)>),
    /// It was withdrawn before, then, by whom.
    Withdrawn(Instant, String),
}

/// A stretch of a region's past under one code, name and parent.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryRow {
    /// The region as it was.
    pub region: Region,
    /// The code and name of what it belonged to; none for the nation.
    pub parent: Option<(String, String)>,
    /// The change that began the stretch; none where a list of regions did.
    pub change: Option<ChangeRow>,
    /// The changes ahead that are to touch the region; with its last stretch only.
    pub planned: Vec<ChangeRow>,
}

/// What became of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The regions that have its place, the main one first; itself where it only has another code.
    pub by: Vec<Region>,
    /// The last day on which the code held.
    pub until: Date,
}

/// The columns that [`change`] reads.
pub(super) const CHANGE: &str = "c.uid, c.request, c.followed, c.recorded_at, c.recorded_by, c.made_at, c.withdrawn_at, c.withdrawn_by, \
                                 c.tried_at, c.refusal";

impl Store {
    /// Changes, the latest first, after those that came before `before` (an identifier) in that order.
    ///
    /// # Errors
    /// The database's own.
    pub async fn region_changes(&self, before: Option<Uuid>, limit: u32) -> Result<Vec<ChangeRow>> {
        let after = match before {
            Some(uid) => {
                let row = query("SELECT id FROM region_change WHERE uid = $1").bind(uid.as_bytes().as_slice().to_vec());
                let row = row.fetch_optional(self.reader()).await?;
                row.ok_or(StoreError::NotFound("region change"))?.int(0)?
            }
            None => i64::MAX,
        };
        let sql = format!("SELECT {CHANGE} FROM region_change c WHERE c.id < $1 ORDER BY c.id DESC LIMIT $2");
        let rows = query(sql).bind(after).bind(i64::from(limit)).fetch_all(self.reader()).await?;
        rows.iter().map(|row| change(row, 0)).collect()
    }

    /// All stretches of a region's past as it is known at `known`, the earliest first.
    ///
    /// # Errors
    /// The database's own.
    pub async fn region_history(&self, id: RegionId, known: Instant) -> Result<Vec<HistoryRow>> {
        let sql = format!(
            "SELECT {COLUMNS}, p.code, p.name, {CHANGE} FROM region_version v \
             LEFT JOIN region_version p ON p.region_id = v.parent_id AND p.recorded_from <= $2 AND p.recorded_to > $2 \
               AND p.valid_from <= v.valid_from AND p.valid_to > v.valid_from \
             LEFT JOIN (SELECT MAX(x.id) AS id, x.day, i.region_id FROM region_change x \
               JOIN region_change_item i ON i.change_id = x.id WHERE i.region_id = $1 AND x.made_at <= $2 \
               GROUP BY x.day, i.region_id) l ON l.region_id = v.region_id AND l.day = v.valid_from \
             LEFT JOIN region_change c ON c.id = l.id \
             WHERE v.region_id = $1 AND v.recorded_from <= $2 AND v.recorded_to > $2 ORDER BY v.valid_from"
        );
        let rows = query(sql).bind(id.0).bind(known.0).fetch_all(self.reader()).await?;
        let history = |row: &AnyRow| {
            let parent = row.text_or_null(7)?.zip(row.text_or_null(8)?);
            let change = if row.bytes_or_null(9)?.is_some() { Some(change(row, 9)?) } else { None };
            Ok(HistoryRow { region: region(row)?, parent, change, planned: Vec::new() })
        };
        let mut stretches: Vec<HistoryRow> = rows.iter().map(history).collect::<Result<_>>()?;
        if let Some(last) = stretches.last_mut() {
            last.planned = self.planned_for(id).await?;
        }
        Ok(stretches)
    }

    /// What became by `at` of the region that had the code last before; none where no region ever had it.
    ///
    /// # Errors
    /// The database's own.
    pub async fn replaced(&self, code: &RegionCode, at: AsOf) -> Result<Option<Replaced>> {
        let sql = "SELECT v.region_id, v.valid_to FROM region_version v WHERE v.code = $3 \
                   AND v.valid_from <= $1 AND v.recorded_from <= $2 AND v.recorded_to > $2 ORDER BY v.valid_to DESC LIMIT 1";
        let row = query_as_of(sql, at).bind(code.as_str()).fetch_optional(self.reader()).await?;
        let Some(row) = row else { return Ok(None) };
        let until = Date(narrow::<i32>(row.int(1)?)?.saturating_sub(1));
        let by = self.became(RegionId(row.int(0)?), at).await?;
        Ok(Some(Replaced { by, until }))
    }

    /// What the region became by `at`, the main one first: itself, as long as it is there.
    ///
    /// # Errors
    /// The database's own.
    pub async fn became(&self, id: RegionId, at: AsOf) -> Result<Vec<Region>> {
        let mut connection = self.reader().acquire().await?;
        let mut by = Vec::new();
        for id in became(&mut connection, id, at).await? {
            by.extend(self.region_by_id(id, at).await?);
        }
        Ok(by)
    }

    /// Whether a code names a region on any day at all.
    ///
    /// # Errors
    /// The database's own.
    pub async fn region_of_code_ever(&self, code: &RegionCode, known: Instant) -> Result<Option<Region>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM region_version v WHERE v.code = $1 AND v.recorded_from <= $2 AND v.recorded_to > $2 \
             ORDER BY v.valid_to DESC LIMIT 1"
        );
        let row = query(sql).bind(code.as_str()).bind(known.0).fetch_optional(self.reader()).await?;
        row.as_ref().map(region).transpose()
    }

    /// The last day on which the region was in force and a look at it then: what lies in the past has a place, too.
    ///
    /// # Errors
    /// There was never such a region.
    pub async fn last_in_force(&self, id: RegionId, at: AsOf) -> Result<AsOf> {
        let sql = format!("SELECT 1 FROM region_version v WHERE v.region_id = $3 AND {}", in_force("v"));
        if query_as_of(sql, at).bind(id.0).fetch_optional(self.reader()).await?.is_some() {
            return Ok(at);
        }
        let sql = "SELECT MAX(v.valid_to) FROM region_version v WHERE v.region_id = $3 AND v.valid_from <= $1 \
                   AND v.recorded_from <= $2 AND v.recorded_to > $2";
        let row = query_as_of(sql, at).bind(id.0).fetch_one(self.reader()).await?;
        let until: i32 = narrow(row.int_or_null(0)?.ok_or(StoreError::NotFound("region"))?)?;
        Ok(AsOf { valid: Date(until.saturating_sub(1)), ..at })
    }
}

/// The identities of what the region became by `at`, the main one first: its own, as long as it is there.
pub(crate) async fn became(connection: &mut AnyConnection, id: RegionId, at: AsOf) -> Result<Vec<RegionId>> {
    let (mut open, mut seen, mut by) = (vec![id], Vec::new(), Vec::new());
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let sql = format!("SELECT 1 FROM region_version v WHERE v.region_id = $3 AND {}", in_force("v"));
        if query_as_of(sql, at).bind(id.0).fetch_optional(&mut *connection).await?.is_some() {
            by.push(id);
            continue;
        }
        let sql = "SELECT l.to_id FROM region_link l WHERE l.from_id = $3 AND l.to_id <> l.from_id AND l.day <= $1 \
                   AND l.recorded_at <= $2 ORDER BY l.main, l.to_id DESC";
        let rows = query_as_of(sql, at).bind(id.0).fetch_all(&mut *connection).await?;
        open.extend(rows.iter().map(|row| row.int(0).map(RegionId)).collect::<Result<Vec<_>>>()?);
    }
    Ok(by)
}

pub(super) fn change(row: &AnyRow, first: usize) -> Result<ChangeRow> {
    let moment = |column| Ok::<_, StoreError>(row.int_or_null(first + column)?.map(Instant));
    let state = match (moment(5)?, moment(6)?) {
        (Some(made), _) => ChangeState::Made(made),
        (None, Some(withdrawn)) => ChangeState::Withdrawn(withdrawn, row.text_or_null(first + 7)?.unwrap_or_default()),
        (None, None) => ChangeState::Planned(moment(8)?.zip(row.json_or_null(first + 9)?)),
    };
    Ok(ChangeRow {
        uid: row.uid(first)?,
        change: row.json(first + 1)?,
        state,
        followed: row.json(first + 2)?,
        recorded_at: Instant(row.int(first + 3)?),
        recorded_by: row.text(first + 4)?,
    })
}

impl Changed {
    /// How many regions it touched.
    #[must_use]
    pub fn touched(&self) -> usize {
        self.regions.len()
    }
}
