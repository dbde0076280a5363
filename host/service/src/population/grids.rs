//! Grids of 400 to 700 households, and the posts that serve them.

use super::codes::sex::{FEMALE, MALE};
use super::dice::Dice;
use super::households::Household;
use super::identity::phone;
use super::names::{self, People};
use lifang_core::base_data::{AppointmentDraft, GridDraft};
use lifang_core::clock::Date;

/// Changchun draws a grid for 400 to 700 households.
const LEAST: u16 = 400;
const MOST: u16 = 700;
/// A grid's code has three digits for its number.
const MOST_GRIDS: usize = 999;

/// Grids, and the households that each holds.
pub(super) type Split = Vec<(GridDraft, Vec<Household>)>;

/// Splits the households into grids.
///
/// With 800 households or more every grid holds as many as it was drawn for. With fewer, those on record are a sample of the
/// community: two to five grids were drawn for 400 to 700 households each, and share what is on record.
pub(super) fn split(dice: &mut Dice, households: Vec<Household>) -> Split {
    let recorded = households.len();
    let whole = recorded >= 2 * usize::from(LEAST);
    let count = if whole {
        recorded.div_ceil(600).min(MOST_GRIDS)
    } else {
        [2, 3, 4, 5][dice.weighted(&[(0, 30), (1, 40), (2, 22), (3, 8)])]
    };
    let mut waiting = households.into_iter();
    let mut split = Vec::with_capacity(count);
    for position in 0..count {
        let size = recorded * (position + 1) / count - recorded * position / count;
        let held: Vec<Household> = waiting.by_ref().take(size).collect();
        let drawn = u16::try_from(dice.between(LEAST.into(), MOST.into())).unwrap_or(LEAST);
        let households = if whole { u16::try_from(size).unwrap_or(u16::MAX) } else { drawn };
        let number = u16::try_from(position + 1).unwrap_or(u16::MAX);
        split.push((GridDraft { number, name: format!("第{}网格", chinese(number)), households }, held));
    }
    split
}

/// A number below 1000 as it is read: 二十一, 一百零三.
pub(super) fn chinese(number: u16) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let [hundreds, tens, ones] = [number / 100 % 10, number / 10 % 10, number % 10].map(usize::from);
    let mut text = String::new();
    if hundreds > 0 {
        text += DIGITS[hundreds];
        text += "百";
    }
    match tens {
        0 if hundreds > 0 && ones > 0 => text += "零",
        0 => {}
        1 if hundreds == 0 => text += "十",
        _ => {
            text += DIGITS[tens];
            text += "十";
        }
    }
    if ones > 0 {
        text += DIGITS[ones];
    }
    text
}

/// The secretary of the community; leader, worker and police officer of each grid. One officer serves two grids.
pub(super) fn appointments(dice: &mut Dice, today: Date, split: &Split) -> Vec<AppointmentDraft> {
    let mut appointments = vec![appoint(dice, today, None, "secretary")];
    let mut officer = None;
    for grid in 0..split.len() {
        appointments.push(appoint(dice, today, Some(grid), "grid-leader"));
        appointments.push(appoint(dice, today, Some(grid), "grid-worker"));
        let shared = officer.take().filter(|_| grid % 2 == 1);
        let officer_here = shared.unwrap_or_else(|| appoint(dice, today, Some(grid), "grid-police"));
        appointments.push(AppointmentDraft { grid: Some(grid), ..officer_here.clone() });
        officer = Some(officer_here);
    }
    appointments
}

fn appoint(dice: &mut Dice, today: Date, grid: Option<usize>, post: &str) -> AppointmentDraft {
    // Most of those who work for a community are women, most police officers men.
    let women = if post == "grid-police" { 120 } else { 680 };
    let sex = if dice.chance(women) { FEMALE } else { MALE };
    let born = today.ymd().0 - i16::from(dice.small(26, 54));
    let name = format!("{}{}", names::surname(dice, People::Han), names::given(dice, People::Han, sex, born));
    let since = Date(today.0 - dice.between(30, 4 * 365));
    AppointmentDraft { grid, post: post.into(), name, phone: phone(dice), since }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::census::Kind;
    use crate::population::dice::Stream;
    use lifang_core::region::RegionCode;

    fn sizes(households: usize) -> Vec<(u16, usize)> {
        let mut dice = Dice::new(5, &RegionCode::nation(), Stream::Grids);
        let households = vec![Household { kind: Kind::Single, members: vec![] }; households];
        split(&mut dice, households).iter().map(|(grid, held)| (grid.households, held.len())).collect()
    }

    #[test]
    fn grids_hold_400_to_700_households_at_full_scale() {
        for households in (800..9_000).step_by(37) {
            for (drawn, held) in sizes(households) {
                assert_eq!(usize::from(drawn), held);
                assert!((LEAST..=MOST).contains(&drawn), "{drawn} of {households}");
            }
        }
    }

    #[test]
    fn a_sample_is_shared_by_two_to_five_grids() {
        for households in [0, 1, 7, 104, 799] {
            let sizes = sizes(households);
            assert!((2..=5).contains(&sizes.len()));
            assert_eq!(sizes.iter().map(|(_, held)| held).sum::<usize>(), households);
            assert!(sizes.iter().all(|(drawn, held)| (LEAST..=MOST).contains(drawn) && *held <= usize::from(*drawn)));
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_spoken() {
        let spoken =
            [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "一百"), (103, "一百零三")];
        for (number, text) in spoken {
            assert_eq!(chinese(number), text);
        }
        assert_eq!((chinese(110), chinese(999)), ("一百一十".into(), "九百九十九".into()));
    }
}
