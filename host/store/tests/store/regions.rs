//! Regions: loading, looking up, searching, and what a rename leaves behind.

use crate::support::{World, collected, day, on_both, small_community};
use lifang_core::base_data::GridDraft;
use lifang_core::region::{Level, RegionCode};
use lifang_store::regions::{Loaded, RegionCounts, Search, draw_grid};
use lifang_store::{AsOf, Conflict, StoreError};

const COMMUNITY: &str = "220103008003";

on_both!(a_tree_is_loaded_once_however_often_it_is_loaded, |world: World| async move {
    let again = world.load(&crate::support::TREE).await;
    assert_eq!(again, Loaded { regions: 8, added: 0, changed: 0 });
    let path = world.store.path(world.id(COMMUNITY).await, world.now()).await.unwrap();
    let names: Vec<&str> = path.regions().iter().map(|region| region.name.as_str()).collect();
    assert_eq!(names, ["吉林省", "长春市", "宽城区", "兴业街道", "长山花园社区"]);
    let children = world.store.children(world.id("2201").await, world.now()).await.unwrap();
    assert_eq!(
        children.iter().map(|region| region.code.as_str()).collect::<Vec<_>>(),
        ["220103000000", "220104000000"]
    );
    let communities = world.store.communities(world.id("22").await, world.now()).await.unwrap();
    assert_eq!(communities.len(), 2);
});

on_both!(a_new_name_is_a_new_version_and_the_old_one_stays_in_its_time, |world: World| async move {
    let id = world.id(COMMUNITY).await;
    let renamed = [crate::support::region(COMMUNITY, "长山新苑社区")].into_iter();
    let later = world.now().recorded.plus_ms(1);
    let loaded = world.store.load_regions(renamed, &collected(), day("2024-02-01"), later, |_| {}).await.unwrap();
    assert_eq!(loaded, Loaded { regions: 1, added: 0, changed: 1 });
    let code = RegionCode::parse(COMMUNITY).unwrap();
    let name = async |at: AsOf| world.store.region_by_code(&code, at).await.unwrap().unwrap();
    assert_eq!(name(AsOf::now(later)).await.name, "长山新苑社区");
    assert_eq!(name(AsOf::on(day("2024-01-31"), later)).await.name, "长山花园社区");
    assert_eq!(name(world.now()).await.name, "长山花园社区", "what was known before the news came");
    assert_eq!(name(AsOf::now(later)).await.id, id, "it is the same region");
});

on_both!(a_district_that_moves_takes_what_lies_below_along, |world: World| async move {
    let later = world.now().recorded.plus_ms(1);
    let mut moved = crate::support::region("220103008", "兴业街道").unwrap();
    moved.parent_code = Some(RegionCode::parse("220104").unwrap());
    let tree = [Ok(moved), crate::support::region(COMMUNITY, "长山花园社区")].into_iter();
    world.store.load_regions(tree, &collected(), day("2024-03-01"), later, |_| {}).await.unwrap();
    let path = world.store.path(world.id(COMMUNITY).await, AsOf::now(later)).await.unwrap();
    assert_eq!(path.at(Level::District).unwrap().name, "朝阳区");
    let before = world.store.path(world.id(COMMUNITY).await, AsOf::on(day("2024-02-29"), later)).await.unwrap();
    assert_eq!(before.at(Level::District).unwrap().name, "宽城区");
});

on_both!(a_search_puts_exact_names_first_and_reads_codes, |world: World| async move {
    world.load(&[("220103009", "长山街道"), ("220103009001", "长山"), ("220103009002", "小长山社区")]).await;
    let search = async |text: &str, within| {
        let search = Search { text, within, level: None, limit: 10 };
        let found = world.store.search_regions(search, world.now()).await.unwrap();
        found.iter().map(|found| found.path.region().name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(search("长山", None).await, ["长山", "长山街道", "长山花园社区", "小长山社区"]);
    assert_eq!(search("220103008", None).await, ["兴业街道", "长山花园社区", "长盛社区"]);
    assert_eq!(search("长山", Some(world.id("220103008").await)).await, ["长山花园社区"]);
    assert_eq!(search("100%_", None).await, Vec::<String>::new());
    assert_eq!(search("  ", None).await, Vec::<String>::new());
});

on_both!(counts_are_those_of_the_subtree, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    world.fill("220103008004", &small_community()).await;
    let counts = async |code: &str| world.store.counts(world.id(code).await, world.now()).await.unwrap().all;
    let one = RegionCounts { communities: 1, grids: 2, buildings: 2, houses: 3, persons: 5, units: 1 };
    assert_eq!(counts(COMMUNITY).await, one);
    let two = RegionCounts { communities: 2, grids: 4, buildings: 4, houses: 6, persons: 10, units: 2 };
    assert_eq!(counts("22").await, two);
    assert_eq!(counts("220104").await, RegionCounts::default());
    let grid = RegionCounts { communities: 0, grids: 1, buildings: 1, houses: 2, persons: 3, units: 0 };
    assert_eq!(counts("220103008003001").await, grid);
});

on_both!(a_grids_number_is_taken_once_and_only_in_a_community, |world: World| async move {
    let grid = GridDraft { number: 7, name: "第七网格".into(), households: 500 };
    let draw = async |code: &str| {
        let region = world.id(code).await;
        let mut tx = world.store.begin().await?;
        let drawn = draw_grid(&mut tx, region, &grid, &collected(), day("2024-01-01"), world.now().recorded).await?;
        tx.commit().await.map(|()| drawn)
    };
    draw(COMMUNITY).await.unwrap();
    assert_eq!(world.id("220103008003007").await, draw_of(&world).await);
    assert!(matches!(draw(COMMUNITY).await, Err(StoreError::Conflict(Conflict::Exists(_)))));
    assert!(matches!(draw("220103").await, Err(StoreError::NotFound(_))));
});

async fn draw_of(world: &World) -> lifang_core::region::RegionId {
    world.store.children(world.id(COMMUNITY).await, world.now()).await.unwrap()[0].id
}
