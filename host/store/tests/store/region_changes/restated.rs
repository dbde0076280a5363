//! Figures of one day on the boundaries of another.

use super::{ONE, TWO, buildings, code, part};
use crate::support::{NOW, World, column, day, on_both, small_community};
use lifang_core::query::{Figure, Measure};
use lifang_core::region::RegionId;
use lifang_core::region_change::Operation;
use lifang_core::value::Value;
use lifang_store::AsOf;
use lifang_store::datasets::Aggregate;
use std::collections::BTreeMap;

const NEW: &str = "220103008009";

async fn persons(world: &World, region: RegionId, figures: &str, drawn: &str) -> i64 {
    world.store.counts_on(region, AsOf::on(day(figures), NOW), day(drawn)).await.unwrap().all.persons
}

on_both!(a_split_community_restates_both_ways, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    let split = Operation::Split {
        region: code(ONE),
        into: vec![part(NEW, "长山北社区"), part("220103008010", "长山南社区")],
        buildings: buildings(&[("1号楼", NEW), ("2号楼", "220103008010")]),
        grids: BTreeMap::new(),
        units: BTreeMap::new(),
        rest: Some(code(NEW)),
    };
    let whole = world.id(ONE).await;
    world.change(day("2024-02-01"), split).await.unwrap();
    let (north, south) = (world.id(NEW).await, world.id("220103008010").await);
    let (before, after) = ("2024-01-15", "2024-02-15");
    assert_eq!(persons(&world, whole, before, before).await, 5);
    assert_eq!((persons(&world, north, before, after).await, persons(&world, south, before, after).await), (3, 2));
    assert_eq!(persons(&world, whole, after, before).await, 5, "the old boundaries still hold all");
    assert_eq!(persons(&world, world.id("220103008").await, before, after).await, 5);
    let counted = world.store.counts_on(north, AsOf::on(day(before), NOW), day(after)).await.unwrap();
    assert_eq!((counted.all.houses, counted.all.buildings, counted.below.len()), (2, 1, 1));
    let by = [("region", column("persons", "region"))];
    let asked = Aggregate {
        dataset: "persons",
        by: &by,
        measures: &[Measure::Count],
        filters: &[],
        region: world.id("220103").await,
        at: AsOf::on(day(before), NOW),
        max_groups: 9,
    };
    let groups = world.store.aggregate_on(&asked, day(after)).await.unwrap();
    let told: Vec<_> = groups.iter().map(|group| (group.key[0].clone(), group.figures[0])).collect();
    let text = |code: &str| Some(Value::Text(code.into()));
    assert_eq!(told, [(text(NEW), Figure::Number(3.0)), (text("220103008010"), Figure::Number(2.0))]);
    assert_eq!(world.store.aggregate(&asked).await.unwrap().len(), 1, "on its own day's boundaries it was one");
});

on_both!(merged_communities_restate_to_what_they_were, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    world.fill(TWO, &small_community()).await;
    let ids = [world.id(ONE).await, world.id(TWO).await];
    let merge = Operation::Merge {
        regions: vec![code(ONE), code(TWO)],
        into: part(NEW, "长山联合社区"),
        codes: BTreeMap::new(),
    };
    world.change(day("2024-02-01"), merge).await.unwrap();
    let (before, after) = ("2024-01-15", "2024-02-15");
    for id in ids {
        assert_eq!(persons(&world, id, after, before).await, 5);
    }
    assert_eq!(persons(&world, world.id(NEW).await, before, after).await, 10);
    assert_eq!(persons(&world, world.id("220103").await, after, before).await, 10);
});

on_both!(what_happened_before_a_merge_is_found_after_it, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    let one = world.id(ONE).await;
    let pool = sqlx::AnyPool::connect(&world.url).await.unwrap();
    let event = "INSERT INTO event (uid, region_id, place_id, kind, occurred, day, received, actor, request_hash, body, status, \
                 revision, attempts) VALUES ($1, $2, $2, 'noise', $3, $4, $3, 'resident/x', $1, '[]', 2, 1, 0)";
    for (number, happened) in (0_u8..).zip([day("2024-01-15"), day("2024-02-15")]) {
        let query = sqlx::query(event).bind(vec![number; 16]).bind(one.0).bind(happened.midnight().0);
        query.bind(i64::from(happened.0)).execute(&pool).await.unwrap();
    }
    let merge = Operation::Merge { regions: vec![code(ONE), code(TWO)], into: part(TWO, ""), codes: BTreeMap::new() };
    let changed = world.change(day("2024-02-01"), merge).await.unwrap();
    assert_eq!(changed.followed["events"], 1, "the one of February, entered before the merge was");
    let events = async |region: RegionId, at: AsOf| {
        let asked = Aggregate {
            dataset: "events",
            by: &[],
            measures: &[Measure::Count],
            filters: &[],
            region,
            at,
            max_groups: 1,
        };
        world.store.aggregate(&asked).await.unwrap()[0].figures[0]
    };
    assert_eq!(events(world.id(TWO).await, world.now()).await, Figure::Number(2.0));
    let then = AsOf::on(day("2024-01-20"), NOW);
    assert_eq!(events(one, then).await, Figure::Number(1.0), "the other was entered anew under what the two became");
    assert_eq!(events(world.id("220103008").await, then).await, Figure::Number(2.0));
});
