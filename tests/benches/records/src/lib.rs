//! The rule `visit-due` of `jilin-rules`, fed `list<record>`: what a sweep costs without columns.
#![cfg_attr(target_family = "wasm", expect(unsafe_code, reason = "generated bindings"))]

wit_bindgen::generate!({ path: "wit", world: "records" });

/// Dementia, severe chronic illness, or 80 and alone.
const HIGH_CARE: u16 = 1 | 1 << 2 | 1 << 5;
/// Severely disabled, extremely poor, mental disorder, left behind, bereaved.
const KEY_CARE: u16 = 1 << 1 | 1 << 3 | 1 << 6 | 1 << 7 | 1 << 8;
const ALONE: u8 = 3;
const CHILD_ONLY: u8 = 6;

/// The guest.
#[derive(Debug)]
pub struct Records;

impl Guest for Records {
    fn sweep(latest: (i32, i32, i32), first: u32, rows: Vec<Person>) -> Vec<Mark> {
        marks(latest, first, rows.iter().map(|row| (row.age, row.living, row.care, row.last_visit)))
    }

    fn sweep_four(latest: (i32, i32, i32), first: u32, rows: Vec<Four>) -> Vec<Mark> {
        marks(latest, first, rows.iter().map(|row| (row.age, row.living, row.care, row.last_visit)))
    }
}

#[cfg(target_family = "wasm")]
export!(Records);

type Read = (Option<u8>, Option<u8>, u16, Option<i32>);

fn marks(latest: (i32, i32, i32), first: u32, rows: impl Iterator<Item = Read>) -> Vec<Mark> {
    let (high, key, ordinary) = latest;
    let mut marks = Vec::new();
    for (row, (age, living, care, last_visit)) in (first..).zip(rows) {
        let (outcome, latest) = if care & HIGH_CARE != 0 || (age.is_some_and(|age| age >= 80) && living == Some(ALONE))
        {
            (0, high)
        } else if care & KEY_CARE != 0 || living == Some(CHILD_ONLY) {
            (1, key)
        } else {
            (2, ordinary)
        };
        if last_visit.is_none_or(|day| day < latest) {
            marks.push(Mark { row, outcome });
        }
    }
    marks
}
