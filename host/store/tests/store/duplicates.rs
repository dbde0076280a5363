//! Records that may be one person: found as they are written, with reasons; merged, kept apart, and taken apart again.

use crate::support::{NOW, World, collected, day, on_both, resident, small_community};
use lifang_core::base_data::{BuildingDraft, CommunityDraft, PersonFacts, ResidentDraft};
use lifang_core::duplicates::Sign;
use lifang_store::base_data::correct_person;
use lifang_store::identity::{Probable, note_probable};
use sqlx::AnyPool;

const ONE: &str = "220103008003";
const TWO: &str = "220103008004";

pub(crate) async fn plain(world: &World) -> AnyPool {
    sqlx::any::install_default_drivers();
    AnyPool::connect(&world.url).await.unwrap()
}

/// The numbers of all persons, in the order they were written.
pub(crate) async fn everyone(world: &World) -> Vec<i64> {
    let pool = plain(world).await;
    let rows: Vec<(i64,)> = sqlx::query_as("SELECT id FROM person ORDER BY id").fetch_all(&pool).await.unwrap();
    rows.into_iter().map(|(id,)| id).collect()
}

/// A community with one house in which these people live.
pub(crate) fn one_house(residents: Vec<ResidentDraft>) -> CommunityDraft {
    let mut draft = small_community();
    draft.units.clear();
    draft.appointments.clear();
    let mut building: BuildingDraft = draft.buildings.remove(0);
    building.houses.truncate(1);
    building.houses[0].residents = residents;
    draft.buildings = vec![building];
    draft
}

pub(crate) fn with_id(mut draft: ResidentDraft, id: &str) -> ResidentDraft {
    draft.person.resident_id = Some(id.into());
    draft
}

pub(crate) async fn note(world: &World, persons: &[i64]) -> Vec<Probable> {
    let mut tx = world.store.begin().await.unwrap();
    let found = note_probable(&mut tx, persons, "import", NOW).await.unwrap();
    tx.commit().await.unwrap();
    found
}

on_both!(a_record_entered_again_is_reported_with_its_reasons, |world: World| async move {
    world.fill(ONE, &one_house(vec![with_id(resident("买买提·艾力", "1950-03-12", 1, 0), "11010519491231002X")])).await;
    // Elsewhere, without the dot, and without an ID.
    world.fill(TWO, &one_house(vec![resident("买买提艾力", "1950-03-12", 1, 0)])).await;
    let [first, second] = everyone(&world).await[..] else { panic!() };
    let found = note(&world, &[second]).await;
    let [pair] = &found[..] else { panic!("{found:?}") };
    assert_eq!((pair.person, pair.other, pair.score, pair.new), (second, first, 65, true));
    let signs: Vec<Sign> = pair.reasons.iter().map(|reason| reason.sign).collect();
    assert_eq!(signs, [Sign::SameName, Sign::SameBirth, Sign::SameSex]);
    // Written again, it is the same pair, and no new one.
    let again = note(&world, &[first, second]).await;
    assert_eq!(again.iter().map(|pair| (pair.person, pair.new)).collect::<Vec<_>>(), [(first, false)]);
});

on_both!(people_who_only_share_something_are_not_reported, |world: World| async move {
    let mut household = Vec::new();
    for (name, birth, sex) in [("赵刚", "1985-01-31", 1), ("赵敏", "2015-09-01", 2), ("赵捷", "2015-09-01", 2)] {
        let mut one = resident(name, birth, sex, 0);
        one.person.phone = Some("13800000001".into());
        household.push(one);
    }
    world.fill(ONE, &one_house(household)).await;
    // Of the same name and day of birth, and someone else by the ID.
    world.fill(TWO, &one_house(vec![with_id(resident("王秀英", "1949-12-31", 2, 0), "11010519491231002X")])).await;
    let found = note(&world, &everyone(&world).await).await;
    // Twins of similar names, in one house, with one phone and no IDs: for a person to see.
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].reasons.iter().any(|reason| reason.sign == Sign::CloseName));
});

on_both!(in_a_house_of_thousands_only_a_rare_name_is_a_sign, |world: World| async move {
    let letter = |number: u32| char::from_u32(0x4e00 + number).unwrap();
    // A form filled in one birthday for all of them, and each name differs from a hundred others in one character: compared house
    // by house, that would be four million pairs, a hundred and fifty thousand of them probable.
    let many = (0..3_000).map(|n| resident(&format!("王{}{}", letter(n / 60), letter(n % 60)), "1990-01-01", 1, 0));
    let mut residents: Vec<ResidentDraft> = many.collect();
    // A name that many have says nothing without a birthday; one that few have does.
    for name in std::iter::repeat_n("李秀英", 60).chain(["欧阳建国", "欧阳建国"]) {
        let mut one = resident(name, "1990-01-01", 1, 0);
        one.person.birth = None;
        residents.push(one);
    }
    world.fill(ONE, &one_house(residents)).await;
    // As after an import: the planner knows that there are many of them.
    world.store.analyze().await.unwrap();
    let many = everyone(&world).await;
    assert_eq!(many.len(), 3_062);
    let found = note(&world, &many).await;
    let [pair] = &found[..] else { panic!("{} pairs", found.len()) };
    assert_eq!((pair.person, pair.other), (many[3_060], many[3_061]));
    // In a house as people live in, the house and a birthday are enough to look.
    world.fill(TWO, &one_house(vec![resident("王一", "1990-01-01", 1, 0), resident("王二", "1990-01-01", 1, 0)])).await;
    let two = everyone(&world).await.split_off(3_062);
    assert_eq!(note(&world, &two).await.len(), 1);
});

on_both!(the_same_id_is_reported_however_it_comes_in, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    world.fill(TWO, &one_house(vec![resident("王淑英", "1941-08-08", 2, 0)])).await;
    let newcomer = *everyone(&world).await.last().unwrap();
    assert_eq!(note(&world, &[newcomer]).await, []);
    let facts = PersonFacts {
        name: Some("王淑英".into()),
        resident_id: Some("220103194003010020".into()),
        ..PersonFacts::default()
    };
    let mut tx = world.store.begin().await.unwrap();
    correct_person(&mut tx, newcomer, &facts, &collected(), day("2024-01-01"), NOW).await.unwrap();
    tx.commit().await.unwrap();
    let pool = plain(&world).await;
    let pairs: Vec<(i64, i64)> =
        sqlx::query_as("SELECT high_id, state FROM duplicate_candidate").fetch_all(&pool).await.unwrap();
    assert_eq!(pairs, [(newcomer, 1)], "a correction looks by itself");
    // Corrected once more: nothing speaks for it any longer.
    let later = lifang_core::clock::Instant(NOW.0 + 60_000);
    let mut tx = world.store.begin().await.unwrap();
    let facts = PersonFacts { resident_id: None, ..facts };
    correct_person(&mut tx, newcomer, &facts, &collected(), day("2024-01-01"), later).await.unwrap();
    tx.commit().await.unwrap();
    let states: Vec<(i64,)> = sqlx::query_as("SELECT state FROM duplicate_candidate").fetch_all(&pool).await.unwrap();
    assert_eq!(states, [(4,)]);
});

on_both!(a_placeholder_makes_no_pairs, |world: World| async move {
    let crowd = |surnames: &str| {
        let draft = |name: String| {
            let mut one = resident(&name, "1970-01-01", 1, 0);
            one.person.phone = Some("00000000".into());
            one
        };
        surnames.chars().flat_map(|one| "伟强军勇涛".chars().map(move |two| format!("{one}{two}"))).map(draft).collect()
    };
    world.fill(ONE, &one_house(crowd("王李张刘陈杨赵"))).await;
    world.fill(TWO, &one_house(crowd("黄周吴徐孙胡朱"))).await;
    let found = note(&world, &everyone(&world).await).await;
    assert!(found.iter().all(|pair| pair.reasons.iter().any(|reason| reason.sign == Sign::SameHouse)), "{found:?}");
});

on_both!(names_from_before_are_indexed_when_the_host_starts, |world: World| async move {
    world.fill(ONE, &one_house(vec![resident("王秀英", "1949-12-31", 2, 0)])).await;
    let pool = plain(&world).await;
    sqlx::query("UPDATE person_fact SET name_index = NULL").execute(&pool).await.unwrap();
    world.fill(TWO, &one_house(vec![resident("王秀英", "1949-12-31", 2, 0)])).await;
    assert_eq!(note(&world, &everyone(&world).await).await, []);
    world.store.catch_up(NOW).await.unwrap();
    assert_eq!(note(&world, &everyone(&world).await).await.len(), 1);
});
