//! Aggregates, worked out by hand.

use crate::support::{World, column, on_both, small_community};
use lifang_core::query::{DataError, Figure, Filter, Group, Measure, Test};
use lifang_core::value::Value;
use lifang_store::StoreError;
use lifang_store::datasets::Aggregate;

async fn ask(
    world: &World,
    dataset: &str,
    by: &[&str],
    measures: &[Measure],
    filters: &[Filter],
) -> Result<Vec<Group>, StoreError> {
    let by: Vec<_> = by.iter().map(|key| (*key, column(dataset, key.split(':').next().unwrap()))).collect();
    let region = world.id("22").await;
    let asked = Aggregate { dataset, by: &by, measures, filters, region, at: world.now(), max_groups: 100 };
    world.store.aggregate(&asked).await
}

fn said(groups: &[Group]) -> Vec<String> {
    let figure = |figure: &Figure| match figure {
        Figure::Number(number) => number.to_string(),
        Figure::None => "-".into(),
        Figure::Suppressed => "*".into(),
    };
    let key = |key: &Option<Value>| key.as_ref().map_or("?".into(), Value::to_string);
    let one = |group: &Group| {
        let keys: Vec<String> = group.key.iter().map(key).collect();
        format!("{}: {}", keys.join(" "), group.figures.iter().map(figure).collect::<Vec<_>>().join(" "))
    };
    groups.iter().map(one).collect()
}

async fn filled(world: &World) {
    world.fill("220103008003", &small_community()).await;
    world.fill("220103008004", &small_community()).await;
}

on_both!(groups_come_in_order_and_the_unknown_last, |world: World| async move {
    filled(&world).await;
    let groups = ask(&world, "persons", &["sex"], &[Measure::Count], &[]).await.unwrap();
    assert_eq!(said(&groups), ["male: 4", "female: 4", "?: 2"]);
    let groups = ask(&world, "persons", &["care", "elevator"], &[Measure::Count], &[]).await.unwrap();
    assert_eq!(said(&groups), [" false: 4", " true: 2", "alone-80 false: 2", "left-behind-child true: 2"]);
    let groups = ask(&world, "persons", &["age"], &[Measure::Count], &[]).await.unwrap();
    assert_eq!(said(&groups), ["8: 2", "39: 2", "48: 2", "84: 2", "?: 2"]);
});

on_both!(regions_are_counted_at_any_level, |world: World| async move {
    filled(&world).await;
    let old = [Filter { column: "age".into(), test: Test::AtLeast(Value::Integer(39)) }];
    for (level, wanted) in [
        ("region", &["220103008003: 3", "220103008004: 3"][..]),
        ("region:community", &["220103008003: 3", "220103008004: 3"]),
        ("region:street", &["220103008000: 6"]),
        ("region:province", &["220000000000: 6"]),
        ("region:grid", &["220103008003001: 2", "220103008003002: 1", "220103008004001: 2", "220103008004002: 1"]),
        ("grid", &["220103008003001: 2", "220103008003002: 1", "220103008004001: 2", "220103008004002: 1"]),
    ] {
        let groups = ask(&world, "persons", &[level], &[Measure::Count], &old).await.unwrap();
        assert_eq!(said(&groups), wanted, "{level}");
    }
});

on_both!(figures_of_ages_areas_and_of_nothing, |world: World| async move {
    filled(&world).await;
    let of = |key: &str| {
        let key = || key.to_owned();
        [Measure::Known(key()), Measure::Sum(key()), Measure::Mean(key()), Measure::Min(key()), Measure::Max(key())]
    };
    let ages = ask(&world, "persons", &[], &of("age"), &[]).await.unwrap();
    assert_eq!(said(&ages), [": 8 358 44.75 8 84"]);
    let areas = ask(&world, "houses", &["floor"], &of("area"), &[]).await.unwrap();
    assert_eq!(said(&areas), ["1: 2 120 60 60 60", "3: 2 240.5 120.25 120.25 120.25", "6: 2 179.1 89.55 89.55 89.55"]);
    let nobody = [Filter { column: "age".into(), test: Test::AtLeast(Value::Integer(120)) }];
    let none = ask(&world, "persons", &[], &of("age"), &nobody).await.unwrap();
    assert_eq!(said(&none), Vec::<String>::new(), "an age needs birth in the key, and there is none");
    let none = ask(&world, "persons", &[], &[Measure::Count, Measure::Max("floor".into())], &nobody).await.unwrap();
    assert_eq!(said(&none), [": 0 -"]);
});

on_both!(what_is_sealed_makes_no_groups, |world: World| async move {
    filled(&world).await;
    let refused = ask(&world, "persons", &["name"], &[Measure::Count], &[]).await;
    assert!(matches!(refused, Err(StoreError::Question(DataError::WrongType(_)))));
    let known = ask(&world, "persons", &[], &[Measure::Known("phone".into())], &[]).await.unwrap();
    assert_eq!(said(&known), [": 2"]);
});
