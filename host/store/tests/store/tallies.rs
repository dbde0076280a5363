//! Counts of regions: added up from tallies, and the same as if all facts were read.

use crate::support::{World, collected, day, on_both, small_community};
use lifang_core::base_data::GridDraft;
use lifang_core::clock::Date;
use lifang_store::AsOf;
use lifang_store::regions::{RegionCounts, draw_grid};
use sqlx::AnyPool;

/// Two communities of one street, one of another district of the same city.
const ONE: &str = "220103008003";
const TWO: &str = "220103008004";
const FAR: &str = "220104001001";

async fn plain(world: &World) -> AnyPool {
    sqlx::any::install_default_drivers();
    AnyPool::connect(&world.url).await.unwrap()
}

/// Each community with two grids and five persons.
async fn three_communities(world: &World) {
    world.load(&[(FAR, "永昌社区")]).await;
    for code in [ONE, TWO, FAR] {
        world.fill(code, &small_community()).await;
    }
}

/// Gives the last `persons` of a community a second residence elsewhere, behind the store's back, and has all counted again.
async fn also_live(world: &World, persons: i64, from: &str, to: &str, since: Date, until: Date) {
    let sql = "INSERT INTO residence (person_id, community_id, kind, since, provenance_id, valid_from, valid_to, recorded_from, \
               recorded_to) SELECT DISTINCT person_id, $1, 2, $2, MIN(provenance_id), $2, $3, MIN(recorded_from), MIN(recorded_to) \
               FROM residence WHERE community_id = $4 GROUP BY person_id ORDER BY person_id DESC LIMIT $5";
    let (from, to) = (world.id(from).await.0, world.id(to).await.0);
    let pool = plain(world).await;
    let since = i64::from(since.0);
    let query = sqlx::query(sql).bind(to).bind(since).bind(i64::from(until.0)).bind(from).bind(persons);
    assert_eq!(query.execute(&pool).await.unwrap().rows_affected(), persons.unsigned_abs());
    sqlx::query("UPDATE community_tally SET good_until = 0").execute(&pool).await.unwrap();
}

/// Persons as pages show them, and as the facts have them: all of the region's and those of each child, by code.
async fn persons(world: &World, code: &str, at: AsOf) -> Vec<i64> {
    let id = world.id(code).await;
    let counted = world.store.counts(id, at).await.unwrap();
    let children = world.store.children(id, at).await.unwrap();
    let of = |child: &lifang_core::region::Region| counted.below.get(&child.id).map_or(0, |counts| counts.persons);
    let shown: Vec<i64> = std::iter::once(counted.all.persons).chain(children.iter().map(of)).collect();
    let pool = plain(world).await;
    let mut read = Vec::new();
    for region in std::iter::once(id).chain(children.iter().map(|child| child.id)) {
        let sql = "SELECT COUNT(DISTINCT r.person_id) FROM region_version a \
                   JOIN region_version v ON v.path LIKE a.path || '%' \
                   JOIN residence r ON v.region_id IN (r.community_id, r.grid_id) \
                   WHERE a.region_id = $1 AND r.valid_from <= $2 AND r.valid_to > $2 \
                   AND r.recorded_from <= $3 AND r.recorded_to > $3";
        let query = sqlx::query_as(sql).bind(region.0).bind(i64::from(at.valid.0)).bind(at.recorded.0);
        let (persons,): (i64,) = query.fetch_one(&pool).await.unwrap();
        read.push(persons);
    }
    assert_eq!(shown, read, "{code}");
    shown
}

on_both!(children_are_counted_with_their_region, |world: World| async move {
    three_communities(&world).await;
    let counted = world.store.counts(world.id("220103008").await, world.now()).await.unwrap();
    let one = RegionCounts { communities: 1, grids: 2, buildings: 2, houses: 3, persons: 5, units: 1 };
    assert_eq!(counted.below[&world.id(ONE).await], one);
    assert_eq!(counted.below[&world.id(TWO).await], one);
    assert_eq!(counted.all.persons, 10);
    let grids = world.store.counts(world.id(ONE).await, world.now()).await.unwrap();
    assert_eq!(grids.all, one);
    let second = RegionCounts { communities: 0, grids: 1, buildings: 1, houses: 1, persons: 2, units: 1 };
    assert_eq!(grids.below[&world.id("220103008003002").await], second);
    assert_eq!(persons(&world, "22", world.now()).await, [15, 15]);
    assert_eq!(persons(&world, "2201", world.now()).await, [15, 10, 5]);
    assert_eq!(persons(&world, ONE, world.now()).await, [5, 3, 2]);
});

on_both!(a_person_of_several_communities_is_counted_once_wherever_they_meet, |world: World| async move {
    three_communities(&world).await;
    let (since, ever) = (day("2021-01-01"), Date::OPEN);
    // Two of the first community also in the second, one of these also far away; one of the far community in the second.
    also_live(&world, 2, ONE, TWO, since, ever).await;
    also_live(&world, 1, ONE, FAR, since, ever).await;
    also_live(&world, 1, FAR, TWO, since, ever).await;
    assert_eq!(persons(&world, "220103008", world.now()).await, [11, 5, 8]);
    assert_eq!(persons(&world, "220104001", world.now()).await, [6, 6]);
    assert_eq!(persons(&world, "2201", world.now()).await[0], 15);
    assert_eq!(persons(&world, "22", world.now()).await[0], 15);
});

on_both!(what_begins_or_ends_on_a_day_to_come_is_counted_from_that_day_on, |world: World| async move {
    three_communities(&world).await;
    let (begins, ends) = (day("2024-04-01"), day("2024-05-01"));
    also_live(&world, 3, ONE, FAR, begins, ends).await;
    let on = |day: &str| AsOf::now(crate::support::moment(&format!("{day}T08:00")));
    assert_eq!(persons(&world, "2201", world.now()).await, [15, 10, 5]);
    assert_eq!(persons(&world, "2201", on("2024-03-31")).await, [15, 10, 5]);
    assert_eq!(persons(&world, "2201", on("2024-04-01")).await, [15, 10, 8]);
    assert_eq!(persons(&world, "2201", on("2024-04-30")).await, [15, 10, 8]);
    assert_eq!(persons(&world, "2201", on("2024-05-01")).await, [15, 10, 5]);
});

on_both!(a_grid_that_is_drawn_counts_at_once, |world: World| async move {
    let grid = GridDraft { number: 9, name: "第九网格".into(), households: 400 };
    let community = world.id(ONE).await;
    let mut tx = world.store.begin().await.unwrap();
    draw_grid(&mut tx, community, &grid, &collected(), day("2024-01-01"), world.now().recorded).await.unwrap();
    tx.commit().await.unwrap();
    let counted = world.store.counts(world.id("22").await, world.now()).await.unwrap();
    assert_eq!((counted.all.grids, counted.all.communities), (1, 2));
});

on_both!(two_who_write_into_one_community_are_both_counted, |world: World| async move {
    let fill = async |number: u16| {
        let mut draft = small_community();
        for (grid, offset) in draft.grids.iter_mut().zip(0..) {
            grid.number = number + offset;
        }
        world.fill(ONE, &draft).await;
    };
    futures_util::future::join(fill(1), fill(5)).await;
    assert_eq!(persons(&world, "22", world.now()).await, [10, 10]);
});

on_both!(data_from_before_there_were_tallies_is_counted_when_the_host_starts, |world: World| async move {
    three_communities(&world).await;
    let pool = plain(&world).await;
    sqlx::query("DELETE FROM community_tally").execute(&pool).await.unwrap();
    // What the migration does with a store that has data already; the same words on both engines.
    let migration = include_str!("../../migrations/sqlite/0007_tallies.sql");
    let fill = &migration[migration.find("INSERT INTO community_tally").unwrap()..];
    assert!(include_str!("../../migrations/postgres/0007_tallies.sql").ends_with(fill));
    sqlx::raw_sql(fill).execute(&pool).await.unwrap();
    world.store.catch_up(world.now().recorded).await.unwrap();
    let due: (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM community_tally WHERE good_until = 0").fetch_one(&pool).await.unwrap();
    assert_eq!(due.0, 0);
    assert_eq!(persons(&world, "2201", world.now()).await, [15, 10, 5]);
});
