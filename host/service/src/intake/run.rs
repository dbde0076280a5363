//! One import from its first row to its last: a thread reads, the rules judge, and each chunk is written in one transaction with
//! how far the job has come.

use super::jobs::{ImportView, StartedImport};
use super::reader::Reader;
use super::refused;
use super::regions::Regions;
use super::rules;
use super::said::Said;
use crate::Service;
use crate::error::{Result, ServiceError};
use lifang_core::actor::Actor;
use lifang_core::base_data::Provenance;
use lifang_core::clock::{Date, Instant};
use lifang_core::intake::Kind;
use lifang_core::problem::Problem;
use lifang_core::region::{Level, RegionId};
use lifang_store::audit::AuditEntry;
use lifang_store::intake::{
    Chunk, Done, HouseRow, ImportJob, Moved, NewImportJob, PersonRow, Rejection, Seen, StaffRow, UnitRow, adopt_import,
    finish_import, move_import, reject, take_houses, take_persons, take_staff, take_units,
};
use lifang_store::{AsOf, Conflict, StoreError, Tx};
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

/// The rows of a chunk that hold against the rules.
enum Rows {
    Persons(Vec<PersonRow>),
    Houses(Vec<HouseRow>),
    Units(Vec<UnitRow>),
    Staff(Vec<StaffRow>),
}

/// An import under way.
struct Run<'a> {
    service: &'a Service,
    kind: Kind,
    job: ImportJob,
    provenance: Provenance,
    regions: Regions,
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
            self.store.analyze().await?;
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
        let region = self.store.region_by_id(job.region, at).await?.ok_or(StoreError::NotFound("region"))?;
        let reader = open(file, &job.file, kind, &job.mapping, region.level).await?;
        let mut run = Run {
            service: self,
            kind,
            provenance: Provenance { source: "import".into(), collector: job.actor.clone() },
            regions: Regions::new(self.store.clone(), region, at),
            seen: Seen::default(),
            scope: job.region,
            job: job.clone(),
        };
        let (sender, mut chunks) = mpsc::channel(AHEAD);
        let skipped = job.moved.rows;
        let reading = tokio::task::spawn_blocking(move || read(reader, skipped, &sender));
        while let Some(chunk) = chunks.recv().await {
            run.chunk(chunk?).await?;
            progress(run.job.moved);
        }
        reading.await.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(())
    }
}

/// Opens the file where blocking does no harm: a workbook is unpacked and looked over before its first row.
pub(super) async fn open(file: &Path, name: &str, kind: Kind, mapping: &str, level: Level) -> Result<Reader> {
    let (file, name, mapping) = (file.to_owned(), name.to_owned(), mapping.to_owned());
    let opened = tokio::task::spawn_blocking(move || Reader::open(&file, &name, kind, &mapping, level)).await;
    opened.map_err(|error| StoreError::Unavailable(error.to_string()))?
}

/// Sends the rows chunk by chunk, but for the first ones, which an earlier run has dealt with; ends with the error, if one comes.
fn read(mut reader: Reader, skipped: u64, sender: &mpsc::Sender<std::result::Result<Vec<Said>, Problem>>) {
    for _ in 0..skipped {
        if !matches!(reader.pass(), Ok(true)) {
            break;
        }
    }
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
    async fn chunk(&mut self, mut chunk: Vec<Said>) -> Result<()> {
        self.regions.learn(&chunk).await?;
        let today = self.service.clock.now().day();
        let (positions, rows) = self.judge(&mut chunk, today);
        let mut tries = 0;
        let (moved, job) = loop {
            tries += 1;
            match self.write(&chunk, &positions, &rows).await {
                Ok(moved) => {
                    self.seen.keep();
                    let job = &self.job.moved;
                    break (
                        moved,
                        Moved {
                            rows: job.rows + moved.rows,
                            taken: job.taken + moved.taken,
                            updated: job.updated + moved.updated,
                            unchanged: job.unchanged + moved.unchanged,
                            rejected: job.rejected + moved.rejected,
                            probable: job.probable + moved.probable,
                        },
                    );
                }
                Err(error) => {
                    self.seen.forget();
                    let again = matches!(error, StoreError::Busy | StoreError::Conflict(Conflict::Changed));
                    if !again || tries == TRIES || !self.is_ours().await? {
                        return Err(error.into());
                    }
                }
            }
        };
        metrics::counter!("lifang_import_rows", "kind" => self.kind.name()).increment(moved.rows);
        self.job.moved = job;
        Ok(())
    }

    /// Whether the job still stands where this run left it: what was changed meanwhile was somebody else's.
    async fn is_ours(&self) -> Result<bool> {
        let job = self.service.store.import_job(self.job.uid).await?;
        Ok(job.is_some_and(|job| job.is_the_run_of(&self.job)))
    }

    /// Holds the rows against the rules; those that stand, and their positions in the chunk.
    fn judge(&self, chunk: &mut [Said], today: Date) -> (Vec<usize>, Rows) {
        let mut positions = Vec::with_capacity(chunk.len());
        macro_rules! judged {
            ($variant:ident, $rule:expr) => {{
                let mut rows = Vec::with_capacity(chunk.len());
                for (position, said) in chunk.iter_mut().enumerate() {
                    let spot = self.regions.spot(said);
                    if let Some(row) = $rule(said, spot, today).filter(|_| said.is_right()) {
                        rows.push(row);
                        positions.push(position);
                    }
                }
                Rows::$variant(rows)
            }};
        }
        let rows = match self.kind {
            Kind::Persons => judged!(Persons, rules::person),
            Kind::Residences => judged!(Persons, rules::residence),
            Kind::Houses => judged!(Houses, rules::house),
            Kind::Units => judged!(Units, rules::unit),
            Kind::Staff => judged!(Staff, rules::appointment),
        };
        (positions, rows)
    }

    /// One transaction: the rows, the rejections, and how far the job is.
    async fn write(&mut self, chunk: &[Said], positions: &[usize], rows: &Rows) -> Result<Moved, StoreError> {
        let service = self.service;
        let mut tx = service.store.begin().await?;
        let (done, probable) = self.take(&mut tx, rows).await?;
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

    async fn take(&mut self, tx: &mut Tx, rows: &Rows) -> Result<(Vec<Done>, u64), StoreError> {
        let service = self.service;
        let chunk = Chunk {
            provenance: &self.provenance,
            day: service.clock.now().day(),
            scope: self.scope,
            write: !self.job.dry_run,
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

/// What the audit says of an import that begins.
pub(super) fn entry(actor: &Actor, job: &NewImportJob<'_>, now: Instant) -> AuditEntry {
    let dataset = Some(job.kind.to_owned());
    let detail = serde_json::json!({ "import": job.uid, "digest": job.digest, "dry_run": job.dry_run });
    AuditEntry { region: Some(job.region), dataset, detail: Some(detail), ..AuditEntry::done(now, actor, "import") }
}
