//! Jobs: one import of one file. A job knows how far it has come, in the transactions that bring it there; whoever loses it to
//! another run cannot move it any more.

use crate::as_of::AsOf;
use crate::error::{Conflict, Result, StoreError};
use crate::regions::place;
use crate::sql::{Read, narrow, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::clock::Instant;
use lifang_core::problem::Problem;
use lifang_core::region::RegionId;
use sqlx::any::AnyRow;
use uuid::Uuid;

/// A run that has not moved its job for so long is taken for dead.
const LEASE_MS: i64 = 20_000;

/// An import to be begun.
#[derive(Clone, Copy, Debug)]
pub struct NewImportJob<'a> {
    /// A new identifier.
    pub uid: Uuid,
    /// Who runs it: a new identifier for each run.
    pub owner: Uuid,
    /// `persons`, `houses`, …
    pub kind: &'a str,
    /// The file's name, for people.
    pub file: &'a str,
    /// The file's digest.
    pub digest: &'a str,
    /// The file's size in bytes.
    pub size: u64,
    /// The mapping, as text.
    pub mapping: &'a str,
    /// The region it may change.
    pub region: RegionId,
    /// Whether nothing is to be written.
    pub dry_run: bool,
    /// Who asked for it.
    pub actor: &'a str,
    /// In which role.
    pub role: &'a str,
    /// The key under which the same request counts once.
    pub idempotency_key: Option<&'a str>,
    /// When.
    pub at: Instant,
}

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// It is under way, or was when its run was killed.
    Running,
    /// All rows are dealt with.
    Done,
    /// It ended early; what was taken until then is taken.
    Failed,
}

impl ImportState {
    /// The name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn from_name(name: &str) -> Result<Self> {
        let all = [Self::Running, Self::Done, Self::Failed];
        all.into_iter().find(|state| state.name() == name).ok_or_else(|| StoreError::corrupt(format!("state {name}")))
    }
}

/// How many rows an import has dealt with, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Rows read.
    pub rows: u64,
    /// New.
    pub taken: u64,
    /// Known otherwise before.
    pub updated: u64,
    /// Known already.
    pub unchanged: u64,
    /// Not taken.
    pub rejected: u64,
    /// Pairs of persons who may be one, left for review.
    pub probable: u64,
}

/// An import as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportJob {
    /// Its row.
    pub id: i64,
    /// Its identifier for the world outside.
    pub uid: Uuid,
    /// `persons`, `houses`, …
    pub kind: String,
    /// The file's name.
    pub file: String,
    /// The file's digest.
    pub digest: String,
    /// The file's size in bytes.
    pub size: u64,
    /// The mapping, as text.
    pub mapping: String,
    /// The region it may change.
    pub region: RegionId,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// Who asked for it.
    pub actor: String,
    /// In which role.
    pub role: String,
    /// Where it stands.
    pub state: ImportState,
    /// How far it has come.
    pub moved: Moved,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// When it was begun.
    pub created_at: Instant,
    /// When it last moved.
    pub alive_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
    owner: Uuid,
}

impl ImportJob {
    /// Whether both are the same run of the same job.
    #[must_use]
    pub fn is_the_run_of(&self, other: &Self) -> bool {
        (self.id, self.owner) == (other.id, other.owner) && self.state == ImportState::Running
    }

    /// Whether it says that it is running, and has not moved for so long that nobody can be at it.
    #[must_use]
    pub fn is_orphaned(&self, now: Instant) -> bool {
        self.state == ImportState::Running && self.alive_at.plus_ms(LEASE_MS) <= now
    }
}

/// What became of the wish to begin an import.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    /// It is begun.
    New(ImportJob),
    /// The same request came before.
    Again(ImportJob),
    /// A run of the same file and mapping was killed; this one goes on where it stood.
    Resumed(ImportJob),
    /// Another run is at the same file.
    Busy(ImportJob),
}

const JOB: &str = "id, uid, kind, file, digest, size, mapping, region_id, dry_run, actor, role, owner, state, position, taken, \
                   updated, unchanged, rejected, problem, created_at, alive_at, finished_at, request_hash, probable";

/// Begins an import, or goes on with one of the same file whose run was killed.
///
/// # Errors
/// [`Conflict::KeyReused`] when the idempotency key came with another request.
pub async fn open_import(tx: &mut Tx, new: &NewImportJob<'_>) -> Result<Opened> {
    let request = request_hash(new);
    if let Some(key) = new.idempotency_key {
        let sql = format!("SELECT {JOB} FROM import_job WHERE actor = $1 AND idempotency_key = $2");
        if let Some(row) = query(sql).bind(new.actor).bind(key).fetch_optional(tx.connection()).await? {
            return match row.bytes_or_null(22)? {
                Some(before) if before == request => Ok(Opened::Again(job(&row)?)),
                _ => Err(StoreError::Conflict(Conflict::KeyReused)),
            };
        }
    }
    if !new.dry_run
        && let Some(found) = running(tx, new).await?
    {
        return Ok(found);
    }
    let sql = format!(
        "INSERT INTO import_job (uid, kind, file, digest, size, mapping, region_id, dry_run, actor, role, idempotency_key, \
         request_hash, owner, state, position, taken, updated, unchanged, rejected, probable, created_at, alive_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'running', 0, 0, 0, 0, 0, 0, $14, $14) RETURNING {JOB}"
    );
    let row = query(sql)
        .bind(new.uid.as_bytes().as_slice())
        .bind(new.kind)
        .bind(new.file)
        .bind(new.digest)
        .bind(i64::try_from(new.size).unwrap_or(i64::MAX))
        .bind(new.mapping)
        .bind(new.region.0)
        .bind(i64::from(new.dry_run))
        .bind(new.actor)
        .bind(new.role)
        .bind(new.idempotency_key)
        .bind(request)
        .bind(new.owner.as_bytes().as_slice())
        .bind(new.at.0)
        .fetch_one(tx.connection())
        .await?;
    Ok(Opened::New(job(&row)?))
}

/// A run that is at the same file, or was until it was killed.
async fn running(tx: &mut Tx, new: &NewImportJob<'_>) -> Result<Option<Opened>> {
    let sql =
        format!("SELECT {JOB} FROM import_job WHERE kind = $1 AND digest = $2 AND state = 'running' AND dry_run = 0");
    let row = query(sql).bind(new.kind).bind(new.digest).fetch_optional(tx.connection()).await?;
    let Some(before) = row.as_ref().map(job).transpose()? else { return Ok(None) };
    if !before.is_orphaned(new.at) {
        return Ok(Some(Opened::Busy(before)));
    }
    if before.mapping == new.mapping && before.region == new.region {
        return Ok(Some(match adopt_import(tx, &before, new.owner, new.at).await? {
            Some(adopted) => Opened::Resumed(adopted),
            None => Opened::Busy(before),
        }));
    }
    // It was to be read otherwise: that is another import, and this one is over.
    let sql = "UPDATE import_job SET state = 'failed', finished_at = $1 WHERE id = $2 AND alive_at = $3";
    let ended = query(sql).bind(new.at.0).bind(before.id).bind(before.alive_at.0).execute(tx.connection()).await?;
    Ok((ended.rows_affected() == 0).then_some(Opened::Busy(before)))
}

/// Takes over a job whose run was killed; none when somebody else did meanwhile.
///
/// # Errors
/// The database's own.
pub async fn adopt_import(tx: &mut Tx, job: &ImportJob, owner: Uuid, now: Instant) -> Result<Option<ImportJob>> {
    let sql = "UPDATE import_job SET owner = $1, alive_at = $2 \
               WHERE id = $3 AND owner = $4 AND alive_at = $5 AND state = 'running'";
    let adopted = query(sql)
        .bind(owner.as_bytes().as_slice())
        .bind(now.0)
        .bind(job.id)
        .bind(job.owner.as_bytes().as_slice())
        .bind(job.alive_at.0)
        .execute(tx.connection())
        .await?;
    Ok((adopted.rows_affected() == 1).then(|| ImportJob { owner, alive_at: now, ..job.clone() }))
}

/// Moves a job on, with the transaction that wrote the rows.
///
/// # Errors
/// [`Conflict::Changed`] when another run has the job, or it stands elsewhere.
pub async fn move_import(tx: &mut Tx, job: &ImportJob, by: Moved, now: Instant) -> Result<()> {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let sql = "UPDATE import_job SET position = position + $1, taken = taken + $2, updated = updated + $3, \
               unchanged = unchanged + $4, rejected = rejected + $5, alive_at = $6, \
               probable = probable + $7 WHERE id = $8 AND owner = $9 AND position = $10 AND state = 'running'";
    let moved = query(sql)
        .bind(number(by.rows))
        .bind(number(by.taken))
        .bind(number(by.updated))
        .bind(number(by.unchanged))
        .bind(number(by.rejected))
        .bind(now.0)
        .bind(number(by.probable))
        .bind(job.id)
        .bind(job.owner.as_bytes().as_slice())
        .bind(number(job.moved.rows))
        .execute(tx.connection())
        .await?;
    if moved.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Conflict(Conflict::Changed)) }
}

/// Ends a job: done, or failed with a problem.
///
/// # Errors
/// [`Conflict::Changed`] when another run has the job.
pub async fn finish_import(tx: &mut Tx, job: &ImportJob, problem: Option<&Problem>, now: Instant) -> Result<()> {
    let state = if problem.is_some() { ImportState::Failed } else { ImportState::Done };
    let sql = "UPDATE import_job SET state = $1, problem = $2, alive_at = $3, finished_at = $3 \
               WHERE id = $4 AND owner = $5 AND state = 'running'";
    let ended = query(sql)
        .bind(state.name())
        .bind(problem.map(to_json).transpose()?)
        .bind(now.0)
        .bind(job.id)
        .bind(job.owner.as_bytes().as_slice())
        .execute(tx.connection())
        .await?;
    if ended.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Conflict(Conflict::Changed)) }
}

impl Store {
    /// The import of that identifier.
    ///
    /// # Errors
    /// The database's own.
    pub async fn import_job(&self, uid: Uuid) -> Result<Option<ImportJob>> {
        let sql = format!("SELECT {JOB} FROM import_job WHERE uid = $1");
        let row = query(sql).bind(uid.as_bytes().as_slice()).fetch_optional(self.reader()).await?;
        row.as_ref().map(job).transpose()
    }

    /// Imports for the region and what lies below it, latest first; `before` is the row of the last one seen.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn import_jobs(
        &self,
        region: RegionId,
        before: Option<i64>,
        limit: u32,
        at: AsOf,
    ) -> Result<Vec<ImportJob>> {
        let root = place(self.reader(), region, at).await?;
        // A region's path is what it was when it last had one: jobs of regions that are gone are found too.
        let columns = JOB.split(", ").map(|column| format!("j.{}", column.trim())).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT {columns} FROM import_job j WHERE j.id < $3 AND EXISTS (SELECT 1 FROM region_version v \
             WHERE v.region_id = j.region_id AND v.path >= $1 AND v.path < $2) ORDER BY j.id DESC LIMIT $4"
        );
        let asked = query(sql).bind(root.path.as_str()).bind(root.end()).bind(before.unwrap_or(i64::MAX));
        asked.bind(i64::from(limit)).fetch_all(self.reader()).await?.iter().map(job).collect()
    }

    /// Imports that say they are running, and are not: their host was stopped.
    ///
    /// # Errors
    /// The database's own.
    pub async fn orphaned_imports(&self, now: Instant) -> Result<Vec<ImportJob>> {
        let sql = format!("SELECT {JOB} FROM import_job WHERE state = 'running' AND alive_at <= $1 ORDER BY id");
        let asked = query(sql).bind(now.plus_ms(-LEASE_MS).0);
        asked.fetch_all(self.reader()).await?.iter().map(job).collect()
    }
}

/// What tells one request from another under the same key.
fn request_hash(new: &NewImportJob<'_>) -> Vec<u8> {
    let parts = format!("{}\n{}\n{}\n{}\n{}", new.kind, new.digest, new.region.0, new.dry_run, new.mapping);
    crate::work::hash(parts.as_bytes())
}

fn job(row: &AnyRow) -> Result<ImportJob> {
    let count = |column| row.int(column).and_then(narrow::<u64>);
    Ok(ImportJob {
        id: row.int(0)?,
        uid: row.uid(1)?,
        kind: row.text(2)?,
        file: row.text(3)?,
        digest: row.text(4)?,
        size: count(5)?,
        mapping: row.text(6)?,
        region: RegionId(row.int(7)?),
        dry_run: row.int(8)? != 0,
        actor: row.text(9)?,
        role: row.text(10)?,
        owner: row.uid(11)?,
        state: ImportState::from_name(&row.text(12)?)?,
        moved: Moved {
            rows: count(13)?,
            taken: count(14)?,
            updated: count(15)?,
            unchanged: count(16)?,
            rejected: count(17)?,
            probable: count(23)?,
        },
        problem: row.json_or_null(18)?,
        created_at: Instant(row.int(19)?),
        alive_at: Instant(row.int(20)?),
        finished_at: row.int_or_null(21)?.map(Instant),
    })
}
