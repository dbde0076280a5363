//! Starting a sweep, taking up one that was left, stopping one.

use super::chosen::Chooser;
use super::left::GONE_MS;
use super::run::{LISTED, Run, Task};
use super::unknown;
use super::view::SweepView;
use crate::Service;
use crate::access::{self, Act};
use crate::error::{Result, ServiceError};
use crate::place::Place;
use lifang_core::actor::Actor;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_store::audit::{self, AuditEntry};
use lifang_store::snapshots::Listed;
use lifang_store::work::{self, NewSweep, SweepKind, SweepRow, SweepStatus};
use tokio::task::JoinHandle;
use uuid::Uuid;

/// What a sweep stands on.
struct Ground {
    place: Place,
    listed: Vec<Listed>,
    task: Task,
}

const REGION_GONE: &str = "sweep-region-gone";

/// What a look at quality is called where a sweep has its rule.
const QUALITY: &str = "quality";

/// A sweep that runs.
#[derive(Debug)]
pub struct StartedSweep {
    /// Its identifier.
    pub uid: Uuid,
    /// How many communities there are to sweep.
    pub communities: u32,
    running: JoinHandle<Result<()>>,
}

impl StartedSweep {
    /// Waits until the sweep has ended.
    ///
    /// # Errors
    /// What kept it from going on.
    pub async fn ended(self) -> Result<()> {
        self.running.await.map_err(|error| lifang_store::StoreError::Unavailable(error.to_string()))?
    }
}

impl Service {
    /// Starts a sweep of a region with a rule.
    ///
    /// # Errors
    /// `region-unknown`; `rule-unknown` when the rule sweeps nothing in any community of the region.
    pub async fn start_sweep(&self, actor: &Actor, code: &str, rule: &str) -> Result<StartedSweep> {
        let place = self.place(code).await?;
        access::allow(actor, Act::RunSweep, &place.path)?;
        let listed = self.store.listed(LISTED, place.path.region().id, place.as_of).await?;
        let mut chooser = Chooser::new(self.store.all_installations(place.as_of).await?, rule, place.as_of);
        if !listed.iter().any(|one| chooser.choose(&one.path).is_some()) {
            return Err(unknown(rule, &place));
        }
        let new = (SweepKind::Rule, rule, None);
        self.begin_sweep(actor, new, place, listed, Task::Rule(chooser)).await
    }

    /// Starts a look at a region's base data with every rule of quality: the same job over the same communities.
    ///
    /// # Errors
    /// `region-unknown`, `wrong-level` for a grid, and what [`Act::SeeQuality`] asks for.
    pub async fn start_quality_run(&self, actor: &Actor, code: &str) -> Result<StartedSweep> {
        let place = self.assessable(actor, code).await?;
        let region = place.path.region().id;
        let listed = self.store.listed(LISTED, region, place.as_of).await?;
        let mut entry = AuditEntry::done(self.clock.now(), actor, "assess-quality");
        entry.region = Some(region);
        self.begin_sweep(actor, (SweepKind::Quality, QUALITY, Some(entry)), place, listed, Task::Quality).await
    }

    async fn begin_sweep(
        &self,
        actor: &Actor,
        (kind, rule, entry): (SweepKind, &str, Option<AuditEntry>),
        place: Place,
        listed: Vec<Listed>,
        task: Task,
    ) -> Result<StartedSweep> {
        let (uid, runner) = (self.clock.new_id(), self.clock.new_id().to_string());
        let communities = u32::try_from(listed.len()).unwrap_or(u32::MAX);
        let new = NewSweep {
            uid,
            region: place.path.region().id,
            kind,
            rule,
            communities,
            created_at: self.clock.now(),
            created_by: (&actor.name, actor.role.name()),
            runner: &runner,
        };
        let mut tx = self.store.begin().await?;
        let sweep = work::start_sweep(&mut tx, &new).await?;
        if let Some(entry) = entry {
            audit::record(&mut tx, &entry).await?;
        }
        tx.commit().await?;
        let run = Run::new(self.clone(), sweep, runner, actor.role.name().to_owned(), place, listed, task);
        Ok(StartedSweep { uid, communities, running: tokio::spawn(run.run()) })
    }

    /// Sweeps a region and waits for the end.
    ///
    /// # Errors
    /// As [`Service::start_sweep`].
    pub async fn sweep(&self, actor: &Actor, code: &str, rule: &str) -> Result<SweepView> {
        let started = self.start_sweep(actor, code, rule).await?;
        let uid = started.uid;
        started.ended().await?;
        self.sweep_view(uid).await
    }

    /// Takes up the newest sweep of a region with a rule that did not come to its end; none when there is none.
    ///
    /// # Errors
    /// `sweep-runs` when another host runs it; `sweep-region-gone` when its region was abolished.
    pub async fn resume_sweep_of(&self, actor: &Actor, code: &str, rule: &str) -> Result<Option<StartedSweep>> {
        let place = self.place(code).await?;
        access::allow(actor, Act::RunSweep, &place.path)?;
        self.resume_newest(&place, SweepKind::Rule, rule).await
    }

    /// Takes up the newest look at a region's quality that did not come to its end; none when there is none.
    ///
    /// # Errors
    /// `sweep-runs` when another host runs it.
    pub async fn resume_quality_run_of(&self, actor: &Actor, code: &str) -> Result<Option<StartedSweep>> {
        let place = self.assessable(actor, code).await?;
        self.resume_newest(&place, SweepKind::Quality, QUALITY).await
    }

    async fn resume_newest(&self, place: &Place, kind: SweepKind, rule: &str) -> Result<Option<StartedSweep>> {
        match self.store.unfinished_sweep(place.path.region().id, kind, rule).await? {
            Some(row) => self.take_up(&row).await?.ok_or_else(|| runs(row.uid)).map(Some),
            None => Ok(None),
        }
    }

    /// Takes up a sweep that was stopped or left.
    ///
    /// # Errors
    /// `sweep-runs` when it runs, or is done; `sweep-region-gone` when its region was abolished.
    pub async fn resume_sweep(&self, actor: &Actor, uid: Uuid) -> Result<StartedSweep> {
        let (row, _) = self.allowed_sweep(actor, uid).await?;
        self.take_up(&row).await?.ok_or_else(|| runs(uid))
    }

    /// Takes up all sweeps whose host is gone; gives those it took. To be called again and again: a host is gone when its sign of
    /// life stayed the same for 15 seconds, from one call to a later one. One that cannot be taken up keeps no other back.
    ///
    /// # Errors
    /// The store's own.
    pub async fn resume_abandoned_sweeps(&self) -> Result<Vec<StartedSweep>> {
        let mut taken = Vec::new();
        for row in self.sweeps.gone(self.store.running_sweeps().await?, self.clock.now()) {
            match self.take_up_left(&row).await {
                Ok(started) => taken.extend(started),
                Err(error) => tracing::warn!(%error, sweep = %row.uid, "a sweep that was left could not be taken up"),
            }
        }
        Ok(taken)
    }

    async fn take_up_left(&self, row: &SweepRow) -> Result<Option<StartedSweep>> {
        let (now, runner) = (self.clock.now(), self.clock.new_id().to_string());
        let ground = match self.ground(row).await {
            Ok(ground) => Some(ground),
            // Nobody could ever go on with it.
            Err(ServiceError::Problem(gone)) if gone.code == REGION_GONE => None,
            Err(error) => return Err(error),
        };
        let mut tx = self.store.begin().await?;
        let taken = work::take_over_left_sweep(&mut tx, row, &runner, now).await?;
        if taken && ground.is_none() {
            tracing::warn!(sweep = %row.uid, "a sweep that was left is ended: its region is no more");
            work::finish_sweep(&mut tx, row.id, &runner, SweepStatus::Failed, now).await?;
        }
        tx.commit().await?;
        let Some(ground) = ground.filter(|_| taken) else { return Ok(None) };
        tracing::info!(sweep = %row.uid, swept = row.swept, of = row.communities, "a sweep that was left is taken up");
        Ok(Some(self.go_on(row, runner, ground)))
    }

    async fn take_up(&self, row: &SweepRow) -> Result<Option<StartedSweep>> {
        // First what it stands on: once taken over, a sweep that cannot go on would seem to run.
        let ground = self.ground(row).await?;
        let (now, runner) = (self.clock.now(), self.clock.new_id().to_string());
        let mut tx = self.store.begin().await?;
        let taken = work::take_over_sweep(&mut tx, row.id, &runner, now.plus_ms(-GONE_MS), now).await?;
        tx.commit().await?;
        Ok(taken.then(|| self.go_on(row, runner, ground)))
    }

    /// What a sweep needs to go on today.
    async fn ground(&self, row: &SweepRow) -> Result<Ground> {
        let now = self.clock.now();
        let place = match self.place_of(row.region, now.day(), now).await {
            Err(ServiceError::Store(lifang_store::StoreError::NotFound(_))) => return Err(region_gone(row.uid)),
            place => place?,
        };
        let listed = self.store.listed(LISTED, row.region, place.as_of).await?;
        let task = match row.kind {
            SweepKind::Quality => Task::Quality,
            SweepKind::Rule => {
                let installed = self.store.all_installations(place.as_of).await?;
                Task::Rule(Chooser::new(installed, &row.rule, place.as_of))
            }
        };
        Ok(Ground { place, listed, task })
    }

    fn go_on(&self, row: &SweepRow, runner: String, ground: Ground) -> StartedSweep {
        let Ground { place, listed, task } = ground;
        let run = Run::new(self.clone(), row.id, runner, row.role.clone(), place, listed, task);
        StartedSweep { uid: row.uid, communities: row.communities, running: tokio::spawn(run.run()) }
    }

    /// Stops a sweep; what was swept stays, and it can be taken up again.
    ///
    /// # Errors
    /// There is no such sweep; `sweep-ended` when it does not run.
    pub async fn cancel_sweep(&self, actor: &Actor, uid: Uuid) -> Result<()> {
        let (row, _) = self.allowed_sweep(actor, uid).await?;
        let mut tx = self.store.begin().await?;
        let ended = work::end_sweep(&mut tx, row.id, SweepStatus::Cancelled, self.clock.now()).await?;
        tx.commit().await?;
        if ended { Ok(()) } else { Err(ended_already(uid)) }
    }

    /// The sweep, for who may sweep its region.
    pub(super) async fn allowed_sweep(&self, actor: &Actor, uid: Uuid) -> Result<(SweepRow, Place)> {
        let row = self.store.sweep(uid).await?.ok_or(lifang_store::StoreError::NotFound("sweep"))?;
        let place = self.place_of(row.region, row.created_at.day(), self.clock.now()).await?;
        access::allow(actor, Act::RunSweep, &place.path)?;
        Ok((row, place))
    }
}

fn runs(uid: Uuid) -> ServiceError {
    Problem::new(
        Kind::Conflict,
        "sweep-runs",
        Bilingual::new(
            format!("排查 {uid} 正在运行，或已全部完成"),
            format!("the sweep {uid} runs, or has come to its end"),
        ),
        Bilingual::new(
            "请等它完成；运行它的主机停止 15 秒后可以接管。",
            "Wait for it; 15 seconds after its host is gone it can be taken over.",
        ),
    )
    .into()
}

fn ended_already(uid: Uuid) -> ServiceError {
    Problem::new(
        Kind::Conflict,
        "sweep-ended",
        Bilingual::new(format!("排查 {uid} 已经结束"), format!("the sweep {uid} has ended already")),
        Bilingual::new("请查看它的结果，或重新开始一次排查。", "Look at its result, or begin another."),
    )
    .into()
}

fn region_gone(uid: Uuid) -> ServiceError {
    Problem::new(
        Kind::Conflict,
        REGION_GONE,
        Bilingual::new(format!("排查 {uid} 的区域已撤销"), format!("the region of the sweep {uid} is no more")),
        Bilingual::new(
            "已有结果仍可查看；请对现在的区域开始新的排查。",
            "What was swept can still be read; start a new sweep of the region that there is today.",
        ),
    )
    .into()
}
