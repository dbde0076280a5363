//! Persons: sealed at rest, found by blind index, erased for good; and the public board.

use crate::support::{NOW, World, column, day, on_both, small_community};
use lifang_core::query::{Filter, Test};
use lifang_core::value::Value;
use lifang_store::base_data::erase_person;
use lifang_store::datasets::Scan;
use lifang_store::{MasterKey, Store, StoreError};
use sqlx::Row;

const COMMUNITY: &str = "220103008003";
const HER_ID: &str = "220103194003010020";

on_both!(an_identifier_finds_its_person_and_stands_nowhere_in_clear, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let found = world.store.persons_by_resident_id(HER_ID, world.now()).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(world.store.persons_by_phone("13800000001", world.now()).await.unwrap(), found);
    assert_eq!(world.store.persons_by_resident_id("11010519491231002X", world.now()).await.unwrap(), Vec::<i64>::new());
    let version = world.store.person(found[0], world.now()).await.unwrap().unwrap();
    assert_eq!(version.facts.resident_id.as_deref(), Some(HER_ID));

    sqlx::any::install_default_drivers();
    let plain = sqlx::AnyPool::connect(&world.url).await.unwrap();
    let sql = "SELECT name_enc, resident_id_enc, resident_id_index, phone_enc FROM person_fact WHERE person_id = $1";
    let row = sqlx::query(sql).bind(found[0]).fetch_one(&plain).await.unwrap();
    plain.close().await;
    for (position, clear) in [(0, "王秀英"), (1, HER_ID), (2, HER_ID), (3, "138 0000-0001")] {
        let stored: Vec<u8> = row.get(position);
        assert!(stored.len() >= 32 && !stored.windows(3).any(|part| part == &clear.as_bytes()[..3]), "{clear}");
    }
});

on_both!(another_master_key_does_not_open_the_store, |world: World| async move {
    let other = Store::open(&world.url, &MasterKey::from_bytes([8; 32])).await;
    assert!(matches!(other, Err(StoreError::WrongKey)));
    Store::open(&world.url, &MasterKey::from_bytes([7; 32])).await.unwrap().close().await;
});

on_both!(an_erased_person_is_counted_and_not_known, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let person = world.store.persons_by_resident_id(HER_ID, world.now()).await.unwrap()[0];
    let erase = async || {
        let mut tx = world.store.begin().await.unwrap();
        erase_person(&mut tx, person, NOW).await?;
        tx.commit().await
    };
    erase().await.unwrap();
    assert!(matches!(erase().await, Err(StoreError::NotFound("person"))));
    assert_eq!(world.store.persons_by_resident_id(HER_ID, world.now()).await.unwrap(), Vec::<i64>::new());
    assert_eq!(world.store.persons_by_phone("13800000001", world.now()).await.unwrap(), Vec::<i64>::new());
    for version in world.store.person_history(person).await.unwrap() {
        let facts = version.facts;
        assert_eq!((facts.name, facts.resident_id, facts.phone), (None, None, None));
    }
    let columns = [column("persons", "name"), column("persons", "age")];
    let old = [Filter { column: "age".into(), test: Test::AtLeast(Value::Integer(80)) }];
    let region = world.id(COMMUNITY).await;
    let scan =
        Scan { dataset: "persons", columns: &columns, filters: &old, region, sort: &[], at: world.now(), max_rows: 9 };
    let found = world.store.scan(&scan).await.unwrap();
    assert_eq!((found.ids, found.rows.columns[0].validity.clone()), (vec![person], Some(vec![0])));
});

on_both!(opaque_identifiers_are_the_plugins_own, |world: World| async move {
    let seen = world.store.opaque("cn.jilin.rules", "persons", 42);
    assert_eq!(seen.len(), 32);
    assert_eq!(world.store.open_opaque("cn.jilin.rules", "persons", &seen), Some(42));
    assert_eq!(world.store.open_opaque("cn.hubei.rules", "persons", &seen), None);
});

on_both!(the_board_names_posts_of_the_community_and_its_grids, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let board = async |code: &str| {
        let board = world.store.board(world.id(code).await, world.now()).await.unwrap();
        board.into_iter().map(|one| (one.post, one.name, one.region.name, one.since)).collect::<Vec<_>>()
    };
    let leader = ("grid-leader".into(), "周网格".into(), "第二网格".into(), day("2022-01-01"));
    let secretary = ("secretary".into(), "孙书记".into(), "长山花园社区".into(), day("2021-01-01"));
    assert_eq!(board(COMMUNITY).await, [secretary, leader.clone()]);
    assert_eq!(board("220103008003002").await, [leader]);
    assert_eq!(board("220103008003001").await, []);
});
