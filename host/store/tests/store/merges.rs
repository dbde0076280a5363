//! Merging and taking apart: nothing is lost, nothing is there twice, and an undo leaves no trace but the record of it.

use crate::duplicates::{everyone, note, one_house, plain, with_id};
use crate::support::{NOW, World, collected, day, on_both, resident};
use lifang_core::base_data::PersonFacts;
use lifang_core::clock::{Clock, Instant, SystemClock};
use lifang_core::region::RegionCode;
use lifang_core::region_change::{Operation, Part, RegionChange};
use lifang_store::base_data::{Span, correct_person, erase_person};
use lifang_store::identity::{Review, State, keep_apart, merge, undo};
use lifang_store::regions::change::change_regions;
use lifang_store::{AsOf, Conflict, StoreError};

const ONE: &str = "220103008003";
const TWO: &str = "220103008004";
const ID: &str = "11010519491231002X";

pub(crate) fn minutes(count: i64) -> Instant {
    Instant(NOW.0 + count * 60_000)
}

#[derive(Clone, Copy)]
pub(crate) enum Say {
    Merge(i64),
    Apart,
    Undo,
}

pub(crate) async fn say(world: &World, pair: i64, what: Say, now: Instant) -> Result<(), StoreError> {
    let seen = world.store.candidate(pair).await.unwrap().unwrap().seen;
    say_having_seen(world, pair, &seen, what, now).await
}

async fn say_having_seen(world: &World, pair: i64, seen: &str, what: Say, now: Instant) -> Result<(), StoreError> {
    let review = Review { candidate: pair, seen, actor: "reviewer", why: "same person", now };
    let mut tx = world.store.begin().await?;
    match what {
        Say::Merge(survivor) => merge(&mut tx, survivor, &review).await?,
        Say::Apart => keep_apart(&mut tx, &review).await?,
        Say::Undo => undo(&mut tx, &review).await?,
    }
    tx.commit().await
}

async fn persons(world: &World, code: &str, now: Instant) -> i64 {
    world.store.counts(world.id(code).await, AsOf::now(now)).await.unwrap().all.persons
}

/// All that holds now, without when it became known: who, where, from when to when, and what is known of them.
async fn state(world: &World) -> Vec<String> {
    let pool = plain(world).await;
    let mut all = Vec::new();
    for sql in [
        "SELECT 'residence', person_id, COALESCE(house_id, 0), kind, valid_from, valid_to FROM residence",
        "SELECT 'visit', person_id, COALESCE(house_id, 0), findings, day, 0 FROM visit",
        "SELECT 'fact', person_id, care, COALESCE(birth, 0), valid_from, valid_to FROM person_fact",
    ] {
        let sql = format!("{sql} WHERE recorded_to = {} ORDER BY 1, 2, 3, 4, 5, 6", Instant::OPEN.0);
        let rows: Vec<(String, i64, i64, i64, i64, i64)> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&pool).await.unwrap();
        all.extend(rows.iter().map(|row| format!("{row:?}")));
    }
    all
}

/// The same woman in two communities: with an ID and without, visited there and here.
async fn twice(world: &World) -> (i64, i64, i64) {
    let mut here = with_id(resident("王秀英", "1949-12-31", 2, 0b1), ID);
    here.last_visit = Some(day("2024-01-15"));
    let mut there = resident("王秀英", "1949-12-31", 2, 0b10);
    there.person.phone = Some("13800000001".into());
    there.last_visit = Some(day("2024-02-20"));
    world.fill(ONE, &one_house(vec![here])).await;
    world.fill(TWO, &one_house(vec![there])).await;
    let [first, second] = everyone(world).await[..] else { panic!() };
    let found = note(world, &[first, second]).await;
    assert_eq!(found.len(), 1);
    let region = world.id("220103008").await;
    let open = world.store.candidates(region, State::Open, None, 10, world.now()).await.unwrap();
    (open[0].id, first, second)
}

on_both!(a_merged_person_knows_both_and_is_counted_once, |world: World| async move {
    let (pair, first, second) = twice(&world).await;
    let before = state(&world).await;
    assert_eq!(persons(&world, "220103008", minutes(1)).await, 2);
    say(&world, pair, Say::Merge(first), minutes(1)).await.unwrap();

    assert_eq!(persons(&world, "220103008", minutes(2)).await, 1);
    assert_eq!((persons(&world, ONE, minutes(2)).await, persons(&world, TWO, minutes(2)).await), (1, 1));
    let now = AsOf::now(minutes(2));
    let facts = world.store.person(first, now).await.unwrap().unwrap();
    assert_eq!(facts.facts.phone.as_deref(), Some("13800000001"), "learnt from the other");
    assert_eq!((facts.facts.care, facts.provenance.source.as_str()), (0b11, "merge"));
    assert_eq!(world.store.residences(first, Span::AsOf(now)).await.unwrap().len(), 2);
    assert_eq!(world.store.person(second, now).await.unwrap(), None);
    assert_eq!(world.store.survivor(second, now).await.unwrap(), first);
    assert_eq!(world.store.person_history(second).await.unwrap().len(), 1, "its history stays");
    assert_eq!(world.store.persons_by_phone("13800000001", now).await.unwrap(), [first]);
    // Whoever looks back sees two.
    let then = AsOf::now(NOW);
    assert_eq!(world.store.person(second, then).await.unwrap().unwrap().facts.care, 0b10);
    assert_eq!(world.store.survivor(second, then).await.unwrap(), second);
    let street = world.id("220103008").await;
    assert_eq!(world.store.count_as_of("persons", street, then).await.unwrap(), 2);
    assert_eq!(world.store.count_as_of("persons", street, now).await.unwrap(), 1);

    say(&world, pair, Say::Undo, minutes(3)).await.unwrap();
    assert_eq!(state(&world).await, before);
    assert_eq!(persons(&world, "220103008", minutes(4)).await, 2);
    let open = world.store.candidate(pair).await.unwrap().unwrap();
    assert_eq!((open.state, open.score), (State::Open, 65));
    assert!(matches!(say(&world, pair, Say::Undo, minutes(5)).await, Err(StoreError::Conflict(Conflict::Changed))));
});

on_both!(two_entries_in_one_house_are_one_residence, |world: World| async move {
    let again = resident("王秀英", "1949-12-31", 2, 0);
    world.fill(ONE, &one_house(vec![with_id(again.clone(), ID), again])).await;
    let [first, second] = everyone(&world).await[..] else { panic!() };
    note(&world, &[second]).await;
    let before = state(&world).await;
    say(&world, 1, Say::Merge(second), minutes(1)).await.unwrap();
    let now = AsOf::now(minutes(1));
    assert_eq!(world.store.residences(second, Span::AsOf(now)).await.unwrap().len(), 1);
    assert_eq!(world.store.persons_by_resident_id(ID, now).await.unwrap(), [second], "by what the other had");
    assert_eq!(world.store.merged_into(second, now).await.unwrap()[0].person, first);
    say(&world, 1, Say::Undo, minutes(2)).await.unwrap();
    assert_eq!(state(&world).await, before);
});

on_both!(a_pair_that_changed_meanwhile_is_a_conflict, |world: World| async move {
    let (pair, first, second) = twice(&world).await;
    let changed = |said: Result<(), StoreError>| matches!(said, Err(StoreError::Conflict(Conflict::Changed)));
    let seen = world.store.candidate(pair).await.unwrap().unwrap().seen;
    let correct = async |person: i64, now: Instant| {
        let facts = PersonFacts {
            name: Some("王秀英".into()),
            birth: Some(day("1949-12-31")),
            sex: Some(2),
            ..PersonFacts::default()
        };
        let mut tx = world.store.begin().await.unwrap();
        correct_person(&mut tx, person, &facts, &collected(), day("2024-02-01"), now).await.unwrap();
        tx.commit().await.unwrap();
    };
    correct(second, minutes(1)).await;
    assert!(changed(say_having_seen(&world, pair, &seen, Say::Merge(first), minutes(2)).await));
    assert!(changed(say_having_seen(&world, pair, &seen, Say::Apart, minutes(2)).await));
    let before = state(&world).await;
    // Two reviewers at once: one of them is told.
    let (one, other) = futures_util::future::join(
        say(&world, pair, Say::Merge(first), minutes(3)),
        say(&world, pair, Say::Merge(second), minutes(3)),
    )
    .await;
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    say(&world, pair, Say::Undo, minutes(4)).await.unwrap();
    assert_eq!(state(&world).await, before);
    // What is learnt of the one who stays is kept by an undo; the other is as it was.
    say(&world, pair, Say::Merge(first), minutes(5)).await.unwrap();
    correct(first, minutes(6)).await;
    say(&world, pair, Say::Undo, minutes(7)).await.unwrap();
    let now = AsOf::now(minutes(8));
    assert_eq!(world.store.person(first, now).await.unwrap().unwrap().recorded_from, minutes(6));
    assert_eq!(world.store.person(second, now).await.unwrap().unwrap().facts.care, 0);
});

on_both!(who_is_kept_apart_is_never_offered_again, |world: World| async move {
    let (pair, first, second) = twice(&world).await;
    say(&world, pair, Say::Apart, minutes(1)).await.unwrap();
    assert_eq!(note(&world, &[first, second]).await, []);
    let region = world.id("22").await;
    let listed = async |state| world.store.candidates(region, state, None, 10, world.now()).await.unwrap().len();
    assert_eq!((listed(State::Open).await, listed(State::KeptApart).await), (0, 1));
    say(&world, pair, Say::Undo, minutes(2)).await.unwrap();
    assert_eq!(listed(State::Open).await, 1);
});

on_both!(erasing_a_person_erases_who_became_part_of_it, |world: World| async move {
    let (pair, first, second) = twice(&world).await;
    say(&world, pair, Say::Merge(first), minutes(1)).await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    erase_person(&mut tx, first, minutes(2)).await.unwrap();
    tx.commit().await.unwrap();
    for person in [first, second] {
        for version in world.store.person_history(person).await.unwrap() {
            assert_eq!((version.facts.name, version.facts.resident_id, version.facts.phone), (None, None, None));
        }
    }
});

on_both!(pairs_are_paged_and_belong_to_where_people_live, |world: World| async move {
    let mut crowd = Vec::new();
    for name in ["王秀英", "李桂兰", "张淑珍"] {
        crowd.extend([resident(name, "1949-12-31", 2, 0), resident(name, "1949-12-31", 2, 0)]);
    }
    world.fill(ONE, &one_house(crowd)).await;
    note(&world, &everyone(&world).await).await;
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = world.store.candidates(world.id(ONE).await, State::Open, after, 2, world.now()).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.score, last.id));
        found.extend(page.into_iter().map(|pair| pair.id));
    }
    let all = world.store.candidates(world.id("22").await, State::Open, None, 50, world.now()).await.unwrap();
    assert_eq!(found, all.iter().map(|pair| pair.id).collect::<Vec<_>>());
    assert!(found.len() >= 3);
    for (code, wanted) in [("220103008003001", found.len()), (TWO, 0), ("220104", 0)] {
        let there = world.store.candidates(world.id(code).await, State::Open, None, 50, world.now()).await.unwrap();
        assert_eq!(there.len(), wanted, "{code}");
    }
});

// Whatever is merged and taken apart in whatever order: every house keeps who lives there, nobody is there twice, and when all is
// taken back all is as it was.
on_both!(any_merges_and_undos_lose_and_double_nothing, |world: World| async move {
    let person = |care| resident("王秀英", "1949-12-31", 2, care);
    world.fill(ONE, &one_house(vec![person(1), person(2), person(4)])).await;
    world.fill(TWO, &one_house(vec![person(8), person(16)])).await;
    let all = everyone(&world).await;
    note(&world, &all).await;
    let region = world.id("220103008").await;
    let pairs = world.store.candidates(region, State::Open, None, 50, world.now()).await.unwrap();
    assert_eq!(pairs.len(), 10);
    let before = state(&world).await;
    let mut random = 7_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    let mut clock = 1;
    for _ in 0..60 {
        clock += 1;
        let pair = &pairs[next(pairs.len())];
        let what = match next(3) {
            0 => Say::Undo,
            _ => Say::Merge(pair.persons[next(2)]),
        };
        match say(&world, pair.id, what, minutes(clock)).await {
            Ok(()) | Err(StoreError::Conflict(_) | StoreError::NotFound(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
        let (mut houses, mut there) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        for person in &all {
            for home in world.store.residences(*person, Span::AsOf(AsOf::now(minutes(clock)))).await.unwrap() {
                assert!(there.insert((*person, home.house)), "twice in one house");
                houses.insert(home.house);
            }
        }
        assert_eq!(houses.len(), 2, "every house keeps someone");
        let living: std::collections::BTreeSet<i64> = there.iter().map(|(person, _)| *person).collect();
        let counted = persons(&world, "220103008", minutes(clock)).await;
        assert_eq!(usize::try_from(counted).unwrap(), living.len());
    }
    // Later merges stand in the way of earlier ones: what cannot be taken back yet is tried again.
    for _ in 0..pairs.len() {
        for pair in &pairs {
            clock += 1;
            if world.store.candidate(pair.id).await.unwrap().unwrap().state == State::Merged {
                let _ = say(&world, pair.id, Say::Undo, minutes(clock)).await;
            }
        }
    }
    assert_eq!(state(&world).await, before);
});

on_both!(a_merge_whose_community_has_ended_is_taken_back_where_that_went, |world: World| async move {
    // Both in one house: the merge hands nothing over, so that a change of regions moves nothing that an undo would miss.
    let residents = vec![with_id(resident("王秀英", "1949-12-31", 2, 0), ID), resident("王秀英", "1949-12-31", 2, 0)];
    world.fill(ONE, &one_house(residents)).await;
    let [first, second] = everyone(&world).await[..] else { panic!() };
    note(&world, &[first, second]).await;
    let region = world.id("220103008").await;
    let pair = world.store.candidates(region, State::Open, None, 10, world.now()).await.unwrap()[0].id;
    say(&world, pair, Say::Merge(first), minutes(1)).await.unwrap();
    let into = Part { code: RegionCode::parse(TWO).unwrap(), name: None };
    let regions = [ONE, TWO].map(|code| RegionCode::parse(code).unwrap()).to_vec();
    let operation = Operation::Merge { regions, into, codes: std::collections::BTreeMap::new() };
    let change = RegionChange { from: day("2024-02-01"), basis: "测试〔2024〕1号".into(), operation };
    let mut tx = world.store.begin().await.unwrap();
    change_regions(&mut tx, &change, "tester", SystemClock.new_id(), minutes(2)).await.unwrap();
    tx.commit().await.unwrap();
    say(&world, pair, Say::Undo, minutes(3)).await.unwrap();
    assert_eq!((persons(&world, TWO, minutes(4)).await, persons(&world, "220103008", minutes(4)).await), (2, 2));
});

on_both!(a_merge_is_taken_back_after_a_change_that_moved_nobody, |world: World| async move {
    let (pair, first, _) = twice(&world).await;
    let before = state(&world).await;
    say(&world, pair, Say::Merge(first), minutes(1)).await.unwrap();
    let operation = Operation::Rename { region: RegionCode::parse(ONE).unwrap(), name: "长山新社区".into() };
    let change = RegionChange { from: day("2024-02-01"), basis: "测试〔2024〕2号".into(), operation };
    let mut tx = world.store.begin().await.unwrap();
    change_regions(&mut tx, &change, "tester", SystemClock.new_id(), minutes(2)).await.unwrap();
    tx.commit().await.unwrap();
    say(&world, pair, Say::Undo, minutes(3)).await.unwrap();
    assert_eq!(state(&world).await, before);
});
