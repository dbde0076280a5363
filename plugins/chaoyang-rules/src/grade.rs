//! Risk grades of the district: living alone counts from 75, and more where there are stairs to climb and no lift.

use lifang_sdk::Context;
use lifang_sdk::data::codes::{Care, Living};

pub(crate) const HIGH: u8 = 0;
pub(crate) const KEY: u8 = 1;
pub(crate) const ORDINARY: u8 = 2;

const HIGH_CARE: u16 = Care::ALONE_80.0 | Care::DEMENTIA.0 | Care::CHRONIC_SEVERE.0;
const KEY_CARE: u16 =
    Care::DISABLED.0 | Care::EXTREMELY_POOR.0 | Care::MENTAL.0 | Care::BEREAVED_PARENT.0 | Care::LEFT_BEHIND_CHILD.0;

/// Where the district draws its lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lines {
    /// Living alone counts from this age.
    pub(crate) alone_age: u8,
    /// A building without a lift is high from this floor.
    pub(crate) walkup_floor: u8,
}

/// What is known of a person. A number that is unknown is 0; whether there is a lift has its own «known».
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) age: u8,
    pub(crate) living: u8,
    pub(crate) care: u16,
    pub(crate) floor: u8,
    /// Known to have none.
    pub(crate) no_lift: bool,
}

impl Lines {
    pub(crate) fn of(call: &Context<'_>) -> Self {
        let setting = |key| u8::try_from(call.setting_integer(key)).unwrap_or(u8::MAX);
        Self { alone_age: setting("alone_age"), walkup_floor: setting("walkup_floor") }
    }

    /// High risk: old, alone and upstairs without a lift; 80 and alone anywhere; dementia, severe illness. Key persons: old
    /// and alone, old and upstairs, and those that the care situations name.
    #[inline]
    pub(crate) const fn grade(self, person: Person) -> u8 {
        let old = person.age >= self.alone_age;
        let alone = person.living == Living::ALONE.0;
        let upstairs = (person.floor >= self.walkup_floor) & person.no_lift;
        let high = (person.care & HIGH_CARE != 0) | (old & alone & upstairs) | ((person.age >= 80) & alone);
        let key = (person.care & KEY_CARE != 0) | (old & (alone | upstairs)) | (person.living == Living::CHILD_ONLY.0);
        if high {
            HIGH
        } else if key {
            KEY
        } else {
            ORDINARY
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: Lines = Lines { alone_age: 75, walkup_floor: 4 };

    fn alone(age: u8, floor: u8, no_lift: bool) -> u8 {
        LINES.grade(Person { age, living: Living::ALONE.0, care: 0, floor, no_lift })
    }

    #[test]
    fn seventy_five_alone_on_the_fourth_floor_without_a_lift_is_high_risk() {
        assert_eq!(alone(75, 4, true), HIGH);
        assert_eq!([alone(74, 4, true), alone(75, 3, true), alone(75, 4, false)], [ORDINARY, KEY, KEY]);
    }

    #[test]
    fn eighty_and_alone_stays_what_the_province_makes_of_it() {
        assert_eq!(alone(80, 1, false), HIGH);
    }

    #[test]
    fn old_and_upstairs_with_family_is_a_key_person() {
        let with_family = |floor| Person { age: 78, living: Living::FAMILY.0, care: 0, floor, no_lift: true };
        assert_eq!([3, 4].map(|floor| LINES.grade(with_family(floor))), [ORDINARY, KEY]);
    }

    #[test]
    fn what_is_unknown_gives_no_grade() {
        assert_eq!(LINES.grade(Person { age: 0, living: 0, care: 0, floor: 0, no_lift: true }), ORDINARY);
        assert_eq!(LINES.grade(Person { age: 30, living: 1, care: Care::DEMENTIA.0, floor: 0, no_lift: false }), HIGH);
    }
}
