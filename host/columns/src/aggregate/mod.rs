//! Aggregates over segments: loops over whole columns, with the answers that SQL gives on the row store, to the last digit.
//!
//! A community's rows are first put into slots, one per group it has, and counted there; then the slots are added to what the
//! communities before them gave. Sums are of whole numbers, so the order of adding means nothing; where a sum would be of
//! fractions (local numbers), the question is left to the row store.

mod figures;
mod keys;

pub use crate::filter::Unanswerable;
pub use keys::By;

use crate::filter::keep;
use crate::segments::Columns;
use figures::{Counted, What};
use keys::{Key, Keys};
use lifang_core::capability::Readable;
use lifang_core::query::{Figure, Filter, Group, Measure};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What is counted. Every column named is one that the segments have.
#[derive(Clone, Debug)]
pub struct Question {
    /// What makes the groups.
    pub by: Vec<By>,
    /// The figures of each group.
    pub measures: Vec<Measure>,
    /// All must hold.
    pub filters: Vec<Filter>,
    /// The columns to read, each once: those of the groups, measures and filters.
    pub columns: Vec<Readable>,
}

/// What was counted so far.
#[derive(Debug)]
pub struct Groups {
    question: Arc<Question>,
    whats: Vec<What>,
    groups: HashMap<Vec<Key>, Vec<Counted>>,
}

impl Question {
    fn position(&self, key: &str) -> Result<usize, Unanswerable> {
        self.columns.iter().position(|column| column.key == key).ok_or(Unanswerable)
    }
}

impl Groups {
    /// Nothing counted yet.
    ///
    /// # Errors
    /// [`Unanswerable`] when columns cannot give exactly what the row store would.
    pub fn of(question: &Arc<Question>) -> Result<Self, Unanswerable> {
        let whats = question.measures.iter().map(|measure| What::of(question, measure)).collect::<Result<_, _>>()?;
        Ok(Self { question: Arc::clone(question), whats, groups: HashMap::new() })
    }

    /// Counts a community: its columns in the order of [`Question::columns`], and per [`By::Region`] in the question the code of
    /// the region at that level that it lies in.
    ///
    /// # Errors
    /// [`Unanswerable`].
    pub fn add(&mut self, columns: &Columns, regions: &[Option<&str>]) -> Result<(), Unanswerable> {
        let rows = columns.rows as usize;
        let mut kept = vec![true; if self.question.filters.is_empty() { 0 } else { rows }];
        for filter in &self.question.filters {
            let position = self.question.position(&filter.column)?;
            keep(filter, &self.question.columns[position], &columns.values[position], &mut kept)?;
        }
        let mut keys = Keys::of(&self.question, columns, regions)?;
        let slots = keys.slots(rows, &kept);
        let mut counted: Vec<Vec<Counted>> = Vec::with_capacity(self.whats.len());
        for what in &self.whats {
            counted.push(what.count(&slots, keys.len(), columns)?);
        }
        for (slot, key) in keys.into_keys().enumerate() {
            let figures = counted.iter().map(|figures| figures[slot]);
            match self.groups.entry(key) {
                std::collections::hash_map::Entry::Occupied(mut group) => {
                    for (mine, more) in group.get_mut().iter_mut().zip(figures) {
                        mine.add(more);
                    }
                }
                std::collections::hash_map::Entry::Vacant(group) => {
                    group.insert(figures.collect());
                }
            }
        }
        Ok(())
    }

    /// Adds what another counted for the same question.
    pub fn merge(&mut self, other: Self) {
        for (key, figures) in other.groups {
            match self.groups.entry(key) {
                std::collections::hash_map::Entry::Occupied(mut group) => {
                    for (mine, more) in group.get_mut().iter_mut().zip(figures) {
                        mine.add(more);
                    }
                }
                std::collections::hash_map::Entry::Vacant(group) => {
                    group.insert(figures);
                }
            }
        }
    }

    /// How many groups there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The groups in ascending order of their keys, what is unknown last; a question without groups has one answer, whatever
    /// there is.
    ///
    /// # Errors
    /// [`Unanswerable`] for a number that its code table does not have.
    pub fn finish(mut self) -> Result<Vec<Group>, Unanswerable> {
        if self.question.by.is_empty() && self.groups.is_empty() {
            self.groups.insert(Vec::new(), vec![Counted::default(); self.whats.len()]);
        }
        let sorted: BTreeMap<Vec<Key>, Vec<Counted>> = self.groups.into_iter().collect();
        let group = |(key, counted): (Vec<Key>, Vec<Counted>)| {
            let values = self.question.by.iter().zip(key).map(|(by, key)| key.value(by)).collect::<Result<_, _>>()?;
            let figures: Vec<Figure> =
                self.whats.iter().zip(counted).map(|(what, counted)| what.figure(counted)).collect();
            Ok(Group { key: values, figures })
        };
        sorted.into_iter().map(group).collect()
    }
}
