//! Houses and their buildings: a building is found by its name in the community, a house by its number in the building.

use super::locals::{Held, Locals};
use super::residences;
use super::seen::said;
use super::waves::waves;
use super::{BuildingSaid, Chunk, Done, HouseKey, HouseRow, Judged, Refused, Seen, Taking, said_or, said_or_known};
use crate::bulk::{Keys, Rows, Values};
use crate::counters::Block;
use crate::error::Result;
use crate::facts::supersede_all;
use crate::sql::{Read, each_in_force, narrow, query_as_of};
use crate::store::Tx;
use lifang_core::clock::Date;
use lifang_core::region::RegionId;
use std::collections::HashMap;

const DATASET: &str = "houses";
const BUILDING: &[&str] =
    &["building_id", "community_id", "grid_id", "name", "address", "built", "storeys", "elevator"];
const HOUSE: &[&str] =
    &["house_id", "building_id", "community_id", "grid_id", "number", "floor", "area_dm2", "house_use"];

/// Takes houses, and their buildings with them; gives what became of each row.
///
/// # Errors
/// The database's own, [`crate::Conflict::Changed`] where others wrote meanwhile; then nothing may be committed.
pub async fn take_houses(tx: &mut Tx, chunk: Chunk<'_>, seen: &mut Seen, rows: &[HouseRow]) -> Result<Vec<Done>> {
    let mut taking = Taking::begin(tx, chunk, "house").await?;
    let mut done = vec![Done::Unchanged; rows.len()];
    for wave in waves(rows.iter().map(|row| [(row.community, &row.building.name, &row.number)])) {
        let wave_rows: Vec<&HouseRow> = wave.iter().map(|position| &rows[*position]).collect();
        let of_wave = take(tx, &mut taking, seen, &wave_rows).await?;
        for (position, one) in wave.into_iter().zip(of_wave) {
            done[position] = one;
        }
    }
    if chunk.write {
        taking.end(tx).await?;
    }
    Ok(done)
}

/// A building, on record or about to be.
#[derive(Clone)]
struct Building {
    /// The row of facts and until when it holds; none for a new one.
    fact: Option<(i64, Date)>,
    id: i64,
    grid: Option<RegionId>,
    address: String,
    built: Option<u16>,
    storeys: Option<u8>,
    elevator: Option<bool>,
    /// Whether it is to be written.
    news: bool,
    several: bool,
}

type Buildings<'a> = HashMap<(RegionId, &'a str), Building>;

/// What a house is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct House {
    grid: Option<RegionId>,
    floor: Option<u8>,
    area_dm2: Option<i64>,
    house_use: u8,
}

/// A house on record.
#[derive(Clone, Copy)]
struct Known {
    fact: i64,
    id: i64,
    facts: House,
    valid_to: Date,
    several: bool,
}

/// What a wave writes of houses.
#[derive(Default)]
struct Writing<'a> {
    new: Vec<(&'a HouseRow, House)>,
    changed: Vec<(&'a HouseRow, Known, House)>,
    locals: Locals,
}

async fn take(tx: &mut Tx, taking: &mut Taking<'_>, seen: &mut Seen, rows: &[&HouseRow]) -> Result<Vec<Done>> {
    let mut buildings = buildings(tx, taking, rows).await?;
    let known = known(tx, taking, rows, &buildings).await?;
    let there = rows.iter().zip(&known).filter_map(|(row, known)| Some(((*known)?.id, &row.locals)));
    let held = Held::look_up(tx, taking, DATASET, there).await?;
    let mut fresh = Vec::new();
    let mut writing = Writing::default();
    let mut done = Vec::with_capacity(rows.len());
    for (row, known) in rows.iter().zip(known) {
        let outcome = one(taking, seen, row, (known, &held), &mut buildings, &mut fresh, &mut writing);
        done.push(outcome.unwrap_or_else(Done::Refused));
    }
    if taking.chunk.write {
        write_buildings(tx, taking, seen, &mut buildings, &fresh).await?;
        write_houses(tx, taking, seen, &buildings, writing).await?;
    } else {
        // What a row says of a building as it is known, it has said; a row that goes on to contradict it is found.
        for building in buildings.values().filter(|building| !building.news) {
            seen.buildings.note(building.id);
        }
    }
    Ok(done)
}

fn one<'a>(
    taking: &mut Taking<'_>,
    seen: &mut Seen,
    row: &'a HouseRow,
    (known, held): (Option<Known>, &Held),
    buildings: &mut Buildings<'a>,
    fresh: &mut Vec<(RegionId, &'a str)>,
    writing: &mut Writing<'a>,
) -> Judged<Done> {
    if known.is_some_and(|known| known.several) {
        return Err(Refused::SeveralHouses);
    }
    let overlaid = |before: Option<&House>| {
        Some(House {
            grid: row.grid.or(before.and_then(|house| house.grid)),
            floor: row.floor.or(before.and_then(|house| house.floor)),
            area_dm2: row.area_dm2.or(before.and_then(|house| house.area_dm2)),
            house_use: row.house_use.or(before.map(|house| house.house_use))?,
        })
    };
    let wanted = overlaid(known.as_ref().map(|known| &known.facts)).ok_or(Refused::Missing("use"))?;
    if let Some(known) = &known
        && seen.houses.has(known.id)
        && wanted != known.facts
    {
        return Err(Refused::SaidOtherwise(difference(&known.facts, &wanted)));
    }
    let local_news = match &known {
        Some(known) => held.is_news(known.id, &row.locals, seen.houses.has(known.id))?,
        None => false,
    };
    let new_building = compare_building(seen, row, buildings, fresh)?;
    let outcome = match known {
        Some(known) => {
            seen.houses.note(known.id);
            if wanted == known.facts && !new_building && !local_news {
                return Ok(Done::Unchanged);
            }
            if local_news {
                writing.locals.push(known.id, &row.locals);
            }
            if wanted != known.facts {
                writing.changed.push((row, known, wanted));
            }
            Done::Updated
        }
        None if !taking.chunk.write => {
            let said = [
                ("grid".into(), said(row.grid.as_ref())),
                ("floor".into(), said(row.floor.as_ref())),
                ("area".into(), said(row.area_dm2.as_ref())),
                ("use".into(), said(row.house_use.as_ref())),
                row.locals.as_field(),
            ];
            let before = seen.fresh.hold(&(row.community, &row.building.name, &row.number), &said)?;
            before.map_or(Done::Taken, |()| Done::Unchanged)
        }
        None => {
            writing.new.push((row, wanted));
            Done::Taken
        }
    };
    taking.touch([row.community]);
    Ok(outcome)
}

/// Puts what the row says of its building over what is known; whether that is news.
fn compare_building<'a>(
    seen: &Seen,
    row: &'a HouseRow,
    buildings: &mut Buildings<'a>,
    fresh: &mut Vec<(RegionId, &'a str)>,
) -> Judged<bool> {
    let key = (row.community, row.building.name.as_str());
    let BuildingSaid { name, address, built, storeys, elevator } = &row.building;
    let Some(before) = buildings.get(&key) else {
        let building = Building {
            fact: None,
            id: 0,
            grid: row.grid,
            address: said_or(address.as_ref(), name),
            built: *built,
            storeys: *storeys,
            elevator: *elevator,
            news: true,
            several: false,
        };
        buildings.insert(key, building);
        fresh.push(key);
        return Ok(true);
    };
    if before.several {
        return Err(Refused::SeveralHouses);
    }
    let mut after = before.clone();
    after.address = said_or(address.as_ref(), &before.address);
    after.built = said_or_known(built.as_ref(), before.built.as_ref());
    after.storeys = said_or_known(storeys.as_ref(), before.storeys.as_ref());
    after.elevator = said_or_known(elevator.as_ref(), before.elevator.as_ref());
    // A long building may stand in two grids: its own is that of the row which first spoke of it.
    after.grid = before.grid.or(row.grid);
    let differs = [
        ("address", after.address != before.address, !before.address.is_empty() && before.address != *name),
        ("built", after.built != before.built, before.built.is_some()),
        ("storeys", after.storeys != before.storeys, before.storeys.is_some()),
        ("elevator", after.elevator != before.elevator, before.elevator.is_some()),
        ("grid", after.grid != before.grid, false),
    ];
    let spoken_of = before.news || seen.buildings.has(before.id);
    if let Some((field, ..)) = differs.iter().find(|(_, differs, was_said)| *differs && *was_said && spoken_of) {
        return Err(Refused::SaidOtherwise(field));
    }
    if !differs.iter().any(|(_, differs, _)| *differs) {
        return Ok(false);
    }
    after.news = true;
    buildings.insert(key, after);
    Ok(true)
}

/// The buildings on record that the rows name.
async fn buildings<'a>(tx: &mut Tx, taking: &Taking<'_>, rows: &[&'a HouseRow]) -> Result<Buildings<'a>> {
    let mut named: HashMap<(RegionId, &str), i64> = HashMap::new();
    let mut order = Vec::new();
    let mut keys = Keys::new(&["position", "community", "name"]);
    for row in rows {
        let key = (row.community, row.building.name.as_str());
        let position = i64::try_from(order.len()).unwrap_or(i64::MAX);
        if named.insert(key, position).is_none() {
            order.push(key);
            keys.push(Values::default().and(position).and(key.0.0).and(key.1));
        }
    }
    let sql = format!(
        "SELECT k.position, b.id, b.building_id, b.grid_id, b.address, b.built, b.storeys, b.elevator, b.valid_to \
         FROM {} {}",
        keys.table(tx.engine(), 3),
        each_in_force(tx.engine(), "building_fact", "b", "b.community_id = k.community AND b.name = k.name")
    );
    let mut found: Buildings<'_> = HashMap::new();
    for row in query_as_of(sql, taking.at()).bind(keys.json()?).fetch_all(tx.connection()).await? {
        let position: usize = narrow(row.int(0)?)?;
        let Some(key) = order.get(position) else { continue };
        let building = Building {
            fact: Some((row.int(1)?, Date(narrow(row.int(8)?)?))),
            id: row.int(2)?,
            grid: row.int_or_null(3)?.map(RegionId),
            address: row.text(4)?,
            built: row.int_or_null(5)?.map(narrow).transpose()?,
            storeys: row.int_or_null(6)?.map(narrow).transpose()?,
            elevator: row.int_or_null(7)?.map(|flag| flag != 0),
            news: false,
            several: found.contains_key(key),
        };
        found.insert(*key, building);
    }
    Ok(found)
}

/// The house of each row, where it is on record.
async fn known<'a>(
    tx: &mut Tx,
    taking: &Taking<'_>,
    rows: &[&'a HouseRow],
    buildings: &Buildings<'a>,
) -> Result<Vec<Option<Known>>> {
    let mut known = vec![None; rows.len()];
    let mut keys = Keys::new(&["position", "building", "number"]);
    for (row, position) in rows.iter().zip(0_i64..) {
        if let Some(building) = buildings.get(&(row.community, row.building.name.as_str())) {
            keys.push(Values::default().and(position).and(building.id).and(row.number.as_str()));
        }
    }
    if keys.is_empty() {
        return Ok(known);
    }
    let sql = format!(
        "SELECT k.position, h.id, h.house_id, h.grid_id, h.floor, h.area_dm2, h.house_use, h.valid_to \
         FROM {} {}",
        keys.table(tx.engine(), 3),
        each_in_force(tx.engine(), "house_fact", "h", "h.building_id = k.building AND h.number = k.number")
    );
    for row in query_as_of(sql, taking.at()).bind(keys.json()?).fetch_all(tx.connection()).await? {
        let position: usize = narrow(row.int(0)?)?;
        let Some(place) = known.get_mut(position) else { continue };
        let facts = House {
            grid: row.int_or_null(3)?.map(RegionId),
            floor: row.int_or_null(4)?.map(narrow).transpose()?,
            area_dm2: row.int_or_null(5)?,
            house_use: narrow(row.int(6)?)?,
        };
        let (fact, id, valid_to) = (row.int(1)?, row.int(2)?, Date(narrow(row.int(7)?)?));
        *place = Some(Known { fact, id, facts, valid_to, several: place.is_some() });
    }
    Ok(known)
}

async fn write_buildings<'a>(
    tx: &mut Tx,
    taking: &Taking<'_>,
    seen: &mut Seen,
    buildings: &mut Buildings<'a>,
    fresh: &[(RegionId, &'a str)],
) -> Result<()> {
    let stamp = taking.stamp;
    let mut block = Block::take(tx, "building", fresh.len()).await?;
    let mut identities = Rows::new("building", &["id", "uid"]);
    for key in fresh {
        let id = block.next();
        identities.push(tx, Values::default().and(id).and(taking.uid())).await?;
        if let Some(building) = buildings.get_mut(key) {
            building.id = id;
        }
    }
    identities.finish(tx).await?;
    let news: Vec<_> = buildings.iter().filter(|(_, building)| building.news).collect();
    let closed: Vec<(i64, Date)> =
        news.iter().filter_map(|(_, building)| Some((building.fact?.0, stamp.from.valid))).collect();
    supersede_all(tx, "building_fact", BUILDING, &closed, stamp.from.recorded).await?;
    let mut rows = Rows::of_facts("building_fact", BUILDING);
    for ((community, name), building) in news {
        let valid_to = building.fact.map_or(Date::OPEN, |(_, valid_to)| valid_to);
        let row = Values::default().and(building.id).and(community.0).and(building.grid.map(|grid| grid.0));
        let row = row.and(*name).and(building.address.as_str()).and(building.built.map(i64::from));
        let row = row.and(building.storeys.map(i64::from)).and(building.elevator.map(i64::from));
        rows.push(tx, row.stamped_until(stamp, stamp.from.valid, valid_to)).await?;
    }
    rows.finish(tx).await?;
    for building in buildings.values() {
        seen.buildings.note(building.id);
    }
    Ok(())
}

async fn write_houses(
    tx: &mut Tx,
    taking: &mut Taking<'_>,
    seen: &mut Seen,
    buildings: &Buildings<'_>,
    writing: Writing<'_>,
) -> Result<()> {
    let stamp = taking.stamp;
    let mut block = Block::take(tx, "house", writing.new.len()).await?;
    let mut identities = Rows::new("house", &["id", "uid"]);
    let new: Vec<_> = writing.new.into_iter().map(|(row, house)| (block.next(), row, house)).collect();
    let mut locals = writing.locals;
    for (id, row, _) in &new {
        seen.houses.note(*id);
        locals.push(*id, &row.locals);
        identities.push(tx, Values::default().and(*id).and(taking.uid())).await?;
    }
    identities.finish(tx).await?;
    let closed: Vec<(i64, Date)> = writing.changed.iter().map(|(_, known, _)| (known.fact, stamp.from.valid)).collect();
    supersede_all(tx, "house_fact", HOUSE, &closed, stamp.from.recorded).await?;
    let mut rows = Rows::of_facts("house_fact", HOUSE);
    let changed = writing.changed.iter().map(|(row, known, house)| (known.id, *row, *house, known.valid_to));
    for (id, row, house, valid_to) in
        new.into_iter().map(|(id, row, house)| (id, row, house, Date::OPEN)).chain(changed)
    {
        let building = buildings.get(&(row.community, row.building.name.as_str()));
        let grid = house.grid.or(building.and_then(|building| building.grid));
        let values = Values::default().and(id).and(building.map_or(0, |building| building.id)).and(row.community.0);
        let values = values.and(grid.map(|grid| grid.0)).and(row.number.as_str()).and(house.floor.map(i64::from));
        let values = values.and(house.area_dm2).and(i64::from(house.house_use));
        rows.push(tx, values.stamped_until(stamp, stamp.from.valid, valid_to)).await?;
    }
    rows.finish(tx).await?;
    locals.write(tx, taking, DATASET).await?;
    let regridded: Vec<(i64, Option<RegionId>)> = writing
        .changed
        .iter()
        .filter(|(_, known, house)| known.facts.grid != house.grid)
        .map(|(_, known, house)| (known.id, house.grid))
        .collect();
    residences::follow(tx, taking, &regridded).await
}

fn difference(one: &House, other: &House) -> &'static str {
    if one.grid != other.grid {
        "grid"
    } else if one.floor != other.floor {
        "floor"
    } else if one.area_dm2 != other.area_dm2 {
        "area"
    } else {
        "use"
    }
}

/// A house that a row names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) house: i64,
    pub(super) grid: Option<RegionId>,
}

/// The houses of these names that are on record.
pub(super) async fn find(
    tx: &mut Tx,
    taking: &Taking<'_>,
    named: impl Iterator<Item = (RegionId, HouseKey)>,
) -> Result<HashMap<(RegionId, HouseKey), Vec<Found>>> {
    let mut order: Vec<(RegionId, HouseKey)> = named.collect();
    order.sort_unstable_by(|one, other| {
        (one.0, &one.1.building, &one.1.number).cmp(&(other.0, &other.1.building, &other.1.number))
    });
    order.dedup();
    let mut found: HashMap<(RegionId, HouseKey), Vec<Found>> = HashMap::with_capacity(order.len());
    if order.is_empty() {
        return Ok(found);
    }
    let mut keys = Keys::new(&["position", "community", "building", "number"]);
    for ((community, house), position) in order.iter().zip(0_i64..) {
        let row = Values::default().and(position).and(community.0);
        keys.push(row.and(house.building.as_str()).and(house.number.as_str()));
    }
    let sql = format!(
        "SELECT k.position, h.house_id, h.grid_id FROM {} {} {} ORDER BY h.house_id",
        keys.table(tx.engine(), 3),
        each_in_force(tx.engine(), "building_fact", "b", "b.community_id = k.community AND b.name = k.building"),
        each_in_force(tx.engine(), "house_fact", "h", "h.building_id = b.building_id AND h.number = k.number")
    );
    for row in query_as_of(sql, taking.at()).bind(keys.json()?).fetch_all(tx.connection()).await? {
        let position: usize = narrow(row.int(0)?)?;
        let Some(key) = order.get(position) else { continue };
        let grid = row.int_or_null(2)?.map(RegionId);
        found.entry(key.clone()).or_default().push(Found { house: row.int(1)?, grid });
    }
    Ok(found)
}
