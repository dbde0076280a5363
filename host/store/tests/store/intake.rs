//! Imports: what is new is taken, what differs is put beside what was known, what is the same is not touched, and a chunk is
//! written whole or not at all.

use crate::support::{EARLIER, NOW, World, day, on_both, small_community};
use lifang_core::base_data::Provenance;
use lifang_core::clock::{Clock, Instant};
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::RegionId;
use lifang_core::text::Bilingual;
use lifang_store::intake::{
    BuildingSaid, Chunk, Done, HouseKey, HouseRow, ImportJob, ImportState, LocalsSaid, Located, Moved, NamedPlace,
    NewImportJob, Opened, PersonRow, PersonSaid, Refused, Rejection, ResidenceSaid, Seen, StaffRow, UnitRow,
    finish_import, move_import, open_import, reject, take_houses, take_persons, take_staff, take_units,
};
use lifang_store::{AsOf, Conflict, StoreError, Tx};
use sqlx::AnyPool;

pub(crate) const COMMUNITY: &str = "220103008003";
pub(crate) const OTHER: &str = "220103008004";
const HER_ID: &str = "220103194003010020";
pub(crate) const HIS_ID: &str = "11010519491231002X";

/// What became of each row; the other kinds of rows leave no pairs for review.
pub(crate) async fn persons(
    tx: &mut Tx,
    chunk: Chunk<'_>,
    seen: &mut Seen,
    rows: &[PersonRow],
) -> lifang_store::Result<Vec<Done>> {
    Ok(take_persons(tx, chunk, seen, rows).await?.0)
}

/// Takes one chunk, in a transaction of its own.
macro_rules! take {
    ($world:expr, $take:ident, $rows:expr) => {
        take!($world, $take, $rows, &mut Seen::default())
    };
    ($world:expr, $take:ident, $rows:expr, $seen:expr) => {{
        let (source, scope) = (source(), $world.id("22").await);
        let mut tx = $world.store.begin().await.unwrap();
        let done = $take(&mut tx, chunk($world, &source, scope), $seen, $rows).await.unwrap();
        tx.commit().await.unwrap();
        $seen.keep();
        done
    }};
}
pub(crate) use take;

pub(crate) fn source() -> Provenance {
    Provenance { source: "import".into(), collector: "official 7".into() }
}

pub(crate) fn chunk<'a>(world: &'a World, source: &'a Provenance, scope: RegionId) -> Chunk<'a> {
    Chunk { provenance: source, day: world.clock.now().day(), scope, write: true, clock: &world.clock }
}

pub(crate) fn named(name: &str) -> PersonSaid {
    PersonSaid { name: Some(name.into()), ..PersonSaid::default() }
}

pub(crate) fn person(id: &str, said: PersonSaid, residence: Option<ResidenceSaid>) -> PersonRow {
    PersonRow { resident_id: Some(id.into()), person: Some(said), residence, locals: LocalsSaid::default() }
}

pub(crate) fn living(community: RegionId, house: Option<(&str, &str)>, since: &str) -> ResidenceSaid {
    let house = house.map(|(building, number)| HouseKey { building: building.into(), number: number.into() });
    ResidenceSaid { community, grid: None, house, kind: Some(1), since: Some(day(since)), until: None }
}

pub(crate) fn house(community: RegionId, building: &str, number: &str) -> HouseRow {
    HouseRow {
        community,
        grid: None,
        building: BuildingSaid {
            name: building.into(),
            address: None,
            built: Some(1999),
            storeys: Some(6),
            elevator: Some(false),
        },
        number: number.into(),
        floor: Some(2),
        area_dm2: Some(8_000),
        house_use: Some(1),
        locals: LocalsSaid::default(),
    }
}

/// All rows of facts, as another program sees them.
pub(crate) async fn rows(world: &World) -> Vec<i64> {
    sqlx::any::install_default_drivers();
    let pool = AnyPool::connect(&world.url).await.unwrap();
    let mut counted = Vec::new();
    for table in
        ["person_fact", "building_fact", "house_fact", "unit_fact", "residence", "appointment", "person", "house"]
    {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        let (rows,): (i64,) = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_one(&pool).await.unwrap();
        counted.push(rows);
    }
    pool.close().await;
    counted
}

pub(crate) async fn persons_of(world: &World, code: &str) -> i64 {
    let at = AsOf::now(world.clock.now());
    world.store.counts(world.id(code).await, at).await.unwrap().all.persons
}

on_both!(a_person_is_taken_updated_or_left_alone, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let before = persons_of(&world, COMMUNITY).await;
    let new = person(HIS_ID, named("欧阳建国"), Some(living(here, Some(("1号楼", "1单元102")), "2019-05-01")));
    assert_eq!(take!(&world, persons, std::slice::from_ref(&new)), [Done::Taken]);
    assert_eq!(persons_of(&world, COMMUNITY).await, before + 1);
    let written = rows(&world).await;
    assert_eq!(take!(&world, persons, &[new]), [Done::Unchanged]);
    assert_eq!(rows(&world).await, written, "what is the same writes nothing");

    // An empty cell says nothing; another phone is news, and the old one stays on record.
    world.clock.set(Instant(NOW.0 + 1_000));
    let phoned = PersonSaid { phone: Some("13912345678".into()), ..PersonSaid::default() };
    assert_eq!(take!(&world, persons, &[person(HER_ID, phoned, None)]), [Done::Updated]);
    let her = world.store.persons_by_resident_id(HER_ID, AsOf::now(world.clock.now())).await.unwrap()[0];
    let known = async |at| world.store.person(her, at).await.unwrap().unwrap();
    let now = known(AsOf::now(world.clock.now())).await;
    assert_eq!(now.facts.phone.as_deref(), Some("13912345678"));
    assert_eq!((now.facts.name.as_deref(), now.facts.living, now.facts.care), (Some("王秀英"), Some(3), 1));
    assert_eq!((now.provenance.source.as_str(), now.provenance.collector.as_str()), ("import", "official 7"));
    assert_eq!(known(AsOf::now(NOW)).await.facts.phone.as_deref(), Some("138 0000-0001"), "as it was known then");
    let yesterday = known(AsOf::on(EARLIER.day(), world.clock.now())).await;
    assert_eq!(yesterday.facts.phone.as_deref(), Some("138 0000-0001"), "the new one holds from today on");
    assert_eq!(world.store.persons_by_phone("13912345678", AsOf::now(world.clock.now())).await.unwrap(), [her]);
});

on_both!(a_row_is_taken_whole_or_not_at_all, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let before = rows(&world).await;
    let nowhere = person(HIS_ID, named("欧阳建国"), Some(living(here, Some(("1号楼", "9单元999")), "2019-05-01")));
    let unsaid =
        person(HIS_ID, named("欧阳建国"), Some(ResidenceSaid { kind: None, ..living(here, None, "2019-05-01") }));
    let stranger = PersonRow { person: None, ..person(HIS_ID, named(""), Some(living(here, None, "2019-05-01"))) };
    for (row, why) in
        [(nowhere, Refused::NoHouse), (unsaid, Refused::Missing("residence")), (stranger, Refused::NoPerson)]
    {
        assert_eq!(take!(&world, persons, &[row]), [Done::Refused(why)]);
    }
    assert_eq!(rows(&world).await, before);
    // A chunk whose transaction does not end well leaves nothing, and what it saw is forgotten with it.
    let (source, scope) = (source(), world.id("22").await);
    let mut seen = Seen::default();
    let row = person(HIS_ID, named("欧阳建国"), Some(living(here, None, "2019-05-01")));
    let mut tx = world.store.begin().await.unwrap();
    persons(&mut tx, chunk(&world, &source, scope), &mut seen, std::slice::from_ref(&row)).await.unwrap();
    drop(tx);
    seen.forget();
    assert_eq!(rows(&world).await, before);
    assert_eq!(take!(&world, persons, &[row], &mut seen), [Done::Taken]);
});

on_both!(one_person_twice_in_a_file_may_not_be_two, |world: World| async move {
    let (here, there) = (world.id(COMMUNITY).await, world.id(OTHER).await);
    let row = |name: &str, community| person(HIS_ID, named(name), Some(living(community, None, "2019-05-01")));
    let mut seen = Seen::default();
    let chunk = [row("欧阳建国", here), row("欧阳建国", here), row("欧阳国建", here), row("欧阳建国", there)];
    let otherwise = Done::Refused(Refused::SaidOtherwise("name"));
    assert_eq!(
        take!(&world, persons, &chunk, &mut seen),
        [Done::Taken, Done::Unchanged, otherwise.clone(), Done::Updated],
        "a second residence is no contradiction"
    );
    // The same in a later chunk of the same file; in another file it is news.
    assert_eq!(take!(&world, persons, &[row("欧阳国建", here)], &mut seen), [otherwise]);
    assert_eq!(take!(&world, persons, &[row("欧阳国建", here)]), [Done::Updated]);
    assert_eq!((persons_of(&world, COMMUNITY).await, persons_of(&world, OTHER).await), (1, 1));
    assert_eq!(persons_of(&world, "220103008").await, 1, "counted once in the street");
});

on_both!(who_moves_has_lived_there_before, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let home = |number: &str, since: &str| living(here, Some(("1号楼", number)), since);
    let row = |residence| PersonRow { person: None, ..person(HER_ID, named(""), Some(residence)) };
    // A day written otherwise is a correction; another house from another day is a move.
    assert_eq!(take!(&world, persons, &[row(home("1单元601", "2016-01-01"))]), [Done::Updated]);
    world.clock.set(Instant(NOW.0 + 1_000));
    assert_eq!(take!(&world, persons, &[row(home("1单元102", "2024-02-01"))]), [Done::Updated]);
    world.clock.set(Instant(NOW.0 + 2_000));
    let ended = ResidenceSaid { until: Some(day("2024-02-20")), ..home("1单元102", "2024-02-01") };
    assert_eq!(take!(&world, persons, &[row(ended.clone())]), [Done::Updated]);
    assert_eq!(take!(&world, persons, &[row(ended)]), [Done::Unchanged]);
    sqlx::any::install_default_drivers();
    let pool = AnyPool::connect(&world.url).await.unwrap();
    let her = world.store.persons_by_resident_id(HER_ID, AsOf::now(world.clock.now())).await.unwrap()[0];
    let sql = "SELECT f.number, r.valid_from, r.valid_to FROM residence r JOIN house_fact f ON f.house_id = r.house_id \
               WHERE r.person_id = $1 AND r.recorded_to = 9223372036854775807 ORDER BY r.valid_from";
    let stays: Vec<(String, i64, i64)> = sqlx::query_as(sql).bind(her).fetch_all(&pool).await.unwrap();
    let at = |text: &str| i64::from(day(text).0);
    assert_eq!(
        stays,
        [
            ("1单元601".into(), at("2016-01-01"), at("2024-02-01")),
            ("1单元102".into(), at("2024-02-01"), at("2024-02-21"))
        ]
    );
    pool.close().await;
});

on_both!(houses_come_with_their_buildings, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    let other_year = HouseRow {
        building: BuildingSaid { built: Some(2001), ..house(here, "5号楼", "").building },
        ..house(here, "5号楼", "203")
    };
    let both =
        [house(here, "5号楼", "201"), house(here, "5号楼", "202"), other_year.clone(), house(here, "6号楼", "201")];
    let otherwise = Done::Refused(Refused::SaidOtherwise("built"));
    assert_eq!(take!(&world, take_houses, &both), [Done::Taken, Done::Taken, otherwise, Done::Taken]);
    let counts = world.store.counts(here, world.now()).await.unwrap().all;
    assert_eq!((counts.buildings, counts.houses), (2, 3));
    let written = rows(&world).await;
    assert_eq!(take!(&world, take_houses, &both[..2]), [Done::Unchanged, Done::Unchanged]);
    assert_eq!(rows(&world).await, written);
    let larger = HouseRow { area_dm2: Some(8_100), ..house(here, "5号楼", "201") };
    assert_eq!(take!(&world, take_houses, &[larger, other_year]), [Done::Updated, Done::Taken]);
    let unused = HouseRow { house_use: None, ..house(here, "5号楼", "204") };
    assert_eq!(take!(&world, take_houses, &[unused]), [Done::Refused(Refused::Missing("use"))]);
});

on_both!(those_who_live_there_follow_their_house_into_another_grid, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let in_grid = async |code: &str| {
        let counted = world.store.counts(here, AsOf::now(world.clock.now())).await.unwrap();
        counted.below[&world.id(code).await].persons
    };
    let (first, second) = ("220103008003001", "220103008003002");
    assert_eq!((in_grid(first).await, in_grid(second).await), (3, 2));
    let moved = HouseRow {
        grid: Some(world.id(second).await),
        building: BuildingSaid { built: None, storeys: None, elevator: None, ..house(here, "1号楼", "").building },
        floor: None,
        area_dm2: None,
        house_use: None,
        ..house(here, "1号楼", "1单元102")
    };
    assert_eq!(take!(&world, take_houses, &[moved]), [Done::Updated]);
    assert_eq!((in_grid(first).await, in_grid(second).await), (1, 4));
});

on_both!(units_are_found_by_code_and_staff_by_post_and_name, |world: World| async move {
    let (here, there) = (world.id(COMMUNITY).await, world.id(OTHER).await);
    world.fill(COMMUNITY, &small_community()).await;
    let unit = |community, name: &str, code: Option<&str>| UnitRow {
        community,
        grid: None,
        name: name.into(),
        code: code.map(str::to_owned),
        kind: Some(1),
        staff: None,
        since: None,
        locals: LocalsSaid::default(),
    };
    let shop = unit(here, "长山便民超市", Some("91110000600037341L"));
    assert_eq!(take!(&world, take_units, std::slice::from_ref(&shop)), [Done::Unchanged]);
    let moved = unit(there, "长山便民超市", Some("91110000600037341L"));
    let stall = unit(here, "早点摊", None);
    assert_eq!(
        take!(&world, take_units, &[moved, stall.clone(), stall.clone()]),
        [Done::Updated, Done::Taken, Done::Unchanged]
    );
    let units = async |id| world.store.counts(id, world.now()).await.unwrap().all.units;
    assert_eq!((units(here).await, units(there).await), (1, 1));

    let staff = |name: &str, phone: &str, until: Option<&str>| StaffRow {
        region: here,
        community: here,
        post: "secretary".into(),
        name: name.into(),
        phone: Some(phone.into()),
        since: Some(day("2021-01-01")),
        until: until.map(day),
    };
    let rows = [staff("孙书记", "0431-80000000", None), staff("钱书记", "0431-80000001", None)];
    assert_eq!(take!(&world, take_staff, &rows), [Done::Unchanged, Done::Taken]);
    let ended = [staff("孙书记", "0431-80000000", Some("2024-02-01"))];
    assert_eq!(take!(&world, take_staff, &ended), [Done::Updated]);
    assert_eq!(take!(&world, take_staff, &ended), [Done::Unchanged]);
    let board = world.store.board(here, world.now()).await.unwrap();
    let names: Vec<_> = board.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["钱书记", "周网格"]);
});

on_both!(nothing_outside_the_region_is_changed, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let (source, scope) = (source(), world.id(OTHER).await);
    let mut tx = world.store.begin().await.unwrap();
    let chunk = Chunk { scope, ..chunk(&world, &source, scope) };
    let renamed = person(HER_ID, named("王秀兰"), None);
    let done = persons(&mut tx, chunk, &mut Seen::default(), &[renamed]).await.unwrap();
    assert_eq!(done, [Done::Refused(Refused::OutOfScope)]);
    let unit = UnitRow {
        community: scope,
        grid: None,
        name: "长山便民超市".into(),
        code: Some("91110000600037341L".into()),
        kind: None,
        staff: None,
        since: None,
        locals: LocalsSaid::default(),
    };
    let done = take_units(&mut tx, chunk, &mut Seen::default(), &[unit]).await.unwrap();
    assert_eq!(done, [Done::Refused(Refused::OutOfScope)]);
});

on_both!(a_dry_run_finds_the_same_and_writes_nothing, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let before = rows(&world).await;
    let (source, scope) = (source(), world.id("22").await);
    let dry = Chunk { write: false, ..chunk(&world, &source, scope) };
    let mut seen = Seen::default();
    let mut tx = world.store.begin().await.unwrap();
    let row = |name: &str| person(HIS_ID, named(name), Some(living(here, None, "2019-05-01")));
    let done = persons(&mut tx, dry, &mut seen, &[row("甲"), row("甲"), row("乙")]).await.unwrap();
    assert_eq!(done, [Done::Taken, Done::Unchanged, Done::Refused(Refused::SaidOtherwise("name"))]);
    let done =
        take_houses(&mut tx, dry, &mut seen, &[house(here, "5号楼", "201"), house(here, "1号楼", "1单元601")]).await;
    assert_eq!(done.unwrap()[0], Done::Taken);
    tx.commit().await.unwrap();
    assert_eq!(rows(&world).await, before);
});

on_both!(two_imports_of_one_new_person_make_one, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    let row = [person(HIS_ID, named("欧阳建国"), Some(living(here, None, "2019-05-01")))];
    let one = async || take!(&world, persons, &row)[0].clone();
    let mut done = <[Done; 2]>::from(futures_util::future::join(one(), one()).await);
    done.sort_by_key(|done| *done == Done::Unchanged);
    assert_eq!(done, [Done::Taken, Done::Unchanged]);
    assert_eq!(world.store.persons_by_resident_id(HIS_ID, world.now()).await.unwrap().len(), 1);
});

on_both!(who_may_be_somebody_else_is_left_for_review, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    let said = |phone: &str| PersonSaid {
        sex: Some(2),
        birth: Some(day("1949-12-31")),
        phone: Some(phone.into()),
        ..named("欧阳建国")
    };
    let home = || Some(living(here, None, "2019-05-01"));
    // Two digits of the ID were typed the other way round; the store does not check IDs, whoever calls it does.
    let rows = [person(HIS_ID, said("13912345678"), home()), person("11010519491231020X", said("13912345678"), home())];
    let (source, scope) = (source(), world.id("22").await);
    let mut tx = world.store.begin().await.unwrap();
    let (done, probable) =
        take_persons(&mut tx, chunk(&world, &source, scope), &mut Seen::default(), &rows).await.unwrap();
    assert_eq!((done, probable), (vec![Done::Taken, Done::Taken], 1));
});

async fn open(world: &World, digest: &str, key: Option<&str>, mapping: &str) -> Result<Opened, StoreError> {
    let region = world.id("22").await;
    let mut tx = world.store.begin().await?;
    let new = NewImportJob {
        uid: world.clock.new_id(),
        owner: world.clock.new_id(),
        kind: "persons",
        file: "人员.csv",
        digest,
        size: 10,
        mapping,
        region,
        dry_run: false,
        actor: "official 7",
        role: "community-staff",
        idempotency_key: key,
        at: world.clock.now(),
    };
    let opened = open_import(&mut tx, &new).await?;
    tx.commit().await?;
    Ok(opened)
}

async fn moved(world: &World, job: &ImportJob, by: Moved) -> Result<(), StoreError> {
    let mut tx = world.store.begin().await?;
    move_import(&mut tx, job, by, world.clock.now()).await?;
    let problem = Problem::new(Kind::Invalid, "t", Bilingual::new("错", "wrong"), Bilingual::new("改", "mend"));
    reject(&mut tx, job, &[Rejection { line: 2 + job.moved.rows, problems: vec![problem] }]).await?;
    tx.commit().await
}

on_both!(a_file_is_imported_by_one_run_at_a_time, |world: World| async move {
    let Opened::New(job) = open(&world, "d", Some("key"), "m").await.unwrap() else { panic!("it is new") };
    assert!(matches!(open(&world, "d", Some("key"), "m").await, Ok(Opened::Again(again)) if again == job));
    assert!(matches!(open(&world, "e", Some("key"), "m").await, Err(StoreError::Conflict(Conflict::KeyReused))));
    assert!(matches!(open(&world, "d", None, "m").await, Ok(Opened::Busy(other)) if other.uid == job.uid));
    let by = Moved { rows: 100, taken: 99, rejected: 1, ..Moved::default() };
    moved(&world, &job, by).await.unwrap();

    // Nobody has moved it for a while: whoever brings the same file goes on; the run that was thought dead cannot.
    world.clock.set(Instant(NOW.0 + 60_000));
    assert_eq!(world.store.orphaned_imports(world.clock.now()).await.unwrap().len(), 1);
    let Opened::Resumed(resumed) = open(&world, "d", None, "m").await.unwrap() else { panic!("it goes on") };
    assert_eq!((resumed.uid, resumed.moved), (job.uid, by));
    let mut stale = job.clone();
    stale.moved = by;
    assert!(matches!(moved(&world, &stale, by).await, Err(StoreError::Conflict(Conflict::Changed))));
    moved(&world, &resumed, by).await.unwrap();
    let now = world.store.import_job(job.uid).await.unwrap().unwrap();
    assert_eq!((now.moved.rows, now.moved.taken, now.state), (200, 198, ImportState::Running));
    let rejections = world.store.rejections(&now, 0, 10).await.unwrap();
    assert_eq!(rejections.iter().map(|one| one.line).collect::<Vec<_>>(), [2, 102]);

    let mut tx = world.store.begin().await.unwrap();
    finish_import(&mut tx, &resumed, None, world.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(open(&world, "d", None, "m").await, Ok(Opened::New(_))), "what is done may be done again");
    // Another mapping is another import: the old one ends, and the new one begins from the first row.
    world.clock.set(Instant(NOW.0 + 120_000));
    assert!(matches!(open(&world, "d", None, "n").await, Ok(Opened::New(other)) if other.moved == Moved::default()));
    let listed = world.store.import_jobs(world.id("2201").await, None, 10, world.now()).await.unwrap();
    assert_eq!(listed, [], "they are imports for the province");
    let listed = world.store.import_jobs(world.id("22").await, None, 2, world.now()).await.unwrap();
    assert_eq!(listed.iter().map(|job| job.state).collect::<Vec<_>>(), [ImportState::Running, ImportState::Failed]);
});

on_both!(regions_are_found_by_code_anywhere_and_by_name_below, |world: World| async move {
    let within = world.id("220103").await;
    let found = async |asked: &[&str], by| world.store.locate(asked, by, within, world.now()).await.unwrap();
    let codes = found(&[COMMUNITY, "220104001000", "999999999999"], NamedPlace::Code).await;
    let told = |located: &Located| (located.asked.clone(), located.inside);
    let wanted = [(COMMUNITY.to_owned(), true), ("220104001000".to_owned(), false)];
    assert_eq!(codes.iter().map(told).collect::<Vec<_>>(), wanted);
    let by = NamedPlace::Name(lifang_core::region::Level::Community);
    let names = found(&["长山花园社区", "永昌街道", "长盛社区"], by).await;
    assert_eq!(names.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), [COMMUNITY, OTHER]);
});

on_both!(a_host_whose_clock_is_behind_sees_what_another_has_recorded, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    let row = || person(HIS_ID, named("欧阳建国"), Some(living(here, None, "2019-05-01")));
    world.clock.set(Instant(NOW.0 + 3_600_000));
    assert_eq!(take!(&world, persons, &[row()]), [Done::Taken]);
    world.clock.set(NOW);
    assert_eq!(take!(&world, persons, &[row()]), [Done::Unchanged]);
});
