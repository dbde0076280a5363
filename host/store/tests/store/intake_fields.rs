//! Local fields that rows of an import bring: taken, compared, contradicted, with their source; and what a run that goes on must
//! know of the rows before it.

use crate::intake::{COMMUNITY, HIS_ID, chunk, house, living, named, person, persons, source, take};
use crate::support::{NOW, World, day, on_both, small_community};
use lifang_core::clock::{Clock, Instant};
use lifang_core::region::RegionId;
use lifang_core::value::Value;
use lifang_store::intake::{
    BuildingSaid, Chunk, Done, HouseRow, LocalsSaid, PersonRow, PersonSaid, Refused, Seen, StaffRow, UnitRow,
    take_houses, take_persons, take_staff, take_units,
};
use sqlx::AnyPool;

fn said(number: i64) -> LocalsSaid {
    LocalsSaid(vec![("x.stove".into(), Value::Integer(number))])
}

fn otherwise() -> Done {
    Done::Refused(Refused::LocalOtherwise("x.stove".into()))
}

fn shop(community: RegionId, locals: LocalsSaid) -> UnitRow {
    UnitRow {
        community,
        grid: None,
        name: "长山便民超市".into(),
        code: Some("91110000600037341L".into()),
        kind: None,
        staff: None,
        since: None,
        locals,
    }
}

/// What is held now: dataset, value, source and collector; and how many rows there are.
async fn held(world: &World) -> (Vec<String>, i64) {
    sqlx::any::install_default_drivers();
    let pool = AnyPool::connect(&world.url).await.unwrap();
    let sql = "SELECT v.dataset, v.number, p.source, p.collector FROM local_value v JOIN provenance p ON p.id = v.provenance_id \
               WHERE v.recorded_to = 9223372036854775807 ORDER BY v.dataset";
    let rows: Vec<(String, f64, String, String)> = sqlx::query_as(sql).fetch_all(&pool).await.unwrap();
    let (all,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM local_value").fetch_one(&pool).await.unwrap();
    pool.close().await;
    (rows.into_iter().map(|(dataset, value, source, by)| format!("{dataset} {value} {source} {by}")).collect(), all)
}

on_both!(values_come_with_their_persons, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    let row =
        |locals| PersonRow { locals, ..person(HIS_ID, named("欧阳建国"), Some(living(here, None, "2019-05-01"))) };
    let (source, scope) = (source(), world.id("22").await);
    let dry = Chunk { write: false, ..chunk(&world, &source, scope) };
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(persons(&mut tx, dry, &mut Seen::default(), &[row(said(1))]).await.unwrap(), [Done::Taken]);
    tx.commit().await.unwrap();
    assert_eq!(held(&world).await, (vec![], 0));

    let mut seen = Seen::default();
    let rows = [row(said(1)), row(said(1)), row(LocalsSaid::default()), row(said(2))];
    assert_eq!(take!(&world, persons, &rows, &mut seen), [Done::Taken, Done::Unchanged, Done::Unchanged, otherwise()]);
    assert_eq!(take!(&world, persons, &[row(said(2))], &mut seen), [otherwise()], "in a later chunk of the file too");
    assert_eq!(held(&world).await, (vec!["persons 1 import official 7".into()], 1));
    assert_eq!(take!(&world, persons, &[row(said(1))]), [Done::Unchanged]);
    assert_eq!(held(&world).await.1, 1, "what is the same writes nothing");
    world.clock.set(Instant(NOW.0 + 1_000));
    assert_eq!(take!(&world, persons, &[row(said(2))]), [Done::Updated]);
    assert_eq!(held(&world).await, (vec!["persons 2 import official 7".into()], 2), "what was known stays on record");
});

on_both!(values_come_with_houses_and_units, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let home = |number: &str, locals| HouseRow { locals, ..house(here, "5号楼", number) };
    let mut seen = Seen::default();
    let rows = [home("201", said(3)), home("201", said(3)), home("201", said(4)), home("202", LocalsSaid::default())];
    assert_eq!(take!(&world, take_houses, &rows, &mut seen), [Done::Taken, Done::Unchanged, otherwise(), Done::Taken]);
    assert_eq!(
        take!(&world, take_houses, &[home("202", said(5)), home("201", said(3))]),
        [Done::Updated, Done::Unchanged]
    );
    assert_eq!(
        take!(&world, take_units, &[shop(here, said(6)), shop(here, said(6)), shop(here, said(7))], &mut seen),
        [Done::Updated, Done::Unchanged, otherwise()]
    );
    assert_eq!(take!(&world, take_units, &[shop(here, said(6))]), [Done::Unchanged]);
    let stall = UnitRow { name: "早点摊".into(), code: None, kind: Some(1), ..shop(here, said(8)) };
    assert_eq!(take!(&world, take_units, std::slice::from_ref(&stall)), [Done::Taken]);
    assert_eq!(take!(&world, take_units, &[stall]), [Done::Unchanged]);
    let (held, rows) = held(&world).await;
    let values: Vec<&str> = held.iter().map(|one| one.split(" import").next().unwrap()).collect();
    assert_eq!((values.len(), rows), (4, 4), "{values:?}");
    for value in ["houses 3", "houses 5", "units 6", "units 8"] {
        assert!(values.contains(&value), "{values:?}");
    }
});

on_both!(values_outside_the_region_are_not_written, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let (source, scope) = (source(), world.id(crate::intake::OTHER).await);
    let mut tx = world.store.begin().await.unwrap();
    let chunk = chunk(&world, &source, scope);
    let row = PersonRow { locals: said(1), ..person("220103194003010020", PersonSaid::default(), None) };
    let done = persons(&mut tx, chunk, &mut Seen::default(), &[row]).await.unwrap();
    assert_eq!(done, [Done::Refused(Refused::OutOfScope)]);
    let done = take_units(&mut tx, chunk, &mut Seen::default(), &[shop(here, said(1))]).await.unwrap();
    assert_eq!(done, [Done::Refused(Refused::OutOfScope)]);
});

on_both!(a_run_that_goes_on_knows_whom_the_file_has_spoken_of, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    let him = |phone: &str| PersonRow {
        locals: said(1),
        ..person(
            HIS_ID,
            PersonSaid { phone: Some(phone.into()), ..named("欧阳建国") },
            Some(living(here, None, "2019-05-01")),
        )
    };
    let stall =
        |staff| UnitRow {
            name: "早点摊".into(), code: None, kind: Some(1), staff: Some(staff), ..shop(here, said(1))
        };
    let home = |area| HouseRow { area_dm2: Some(area), ..house(here, "5号楼", "201") };
    let secretary = |phone: &str| StaffRow {
        region: here,
        community: here,
        post: "secretary".into(),
        name: "孙书记".into(),
        phone: Some(phone.into()),
        since: Some(day("2021-01-01")),
        until: None,
    };
    assert_eq!(take!(&world, persons, &[him("13912345678")]), [Done::Taken]);
    assert_eq!(take!(&world, take_units, &[stall(2)]), [Done::Taken]);
    assert_eq!(take!(&world, take_houses, &[home(8_000)]), [Done::Taken]);
    assert_eq!(take!(&world, take_staff, &[secretary("1")]), [Done::Taken]);
    // Another run, which looks the same rows over.
    let (source, scope) = (source(), world.id("22").await);
    let mut seen = Seen::default();
    let look = Chunk { write: false, ..chunk(&world, &source, scope) };
    let mut tx = world.store.begin().await.unwrap();
    persons(&mut tx, look, &mut seen, &[him("13912345678")]).await.unwrap();
    take_units(&mut tx, look, &mut seen, &[stall(2)]).await.unwrap();
    take_houses(&mut tx, look, &mut seen, &[home(8_000)]).await.unwrap();
    take_staff(&mut tx, look, &mut seen, &[secretary("1")]).await.unwrap();
    tx.commit().await.unwrap();
    seen.keep();
    let refused = |field| [Done::Refused(Refused::SaidOtherwise(field))];
    assert_eq!(take!(&world, persons, &[him("13912345679")], &mut seen), refused("phone"));
    assert_eq!(take!(&world, take_units, &[stall(3)], &mut seen), refused("staff"));
    assert_eq!(take!(&world, take_houses, &[home(9_000)], &mut seen), refused("area"));
    let built = BuildingSaid { built: Some(2_001), ..house(here, "5号楼", "").building };
    let next_door = HouseRow { building: built, ..house(here, "5号楼", "202") };
    assert_eq!(take!(&world, take_houses, &[next_door], &mut seen), refused("built"));
    assert_eq!(take!(&world, take_staff, &[secretary("2")], &mut seen), refused("name"));
    assert_eq!(world.clock.now(), NOW);
    let (done, _) = {
        let mut tx = world.store.begin().await.unwrap();
        take_persons(&mut tx, chunk(&world, &source, scope), &mut Seen::default(), &[him("13912345679")]).await.unwrap()
    };
    assert_eq!(done, [Done::Updated], "in another file it is news");
});
