//! Aggregates from segments, communities side by side, with the row store's answers.

use super::read::{Wanted, in_grid};
use super::{Freshness, Snapshots};
use crate::error::Result;
use lifang_columns::aggregate::{By, Groups, Question};
use lifang_columns::{SCHEMA_VERSION, projection};
use lifang_core::capability::Readable;
use lifang_core::clock::Instant;
use lifang_core::dataset::Schema;
use lifang_core::query::Group;
use lifang_core::region::Level;
use lifang_store::StoreError;
use lifang_store::datasets::Aggregate;
use lifang_store::snapshots::Listed;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::JoinSet;

/// More communities behind than this are not waited for: the row store answers meanwhile.
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
        if !projection::DATASETS.contains(&asked.dataset) {
            return Ok(None);
        }
        let Some(region) = self.store.region_by_id(asked.region, asked.at).await? else { return Ok(None) };
        let mut filters = asked.filters.to_vec();
        filters.extend(in_grid(&region));
        let Some(question) = question(asked, &filters, known) else { return Ok(None) };
        let listed = self.store.listed(asked.dataset, asked.region, asked.at).await?;
        let behind = |one: &&Listed| {
            one.mark.is_some_and(|mark| {
                !one.segment.as_ref().is_some_and(|segment| segment.is_right(mark, SCHEMA_VERSION, asked.at))
            })
        };
        if freshness == Freshness::Exactly && listed.iter().filter(behind).count() > MOST_BEHIND {
            return Ok(None);
        }
        let (question, listed) = (Arc::new(question), Arc::new(listed));
        let next = Arc::new(AtomicUsize::new(0));
        let mut workers = JoinSet::new();
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            let work = Counting {
                snapshots: Arc::clone(self),
                dataset: asked.dataset.to_owned(),
                asked: Arc::clone(&question),
                listed: Arc::clone(&listed),
                next: Arc::clone(&next),
                at: asked.at,
                freshness,
            };
            workers.spawn(work.run());
        }
        let mut all: Option<(Groups, Instant)> = None;
        while let Some(counted) = workers.join_next().await {
            let counted = counted.map_err(|error| StoreError::Unavailable(error.to_string()))??;
            let Some((groups, oldest)) = counted else { return Ok(None) };
            all = Some(match all {
                Some((mut sum, known)) => {
                    sum.merge(groups);
                    (sum, known.min(oldest))
                }
                None => (groups, oldest),
            });
        }
        let Some((groups, oldest)) = all else { return Ok(None) };
        if groups.len() > asked.max_groups as usize {
            return Err(StoreError::TooManyRows(asked.max_groups).into());
        }
        Ok(groups.finish().ok().map(|groups| (groups, oldest)))
    }
}

/// The question with all columns it touches; none where segments have not all of them.
fn question(
    asked: &Aggregate<'_>,
    filters: &[lifang_core::query::Filter],
    known: impl Fn(&str) -> Option<Readable>,
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
    asked: Arc<Asked>,
    listed: Arc<Vec<Listed>>,
    next: Arc<AtomicUsize>,
    at: lifang_store::AsOf,
    freshness: Freshness,
}

impl Counting {
    async fn run(self) -> Result<Option<(Groups, Instant)>> {
        let Ok(mut groups) = Groups::of(&self.asked.question) else { return Ok(None) };
        let wanted = Wanted {
            dataset: &self.dataset,
            columns: &self.asked.question.columns,
            at: self.at,
            freshness: self.freshness,
        };
        let mut oldest = self.at.recorded;
        while let Some(one) = self.listed.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            if one.mark.is_none() {
                continue;
            }
            let Some(found) = self.snapshots.columns_of(one, &wanted).await? else { return Ok(None) };
            oldest = oldest.min(found.as_of);
            let regions: Vec<Option<&str>> = self
                .asked
                .levels
                .iter()
                .map(|level| one.path.at(*level).map(|region| region.code.as_str()))
                .collect();
            if groups.add(&found.columns, &regions).is_err() {
                return Ok(None);
            }
        }
        Ok(Some((groups, oldest)))
    }
}
