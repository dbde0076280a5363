//! Sources that are switched off go quiet and stay on record; feeds speak beside base data and never over it.

use crate::duplicates::{everyone, one_house, with_id};
use crate::support::{NOW, World, column, day, on_both, resident, small_community};
use lifang_core::clock::Instant;
use lifang_core::query::{Figure, Filter, Measure, Test};
use lifang_core::text::Bilingual;
use lifang_core::value::{Cell, Value};
use lifang_store::AsOf;
use lifang_store::datasets::{Aggregate, Scan};
use lifang_store::sources::{Delivered, Delivery, NewSource, SourceKind, Switch, deliver, register, switch};

const ONE: &str = "220103008003";
const ID: &str = "11010519491231002X";

fn minutes(count: i64) -> Instant {
    Instant(NOW.0 + count * 60_000)
}

async fn source(world: &World, name: &str, kind: SourceKind, region: &str) -> i64 {
    let title = Bilingual::new("卫健信息", "Health");
    let region = world.id(region).await;
    let new = NewSource { name, title: &title, kind, region, responsible: "区卫健局", actor: "official" };
    let mut tx = world.store.begin().await.unwrap();
    let id = register(&mut tx, &new, NOW).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn set(world: &World, source: i64, on: bool, now: Instant) -> usize {
    let set = Switch { source, on, from: now.day(), why: "协议到期", actor: "official", now };
    let mut tx = world.store.begin().await.unwrap();
    let concerned = switch(&mut tx, &set).await.unwrap();
    tx.commit().await.unwrap();
    concerned
}

async fn give(world: &World, feed: i64, ids: &[&str], care: u16, now: Instant) -> Vec<Delivered> {
    let feed = world.store.source(feed, AsOf::now(now)).await.unwrap().unwrap();
    let delivery = |id: &&str| Delivery {
        resident_id: (*id).into(),
        care: Some(care),
        labels: Some(vec!["返乡".into()]),
        from: day("2024-02-01"),
    };
    let mut tx = world.store.begin().await.unwrap();
    let outcomes = deliver(&mut tx, &feed, &ids.iter().map(delivery).collect::<Vec<_>>(), "feed", now).await.unwrap();
    tx.commit().await.unwrap();
    outcomes
}

/// The care situations of everybody in the community: by scan, by a subject read, and by groups.
async fn care(world: &World, at: AsOf) -> Vec<i64> {
    let region = world.id(ONE).await;
    let care = column("persons", "care");
    let columns = [care.clone()];
    let all = Scan { dataset: "persons", columns: &columns, filters: &[], region, sort: &[], at, max_rows: 9 };
    let scanned = world.store.scan(&all).await.unwrap();
    let mut read = Vec::new();
    for id in &scanned.ids {
        let cells = world.store.subject("persons", *id, &columns, region, at).await.unwrap().unwrap();
        let Cell::Present(Value::Codes(codes)) = &cells[0] else { panic!("{cells:?}") };
        let bits = codes.iter().map(|code| match code.as_str() {
            "alone-80" => 0b1,
            "disabled" => 0b10,
            "dementia" => 0b100,
            other => panic!("{other}"),
        });
        read.push(bits.sum::<i64>());
    }
    let by = [("care", care)];
    let measures = [Measure::Count];
    let asked = Aggregate { dataset: "persons", by: &by, measures: &measures, filters: &[], region, at, max_groups: 9 };
    let groups = world.store.aggregate(&asked).await.unwrap();
    let total: f64 = groups
        .iter()
        .map(|group| match group.figures[0] {
            Figure::Number(n) => n,
            _ => 0.0,
        })
        .sum();
    assert_eq!(total, f64::from(scanned.rows.rows));
    let distinct: std::collections::BTreeSet<i64> = read.iter().copied().collect();
    assert_eq!(groups.len(), distinct.len());
    let disabled = [Filter { column: "care".into(), test: Test::AnyBit(0b10) }];
    let some = Scan { filters: &disabled, ..all };
    let found = world.store.scan(&some).await.unwrap().ids.len();
    assert_eq!(found, read.iter().filter(|bits| **bits & 0b10 != 0).count());
    read
}

on_both!(a_feed_speaks_beside_base_data_until_it_is_switched_off, |world: World| async move {
    world
        .fill(
            ONE,
            &one_house(vec![
                with_id(resident("王秀英", "1949-12-31", 2, 0b1), ID),
                resident("张伟", "1975-05-05", 1, 0),
            ]),
        )
        .await;
    let health = source(&world, "health", SourceKind::Feed, "220103").await;
    let outcomes = give(&world, health, &[ID, "220103194003010020"], 0b11, minutes(1)).await;
    assert_eq!(outcomes, [Delivered::Changed, Delivered::Unknown]);
    assert_eq!(give(&world, health, &[ID], 0b11, minutes(2)).await, [Delivered::Unchanged]);
    let on = |count| AsOf::now(minutes(count));
    assert_eq!(care(&world, on(0)).await, [0b1, 0]);
    assert_eq!(care(&world, on(2)).await, [0b11, 0]);
    // A second feed says the same and more: a set is a set.
    let veterans = source(&world, "veterans", SourceKind::Feed, "22").await;
    give(&world, veterans, &[ID], 0b110, minutes(3)).await;
    assert_eq!(care(&world, on(4)).await, [0b111, 0]);

    assert_eq!(set(&world, health, false, minutes(5)).await, 1);
    assert_eq!(care(&world, on(6)).await, [0b111, 0], "the other feed says two of them still");
    assert_eq!(set(&world, veterans, false, minutes(7)).await, 1);
    assert_eq!(care(&world, on(8)).await, [0b1, 0]);
    assert_eq!(care(&world, on(4)).await, [0b111, 0], "then it was heard");
    let person = everyone(&world).await[0];
    assert_eq!(world.store.feed_facts(person, None).await.unwrap().len(), 6, "and is on record");
    assert_eq!(world.store.quiet_sources(on(8)).await.unwrap().into_iter().collect::<Vec<_>>(), ["health", "veterans"]);
    set(&world, health, true, minutes(9)).await;
    assert_eq!(care(&world, on(10)).await, [0b11, 0]);
    // Next month's delivery: no longer disabled.
    give(&world, health, &[ID], 0b1, minutes(11)).await;
    assert_eq!(care(&world, on(12)).await, [0b1, 0]);
});

on_both!(a_feed_speaks_only_of_people_of_its_region, |world: World| async move {
    world.fill(ONE, &one_house(vec![with_id(resident("王秀英", "1949-12-31", 2, 0), ID)])).await;
    let elsewhere = source(&world, "health", SourceKind::Feed, "220104").await;
    assert_eq!(give(&world, elsewhere, &[ID], 0b1, minutes(1)).await, [Delivered::Elsewhere]);
    assert_eq!(care(&world, AsOf::now(minutes(2))).await, [0]);
});

on_both!(a_quiet_source_of_base_data_is_counted_nowhere, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    // What `collected` says it is.
    let visits = source(&world, "visit", SourceKind::Base, "22").await;
    let persons = async |count| {
        let at = AsOf::now(minutes(count));
        let region = world.id(ONE).await;
        let counted = world.store.counts(region, at).await.unwrap();
        let grids: i64 = counted.below.values().map(|counts| counts.persons).sum();
        assert_eq!(grids, counted.all.persons);
        let street = world.store.counts(world.id("220103008").await, at).await.unwrap();
        assert_eq!(street.all.persons, counted.all.persons);
        let as_of = i64::try_from(world.store.count_as_of("persons", region, at).await.unwrap()).unwrap();
        (counted.all.persons, counted.all.houses, as_of)
    };
    assert_eq!(persons(1).await, (5, 3, 5));
    assert_eq!(set(&world, visits, false, minutes(2)).await, 1);
    assert_eq!(persons(3).await, (0, 0, 0));
    set(&world, visits, true, minutes(4)).await;
    assert_eq!(persons(5).await, (5, 3, 5));
    let then = AsOf::now(minutes(3));
    assert_eq!(world.store.count_as_of("persons", world.id(ONE).await, then).await.unwrap(), 0, "what was known then");
});
