//! One import from its first row to its last: a thread reads, the rules judge, and each chunk is written in one transaction with
//! how far the job has come. While one is written, the next is judged.

use super::jobs::{ImportView, StartedImport};
use super::judge::{Judge, Judged, Rows};
use super::reader::Reader;
use super::refused;
use super::regions::Regions;
use super::said::Said;
use crate::Service;
use crate::error::{Result, ServiceError};
use lifang_core::actor::Actor;
use lifang_core::base_data::Provenance;
use lifang_core::clock::Instant;
use lifang_core::intake::{Field, Kind};
use lifang_core::problem::Problem;
use lifang_core::region::RegionId;
use lifang_store::audit::AuditEntry;
use lifang_store::intake::{
    Chunk, Done, ImportJob, Moved, NewImportJob, Rejection, Seen, adopt_import, finish_import, move_import, reject,
    take_houses, take_persons, take_staff, take_units,
};
use lifang_store::{AsOf, Conflict, StoreError, Tx};
use std::collections::HashSet;
use std::path::Path;
use tokio::sync::mpsc;

/// Rows in one transaction.
const CHUNK: usize = 4_096;
/// Chunks read ahead.
const AHEAD: usize = 2;
/// How often a chunk is tried again that met others' writing.
const TRIES: usize = 8;
/// So many rows are worth telling the planner about.
const MANY: u64 = 10_000;

/// An import under way.
struct Run<'a> {
    service: &'a Service,
    kind: Kind,
    job: ImportJob,
    provenance: Provenance,
    seen: Seen,
    scope: RegionId,
}

impl Service {
    /// Runs an import to its end; `progress` hears how far it is after each chunk. An import that fails keeps what was taken.
    ///
    /// # Errors
    /// A store that no longer answers. What is wrong with the file is in the view.
    pub async fn run_import(
        &self,
        started: StartedImport,
        mut progress: impl FnMut(Moved) + Send,
    ) -> Result<ImportView> {
        let Some((job, file)) = started.to_run else { return Ok(started.view) };
        let uid = job.uid;
        let outcome = self.run_rows(&job, &file, &mut progress).await;
        let problem = match outcome {
            Ok(()) => None,
            Err(ServiceError::Store(StoreError::Conflict(Conflict::Changed))) => {
                // Another run has the job now, and tells how it ends.
                return self.import_view(&self.store.import_job(uid).await?.unwrap_or(job)).await;
            }
            Err(error) => {
                let problem = error.problem();
                tracing::warn!(import = %uid, error = &error as &dyn std::error::Error, "an import failed");
                Some(problem)
            }
        };
        let mut tx = self.store.begin().await?;
        finish_import(&mut tx, &job, problem.as_ref(), self.clock.now()).await?;
        tx.commit().await?;
        let job = self.store.import_job(uid).await?.unwrap_or(job);
        if job.moved.taken + job.moved.updated >= MANY && !job.dry_run {
            self.store.analyze_imported(&job.kind).await?;
        }
        self.import_view(&job).await
    }

    /// Goes on, in the background, with imports whose host was stopped and whose file is here.
    ///
    /// # Errors
    /// The store's own.
    pub async fn resume_imports(&self) -> Result<usize> {
        let mut resumed = 0;
        for job in self.store.orphaned_imports(self.clock.now()).await? {
            let Some(file) = self.upload_of(job.uid).filter(|file| file.is_file()) else { continue };
            let mut tx = self.store.begin().await?;
            let adopted = adopt_import(&mut tx, &job, self.clock.new_id(), self.clock.now()).await?;
            tx.commit().await?;
            if let Some(job) = adopted {
                let view = self.import_view(&job).await?;
                self.run_in_background(StartedImport {
                    view,
                    to_run: Some((job, file)),
                    resumed: true,
                    ignored: Vec::new(),
                });
                resumed += 1;
            }
        }
        Ok(resumed)
    }

    /// Runs an import beside everything else; how it goes is asked for.
    pub fn run_in_background(&self, started: StartedImport) {
        let service = self.clone();
        tokio::spawn(async move {
            if let Err(error) = service.run_import(started, |_| ()).await {
                tracing::error!(error = &error as &dyn std::error::Error, "an import could not be ended");
            }
        });
    }

    async fn run_rows(&self, job: &ImportJob, file: &Path, progress: &mut (impl FnMut(Moved) + Send)) -> Result<()> {
        let kind = Kind::from_name(&job.kind).ok_or(StoreError::NotFound("kind of import"))?;
        let at = AsOf::now(self.clock.now());
        let path = self.store.path(job.region, at).await?;
        let (fields, locals) = self.import_fields(kind, &path, at, &job.role).await?;
        let reader = open(file, &job.file, kind, &job.mapping, fields).await?;
        let mut run = Run {
            service: self,
            kind,
            provenance: Provenance { source: "import".into(), collector: job.actor.clone() },
            seen: Seen::default(),
            scope: job.region,
            job: job.clone(),
        };
        let (sender, chunks) = mpsc::channel(AHEAD);
        let regions = Regions::new(self.store.clone(), path.region().clone(), at);
        let mut judge = Judge { service: self.clone(), kind, regions, locals, chunks };
        let reading = tokio::task::spawn_blocking(move || read(reader, &sender));
        let mut next = None;
        let mut behind = job.moved.rows;
        while behind > 0
            && let Some(mut chunk) = judge.receive().await?
        {
            let rest = chunk.split_off(chunk.len().min(usize::try_from(behind).unwrap_or(usize::MAX)));
            behind -= chunk.len() as u64;
            run.recall(chunk, &mut judge).await?;
            if !rest.is_empty() {
                next = Some(judge.judge(rest).await?);
            }
            progress(run.job.moved);
        }
        if next.is_none() {
            next = judge.next().await?;
        }
        while let Some(chunk) = next {
            let ahead = tokio::spawn(judge.ahead());
            let written = run.write(&chunk).await;
            let judged;
            (judge, judged) = ahead.await.map_err(|error| StoreError::Unavailable(error.to_string()))?;
            run.see_through(chunk, written, &mut judge).await?;
            progress(run.job.moved);
            next = judged?;
        }
        reading.await.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(())
    }
}

/// Opens the file where blocking does no harm: a workbook is unpacked and looked over before its first row.
pub(super) async fn open(file: &Path, name: &str, kind: Kind, mapping: &str, fields: Vec<Field>) -> Result<Reader> {
    let (file, name, mapping) = (file.to_owned(), name.to_owned(), mapping.to_owned());
    let opened = tokio::task::spawn_blocking(move || Reader::open(&file, &name, kind, &mapping, &fields)).await;
    opened.map_err(|error| StoreError::Unavailable(error.to_string()))?
}

/// Sends the rows chunk by chunk; ends with the error, if one comes.
fn read(mut reader: Reader, sender: &mpsc::Sender<std::result::Result<Vec<Said>, Problem>>) {
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        let ended = loop {
            match reader.next() {
                Ok(Some(said)) => chunk.push(said),
                Ok(None) => break Some(None),
                Err(error) => break Some(Some(error.problem())),
            }
            if chunk.len() == CHUNK {
                break None;
            }
        };
        if !chunk.is_empty() && sender.blocking_send(Ok(chunk)).is_err() {
            return;
        }
        match ended {
            None => {}
            Some(problem) => {
                if let Some(problem) = problem {
                    // Whoever does not listen any more has a reason of its own.
                    let _ = sender.blocking_send(Err(problem));
                }
                return;
            }
        }
    }
}

impl Run<'_> {
    /// Counts what was written of a chunk; where that did not end well, tries again.
    async fn see_through(
        &mut self,
        mut chunk: Judged,
        mut written: Result<Moved, StoreError>,
        judge: &mut Judge,
    ) -> Result<()> {
        let mut tries = 0;
        let moved = loop {
            match written {
                Ok(moved) => break moved,
                Err(error) => {
                    tries += 1;
                    self.once_more(error, tries).await?;
                    judge.judge_anew(&mut chunk).await?;
                    written = self.write(&chunk).await;
                }
            }
        };
        self.seen.keep();
        metrics::counter!("lifang_import_rows", "kind" => self.kind.name()).increment(moved.rows);
        let job = &mut self.job.moved;
        job.rows += moved.rows;
        job.taken += moved.taken;
        job.updated += moved.updated;
        job.unchanged += moved.unchanged;
        job.rejected += moved.rejected;
        job.probable += moved.probable;
        Ok(())
    }

    /// Goes over rows that an earlier run of the job has dealt with, and writes nothing: whom they spoke of must be known, or rows
    /// behind them could contradict them unnoticed. Those that were refused have said nothing.
    async fn recall(&mut self, mut chunk: Vec<Said>, judge: &mut Judge) -> Result<()> {
        let (Some(first), Some(last)) = (chunk.first().map(Said::line), chunk.last().map(Said::line)) else {
            return Ok(());
        };
        let many = u32::try_from(chunk.len()).unwrap_or(u32::MAX);
        let refused = self.service.store.rejections(&self.job, first.saturating_sub(1), many).await?;
        let refused: HashSet<u64> = refused.iter().map(|one| one.line).filter(|line| *line <= last).collect();
        chunk.retain(|said| !refused.contains(&said.line()));
        let Judged { rows, .. } = judge.judge(chunk).await?;
        let mut tries = 0;
        loop {
            tries += 1;
            match self.look_over(&rows).await {
                Ok(()) => break,
                Err(error) => self.once_more(error, tries).await?,
            }
        }
        self.seen.keep();
        Ok(())
    }

    async fn look_over(&mut self, rows: &Rows) -> Result<(), StoreError> {
        let mut tx = self.service.store.begin().await?;
        self.take(&mut tx, rows, false).await?;
        // Nobody must take it for dead meanwhile.
        move_import(&mut tx, &self.job, Moved::default(), self.service.clock.now()).await?;
        tx.commit().await
    }

    /// Whether a transaction that did not end well is worth another try; otherwise its error.
    async fn once_more(&mut self, error: StoreError, tries: usize) -> Result<()> {
        self.seen.forget();
        let again = matches!(error, StoreError::Busy | StoreError::Conflict(Conflict::Changed));
        if again && tries < TRIES && self.is_ours().await? { Ok(()) } else { Err(error.into()) }
    }

    /// Whether the job still stands where this run left it: what was changed meanwhile was somebody else's.
    async fn is_ours(&self) -> Result<bool> {
        let job = self.service.store.import_job(self.job.uid).await?;
        Ok(job.is_some_and(|job| job.is_the_run_of(&self.job)))
    }

    /// One transaction: the rows, the rejections, and how far the job is.
    async fn write(&mut self, judged: &Judged) -> Result<Moved, StoreError> {
        let Judged { chunk, positions, rows, revision } = judged;
        let service = self.service;
        let mut tx = service.store.begin().await?;
        if Some(tx.regions_revision().await?) != *revision {
            return Err(StoreError::Conflict(Conflict::Changed));
        }
        let (done, probable) = self.take(&mut tx, rows, !self.job.dry_run).await?;
        let mut moved = Moved { rows: chunk.len() as u64, probable, ..Moved::default() };
        let mut refused_rows: Vec<Option<Said>> = vec![None; chunk.len()];
        for (position, done) in positions.iter().zip(&done) {
            match done {
                Done::Taken => moved.taken += 1,
                Done::Updated => moved.updated += 1,
                Done::Unchanged => moved.unchanged += 1,
                Done::Refused(why) => {
                    let mut said = chunk[*position].clone();
                    refused::blame(&mut said, self.kind, why);
                    refused_rows[*position] = Some(said);
                }
            }
        }
        let wrong = chunk.iter().zip(&refused_rows).filter_map(|(said, refused)| {
            let said = refused.as_ref().unwrap_or(said);
            (!said.is_right()).then(|| said.rejection())
        });
        let rejections: Vec<Rejection> = wrong.collect();
        moved.rejected = rejections.len() as u64;
        let now = service.clock.now();
        reject(&mut tx, &self.job, &rejections).await?;
        move_import(&mut tx, &self.job, moved, now).await?;
        tx.commit().await?;
        Ok(moved)
    }

    async fn take(&mut self, tx: &mut Tx, rows: &Rows, write: bool) -> Result<(Vec<Done>, u64), StoreError> {
        let service = self.service;
        let chunk = Chunk {
            provenance: &self.provenance,
            day: service.clock.now().day(),
            scope: self.scope,
            write,
            clock: &*service.clock,
        };
        let seen = &mut self.seen;
        Ok(match rows {
            Rows::Persons(rows) => take_persons(tx, chunk, seen, rows).await?,
            Rows::Houses(rows) => (take_houses(tx, chunk, seen, rows).await?, 0),
            Rows::Units(rows) => (take_units(tx, chunk, seen, rows).await?, 0),
            Rows::Staff(rows) => (take_staff(tx, chunk, seen, rows).await?, 0),
        })
    }
}

/// What the audit says of an import that begins; `columns` are the local fields it brings.
pub(super) fn entry(actor: &Actor, job: &NewImportJob<'_>, columns: Vec<String>, now: Instant) -> AuditEntry {
    let dataset = Some(job.kind.to_owned());
    let detail = serde_json::json!({ "import": job.uid, "digest": job.digest, "dry_run": job.dry_run });
    let done = AuditEntry::done(now, actor, "import");
    AuditEntry { region: Some(job.region), dataset, columns, detail: Some(detail), ..done }
}
