//! Decisions 决定: what a plugin proposes, with its reasons 依据. The mirror of `lifang:plugin/types` in the host's own words.

use crate::clock::{Date, Instant};
use crate::text::Text;
use crate::value::{Cell, Field};
use serde::{Deserialize, Serialize};

/// A place in a law, rule or list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// The document's number or title, for example `民发〔2020〕20号`.
    pub document: String,
    /// The article, item or annex within it; empty when the whole is meant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub article: String,
}

/// Why: the smallest unit of an explanation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule that speaks.
    pub rule: String,
    /// What it found.
    pub text: Text,
    /// What it rests on.
    pub basis: Option<Clause>,
    /// The fields it read.
    pub fields: Vec<String>,
}

/// How much a matter presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// When there is time.
    Low,
    /// In the ordinary course.
    Normal,
    /// Before ordinary work.
    High,
    /// At once.
    Urgent,
}

/// What a plugin may propose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Action {
    /// Work for someone 工单.
    OpenWorkOrder {
        /// The rule that asks for it.
        rule: String,
        /// The admitted duty item that covers it.
        duty: String,
        /// What is to be done.
        title: Text,
        /// The post it goes to.
        to: String,
        /// When it must be done by.
        due: Option<Instant>,
        /// How much it presses.
        priority: Priority,
    },
    /// A visit to be paid 走访.
    ScheduleVisit {
        /// The rule that asks for it.
        rule: String,
        /// The admitted duty item that covers it.
        duty: String,
        /// The checklist to fill.
        checklist: String,
        /// Why.
        title: Text,
        /// The last day for it.
        by: Date,
        /// How much it presses.
        priority: Priority,
    },
    /// A message to a post.
    Notify {
        /// The rule that asks for it.
        rule: String,
        /// The post.
        to: String,
        /// What it says.
        text: Text,
    },
    /// A label on the subject of the call.
    Tag {
        /// The rule that asks for it.
        rule: String,
        /// The label.
        tag: String,
        /// The day it lapses.
        until: Option<Date>,
    },
    /// A matter that goes up.
    Escalate {
        /// The rule that asks for it.
        rule: String,
        /// The level it goes to.
        to: String,
        /// Why.
        text: Text,
    },
    /// Something newer than the contract.
    Extension {
        /// The rule that asks for it.
        rule: String,
        /// What it is.
        kind: String,
        /// Its content.
        fields: Vec<Field>,
    },
}

impl Action {
    /// The rule that asks for it.
    #[must_use]
    pub fn rule(&self) -> &str {
        match self {
            Self::OpenWorkOrder { rule, .. }
            | Self::ScheduleVisit { rule, .. }
            | Self::Notify { rule, .. }
            | Self::Tag { rule, .. }
            | Self::Escalate { rule, .. }
            | Self::Extension { rule, .. } => rule,
        }
    }

    /// Whether a number, day or moment in it cannot be written down.
    #[must_use]
    pub fn is_unsayable(&self) -> bool {
        let wrong = |field: &Field| matches!(&field.cell, Cell::Present(value) if value.is_unsayable());
        match self {
            Self::OpenWorkOrder { title, due, .. } => {
                title.is_unsayable() || due.is_some_and(|due| !due.day().is_sayable())
            }
            Self::ScheduleVisit { title, by, .. } => title.is_unsayable() || !by.is_sayable(),
            Self::Notify { text, .. } | Self::Escalate { text, .. } => text.is_unsayable(),
            Self::Tag { until, .. } => until.is_some_and(|until| !until.is_sayable()),
            Self::Extension { fields, .. } => fields.iter().any(wrong),
        }
    }

    /// The duty item that must be admitted before anyone may be asked to do this; none where nobody is.
    #[must_use]
    pub fn duty(&self) -> Option<&str> {
        match self {
            Self::OpenWorkOrder { duty, .. } | Self::ScheduleVisit { duty, .. } => Some(duty),
            Self::Notify { .. } | Self::Tag { .. } | Self::Escalate { .. } | Self::Extension { .. } => None,
        }
    }
}

/// A decision: what to do, and why.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// What is proposed, in order.
    pub actions: Vec<Action>,
    /// Why, in order.
    pub reasons: Vec<Reason>,
}

/// Something that happened 事件, as a plugin sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Opaque, and the plugin's own.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// When it happened.
    pub occurred: Instant,
    /// What is known of it.
    pub fields: Vec<Field>,
}

/// What is proposed for each row that a sweep marked with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// A code, unique in the answer.
    pub code: String,
    /// What is proposed for each such row.
    pub actions: Vec<Action>,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// The answer of a sweep, in columns: row `rows[i]` of the scan has outcome `outcomes[marks[i]]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SweepAnswer {
    /// Positions in the scan, ascending, each at most once.
    pub rows: Vec<u32>,
    /// One per entry of `rows`.
    pub marks: Vec<u16>,
    /// The outcomes, each said once.
    pub outcomes: Vec<Outcome>,
}

impl SweepAnswer {
    /// How many rows each outcome marks, in the order of `outcomes`.
    ///
    /// # Errors
    /// What is wrong with the answer, in words for the plugin's author: columns of different length, positions
    /// that do not ascend or lie beyond the `scanned` rows, marks without outcome.
    pub fn counts(&self, scanned: u32) -> Result<Vec<u32>, String> {
        if self.rows.len() != self.marks.len() {
            return Err(format!("rows has {} entries, marks has {}", self.rows.len(), self.marks.len()));
        }
        if let Some(pair) = self.rows.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(format!("rows must ascend: {} is followed by {}", pair[0], pair[1]));
        }
        if let Some(last) = self.rows.last().filter(|&&last| last >= scanned) {
            return Err(format!("row {last} is beyond the {scanned} rows of the scan"));
        }
        for (i, outcome) in self.outcomes.iter().enumerate() {
            if self.outcomes[..i].iter().any(|before| before.code == outcome.code) {
                return Err(format!("two outcomes are called {:?}", outcome.code));
            }
        }
        let mut counts = vec![0; self.outcomes.len()];
        for &mark in &self.marks {
            *counts
                .get_mut(usize::from(mark))
                .ok_or_else(|| format!("mark {mark} has no outcome; there are {}", self.outcomes.len()))? += 1;
        }
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crooked_sweep_answer_is_named() {
        let outcome = Outcome { code: "due".into(), actions: vec![], reasons: vec![] };
        let answer = |rows: &[u32], marks: &[u16]| SweepAnswer {
            rows: rows.into(),
            marks: marks.into(),
            outcomes: vec![outcome.clone()],
        };
        assert_eq!(answer(&[1, 4], &[0, 0]).counts(5), Ok(vec![2]));
        for (rows, marks, word) in [
            (&[1, 4][..], &[0][..], "entries"),
            (&[4, 1], &[0, 0], "ascend"),
            (&[5], &[0], "beyond"),
            (&[1], &[1], "mark 1"),
        ] {
            assert!(answer(rows, marks).counts(5).unwrap_err().contains(word));
        }
    }
}
