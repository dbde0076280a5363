//! Each kind of change: what it does, what follows, and what it refuses.

use super::{ONE, TWO, buildings, code, part};
use crate::support::{NOW, World, collected, day, on_both, small_community};
use lifang_core::clock::{Clock, Date, SystemClock};
use lifang_core::region::Level;
use lifang_core::region_change::{Operation, RegionChange};
use lifang_store::base_data::insert_community;
use lifang_store::regions::change::change_regions;
use lifang_store::{AsOf, Conflict, StoreError};
use std::collections::BTreeMap;

fn from() -> Date {
    day("2024-02-01")
}

async fn codes(world: &World, parent: &str, at: AsOf) -> Vec<String> {
    let parent = world.store.region_by_code(&code(parent), at).await.unwrap().unwrap();
    let children = world.store.children(parent.id, at).await.unwrap();
    children.iter().map(|region| region.code.to_string()).collect()
}

on_both!(a_district_is_recoded_and_everything_below_follows, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    let id = world.id("220103").await;
    let recode = Operation::Recode {
        region: code("220103"),
        to: code("220113"),
        name: Some("宽城新区".into()),
        codes: [(code("220103008"), code("220113001"))].into(),
    };
    let changed = world.change(from(), recode).await.unwrap();
    assert_eq!((changed.regions.len(), changed.followed.len()), (6, 0), "records follow by the permanent identity");
    let (before, after) = (AsOf::on(day("2024-01-31"), NOW), world.now());
    let region = world.store.region_by_code(&code("220113"), after).await.unwrap().unwrap();
    assert_eq!((region.id, region.name.as_str()), (id, "宽城新区"));
    assert_eq!(world.store.region_by_code(&code("220103"), after).await.unwrap(), None);
    assert_eq!(world.store.region_by_code(&code("220103"), before).await.unwrap().unwrap().id, id);
    assert_eq!(
        codes(&world, "220113001", after).await,
        ["220113001003", "220113001004"],
        "they follow what the table says"
    );
    assert_eq!(world.store.counts(id, after).await.unwrap().all.persons, 5);
    let replaced = world.store.replaced(&code("220103"), after).await.unwrap().unwrap();
    assert_eq!((replaced.by[0].code.as_str(), replaced.until), ("220113000000", day("2024-01-31")));
    let history = world.store.region_history(id, NOW).await.unwrap();
    let told: Vec<_> = history.iter().map(|row| (row.region.code.as_str(), row.change.is_some())).collect();
    assert_eq!(told, [("220103000000", false), ("220113000000", true)]);
    // Its opposite undoes it; the past remembers both.
    let back = Operation::Recode { region: code("220113"), to: code("220103"), name: None, codes: BTreeMap::new() };
    world.change(day("2024-02-15"), back).await.unwrap();
    assert_eq!(world.id("220103").await, id);
    assert_eq!(world.store.region_changes(None, 9).await.unwrap().len(), 2);
});

on_both!(a_street_moves_with_its_grids_paths_and_all, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    let grid = world.id("220103008003001").await;
    let moved = Operation::Move {
        region: code("220103008"),
        under: code("220104"),
        to: Some(code("220104002")),
        name: None,
        codes: BTreeMap::new(),
    };
    world.change(from(), moved).await.unwrap();
    let path = world.store.path(grid, world.now()).await.unwrap();
    let read: Vec<&str> = path.regions().iter().map(|region| region.code.as_str()).collect();
    assert_eq!(
        read,
        ["220000000000", "220100000000", "220104000000", "220104002000", "220104002003", "220104002003001"]
    );
    let before = world.store.path(grid, AsOf::on(day("2024-01-31"), NOW)).await.unwrap();
    assert_eq!(before.at(Level::District).unwrap().code.as_str(), "220103000000");
    assert_eq!(world.store.counts(world.id("220104").await, world.now()).await.unwrap().all.persons, 5);
    assert_eq!(world.store.counts(world.id("220103").await, world.now()).await.unwrap().all.persons, 0);
});

on_both!(communities_merge_and_their_grids_get_free_numbers, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    world.fill(TWO, &small_community()).await;
    let two = world.id(TWO).await;
    let merge = Operation::Merge {
        regions: vec![code(ONE), code(TWO)],
        into: part(ONE, "长山联合社区"),
        codes: BTreeMap::new(),
    };
    let changed = world.change(from(), merge).await.unwrap();
    let followed: Vec<_> = changed.followed.iter().map(|(what, rows)| (what.as_str(), *rows)).collect();
    assert_eq!(followed, [("appointments", 1), ("buildings", 2), ("houses", 3), ("residences", 5), ("units", 1)]);
    assert_eq!(codes(&world, ONE, world.now()).await.len(), 4);
    assert_eq!(codes(&world, ONE, world.now()).await[3], "220103008003004");
    let counts = world.store.counts(world.id(ONE).await, world.now()).await.unwrap().all;
    assert_eq!((counts.persons, counts.houses, counts.buildings, counts.units, counts.grids), (10, 6, 4, 2, 4));
    assert_eq!(world.store.board(world.id(ONE).await, world.now()).await.unwrap().len(), 4);
    let before = AsOf::on(day("2024-01-31"), NOW);
    let of = |at| world.store.counts_on(two, at, at.valid);
    assert_eq!(of(before).await.unwrap().all.persons, 5, "what lay there before stays there");
    assert!(of(world.now()).await.is_err(), "it is no more");
    let replaced = world.store.replaced(&code(TWO), world.now()).await.unwrap().unwrap();
    assert_eq!(replaced.by.iter().map(|region| region.code.as_str()).collect::<Vec<_>>(), [ONE]);
});

on_both!(a_community_is_split_building_by_building, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    let new = "220103008009";
    let split = |buildings, rest: Option<&str>| Operation::Split {
        region: code(ONE),
        into: vec![part(ONE, ""), part(new, "长山北社区")],
        buildings,
        grids: BTreeMap::new(),
        units: BTreeMap::new(),
        rest: rest.map(code),
    };
    assert_eq!(world.refused(from(), split(buildings(&[("1号楼", ONE)]), None)).await, "buildings-unassigned");
    assert_eq!(
        world.refused(from(), split(buildings(&[("1号楼", ONE), ("9号楼", new)]), None)).await,
        "record-unknown"
    );
    assert_eq!(world.refused(from(), split(buildings(&[("1号楼", "220103008008")]), None)).await, "not-a-part");
    let both = buildings(&[("1号楼", ONE), ("2号楼", new)]);
    let changed = world.change(from(), split(both, None)).await.unwrap();
    assert_eq!(changed.followed["houses"], 1);
    assert_eq!(changed.followed["residences"], 2);
    assert_eq!(changed.followed["units"], 1, "a unit goes with its grid");
    assert_eq!(codes(&world, new, world.now()).await, ["220103008009002"]);
    let persons = async |code: &str| world.store.counts(world.id(code).await, world.now()).await.unwrap().all.persons;
    assert_eq!((persons(ONE).await, persons(new).await, persons("220103008").await), (3, 2, 5));
    assert_eq!(world.store.board(world.id(new).await, world.now()).await.unwrap().len(), 1);
});

on_both!(a_grid_is_split_and_grids_merge_again, |world: World| async move {
    let mut draft = small_community();
    let (mut other, spare) = (draft.buildings[0].clone(), draft.buildings[1].houses.pop().unwrap());
    other.facts.name = "3号楼".into();
    other.houses = vec![spare];
    draft.buildings.push(other);
    world.fill(ONE, &draft).await;
    let (grid, new) = ("220103008003001", "220103008003007");
    let split = Operation::Split {
        region: code(grid),
        into: vec![part(new, "第七网格"), part("220103008003008", "第八网格")],
        buildings: buildings(&[("1号楼", new), ("3号楼", "220103008003008")]),
        grids: BTreeMap::new(),
        units: BTreeMap::new(),
        rest: None,
    };
    world.change(from(), split).await.unwrap();
    let persons = async |code: &str| world.store.counts(world.id(code).await, world.now()).await.unwrap().all.persons;
    assert_eq!((persons(new).await, persons("220103008003008").await, persons(ONE).await), (3, 2, 5));
    let apart = Operation::Merge {
        regions: vec![code(new), code("220103008003008")],
        into: part(grid, "第一网格"),
        codes: BTreeMap::new(),
    };
    world.change(day("2024-02-10"), apart).await.unwrap();
    assert_eq!((persons(grid).await, persons(ONE).await), (5, 5));
});

on_both!(what_cannot_be_is_refused_with_a_reason, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    let moved = |region: &str, under: &str| Operation::Move {
        region: code(region),
        under: code(under),
        to: None,
        name: None,
        codes: BTreeMap::new(),
    };
    assert_eq!(world.refused(from(), moved("220103", "220103008")).await, "circular-move");
    assert_eq!(world.refused(from(), moved("220103", "220103")).await, "circular-move");
    assert_eq!(world.refused(from(), moved("220103", "220104")).await, "levels-out-of-order");
    assert_eq!(world.refused(from(), moved("220103008003001", "220104001")).await, "levels-out-of-order");
    assert_eq!(world.refused(from(), moved("220103008", "220103")).await, "nothing-changes");
    assert_eq!(world.refused(from(), moved("220199", "220103")).await, "region-unknown");
    assert_eq!(world.refused(day("2019-12-31"), moved("220103008", "220104")).await, "region-unknown");
    let recode =
        |to: &str| Operation::Recode { region: code("220103"), to: code(to), name: None, codes: BTreeMap::new() };
    assert_eq!(world.refused(from(), recode("220104")).await, "code-taken");
    assert_eq!(world.refused(from(), recode("220104001")).await, "code-of-another-level");
    assert_eq!(world.refused(from(), Operation::Dissolve { region: code(ONE) }).await, "region-not-empty");
    assert_eq!(world.refused(from(), Operation::Rename { region: code(ONE), name: " ".into() }).await, "name-wrong");
    let rename = |name: &str| Operation::Rename { region: code(ONE), name: name.into() };
    world.change(from(), rename("新名社区")).await.unwrap();
    assert_eq!(world.refused(day("2024-01-15"), rename("更早社区")).await, "region-changed-later");
    assert_eq!(world.refused(day("2024-01-15"), moved("220103008", "220104")).await, "region-changed-later");
    let name = world.store.region_by_code(&code(ONE), world.now()).await.unwrap().unwrap().name;
    assert_eq!(name, "新名社区", "what was refused left nothing behind");
});

on_both!(an_empty_community_is_dissolved_and_its_past_is_its_streets, |world: World| async move {
    let two = world.id(TWO).await;
    world.change(from(), Operation::Dissolve { region: code(TWO) }).await.unwrap();
    assert_eq!(codes(&world, "220103008", world.now()).await, [ONE]);
    let replaced = world.store.replaced(&code(TWO), world.now()).await.unwrap().unwrap();
    assert_eq!(replaced.by[0].code.as_str(), "220103008000");
    let last = world.store.last_in_force(two, world.now()).await.unwrap();
    assert_eq!(last.valid, day("2024-01-31"));
});

on_both!(what_is_still_written_to_a_community_that_ends_meanwhile_is_refused, |world: World| async move {
    world.fill(ONE, &small_community()).await;
    let ended = world.id(ONE).await;
    let operation =
        Operation::Merge { regions: vec![code(ONE), code(TWO)], into: part(TWO, ""), codes: BTreeMap::new() };
    let change = RegionChange { from: from(), basis: "测试〔2024〕1号".into(), operation };
    let mut changing = world.store.begin().await.unwrap();
    change_regions(&mut changing, &change, "tester", SystemClock.new_id(), world.now().recorded).await.unwrap();
    // Somebody who looked up the community before writes while the change is not yet committed.
    let store = world.store.clone();
    let writer = tokio::spawn(async move {
        let mut tx = store.begin().await?;
        let mut draft = small_community();
        draft.grids.iter_mut().for_each(|grid| grid.number += 900);
        let done = insert_community(&mut tx, ended, &draft, &collected(), day("2020-01-01"), &SystemClock).await;
        done.map(drop)
    });
    changing.commit().await.unwrap();
    let refused = writer.await.unwrap();
    assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Ended))), "{refused:?}");
    assert_eq!(world.store.counts(world.id(TWO).await, world.now()).await.unwrap().all.persons, 5, "nobody is lost");
});
