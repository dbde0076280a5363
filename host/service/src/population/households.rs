//! Who lives with whom: ages, sexes and relations, before anyone has a name.

use super::census::{self, Character, Kind};
use super::codes::sex::{FEMALE, MALE};
use super::dice::Dice;

/// What someone is in the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The one the dwelling is under, or one of its couple.
    Head,
    /// The other of a couple.
    Spouse,
    /// A child of the two.
    Child,
    /// A parent of the head.
    Parent,
    /// A child of an absent child.
    Grandchild,
    /// Shares the dwelling, no kin.
    Tenant,
    /// Cares for the head, no kin.
    Carer,
}

/// Someone of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) role: Role,
    /// Full years.
    pub(super) age: u8,
    /// Table `sex`.
    pub(super) sex: u8,
}

/// A household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Household {
    pub(super) kind: Kind,
    /// At least one; spouses stand next to each other.
    pub(super) members: Vec<Member>,
}

/// Households of exactly so many persons together.
pub(super) fn draw(dice: &mut Dice, character: &Character, persons: usize) -> Vec<Household> {
    let kinds = character.kinds();
    let mut households = Vec::new();
    let mut left = persons;
    while left > 0 {
        let kind = dice.weighted(&kinds);
        let household = Household { kind, members: members(dice, kind) };
        // At the end only what still fits is taken; a single always does.
        if household.members.len() <= left {
            left -= household.members.len();
            households.push(household);
        }
    }
    households
}

fn members(dice: &mut Dice, kind: Kind) -> Vec<Member> {
    let mut members = Vec::with_capacity(4);
    match kind {
        Kind::Single => members.push(one(dice, Role::Head, census::SINGLE, 560)),
        Kind::ElderAlone => members.push(one(dice, Role::Head, census::ELDER_ALONE, 360)),
        Kind::Couple => couple(dice, &mut members, census::COUPLE),
        Kind::ElderCouple => couple(dice, &mut members, census::ELDER_COUPLE),
        Kind::OneChild | Kind::TwoChildren => {
            couple(dice, &mut members, census::PARENT);
            children(dice, &mut members, if kind == Kind::OneChild { 1 } else { 2 });
        }
        Kind::SingleParent => {
            members.push(one(dice, Role::Head, census::PARENT, 260));
            children(dice, &mut members, 1);
        }
        Kind::ThreeGenerations => {
            couple(dice, &mut members, census::PARENT);
            let both = dice.chance(500);
            parents(dice, &mut members, both);
            children(dice, &mut members, 1);
        }
        Kind::ElderAndChild => {
            let age = dice.small(28, 48);
            members.push(Member { role: Role::Head, age, sex: sex(dice, 620) });
            let both = dice.chance(450);
            parents(dice, &mut members, both);
        }
        Kind::Shared => {
            let count = dice.small(2, 4);
            members.extend((0..count).map(|_| one(dice, Role::Tenant, census::TENANT, 560)));
        }
        Kind::SkipGeneration => {
            couple(dice, &mut members, &[((52, 60), 50), ((61, 68), 50)]);
            let age = dice.small(2, 14);
            members.push(Member { role: Role::Grandchild, age, sex: sex(dice, 512) });
        }
        Kind::WithCarer => {
            members.push(one(dice, Role::Head, &[((74, 84), 55), ((85, 96), 45)], 380));
            members.push(one(dice, Role::Carer, &[((42, 62), 1)], 60));
        }
        Kind::MinorAlone => members.push(one(dice, Role::Head, &[((14, 17), 1)], 512)),
    }
    members
}

fn sex(dice: &mut Dice, men_of_thousand: u32) -> u8 {
    if dice.chance(men_of_thousand) { MALE } else { FEMALE }
}

fn one(dice: &mut Dice, role: Role, ages: census::Ages, men_of_thousand: u32) -> Member {
    Member { role, age: dice.span(ages), sex: sex(dice, men_of_thousand) }
}

/// Husbands are two years older in the mean.
fn couple(dice: &mut Dice, members: &mut Vec<Member>, ages_of_wife: census::Ages) {
    let wife = dice.span(ages_of_wife);
    let husband = wife.saturating_add(dice.small(0, 3) + dice.small(0, 3)).saturating_sub(1).max(22);
    members.push(Member { role: Role::Head, age: husband, sex: MALE });
    members.push(Member { role: Role::Spouse, age: wife, sex: FEMALE });
}

/// Children by the age of the youngest grown-up of the couple, born when she was 23 to 32 and not before she was 18.
fn children(dice: &mut Dice, members: &mut Vec<Member>, count: u8) {
    let couple = || members.iter().filter(|member| matches!(member.role, Role::Head | Role::Spouse));
    let mother = couple().map(|member| member.age).min().unwrap_or(30);
    let mut age = mother.saturating_sub(dice.small(23, 32)).min(30);
    for _ in 0..count {
        members.push(Member { role: Role::Child, age, sex: sex(dice, 512) });
        let later = dice.small(1, 6);
        age = if age >= later { age - later } else { (age + later).min(mother.saturating_sub(18)) };
    }
}

/// One or both parents of the head, 22 to 30 years older.
fn parents(dice: &mut Dice, members: &mut Vec<Member>, both: bool) {
    let head = members.first().map_or(35, |member| member.age);
    let mother = head + dice.small(22, 29);
    if both {
        members.push(Member { role: Role::Parent, age: mother + dice.small(0, 4), sex: MALE });
    }
    let sex = if both { FEMALE } else { sex(dice, 300) };
    members.push(Member { role: Role::Parent, age: mother, sex });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::dice::Stream;
    use lifang_core::region::RegionCode;

    #[test]
    fn families_hang_together() {
        let mut dice = Dice::new(3, &RegionCode::nation(), Stream::Households);
        let character = Character { village: false, old_buildings: 500, elder_tilt: 0 };
        let households = draw(&mut dice, &character, 20_000);
        assert_eq!(households.iter().map(|household| household.members.len()).sum::<usize>(), 20_000);
        for Household { kind, members } in &households {
            let youngest_parent =
                members.iter().filter(|m| matches!(m.role, Role::Head | Role::Spouse)).map(|m| m.age).min();
            for member in members {
                assert!(member.age <= 105, "{kind:?} {members:?}");
                if member.role == Role::Child {
                    assert!(youngest_parent >= Some(member.age + 18), "{kind:?} {members:?}");
                }
                if member.role == Role::Parent {
                    assert!(member.age >= members[0].age + 22, "{kind:?} {members:?}");
                }
            }
            let couple = members.iter().any(|member| member.role == Role::Spouse);
            assert!(!couple || (members[0].sex, members[1].sex) == (MALE, FEMALE), "{kind:?} {members:?}");
        }
    }
}
