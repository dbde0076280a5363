//! Imports as people see them: begun, watched, listed.

use crate::Service;
use crate::access::{self, Act};
use crate::error::{Result, ServiceError};
use lifang_core::actor::Actor;
use lifang_core::clock::{Date, Instant};
use lifang_core::intake::Kind;
use lifang_core::path::RegionPath;
use lifang_core::problem::{Kind as ProblemKind, Problem};
use lifang_core::region::{Region, RegionId};
use lifang_core::text::Bilingual;
use lifang_store::AsOf;
use lifang_store::intake::{ImportJob, ImportState, Moved, NewImportJob, Opened, open_import};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// A file to be imported.
#[derive(Clone, Copy, Debug)]
pub struct NewImport<'a> {
    /// What its rows are.
    pub kind: Kind,
    /// Where it lies.
    pub file: &'a Path,
    /// Its name, as its sender knows it.
    pub name: &'a str,
    /// Its digest and size.
    pub digest: &'a (String, u64),
    /// The mapping file's text; none where the headings speak for themselves.
    pub mapping: Option<&'a str>,
    /// The region whose data it may change; the actor's own when nothing is said.
    pub region: Option<&'a str>,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// The key under which the same request counts once.
    pub idempotency_key: Option<&'a str>,
    /// Its identifier.
    pub uid: Uuid,
}

/// An import that was begun.
#[derive(Clone, Debug)]
pub struct StartedImport {
    /// What it is.
    pub view: ImportView,
    /// The job and its file, where it is to be run.
    pub(super) to_run: Option<(ImportJob, PathBuf)>,
    /// Whether it goes on where a killed run stood.
    pub resumed: bool,
    /// The headings of columns that nothing is taken from.
    pub ignored: Vec<String>,
}

impl StartedImport {
    /// Whether it is to be run: it is not where the same request came before.
    #[must_use]
    pub fn is_to_run(&self) -> bool {
        self.to_run.is_some()
    }
}

/// An import and how far it has come.
#[derive(Clone, Debug)]
pub struct ImportView {
    /// Its identifier.
    pub uid: Uuid,
    /// Its row: what pages go on from.
    pub row: i64,
    /// `persons`, `houses`, …
    pub kind: String,
    /// The file's name.
    pub file: String,
    /// The file's digest, SHA-256.
    pub digest: String,
    /// From the province down to the region it is for.
    pub path: Vec<Region>,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// Who brought it.
    pub actor: String,
    /// Where it stands.
    pub state: ImportState,
    /// Rows so far.
    pub moved: Moved,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// When it was begun.
    pub created_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

impl Service {
    /// Begins an import: whoever may do so, once for the same file at a time. It runs when [`Service::run_import`] is called.
    ///
    /// # Errors
    /// `import-running` while another run is at the same file; a mapping that cannot be read; a region that is unknown or out of
    /// scope.
    pub async fn start_import(&self, actor: &Actor, new: NewImport<'_>) -> Result<StartedImport> {
        let place = self.place(new.region.unwrap_or(actor.region.as_str())).await?;
        access::allow(actor, Act::ImportData, &place.path)?;
        let mapping = new.mapping.unwrap_or_default();
        // What is wrong with the file as a whole is told at once, before there is an import.
        let role = actor.role.name();
        let (fields, locals) = self.import_fields(new.kind, &place.path, place.as_of, role).await?;
        let reader = super::run::open(new.file, new.name, new.kind, mapping, fields).await?;
        for (key, at) in reader.locals() {
            locals.check(key, &at)?;
        }
        let ignored = reader.ignored(new.kind);
        let columns: Vec<String> = reader.locals().map(|(key, _)| key.to_owned()).collect();
        let now = self.clock.now();
        let job = NewImportJob {
            uid: new.uid,
            owner: self.clock.new_id(),
            kind: new.kind.name(),
            file: new.name,
            digest: &new.digest.0,
            size: new.digest.1,
            mapping,
            region: place.path.region().id,
            dry_run: new.dry_run,
            actor: &actor.name,
            role,
            idempotency_key: new.idempotency_key,
            at: now,
        };
        let mut tx = self.store.begin().await?;
        let opened = open_import(&mut tx, &job).await?;
        if matches!(opened, Opened::New(_) | Opened::Resumed(_)) {
            lifang_store::audit::record(&mut tx, &super::run::entry(actor, &job, columns, now)).await?;
        }
        tx.commit().await?;
        let (job, to_run, resumed) = match opened {
            Opened::New(job) => (job, true, false),
            Opened::Resumed(job) => (job, true, true),
            Opened::Again(job) => (job, false, false),
            Opened::Busy(job) => return Err(running(&job)),
        };
        let view = self.import_view(&job).await?;
        Ok(StartedImport { view, to_run: to_run.then(|| (job, new.file.to_owned())), resumed, ignored })
    }

    /// An import and how far it has come, for those who may import into its region.
    ///
    /// # Errors
    /// `import-unknown`; not for this actor.
    pub async fn import(&self, actor: &Actor, uid: Uuid) -> Result<ImportView> {
        let job = self.allowed_import(actor, uid).await?;
        self.import_view(&job).await
    }

    /// Imports into a region and what lies below it, latest first, from behind the row `before` on.
    ///
    /// # Errors
    /// An unknown region, or one that is not the actor's.
    pub async fn imports(
        &self,
        actor: &Actor,
        region: Option<&str>,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<ImportView>> {
        let place = self.place(region.unwrap_or(actor.region.as_str())).await?;
        access::allow(actor, Act::ImportData, &place.path)?;
        let jobs = self.store.import_jobs(place.path.region().id, before, limit, place.as_of).await?;
        let mut views = Vec::with_capacity(jobs.len());
        let mut paths: HashMap<(RegionId, Date), RegionPath> = HashMap::new();
        for job in jobs {
            let of = (job.region, job.created_at.day());
            let path = match paths.get(&of) {
                Some(path) => path.clone(),
                None => self.import_path(&job).await?,
            };
            views.push(view(&job, &path));
            paths.insert(of, path);
        }
        Ok(views)
    }

    /// The region an import is for, as it stood then.
    async fn import_path(&self, job: &ImportJob) -> Result<RegionPath> {
        Ok(self.store.path(job.region, AsOf::on(job.created_at.day(), self.clock.now())).await?)
    }

    pub(super) async fn allowed_import(&self, actor: &Actor, uid: Uuid) -> Result<ImportJob> {
        let job = self.store.import_job(uid).await?.ok_or_else(unknown)?;
        let path = self.import_path(&job).await?;
        access::allow(actor, Act::ImportData, &path)?;
        Ok(job)
    }

    pub(super) async fn import_view(&self, job: &ImportJob) -> Result<ImportView> {
        Ok(view(job, &self.import_path(job).await?))
    }
}

fn view(job: &ImportJob, path: &RegionPath) -> ImportView {
    ImportView {
        uid: job.uid,
        row: job.id,
        kind: job.kind.clone(),
        file: job.file.clone(),
        digest: job.digest.clone(),
        path: path.regions().to_vec(),
        dry_run: job.dry_run,
        actor: job.actor.clone(),
        state: job.state,
        moved: job.moved,
        problem: job.problem.clone(),
        created_at: job.created_at,
        finished_at: job.finished_at,
    }
}

fn unknown() -> ServiceError {
    let what = Bilingual::new("没有这次导入", "there is no such import");
    let remedy = Bilingual::new("请在“数据导入”页面查看导入记录。", "The page of imports lists them.");
    Problem::new(ProblemKind::NotFound, "import-unknown", what, remedy).into()
}

fn running(job: &ImportJob) -> ServiceError {
    let (uid, rows) = (job.uid, job.moved.rows);
    let what = Bilingual::new(
        format!("同一文件正在导入（{uid}，已处理 {rows} 行）"),
        format!("the same file is being imported ({uid}, {rows} rows so far)"),
    );
    let remedy = Bilingual::new(
        "请等它完成；若那次导入已被中断，约 20 秒后重新提交同一文件即可从中断处继续。",
        "Wait for it. If that run was killed, send the same file again in 20 seconds: it goes on where it stood.",
    );
    Problem::new(ProblemKind::Conflict, "import-running", what, remedy).into()
}
