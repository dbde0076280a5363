//! Changes dated ahead: nothing moves until their day, and everything written until then moves on it.

use super::{ONE, TWO, code, part};
use crate::duplicates::plain;
use crate::support::{NOW, World, collected, day, on_both, small_community};
use lifang_core::clock::{Clock as _, Date, Instant, SystemClock};
use lifang_core::problem::{Kind, Problem};
use lifang_core::region_change::{Operation, RegionChange};
use lifang_core::text::Bilingual;
use lifang_store::base_data::correct_person;
use lifang_store::regions::change::{
    ChangeRow, ChangeState, change_regions, make_planned, note_refusal, plan_change, withdraw_planned,
};
use lifang_store::{AsOf, Conflict, StoreError};
use std::collections::BTreeMap;

fn april() -> Date {
    day("2024-04-01")
}

/// The first of April, at one o'clock in the night.
fn then() -> Instant {
    april().midnight().plus_ms(3_600_000)
}

/// Plans that the second community becomes part of the first in April.
async fn plan(world: &World) -> ChangeRow {
    let operation = Operation::Merge { regions: vec![code(TWO)], into: part(ONE, ""), codes: BTreeMap::new() };
    let change = RegionChange { from: april(), basis: "测试〔2024〕4号".into(), operation };
    let mut trial = world.store.begin().await.unwrap();
    let would = change_regions(&mut trial, &change, "tester", SystemClock.new_id(), NOW).await.unwrap();
    drop(trial);
    let mut tx = world.store.begin().await.unwrap();
    plan_change(&mut tx, &change, &would, "tester", NOW).await.unwrap();
    tx.commit().await.unwrap();
    let planned = world.store.planned_changes(None).await.unwrap();
    assert_eq!(planned.len(), 1);
    planned.into_iter().next().unwrap()
}

async fn persons(world: &World, code: &str, at: AsOf) -> i64 {
    world.store.counts(world.id(code).await, at).await.unwrap().all.persons
}

on_both!(what_is_written_until_the_day_follows_on_it, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    let planned = plan(&world).await;
    // Written after the plan, before its day: people and houses, a correction, and one who moves out.
    world.fill(TWO, &small_community()).await;
    let two = world.id(TWO).await;
    let pool = plain(&world).await;
    let sql = format!(
        "SELECT person_id FROM residence WHERE community_id = {} AND recorded_to = {} ORDER BY person_id",
        two.0,
        Instant::OPEN.0
    );
    let there: Vec<(i64,)> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&pool).await.unwrap();
    let left = day("2024-03-10");
    let sql = format!("UPDATE residence SET valid_to = {} WHERE person_id = {}", left.0, there[0].0);
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&pool).await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let known = world.store.person(there[1].0, world.now()).await.unwrap().unwrap().facts;
    let known = lifang_core::base_data::PersonFacts { phone: Some("13812345678".into()), ..known };
    correct_person(&mut tx, there[1].0, &known, &collected(), NOW.day(), NOW.plus_ms(5)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((persons(&world, ONE, world.now()).await, persons(&world, TWO, world.now()).await), (5, 5));
    let history = world.store.region_history(two, NOW.plus_ms(9)).await.unwrap();
    assert_eq!((history.len(), history[0].planned.as_slice()), (1, std::slice::from_ref(&planned)));
    assert_eq!(planned.state, ChangeState::Planned(None));

    assert_eq!(world.store.planned_changes(Some(day("2024-03-31"))).await.unwrap(), []);
    let due = world.store.planned_changes(Some(april())).await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let made = make_planned(&mut tx, &due[0], then()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!((made.uid, made.followed["houses"]), (planned.uid, 3));
    assert_eq!(made.followed["residences"], 4, "who moved out before the day is not moved back in");
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(make_planned(&mut tx, &due[0], then()).await.unwrap(), None, "not twice");
    drop(tx);
    let at = AsOf::now(then());
    assert_eq!(persons(&world, ONE, at).await, 9);
    for table in ["building_fact", "house_fact", "unit_fact", "residence"] {
        let sql = format!(
            "SELECT COUNT(*) FROM {table} WHERE community_id = {} AND recorded_to = {} AND valid_to > {}",
            two.0,
            Instant::OPEN.0,
            april().0
        );
        let (rows,): (i64,) = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_one(&pool).await.unwrap();
        assert_eq!(rows, 0, "{table} in a region that is no more");
    }
    let row = world.store.region_change(planned.uid).await.unwrap().unwrap();
    assert_eq!((row.state, row.followed["residences"]), (ChangeState::Made(then()), 4));
    assert_eq!(world.store.planned_changes(None).await.unwrap(), []);
    let history = world.store.region_history(world.id(ONE).await, then()).await.unwrap();
    assert!(history.iter().all(|stretch| stretch.planned.is_empty()));
});

on_both!(a_plan_is_withdrawn_before_it_is_made_and_tells_why_it_could_not_be, |world: World| async move {
    let planned = plan(&world).await;
    let why = Problem::new(Kind::Conflict, "not-yet", Bilingual::new("不行", "no"), Bilingual::new("等", "wait"));
    let mut tx = world.store.begin().await.unwrap();
    note_refusal(&mut tx, planned.uid, &why, then()).await.unwrap();
    tx.commit().await.unwrap();
    let noted = world.store.region_change(planned.uid).await.unwrap().unwrap();
    assert_eq!(noted.state, ChangeState::Planned(Some((then(), why))));

    let mut tx = world.store.begin().await.unwrap();
    withdraw_planned(&mut tx, planned.uid, "operator", NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.planned_changes(None).await.unwrap(), []);
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(make_planned(&mut tx, &planned, then()).await.unwrap(), None);
    let again = withdraw_planned(&mut tx, planned.uid, "operator", NOW).await;
    assert!(matches!(again, Err(StoreError::Conflict(Conflict::Changed))), "{again:?}");
    let row = world.store.region_change(planned.uid).await.unwrap().unwrap();
    assert_eq!(row.state, ChangeState::Withdrawn(NOW, "operator".into()));
});
