//! Segments say what the row store says: for random changes, days and questions, and whatever happens to their files.

use super::*;
use crate::snapshots::read::Wanted;
use crate::{Layout, SnapshotPlace};
use lifang_columns::projection;
use lifang_core::base_data::{PersonFacts, Provenance};
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, FixedClock, Instant};
use lifang_core::columns::Rows;
use lifang_core::dataset::Schema;
use lifang_core::query::{Filter, Measure, Test};
use lifang_core::region::RegionId;
use lifang_core::value::Value;
use lifang_store::AsOf;
use lifang_store::base_data::correct_person;
use lifang_store::datasets::{Aggregate, Scan};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const COMMUNITY: &str = "220103008003";
const OTHER: &str = "220104001001";

struct World {
    service: Service,
    clock: Arc<FixedClock>,
    folder: TempDir,
}

impl World {
    async fn with_people() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(FixedClock::at("2026-11-23T10:00:00+08:00".parse::<Instant>().unwrap()));
        let layout = Layout {
            database: format!("sqlite:{}", folder.path().join("lifang.db").display()),
            master_key: folder.path().join("master.key"),
            cache: folder.path().join("compiled"),
            imports: folder.path().join("imports"),
            fonts: None,
            snapshots: SnapshotPlace::Folder(folder.path().into()),
        };
        let shared: Arc<dyn Clock> = Arc::<FixedClock>::clone(&clock);
        let service = Service::open(&layout, shared).await.unwrap();
        service.load_jilin(|_| ()).await.unwrap();
        for community in [COMMUNITY, OTHER] {
            service.generate_population(community, 120, 7, |_, _| ()).await.unwrap();
        }
        Self { service, clock, folder }
    }

    fn snapshots(&self) -> &Arc<Snapshots> {
        &self.service.snapshots
    }

    fn now(&self) -> AsOf {
        AsOf::now(self.clock.now())
    }

    async fn store_rows(&self, dataset: &str, community: RegionId, columns: &[Readable], at: AsOf) -> Rows {
        let scan = Scan { dataset, columns, filters: &[], region: community, sort: &[], at, max_rows: 10_000 };
        self.service.store.scan(&scan).await.unwrap().rows
    }

    /// The rows from a segment; none where the row store must answer.
    async fn segment_rows(&self, dataset: &str, code: &str, columns: &[Readable], at: AsOf) -> Option<Rows> {
        let path = self.service.place(code).await.unwrap().path;
        let listed = self.snapshots().listed_one(dataset, &path).await.unwrap();
        let wanted = Wanted { dataset, columns, at, freshness: Freshness::Exactly };
        self.snapshots().columns_of(&listed, &wanted).await.unwrap()?.rows(columns, columns.len(), &[])
    }

    async fn must_agree(&self) {
        let at = self.now();
        for dataset in projection::DATASETS {
            let columns = answerable(dataset);
            for code in [COMMUNITY, OTHER] {
                let community = self.service.place(code).await.unwrap().path.region().id;
                let theirs = self.store_rows(dataset, community, &columns, at).await;
                let ours = self.segment_rows(dataset, code, &columns, at).await;
                assert_eq!(ours.as_ref(), Some(&theirs), "{dataset} of {code}");
            }
        }
    }

    /// The files of all segments.
    fn files(&self) -> Vec<PathBuf> {
        fn below(folder: &Path, found: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.path().is_dir() { below(&entry.path(), found) } else { found.push(entry.path()) }
            }
        }
        let mut found = Vec::new();
        below(&self.folder.path().join("snapshots"), &mut found);
        found.sort();
        found
    }

    fn faults(&self) -> Vec<String> {
        self.snapshots().faults.lock().unwrap().iter().map(|fault| fault.what.clone()).collect()
    }
}

fn answerable(dataset: &str) -> Vec<Readable> {
    let columns = &Schema::v1().datasets[dataset].columns;
    columns.iter().map(Readable::from).filter(projection::answers).collect()
}

fn column(dataset: &str, key: &str) -> Readable {
    Schema::v1().datasets[dataset].column(key).unwrap().into()
}

/// Splitmix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn of<'a, T>(&mut self, some: &'a [T]) -> &'a T {
        &some[usize::try_from(self.below(some.len() as u64)).unwrap()]
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        (self.below(4) > 0).then_some(value)
    }
}

/// Something happens: a correction that holds before, now or later, or days that pass.
async fn change(world: &World, dice: &mut Dice) {
    let now = world.clock.now();
    if dice.below(3) == 0 {
        let days = i64::try_from(dice.below(40)).unwrap();
        world.clock.set(now.plus_ms(days * 86_400_000 + 1));
        return;
    }
    correct(world, dice).await;
}

async fn correct(world: &World, dice: &mut Dice) {
    let now = world.clock.now();
    let code = *dice.of(&[COMMUNITY, OTHER]);
    let community = world.service.place(code).await.unwrap().path.region().id;
    let columns = [column("persons", "sex")];
    let at = world.now();
    let scan =
        Scan { dataset: "persons", columns: &columns, filters: &[], region: community, sort: &[], at, max_rows: 999 };
    let ids = world.service.store.scan(&scan).await.unwrap().ids;
    let small = |dice: &mut Dice, limit| u8::try_from(1 + dice.below(limit)).unwrap();
    let (sex, living) = (small(dice, 2), small(dice, 6));
    let birth = Date(now.day().0 - i32::try_from(dice.below(40_000)).unwrap());
    let facts = PersonFacts {
        name: Some("张三".into()),
        sex: dice.maybe(sex),
        birth: dice.maybe(birth),
        resident_id: None,
        phone: None,
        living: dice.maybe(living),
        care: u16::try_from(dice.below(2048)).unwrap(),
    };
    let from = Date(now.day().0 + *dice.of(&[-400, 0, 0, 3, 20]));
    let mut tx = world.service.store.begin().await.unwrap();
    let provenance = Provenance { source: "test".into(), collector: "dice".into() };
    // Who has no version on that day yet cannot be corrected from it on; then nothing happens.
    let _ = correct_person(&mut tx, *dice.of(&ids), &facts, &provenance, from, now).await;
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn after_any_change_and_on_any_day_segments_have_the_rows_of_the_row_store() {
    let world = World::with_people().await;
    world.must_agree().await;
    let mut dice = Dice(20_261_123);
    for _ in 0..25 {
        change(&world, &mut dice).await;
        world.must_agree().await;
    }
    assert_eq!(world.faults(), Vec::<String>::new());
    assert_eq!(world.files().len(), 6, "old segments are removed: {:?}", world.files());
}

#[tokio::test]
async fn what_was_known_before_is_the_row_stores_to_say() {
    let world = World::with_people().await;
    world.must_agree().await;
    let before = world.now();
    let columns = answerable("persons");
    assert!(world.segment_rows("persons", COMMUNITY, &columns, before).await.is_some());
    world.clock.set(before.recorded.plus_ms(5));
    let mut dice = Dice(3);
    for _ in 0..6 {
        change(&world, &mut dice).await;
    }
    let (now, community) = (world.now(), world.service.place(COMMUNITY).await.unwrap().path.region().id);
    assert_ne!(
        world.store_rows("persons", community, &columns, before).await,
        world.store_rows("persons", community, &columns, now).await
    );
    assert_eq!(world.segment_rows("persons", COMMUNITY, &columns, before).await, None);
    let names = [column("persons", "name")];
    assert_eq!(world.segment_rows("persons", COMMUNITY, &names, now).await, None, "no segment has a name");
}

/// A dataset, what of it can be asked, what is measured, and what must hold.
type Question = (&'static str, Vec<(&'static str, Readable)>, Vec<Measure>, Vec<Filter>);

fn questions(dice: &mut Dice) -> Question {
    let dataset = *dice.of(&projection::DATASETS);
    let columns = answerable(dataset);
    let mut by: Vec<(&'static str, Readable)> = Vec::new();
    for _ in 0..dice.below(3) {
        let key = *dice.of(&["region:street", "region:district", "region:community", "region:grid", "own"]);
        if key == "own" {
            let column = dice.of(&columns).clone();
            by.push((Box::leak(column.key.clone().into_boxed_str()), column));
        } else {
            by.push((key, column(dataset, "region")));
        }
    }
    let key = dice.of(&columns).key.clone();
    let numeric: &[&str] = match dataset {
        "persons" => &["age", "since", "last_visit", "built", "floor", "elevator", "birth"],
        "houses" => &["built", "storeys", "floor", "elevator", "area", "occupants"],
        _ => &["staff", "since"],
    };
    let number = |dice: &mut Dice| (*dice.of(numeric)).to_owned();
    let measures = vec![
        Measure::Count,
        Measure::Known(key),
        Measure::Sum(number(dice)),
        Measure::Mean(number(dice)),
        Measure::Min(number(dice)),
        Measure::Max(number(dice)),
    ];
    let filter = |column: &str, test| Filter { column: column.to_owned(), test };
    let all: Vec<Filter> = match dataset {
        "persons" => vec![
            filter("age", Test::AtLeast(Value::Integer(60))),
            filter("age", Test::AtMost(Value::Integer(17))),
            filter("living", Test::OneOf(vec![Value::Text("alone".into()), Value::Text("spouse".into())])),
            filter("care", Test::AnyBit(0b1_0011)),
            filter("last_visit", Test::Unknown),
            filter("last_visit", Test::AtMost(Value::Date("2026-10-01".parse().unwrap()))),
            filter("elevator", Test::Equals(Value::Flag(false))),
            filter("grid", Test::Known),
        ],
        "houses" => vec![
            filter("use", Test::Equals(Value::Text("rented".into()))),
            filter("floor", Test::AtLeast(Value::Integer(3))),
            filter("area", Test::AtLeast(Value::Decimal(60.5))),
        ],
        _ => vec![filter("kind", Test::Equals(Value::Text("shop".into()))), filter("staff", Test::Known)],
    };
    let filters = (0..dice.below(3)).map(|_| dice.of(&all).clone()).collect();
    (dataset, by, measures, filters)
}

#[tokio::test]
async fn aggregates_from_segments_are_those_of_the_row_store_to_the_last_digit() {
    let world = World::with_people().await;
    let mut dice = Dice(4);
    let (mut answered, mut asked_for) = (0, 0);
    let grid = {
        let community = world.service.place(COMMUNITY).await.unwrap();
        let children = world.service.store.children(community.path.region().id, world.now()).await.unwrap();
        children[0].code.as_str().to_owned()
    };
    for turn in 0..150 {
        if turn % 30 == 29 {
            change(&world, &mut dice).await;
        }
        let (dataset, by, measures, filters) = questions(&mut dice);
        let code = *dice.of(&["220000000000", "220100000000", "220104000000", COMMUNITY, &grid]);
        let region = world.service.place(code).await.unwrap().path.region().id;
        let (at, max_groups) = (world.now(), 50_000);
        let asked = Aggregate { dataset, by: &by, measures: &measures, filters: &filters, region, at, max_groups };
        let theirs = world.service.store.aggregate(&asked).await.unwrap();
        let known = |key: &str| Schema::v1().datasets[dataset].column(key).map(Readable::from);
        let ours = world.snapshots().aggregate(&asked, known, Freshness::Exactly).await.unwrap();
        asked_for += 1;
        let Some((ours, _)) = ours else { continue };
        answered += 1;
        assert_eq!(ours, theirs, "{asked:?}");
    }
    assert!(answered * 10 > asked_for * 8, "only {answered} of {asked_for} were answered from segments");
}

#[tokio::test]
async fn a_file_that_is_not_the_one_that_was_written_is_told_and_written_anew() {
    let world = World::with_people().await;
    world.must_agree().await;
    type Damage = fn(&Path);
    let damage: [(&str, Damage); 5] = [
        ("missing", |file| std::fs::remove_file(file).unwrap()),
        ("bytes of", |file| {
            let bytes = std::fs::read(file).unwrap();
            std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("bytes of", |file| std::fs::write(file, b"").unwrap()),
        ("checksum", |file| {
            let mut bytes = std::fs::read(file).unwrap();
            let middle = bytes.len() / 3;
            bytes[middle] ^= 1;
            std::fs::write(file, bytes).unwrap();
        }),
        ("checksum", |file| {
            let mut bytes = std::fs::read(file).unwrap();
            let end = bytes.len() - 5;
            bytes[end] ^= 0x40;
            std::fs::write(file, bytes).unwrap();
        }),
    ];
    for (said, damage) in damage {
        let faults = world.faults().len();
        for file in world.files() {
            damage(&file);
        }
        // As after a restart: nothing of it is in memory.
        world.snapshots().segments.forget_all();
        world.must_agree().await;
        let told = world.faults().split_off(faults);
        assert_eq!(told.len(), 6, "{told:?}");
        assert!(told.iter().all(|fault| fault.contains(said)), "{said}: {told:?}");
        assert_eq!(world.files().len(), 6);
        world.snapshots().segments.forget_all();
        world.must_agree().await;
        assert_eq!(world.faults().len(), faults + 6, "what was written anew is whole");
    }
}

#[tokio::test]
async fn a_place_that_is_gone_or_takes_nothing_costs_time_and_no_answer() {
    let world = World::with_people().await;
    world.must_agree().await;
    let place = world.folder.path().join("snapshots");
    std::fs::remove_dir_all(&place).unwrap();
    world.snapshots().segments.forget_all();
    world.must_agree().await;
    assert_eq!(world.files().len(), 6, "a folder deleted under the host is made again");

    // A file in the place of the folder: nothing can be written, as on a full disk.
    std::fs::remove_dir_all(&place).unwrap();
    std::fs::write(&place, b"in the way").unwrap();
    world.snapshots().segments.forget_all();
    let columns = answerable("persons");
    assert_eq!(world.segment_rows("persons", COMMUNITY, &columns, world.now()).await, None, "the row store answers");
    assert!(!world.faults().is_empty());
    std::fs::remove_file(&place).unwrap();
    world.must_agree().await;
}

#[tokio::test]
async fn an_answer_may_be_older_where_that_is_good_enough() {
    let world = World::with_people().await;
    assert_eq!(world.service.refresh_snapshots(100).await.unwrap(), 6);
    assert_eq!(world.service.refresh_snapshots(100).await.unwrap(), 0);
    let then = world.clock.now();
    world.clock.set(then.plus_ms(60_000));
    let mut dice = Dice(5);
    let path = world.service.place(COMMUNITY).await.unwrap().path;
    let listed = world.snapshots().listed_one("persons", &path).await.unwrap();
    loop {
        correct(&world, &mut dice).await;
        let now = world.snapshots().listed_one("persons", &path).await.unwrap();
        if now.mark != listed.mark {
            break;
        }
    }
    let listed = world.snapshots().listed_one("persons", &path).await.unwrap();
    let columns = answerable("persons");
    let ask = async |freshness| {
        let wanted = Wanted { dataset: "persons", columns: &columns, at: world.now(), freshness };
        world.snapshots().columns_of(&listed, &wanted).await.unwrap().map(|found| found.as_of)
    };
    assert_eq!(ask(Freshness::Any).await, Some(then));
    assert_eq!(ask(Freshness::AtMost(60_000)).await, Some(then));
    let fresh = ask(Freshness::AtMost(59_999)).await.unwrap();
    assert!(fresh > then);
    assert_eq!(ask(Freshness::Exactly).await, Some(fresh));
}
