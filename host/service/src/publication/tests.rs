//! Figures of every kind, published from a small store.

use super::Publication;
use lifang_core::base_data::{
    BuildingDraft, BuildingFacts, CommunityDraft, GridDraft, HouseDraft, HouseFacts, PersonFacts, Provenance,
    ResidentDraft,
};
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, FixedClock, Instant};
use lifang_core::dataset::Schema;
use lifang_core::query::{AggregateQuery, Figure, Measure};
use lifang_core::region::RegionCode;
use lifang_core::value::Value;
use lifang_store::base_data::insert_community;
use lifang_store::regions::source::SourceRegion;
use lifang_store::{AsOf, MasterKey, Store};
use tempfile::TempDir;

const DISTRICT: &str = "220104";
const COMMUNITIES: [&str; 2] = ["220104001001", "220104001002"];
/// 2024-03-01 08:00 in China.
const NOW: Instant = Instant(1_709_251_200_000);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn code(text: &str) -> RegionCode {
    RegionCode::parse(text).unwrap()
}

/// A grid for each number, with so many people in one house, born from 1950 on, a year apart.
fn community(persons: &[i16]) -> CommunityDraft {
    let person = |n: i16| ResidentDraft {
        person: PersonFacts {
            birth: Date::from_ymd(1950 + n % 60, 1, 1),
            sex: Some(1 + u8::from(n % 2 == 0)),
            ..PersonFacts::default()
        },
        residence: 1,
        since: day("2015-06-01"),
        last_visit: None,
    };
    let house = |persons: i16| HouseDraft {
        facts: HouseFacts { number: "101".into(), floor: Some(1), area: Some(90.0), house_use: 1 },
        residents: (0..persons).map(person).collect(),
    };
    let building = |grid: usize, persons: i16| BuildingDraft {
        grid,
        facts: BuildingFacts {
            name: format!("{grid}号楼"),
            address: "某街".into(),
            built: Some(1990),
            storeys: Some(6),
            elevator: None,
        },
        houses: vec![house(persons)],
    };
    CommunityDraft {
        grids: (1..)
            .zip(persons)
            .map(|(number, _)| GridDraft { number, name: "网格".into(), households: 400 })
            .collect(),
        buildings: persons.iter().enumerate().map(|(grid, persons)| building(grid, *persons)).collect(),
        ..CommunityDraft::default()
    }
}

/// A district of one street with two communities.
async fn district(grids: [&[i16]; 2]) -> (TempDir, Store) {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("store.db").display());
    let store = Store::open(&url, &MasterKey::from_bytes([7; 32])).await.unwrap();
    let tree = ["22", "2201", DISTRICT, "220104001", COMMUNITIES[0], COMMUNITIES[1]];
    let regions = tree.iter().enumerate().map(|(depth, text)| {
        let parent = depth.checked_sub(1).map(|above| code(tree[above.min(3)]));
        Ok(SourceRegion { level: code(text).level(), code: code(text), name: "某地".into(), parent_code: parent })
    });
    let source = Provenance { source: "test".into(), collector: "test".into() };
    let regions: Vec<_> = regions.collect();
    store
        .load_regions(regions.into_iter(), &source, day("2020-01-01"), Instant(NOW.0 - 86_400_000), |_| {})
        .await
        .unwrap();
    // One clock for all: it gives each thing an identifier of its own.
    let clock = FixedClock::at(NOW);
    for (text, persons) in COMMUNITIES.iter().zip(grids) {
        let region = store.region_by_code(&code(text), AsOf::now(NOW)).await.unwrap().unwrap().id;
        let mut tx = store.begin().await.unwrap();
        let draft = community(persons);
        insert_community(&mut tx, region, &draft, &source, day("2020-01-01"), &clock).await.unwrap();
        tx.commit().await.unwrap();
    }
    (folder, store)
}

/// What is published, a line a group: `-` nothing, `*` held back.
async fn published(
    store: &Store,
    dataset: &str,
    within: &str,
    by: &[&str],
    measures: &[Measure],
    now: Instant,
) -> Vec<String> {
    let column = |key: &&'static str| {
        let column = Schema::v1().datasets[dataset].column(key.split(':').next().unwrap()).unwrap();
        (*key, Readable::from(column))
    };
    let by: Vec<&'static str> = by.iter().map(|key| &*Box::leak((*key).to_owned().into_boxed_str())).collect();
    let columns: Vec<_> = by.iter().map(column).collect();
    let query = AggregateQuery {
        dataset: dataset.into(),
        by: by.iter().map(|key| (*key).to_owned()).collect(),
        measures: measures.to_vec(),
        ..AggregateQuery::default()
    };
    let at = AsOf::now(now);
    let region = store.region_by_code(&code(within), at).await.unwrap().unwrap().id;
    let path = store.path(region, at).await.unwrap();
    let clock = FixedClock::at(now);
    let publication = Publication { store, clock: &clock, query: &query, by: &columns, path: &path, at };
    let figure = |figure: &Figure| match figure {
        Figure::Number(number) => number.to_string(),
        Figure::None => "-".into(),
        Figure::Suppressed => "*".into(),
    };
    let short =
        |value: &Option<Value>| value.as_ref().map_or("?".into(), |value| value.to_string().replace("220104001", ""));
    let groups = publication.groups().await.unwrap();
    let line = |group: &lifang_core::query::Group| {
        let key: Vec<String> = group.key.iter().map(short).collect();
        format!("{}: {}", key.join(" "), group.figures.iter().map(figure).collect::<Vec<_>>().join(" "))
    };
    groups.iter().map(line).collect()
}

fn age(of: fn(String) -> Measure) -> Measure {
    of("age".into())
}

#[tokio::test]
async fn the_least_and_the_greatest_are_never_told_and_means_only_of_a_crowd() {
    let (_folder, store) = district([&[40, 3, 25], &[50]]).await;
    let measures = [Measure::Count, age(Measure::Mean), age(Measure::Min), age(Measure::Max), age(Measure::Known)];
    let told = published(&store, "persons", COMMUNITIES[0], &["grid"], &measures, NOW).await;
    // Forty born 1950 to 1989: from 74 years down to 35.
    assert_eq!(told, ["001001: 40 54.5 * * 40", "001002: * * * * *", "001003: * * * * *"]);
    let told =
        published(&store, "persons", DISTRICT, &[], &[Measure::Count, Measure::Known("phone".into())], NOW).await;
    assert_eq!(told, [": 118 0"]);
}

#[tokio::test]
async fn of_the_same_people_the_same_is_told_though_they_grow_older() {
    let (_folder, store) = district([&[40, 30], &[50]]).await;
    let measures = [Measure::Count, age(Measure::Mean)];
    let first = published(&store, "persons", DISTRICT, &["grid"], &measures, NOW).await;
    let next_year = Instant(NOW.0 + 366 * 86_400_000);
    assert_eq!(published(&store, "persons", DISTRICT, &["grid"], &measures, next_year).await, first);
    assert_eq!(first[0], "001001: 40 54.5");
}

#[tokio::test]
async fn persons_who_are_added_up_are_persons() {
    // One house in each grid: houses are few, and so nothing of them is told, nor of who lives in them.
    let (_folder, store) = district([&[40, 3, 25], &[50]]).await;
    let measures = [Measure::Count, Measure::Sum("occupants".into())];
    let told = published(&store, "houses", COMMUNITIES[0], &["grid"], &measures, NOW).await;
    assert!(told.iter().all(|line| line.ends_with(": * *")), "{told:?}");
}

#[tokio::test]
async fn where_a_table_cannot_protect_its_cells_the_empty_ones_look_like_the_others() {
    // Twelve people, one in each of twelve grids; the thirteenth grid is empty.
    let (_folder, store) = district([&[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0], &[50]]).await;
    let told = published(&store, "persons", COMMUNITIES[0], &["grid"], &[Measure::Count], NOW).await;
    assert_eq!(told.len(), 13, "{told:?}");
    assert!(told.iter().all(|line| line.ends_with(": *")), "{told:?}");
    assert_eq!(told.last().unwrap(), "001013: *");
    let total = published(&store, "persons", COMMUNITIES[0], &[], &[Measure::Count], NOW).await;
    assert_eq!(total, [": 12"]);
}

#[tokio::test]
async fn categories_of_a_small_region_are_held_back_with_those_of_another() {
    let (_folder, store) = district([&[7], &[60]]).await;
    let told = published(&store, "persons", DISTRICT, &["region", "sex"], &[Measure::Count], NOW).await;
    assert!(told.iter().all(|line| line.ends_with(": *")) && told.len() == 4, "{told:?}");
    let told = published(&store, "persons", DISTRICT, &["sex"], &[Measure::Count], NOW).await;
    assert_eq!(told, ["male: 33", "female: 34"]);
}
