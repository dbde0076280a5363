//! Marks move with every change, and only then; the index says which segments are right until when.

use crate::support::{NOW, World, collected, day, on_both, resident, small_community};
use lifang_core::base_data::GridDraft;
use lifang_core::clock::Date;
use lifang_core::region::RegionId;
use lifang_store::AsOf;
use lifang_store::base_data::correct_person;
use lifang_store::regions::draw_grid;
use lifang_store::snapshots::{Indexed, Mark, Segment, forget_segment, record_segment};

const COMMUNITY: &str = "220103008003";
const OTHER: &str = "220103008004";

fn segment(mark: Mark, file: &str) -> Segment {
    Segment {
        mark,
        schema_version: 1,
        day: NOW.day(),
        recorded: NOW,
        good_until: Date(NOW.day().0 + 30),
        file: file.into(),
        bytes: 7,
        crc: u32::MAX,
        rows: 5,
    }
}

async fn some_person(world: &World, community: RegionId) -> i64 {
    let columns = crate::support::columns("persons", &["region"]);
    let scan = lifang_store::datasets::Scan {
        dataset: "persons",
        columns: &columns,
        filters: &[],
        region: community,
        sort: &[],
        at: world.now(),
        max_rows: 100,
    };
    world.store.scan(&scan).await.unwrap().ids[0]
}

on_both!(every_change_of_a_community_moves_its_mark_and_no_other, |world: World| async move {
    let (community, other) = (world.id(COMMUNITY).await, world.id(OTHER).await);
    assert_eq!(world.store.mark(community).await.unwrap(), None, "there is nothing in it yet");
    world.fill(COMMUNITY, &small_community()).await;
    let filled = world.store.mark(community).await.unwrap().unwrap();
    let person = some_person(&world, community).await;
    let later = NOW.plus_ms(1_000);
    let mut tx = world.store.begin().await.unwrap();
    let facts = resident("王秀英", "1940-03-02", 2, 0b1).person;
    correct_person(&mut tx, person, &facts, &collected(), NOW.day(), later).await.unwrap();
    tx.commit().await.unwrap();
    let corrected = world.store.mark(community).await.unwrap().unwrap();
    assert!(corrected.number > filled.number && corrected.at == later, "{filled:?} {corrected:?}");
    let mut tx = world.store.begin().await.unwrap();
    let grid = GridDraft { number: 9, name: "第九网格".into(), households: 400 };
    draw_grid(&mut tx, community, &grid, &collected(), NOW.day(), NOW).await.unwrap();
    tx.commit().await.unwrap();
    let drawn = world.store.mark(community).await.unwrap().unwrap();
    assert!(drawn.number > corrected.number);
    assert_eq!(drawn.at, later, "a mark's moment never goes back");
    assert_eq!(world.store.mark(other).await.unwrap(), None);
    let marks = world.store.marks(&[community, other]).await.unwrap();
    assert_eq!(marks, [(community, drawn)].into());
});

on_both!(what_is_rolled_back_moves_nothing, |world: World| async move {
    let community = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let before = world.store.mark(community).await.unwrap();
    let person = some_person(&world, community).await;
    let mut tx = world.store.begin().await.unwrap();
    correct_person(&mut tx, person, &resident("王", "1940-03-02", 2, 0).person, &collected(), NOW.day(), NOW)
        .await
        .unwrap();
    drop(tx);
    assert_eq!(world.store.mark(community).await.unwrap(), before);
});

on_both!(a_segment_is_right_for_its_mark_and_its_days, |world: World| async move {
    let community = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let mark = world.store.mark(community).await.unwrap().unwrap();
    assert_eq!(world.store.stale("persons", 1, world.now(), 9).await.unwrap(), [community]);
    let mut tx = world.store.begin().await.unwrap();
    let one = segment(mark, "a");
    assert_eq!(record_segment(&mut tx, "persons", community, &one).await.unwrap(), None);
    let two = segment(mark, "b");
    assert_eq!(record_segment(&mut tx, "persons", community, &two).await.unwrap().as_deref(), Some("a"));
    tx.commit().await.unwrap();
    assert_eq!(world.store.segment("persons", community).await.unwrap(), Some(two.clone()));
    assert_eq!(world.store.segment("houses", community).await.unwrap(), None);
    let listed = world.store.listed("persons", world.id("2201").await, world.now()).await.unwrap();
    let codes: Vec<&str> = listed.iter().map(|one| one.path.region().code.as_str()).collect();
    assert_eq!(codes, [COMMUNITY, OTHER]);
    assert_eq!((listed[0].mark, listed[0].segment.clone()), (Some(mark), Some(two.clone())));
    assert!(listed[1].mark.is_none() && listed[1].segment.is_none());
    let path: Vec<&str> = listed[0].path.regions().iter().map(|region| region.code.as_str()).collect();
    assert_eq!(path, ["220000000000", "220100000000", "220103000000", "220103008000", COMMUNITY]);

    let now = world.now();
    assert!(two.is_right(mark, 1, now));
    assert!(!two.is_right(mark, 2, now), "another schema");
    assert!(!two.is_right(Mark { number: mark.number + 1, ..mark }, 1, now), "a change since");
    assert!(!two.is_right(Mark { at: NOW.plus_ms(-1), ..mark }, 1, now), "another history, as after a restored backup");
    assert!(!two.is_right(mark, 1, AsOf { valid: two.good_until, ..now }), "its days are over");
    assert!(!two.is_right(mark, 1, AsOf { recorded: NOW.plus_ms(-1), ..now }), "what was known before the change");
    assert!(world.store.stale("persons", 1, world.now(), 9).await.unwrap().is_empty());
    assert_eq!(
        world.store.stale("persons", 1, AsOf { valid: two.good_until, ..world.now() }, 9).await.unwrap(),
        [community]
    );
});

on_both!(facts_known_to_begin_or_end_end_a_segment, |world: World| async move {
    let community = world.id(COMMUNITY).await;
    let mut draft = small_community();
    world.fill(COMMUNITY, &draft).await;
    for dataset in ["persons", "houses", "units"] {
        assert_eq!(world.store.good_until(dataset, community, NOW.day()).await.unwrap(), Date::OPEN, "{dataset}");
    }
    // Somebody moves in next month, and a correction of another holds from next week on.
    draft.buildings[0].houses[0].residents[0].since = day("2024-04-01");
    draft.grids[0].number = 3;
    draft.grids[1].number = 4;
    draft.units.clear();
    world.fill(OTHER, &draft).await;
    let other = world.id(OTHER).await;
    assert_eq!(world.store.good_until("persons", other, NOW.day()).await.unwrap(), day("2024-04-01"));
    assert_eq!(world.store.good_until("houses", other, NOW.day()).await.unwrap(), day("2024-04-01"));
    assert_eq!(world.store.good_until("units", other, NOW.day()).await.unwrap(), Date::OPEN);
    let person = some_person(&world, community).await;
    let mut tx = world.store.begin().await.unwrap();
    let facts = resident("王秀英", "1940-03-02", 2, 0b1).person;
    correct_person(&mut tx, person, &facts, &collected(), day("2024-03-08"), NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.good_until("persons", community, NOW.day()).await.unwrap(), day("2024-03-08"));
});

on_both!(a_community_that_is_no_more_waits_for_no_segment_and_keeps_none, |world: World| async move {
    let (community, other) = (world.id(COMMUNITY).await, world.id(OTHER).await);
    let mut draft = small_community();
    world.fill(COMMUNITY, &draft).await;
    draft.grids[0].number = 3;
    draft.grids[1].number = 4;
    draft.units.clear();
    world.fill(OTHER, &draft).await;
    for (community, file) in [(community, "a"), (other, "b")] {
        let mark = world.store.mark(community).await.unwrap().unwrap();
        let mut tx = world.store.begin().await.unwrap();
        record_segment(&mut tx, "persons", community, &segment(mark, file)).await.unwrap();
        tx.commit().await.unwrap();
    }
    let a = Indexed { community, dataset: "persons".into(), file: "a".into() };
    let b = Indexed { community: other, dataset: "persons".into(), file: "b".into() };
    let files = |all: Vec<Indexed>| all.into_iter().map(|one| one.file).collect::<Vec<_>>();
    assert_eq!(files(world.store.indexed((RegionId(0), ""), 9).await.unwrap()), ["a", "b"]);
    assert_eq!(files(world.store.indexed((RegionId(0), ""), 1).await.unwrap()), ["a"]);
    assert_eq!(files(world.store.indexed((community, "persons"), 9).await.unwrap()), ["b"]);
    assert_eq!(world.store.segments_of_none(world.now()).await.unwrap(), []);
    assert_eq!(world.store.stale("houses", 1, world.now(), 1).await.unwrap(), [community]);

    let pool = crate::duplicates::plain(&world).await;
    let sql = format!("UPDATE region_version SET valid_to = {} WHERE region_id = {}", NOW.day().0, community.0);
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&pool).await.unwrap();
    pool.close().await;
    assert_eq!(files(world.store.segments_of_none(world.now()).await.unwrap()), ["a"]);
    assert_eq!(world.store.stale("houses", 1, world.now(), 1).await.unwrap(), [other], "whatever comes first by age");
    let mut tx = world.store.begin().await.unwrap();
    let elsewhere = Indexed { file: "another".into(), ..b.clone() };
    for one in [&a, &elsewhere] {
        forget_segment(&mut tx, one).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(world.store.indexed((RegionId(0), ""), 9).await.unwrap(), [b], "one that was made anew meanwhile stays");
});
