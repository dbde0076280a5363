//! Days of birth, resident IDs and phone numbers.
//!
//! A resident ID has 499 usable sequence numbers for each district, day of birth and sex. Each community owns one of them on each
//! day (and, where more than 499 communities share the register, only on some days), so two communities of a register can never
//! draw the same ID; within a community a set keeps them apart.

use super::codes::sex::MALE;
use super::dice::Dice;
use super::residence::Origin;
use super::{CommunityContext, birthplaces};
use lifang_core::clock::Date;
use lifang_core::resident_id::ResidentId;
use std::collections::HashSet;

/// Pairs of sequence numbers, an odd and an even one: 001 and 002 to 997 and 998.
const PAIRS: u32 = 499;
/// Three-digit prefixes within the form of mobile numbers that are not given to any carrier, so that nobody can be rung up.
const UNASSIGNED: [&str; 8] = ["154", "160", "161", "163", "164", "168", "169", "179"];

/// What a community may still draw.
#[derive(Debug)]
pub(super) struct Identities {
    district: String,
    /// Its pair on the first day; it moves on from day to day.
    pair: u32,
    /// It draws only days of birth that leave this remainder.
    phase: i32,
    phases: i32,
    used: HashSet<String>,
}

impl Identities {
    pub(super) fn new(community: &CommunityContext) -> Self {
        let number = |count: usize| u32::try_from(count).unwrap_or(0);
        Self {
            district: community.district_code.as_str().chars().take(6).collect(),
            pair: number(community.index) % PAIRS,
            phase: i32::try_from(number(community.index) / PAIRS).unwrap_or(0),
            phases: i32::try_from(number(community.of).div_ceil(PAIRS)).unwrap_or(1).max(1),
            used: HashSet::new(),
        }
    }

    /// A day of birth and an ID for someone of that age and sex. No ID when a thousand draws found none free, which takes a
    /// community of hundreds of thousands.
    pub(super) fn draw(
        &mut self,
        dice: &mut Dice,
        today: Date,
        age: u8,
        sex: u8,
        origin: Origin,
    ) -> (Date, Option<ResidentId>) {
        let mut birth = self.birth(dice, today, age);
        for attempt in 0..1000 {
            // Someone hard to place is born elsewhere in the province.
            let origin = if attempt < 40 { origin } else { Origin::Province };
            let district = birthplaces::draw(dice, &self.district, origin, birth);
            let sequence = self.sequence(birth, sex);
            if let Some(id) = ResidentId::compose(district, birth, sequence)
                && self.used.insert(id.as_str().to_owned())
            {
                return (birth, Some(id));
            }
            birth = self.birth(dice, today, age);
        }
        (birth, None)
    }

    /// A day on which someone who is `age` today was born, of those that the community may draw.
    fn birth(&self, dice: &mut Dice, today: Date, age: u8) -> Date {
        let (year, month, day) = today.ymd();
        let birthday = |age: i16| {
            Date::from_ymd(year - age, month, day)
                .or_else(|| Date::from_ymd(year - age, month, day - 1))
                .unwrap_or(today)
        };
        let (last, first) = (birthday(age.into()).0, birthday(i16::from(age) + 1).0 + 1);
        let drawn = dice.between(first, last);
        let fitting = drawn - (drawn - self.phase).rem_euclid(self.phases);
        Date(if fitting < first { fitting + self.phases } else { fitting })
    }

    /// The community's sequence number on that day. The step from day to day only makes it look less regular: all communities
    /// move together and stay apart.
    fn sequence(&self, birth: Date, sex: u8) -> u16 {
        let step = u32::try_from((i64::from(birth.0) * 131).rem_euclid(i64::from(PAIRS))).unwrap_or(0);
        let pair = u16::try_from((self.pair + step) % PAIRS).unwrap_or(0);
        2 * pair + if sex == MALE { 1 } else { 2 }
    }
}

/// A mobile number in form, which nobody has.
pub(super) fn phone(dice: &mut Dice) -> String {
    let prefix = dice.pick(&UNASSIGNED);
    format!("{prefix}{:08}", dice.below(100_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::dice::Stream;
    use crate::population::tests::context;

    #[test]
    fn ages_hold_on_leap_days_too() {
        let mut dice = Dice::new(1, &context(0, 1).code, Stream::Residents);
        for (index, of) in [(0, 1), (700, 2_798), (11_000, 11_860)] {
            let mut identities = Identities::new(&context(index, of));
            for today in ["2024-02-29", "2025-02-28", "2026-03-01", "2025-12-31"] {
                let today: Date = today.parse().unwrap();
                for age in 0..105 {
                    let (birth, id) = identities.draw(&mut dice, today, age, MALE, Origin::City);
                    assert_eq!(today.years_since(birth), Some(age), "{today} {birth}");
                    let id = id.unwrap();
                    assert_eq!((id.birth(), id.sex()), (Some(birth), MALE));
                }
            }
        }
    }

    #[test]
    fn communities_of_a_register_never_share_a_number() {
        let of = 1_500;
        for day in [-12_345, 0, 19_782] {
            let mut owners = HashSet::new();
            for index in 0..of {
                let identities = Identities::new(&context(index, of));
                if (day - identities.phase).rem_euclid(identities.phases) == 0 {
                    assert!(owners.insert(identities.sequence(Date(day), MALE)), "{index} on {day}");
                }
            }
        }
    }
}
