//! The rule itself, as our plugin has it: two loops without a branch. Native Rust and the guest of Extism share this file.

/// Dementia, severe chronic illness, or 80 and alone: the first grade.
pub(crate) const HIGH_CARE: u16 = 1 | 1 << 2 | 1 << 5;
/// Severely disabled, extremely poor, mental disorder, left behind, bereaved: the second.
pub(crate) const KEY_CARE: u16 = 1 << 1 | 1 << 3 | 1 << 6 | 1 << 7 | 1 << 8;
const ALONE: u8 = 3;
const CHILD_ONLY: u8 = 6;

fn grade(age: u8, living: u8, care: u16) -> u8 {
    let high = (care & HIGH_CARE != 0) | ((age >= 80) & (living == ALONE));
    let key = (care & KEY_CARE != 0) | (living == CHILD_ONLY);
    if high {
        1
    } else if key {
        2
    } else {
        3
    }
}

/// Three days and not a list of them: a list would be looked up in row by row, and nothing done for several rows at once.
fn due(grade: u8, last_visit: i32, (high, key, ordinary): (i32, i32, i32)) -> u8 {
    let latest = match grade {
        1 => high,
        2 => key,
        _ => ordinary,
    };
    grade * u8::from(last_visit < latest)
}

/// One person.
pub(crate) fn decide(latest: [i32; 3], age: u8, living: u8, care: u16, last_visit: i32) -> u8 {
    due(grade(age, living, care), last_visit, latest.into())
}

/// Everyone.
pub(crate) fn sweep(
    latest: [i32; 3],
    (ages, livings): (&[u8], &[u8]),
    cares: impl Iterator<Item = u16>,
    last_visits: impl Iterator<Item = i32>,
) -> Vec<u8> {
    let mut marks = Vec::with_capacity(ages.len());
    marks.extend(ages.iter().zip(livings).zip(cares).map(|((&age, &living), care)| grade(age, living, care)));
    let latest = latest.into();
    marks.iter_mut().zip(last_visits).for_each(|(mark, last_visit)| *mark = due(*mark, last_visit, latest));
    marks
}
