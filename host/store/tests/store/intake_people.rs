//! People without a resident ID: known by name, birth and sex where they live; given an ID later; told apart from namesakes.

use crate::duplicates::{everyone, one_house};
use crate::intake::{COMMUNITY, chunk, living, named, person, persons, persons_of, rows, source, take};
use crate::support::{NOW, World, day, on_both, resident, small_community};
use lifang_core::clock::{Clock, Instant};
use lifang_core::region::RegionId;
use lifang_store::AsOf;
use lifang_store::intake::{Done, PersonRow, PersonSaid, Refused, Seen, take_persons};

const AN_ID: &str = "220103202401050028";

fn child(community: RegionId, house: Option<&str>) -> PersonRow {
    let said = PersonSaid { sex: Some(2), birth: Some(day("2024-01-05")), ..named("阿依·古丽") };
    let home = living(community, house.map(|number| ("1号楼", number)), "2024-01-05");
    PersonRow { resident_id: None, ..person("", said, Some(home)) }
}

fn with_id(row: &PersonRow) -> PersonRow {
    PersonRow { resident_id: Some(AN_ID.into()), ..row.clone() }
}

/// What became of one row, and how many pairs it left for review.
async fn one(world: &World, row: &PersonRow) -> (Done, u64) {
    let (source, scope) = (source(), world.id("22").await);
    let mut tx = world.store.begin().await.unwrap();
    let chunk = chunk(world, &source, scope);
    let (mut done, pairs) =
        take_persons(&mut tx, chunk, &mut Seen::default(), std::slice::from_ref(row)).await.unwrap();
    tx.commit().await.unwrap();
    (done.remove(0), pairs)
}

on_both!(who_has_no_id_is_known_by_name_birth_and_sex_at_home, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let before = persons_of(&world, COMMUNITY).await;
    let row = child(here, Some("1单元601"));
    // The dot between the parts of a name is written or left out.
    let mut undotted = row.clone();
    undotted.person.as_mut().unwrap().name = Some("阿依古丽".into());
    let chunk = [row.clone(), row.clone(), child(here, Some("9单元999"))];
    let nowhere = Done::Refused(Refused::NoHouse);
    assert_eq!(take!(&world, persons, &chunk), [Done::Taken, Done::Unchanged, nowhere]);
    let written = rows(&world).await;
    assert_eq!(one(&world, &row).await, (Done::Unchanged, 0));
    assert_eq!(rows(&world).await, written, "what is the same writes nothing");
    assert_eq!(persons_of(&world, COMMUNITY).await, before + 1);

    // A phone is news about the same child; in one file, two phones are a contradiction.
    world.clock.set(Instant(NOW.0 + 1_000));
    let phoned = |phone: &str| {
        let mut row = row.clone();
        row.person.as_mut().unwrap().phone = Some(phone.into());
        row
    };
    assert_eq!(
        take!(&world, persons, &[phoned("13900000001"), phoned("13900000002")]),
        [Done::Updated, Done::Refused(Refused::SaidOtherwise("phone"))]
    );

    // In another house it is somebody else, until a reviewer says otherwise.
    assert_eq!(one(&world, &child(here, Some("1单元102"))).await, (Done::Taken, 1));
    assert_eq!(one(&world, &child(here, Some("1单元102"))).await, (Done::Unchanged, 0));
    assert_eq!(one(&world, &child(here, None)).await.0, Done::Taken);
    assert_eq!(one(&world, &child(here, None)).await, (Done::Unchanged, 0));
    assert_eq!(persons_of(&world, COMMUNITY).await, before + 3);
    // Written without its dot, the name is the same to whom it belongs, and is noted as it is written now.
    world.clock.set(Instant(NOW.0 + 2_000));
    assert_eq!(one(&world, &undotted).await.0, Done::Updated);
    assert_eq!(persons_of(&world, COMMUNITY).await, before + 3);
});

on_both!(an_id_that_comes_later_goes_to_the_one_who_had_none, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    let row = child(here, Some("1单元601"));
    assert_eq!(one(&world, &row).await, (Done::Taken, 0));
    let child_id = *everyone(&world).await.last().unwrap();
    world.clock.set(Instant(NOW.0 + 1_000));
    assert_eq!(one(&world, &with_id(&row)).await, (Done::Updated, 0));
    let at = AsOf::now(world.clock.now());
    assert_eq!(world.store.persons_by_resident_id(AN_ID, at).await.unwrap(), [child_id]);
    let known = world.store.person(child_id, at).await.unwrap().unwrap().facts;
    assert_eq!((known.resident_id.as_deref(), known.sex), (Some(AN_ID), Some(2)));
    assert_eq!(one(&world, &with_id(&row)).await, (Done::Unchanged, 0));
    // A cell that is empty again takes nothing away.
    assert_eq!(one(&world, &row).await, (Done::Unchanged, 0));
    assert_eq!(world.store.person(child_id, at).await.unwrap().unwrap().facts.resident_id.as_deref(), Some(AN_ID));

    // One file that says both: the second row says something else of the same child.
    let other =
        PersonRow { person: Some(PersonSaid { birth: Some(day("2024-01-06")), ..row.person.clone().unwrap() }), ..row };
    let both = [other.clone(), PersonRow { resident_id: Some("220103202401060066".into()), ..other }];
    let otherwise = Done::Refused(Refused::SaidOtherwise("resident_id"));
    assert_eq!(take!(&world, persons, &both), [Done::Taken, otherwise]);
});

on_both!(an_id_in_another_place_is_somebody_new_and_reported, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    world.fill(COMMUNITY, &small_community()).await;
    assert_eq!(one(&world, &child(here, None)).await, (Done::Taken, 0));
    // Without a house, nobody knows whether it is the same child.
    assert_eq!(one(&world, &with_id(&child(here, None))).await, (Done::Taken, 1));
});

on_both!(namesakes_in_one_house_are_not_guessed_at, |world: World| async move {
    let here = world.id(COMMUNITY).await;
    let twice = ["阿依·古丽", "阿依·古丽"].map(|name| resident(name, "2024-01-05", 2, 0));
    world.fill(COMMUNITY, &one_house(twice.into())).await;
    let row = child(here, Some("1单元601"));
    assert_eq!(one(&world, &row).await, (Done::Refused(Refused::Namesakes), 0));
    let (done, pairs) = one(&world, &with_id(&row)).await;
    assert_eq!((done, pairs), (Done::Taken, 2), "either may be the one with the ID");
});
