//! What a change must mind beside the records themselves: fields, counts of months past, marks, and merges of persons.

use super::{ONE, TWO, code, part};
use crate::duplicates::{everyone, note, one_house, plain, with_id};
use crate::fields::declared;
use crate::support::{NOW, World, collected, day, on_both, resident};
use lifang_core::clock::{Date, Instant};
use lifang_core::dataset::ColumnType;
use lifang_core::region::RegionId;
use lifang_core::region_change::Operation;
use lifang_core::value::Value;
use lifang_store::AsOf;
use lifang_store::fields::{Asking, count_askings, declare_local_field, set_local_values, withdraw_local_field};
use lifang_store::identity::{Review, State, merge, undo};
use std::collections::BTreeMap;

fn second_into_first() -> Operation {
    Operation::Merge { regions: vec![code(TWO)], into: part(ONE, ""), codes: BTreeMap::new() }
}

async fn declare(world: &World, region: &str, column_type: ColumnType) {
    let mut tx = world.store.begin().await.unwrap();
    let declaration = declared(world.id(region).await, column_type);
    declare_local_field(&mut tx, &declaration, &collected(), day("2023-01-01"), NOW).await.unwrap();
    tx.commit().await.unwrap();
}

on_both!(regions_whose_fields_contradict_each_other_stay_apart, |world: World| async move {
    declare(&world, ONE, ColumnType::Text).await;
    declare(&world, TWO, ColumnType::U8).await;
    assert_eq!(world.refused(NOW.day(), second_into_first()).await, "field-type-differs");
    let mut tx = world.store.begin().await.unwrap();
    let field = ("persons", "x.stove");
    withdraw_local_field(&mut tx, world.id(TWO).await, field, NOW.day(), NOW).await.unwrap();
    tx.commit().await.unwrap();
    world.change(NOW.day(), second_into_first()).await.unwrap();
});

on_both!(a_region_does_not_move_to_where_its_field_has_another_type, |world: World| async move {
    declare(&world, "220103008", ColumnType::U8).await;
    declare(&world, "220104", ColumnType::Text).await;
    let under = |under: &str, to: &str| Operation::Move {
        region: code("220103008"),
        under: code(under),
        to: Some(code(to)),
        name: None,
        codes: BTreeMap::new(),
    };
    assert_eq!(world.refused(NOW.day(), under("220104", "220104099")).await, "field-type-differs");
    // Nor do values move to where they would be read as something else.
    let mut tx = world.store.begin().await.unwrap();
    let street = world.id("220103008").await;
    withdraw_local_field(&mut tx, street, ("persons", "x.stove"), day("2023-01-01"), NOW).await.unwrap();
    tx.commit().await.unwrap();
    declare(&world, "220103", ColumnType::U8).await;
    world.fill(ONE, &one_house(vec![resident("王秀英", "1949-12-31", 2, 0)])).await;
    let her = everyone(&world).await[0];
    let mut tx = world.store.begin().await.unwrap();
    let value = [(her, "x.stove", Value::Integer(2))];
    set_local_values(&mut tx, "persons", &value, &collected(), day("2023-06-01"), NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.refused(NOW.day(), under("220104", "220104099")).await, "field-type-differs");
});

on_both!(months_past_of_a_community_that_is_no_more_count_where_it_went, |world: World| async move {
    let february = day("2024-02-01");
    let asking = |question: &str| Asking {
        question: question.into(),
        field: "persons.phone".into(),
        asked: 3,
        fresh: 1,
        prefilled: 0,
        confirmed: 0,
        offered: 0,
    };
    let mut tx = world.store.begin().await.unwrap();
    let of = ("home-visit", "cn.jilin.forms");
    for community in [ONE, TWO] {
        count_askings(&mut tx, (world.id(community).await, february), of, &[asking("phone")]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let asked = async |code: &str| -> i64 {
        let burden = world.store.burden(world.id(code).await, (february, february), world.now()).await.unwrap();
        burden.iter().flat_map(|one| &one.askings).map(|asking| asking.asked).sum()
    };
    assert_eq!((asked("220103").await, asked(ONE).await, asked("220104").await), (6, 3, 0));
    world.change(NOW.day(), second_into_first()).await.unwrap();
    assert_eq!((asked("220103").await, asked(ONE).await, asked("220104").await), (6, 6, 0));
});

on_both!(a_value_of_earlier_days_concerns_where_its_subject_went_since, |world: World| async move {
    world.fill(ONE, &one_house(vec![resident("王秀英", "1949-12-31", 2, 0)])).await;
    let (her, two) = (everyone(&world).await[0], world.id(TWO).await);
    let pool = plain(&world).await;
    let june = day("2023-06-01").0;
    for sql in [
        format!("UPDATE residence SET valid_to = {june} WHERE person_id = {her}"),
        format!(
            "INSERT INTO residence (person_id, house_id, community_id, grid_id, kind, since, provenance_id, valid_from, \
             valid_to, recorded_from, recorded_to) SELECT person_id, NULL, {}, NULL, kind, since, provenance_id, {june}, \
             {}, recorded_from, recorded_to FROM residence WHERE person_id = {her}",
            two.0,
            Date::OPEN.0
        ),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&pool).await.unwrap();
    }
    let mark = async || world.store.mark(two).await.unwrap().map_or(0, |mark| mark.number);
    let before = mark().await;
    let mut tx = world.store.begin().await.unwrap();
    let value = [(her, "x.stove", Value::Integer(2))];
    set_local_values(&mut tx, "persons", &value, &collected(), day("2023-05-01"), NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert!(mark().await > before, "what was made of the second community's data is not right any more");
});

/// Community and days of each residence of the person that is known now.
async fn residences(world: &World, person: i64) -> Vec<(RegionId, Date, Date)> {
    let sql = format!(
        "SELECT community_id, valid_from, valid_to FROM residence WHERE person_id = {person} AND recorded_to = {} \
         ORDER BY valid_from",
        Instant::OPEN.0
    );
    let pool = plain(world).await;
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&pool).await.unwrap();
    let date = |day: i64| Date(i32::try_from(day).unwrap());
    rows.into_iter().map(|(community, from, to)| (RegionId(community), date(from), date(to))).collect()
}

on_both!(a_merge_is_undone_where_the_house_is_by_now, |world: World| async move {
    // Two records in one house, which with its community comes to lie in another one.
    let twice = vec![
        with_id(resident("王秀英", "1949-12-31", 2, 0), "11010519491231002X"),
        resident("王秀英", "1949-12-31", 2, 0),
    ];
    world.fill(TWO, &one_house(twice)).await;
    let [stays, goes] = everyone(&world).await[..] else { panic!() };
    let before = residences(&world, goes).await;
    let [(_, since, _)] = before[..] else { panic!("{before:?}") };
    note(&world, &[stays, goes]).await;
    let street = world.id("220103008").await;
    let pair = world.store.candidates(street, State::Open, None, 9, world.now()).await.unwrap()[0].id;
    let (one, two) = (world.id(ONE).await, world.id(TWO).await);
    let review = async |now: Instant, undone: bool| {
        let seen = world.store.candidate(pair).await.unwrap().unwrap().seen;
        let review = Review { candidate: pair, seen: &seen, actor: "reviewer", why: "same", now };
        let mut tx = world.store.begin().await.unwrap();
        if undone {
            undo(&mut tx, &review).await.unwrap();
        } else {
            merge(&mut tx, stays, &review).await.unwrap();
        }
        tx.commit().await.unwrap();
    };
    review(NOW, false).await;
    assert_eq!(residences(&world, goes).await, []);
    world.change(NOW.day(), second_into_first()).await.unwrap();
    let later = Instant(NOW.0 + 60_000);
    review(later, true).await;
    let moved = [(two, since, NOW.day()), (one, NOW.day(), Date::OPEN)];
    assert_eq!(residences(&world, goes).await, moved);
    assert_eq!(residences(&world, stays).await, moved, "as the one that stayed");
    assert_eq!(world.store.counts(one, AsOf::now(later)).await.unwrap().all.persons, 2);
});
