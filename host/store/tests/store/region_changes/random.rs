//! Any changes in any order: no record is lost or doubled, the tree stays a tree, the past stays as it was, and restated parts add
//! up. The sequences are drawn from seeds, so that a failure comes again; it names all changes before it.

use super::witness::Witness;
use super::{ONE, TWO, code, part};
use crate::support::{NOW, World, day, on_both, small_community};
use lifang_core::clock::Date;
use lifang_core::region::{Level, Region, RegionCode};
use lifang_core::region_change::Operation;
use lifang_store::AsOf;
use lifang_store::regions::RegionCounts;
use sqlx::AnyPool;
use std::collections::BTreeMap;

/// Numbers that come the same from the same seed (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() { None } else { of.get(self.below(of.len())) }
    }
}

const FIRST: &str = "2024-01-01";

async fn all_of(world: &World, level: Level, at: AsOf) -> Vec<Region> {
    let mut found = vec![world.store.region_by_code(&code("22"), at).await.unwrap().unwrap()];
    let mut open = found.clone();
    while let Some(region) = open.pop() {
        let children = world.store.children(region.id, at).await.unwrap();
        open.extend(children.iter().cloned());
        found.extend(children);
    }
    found.sort_by(|a, b| a.code.cmp(&b.code));
    found.into_iter().filter(|region| region.level == level).collect()
}

/// A code of the parent's that nobody has.
fn free(dice: &mut Dice, near: &RegionCode) -> RegionCode {
    let digits = near.significant();
    let width = if near.level() >= Level::Street { 3 } else { 2 };
    let number = 11 + dice.below(if width == 3 { 900 } else { 80 });
    code(&format!("{}{number:0width$}", &digits[..digits.len() - width]))
}

async fn draw(world: &World, dice: &mut Dice, pool: &AnyPool, at: AsOf) -> Option<Operation> {
    let level = [Level::District, Level::Street, Level::Community, Level::Community, Level::Grid][dice.below(5)];
    let all = all_of(world, level, at).await;
    let region = dice.one(&all)?.clone();
    let codes = BTreeMap::new();
    Some(match dice.below(7) {
        0 => Operation::Rename { region: region.code, name: format!("名{}", dice.below(1_000)) },
        1 => Operation::Recode { to: free(dice, &region.code), region: region.code, name: None, codes },
        2 => {
            let above = Level::ALL[level as usize - 1];
            let under = dice.one(&all_of(world, above, at).await)?.code.clone();
            let to = (dice.below(2) == 0).then(|| free(dice, &region.code));
            Operation::Move { region: region.code, under, to, name: None, codes }
        }
        3 => {
            let other = dice.one(&all)?.clone();
            let into = match dice.below(3) {
                0 => region.code.clone(),
                1 => other.code.clone(),
                _ => free(dice, &region.code),
            };
            let into = part(into.as_str(), if dice.below(4) == 0 { "" } else { "合并后" });
            Operation::Merge { regions: vec![region.code, other.code], into, codes }
        }
        4 | 5 => {
            let stays = dice.below(2) == 0;
            let first = if stays { region.code.clone() } else { free(dice, &region.code) };
            let second = free(dice, &region.code);
            let column = if level == Level::Grid { "grid_id" } else { "community_id" };
            // Houses of a building go where their grid goes: buildings of one grid stay together, mostly.
            let sql = format!(
                "SELECT b.name, COALESCE(b.grid_id, 0) FROM building_fact b WHERE b.{column} = $1 \
                 AND b.recorded_to = $2 AND b.valid_to > $3"
            );
            let rows: Vec<(String, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(region.id.0)
                .bind(i64::MAX)
                .bind(i64::from(at.valid.0))
                .fetch_all(pool)
                .await
                .unwrap();
            let salt = dice.below(64) as i64;
            let by_grid = level == Level::Community;
            let side = |name: &str, grid: i64| {
                let key = if by_grid { grid } else { i64::from(name.bytes().map(u32::from).sum::<u32>()) };
                (key + salt) % 2 == 0
            };
            let to = |(name, grid): &(String, i64)| {
                (name.clone(), if side(name, *grid) { first.clone() } else { second.clone() })
            };
            Operation::Split {
                buildings: rows.iter().map(to).collect(),
                into: vec![part(first.as_str(), if stays { "" } else { "甲" }), part(second.as_str(), "乙")],
                region: region.code,
                grids: BTreeMap::new(),
                units: BTreeMap::new(),
                rest: (dice.below(3) > 0).then_some(first),
            }
        }
        _ => Operation::Dissolve { region: region.code },
    })
}

fn figures(counts: RegionCounts) -> [i64; 4] {
    [counts.persons, counts.houses, counts.buildings, counts.units]
}

/// Figures of one day on another's boundaries: the province's are those of its own boundaries, and its communities add up to it.
async fn adds_up(world: &World, figures_on: Date, drawn: Date, after: &str) {
    let at = AsOf::on(figures_on, NOW);
    let province = world.id("22").await;
    let own = world.store.counts_on(province, at, figures_on).await.unwrap().all;
    let restated = world.store.counts_on(province, at, drawn).await.unwrap().all;
    assert_eq!(figures(restated), figures(own), "{after}: of {figures_on} on the boundaries of {drawn}");
    let mut sum = [0; 4];
    for community in all_of(world, Level::Community, AsOf::on(drawn, NOW)).await {
        let counted = world.store.counts_on(community.id, at, drawn).await.unwrap().all;
        sum.iter_mut().zip(figures(counted)).for_each(|(sum, figure)| *sum += figure);
    }
    assert_eq!(sum, figures(own), "{after}: communities of {drawn} with the figures of {figures_on}");
}

async fn sequence(world: &World, seed: u64) {
    let witness = Witness::of(world).await;
    let pool = AnyPool::connect(&world.url).await.unwrap();
    let mut dice = Dice(seed);
    let first = day(FIRST);
    let mut on = first;
    let (records, mut log, mut made) = (witness.records(on).await, format!("seed {seed}"), 0);
    let mut days = vec![Date(on.0 - 5)];
    for _ in 0..24 {
        let Some(operation) = draw(world, &mut dice, &pool, AsOf::on(on, NOW)).await else { continue };
        let told = format!("\n{on} {operation:?}");
        match world.change(on, operation).await {
            Ok(_) => {
                log.push_str(&told);
                made += 1;
                for looked in [first.0 - 5, on.0 - 1, on.0, on.0 + 400] {
                    witness.check(Date(looked), &log).await;
                    assert_eq!(witness.records(Date(looked)).await, records, "{log}: on {}", Date(looked));
                }
                days.push(on);
                on = Date(on.0 + i32::try_from(dice.below(4)).unwrap());
            }
            Err(problem) => assert_ne!(problem.code, "internal", "{log}{told}: {problem}"),
        }
    }
    assert!(made >= 5, "{log}: too few changes were possible");
    days.dedup();
    for _ in 0..6 {
        let (figures_on, drawn) = (*dice.one(&days).unwrap(), *dice.one(&days).unwrap());
        adds_up(world, figures_on, drawn, &log).await;
    }
    adds_up(world, days[0], on, &log).await;
    adds_up(world, on, days[0], &log).await;
    // Today's tallies say what the facts say.
    let now = world.now();
    let counted = world.store.counts(world.id("22").await, now).await.unwrap().all;
    let read = world.store.counts_on(world.id("22").await, now, now.valid).await.unwrap().all;
    assert_eq!(counted, read, "{log}");
}

async fn prepare(world: &World) {
    world
        .load(&[("2203", "四平市"), ("220381", "公主岭市"), ("220381001", "河南街道"), ("220381001001", "河南社区")])
        .await;
    let mut second = small_community();
    // Buildings of other names: a list names each by its own.
    for building in &mut second.buildings {
        building.facts.name = format!("乙{}", building.facts.name);
    }
    world.fill(ONE, &small_community()).await;
    world.fill(TWO, &second).await;
    // Someone without a house and without a grid, as far as anybody knows.
    let pool = AnyPool::connect(&world.url).await.unwrap();
    sqlx::query("INSERT INTO person (id, uid) VALUES (999, $1)").bind(vec![9_u8; 16]).execute(&pool).await.unwrap();
    let loose = "INSERT INTO residence (person_id, community_id, kind, since, provenance_id, valid_from, valid_to, recorded_from, \
                 recorded_to) SELECT 999, MIN(community_id), 2, 0, MIN(provenance_id), MIN(valid_from), MAX(valid_to), \
                 MIN(recorded_from), MAX(recorded_to) FROM residence WHERE community_id = $1";
    sqlx::query(loose).bind(world.id(TWO).await.0).execute(&pool).await.unwrap();
    // Entered behind the store's back: counted by the next change, or now.
    sqlx::query("UPDATE community_tally SET good_until = 0").execute(&pool).await.unwrap();
}

on_both!(no_sequence_of_changes_loses_doubles_or_misplaces_a_record, |world: World| async move {
    prepare(&world).await;
    sequence(&world, 20_240_301).await;
});

on_both!(nor_does_another, |world: World| async move {
    prepare(&world).await;
    sequence(&world, 77).await;
});

on_both!(nor_a_third, |world: World| async move {
    prepare(&world).await;
    sequence(&world, 4_096).await;
});
