//! A fresh store per test on either engine, and a small world to put into it.

use lifang_core::base_data::{
    AppointmentDraft, BuildingDraft, BuildingFacts, CommunityDraft, GridDraft, HouseDraft, HouseFacts, PersonFacts,
    Provenance, ResidentDraft, UnitDraft, UnitFacts,
};
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, FixedClock, Instant};
use lifang_core::dataset::Schema;
use lifang_core::region::{RegionCode, RegionId};
use lifang_store::base_data::insert_community;
use lifang_store::regions::source::{SourceError, SourceRegion};
use lifang_store::{AsOf, MasterKey, Store};
use sqlx::postgres::PgPoolOptions;
use std::sync::atomic::{AtomicU32, Ordering};

/// The URL of a PostgreSQL server on which tests make databases of their own.
const PG_URL: &str = "LIFANG_TEST_PG_URL";
/// Set to 1, it says that nobody wants the PostgreSQL half to run. Without either, that half fails: a half that is left out
/// silently is a half that is broken one day.
const SKIP_PG: &str = "LIFANG_TEST_SKIP_PG";

/// Runs a test on both engines: `on_both!(name, |world| async move { … });`.
macro_rules! on_both {
    ($name:ident, $test:expr) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                crate::support::on_sqlite($test).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                crate::support::on_postgres($test).await;
            }
        }
    };
}
pub(crate) use on_both;

/// A store with a small tree of regions in it.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) clock: FixedClock,
    pub(crate) url: String,
}

pub(crate) async fn on_sqlite<T: Future<Output = ()>>(test: impl FnOnce(World) -> T) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("store.db").display());
    test(World::open(url).await).await;
}

pub(crate) async fn on_postgres<T: Future<Output = ()>>(test: impl FnOnce(World) -> T) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let Ok(server) = std::env::var(PG_URL) else {
        assert_eq!(std::env::var(SKIP_PG).as_deref(), Ok("1"), "{PG_URL} is not set; `cargo xtask test` sets it");
        return;
    };
    let name = format!("store_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let admin = PgPoolOptions::new().max_connections(1).connect(&server).await.unwrap();
    let run = |sql: String| sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&admin);
    run(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
    run(format!("CREATE DATABASE {name}")).await.unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    let options = server.split_once('?').map(|(_, options)| format!("?{options}")).unwrap_or_default();
    let world = World::open(format!("{base}/{name}{options}")).await;
    let store = world.store.clone();
    test(world).await;
    store.close().await;
    run(format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}

/// 2024-03-01 08:00 in China.
pub(crate) const NOW: Instant = Instant(1_709_251_200_000);

/// When the tree was loaded: the day before.
pub(crate) const EARLIER: Instant = Instant(NOW.0 - 86_400_000);

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn moment(text: &str) -> Instant {
    format!("{text}:00+08:00").parse().unwrap()
}

pub(crate) fn collected() -> Provenance {
    Provenance { source: "visit".into(), collector: "grid worker 3".into() }
}

/// Parents before children, as sources have them. Two communities of one street, one of another district.
pub(crate) const TREE: [(&str, &str); 8] = [
    ("22", "吉林省"),
    ("2201", "长春市"),
    ("220103", "宽城区"),
    ("220104", "朝阳区"),
    ("220103008", "兴业街道"),
    ("220104001", "永昌街道"),
    ("220103008003", "长山花园社区"),
    ("220103008004", "长盛社区"),
];

pub(crate) fn region(code: &str, name: &str) -> Result<SourceRegion, SourceError> {
    let code_read = RegionCode::parse(code).unwrap();
    let parent = match code.len() {
        4 => Some(&code[..2]),
        6 => Some(&code[..4]),
        9 => Some(&code[..6]),
        12 => Some(&code[..9]),
        _ => None,
    };
    Ok(SourceRegion {
        level: code_read.level(),
        code: code_read,
        name: name.into(),
        parent_code: parent.map(|parent| RegionCode::parse(parent).unwrap()),
    })
}

impl World {
    async fn open(url: String) -> Self {
        let store = Store::open(&url, &MasterKey::from_bytes([7; 32])).await.unwrap();
        let world = Self { store, clock: FixedClock::at(NOW), url };
        world.load(&TREE).await;
        world
    }

    pub(crate) async fn load(&self, tree: &[(&str, &str)]) -> lifang_store::regions::Loaded {
        let regions = tree.iter().map(|(code, name)| region(code, name)).collect::<Vec<_>>().into_iter();
        let source = Provenance { source: "test".into(), collector: "import".into() };
        self.store.load_regions(regions, &source, day("2020-01-01"), EARLIER, |_| {}).await.unwrap()
    }

    pub(crate) fn now(&self) -> AsOf {
        AsOf::now(NOW)
    }

    pub(crate) async fn id(&self, code: &str) -> RegionId {
        self.store.region_by_code(&RegionCode::parse(code).unwrap(), self.now()).await.unwrap().unwrap().id
    }

    /// Puts the draft into a community, holding since 2020.
    pub(crate) async fn fill(&self, code: &str, draft: &CommunityDraft) {
        let community = self.id(code).await;
        let mut tx = self.store.begin().await.unwrap();
        insert_community(&mut tx, community, draft, &collected(), day("2020-01-01"), &self.clock).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// A column of the contract.
pub(crate) fn column(dataset: &str, key: &str) -> Readable {
    Schema::v1().datasets[dataset].column(key).unwrap_or_else(|| panic!("{dataset}.{key}")).into()
}

pub(crate) fn columns(dataset: &str, keys: &[&str]) -> Vec<Readable> {
    keys.iter().map(|key| column(dataset, key)).collect()
}

/// A resident who has lived there since 2015.
pub(crate) fn resident(name: &str, birth: &str, sex: u8, care: u16) -> ResidentDraft {
    ResidentDraft {
        person: PersonFacts {
            name: Some(name.into()),
            sex: Some(sex),
            birth: Some(day(birth)),
            resident_id: None,
            phone: None,
            living: Some(1),
            care,
        },
        residence: 1,
        since: day("2015-06-01"),
        last_visit: None,
    }
}

/// Two grids, two buildings (one old, without lift), three houses, five residents, a shop, a grid leader.
pub(crate) fn small_community() -> CommunityDraft {
    let house = |number: &str, floor: u8, area: f64, residents: Vec<ResidentDraft>| HouseDraft {
        facts: HouseFacts { number: number.into(), floor: Some(floor), area: Some(area), house_use: 1 },
        residents,
    };
    let mut old = resident("王秀英", "1940-03-01", 2, 0b1);
    old.person.resident_id = Some("220103194003010020".into());
    old.person.phone = Some("138 0000-0001".into());
    old.person.living = Some(3);
    old.last_visit = Some(day("2024-01-15"));
    let mut unknown = resident("李强", "1990-07-09", 1, 0);
    unknown.person.birth = None;
    unknown.person.sex = None;
    let grid = |number, name: &str| GridDraft { number, name: name.into(), households: 400 + number };
    let building = |grid, name: &str, built, elevator, houses| BuildingDraft {
        grid,
        facts: BuildingFacts {
            name: name.into(),
            address: format!("兴业街{name}"),
            built: Some(built),
            storeys: Some(7),
            elevator: Some(elevator),
        },
        houses,
    };
    CommunityDraft {
        grids: vec![grid(1, "第一网格"), grid(2, "第二网格")],
        buildings: vec![
            building(
                0,
                "1号楼",
                1986,
                false,
                vec![
                    house("1单元601", 6, 89.55, vec![old]),
                    house("1单元102", 1, 60.0, vec![resident("张伟", "1975-05-05", 1, 0), unknown]),
                ],
            ),
            building(
                1,
                "2号楼",
                2015,
                true,
                vec![house(
                    "2单元301",
                    3,
                    120.25,
                    vec![resident("赵敏", "2015-09-01", 2, 0b1000_0000), resident("赵刚", "1985-01-31", 1, 0)],
                )],
            ),
        ],
        units: vec![UnitDraft {
            grid: 1,
            facts: UnitFacts {
                name: "长山便民超市".into(),
                code: Some("91110000600037341L".into()),
                kind: 1,
                staff: Some(4),
                since: day("2018-04-01"),
            },
        }],
        appointments: vec![
            AppointmentDraft {
                grid: None,
                post: "secretary".into(),
                name: "孙书记".into(),
                phone: "0431-80000000".into(),
                since: day("2021-01-01"),
            },
            AppointmentDraft {
                grid: Some(1),
                post: "grid-leader".into(),
                name: "周网格".into(),
                phone: "0431-80000002".into(),
                since: day("2022-01-01"),
            },
        ],
    }
}
