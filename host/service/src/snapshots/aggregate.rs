//! Aggregates from segments, communities side by side, with the row store's answers.

use super::read::{Makes, Wanted, in_grid};
use super::{Freshness, Snapshots};
use crate::error::Result;
use lifang_columns::aggregate::{By, Groups, Question};
use lifang_columns::projection;
use lifang_core::capability::Readable;
use lifang_core::clock::Instant;
use lifang_core::dataset::Schema;
use lifang_core::query::Group;
use lifang_core::region::Level;
use lifang_store::datasets::Aggregate;
use lifang_store::snapshots::Listed;
use lifang_store::{AsOf, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::JoinSet;

/// More communities than this are not made anew for one question, whether the index says that they are behind or their files turn
/// out to be gone: the row store answers meanwhile, and the next refresh makes them.
const MOST_BEHIND: usize = 32;

/// A question as it is asked of every community.
struct Asked {
    question: Arc<Question>,
    /// Per key part that is a region, its level.
    levels: Vec<Level>,
}

/// Groups, and as of when the oldest of what they were counted from is.
pub(crate) type Answer = (Vec<Group>, Instant);

impl Snapshots {
    /// The groups; none when only the row store can say, or says it sooner.
    pub(crate) async fn aggregate(
        self: &Arc<Self>,
        asked: &Aggregate<'_>,
        known: impl Fn(&str) -> Option<Readable>,
        freshness: Freshness,
    ) -> Result<Option<Answer>> {
        let all = self.aggregates(std::slice::from_ref(asked), known, freshness).await?;
        Ok(all.and_then(|(mut groups, oldest)| groups.pop().map(|groups| (groups, oldest))))
    }

    /// The groups of several questions about one dataset and region, in one pass over its communities.
    pub(crate) async fn aggregates(
        self: &Arc<Self>,
        asked: &[Aggregate<'_>],
        known: impl Fn(&str) -> Option<Readable>,
        freshness: Freshness,
    ) -> Result<Option<(Vec<Vec<Group>>, Instant)>> {
        let Some(Aggregate { dataset, region, at, .. }) = asked.first().copied() else { return Ok(None) };
        if !projection::DATASETS.contains(&dataset) {
            return Ok(None);
        }
        let Some(root) = self.store.region_by_id(region, at).await? else { return Ok(None) };
        let mut questions = Vec::with_capacity(asked.len());
        for one in asked {
            let mut filters = one.filters.to_vec();
            filters.extend(in_grid(&root));
            let Some(question) = question(one, &filters, &known) else { return Ok(None) };
            questions.push(question);
        }
        let listed = self.store.listed(dataset, region, at).await?;
        let now = self.clock.now();
        let behind = |one: &&Listed| {
            one.mark.is_some_and(|mark| {
                !one.segment.as_ref().is_some_and(|segment| freshness.takes(segment, mark, at, now))
            })
        };
        let behind = listed.iter().filter(behind).count();
        if behind > MOST_BEHIND || behind > 0 && self.rests_from_writing() {
            return Ok(None);
        }
        let Some((groups, oldest)) = self.count(dataset, questions, listed, at, freshness).await? else {
            return Ok(None);
        };
        for (groups, asked) in groups.iter().zip(asked) {
            if groups.len() > asked.max_groups as usize {
                return Err(StoreError::TooManyRows(asked.max_groups).into());
            }
        }
        let finished: std::result::Result<Vec<_>, _> = groups.into_iter().map(Groups::finish).collect();
        Ok(finished.ok().map(|groups| (groups, oldest)))
    }

    /// Counts communities side by side, as many as there are cores.
    async fn count(
        self: &Arc<Self>,
        dataset: &str,
        questions: Vec<Asked>,
        listed: Vec<Listed>,
        at: AsOf,
        freshness: Freshness,
    ) -> Result<Option<(Vec<Groups>, Instant)>> {
        let (questions, listed) = (Arc::new(questions), Arc::new(listed));
        let (next, makes) = (Arc::new(AtomicUsize::new(0)), Arc::new(Makes::at_most(MOST_BEHIND)));
        let mut workers = JoinSet::new();
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            let work = Counting {
                snapshots: Arc::clone(self),
                dataset: dataset.to_owned(),
                asked: Arc::clone(&questions),
                listed: Arc::clone(&listed),
                next: Arc::clone(&next),
                makes: Arc::clone(&makes),
                at,
                freshness,
            };
            workers.spawn(work.run());
        }
        let mut all: Option<(Vec<Groups>, Instant)> = None;
        while let Some(counted) = workers.join_next().await {
            let counted = counted.map_err(|error| StoreError::Unavailable(error.to_string()))??;
            let Some((groups, oldest)) = counted else { return Ok(None) };
            all = Some(match all {
                Some((mut sums, known)) => {
                    for (sum, groups) in sums.iter_mut().zip(groups) {
                        sum.merge(groups);
                    }
                    (sums, known.min(oldest))
                }
                None => (groups, oldest),
            });
        }
        Ok(all)
    }
}

/// The question with all columns it touches; none where segments have not all of them.
fn question(
    asked: &Aggregate<'_>,
    filters: &[lifang_core::query::Filter],
    known: &impl Fn(&str) -> Option<Readable>,
) -> Option<Asked> {
    let grid = || Schema::v1().datasets.get(asked.dataset)?.column("grid").map(Readable::from);
    let (mut by, mut levels) = (Vec::new(), Vec::new());
    let mut columns: Vec<Readable> = Vec::new();
    let mut add = |column: Readable| {
        if !columns.iter().any(|known| known.key == column.key) {
            columns.push(column);
        }
    };
    for (key, column) in asked.by {
        let level = key.split_once(':').map(|(_, level)| Level::from_name(level));
        match level {
            // The nation is on nobody's path.
            Some(None | Some(Level::Nation)) => return None,
            Some(Some(Level::Grid)) => {
                let grid = grid()?;
                add(grid.clone());
                by.push(By::Column(grid));
            }
            Some(Some(level)) => {
                levels.push(level);
                by.push(By::Region);
            }
            None => {
                add(column.clone());
                by.push(By::Column(column.clone()));
            }
        }
    }
    for key in projection::touched(asked.measures, filters) {
        add(if key == "grid" { grid()? } else { known(key)? });
    }
    if !columns.iter().all(projection::answers) {
        return None;
    }
    let question = Question { by, measures: asked.measures.to_vec(), filters: filters.to_vec(), columns };
    Some(Asked { question: Arc::new(question), levels })
}

/// One of those who count.
struct Counting {
    snapshots: Arc<Snapshots>,
    dataset: String,
    asked: Arc<Vec<Asked>>,
    listed: Arc<Vec<Listed>>,
    next: Arc<AtomicUsize>,
    makes: Arc<Makes>,
    at: AsOf,
    freshness: Freshness,
}

impl Counting {
    async fn run(self) -> Result<Option<(Vec<Groups>, Instant)>> {
        let begun: std::result::Result<Vec<Groups>, _> =
            self.asked.iter().map(|asked| Groups::of(&asked.question)).collect();
        let Ok(mut groups) = begun else { return Ok(None) };
        let mut oldest = self.at.recorded;
        while let Some(one) = self.listed.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            if one.mark.is_none() {
                continue;
            }
            for (asked, groups) in self.asked.iter().zip(&mut groups) {
                let columns = &asked.question.columns;
                let (at, freshness, makes) = (self.at, self.freshness, Some(&*self.makes));
                let wanted = Wanted { dataset: &self.dataset, columns, at, freshness, makes };
                let Some(found) = self.snapshots.columns_of(one, &wanted).await? else { return Ok(None) };
                oldest = oldest.min(found.as_of);
                let at_level = |level: &Level| one.path.at(*level).map(|region| region.code.as_str());
                let regions: Vec<Option<&str>> = asked.levels.iter().map(at_level).collect();
                if groups.add(&found.columns, &regions).is_err() {
                    return Ok(None);
                }
            }
        }
        Ok(Some((groups, oldest)))
    }
}
