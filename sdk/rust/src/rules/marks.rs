//! The answer of a sweep, in columns: which rows, and what is proposed for each.

use crate::{Action, Outcome, Reason, SweepAnswer};

impl Outcome {
    /// What is proposed for each row marked with it; `code` is unique in the answer, and the host counts by it.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), actions: Vec::new(), reasons: Vec::new() }
    }

    /// Proposes an action for each such row.
    #[must_use]
    pub fn action(mut self, action: impl Into<Action>) -> Self {
        self.actions.push(action.into());
        self
    }

    /// Says why.
    #[must_use]
    pub fn reason(mut self, reason: Reason) -> Self {
        self.reasons.push(reason);
        self
    }
}

/// An outcome of these [`Marks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeId(u16);

/// Marks on the rows of a scan.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    rows: Vec<u32>,
    marks: Vec<u16>,
    outcomes: Vec<Outcome>,
}

impl Marks {
    /// No row is marked.
    #[must_use]
    pub const fn new() -> Self {
        Self { rows: Vec::new(), marks: Vec::new(), outcomes: Vec::new() }
    }

    /// Adds an outcome to mark rows with. An outcome no row has is left out of the answer's counts, not of the answer.
    pub fn outcome(&mut self, outcome: Outcome) -> OutcomeId {
        let id = u16::try_from(self.outcomes.len()).unwrap_or(u16::MAX);
        self.outcomes.push(outcome);
        OutcomeId(id)
    }

    /// Marks the row at that position in the scan. Rows are marked in ascending order, each at most once; the host checks it.
    #[inline]
    pub fn mark(&mut self, row: u32, outcome: OutcomeId) {
        self.rows.push(row);
        self.marks.push(outcome.0);
    }

    /// Marks the rows of a batch at once, without a branch per row: 0 leaves row `first + i` of the scan unmarked, `n` marks it
    /// with the outcome added `n`-th.
    pub fn mark_batch(&mut self, first: u32, marks: &[u8]) {
        let marked = self.rows.len();
        self.rows.resize(marked + marks.len(), 0);
        self.marks.resize(marked + marks.len(), 0);
        let (rows, codes) = (&mut self.rows[marked..], &mut self.marks[marked..]);
        let mut next = 0;
        for (row, &mark) in (first..).zip(marks) {
            // A row that stays unmarked is written over by the next.
            (rows[next], codes[next]) = (row, u16::from(mark).wrapping_sub(1));
            next += usize::from(mark != 0);
        }
        self.rows.truncate(marked + next);
        self.marks.truncate(marked + next);
    }

    /// How many rows are marked.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none is.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The answer.
    #[must_use]
    pub fn into_answer(self) -> SweepAnswer {
        let Self { rows, marks, outcomes } = self;
        SweepAnswer { rows, marks, outcomes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_marked_like_its_rows_one_by_one() {
        let batches: [&[u8]; 4] = [&[0, 2, 0, 0, 1], &[], &[0, 0], &[1, 1, 2]];
        let (mut at_once, mut one_by_one, mut first) = (Marks::new(), Marks::new(), 0);
        let codes =
            ["late", "lost"].map(|code| (at_once.outcome(Outcome::new(code)), one_by_one.outcome(Outcome::new(code))));
        for batch in batches {
            at_once.mark_batch(first, batch);
            for (row, &mark) in (first..).zip(batch).filter(|(_, mark)| **mark != 0) {
                one_by_one.mark(row, codes[usize::from(mark) - 1].1);
            }
            first += u32::try_from(batch.len()).unwrap();
        }
        assert_eq!(at_once.into_answer(), one_by_one.into_answer());
    }
}
