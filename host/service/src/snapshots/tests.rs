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
        let world = Self::at(|folder| SnapshotPlace::Folder(folder.into())).await;
        for community in [COMMUNITY, OTHER] {
            world.service.generate_population(community, 120, 7, |_, _| ()).await.unwrap();
        }
        world
    }

    /// Nobody lives there yet.
    async fn at(place: impl FnOnce(&Path) -> SnapshotPlace) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(FixedClock::at("2026-11-23T10:00:00+08:00".parse::<Instant>().unwrap()));
        let layout = Layout {
            database: format!("sqlite:{}", folder.path().join("lifang.db").display()),
            master_key: folder.path().join("master.key"),
            cache: folder.path().join("compiled"),
            imports: folder.path().join("imports"),
            fonts: None,
            snapshots: place(folder.path()),
        };
        let shared: Arc<dyn Clock> = Arc::<FixedClock>::clone(&clock);
        let service = Service::open(&layout, shared).await.unwrap();
        service.load_jilin(|_| ()).await.unwrap();
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
        let wanted = Wanted { dataset, columns, at, freshness: Freshness::Exactly, makes: None };
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

    fn seconds_pass(&self, seconds: i64) {
        self.clock.set(self.clock.now().plus_ms(seconds * 1_000));
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
    assert!(world.snapshots().rests_from_writing(), "what took nothing is left alone for a while");
    world.seconds_pass(30);
    assert!(!world.snapshots().rests_from_writing());
    world.must_agree().await;
}

#[tokio::test]
async fn a_place_that_cannot_be_opened_stops_nothing() {
    let world = World::at(|folder| {
        std::fs::write(folder.join("in the way"), b"").unwrap();
        SnapshotPlace::Folder(folder.join("in the way"))
    })
    .await;
    assert!(world.faults()[0].contains("in the way"), "{:?}", world.faults());
    world.service.generate_population(COMMUNITY, 20, 7, |_, _| ()).await.unwrap();
    assert_eq!(world.service.refresh_snapshots(100).await.unwrap(), 0);
    let columns = answerable("persons");
    assert_eq!(world.segment_rows("persons", COMMUNITY, &columns, world.now()).await, None, "the row store answers");
    std::fs::remove_file(world.folder.path().join("in the way")).unwrap();
    world.seconds_pass(30);
    assert_eq!(world.service.refresh_snapshots(100).await.unwrap(), 3, "no restart is needed");
}

#[tokio::test]
async fn a_bucket_that_does_not_answer_is_waited_for_once() {
    // Connections wait in the queue of a listener that takes none.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    silent.set_nonblocking(true).unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let options = [
        ("endpoint", address.as_str()),
        ("region", "us-east-1"),
        ("access_key_id", "someone"),
        ("secret_access_key", "something"),
        ("allow_http", "true"),
    ];
    let options = options.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let world = World::at(|_| SnapshotPlace::Bucket { url: "s3://lifang/jilin".into(), options }).await;
    for community in [COMMUNITY, OTHER] {
        world.service.generate_population(community, 20, 7, |_, _| ()).await.unwrap();
    }
    let columns = answerable("persons");
    let asked = async |code: &str| {
        let rows = world.segment_rows("persons", code, &columns, world.now());
        let rows = tokio::time::timeout(std::time::Duration::from_secs(40), rows).await;
        assert_eq!(rows.expect("the row store's answer comes in time"), None);
        std::iter::from_fn(|| silent.accept().ok()).count()
    };
    assert!(asked(COMMUNITY).await > 0);
    let told = world.faults().len();
    for code in [OTHER, COMMUNITY, OTHER] {
        assert_eq!(asked(code).await, 0, "it rests");
    }
    assert_eq!(world.faults().len(), told);
    world.seconds_pass(30);
    assert!(asked(OTHER).await > 0, "then it is tried again");
}

#[tokio::test]
async fn files_that_are_gone_are_made_again_though_what_was_in_them_is_in_memory() {
    let world = World::with_people().await;
    world.must_agree().await;
    assert_eq!(world.service.refresh_snapshots(100).await.unwrap(), 0);
    std::fs::remove_dir_all(world.folder.path().join("snapshots")).unwrap();
    assert_eq!(world.service.refresh_snapshots(100).await.unwrap(), 6);
    assert_eq!(world.files().len(), 6);
    assert!(world.faults()[0].contains("and 5 others") && world.faults().len() == 1, "{:?}", world.faults());
    world.must_agree().await;
}

#[tokio::test]
async fn what_a_killed_host_left_is_swept_up_after_a_day() {
    let world = World::with_people().await;
    assert_eq!(world.service.refresh_snapshots(100).await.unwrap(), 6);
    let now = world.clock.now();
    let left = |name: &str, hours: u64| {
        let file = world.folder.path().join("snapshots/v1/persons/7").join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, b"PAR1").unwrap();
        let at = std::time::UNIX_EPOCH + std::time::Duration::from_millis(u64::try_from(now.0).unwrap());
        let at = at - std::time::Duration::from_secs(hours * 3_600);
        std::fs::File::options().write(true).open(&file).unwrap().set_modified(at).unwrap();
        file
    };
    // Put and never pointed at; begun and never ended; and one that another host is about to point at.
    let (put, begun, fresh) = (left("1-00.parquet", 24), left("2-00.parquet#1", 24), left("3-00.parquet", 22));
    assert_eq!(world.service.refresh_snapshots(100).await.unwrap(), 0);
    assert!(put.exists() && begun.exists(), "not at every turn");
    world.seconds_pass(3_600);
    assert_eq!(world.service.refresh_snapshots(100).await.unwrap(), 0);
    assert!(!put.exists() && !begun.exists() && fresh.exists());
    assert_eq!(world.files().len(), 7);
    world.must_agree().await;
    assert_eq!(world.faults(), Vec::<String>::new());
}

#[tokio::test]
async fn one_question_makes_only_so_many_segments_however_fresh_it_wants_them() {
    const COMMUNITIES: usize = 36;
    let world = World::with_people().await;
    let district = world.service.place("220104").await.unwrap().path.region().id;
    let listed = world.service.store.listed("units", district, world.now()).await.unwrap();
    let codes = listed.iter().map(|one| one.path.region().code.as_str()).filter(|code| *code != OTHER);
    for code in codes.take(COMMUNITIES - 1) {
        world.service.generate_population(code, 2, 7, |_, _| ()).await.unwrap();
    }
    world.seconds_pass(1);
    let measures = [Measure::Count];
    let asked = Aggregate {
        dataset: "persons",
        by: &[],
        measures: &measures,
        filters: &[],
        region: district,
        at: world.now(),
        max_groups: 9,
    };
    let known = |key: &str| Schema::v1().datasets["persons"].column(key).map(Readable::from);
    let ask = async |freshness| world.snapshots().aggregate(&asked, known, freshness).await.unwrap();
    let each = [Freshness::Exactly, Freshness::AtMost(60_000), Freshness::Any];
    for freshness in each {
        assert_eq!(ask(freshness).await, None, "{freshness:?}");
        assert_eq!(world.files().len(), 0, "it is known beforehand that they are too many");
    }
    world.service.refresh_snapshots(100).await.unwrap();
    assert!(ask(Freshness::Exactly).await.is_some());
    // By the index all are right, and their files are gone.
    for freshness in each {
        let made = || world.files().iter().filter(|file| file.to_string_lossy().contains("/persons/")).count();
        std::fs::remove_dir_all(world.folder.path().join("snapshots")).unwrap();
        world.snapshots().segments.forget_all();
        assert_eq!(ask(freshness).await, None, "{freshness:?}");
        assert!(made() > 0 && made() <= 32, "{} are made", made());
        world.service.refresh_snapshots(100).await.unwrap();
        // COMMUNITY is of another district.
        assert_eq!(made(), COMMUNITIES + 1);
        let theirs = world.service.store.aggregate(&asked).await.unwrap();
        assert_eq!(ask(freshness).await.map(|(groups, _)| groups), Some(theirs));
    }
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
        let wanted = Wanted { dataset: "persons", columns: &columns, at: world.now(), freshness, makes: None };
        world.snapshots().columns_of(&listed, &wanted).await.unwrap().map(|found| found.as_of)
    };
    assert_eq!(ask(Freshness::Any).await, Some(then));
    assert_eq!(ask(Freshness::AtMost(60_000)).await, Some(then));
    let fresh = ask(Freshness::AtMost(59_999)).await.unwrap();
    assert!(fresh > then);
    assert_eq!(ask(Freshness::Exactly).await, Some(fresh));
}
