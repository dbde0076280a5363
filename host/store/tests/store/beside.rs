//! Two who write of one person at the same time: one of them hears of it, and no person has two facts at once.

use crate::duplicates::{everyone, note, one_house, plain, with_id};
use crate::support::{NOW, World, collected, on_both, resident};
use lifang_core::base_data::PersonFacts;
use lifang_core::clock::Instant;
use lifang_store::base_data::correct_person;
use lifang_store::identity::{Review, State, merge};
use lifang_store::{Conflict, Result, Store, StoreError, Tx};
use std::time::Duration;

const ONE: &str = "220103008003";
const TWO: &str = "220103008004";
const ID: &str = "11010519491231002X";

fn later(ms: i64) -> Instant {
    Instant(NOW.0 + ms)
}

async fn phone(tx: &mut Tx, person: i64, facts: &PersonFacts, phone: &str, now: Instant) -> Result<()> {
    let facts = PersonFacts { phone: Some(phone.into()), ..facts.clone() };
    correct_person(tx, person, &facts, &collected(), NOW.day(), now).await
}

/// Waits until somebody waits for what another has locked. SQLite has one writer: there they wait before they read.
async fn somebody_waits(world: &World) {
    if !world.url.starts_with("postgres") {
        return;
    }
    let pool = plain(world).await;
    let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    for _ in 0..1_000 {
        let (waiting,): (i64,) = sqlx::query_as(sql).fetch_one(&pool).await.unwrap();
        if waiting > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody waits");
}

/// Persons with more than one fact that holds now, and facts of nobody who is there.
async fn doubled(world: &World) -> i64 {
    let sql = format!(
        "SELECT COUNT(*) FROM person_fact a JOIN person_fact b ON b.person_id = a.person_id AND b.id > a.id \
         WHERE a.recorded_to = {0} AND b.recorded_to = {0} AND a.valid_to > b.valid_from AND b.valid_to > a.valid_from",
        Instant::OPEN.0
    );
    let pool = plain(world).await;
    let (rows,): (i64,) = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_one(&pool).await.unwrap();
    rows
}

on_both!(of_two_corrections_at_once_the_second_replaces_the_first_or_hears_of_it, |world: World| async move {
    world.fill(ONE, &one_house(vec![with_id(resident("王秀英", "1949-12-31", 2, 0), ID)])).await;
    let her = everyone(&world).await[0];
    let facts = world.store.person(her, world.now()).await.unwrap().unwrap().facts;
    let mut first = world.store.begin().await.unwrap();
    phone(&mut first, her, &facts, "13800000001", later(1)).await.unwrap();
    let (store, said): (Store, PersonFacts) = (world.store.clone(), facts.clone());
    let second = tokio::spawn(async move {
        let mut tx = store.begin().await?;
        phone(&mut tx, her, &said, "13800000002", later(2)).await?;
        tx.commit().await
    });
    somebody_waits(&world).await;
    first.commit().await.unwrap();
    match second.await.unwrap() {
        Ok(()) => assert!(!world.url.starts_with("postgres"), "it read before the first had ended"),
        Err(error) => assert!(matches!(error, StoreError::Conflict(Conflict::Changed)), "{error:?}"),
    }
    assert_eq!(doubled(&world).await, 0);
});

on_both!(a_merge_beside_a_correction_leaves_nothing_with_the_one_that_went, |world: World| async move {
    world.fill(ONE, &one_house(vec![with_id(resident("王秀英", "1949-12-31", 2, 0), ID)])).await;
    world.fill(TWO, &one_house(vec![resident("王秀英", "1949-12-31", 2, 0)])).await;
    let [stays, goes] = everyone(&world).await[..] else { panic!() };
    note(&world, &[stays, goes]).await;
    let street = world.id("220103008").await;
    let pair = world.store.candidates(street, State::Open, None, 9, world.now()).await.unwrap()[0].id;
    let seen = world.store.candidate(pair).await.unwrap().unwrap().seen;
    let facts = world.store.person(goes, world.now()).await.unwrap().unwrap().facts;
    let mut visit = world.store.begin().await.unwrap();
    phone(&mut visit, goes, &facts, "13800000001", later(1)).await.unwrap();
    let store = world.store.clone();
    let merging = tokio::spawn(async move {
        let review = Review { candidate: pair, seen: &seen, actor: "reviewer", why: "same", now: later(2) };
        let mut tx = store.begin().await?;
        merge(&mut tx, stays, &review).await?;
        tx.commit().await
    });
    somebody_waits(&world).await;
    visit.commit().await.unwrap();
    let merged = merging.await.unwrap();
    assert!(matches!(merged, Err(StoreError::Conflict(Conflict::Changed))), "{merged:?}");
    assert_eq!(doubled(&world).await, 0);
    // Whoever looks again sees the phone, and may merge.
    let seen = world.store.candidate(pair).await.unwrap().unwrap().seen;
    let mut tx = world.store.begin().await.unwrap();
    merge(&mut tx, stays, &Review { candidate: pair, seen: &seen, actor: "reviewer", why: "same", now: later(3) })
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let sql =
        format!("SELECT COUNT(*) FROM person_fact WHERE person_id = {goes} AND recorded_to = {}", Instant::OPEN.0);
    let pool = plain(&world).await;
    let (left,): (i64,) = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_one(&pool).await.unwrap();
    assert_eq!(left, 0);
});
