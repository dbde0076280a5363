//! Searching regions by pinyin.

use crate::support::{World, collected, day, on_both};
use lifang_core::base_data::GridDraft;
use lifang_core::region::Level;
use lifang_store::regions::{Search, draw_grid};
use sqlx::AnyPool;

/// Names of the search, best first.
async fn names(world: &World, search: Search<'_>) -> Vec<String> {
    let found = world.store.search_regions(search, world.now()).await.unwrap();
    found.iter().map(|found| found.path.region().name.clone()).collect()
}

async fn search(world: &World, text: &str) -> Vec<String> {
    names(world, Search { text, limit: 10, ..Search::default() }).await
}

on_both!(a_name_is_found_by_its_pinyin_in_full_by_any_beginning_and_by_initials, |world: World| async move {
    for text in
        ["changshanhuayuan", "Chang Shan Hua Yuan", "changshanhuayuanshequ", "changshan", "CSHY", "cshysq", "zhangshan"]
    {
        assert_eq!(search(&world, text).await, ["长山花园社区"], "{text}");
    }
    assert_eq!(search(&world, "cs").await, ["长盛社区", "长山花园社区"], "one is called so, the other begins so");
    assert_eq!(search(&world, "huayuan").await, ["长山花园社区"], "inside, where nothing begins so");
    assert_eq!(search(&world, "jilin").await, ["吉林省"]);
    assert_eq!(search(&world, "chaoyang").await, ["朝阳区"], "what kind of region it is need not be typed");
    assert_eq!(search(&world, "xyz").await, Vec::<String>::new());
    assert_eq!(search(&world, "c_s%").await, Vec::<String>::new());
});

on_both!(exact_names_come_first_and_among_equals_the_outer, |world: World| async move {
    world
        .load(&[
            ("220103009", "长山街道"),
            ("220103009001", "长山"),
            ("220103009002", "小长山社区"),
            ("220103009003", "长山屯社区"),
        ])
        .await;
    let found = search(&world, "changshan").await;
    assert_eq!(found, ["长山街道", "长山", "长山屯社区", "长山花园社区", "小长山社区"]);
    let communities = Search { text: "changshan", level: Some(Level::Community), limit: 2, ..Search::default() };
    assert_eq!(names(&world, communities).await, ["长山", "长山屯社区"]);
    let within = Some(world.id("220103008").await);
    assert_eq!(
        names(&world, Search { text: "cs", within, limit: 9, ..Search::default() }).await,
        ["长盛社区", "长山花园社区"]
    );
    assert_eq!(
        names(&world, Search { text: "huayuan", within, limit: 9, ..Search::default() }).await,
        ["长山花园社区"]
    );
    let elsewhere = Some(world.id("220104").await);
    assert_eq!(
        names(&world, Search { text: "cs", within: elsewhere, limit: 9, ..Search::default() }).await,
        Vec::<String>::new()
    );
    let by_name = Search { text: "长山", level: Some(Level::Street), limit: 9, ..Search::default() };
    assert_eq!(names(&world, by_name).await, ["长山街道"]);
});

on_both!(todays_names_are_found_and_those_of_the_past_are_not, |world: World| async move {
    let renamed = [crate::support::region("220103008003", "新苑社区")].into_iter();
    world.store.load_regions(renamed, &collected(), day("2024-02-01"), world.now().recorded, |_| {}).await.unwrap();
    assert_eq!(search(&world, "xinyuan").await, ["新苑社区"]);
    assert_eq!(search(&world, "changshanhuayuan").await, Vec::<String>::new());
    let grid = GridDraft { number: 7, name: "第七网格".into(), households: 500 };
    let mut tx = world.store.begin().await.unwrap();
    let community = world.id("220103008003").await;
    draw_grid(&mut tx, community, &grid, &collected(), day("2024-01-01"), world.now().recorded).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(search(&world, "dqwg").await, ["第七网格"]);
});

on_both!(names_from_before_there_were_readings_are_read_when_the_host_starts, |world: World| async move {
    sqlx::any::install_default_drivers();
    let plain = AnyPool::connect(&world.url).await.unwrap();
    sqlx::query("DELETE FROM region_reading").execute(&plain).await.unwrap();
    assert_eq!(search(&world, "changshan").await, Vec::<String>::new());
    world.store.catch_up(world.now().recorded).await.unwrap();
    assert_eq!(search(&world, "changshan").await, ["长山花园社区"]);
    // The second time there is nothing to do.
    sqlx::query("DELETE FROM region_reading").execute(&plain).await.unwrap();
    world.store.catch_up(world.now().recorded).await.unwrap();
    assert_eq!(search(&world, "changshan").await, Vec::<String>::new());
});
