//! Numbers of persons on public pages of regions: decided as figures of reports are, so that a page and a report together tell no
//! more than either.

use lifang_core::disclosure::{Cell, Hidden, Table, is_small};

/// Whether the number of a region may be shown, and so what of those below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Under {
    /// It may.
    Open,
    /// It may not, and nothing below it may.
    Held,
}

/// Which numbers of persons may be shown of regions that lie side by side. Districts, and what is larger, are held back each by
/// itself: what is below ten persons there is left out of no sum that could tell (`disclosure::decide` has the same rule).
pub(crate) fn persons_shown(persons: &[i64], under: Under, districts: bool) -> Vec<Under> {
    let all = |shown| vec![shown; persons.len()];
    let held = |held: bool| if held { Under::Held } else { Under::Open };
    if under == Under::Held {
        return all(Under::Held);
    }
    if districts {
        return persons.iter().map(|persons| held(is_small(*persons))).collect();
    }
    let cells = persons.iter().map(|persons| vec![Cell::new(*persons)]).collect();
    match (Table { cells, rows_known: false, columns_known: true }).hide() {
        Hidden::Nothing => all(Under::Open),
        Hidden::Block(rows, _) => (0..persons.len()).map(|position| held(rows.contains(&position))).collect(),
        Hidden::All => all(Under::Held),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(persons: &[i64], under: Under, districts: bool) -> String {
        persons_shown(persons, under, districts)
            .iter()
            .map(|shown| if *shown == Under::Open { 'o' } else { '-' })
            .collect()
    }

    #[test]
    fn persons_of_a_small_grid_are_held_back_with_those_of_the_next() {
        for (persons, wanted) in [
            (&[412, 3, 388, 530][..], "o--o"),
            (&[412, 0, 388], "ooo"),
            (&[412, 3, 0, 388], "o-o-"),
            (&[3, 4, 500], "---"),
            (&[0, 3], "--"),
            (&[], ""),
        ] {
            assert_eq!(shown(persons, Under::Open, false), wanted, "{persons:?}");
        }
    }

    #[test]
    fn below_what_is_held_back_nothing_is_shown_not_even_that_it_is_empty() {
        assert_eq!(shown(&[0, 40, 50], Under::Held, false), "---");
        assert_eq!(shown(&[3, 4_000], Under::Open, true), "-o", "no district answers for another");
    }
}
