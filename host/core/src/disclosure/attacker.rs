//! The attacker: puts everything that was published together as a linear programme over the people of every grid, and bounds
//! each figure that was held back. It knows the rules of publication; it does not know the people.

use super::{Counted, Decisions, Ledger, Node, Predicate, Shown, decide, is_small, place};
use crate::clock::Date;
use crate::query::{Filter, Test};
use crate::value::Value;
use good_lp::{Expression, ProblemVariables, Solution, SolverModel, microlp, variable, variables};
use std::collections::BTreeMap;

const STREETS: usize = 4;
const COMMUNITIES: usize = 3;
const GRIDS: usize = 3;
const DISTRICT: &str = "220104";
/// Old or not, alone or not, of two sexes.
const KINDS: usize = 8;

/// How many of each kind live in each grid.
type People = BTreeMap<(usize, usize, usize), [i64; KINDS]>;

/// Small numbers from a fixed sequence (xorshift): every run sees the same people.
fn people(mut seed: u64) -> People {
    let mut next = move |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        i64::try_from(seed % below).unwrap()
    };
    let mut people = People::new();
    for street in 0..STREETS {
        for community in 0..COMMUNITIES {
            for grid in 0..GRIDS {
                // Some grids are nearly empty; living alone is rare.
                let large = if next(4) == 0 { 2 } else { 14 };
                let kind = |kind: usize| next(if kind & 2 == 0 { large } else { large.min(4) });
                let kinds: Vec<i64> = (0..KINDS).map(kind).collect();
                people.insert((street, community, grid), kinds.try_into().unwrap());
            }
        }
    }
    people
}

fn old() -> Filter {
    Filter { column: "old".into(), test: Test::Equals(Value::Flag(true)) }
}

fn alone() -> Filter {
    Filter { column: "alone".into(), test: Test::Equals(Value::Flag(true)) }
}

/// One question: on whom, by sex or not, about which part of the district, by regions of which depth.
#[derive(Clone, Debug)]
struct Question {
    filters: Vec<Filter>,
    by_sex: bool,
    within: Node,
    depth: usize,
}

/// Several reports: totals and parts, of the district, its streets and its communities.
fn questions(people: &People) -> Vec<Question> {
    let mut questions = Vec::new();
    let mut ask = |filters: &[Filter], by_sex, within: Node, depth| {
        questions.push(Question { filters: filters.to_vec(), by_sex, within, depth });
    };
    for filters in [&[][..], &[old()], &[old(), alone()]] {
        for by_sex in [false, true] {
            for depth in 0..3 {
                ask(filters, by_sex, vec![], depth);
            }
        }
        for (street, community, _) in people.keys().filter(|key| key.2 == 0) {
            ask(filters, false, node(*street, *community, 0)[..2].to_vec(), 3);
        }
    }
    ask(&[alone()], true, vec![], 1);
    questions
}

fn node(street: usize, community: usize, grid: usize) -> Node {
    vec![
        Some(format!("s{street}")),
        Some(format!("s{street}c{community}")),
        Some(format!("s{street}c{community}g{grid}")),
    ]
}

fn predicates(question: &Question) -> Vec<Predicate> {
    let all = Predicate::new(&question.filters);
    match question.by_sex {
        true => ["male", "female"].iter().map(|sex| all.with("sex", Some(&Value::Text((*sex).into())))).collect(),
        false => vec![all],
    }
}

/// Whether people of a kind are counted in a category.
fn counts(question: &Question, category: usize, kind: usize) -> bool {
    let holds = |filter: &Filter| if filter.column == "old" { kind & 1 != 0 } else { kind & 2 != 0 };
    question.filters.iter().all(holds) && (!question.by_sex || (kind & 4 != 0) == (category == 1))
}

/// A published figure: whom it counts, and its value where it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Figure {
    place: Node,
    question: Question2,
    value: Option<i64>,
    truth: i64,
    /// Seen to be held back: there is somebody.
    seen: bool,
}

/// Whom a figure counts.
type Question2 = (String, [bool; KINDS]);

/// How a publication decides.
type Decide = dyn Fn(&[Counted], usize, &dyn Fn(&[Option<String>], usize) -> super::Known) -> Decisions;

fn by_the_rules(
    counted: &[Counted],
    categories: usize,
    known: &dyn Fn(&[Option<String>], usize) -> super::Known,
) -> Decisions {
    decide(counted, categories, 0, known)
}

/// What a host would do that only looks at each figure by itself.
fn small_ones_only(counted: &[Counted], _: usize, _: &dyn Fn(&[Option<String>], usize) -> super::Known) -> Decisions {
    let mut sums: BTreeMap<(Node, usize), i64> = BTreeMap::new();
    for row in counted {
        for depth in 0..=row.node.len() {
            *sums.entry((row.node[..depth].to_vec(), row.category)).or_default() += row.count;
        }
    }
    let shown = |count| if is_small(count) { Shown::Suppressed } else { Shown::Open };
    sums.into_iter().filter(|(_, count)| *count > 0).map(|(cell, count)| (cell, shown(count))).collect()
}

/// Publishes the answers to all questions, and what an outsider sees of them.
fn publish(people: &People, ledger: &mut Ledger, today: Date, how: &Decide) -> Vec<Figure> {
    let mut seen = Vec::new();
    for question in questions(people) {
        let predicates = predicates(&question);
        let mut counted = Vec::new();
        for ((street, community, grid), kinds) in people {
            for category in 0..predicates.len() {
                let count = (0..KINDS).filter(|kind| counts(&question, category, *kind)).map(|kind| kinds[kind]).sum();
                let node = node(*street, *community, *grid)[..question.depth.max(question.within.len())].to_vec();
                counted.push(Counted { node, category, count });
            }
        }
        let known = |node: &[Option<String>], category: usize| {
            ledger.known(&place(DISTRICT, node), &predicates[category], today)
        };
        let decisions = how(&counted, predicates.len(), &known);
        let mut sums: BTreeMap<(Node, usize), i64> = BTreeMap::new();
        for row in &counted {
            *sums.entry((row.node[..question.depth].to_vec(), row.category)).or_default() += row.count;
        }
        let mut given = BTreeMap::new();
        for ((place, category), truth) in sums.into_iter().filter(|((place, _), _)| place.starts_with(&question.within))
        {
            let shown = decisions.get(&(place.clone(), category)).copied();
            // Where something beside it is not given, nobody knows an empty one from one that is left out.
            let beside = |other: &Node| {
                other.len() == place.len() && !place.is_empty() && other[..other.len() - 1] == place[..place.len() - 1]
            };
            let left =
                decisions.iter().any(|((other, c), shown)| *shown == Shown::Left && *c == category && beside(other));
            let value = match shown {
                None if left => None,
                None | Some(Shown::Open) => Some(known(&place, category).steady(truth)),
                _ => None,
            };
            if let Some(value) = value.filter(|_| truth > 0) {
                given.insert((place.clone(), category), value);
            }
            let whom = std::array::from_fn(|kind| counts(&question, category, kind));
            let question = (predicates[category].key(), whom);
            seen.push(Figure { place, question, value, truth, seen: shown == Some(Shown::Suppressed) });
        }
        let notes = ledger.notes(DISTRICT, &decisions, &predicates, today, |node, category| {
            given.get(&(node.clone(), category)).copied()
        });
        notes.into_iter().for_each(|note| ledger.note(note));
    }
    seen
}

/// The narrowest interval left around a figure that was held back, with the figure, and how many there are. `off` is how far a
/// shown figure may be from the truth. A figure that is not given may be empty: the attacker does not know, and neither does it
/// take its absence for a zero.
fn narrowest(people: &People, seen: &[Figure], off: i64) -> (f64, Option<Figure>, usize) {
    let (mut narrowest, mut which, mut held) = (f64::INFINITY, None, 0);
    let targets: Vec<&Figure> = seen.iter().filter(|figure| figure.value.is_none() && figure.truth > 0).collect();
    for target in targets {
        let bound = |sign: f64| {
            let mut variables: ProblemVariables = variables!();
            let grids: Vec<_> = people.keys().map(|_| variables.add_vector(variable().min(0), KINDS)).collect();
            let sum = |figure: &Figure| -> Expression {
                let here = |key: &(usize, usize, usize)| node(key.0, key.1, key.2).starts_with(&figure.place);
                let of = people.keys().zip(&grids).filter(|(key, _)| here(key));
                of.flat_map(|(_, kinds)| {
                    kinds.iter().zip(figure.question.1).filter(|(_, counted)| *counted).map(|(kind, _)| *kind)
                })
                .sum()
            };
            let mut problem = variables.maximise(sum(target) * sign).using(microlp);
            for figure in seen {
                match figure.value {
                    // Nothing empty is ever rounded.
                    Some(0) => problem = problem.with(sum(figure).eq(0)),
                    Some(value) if off == 0 => problem = problem.with(sum(figure).eq(value as f64)),
                    Some(value) => {
                        problem = problem
                            .with(sum(figure).leq((value + off) as f64))
                            .with(sum(figure).geq((value - off) as f64));
                    }
                    None if figure.seen => problem = problem.with(sum(figure).geq(1)),
                    None => {}
                }
            }
            let solution = problem.solve().unwrap();
            let value = solution.eval(sum(target));
            // What LP leaves open by a fraction, whole people may close.
            if sign > 0.0 { (value + 1e-6).floor() } else { (value - 1e-6).ceil() }
        };
        held += 1;
        let (least, most) = (bound(-1.0), bound(1.0));
        assert!(least <= target.truth as f64 && target.truth as f64 <= most, "{target:?}: {least} to {most}");
        if most - least < narrowest {
            (narrowest, which) = (most - least, Some(target.clone()));
        }
    }
    (narrowest, which, held)
}

const TODAY: Date = Date(20_000);

#[test]
fn no_held_back_figure_of_a_district_can_be_pinned_down() {
    for seed in [7, 20_261_123] {
        let people = people(seed);
        let seen = publish(&people, &mut Ledger::default(), TODAY, &by_the_rules);
        let shown = seen.iter().filter(|figure| figure.value.is_some_and(|value| value > 0)).count();
        let (width, which, held) = narrowest(&people, &seen, 0);
        assert!(held > 20 && shown > 40, "{held} {shown}");
        assert!(width >= super::WIDTH as f64, "seed {seed}: {width} around {which:?}");
    }
}

/// The attack can succeed: against a host that holds back small figures and nothing else.
#[test]
fn without_complementary_suppression_the_same_attacker_succeeds() {
    let people = people(7);
    let seen = publish(&people, &mut Ledger::default(), TODAY, &small_ones_only);
    let (width, which, _) = narrowest(&people, &seen, 0);
    assert!(width < 1.0, "{which:?}");
    assert!(is_small(which.unwrap().truth));
}

#[test]
fn who_moves_alone_is_not_seen_in_the_next_period() {
    let before = people(7);
    let mut ledger = Ledger::default();
    let first = publish(&before, &mut ledger, TODAY, &by_the_rules);
    let mut after = before.clone();
    // One old person who lives alone moves to the next grid.
    let from = *before.iter().find(|(_, kinds)| kinds[3] > 1).unwrap().0;
    after.get_mut(&from).unwrap()[3] -= 1;
    let to = *before.iter().find(|(key, kinds)| **key != from && kinds[3] > 0).unwrap().0;
    after.get_mut(&to).unwrap()[3] += 1;
    let second = publish(&after, &mut ledger, Date(TODAY.0 + 30), &by_the_rules);
    let values = |seen: &[Figure]| seen.iter().map(|figure| (figure.value, figure.seen)).collect::<Vec<_>>();
    assert_eq!(values(&first), values(&second));
}

#[test]
fn two_successive_periods_pin_nobody_down() {
    let mut ledger = Ledger::default();
    let (before, mut after) = (people(7), people(7));
    let first = publish(&before, &mut ledger, TODAY, &by_the_rules);
    for (turn, kinds) in after.values_mut().enumerate() {
        for (kind, count) in kinds.iter_mut().enumerate() {
            match (turn * KINDS + kind) % 5 {
                0 => *count += 1,
                1 if *count > 1 => *count -= 1,
                2 => *count += 4,
                _ => {}
            }
        }
    }
    let second = publish(&after, &mut ledger, Date(TODAY.0 + 30), &by_the_rules);
    for (one, other) in first.iter().zip(&second) {
        assert_eq!((&one.place, &one.question), (&other.place, &other.question));
        if let (Some(one), Some(other)) = (one.value, other.value.filter(|_| one.truth > 0)) {
            assert!(one == other || (one - other).abs() >= super::CHANGE, "{one} {other}");
        }
        assert!(one.value.is_some() || other.value.is_none(), "held back, then shown: {one:?} {other:?}");
    }
    let (width, which, held) = narrowest(&after, &second, super::CHANGE - 1);
    assert!(held > 20, "{held}");
    assert!(width >= super::WIDTH as f64, "{which:?}");
}
