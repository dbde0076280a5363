//! What an import must not do: write over who lives elsewhere, end what never began, double what was merged, or promise in a dry run
//! what it would not do.

use crate::duplicates::{everyone, note, one_house};
use crate::intake::{COMMUNITY, HIS_ID, OTHER, chunk, house, living, named, person, persons, persons_of, source, take};
use crate::merges::{Say, minutes, say};
use crate::support::{NOW, World, day, on_both, small_community};
use lifang_core::clock::{Clock, Instant};
use lifang_store::AsOf;
use lifang_store::intake::{
    Chunk, Done, LocalsSaid, PersonRow, PersonSaid, Refused, ResidenceSaid, Seen, StaffRow, UnitRow, take_houses,
    take_staff, take_units,
};
use sqlx::AnyPool;

const HER_ID: &str = "220103194003010020";

fn refused(why: Refused) -> Done {
    Done::Refused(why)
}

on_both!(who_lives_elsewhere_is_not_written_over_from_here, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let (source, there) = (source(), world.id(OTHER).await);
    let from_there = async |row: PersonRow| {
        let mut tx = world.store.begin().await.unwrap();
        let chunk = chunk(&world, &source, there);
        let done = persons(&mut tx, chunk, &mut Seen::default(), &[row]).await.unwrap().remove(0);
        tx.commit().await.unwrap();
        done
    };
    let home = || Some(living(there, None, "2023-01-01"));
    let phoned = |phone: &str| PersonSaid { phone: Some(phone.into()), ..named("王秀英") };
    assert_eq!(from_there(person(HER_ID, phoned("13999999999"), home())).await, refused(Refused::OutOfScope));
    assert_eq!(from_there(person(HER_ID, named("王秀兰"), home())).await, refused(Refused::OutOfScope));
    assert_eq!(persons_of(&world, OTHER).await, 0, "nor is half of such a row taken");
    assert_eq!(from_there(person(HER_ID, named("王秀英"), home())).await, Done::Updated, "she lives there too");
    world.clock.set(Instant(NOW.0 + 1_000));
    assert_eq!(
        from_there(person(HER_ID, phoned("13999999999"), home())).await,
        Done::Updated,
        "now she is one of theirs"
    );
});

on_both!(nothing_ends_before_it_began, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let left = |house: Option<(&str, &str)>, since: Option<&str>, until: &str| ResidenceSaid {
        since: since.map(day),
        until: Some(day(until)),
        ..living(here, house, "2020-01-01")
    };
    let her = |home| PersonRow { person: None, ..person(HER_ID, named(""), Some(home)) };
    let home = Some(("1号楼", "1单元601"));
    assert_eq!(take!(&world, persons, &[her(left(home, None, "2010-06-30"))]), [refused(Refused::EndsBefore("until"))]);
    let him = person(HIS_ID, named("欧阳建国"), Some(left(None, None, "2010-06-30")));
    assert_eq!(take!(&world, persons, &[him]), [refused(Refused::Missing("since"))]);
    let staff = |phone: &str, since: Option<&str>, until: Option<&str>| StaffRow {
        region: here,
        community: here,
        post: "director".into(),
        name: "赵主任".into(),
        phone: Some(phone.into()),
        since: since.map(day),
        until: until.map(day),
    };
    assert_eq!(
        take!(&world, take_staff, &[staff("1", None, Some("2020-12-31"))]),
        [refused(Refused::Missing("since"))]
    );
    assert_eq!(take!(&world, take_staff, &[staff("1", Some("2018-01-01"), Some("2020-12-31"))]), [Done::Taken]);
    // Whoever has left since gets another phone, not another term.
    world.clock.set(Instant(NOW.0 + 1_000));
    assert_eq!(take!(&world, take_staff, &[staff("2", Some("2018-01-01"), Some("2020-12-31"))]), [Done::Updated]);
    world.clock.set(Instant(NOW.0 + 2_000));
    assert_eq!(
        take!(&world, take_staff, &[staff("2", None, Some("2017-12-31"))])[0],
        Done::Refused(Refused::Missing("since")),
        "no term of that end is known"
    );
    sqlx::any::install_default_drivers();
    let pool = AnyPool::connect(&world.url).await.unwrap();
    let open = "SELECT phone, valid_from, valid_to FROM appointment WHERE post = 'director' AND recorded_to = 9223372036854775807";
    let terms: Vec<(String, i64, i64)> = sqlx::query_as(open).fetch_all(&pool).await.unwrap();
    let at = |text: &str| i64::from(day(text).0);
    assert_eq!(terms, [("2".to_owned(), at("2018-01-01"), at("2021-01-01"))]);
    for table in ["residence", "appointment", "person_fact"] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE valid_to <= valid_from");
        let (never,): (i64,) = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_one(&pool).await.unwrap();
        assert_eq!(never, 0, "{table}");
    }
    pool.close().await;
});

on_both!(a_list_brought_again_does_not_undo_a_merge, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    let said = |phone: &str| PersonSaid {
        sex: Some(2),
        birth: Some(day("1949-12-31")),
        phone: Some(phone.into()),
        ..named("王秀英")
    };
    // The second ID has a slip of the pen, and so has the phone beside it.
    let row = |id: &str, phone: &str| person(id, said(phone), Some(living(here, None, "2019-05-01")));
    let list = [row(HIS_ID, "13912345678"), row("11010519491231020X", "13912345679")];
    assert_eq!(take!(&world, persons, &list), [Done::Taken, Done::Taken]);
    let [right, wrong] = everyone(&world).await[..] else { panic!() };
    assert_eq!(note(&world, &[right, wrong]).await.len(), 1);
    say(&world, 1, Say::Merge(right), minutes(1)).await.unwrap();
    world.clock.set(minutes(2));
    assert_eq!(take!(&world, persons, &list), [Done::Unchanged, Done::Unchanged]);
    assert_eq!(everyone(&world).await, [right, wrong]);
    assert_eq!(persons_of(&world, COMMUNITY).await, 1);
    let known = world.store.person(right, AsOf::now(world.clock.now())).await.unwrap().unwrap().facts;
    assert_eq!((known.resident_id.as_deref(), known.phone.as_deref()), (Some(HIS_ID), Some("13912345678")));
});

on_both!(a_unit_whose_code_comes_later_is_the_same_unit, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    let unit = |code: Option<&str>| UnitRow {
        community: here,
        grid: None,
        name: "好再来超市".into(),
        code: code.map(str::to_owned),
        kind: Some(1),
        staff: None,
        since: None,
        locals: LocalsSaid::default(),
    };
    let (code, other) = ("91110000600037341L", "91220101MA0Y3T5X2B");
    assert_eq!(take!(&world, take_units, &[unit(None)]), [Done::Taken]);
    world.clock.set(Instant(NOW.0 + 1_000));
    assert_eq!(take!(&world, take_units, &[unit(Some(code)), unit(Some(other))]), [Done::Updated, Done::Taken]);
    assert_eq!(take!(&world, take_units, &[unit(Some(code)), unit(Some(other))]), [Done::Unchanged, Done::Unchanged]);
    assert_eq!(take!(&world, take_units, &[unit(None)]), [refused(Refused::Ambiguous)], "two shops of one name by now");
    let stall = UnitRow { name: "早点摊".into(), ..unit(None) };
    let licensed = UnitRow { code: Some("91220101MA0Y3T5X3C".into()), ..stall.clone() };
    let otherwise = refused(Refused::SaidOtherwise("code"));
    assert_eq!(
        take!(&world, take_units, &[stall, licensed]),
        [Done::Taken, otherwise],
        "in one file it is a contradiction"
    );
});

on_both!(houses_of_one_name_are_told_apart_by_their_grids, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    // As after a merge of two communities that each had a 1号楼.
    let mut twin = one_house(vec![]);
    for (grid, number) in twin.grids.iter_mut().zip([3, 4]) {
        grid.number = number;
    }
    world.fill(COMMUNITY, &twin).await;
    let him = |grid| {
        let home = ResidenceSaid { grid, ..living(here, Some(("1号楼", "1单元601")), "2019-05-01") };
        person(HIS_ID, named("欧阳建国"), Some(home))
    };
    assert_eq!(take!(&world, persons, &[him(None)]), [refused(Refused::SeveralHouses)]);
    let grid = world.id("220103008003003").await;
    assert_eq!(take!(&world, persons, &[him(Some(grid))]), [Done::Taken]);
    let row = house(here, "1号楼", "1单元601");
    assert_eq!(take!(&world, take_houses, &[row]), [refused(Refused::SeveralHouses)]);
});

on_both!(a_dry_run_promises_what_a_real_one_does, |world: World| async move {
    let (here, there) = (world.id(COMMUNITY).await, world.id(OTHER).await);
    world.fill(COMMUNITY, &small_community()).await;
    let him = |said, community| person(HIS_ID, said, Some(living(community, None, "2019-05-01")));
    let full = || PersonSaid { phone: Some("13912345678".into()), ..named("欧阳建国") };
    let her = || {
        let home = living(here, Some(("1号楼", "1单元601")), "2015-06-01");
        person(HER_ID, PersonSaid { phone: Some("13912345678".into()), ..named("王秀英") }, Some(home))
    };
    let rows = [
        him(full(), here),
        him(named("欧阳建国"), here),
        him(full(), there),
        him(named("欧阳国建"), here),
        her(),
        her(),
    ];
    let wanted = [
        Done::Taken,
        Done::Unchanged,
        Done::Updated,
        refused(Refused::SaidOtherwise("name")),
        Done::Updated,
        Done::Unchanged,
    ];
    let (source, scope) = (source(), world.id("22").await);
    let dry = Chunk { write: false, ..chunk(&world, &source, scope) };
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(persons(&mut tx, dry, &mut Seen::default(), &rows).await.unwrap(), wanted);
    tx.commit().await.unwrap();
    assert_eq!(take!(&world, persons, &rows), wanted);
});
