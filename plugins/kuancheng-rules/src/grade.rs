//! Risk grades of the district: children left behind come first, newcomers have a grade of their own.

use lifang_sdk::data::codes::{Care, Living, Residence};

pub(crate) const HIGH: u8 = 0;
pub(crate) const KEY: u8 = 1;
pub(crate) const NEWCOMER: u8 = 2;
pub(crate) const ORDINARY: u8 = 3;
/// Lives elsewhere: not visited here.
pub(crate) const AWAY: u8 = 4;

const HIGH_CARE: u16 = Care::ALONE_80.0 | Care::DEMENTIA.0 | Care::CHRONIC_SEVERE.0 | Care::LEFT_BEHIND_CHILD.0;
const KEY_CARE: u16 = Care::DISABLED.0 | Care::EXTREMELY_POOR.0 | Care::MENTAL.0 | Care::BEREAVED_PARENT.0;

/// The grade, on the bare numbers of the columns. An unknown age is 255 here, not 0: a child is not made of a missing date.
#[inline]
pub(crate) const fn grade(age: u8, living: u8, care: u16, residence: u8) -> u8 {
    let alone = living == Living::ALONE.0;
    let floating = residence == Residence::FLOATING.0;
    let high = (care & HIGH_CARE != 0) | (living == Living::CHILD_ONLY.0) | ((age >= 80) & (age != u8::MAX) & alone);
    let key = (care & KEY_CARE != 0) | (floating & (age < 14));
    if residence == Residence::REGISTERED_AWAY.0 {
        AWAY
    } else if high {
        HIGH
    } else if key {
        KEY
    } else if floating {
        NEWCOMER
    } else {
        ORDINARY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILY: u8 = Living::FAMILY.0;
    const HERE: u8 = Residence::REGISTERED_HERE.0;
    const FLOATING: u8 = Residence::FLOATING.0;

    #[test]
    fn children_left_behind_come_first() {
        assert_eq!(grade(9, FAMILY, Care::LEFT_BEHIND_CHILD.0, HERE), HIGH);
        assert_eq!(grade(15, Living::CHILD_ONLY.0, 0, FLOATING), HIGH);
    }

    #[test]
    fn newcomers_have_a_grade_of_their_own_and_their_children_are_key() {
        let of = |age: u8| grade(age, FAMILY, 0, FLOATING);
        assert_eq!([of(13), of(14), of(30)], [KEY, NEWCOMER, NEWCOMER]);
        assert_eq!(grade(30, FAMILY, 0, Residence::HERE_UNREGISTERED.0), ORDINARY);
    }

    #[test]
    fn eighty_and_alone_is_high_risk_as_in_the_province() {
        assert_eq!([79, 80].map(|age| grade(age, Living::ALONE.0, 0, HERE)), [ORDINARY, HIGH]);
    }

    #[test]
    fn who_lives_elsewhere_is_not_visited_and_an_unknown_age_is_no_child() {
        assert_eq!(grade(85, Living::ALONE.0, Care::DEMENTIA.0, Residence::REGISTERED_AWAY.0), AWAY);
        assert_eq!(
            [grade(u8::MAX, FAMILY, 0, FLOATING), grade(u8::MAX, Living::ALONE.0, 0, HERE)],
            [NEWCOMER, ORDINARY]
        );
    }
}
