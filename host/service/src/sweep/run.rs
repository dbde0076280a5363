//! Running a sweep: workers take bundles of communities, read their rows, write the audit, call the plugins and write what came
//! of it. A bundle's answers are one transaction, so a host that is killed has done a bundle or it has not.

use super::chosen::{Chooser, Speaking};
use super::community::{Answer, Ready};
use crate::Service;
use crate::error::Result;
use crate::place::Place;
use lifang_core::call::PluginRef;
use lifang_core::region::{Level, Region};
use lifang_store::quality::{Assessed, record_quality};
use lifang_store::snapshots::Listed;
use lifang_store::work::{self, OutcomeNumbers, SweepStatus, SweptCommunity};
use lifang_store::{AsOf, StoreError};
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;

/// The dataset whose segments are looked up with the communities: what nearly every rule sweeps.
pub(super) const LISTED: &str = "persons";
/// Communities in a bundle. What is lost when a host is killed is at most this, per core.
const BUNDLE: usize = 64;
/// How often a sign of life is given.
pub(super) const BEAT: Duration = Duration::from_secs(3);

/// A sweep that runs.
pub(super) struct Run {
    service: Service,
    sweep: i64,
    runner: String,
    role: String,
    /// The region that is swept.
    root: Place,
    waiting: Mutex<(std::vec::IntoIter<Listed>, Task)>,
    /// Held while a bundle is written: the database takes one at a time anyway.
    told: tokio::sync::Mutex<Told>,
    stopped: AtomicBool,
}

/// What is done in each community.
pub(super) enum Task {
    /// A rule speaks: the chooser says of which plugin.
    Rule(Chooser),
    /// Every rule of quality looks.
    Quality,
}

/// Communities that a worker takes.
enum Bundle {
    Rule(Vec<(Listed, Option<Speaking>)>),
    Quality(Vec<Region>),
}

/// What was said before, by any worker.
#[derive(Default)]
struct Told {
    numbers: OutcomeNumbers,
    speakers: Vec<PluginRef>,
}

/// What a community's turn came to.
struct Turn {
    region: Region,
    plugin: Option<PluginRef>,
    answer: Option<std::result::Result<Answer, Box<lifang_core::failure::Failure>>>,
}

/// What came of a bundle.
enum Turns {
    Rule(Vec<Turn>),
    Quality(Vec<(Region, Vec<Assessed>)>, AsOf),
}

impl Run {
    pub(super) fn new(
        service: Service,
        sweep: i64,
        runner: String,
        role: String,
        root: Place,
        listed: Vec<Listed>,
        task: Task,
    ) -> Self {
        let waiting = Mutex::new((listed.into_iter(), task));
        let told = tokio::sync::Mutex::default();
        Self { service, sweep, runner, role, root, waiting, told, stopped: AtomicBool::new(false) }
    }

    /// Sweeps what is not swept yet. Ends early, and leaves the sweep as it is, when it was cancelled or taken over.
    pub(super) async fn run(self) -> Result<()> {
        let run = Arc::new(self);
        let beating = tokio::spawn(Arc::clone(&run).beat());
        let ended = Arc::clone(&run).all().await;
        beating.abort();
        let status = if ended.is_ok() { SweepStatus::Done } else { SweepStatus::Failed };
        if let Err(error) = &ended {
            tracing::error!(%error, sweep = run.sweep, "a sweep could not go on");
        }
        if !run.stopped.load(Ordering::Relaxed) {
            let mut tx = run.service.store.begin().await?;
            // Cancelled and resumed, it may be another's by now.
            work::finish_sweep(&mut tx, run.sweep, &run.runner, status, run.service.clock.now()).await?;
            tx.commit().await?;
        }
        ended
    }

    async fn all(self: Arc<Self>) -> Result<()> {
        self.skip_what_is_swept().await?;
        let mut workers = JoinSet::new();
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            workers.spawn(Arc::clone(&self).work());
        }
        let mut ended = Ok(());
        while let Some(worker) = workers.join_next().await {
            let worker = worker.map_err(|error| lifang_store::StoreError::Unavailable(error.to_string()));
            if let Err(error) = worker.map_err(Into::into).and_then(|worked| worked) {
                self.stop_workers();
                ended = Err(error);
            }
        }
        ended
    }

    /// Nobody takes another bundle; the sweep itself is not over for it.
    fn stop_workers(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).0 = Vec::new().into_iter();
    }

    async fn skip_what_is_swept(&self) -> Result<()> {
        let store = &self.service.store;
        let (mut done, mut after) = (HashSet::new(), String::new());
        loop {
            let page = store.swept_communities(self.sweep, &after, false, 1_000).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.code);
            let mut told = self.told.lock().await;
            for one in page {
                if let Some(plugin) = one.plugin.filter(|plugin| !told.speakers.contains(plugin)) {
                    told.speakers.push(plugin);
                }
                done.insert(one.region);
            }
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let left: Vec<Listed> =
            std::mem::take(&mut waiting.0).filter(|one| !done.contains(&one.path.region().id)).collect();
        waiting.0 = left.into_iter();
        Ok(())
    }

    async fn beat(self: Arc<Self>) {
        let mut ticks = tokio::time::interval(BEAT);
        loop {
            ticks.tick().await;
            match self.alive().await {
                Ok(true) => {}
                Ok(false) => {
                    self.stopped.store(true, Ordering::Relaxed);
                    self.stop_workers();
                    return;
                }
                Err(error) => tracing::warn!(%error, "a sweep could not give a sign of life"),
            }
        }
    }

    async fn alive(&self) -> Result<bool> {
        let mut tx = self.service.store.begin().await?;
        let alive = work::beat_sweep(&mut tx, self.sweep, &self.runner, self.service.clock.now()).await?;
        tx.commit().await?;
        Ok(alive)
    }

    async fn work(self: Arc<Self>) -> Result<()> {
        loop {
            let Some(bundle) = self.next_bundle() else { return Ok(()) };
            let turns = match bundle {
                Bundle::Rule(bundle) => Turns::Rule(self.sweep_bundle(bundle).await?),
                Bundle::Quality(regions) => self.look_at(regions).await?,
            };
            if !self.write(turns).await? {
                self.stopped.store(true, Ordering::Relaxed);
                self.stop_workers();
                return Ok(());
            }
        }
    }

    fn next_bundle(&self) -> Option<Bundle> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (listed, task) = &mut *waiting;
        let listed: Vec<Listed> = listed.by_ref().take(BUNDLE).collect();
        if listed.is_empty() {
            return None;
        }
        Some(match task {
            Task::Rule(chooser) => Bundle::Rule(
                listed
                    .into_iter()
                    .map(|one| (chooser.choose(&one.path), one))
                    .map(|(speaking, one)| (one, speaking))
                    .collect(),
            ),
            Task::Quality => Bundle::Quality(listed.into_iter().map(|one| one.path.region().clone()).collect()),
        })
    }

    /// Looks at each community with every rule of quality, as of now: what was collected since the look began counts.
    async fn look_at(&self, regions: Vec<Region>) -> Result<Turns> {
        let at = AsOf::now(self.service.clock.now());
        let ids: Vec<_> = regions.iter().map(|region| region.id).collect();
        let marks = self.service.store.marks(&ids).await?;
        let mut found = Vec::with_capacity(regions.len());
        for region in regions {
            // A community without a mark never had any base data.
            if !marks.contains_key(&region.id) {
                found.push((region, Vec::new()));
                continue;
            }
            let assessed = match self.service.store.assess(region.id, at).await {
                // It ended since all were listed: there is nothing to look at.
                Err(StoreError::NotFound(_)) => Vec::new(),
                assessed => assessed?,
            };
            found.push((region, assessed));
        }
        Ok(Turns::Quality(found, at))
    }

    async fn sweep_bundle(&self, bundle: Vec<(Listed, Option<Speaking>)>) -> Result<Vec<Turn>> {
        let (mut turns, mut entries) = (Vec::with_capacity(bundle.len()), Vec::with_capacity(bundle.len()));
        let ids: Vec<_> = bundle.iter().map(|(listed, _)| listed.path.region().id).collect();
        // Much may have changed since all were listed.
        let marks = self.service.store.marks(&ids).await?;
        for (mut listed, speaking) in bundle {
            if listed.mark != marks.get(&listed.path.region().id).copied() {
                listed = self.service.snapshots.listed_one(LISTED, &listed.path).await?;
            }
            // A grid is swept alone; its community is only where its rows lie.
            let grid = self.root.path.region().level == Level::Grid;
            let path = if grid { self.root.path.clone() } else { listed.path.clone() };
            let region = path.region().clone();
            let Some(speaking) = speaking else {
                turns.push((region, None));
                continue;
            };
            let place = Place { path, as_of: self.root.as_of, boundaries: None };
            let (ready, entry) = self.service.ready_to_sweep(&listed, place, speaking, &self.role).await?;
            entries.push(entry);
            turns.push((region, Some(ready)));
        }
        // Before any guest sees a row.
        self.service.store.audit(&entries).await?;
        let mut swept = Vec::with_capacity(turns.len());
        for (region, ready) in turns {
            swept.push(match ready {
                Some(ready) => self.turn(region, ready).await,
                None => Turn { region, plugin: None, answer: None },
            });
        }
        Ok(swept)
    }

    async fn turn(&self, region: Region, ready: Ready) -> Turn {
        let plugin = (*ready.speaking.installation.plugin).clone();
        let place = ready.place.clone();
        let answer = self.service.sweep_ready(ready).await;
        if let Err(failure) = &answer {
            self.service.note_failure(failure, &place, None).await;
        }
        Turn { region, plugin: Some(plugin), answer: Some(answer) }
    }

    /// Writes what came of a bundle; gives whether the sweep still is this run's.
    async fn write(&self, turns: Turns) -> Result<bool> {
        let now = self.service.clock.now();
        let mut told = self.told.lock().await;
        let mut tx = self.service.store.begin().await?;
        if !work::beat_sweep(&mut tx, self.sweep, &self.runner, now).await? {
            return Ok(false);
        }
        if let Turns::Quality(found, at) = &turns {
            let ids: Vec<_> = found.iter().map(|(region, _)| region.id).collect();
            let found: Vec<Assessed> = found.iter().flat_map(|(_, found)| found).cloned().collect();
            record_quality(&mut tx, &ids, &found, *at).await?;
        }
        let (mut proposed, mut rows) = (Vec::new(), Vec::new());
        match turns {
            Turns::Rule(turns) => {
                for turn in turns {
                    rows.push(told.row(turn, now, &mut proposed)?);
                }
            }
            Turns::Quality(found, at) => {
                for (region, found) in found {
                    rows.push(looked_at(region, &found, at, &mut proposed)?);
                }
            }
        }
        let numbers = told.numbers.of(&mut tx, self.sweep, &proposed).await?;
        for ((number, _), given) in rows.iter_mut().flat_map(|row| &mut row.marked).zip(numbers) {
            *number = given;
        }
        work::add_swept(&mut tx, self.sweep, &told.speakers, &rows).await?;
        tx.commit().await?;
        Ok(true)
    }
}

impl Told {
    /// The row of a community. What it marked goes to the end of `proposed`, in the same order, to get its numbers.
    fn row(
        &mut self,
        turn: Turn,
        now: lifang_core::clock::Instant,
        proposed: &mut Vec<(String, String)>,
    ) -> Result<SweptCommunity> {
        if let Some(plugin) = turn.plugin.as_ref().filter(|plugin| !self.speakers.contains(plugin)) {
            self.speakers.push(plugin.clone());
        }
        let mut row = SweptCommunity {
            region: turn.region.id,
            code: turn.region.code.as_str().to_owned(),
            name: turn.region.name,
            plugin: turn.plugin,
            scanned: 0,
            marked: Vec::new(),
            problem: None,
            data_as_of: now,
        };
        match turn.answer {
            Some(Ok(answer)) => {
                row.scanned = answer.scanned;
                row.data_as_of = answer.data_as_of;
                for (one, count) in answer.marked {
                    proposed.push((one.outcome.code.clone(), serde_json::to_string(&one)?));
                    row.marked.push((0, count));
                }
            }
            Some(Err(failure)) => row.problem = Some(failure.problem()),
            None => {}
        }
        Ok(row)
    }
}

/// What the rules of quality found in a community. The rules go to the end of `proposed`, as above.
fn looked_at(
    region: Region,
    found: &[Assessed],
    at: AsOf,
    proposed: &mut Vec<(String, String)>,
) -> Result<SweptCommunity> {
    let mut by_rule: Vec<(&str, u32)> = Vec::new();
    let mut checked = 0_i64;
    for one in found {
        checked += one.tally.checked;
        if one.tally.found > 0 {
            let count = u32::try_from(one.tally.found).unwrap_or(u32::MAX);
            match by_rule.iter_mut().find(|(rule, _)| *rule == one.rule) {
                Some((_, known)) => *known = known.saturating_add(count),
                None => by_rule.push((one.rule, count)),
            }
        }
    }
    let mut marked = Vec::with_capacity(by_rule.len());
    for (rule, count) in by_rule {
        proposed.push((rule.to_owned(), serde_json::to_string(rule)?));
        marked.push((0, count));
    }
    Ok(SweptCommunity {
        region: region.id,
        code: region.code.as_str().to_owned(),
        name: region.name,
        plugin: None,
        scanned: u32::try_from(checked).unwrap_or(u32::MAX),
        marked,
        problem: None,
        data_as_of: at.recorded,
    })
}
