//! Components and installations: which version speaks where and when.

use crate::support::{NOW, World, day, on_both};
use lifang_core::call::{Digest, PluginRef};
use lifang_core::capability::Columns;
use lifang_core::clock::{Date, Instant};
use lifang_core::resolve::FailurePolicy;
use lifang_core::value::Value;
use lifang_store::plugins::{NewInstallation, install, put_component, withdraw};
use lifang_store::{AsOf, StoreError};
use std::collections::BTreeMap;

fn manifest(version: &str) -> String {
    format!(
        r#"
        [plugin]
        id = "cn.jilin.forms"
        version = "{version}"
        world = "forms"
        contract = "1.0"
        title = {{ zh = "清单", en = "Forms" }}
        regions = ["22"]
        effective_from = "2024-01-01"
        licence = "Apache-2.0"
        "#
    )
}

async fn put(world: &World, version: &str, from: Date, days: i64, now: Instant) -> i64 {
    let region = world.id("2201").await;
    let mut tx = world.store.begin().await.unwrap();
    let digest = put_component(&mut tx, version.as_bytes(), now).await.unwrap();
    let plugin = PluginRef { id: "cn.jilin.forms".into(), version: version.into(), digest };
    let new = NewInstallation {
        plugin: &plugin,
        manifest: &manifest(version),
        region,
        valid_from: from,
        settings: &BTreeMap::from([("days".to_owned(), Value::Integer(days))]),
        granted: &Columns::default(),
        policy: FailurePolicy::Fallback,
        by: "operator",
        now,
    };
    let id = install(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn speaking(world: &World, at: AsOf) -> Vec<String> {
    let path = [world.id("22").await, world.id("2201").await, world.id("220103").await];
    let all = world.store.installations_on(&path, at).await.unwrap();
    let said = |one: &std::sync::Arc<lifang_core::resolve::Installation>| {
        format!("{} {}", one.plugin.version, one.settings["days"])
    };
    all.iter().map(said).collect()
}

on_both!(the_day_says_which_versions_are_in_force, |world: World| async move {
    put(&world, "1.0.0", day("2024-01-01"), 7, NOW).await;
    put(&world, "2.0.0", day("2024-06-01"), 7, NOW).await;
    let on = |text| AsOf::on(day(text), NOW);
    assert_eq!(speaking(&world, on("2023-12-31")).await, Vec::<String>::new());
    assert_eq!(speaking(&world, on("2024-05-31")).await, ["1.0.0 7"]);
    assert_eq!(
        speaking(&world, on("2024-06-01")).await,
        ["1.0.0 7", "2.0.0 7"],
        "the version before is there to fall back to"
    );
    let before = AsOf { valid: day("2024-06-01"), recorded: Instant(NOW.0 - 1) };
    assert_eq!(speaking(&world, before).await, Vec::<String>::new());
    assert_eq!(
        world.store.all_installations(on("2024-03-01")).await.unwrap().len(),
        2,
        "what will speak is listed too"
    );
});

on_both!(the_same_version_again_takes_the_place_of_its_settings, |world: World| async move {
    put(&world, "1.0.0", day("2024-01-01"), 7, NOW).await;
    let revision = world.store.installations_revision().await.unwrap();
    let later = NOW.plus_ms(1);
    put(&world, "1.0.0", day("2024-02-01"), 30, later).await;
    assert!(world.store.installations_revision().await.unwrap() > revision);
    assert_eq!(speaking(&world, AsOf::on(day("2024-01-31"), later)).await, ["1.0.0 7"]);
    assert_eq!(speaking(&world, AsOf::on(day("2024-02-01"), later)).await, ["1.0.0 30"]);
    assert_eq!(speaking(&world, AsOf::on(day("2024-02-01"), NOW)).await, ["1.0.0 7"], "what a replay of then sees");
});

on_both!(a_withdrawn_version_speaks_until_its_last_day, |world: World| async move {
    let id = put(&world, "1.0.0", day("2024-01-01"), 7, NOW).await;
    let later = NOW.plus_ms(1);
    let end = async || {
        let mut tx = world.store.begin().await.unwrap();
        let revision = tx.installations_revision().await.unwrap();
        withdraw(&mut tx, id, day("2024-04-01"), later).await?;
        assert!(tx.installations_revision().await.unwrap() > revision);
        tx.commit().await
    };
    end().await.unwrap();
    assert_eq!(speaking(&world, AsOf::on(day("2024-03-31"), later)).await, ["1.0.0 7"]);
    assert_eq!(speaking(&world, AsOf::on(day("2024-04-01"), later)).await, Vec::<String>::new());
    assert!(matches!(end().await, Err(StoreError::NotFound("installation"))));
    assert_eq!(
        world.store.installation(id).await.unwrap().plugin.version,
        "1.0.0",
        "a decision of then still finds it"
    );
});

on_both!(a_component_is_its_digest, |world: World| async move {
    let mut tx = world.store.begin().await.unwrap();
    let digest = put_component(&mut tx, b"abc", NOW).await.unwrap();
    assert_eq!(put_component(&mut tx, b"abc", NOW).await.unwrap(), digest);
    tx.commit().await.unwrap();
    // FIPS 180-4's own example.
    assert_eq!(digest.0, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(world.store.component(&digest).await.unwrap(), b"abc");
    let unknown = world.store.component(&Digest("sha256:0".into())).await;
    assert!(matches!(unknown, Err(StoreError::NotFound("component"))));
});

on_both!(an_unfinished_transaction_never_happened, |world: World| async move {
    let mut tx = world.store.begin().await.unwrap();
    let digest = put_component(&mut tx, b"abc", NOW).await.unwrap();
    drop(tx);
    assert!(matches!(world.store.component(&digest).await, Err(StoreError::NotFound(_))));
    world.store.begin().await.unwrap().commit().await.unwrap();
});
