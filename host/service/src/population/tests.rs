//! The whole population: reproducible, consistent, and shaped like the census.

use super::codes::{care, house_use, living, residence, sex, unit_kind};
use super::*;
use lifang_core::base_data::{PersonFacts, ResidentDraft};
use lifang_core::resident_id::ResidentId;
use lifang_core::unit_code;
use std::collections::HashSet;

pub(super) fn plan(persons: usize) -> Plan {
    Plan { persons, seed: 20_231_019, today: Date::from_ymd(2026, 3, 1).unwrap() }
}

/// A community of Chaoyang at that place of the register.
pub(super) fn context(index: usize, of: usize) -> CommunityContext {
    CommunityContext {
        code: RegionCode::parse(&format!("220104{:03}{:03}", index / 900 + 1, index % 900 + 1)).unwrap(),
        name: "长久路社区".into(),
        street_name: "红旗街道".into(),
        district_code: RegionCode::parse("220104").unwrap(),
        district_name: "朝阳区".into(),
        index,
        of,
    }
}

/// As many communities as Chaoyang (78) and Kuancheng (173) have, a third of them villages.
pub(super) fn demo_communities() -> Vec<CommunityContext> {
    let community = |index: usize| {
        let (district, district_name) = if index < 78 { ("220104", "朝阳区") } else { ("220103", "宽城区") };
        let village = index % 3 == 2;
        let (town, name) = if village { (100, "幸福村委会") } else { (1, "长山花园社区") };
        CommunityContext {
            code: RegionCode::parse(&format!("{district}{town:03}{:03}", index + 1)).unwrap(),
            name: name.into(),
            street_name: if village { "兰家镇" } else { "团山街道" }.into(),
            district_code: RegionCode::parse(district).unwrap(),
            district_name: district_name.into(),
            index,
            of: 251,
        }
    };
    (0..251).map(community).collect()
}

fn demo(persons: usize) -> Vec<CommunityDraft> {
    let (plan, communities) = (plan(persons), demo_communities());
    communities
        .iter()
        .zip(shares(&plan, &communities))
        .map(|(context, share)| community(&plan, context, share))
        .collect()
}

fn residents(draft: &CommunityDraft) -> impl Iterator<Item = &ResidentDraft> {
    draft.buildings.iter().flat_map(|building| &building.houses).flat_map(|house| &house.residents)
}

fn age(person: &PersonFacts) -> u8 {
    plan(0).today.years_since(person.birth.unwrap()).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_bytes_whatever_is_made_beside_it() {
    let bytes = |draft: &CommunityDraft| serde_json::to_string(draft).unwrap();
    let first = bytes(&community(&plan(60_000), &context(3, 251), 240));
    let _another = community(&plan(60_000), &context(4, 251), 240);
    assert_eq!(first, bytes(&community(&plan(60_000), &context(3, 251), 240)));
    let other_seed = Plan { seed: 1, ..plan(60_000) };
    assert_ne!(first, bytes(&community(&other_seed, &context(3, 251), 240)));
    assert_ne!(first, bytes(&community(&plan(60_000), &context(4, 251), 240)));
}

#[test]
fn every_number_of_persons_is_met_exactly() {
    for persons in [0, 1, 2, 3, 17, 240, 5_000] {
        let draft = community(&plan(persons), &context(0, 251), persons);
        assert_eq!(draft.persons(), persons);
    }
    assert_eq!(demo(60_000).iter().map(CommunityDraft::persons).sum::<usize>(), 60_000);
}

#[test]
fn the_facts_of_a_person_agree() {
    let today = plan(0).today;
    let mut ids = HashSet::new();
    for draft in demo(60_000) {
        for ResidentDraft { person, residence, since, last_visit } in residents(&draft) {
            let id = ResidentId::parse(person.resident_id.as_deref().unwrap()).unwrap();
            assert_eq!((id.birth(), Some(id.sex())), (person.birth, person.sex), "{person:?}");
            assert!(ids.insert(id), "{person:?} has someone else's ID");
            let alone_80 = age(person) >= 80 && person.living == Some(living::ALONE);
            assert_eq!(person.care & care::ALONE_80 != 0, alone_80, "{person:?}");
            assert!(person.living != Some(living::CHILD_ONLY) || age(person) < 18, "{person:?}");
            assert!(person.care & care::PREGNANT == 0 || person.sex == Some(sex::FEMALE), "{person:?}");
            assert!(person.care & care::LEFT_BEHIND_CHILD == 0 || age(person) < 16, "{person:?}");
            assert!(*since <= today && *since >= person.birth.unwrap(), "{person:?} since {since}");
            assert!(last_visit.is_none_or(|visit| visit >= *since && visit <= today), "{person:?} {last_visit:?}");
            assert!((2..=3).contains(&person.name.as_ref().unwrap().chars().count()), "{person:?}");
            assert!(person.phone.as_ref().is_none_or(|phone| phone.len() == 11 && phone.starts_with('1')));
            assert!((residence::REGISTERED_HERE..=residence::FLOATING).contains(residence));
        }
    }
    assert_eq!(ids.len(), 60_000);
}

#[test]
fn houses_buildings_units_and_posts_hang_together() {
    let mut codes = HashSet::new();
    for draft in demo(60_000) {
        let mut names = HashSet::new();
        for building in &draft.buildings {
            assert!(building.grid < draft.grids.len());
            assert!(names.insert(&building.facts.name), "{} twice", building.facts.name);
            let numbers: HashSet<_> = building.houses.iter().map(|house| &house.facts.number).collect();
            assert_eq!(numbers.len(), building.houses.len());
            assert!(building.facts.built < Some(2026));
            assert!(building.facts.elevator == Some(true) || building.facts.storeys <= Some(7));
            for house in &building.houses {
                assert!(house.facts.floor <= building.facts.storeys);
                let lived_in = house.residents.iter().any(|resident| resident.residence != residence::REGISTERED_AWAY);
                let use_of_people =
                    matches!(house.facts.house_use, house_use::OWNER | house_use::RENTED | house_use::SHARED);
                assert_eq!(lived_in, use_of_people, "{house:?}");
            }
        }
        for unit in &draft.units {
            assert_eq!(unit_code::check(unit.facts.code.as_deref().unwrap()), Ok(()));
            assert!(codes.insert(unit.facts.code.clone()), "{unit:?} has someone else's code");
            assert!(unit.grid < draft.grids.len());
            assert!((unit_kind::SHOP..=unit_kind::ELDERLY_CARE).contains(&unit.facts.kind));
        }
        assert_eq!(draft.appointments.len(), 1 + 3 * draft.grids.len());
    }
}

#[test]
fn a_community_at_full_scale_has_grids_of_400_to_700_households() {
    let draft = community(&plan(12_000), &context(0, 251), 12_000);
    for (position, grid) in draft.grids.iter().enumerate() {
        let inhabited = |building: &&lifang_core::base_data::BuildingDraft| building.grid == position;
        let houses = draft.buildings.iter().filter(inhabited).flat_map(|building| &building.houses);
        let households = houses.filter(|house| !house.residents.is_empty()).count();
        assert_eq!(usize::from(grid.households), households);
        assert!((400..=700).contains(&households));
    }
}

#[test]
fn sixty_thousand_are_shaped_like_the_census() {
    let drafts = demo(60_000);
    let all: Vec<&ResidentDraft> = drafts.iter().flat_map(residents).collect();
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole as f64;
    let share = |test: &dyn Fn(&PersonFacts) -> bool| {
        percent(all.iter().filter(|resident| test(&resident.person)).count(), all.len())
    };
    let near = |what: &str, found: f64, census: f64, tolerance: f64| {
        assert!((found - census).abs() <= tolerance, "{what}: {found:.2}, the census has {census}");
    };
    near("0–14", share(&|person| age(person) < 15), 11.71, 0.8);
    near("15–59", share(&|person| (15..60).contains(&age(person))), 65.23, 1.2);
    near("60 and older", share(&|person| age(person) >= 60), 23.06, 1.0);
    near("65 and older", share(&|person| age(person) >= 65), 15.61, 0.9);
    let men = share(&|person| person.sex == Some(sex::MALE));
    near("men of a hundred women", 100.0 * men / (100.0 - men), 99.69, 2.5);
    let houses: Vec<usize> = drafts
        .iter()
        .flat_map(|draft| &draft.buildings)
        .flat_map(|building| &building.houses)
        .map(|house| house.residents.len())
        .filter(|&persons| persons > 0)
        .collect();
    near("persons of a household", percent(all.len(), houses.len()) / 100.0, 2.34, 0.06);
    near(
        "one-person households",
        percent(houses.iter().filter(|&&persons| persons == 1).count(), houses.len()),
        28.0,
        2.0,
    );
    let floating = all.iter().filter(|resident| resident.residence == residence::FLOATING).count();
    near("floating population", percent(floating, all.len()), 26.6, 4.0);
}
