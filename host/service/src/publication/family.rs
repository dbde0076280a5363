//! What is decided for one kind of number, in the light of what was published.

use super::frame::Frame;
use super::said;
use lifang_core::clock::Date;
use lifang_core::disclosure::{CHANGE, Counted, Decisions, Ledger, Node, Predicate, Shown, decide, place};
use lifang_core::value::Value;
use std::collections::HashMap;

/// What is decided for one kind of number.
pub(super) struct Family {
    /// The numbers in the regions of the answer, by category, as they are published; and whether that is as before.
    pub(super) steady: HashMap<(Node, usize), (i64, bool)>,
    pub(super) decisions: Decisions,
    /// The position of each category.
    pub(super) categories: HashMap<String, usize>,
    /// Its values in the order of the answer's columns.
    pub(super) values: Vec<Vec<Option<Value>>>,
    pub(super) predicates: Vec<Predicate>,
}

/// The numbers of one kind in all regions that are weighed against each other.
pub(super) struct Weighed {
    pub(super) counted: Vec<Counted>,
    pub(super) categories: HashMap<String, usize>,
    pub(super) values: Vec<Vec<Option<Value>>>,
    pub(super) predicates: Vec<Predicate>,
}

/// How a figure is given, with the number behind it.
pub(super) enum Look {
    /// With this number behind it; whether that is as it was published before.
    Open {
        steady: i64,
        unmoved: bool,
        category: usize,
    },
    Empty,
    Suppressed,
    Left,
}

impl Frame<'_> {
    /// Decides what is shown of the numbers.
    pub(super) fn decide(&self, weighed: Weighed, ledger: &Ledger, today: Date) -> Family {
        let Weighed { counted, categories, values, predicates } = weighed;
        let root = self.anchor.code.as_str();
        let known =
            |node: &[Option<String>], category: usize| ledger.known(&place(root, node), &predicates[category], today);
        let decisions = decide(&counted, predicates.len(), self.district, &known);
        let mut counts: HashMap<(Node, usize), i64> = HashMap::new();
        for row in counted {
            *counts.entry((row.node[..self.depth].to_vec(), row.category)).or_default() += row.count;
        }
        let steady = |((node, category), count): ((Node, usize), i64)| {
            let known = known(&node, category);
            let unmoved = known.earlier.is_some_and(|earlier| (earlier - count).abs() < CHANGE);
            ((node, category), (known.steady(count), unmoved))
        };
        Family { steady: counts.into_iter().map(steady).collect(), decisions, categories, values, predicates }
    }
}

impl Family {
    /// How the figure of a place and category is given.
    pub(super) fn look(&self, at: &Node, values: &[Option<Value>]) -> Look {
        let Some(category) = self.categories.get(&said(values)).copied() else { return Look::Empty };
        let key = (at.clone(), category);
        match self.decisions.get(&key) {
            Some(Shown::Open) => {
                let (steady, unmoved) = self.steady.get(&key).copied().unwrap_or_default();
                Look::Open { steady, unmoved, category }
            }
            Some(Shown::Suppressed) => Look::Suppressed,
            Some(Shown::Left) => Look::Left,
            // Beside what is left out nobody may know that this is empty.
            None if left_beside(&self.decisions, at, category) => Look::Left,
            None => Look::Empty,
        }
    }
}

/// Whether something beside this place is not given at all.
pub(super) fn left_beside(decisions: &Decisions, at: &Node, category: usize) -> bool {
    let Some((_, parent)) = at.split_last() else { return false };
    let mut beside = decisions.range((parent.to_vec(), 0)..).take_while(|((node, _), _)| node.starts_with(parent));
    beside.any(|((node, of), shown)| node.len() == at.len() && *of == category && *shown == Shown::Left)
}
