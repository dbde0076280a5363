//! Sweeps 排查: a rule over the people of a region, as a job: how far it is, who runs it, and what it proposed per community.

use crate::bulk::{Rows, Values};
use crate::error::{Result, StoreError};
use crate::sql::{Read, narrow, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::call::PluginRef;
use lifang_core::clock::Instant;
use lifang_core::problem::Problem;
use lifang_core::region::RegionId;
use sqlx::any::AnyRow;
use uuid::Uuid;

/// What runs over the communities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepKind {
    /// A plugin's rule.
    Rule,
    /// All rules of data quality.
    Quality,
}

impl SweepKind {
    /// Its name in the database and in the interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Quality => "quality",
        }
    }

    fn read(name: &str) -> Result<Self> {
        match name {
            "rule" => Ok(Self::Rule),
            "quality" => Ok(Self::Quality),
            other => Err(StoreError::corrupt(format!("a sweep with a {other}"))),
        }
    }
}

/// A sweep to be started.
#[derive(Clone, Copy, Debug)]
pub struct NewSweep<'a> {
    /// A new identifier.
    pub uid: Uuid,
    /// Where.
    pub region: RegionId,
    /// What runs.
    pub kind: SweepKind,
    /// The rule; of a look at quality its kind.
    pub rule: &'a str,
    /// How many communities there are to sweep.
    pub communities: u32,
    /// When.
    pub created_at: Instant,
    /// Who asked for it, and in which role.
    pub created_by: (&'a str, &'a str),
    /// Who runs it.
    pub runner: &'a str,
}

/// How far a sweep is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepStatus {
    /// It runs, or whoever ran it is gone and another may take it over.
    Running,
    /// Every community has its answer.
    Done,
    /// Somebody stopped it; what was swept stays.
    Cancelled,
    /// The host could not go on; it can be resumed.
    Failed,
}

impl SweepStatus {
    /// Its name in the database and in the interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    fn read(name: &str) -> Result<Self> {
        Ok(match name {
            "running" => Self::Running,
            // Before sweeps were jobs there was no other way.
            "done" | "simulated" | "applied" => Self::Done,
            "cancelled" => Self::Cancelled,
            "failed" => Self::Failed,
            other => return Err(StoreError::corrupt(format!("a sweep that is {other}"))),
        })
    }
}

/// A sweep as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepRow {
    /// Its row.
    pub id: i64,
    /// Its identifier for the world outside.
    pub uid: Uuid,
    /// Where.
    pub region: RegionId,
    /// What runs.
    pub kind: SweepKind,
    /// The rule; of a look at quality its kind.
    pub rule: String,
    /// The versions that spoke so far.
    pub speakers: Vec<PluginRef>,
    /// How many rows they saw.
    pub scanned: u64,
    /// How far it is.
    pub status: SweepStatus,
    /// How many communities there are to sweep.
    pub communities: u32,
    /// How many have their answer, a failure among them.
    pub swept: u32,
    /// In how many it failed.
    pub failed: u32,
    /// When it was started.
    pub created_at: Instant,
    /// Who asked for it.
    pub created_by: String,
    /// In which role.
    pub role: String,
    /// Who runs it.
    pub runner: Option<String>,
    /// The last sign of life of who runs it.
    pub beat_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

/// How a sweep went in a community.
#[derive(Clone, Debug, PartialEq)]
pub struct SweptCommunity {
    /// The community.
    pub region: RegionId,
    /// Its code then.
    pub code: String,
    /// Its name then.
    pub name: String,
    /// The version that spoke; none where the rule is not in force.
    pub plugin: Option<PluginRef>,
    /// Rows looked at.
    pub scanned: u32,
    /// Numbers of outcomes, and how many rows each marked.
    pub marked: Vec<(u32, u32)>,
    /// Why it failed, if it did.
    pub problem: Option<Problem>,
    /// What was recorded until then was seen.
    pub data_as_of: Instant,
}

const COLUMNS: &str = "id, uid, region_id, rule, speakers, scanned, status, communities, swept, failed, created_at, created_by, \
                       role, runner, beat_at, finished_at, kind";

fn sweep(row: &AnyRow) -> Result<SweepRow> {
    Ok(SweepRow {
        id: row.int(0)?,
        uid: row.uid(1)?,
        region: RegionId(row.int(2)?),
        rule: row.text(3)?,
        speakers: row.json(4)?,
        scanned: narrow(row.int(5)?)?,
        status: SweepStatus::read(&row.text(6)?)?,
        communities: narrow(row.int(7)?)?,
        swept: narrow(row.int(8)?)?,
        failed: narrow(row.int(9)?)?,
        created_at: Instant(row.int(10)?),
        created_by: row.text(11)?,
        role: row.text(12)?,
        runner: row.text_or_null(13)?,
        beat_at: Instant(row.int(14)?),
        finished_at: row.int_or_null(15)?.map(Instant),
        kind: SweepKind::read(&row.text(16)?)?,
    })
}

/// Records a sweep that begins.
///
/// # Errors
/// The database's own.
pub async fn start_sweep(tx: &mut Tx, new: &NewSweep<'_>) -> Result<i64> {
    let sql = "INSERT INTO sweep (uid, region_id, rule, speakers, scanned, status, result, created_at, created_by, communities, \
               role, runner, beat_at, kind) VALUES ($1, $2, $3, '[]', 0, 'running', '[]', $4, $5, $6, $7, $8, $4, $9) \
               RETURNING id";
    query(sql)
        .bind(new.uid.as_bytes().as_slice())
        .bind(new.region.0)
        .bind(new.rule)
        .bind(new.created_at.0)
        .bind(new.created_by.0)
        .bind(i64::from(new.communities))
        .bind(new.created_by.1)
        .bind(new.runner)
        .bind(new.kind.name())
        .fetch_one(tx.connection())
        .await?
        .int(0)
}

/// Takes over a sweep that nobody has shown a sign of life of since `since`, or that was stopped. Gives whether it is the
/// runner's now.
///
/// # Errors
/// The database's own.
pub async fn take_over_sweep(tx: &mut Tx, sweep: i64, runner: &str, since: Instant, now: Instant) -> Result<bool> {
    let sql = "UPDATE sweep SET runner = $1, beat_at = $2, status = 'running', finished_at = NULL \
               WHERE id = $3 AND (status IN ('cancelled', 'failed') OR status = 'running' AND beat_at < $4)";
    let taken = query(sql).bind(runner).bind(now.0).bind(sweep).bind(since.0).execute(tx.connection()).await?;
    Ok(taken.rows_affected() == 1)
}

/// Takes over a sweep of which another host's sign of life, `seen`, was the last for long enough: by that sign and no clock, for
/// two hosts' clocks need not agree. Gives whether it is the runner's now.
///
/// # Errors
/// The database's own.
pub async fn take_over_left_sweep(tx: &mut Tx, seen: &SweepRow, runner: &str, now: Instant) -> Result<bool> {
    let sql = "UPDATE sweep SET runner = $1, beat_at = $2 \
               WHERE id = $3 AND status = 'running' AND COALESCE(runner, '') = $4 AND beat_at = $5";
    let before = seen.runner.as_deref().unwrap_or_default();
    let taken = query(sql).bind(runner).bind(now.0).bind(seen.id).bind(before).bind(seen.beat_at.0);
    Ok(taken.execute(tx.connection()).await?.rows_affected() == 1)
}

/// A sign of life. Gives whether the sweep still runs and is still the runner's.
///
/// # Errors
/// The database's own.
pub async fn beat_sweep(tx: &mut Tx, sweep: i64, runner: &str, now: Instant) -> Result<bool> {
    let sql = "UPDATE sweep SET beat_at = $1 WHERE id = $2 AND runner = $3 AND status = 'running'";
    let beat = query(sql).bind(now.0).bind(sweep).bind(runner).execute(tx.connection()).await?;
    Ok(beat.rows_affected() == 1)
}

/// Ends a sweep that runs, whoever runs it. Gives whether it ran.
///
/// # Errors
/// The database's own.
pub async fn end_sweep(tx: &mut Tx, sweep: i64, status: SweepStatus, now: Instant) -> Result<bool> {
    let sql = "UPDATE sweep SET status = $1, finished_at = $2 WHERE id = $3 AND status = 'running'";
    let ended = query(sql).bind(status.name()).bind(now.0).bind(sweep).execute(tx.connection()).await?;
    Ok(ended.rows_affected() == 1)
}

/// Ends a sweep that runs and is still the runner's. Gives whether it was.
///
/// # Errors
/// The database's own.
pub async fn finish_sweep(tx: &mut Tx, sweep: i64, runner: &str, status: SweepStatus, now: Instant) -> Result<bool> {
    let sql = "UPDATE sweep SET status = $1, finished_at = $2 WHERE id = $3 AND runner = $4 AND status = 'running'";
    let ended = query(sql).bind(status.name()).bind(now.0).bind(sweep).bind(runner).execute(tx.connection()).await?;
    Ok(ended.rows_affected() == 1)
}

/// Adds what was swept, with the speakers so far; a community that has its answer keeps it. The counts of the sweep follow.
///
/// # Errors
/// The database's own.
pub async fn add_swept(tx: &mut Tx, sweep: i64, speakers: &[PluginRef], communities: &[SweptCommunity]) -> Result<()> {
    let columns = &["sweep_id", "community_id", "code", "name", "plugin", "scanned", "marked", "problem", "data_as_of"];
    let mut rows = Rows::new("sweep_community", columns);
    for one in communities {
        let row = Values::default().and(sweep).and(one.region.0).and(one.code.as_str()).and(one.name.as_str());
        let row = row.and(one.plugin.as_ref().map(to_json).transpose()?).and(i64::from(one.scanned));
        let row = row.and(to_json(&one.marked)?).and(one.problem.as_ref().map(to_json).transpose()?);
        rows.push(tx, row.and(one.data_as_of.0)).await?;
    }
    rows.finish(tx).await?;
    let scanned: i64 = communities.iter().map(|one| i64::from(one.scanned)).sum();
    let failed = communities.iter().filter(|one| one.problem.is_some()).count();
    let sql = "UPDATE sweep SET swept = swept + $1, failed = failed + $2, scanned = scanned + $3, speakers = $4 WHERE id = $5";
    query(sql)
        .bind(i64::try_from(communities.len()).map_err(StoreError::corrupt)?)
        .bind(i64::try_from(failed).map_err(StoreError::corrupt)?)
        .bind(scanned)
        .bind(to_json(speakers)?)
        .bind(sweep)
        .execute(tx.connection())
        .await?;
    Ok(())
}

impl Store {
    /// The sweep of that identifier.
    ///
    /// # Errors
    /// The database's own.
    pub async fn sweep(&self, uid: Uuid) -> Result<Option<SweepRow>> {
        let sql = format!("SELECT {COLUMNS} FROM sweep WHERE uid = $1");
        let row = query(sql).bind(uid.as_bytes().as_slice()).fetch_optional(self.reader()).await?;
        row.as_ref().map(sweep).transpose()
    }

    /// Sweeps that run, or whose runner is gone.
    ///
    /// # Errors
    /// The database's own.
    pub async fn running_sweeps(&self) -> Result<Vec<SweepRow>> {
        let sql = format!("SELECT {COLUMNS} FROM sweep WHERE status = 'running' ORDER BY id");
        query(sql).fetch_all(self.reader()).await?.iter().map(sweep).collect()
    }

    /// The newest sweep of a region with a rule, or look at its quality, that did not come to its end.
    ///
    /// # Errors
    /// The database's own.
    pub async fn unfinished_sweep(&self, region: RegionId, kind: SweepKind, rule: &str) -> Result<Option<SweepRow>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sweep WHERE region_id = $1 AND rule = $2 AND kind = $3 AND status IN ('running', 'cancelled', 'failed') \
             ORDER BY id DESC LIMIT 1"
        );
        let row = query(sql).bind(region.0).bind(rule).bind(kind.name()).fetch_optional(self.reader()).await?;
        row.as_ref().map(sweep).transpose()
    }

    /// The communities that have their answer, by code, after the code `after`, at most `limit`.
    ///
    /// # Errors
    /// The database's own.
    pub async fn swept_communities(
        &self,
        sweep: i64,
        after: &str,
        failed_only: bool,
        limit: u32,
    ) -> Result<Vec<SweptCommunity>> {
        let failed = if failed_only { "AND problem IS NOT NULL" } else { "" };
        let sql = format!(
            "SELECT community_id, code, name, plugin, scanned, marked, problem, data_as_of FROM sweep_community \
             WHERE sweep_id = $1 AND code > $2 {failed} ORDER BY code LIMIT $3"
        );
        let rows = query(sql).bind(sweep).bind(after).bind(i64::from(limit)).fetch_all(self.reader()).await?;
        let community = |row: &AnyRow| {
            Ok(SweptCommunity {
                region: RegionId(row.int(0)?),
                code: row.text(1)?,
                name: row.text(2)?,
                plugin: row.json_or_null(3)?,
                scanned: narrow(row.int(4)?)?,
                marked: row.json(5)?,
                problem: row.json_or_null(6)?,
                data_as_of: Instant(row.int(7)?),
            })
        };
        rows.iter().map(community).collect()
    }
}
