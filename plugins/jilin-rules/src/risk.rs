//! Who is at high risk, who is a key person: the grades that frequencies of visits hang on.
//!
//! The grades follow what other provinces publish (民发〔2022〕73号 leaves them to each place): high risk are those of 80 and
//! older who live alone, and those with dementia or severe hypertension or heart disease; key persons are the severely
//! disabled, the extremely poor, those with a severe mental disorder, parents who lost an only child, and children left behind
//! or living on their own.

use lifang_sdk::data::codes::{Care, Living};

pub(crate) const HIGH: u8 = 0;
pub(crate) const KEY: u8 = 1;
pub(crate) const ORDINARY: u8 = 2;

const HIGH_CARE: u16 = Care::ALONE_80.0 | Care::DEMENTIA.0 | Care::CHRONIC_SEVERE.0;
const KEY_CARE: u16 =
    Care::DISABLED.0 | Care::EXTREMELY_POOR.0 | Care::MENTAL.0 | Care::BEREAVED_PARENT.0 | Care::LEFT_BEHIND_CHILD.0;

/// The grade, on the bare numbers of the columns and without a branch. An unknown age or living situation is 0 and gives no
/// grade of its own.
#[inline]
pub(crate) const fn grade(age: u8, living: u8, care: u16) -> u8 {
    let high = (care & HIGH_CARE != 0) | ((age >= 80) & (living == Living::ALONE.0));
    let key = (care & KEY_CARE != 0) | (living == Living::CHILD_ONLY.0);
    if high {
        HIGH
    } else if key {
        KEY
    } else {
        ORDINARY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighty_and_alone_is_high_risk() {
        let alone = Living::ALONE.0;
        assert_eq!([79, 80, 81].map(|age| grade(age, alone, 0)), [ORDINARY, HIGH, HIGH]);
        assert_eq!([Living::SPOUSE, Living::FAMILY].map(|living| grade(95, living.0, 0)), [ORDINARY, ORDINARY]);
    }

    #[test]
    fn care_grades_at_any_age_and_the_higher_counts() {
        assert_eq!(grade(30, Living::FAMILY.0, Care::DISABLED.0), KEY);
        assert_eq!(grade(30, Living::FAMILY.0, Care::DISABLED.0 | Care::DEMENTIA.0), HIGH);
        assert_eq!(grade(9, Living::CHILD_ONLY.0, 0), KEY);
        assert_eq!(grade(30, Living::FAMILY.0, Care::VETERAN.0 | Care::PREGNANT.0 | Care::LOW_INCOME.0), ORDINARY);
    }

    #[test]
    fn what_is_unknown_gives_no_grade() {
        assert_eq!(grade(0, Living::ALONE.0, 0), ORDINARY);
        assert_eq!(grade(90, 0, 0), ORDINARY);
    }
}
