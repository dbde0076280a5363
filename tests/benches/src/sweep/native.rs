//! The rule `visit-due` as a native loop over the same columns: what a sweep would cost if districts could ship machine code.

use super::persons::{Persons, TODAY};
use crate::Result;
use lifang_core::call::CallContext;
use lifang_core::clock::Date;
use lifang_core::value::Value;

/// Dementia, severe chronic illness, or 80 and alone.
const HIGH_CARE: u16 = 1 | 1 << 2 | 1 << 5;
/// Severely disabled, extremely poor, mental disorder, left behind, bereaved.
const KEY_CARE: u16 = 1 << 1 | 1 << 3 | 1 << 6 | 1 << 7 | 1 << 8;
const ALONE: u8 = 3;
const CHILD_ONLY: u8 = 6;
/// Rows at a time, so that what is marked stays in the processor's nearest cache.
const BATCH: usize = 4_096;

/// Per grade, the last day on which a visit is not yet overdue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Latest(pub(super) [i32; 3]);

impl Latest {
    pub(crate) fn of(context: &CallContext) -> Result<Self> {
        let today = context.now.day().0;
        let day = |key: &str| -> Result<i32> {
            match context.settings.get(key) {
                Some(Value::Integer(days)) => Ok(today - i32::try_from(*days)?),
                _ => Err(format!("the plugin has no setting {key} any more").into()),
            }
        };
        Ok(Self([day("high_days")?, day("key_days")?, day("ordinary_days")?]))
    }

    /// The same for another day than that of the bench's calls.
    pub(crate) fn on(self, today: Date) -> Self {
        Self(self.0.map(|day| day - TODAY + today.0))
    }
}

/// Which rows are overdue, and of which grade.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Marked {
    pub(crate) rows: Vec<u32>,
    pub(super) marks: Vec<u16>,
}

/// The plugin's own two loops: grades and days without a branch, then what is marked is pushed together.
pub(super) fn sweep(persons: &Persons, latest: Latest) -> Marked {
    sweep_columns(&persons.ages, &persons.livings, &persons.cares, &persons.last_visits, latest)
}

/// The same over columns from anywhere.
pub(crate) fn sweep_columns(ages: &[u8], livings: &[u8], cares: &[u16], last_visits: &[i32], latest: Latest) -> Marked {
    let (mut marked, mut marks) = (Marked::default(), Vec::with_capacity(BATCH));
    let mut first = 0;
    for from in (0..ages.len()).step_by(BATCH) {
        let range = from..ages.len().min(from + BATCH);
        let (ages, livings) = (&ages[range.clone()], &livings[range.clone()]);
        mark(ages, livings, &cares[range.clone()], &last_visits[range], latest, &mut marks);
        marked.push(first, &marks);
        first += u32::try_from(marks.len()).unwrap_or(u32::MAX);
    }
    marked
}

fn mark(ages: &[u8], livings: &[u8], cares: &[u16], last_visits: &[i32], Latest(latest): Latest, marks: &mut Vec<u8>) {
    marks.clear();
    marks.extend(ages.iter().zip(livings).zip(cares).map(|((&age, &living), &care)| {
        let high = (care & HIGH_CARE != 0) | ((age >= 80) & (living == ALONE));
        let key = (care & KEY_CARE != 0) | (living == CHILD_ONLY);
        if high {
            1
        } else if key {
            2
        } else {
            3
        }
    }));
    let [high, key, ordinary] = latest;
    for (mark, &last_visit) in marks.iter_mut().zip(last_visits) {
        let limit = match *mark {
            1 => high,
            2 => key,
            _ => ordinary,
        };
        *mark *= u8::from(last_visit < limit);
    }
}

impl Marked {
    fn push(&mut self, first: u32, marks: &[u8]) {
        let before = self.rows.len();
        self.rows.resize(before + marks.len(), 0);
        self.marks.resize(before + marks.len(), 0);
        let (rows, codes) = (&mut self.rows[before..], &mut self.marks[before..]);
        let mut next = 0;
        for (row, &mark) in (first..).zip(marks) {
            // A row that stays unmarked is written over by the next.
            (rows[next], codes[next]) = (row, u16::from(mark).wrapping_sub(1));
            next += usize::from(mark != 0);
        }
        self.rows.truncate(before + next);
        self.marks.truncate(before + next);
    }
}
