//! What has been published: every figure's last value, and what was held back. The next publication is decided in its light.

use super::{Decisions, HELD_DAYS, Known, Node, Predicate, Relation, Shown};
use crate::clock::Date;
use std::collections::BTreeMap;

/// A figure as it was published last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its value; none where it was held back.
    pub shown: Option<i64>,
    /// The day from which on it is held back.
    pub held_on: Option<Date>,
}

/// A figure's place: the code of the innermost region known, and a `/` for each level below of which a row has no region.
#[must_use]
pub fn place(root: &str, node: &[Option<String>]) -> String {
    let code = node.iter().rev().flatten().next().map_or(root, String::as_str);
    let nowhere = node.iter().rev().take_while(|code| code.is_none()).count();
    format!("{code}{}", "/".repeat(nowhere))
}

/// What has been published of one dataset, by place and by whom it counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger(BTreeMap<String, Vec<(Predicate, Published)>>);

/// A figure to be noted: its place, whom it counts, and how it is given now.
pub type Note = (String, Predicate, Published);

impl Ledger {
    /// Notes a figure in place of what was noted of it before.
    pub fn note(&mut self, (place, predicate, published): Note) {
        let here = self.0.entry(place).or_default();
        match here.iter_mut().find(|(known, _)| *known == predicate) {
            Some((_, known)) => *known = published,
            None => here.push((predicate, published)),
        }
    }

    /// What is known of a figure on a day.
    #[must_use]
    pub fn known(&self, place: &str, predicate: &Predicate, today: Date) -> Known {
        let mut known = Known::default();
        for (other, published) in self.0.get(place).into_iter().flatten() {
            match (predicate.relation(other), published.shown) {
                (Relation::Same, shown) => {
                    known.earlier = shown;
                    known.held = shown.is_none() && held(published.held_on, today);
                }
                (Relation::Within, Some(value)) => known.around.push(value),
                (Relation::Around, Some(value)) => known.within.push(value),
                _ => {}
            }
        }
        known
    }

    /// What is to be noted of a publication: everything held back, and what is `given`. `predicates` is whom each category counts.
    pub fn notes(
        &self,
        root: &str,
        decisions: &Decisions,
        predicates: &[Predicate],
        today: Date,
        given: impl Fn(&Node, usize) -> Option<i64>,
    ) -> Vec<Note> {
        let mut notes = Vec::new();
        for ((node, category), shown) in decisions {
            let (place, predicate) = (place(root, node), predicates[*category].clone());
            let before = self.0.get(&place).into_iter().flatten().find(|(known, _)| *known == predicate);
            let before = before.map(|(_, published)| *published);
            let published = match shown {
                Shown::Open => match given(node, *category) {
                    Some(value) => Published { shown: Some(value), held_on: None },
                    None => continue,
                },
                Shown::Suppressed | Shown::Left => {
                    let since = before.and_then(|before| before.held_on).filter(|day| held(Some(*day), today));
                    Published { shown: None, held_on: Some(since.unwrap_or(today)) }
                }
            };
            if before != Some(published) {
                notes.push((place, predicate, published));
            }
        }
        notes
    }
}

fn held(since: Option<Date>, today: Date) -> bool {
    since.is_some_and(|since| today.0.saturating_sub(since.0) < HELD_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Filter, Test};
    use crate::value::Value;

    #[test]
    fn a_place_is_a_region_or_what_lies_in_none() {
        let node =
            |codes: &[&str]| codes.iter().map(|code| (!code.is_empty()).then(|| (*code).to_owned())).collect::<Node>();
        assert_eq!(place("2201", &[]), "2201");
        assert_eq!(place("2201", &node(&["220104", "220104001"])), "220104001");
        assert_eq!(place("2201", &node(&["220104", "", ""])), "220104//");
    }

    #[test]
    fn what_was_held_back_is_held_for_a_year_and_what_was_shown_stays_until_it_moves() {
        let (all, today) = (Predicate::default(), Date(20_000));
        let mut ledger = Ledger::default();
        ledger.note(("a".into(), all.clone(), Published { shown: None, held_on: Some(today) }));
        ledger.note(("b".into(), all.clone(), Published { shown: Some(40), held_on: None }));
        assert!(ledger.known("a", &all, Date(today.0 + HELD_DAYS - 1)).held);
        assert!(!ledger.known("a", &all, Date(today.0 + HELD_DAYS)).held);
        let known = ledger.known("b", &all, today);
        assert_eq!([38, 41, 43].map(|count| known.steady(count)), [40, 40, 43]);
        let old = Predicate::new(&[Filter { column: "age".into(), test: Test::AtLeast(Value::Integer(60)) }]);
        assert_eq!(ledger.known("b", &old, today).around, [40]);
        assert_eq!(ledger.known("b", &old, today).earlier, None);
    }
}
