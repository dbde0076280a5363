//! Local fields written in bulk, withdrawn, contradicted; where values come from; and how often one is asked.

use crate::support::{NOW, World, collected, day, on_both, small_community};
use lifang_core::base_data::Provenance;
use lifang_core::clock::{Date, Instant};
use lifang_core::dataset::{ColumnType, Guard};
use lifang_core::manifest::LocalField;
use lifang_core::region::RegionId;
use lifang_core::text::Bilingual;
use lifang_core::value::{Cell, Value};
use lifang_store::AsOf;
use lifang_store::base_data::correct_person;
use lifang_store::datasets::Scan;
use lifang_store::fields::{
    Asking, LocalDeclaration, Written, contrary_declaration, count_askings, declare_local_field, note_checks,
    set_local_values, withdraw_local_field,
};

const COMMUNITY: &str = "220103008003";

pub(crate) fn declared(region: RegionId, column_type: ColumnType) -> LocalDeclaration {
    let both = |text: &str| Bilingual::new(text, text);
    let field = LocalField {
        key: "x.stove".into(),
        dataset: "persons".into(),
        column_type,
        codes: std::collections::BTreeMap::new(),
        title: both("炉"),
        purpose: both("防火"),
        legal_basis: "测试".into(),
        guard: Guard::Open,
        visible_to: vec![],
    };
    LocalDeclaration { region, plugin: None, field }
}

async fn people(world: &World) -> Vec<i64> {
    let region = world.id(COMMUNITY).await;
    let at = world.now();
    let scan = Scan { dataset: "persons", columns: &[], filters: &[], region, sort: &[], at, max_rows: 9 };
    world.store.scan(&scan).await.unwrap().ids
}

async fn write(world: &World, values: &[(i64, &str, Value)], from: &str, now: Instant) -> Written {
    let mut tx = world.store.begin().await.unwrap();
    let written = set_local_values(&mut tx, "persons", values, &collected(), day(from), now).await.unwrap();
    tx.commit().await.unwrap();
    written
}

async fn stove(world: &World, person: i64, at: AsOf) -> Cell {
    let region = world.id(COMMUNITY).await;
    let column = declared(region, ColumnType::U8).readable();
    world.store.subject("persons", person, &[column], region, at).await.unwrap().unwrap().remove(0)
}

fn number(number: i64) -> Cell {
    Cell::Present(Value::Integer(number))
}

on_both!(values_written_again_change_nothing_and_every_day_has_one, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let people = people(&world).await;
    let all: Vec<_> = people.iter().map(|person| (*person, "x.stove", Value::Integer(1))).collect();
    assert_eq!(write(&world, &all, "2023-01-01", NOW).await, Written { added: 5, changed: 0, unchanged: 0 });
    let later = Instant(NOW.0 + 1);
    assert_eq!(write(&world, &all, "2023-05-01", later).await, Written { added: 0, changed: 0, unchanged: 5 });
    // Two of five change in May; of two values for the same one the last counts.
    let some = [
        (people[0], "x.stove", Value::Integer(9)),
        (people[0], "x.stove", Value::Integer(2)),
        (people[1], "x.stove", Value::Integer(2)),
    ];
    assert_eq!(write(&world, &some, "2023-05-01", later).await, Written { added: 0, changed: 2, unchanged: 0 });
    let on = |date: &str| AsOf::on(day(date), later);
    assert_eq!(stove(&world, people[0], on("2023-04-30")).await, number(1));
    assert_eq!(stove(&world, people[0], on("2023-05-01")).await, number(2));
    assert_eq!(stove(&world, people[2], on("2023-05-01")).await, number(1));
    assert_eq!(stove(&world, people[0], AsOf::on(day("2023-05-01"), NOW)).await, number(1), "nobody knew better yet");
    // What is learnt of 2022 afterwards holds until what was known before begins.
    let earlier = [(people[0], "x.stove", Value::Integer(7))];
    assert_eq!(write(&world, &earlier, "2022-01-01", later).await, Written { added: 1, changed: 0, unchanged: 0 });
    assert_eq!(stove(&world, people[0], on("2022-12-31")).await, number(7));
    assert_eq!(stove(&world, people[0], on("2023-01-01")).await, number(1));
    assert_eq!(stove(&world, people[0], on("2023-05-01")).await, number(2));
    let unknown = [(people[0], "x.stove", Value::Codes(vec![]))];
    let mut tx = world.store.begin().await.unwrap();
    let refused = set_local_values(&mut tx, "persons", &unknown, &collected(), day("2023-01-01"), NOW).await;
    assert!(matches!(refused, Err(lifang_store::StoreError::Question(_))));
    let refused = set_local_values(&mut tx, "grids", &[], &collected(), day("2023-01-01"), NOW).await;
    assert!(matches!(refused, Err(lifang_store::StoreError::Question(_))));
});

on_both!(a_withdrawn_field_is_gone_from_its_day_and_its_past_stays, |world: World| async move {
    let district = world.id("220103").await;
    let path = [world.id("22").await, district, world.id(COMMUNITY).await];
    let mut tx = world.store.begin().await.unwrap();
    let field = declared(district, ColumnType::U8);
    declare_local_field(&mut tx, &field, &collected(), day("2023-01-01"), NOW).await.unwrap();
    let later = Instant(NOW.0 + 1);
    let key = ("persons", "x.stove");
    withdraw_local_field(&mut tx, district, key, day("2024-02-01"), later).await.unwrap();
    let again = withdraw_local_field(&mut tx, district, key, day("2024-02-01"), later).await;
    assert!(matches!(again, Err(lifang_store::StoreError::NotFound("local field"))));
    tx.commit().await.unwrap();
    let there = async |at| world.store.local_fields(&path, at).await.unwrap().len();
    assert_eq!(there(AsOf::on(day("2024-01-31"), later)).await, 1);
    assert_eq!(there(AsOf::on(day("2024-02-01"), later)).await, 0);
    assert_eq!(there(AsOf::on(day("2024-02-01"), NOW)).await, 1, "as it was known then");
});

on_both!(one_key_has_one_type_along_a_path, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let (city, district, other) = (world.id("2201").await, world.id("220103").await, world.id("220104").await);
    let contrary = async |region, column_type| {
        let mut tx = world.store.begin().await.unwrap();
        let new = declared(region, column_type);
        contrary_declaration(&mut tx, &new, day("2024-01-01"), NOW).await.unwrap().map(|found| found.region)
    };
    let mut tx = world.store.begin().await.unwrap();
    let field = declared(district, ColumnType::U8);
    declare_local_field(&mut tx, &field, &collected(), day("2023-01-01"), NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(contrary(world.id(COMMUNITY).await, ColumnType::Text).await, Some(district), "nearer");
    assert_eq!(contrary(city, ColumnType::Text).await, Some(district), "outer");
    assert_eq!(contrary(city, ColumnType::U8).await, None, "the same type may be said again");
    assert_eq!(contrary(other, ColumnType::Text).await, None, "somewhere else");
    assert_eq!(contrary(district, ColumnType::Text).await, None, "its own, while it has no values");
    write(&world, &[(people(&world).await[0], "x.stove", Value::Integer(1))], "2023-01-01", NOW).await;
    assert_eq!(contrary(district, ColumnType::Text).await, Some(district), "its own, when it has");
});

on_both!(a_value_is_as_fresh_as_the_last_who_stated_it, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let person = people(&world).await[0];
    let origins = async |at: Instant| {
        world
            .store
            .origins("persons", person, &["phone", "living", "floor", "x.stove", "last_visit"], AsOf::now(at))
            .await
            .unwrap()
    };
    let first = origins(NOW).await;
    assert_eq!(first.keys().collect::<Vec<_>>(), ["floor", "living", "phone"]);
    assert!(first.values().all(|origin| origin.recorded == NOW && origin.collector == "grid worker 3"));

    // In a visit the phone is found changed, and that she lives alone is confirmed.
    let visit = Provenance { source: "visit".into(), collector: "grid worker 9".into() };
    let later = Instant(NOW.0 + 1_000);
    let mut facts = world.store.person(person, world.now()).await.unwrap().unwrap().facts;
    facts.phone = Some("139 0000-0002".into());
    let mut tx = world.store.begin().await.unwrap();
    correct_person(&mut tx, person, &facts, &visit, NOW.day(), later).await.unwrap();
    note_checks(&mut tx, "persons", person, &["phone"], &visit, later).await.unwrap();
    tx.commit().await.unwrap();
    let after = origins(later).await;
    assert_eq!((after["phone"].recorded, after["phone"].collector.as_str()), (later, "grid worker 9"));
    assert_eq!(
        (after["living"].recorded, after["living"].collector.as_str()),
        (NOW, "grid worker 3"),
        "nobody asked again"
    );
    let confirmed = Instant(later.0 + 1_000);
    let mut tx = world.store.begin().await.unwrap();
    note_checks(&mut tx, "persons", person, &["living"], &visit, confirmed).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(origins(confirmed).await["living"].recorded, confirmed);
    assert_eq!(origins(later).await["living"].recorded, NOW, "as it was known before");
    write(&world, &[(person, "x.stove", Value::Integer(1))], "2024-01-01", confirmed).await;
    assert_eq!(origins(confirmed).await["x.stove"].recorded, confirmed);
});

on_both!(askings_add_up_by_district_and_month, |world: World| async move {
    let asking = |question: &str, asked, fresh| Asking {
        question: question.into(),
        field: format!("persons.{question}"),
        asked,
        fresh,
        ..Asking::default()
    };
    let (one, two, far) = (world.id(COMMUNITY).await, world.id("220103008004").await, world.id("220104001").await);
    let (february, march) = (day("2024-02-01"), day("2024-03-01"));
    let mut tx = world.store.begin().await.unwrap();
    let of = ("home-visit", "cn.jilin.forms");
    for (place, month) in [(one, march), (one, march), (two, march), (far, march), (one, february)] {
        count_askings(&mut tx, (place, month), of, &[asking("phone", 1, 1), asking("age", 1, 0)]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let burden = async |code: &str, months: (Date, Date)| {
        let burden = world.store.burden(world.id(code).await, months, world.now()).await.unwrap();
        let phone = |burden: &lifang_store::fields::Burden| {
            burden.askings.iter().find(|asking| asking.question == "phone").map(|asking| (asking.asked, asking.fresh))
        };
        burden.iter().map(|one| (one.district, phone(one).unwrap())).collect::<Vec<_>>()
    };
    let (kuancheng, chaoyang) = (world.id("220103").await, world.id("220104").await);
    assert_eq!(burden("22", (march, march)).await, [(kuancheng, (3, 3)), (chaoyang, (1, 1))]);
    assert_eq!(burden("2201", (february, march)).await, [(kuancheng, (4, 4)), (chaoyang, (1, 1))]);
    assert_eq!(burden(COMMUNITY, (march, march)).await, [(kuancheng, (2, 2))]);
});

on_both!(what_was_written_of_an_erased_person_in_words_is_gone_and_counts_stay, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let (person, district) = (people(&world).await[0], world.id("220103").await);
    let mut tx = world.store.begin().await.unwrap();
    let mut note = declared(district, ColumnType::Text);
    note.field.key = "x.note".into();
    for field in [declared(district, ColumnType::U8), note.clone()] {
        declare_local_field(&mut tx, &field, &collected(), day("2023-01-01"), NOW).await.unwrap();
    }
    tx.commit().await.unwrap();
    let values = [(person, "x.stove", Value::Integer(3)), (person, "x.note", Value::Text("王秀英之女在外地".into()))];
    write(&world, &values, "2023-01-01", NOW).await;
    let mut tx = world.store.begin().await.unwrap();
    lifang_store::base_data::erase_person(&mut tx, person, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stove(&world, person, world.now()).await, number(3));
    let region = world.id(COMMUNITY).await;
    let cells = world.store.subject("persons", person, &[note.readable()], region, world.now()).await.unwrap();
    assert_eq!(cells.unwrap(), [Cell::Unknown]);
});
