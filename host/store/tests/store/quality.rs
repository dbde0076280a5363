//! Quality: what the rules find in a small community, worked out by hand; and the records behind it.

use crate::support::{NOW, World, day, on_both, small_community};
use lifang_core::clock::Instant;
use lifang_core::quality::{Tally, rule, score};
use lifang_store::AsOf;
use lifang_store::quality::{Finding, record_quality};
use sqlx::AnyPool;
use std::collections::BTreeMap;

const ONE: &str = "220103008003";
const TWO: &str = "220103008004";

/// Looks at a region, keeps what is found, and gives it by rule: looked at, found.
async fn assess(world: &World, code: &str, at: AsOf) -> BTreeMap<String, (i64, i64)> {
    let region = world.id(code).await;
    let found = world.store.assess(region, at).await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let looked: Vec<_> = found.iter().map(|one| one.community).chain([region]).collect();
    record_quality(&mut tx, &looked, &found, at).await.unwrap();
    tx.commit().await.unwrap();
    kept(world, code, at).await
}

async fn kept(world: &World, code: &str, at: AsOf) -> BTreeMap<String, (i64, i64)> {
    let (found, _) = world.store.quality(world.id(code).await, at.valid, at).await.unwrap();
    let mut by_rule: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for one in found {
        let sum = by_rule.entry(one.rule).or_default();
        *sum = (sum.0 + one.tally.checked, sum.1 + one.tally.found);
    }
    by_rule
}

async fn records(world: &World, id: &str, after: Option<&str>, limit: u32) -> Vec<Finding> {
    let region = world.id("22").await;
    world.store.findings(rule(id).unwrap(), region, after, limit, world.now()).await.unwrap().unwrap()
}

async fn behind(world: &World, sql: &str) {
    sqlx::any::install_default_drivers();
    let pool = AnyPool::connect(&world.url).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&pool).await.unwrap();
    pool.close().await;
}

on_both!(a_small_community_by_hand, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    let found = assess(&world, "22", world.now()).await;
    // Five people; one has an ID, four a day of birth, one a phone; three are known to be of age.
    for (id, wanted) in [
        ("person-no-id", (5, 4)),
        ("person-no-birth", (5, 1)),
        ("person-id-shared", (1, 0)),
        ("person-too-old", (4, 0)),
        ("minor-alone", (1, 0)),
        ("phone-missing", (3, 2)),
        ("phone-shared", (1, 0)),
        ("registered-twice", (5, 0)),
        ("residence-no-grid", (5, 0)),
        ("residence-no-house", (5, 0)),
        ("stale", (5, 0)),
        ("house-nobody", (3, 0)),
        ("house-crowded", (3, 0)),
        ("unit-no-code", (1, 0)),
        ("grid-size", (2, 0)),
        ("grid-no-worker", (2, 2)),
        ("term-over", (2, 0)),
    ] {
        assert_eq!(found.get(id), Some(&wanted), "{id}");
    }
    assert_eq!(found.len(), 17, "no house is marked empty, so that rule looked at none: {found:?}");
    // Errors 23 looked at and 7 found, warnings 13 and 0, notices 17 and 2: (23·5 + 13·2 + 17) − (7·5 + 2) of 158.
    let tallies = found.iter().map(|(id, (checked, found))| (id.as_str(), Tally { checked: *checked, found: *found }));
    assert_eq!(score(tallies), Some(121 * 10_000 / 158));
});

on_both!(each_rule_finds_what_it_is_for, |world: World| async move {
    for code in [ONE, TWO] {
        world.fill(code, &small_community()).await;
    }
    let community = world.id(TWO).await.0;
    for sql in [
        "UPDATE house_fact SET house_use = 4 WHERE number = '2单元301'".to_owned(),
        "UPDATE house_fact SET area_dm2 = 900 WHERE number = '1单元102'".into(),
        "UPDATE person_fact SET living = 6, phone_index = \
         (SELECT o.phone_index FROM person_fact o WHERE o.phone_index IS NOT NULL ORDER BY o.id LIMIT 1)"
            .into(),
        "UPDATE unit_fact SET code = NULL".into(),
        "UPDATE grid_fact SET households = 299".into(),
        "UPDATE appointment SET since = since - 3000 WHERE post = 'secretary'".into(),
        format!(
            "UPDATE residence SET grid_id = NULL, house_id = NULL WHERE community_id = {community} AND id = (SELECT MAX(id) FROM residence)"
        ),
    ] {
        behind(&world, &sql).await;
    }
    // Someone registered in both communities, with the ID of someone else.
    behind(&world, &format!(
        "INSERT INTO residence (person_id, community_id, kind, since, provenance_id, valid_from, valid_to, recorded_from, recorded_to) \
         SELECT person_id, {community}, 1, since, provenance_id, valid_from, valid_to, recorded_from, recorded_to FROM residence \
         WHERE id = (SELECT MIN(id) FROM residence)"
    )).await;
    let found = assess(&world, "22", world.now()).await;
    for (id, wanted) in [
        ("person-id-shared", (3, 3)), // one of each community, and the first of them again where she is registered too
        ("minor-alone", (2, 2)),
        ("phone-shared", (11, 11)),
        ("phone-missing", (7, 0)),
        ("registered-twice", (11, 2)),
        ("residence-no-grid", (11, 2)),
        ("residence-no-house", (11, 2)),
        ("house-nobody", (4, 0)),
        ("vacant-lived-in", (2, 2)),
        ("house-crowded", (6, 2)),
        ("unit-no-code", (2, 2)),
        ("grid-size", (4, 4)),
        ("term-over", (4, 2)),
    ] {
        assert_eq!(found.get(id), Some(&wanted), "{id}");
    }
});

on_both!(records_are_listed_page_by_page, |world: World| async move {
    for code in [ONE, TWO] {
        world.fill(code, &small_community()).await;
    }
    let all = records(&world, "person-no-id", None, 100).await;
    assert_eq!(all.len(), 8);
    let first = records(&world, "person-no-id", None, 3).await;
    let rest = records(&world, "person-no-id", Some(&first[2].cursor), 100).await;
    assert_eq!([first, rest].concat(), all);
    assert!(all.iter().all(|one| one.uid.is_some() && one.grid.is_some() && one.collector == "grid worker 3"));
    let grids = records(&world, "grid-no-worker", None, 100).await;
    assert_eq!(
        grids.iter().map(|one| one.label.as_str()).collect::<Vec<_>>(),
        ["第一网格", "第二网格", "第一网格", "第二网格"]
    );
    assert_eq!((grids[0].community.as_str(), grids[0].uid), (ONE, None));
    let other =
        world.store.findings(rule("stale").unwrap(), world.id("22").await, Some(&all[0].cursor), 9, world.now()).await;
    assert_eq!(other.unwrap(), None, "a cursor of another rule opens nothing");
});

on_both!(a_day_has_one_result_and_what_is_not_confirmed_grows_stale, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    assess(&world, "22", world.now()).await;
    let again = assess(&world, "22", world.now()).await;
    assert_eq!(again["stale"], (5, 0), "looked at twice, counted once");
    let later = Instant(day("2025-06-01").midnight().0);
    let then = AsOf::now(later);
    world.fill(TWO, &small_community()).await;
    // Only one community is looked at again: the other's last result still counts.
    let found = assess(&world, ONE, then).await;
    assert_eq!(found["stale"], (5, 5));
    let region = world.id("22").await;
    assert_eq!(world.store.quality_days(region, 9, then).await.unwrap(), [NOW.day(), then.valid]);
    assert_eq!(kept(&world, "22", world.now()).await["stale"], (5, 0), "the trend looks back");
    let (found, latest) = world.store.quality(region, then.valid, then).await.unwrap();
    assert_eq!(latest, Some(then.valid));
    assert!(found.iter().all(|one| one.child.is_some()));
});
