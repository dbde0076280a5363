//! What did we know on day X about day Y.

use crate::support::{NOW, World, collected, column, day, moment, on_both, small_community};
use lifang_core::base_data::{PersonFacts, Provenance};
use lifang_core::clock::{Date, Instant};
use lifang_core::columns::ColumnData;
use lifang_core::dataset::{ColumnType, Guard};
use lifang_core::manifest::LocalField;
use lifang_core::query::{Filter, Measure, Test};
use lifang_core::text::Bilingual;
use lifang_core::value::{Cell, Value};
use lifang_store::AsOf;
use lifang_store::base_data::correct_person;
use lifang_store::datasets::{Aggregate, Scan};
use lifang_store::fields::{LocalDeclaration, declare_local_field, set_local_values};

const COMMUNITY: &str = "220103008003";

async fn first_person(world: &World) -> i64 {
    let columns = [column("persons", "age")];
    let scan = Scan {
        dataset: "persons",
        columns: &columns,
        filters: &[],
        region: world.id(COMMUNITY).await,
        sort: &[],
        at: world.now(),
        max_rows: 10,
    };
    world.store.scan(&scan).await.unwrap().ids[0]
}

on_both!(a_correction_changes_the_present_and_not_what_was_known, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let person = first_person(&world).await;
    // On 5 March a visit finds that she has not lived alone since 1 February.
    let learnt = moment("2024-03-05T10:00");
    let mut facts = world.store.person(person, world.now()).await.unwrap().unwrap().facts;
    facts.living = Some(4);
    facts.care = 0;
    let mut tx = world.store.begin().await.unwrap();
    let visit = Provenance { source: "visit".into(), collector: "grid worker 9".into() };
    correct_person(&mut tx, person, &facts, &visit, day("2024-02-01"), learnt).await.unwrap();
    tx.commit().await.unwrap();

    let living = async |valid: &str, recorded: Instant| {
        let version = world.store.person(person, AsOf::on(day(valid), recorded)).await.unwrap().unwrap();
        (version.facts.living, version.provenance.collector)
    };
    let (first, second) = ("grid worker 3".to_owned(), "grid worker 9".to_owned());
    assert_eq!(living("2024-03-05", learnt).await, (Some(4), second));
    assert_eq!(living("2024-01-31", learnt).await, (Some(3), first.clone()), "before February she did");
    assert_eq!(living("2024-03-05", Instant(learnt.0 - 1)).await, (Some(3), first), "nobody knew better yet");
    let history = world.store.person_history(person).await.unwrap();
    let told: Vec<_> =
        history.iter().map(|version| (version.facts.living, version.valid_to, version.recorded_to)).collect();
    assert_eq!(
        told,
        [
            (Some(3), Date::OPEN, learnt),
            (Some(3), day("2024-02-01"), Instant::OPEN),
            (Some(4), Date::OPEN, Instant::OPEN)
        ]
    );
    assert!(history.iter().all(|version| version.facts.name.as_deref() == Some("王秀英")));
});

on_both!(nothing_holds_before_its_first_day_nor_is_known_before_it_came, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let count = async |at: AsOf| {
        let region = world.id(COMMUNITY).await;
        let asked = Aggregate {
            dataset: "persons",
            by: &[],
            measures: &[Measure::Count],
            filters: &[],
            region,
            at,
            max_groups: 1,
        };
        world.store.aggregate(&asked).await.unwrap()[0].figures[0]
    };
    let number = lifang_core::query::Figure::Number;
    assert_eq!(count(world.now()).await, number(5.0));
    assert_eq!(count(AsOf::on(day("2020-01-01"), NOW)).await, number(5.0));
    assert_eq!(count(AsOf { valid: day("2024-03-01"), recorded: Instant(NOW.0 - 1) }).await, number(0.0));
});

on_both!(local_fields_are_facts_like_all_others, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let (person, region) = (first_person(&world).await, world.id("220103").await);
    let both = |text: &str| Bilingual::new(text, text);
    let field = |key: &str, column_type| LocalField {
        key: key.into(),
        dataset: "persons".into(),
        column_type,
        codes: std::collections::BTreeMap::new(),
        title: both("供暖"),
        purpose: both("走访"),
        legal_basis: "测试".into(),
        guard: Guard::Open,
        visible_to: vec![],
    };
    let mut tx = world.store.begin().await.unwrap();
    for (key, column_type) in
        [("x.stove", ColumnType::Flag), ("x.heating", ColumnType::Text), ("x.heart", ColumnType::U8)]
    {
        let declaration = LocalDeclaration { region, plugin: None, field: field(key, column_type) };
        declare_local_field(&mut tx, &declaration, &collected(), day("2023-01-01"), NOW).await.unwrap();
    }
    let first = [
        (person, "x.stove", Value::Flag(true)),
        (person, "x.heating", Value::Text("煤炉".into())),
        (person, "x.heart", Value::Integer(72)),
    ];
    set_local_values(&mut tx, "persons", &first, &collected(), day("2023-01-01"), NOW).await.unwrap();
    let later = Instant(NOW.0 + 1);
    let second = [(person, "x.heating", Value::Text("集中供暖".into()))];
    set_local_values(&mut tx, "persons", &second, &collected(), day("2023-10-01"), later).await.unwrap();
    tx.commit().await.unwrap();

    let path = [world.id("22").await, region, world.id(COMMUNITY).await];
    let declared = world.store.local_fields(&path, world.now()).await.unwrap();
    let columns: Vec<_> = declared.iter().map(LocalDeclaration::readable).collect();
    assert_eq!(
        columns.iter().map(|column| column.key.as_str()).collect::<Vec<_>>(),
        ["x.heart", "x.heating", "x.stove"]
    );
    assert!(world.store.local_fields(&path[..1], world.now()).await.unwrap().is_empty(), "the province has none");

    let cells = async |at| world.store.subject("persons", person, &columns, region, at).await.unwrap().unwrap();
    let (heart, stove) = (Cell::Present(Value::Integer(72)), Cell::Present(Value::Flag(true)));
    let heating = |text: &str| Cell::Present(Value::Text(text.into()));
    assert_eq!(cells(AsOf::now(later)).await, [heart.clone(), heating("集中供暖"), stove.clone()]);
    assert_eq!(cells(AsOf::on(day("2023-09-30"), later)).await, [heart.clone(), heating("煤炉"), stove.clone()]);
    assert_eq!(cells(world.now()).await, [heart, heating("煤炉"), stove]);

    let filters = [
        Filter { column: "x.stove".into(), test: Test::Equals(Value::Flag(true)) },
        Filter { column: "x.heart".into(), test: Test::AtLeast(Value::Integer(60)) },
        Filter { column: "x.heating".into(), test: Test::Equals(Value::Text("集中供暖".into())) },
    ];
    let sort = ["-x.heart".to_owned()];
    let at = AsOf::now(later);
    let scan = Scan { dataset: "persons", columns: &columns, filters: &filters, region, sort: &sort, at, max_rows: 9 };
    let found = world.store.scan(&scan).await.unwrap();
    assert_eq!((found.ids, &found.rows.columns[0].data), (vec![person], &ColumnData::U8(vec![72])));
    let unknown = [Filter { column: "x.stove".into(), test: Test::Unknown }];
    let scan = Scan { filters: &unknown, ..scan };
    let found = world.store.scan(&scan).await.unwrap();
    assert_eq!((found.rows.rows, &found.rows.columns[2].validity), (4, &Some(vec![0])));
    let by = [("x.heating", columns[1].clone())];
    let measures = [Measure::Count, Measure::Mean("x.heart".into())];
    let asked = Aggregate { dataset: "persons", by: &by, measures: &measures, filters: &[], region, at, max_groups: 9 };
    let groups = world.store.aggregate(&asked).await.unwrap();
    assert_eq!(
        groups.iter().map(|group| group.key[0].clone()).collect::<Vec<_>>(),
        [Some(Value::Text("集中供暖".into())), None]
    );
    assert_eq!(groups[0].figures, [1.0, 72.0].map(lifang_core::query::Figure::Number));
});

on_both!(a_person_nobody_knows_cannot_be_corrected, |world: World| async move {
    let mut tx = world.store.begin().await.unwrap();
    let unknown = correct_person(&mut tx, 99, &PersonFacts::default(), &collected(), day("2024-01-01"), NOW).await;
    assert!(matches!(unknown, Err(lifang_store::StoreError::NotFound("person"))));
});
