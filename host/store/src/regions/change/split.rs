//! A community or grid becomes several, building by building. Nothing may be left behind: what no building, grid or list places, and
//! for which no rest is named, refuses the split.

use super::super::path::below;
use super::follow::{Lists, Step, Taking, list};
use super::plan::{After, New, Plan};
use super::refusal::{self, Left};
use super::tree::changeable;
use super::versions::{Ground, Version};
use crate::counters::Block;
use crate::error::{Result, StoreError};
use crate::sql::{Read, query};
use crate::store::Tx;
use lifang_core::region::{Level, RegionCode, RegionId};
use lifang_core::region_change::{Codes, Part, follows};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    pub(super) region: &'a RegionCode,
    pub(super) into: &'a [Part],
    pub(super) buildings: &'a BTreeMap<String, RegionCode>,
    pub(super) grids: &'a Codes,
    pub(super) units: &'a BTreeMap<String, RegionCode>,
    pub(super) rest: Option<&'a RegionCode>,
}

/// A part, and what goes with it.
struct Piece {
    id: RegionId,
    code: RegionCode,
    path: String,
    buildings: BTreeSet<i64>,
    grids: BTreeSet<RegionId>,
    units: BTreeSet<i64>,
}

/// Something that a list names: its number, and the texts it may be named by.
struct Named {
    id: i64,
    names: Vec<String>,
    grid: Option<RegionId>,
}

pub(super) async fn split(tx: &mut Tx, ground: &Ground, wanted: Wanted<'_>) -> Result<Plan> {
    let whole = changeable(tx, ground, wanted.region).await?;
    if whole.level < Level::Community {
        return Err(refusal::only_communities_and_grids(&whole));
    }
    let codes: BTreeSet<&RegionCode> = wanted.into.iter().map(|part| &part.code).collect();
    if codes.len() < 2 || codes.len() < wanted.into.len() {
        return Err(refusal::too_few(&whole.code));
    }
    ground.steady_below(tx, &whole).await?;
    let mut plan = Plan::default();
    let mut pieces = parts(tx, ground, &whole, wanted.into, &mut plan).await?;
    let buildings = buildings(tx, ground, &whole).await?;
    assign_buildings(&whole, &buildings, wanted.buildings, &mut pieces)?;
    if whole.level == Level::Community {
        assign_grids(tx, ground, &whole, &buildings, wanted, &mut pieces, &mut plan).await?;
    }
    assign_units(tx, ground, &whole, wanted.units, &mut pieces).await?;
    let rest = wanted.rest.map(|code| index(&pieces, code)).transpose()?;
    let stays = pieces.iter().position(|piece| piece.id == whole.id);
    let main = stays.or(rest).unwrap_or(0);
    let takings = takings(&whole, &pieces, rest, main);
    if rest.is_none() {
        nothing_left(tx, ground, &whole, &takings[0], stays.is_none()).await?;
    }
    plan.touched.extend(match whole.level {
        Level::Grid => whole.parent,
        _ => Some(whole.id),
    });
    for (position, (piece, taking)) in pieces.iter().zip(takings).enumerate() {
        plan.link(whole.id, piece.id, position == main);
        if piece.id != whole.id {
            plan.steps.push(Step::PartTakes(taking));
            plan.steps.push(Step::PartInherits { whole: whole.id, part: piece.id });
        }
    }
    if let (Level::Community, Some(stays)) = (whole.level, stays) {
        let gone = pieces.iter().enumerate().filter(|(position, _)| *position != stays);
        let gone = list(gone.flat_map(|(_, piece)| piece.grids.iter().map(|grid| grid.0)));
        plan.steps.push(Step::WholeKeeps { whole: whole.id, gone });
    }
    if let (Level::Grid, Some(community)) = (whole.level, whole.parent) {
        plan.link(community, community, true);
        draw_anew(tx, ground, &pieces, &mut plan).await?;
    }
    if stays.is_none() {
        let posts_to = rest.map(|rest| pieces[rest].id);
        plan.steps.push(Step::WholeEnds { whole: whole.id, posts_to, main: pieces[main].id });
        plan.ended.push(whole);
    }
    Ok(plan)
}

/// The parts: new regions, or the one that stays.
async fn parts(tx: &mut Tx, ground: &Ground, whole: &Version, into: &[Part], plan: &mut Plan) -> Result<Vec<Piece>> {
    let parent = ground.region(tx, whole.parent.unwrap_or(super::super::NATION)).await?;
    ground.steady_alone(tx, &parent).await?;
    let mut block = Block::take(tx, "region", into.len()).await?;
    let mut pieces = Vec::with_capacity(into.len());
    for part in into {
        let name = part.name.as_deref().map(str::trim);
        let (id, path) = if part.code == whole.code {
            if let Some(name) = name.filter(|name| *name != whole.name) {
                let after = After { name: name.to_owned(), ..whole.as_is() };
                plan.changed.push((whole.clone(), after));
            }
            (whole.id, whole.path.clone())
        } else {
            let id = RegionId(block.next());
            let name = name.ok_or_else(|| refusal::name_wanted(&part.code))?;
            plan.created.push(New::below(&parent, id, whole.level, part.code.clone(), name.to_owned()));
            (id, below(&parent.path, id))
        };
        let (buildings, grids, units) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        pieces.push(Piece { id, code: part.code.clone(), path, buildings, grids, units });
    }
    Ok(pieces)
}

fn index(pieces: &[Piece], code: &RegionCode) -> Result<usize> {
    pieces.iter().position(|piece| piece.code == *code).ok_or_else(|| refusal::not_a_part(code))
}

fn place_column(whole: &Version) -> &'static str {
    if whole.level == Level::Grid { "grid_id" } else { "community_id" }
}

async fn buildings(tx: &mut Tx, ground: &Ground, whole: &Version) -> Result<Vec<Named>> {
    let sql = format!(
        "SELECT t.building_id, b.uid, t.name, t.grid_id FROM building_fact t JOIN building b ON b.id = t.building_id \
         WHERE t.{} = $1 AND {} ORDER BY t.name, t.building_id",
        place_column(whole),
        ground.onward("t")
    );
    let mut found = Vec::new();
    for row in query(sql).bind(whole.id.0).fetch_all(tx.connection()).await? {
        let grid = row.int_or_null(3)?.map(RegionId);
        found.push(Named { id: row.int(0)?, names: vec![uid(row.bytes_or_null(1)?)?, row.text(2)?], grid });
    }
    Ok(found)
}

fn uid(bytes: Option<Vec<u8>>) -> Result<String> {
    Ok(Uuid::from_slice(&bytes.unwrap_or_default()).map_err(StoreError::corrupt)?.to_string())
}

/// What a text names among `all`: by identifier or by a name that only one has.
fn named(all: &[Named], text: &str, whole: &Version) -> Result<i64> {
    let ids: BTreeSet<i64> =
        all.iter().filter(|one| one.names.iter().any(|name| name == text)).map(|one| one.id).collect();
    match ids.len() {
        0 => Err(refusal::not_in(text, whole)),
        1 => Ok(ids.into_iter().next().unwrap_or_default()),
        several => Err(refusal::ambiguous(text, several, whole)),
    }
}

fn assign_buildings(
    whole: &Version,
    all: &[Named],
    assigned: &BTreeMap<String, RegionCode>,
    pieces: &mut [Piece],
) -> Result<()> {
    let mut taken: HashMap<i64, usize> = HashMap::new();
    for (text, code) in assigned {
        let (building, piece) = (named(all, text, whole)?, index(pieces, code)?);
        if taken.insert(building, piece).is_some_and(|other| other != piece) {
            return Err(refusal::placed_twice(text, whole));
        }
        pieces[piece].buildings.insert(building);
    }
    let unplaced: BTreeSet<&str> = all
        .iter()
        .filter(|one| !taken.contains_key(&one.id))
        .filter_map(|one| Some(one.names.get(1)?.as_str()))
        .collect();
    if unplaced.is_empty() { Ok(()) } else { Err(refusal::buildings_unassigned(whole, &unplaced)) }
}

async fn assign_grids(
    tx: &mut Tx,
    ground: &Ground,
    whole: &Version,
    buildings: &[Named],
    wanted: Wanted<'_>,
    pieces: &mut [Piece],
    plan: &mut Plan,
) -> Result<()> {
    let all = ground.subtree(tx, whole).await?;
    let grids: Vec<&Version> = all.iter().filter(|version| version.is_child_of(whole)).collect();
    if let Some(code) = wanted.grids.keys().find(|code| !grids.iter().any(|grid| grid.code == **code)) {
        return Err(refusal::not_below(code, whole));
    }
    let (mut divided, mut left) = (Vec::new(), Vec::new());
    for grid in &grids {
        let of: BTreeSet<usize> = buildings
            .iter()
            .filter(|building| building.grid == Some(grid.id))
            .filter_map(|building| pieces.iter().position(|piece| piece.buildings.contains(&building.id)))
            .collect();
        let listed = wanted.grids.get(&grid.code).or(wanted.rest.filter(|_| of.is_empty()));
        let listed = listed.map(|code| index(pieces, code)).transpose()?;
        let piece = match (of.iter().next().copied(), of.len()) {
            (Some(piece), 1) if listed.is_none_or(|listed| listed == piece) => piece,
            (None, _) => match listed {
                Some(piece) => piece,
                None => {
                    left.push(grid.code.as_str().to_owned());
                    continue;
                }
            },
            _ => {
                divided.push(grid.code.as_str().to_owned());
                continue;
            }
        };
        pieces[piece].grids.insert(grid.id);
    }
    if !divided.is_empty() {
        return Err(refusal::grids_divided(whole, &divided));
    }
    if !left.is_empty() {
        let count = i64::try_from(left.len()).unwrap_or(i64::MAX);
        return Err(refusal::left_behind(whole, &[Left { zh: "网格", en: "grids", count, examples: left }]));
    }
    for grid in grids {
        let Some(piece) = pieces.iter().find(|piece| piece.grids.contains(&grid.id) && piece.id != whole.id) else {
            continue;
        };
        let after = After {
            code: follows(&grid.code, &whole.code, &piece.code),
            name: grid.name.clone(),
            parent: Some(piece.id),
            path: below(&piece.path, grid.id),
        };
        plan.changed.push((grid.clone(), after));
    }
    Ok(())
}

async fn assign_units(
    tx: &mut Tx,
    ground: &Ground,
    whole: &Version,
    assigned: &BTreeMap<String, RegionCode>,
    pieces: &mut [Piece],
) -> Result<()> {
    if assigned.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT t.unit_id, u.uid, t.name, t.code FROM unit_fact t JOIN unit u ON u.id = t.unit_id WHERE t.{} = $1 AND {}",
        place_column(whole),
        ground.onward("t")
    );
    let mut all = Vec::new();
    for row in query(sql).bind(whole.id.0).fetch_all(tx.connection()).await? {
        let names = [Some(uid(row.bytes_or_null(1)?)?), Some(row.text(2)?), row.text_or_null(3)?];
        all.push(Named { id: row.int(0)?, names: names.into_iter().flatten().collect(), grid: None });
    }
    for (text, code) in assigned {
        let (unit, piece) = (named(&all, text, whole)?, index(pieces, code)?);
        if pieces.iter().any(|other| other.code != *code && other.units.contains(&unit)) {
            return Err(refusal::placed_twice(text, whole));
        }
        pieces[piece].units.insert(unit);
    }
    Ok(())
}

fn takings(whole: &Version, pieces: &[Piece], rest: Option<usize>, main: usize) -> Vec<Taking> {
    let lists = |of: &[Piece]| Lists {
        buildings: list(of.iter().flat_map(|piece| piece.buildings.iter().copied())),
        grids: list(of.iter().flat_map(|piece| piece.grids.iter().map(|grid| grid.0))),
        units: list(of.iter().flat_map(|piece| piece.units.iter().copied())),
    };
    let all = lists(pieces);
    let taking = |(position, piece): (usize, &Piece)| Taking {
        whole: whole.id,
        part: piece.id,
        of_grid: whole.level == Level::Grid,
        own: lists(std::slice::from_ref(piece)),
        all: all.clone(),
        rest: rest == Some(position),
        main: main == position,
    };
    pieces.iter().enumerate().map(taking).collect()
}

/// Checks that every record has a part to go to.
async fn nothing_left(tx: &mut Tx, ground: &Ground, whole: &Version, any: &Taking, ends: bool) -> Result<()> {
    let mut left = Vec::new();
    for (table, example, zh, en) in [
        ("house_fact", "t.number", "房", "houses"),
        ("unit_fact", "t.name", "单位", "units"),
        // Who lives there is nobody's business here.
        ("residence", "''", "无房屋的居住关系", "residences without a house"),
        ("appointment", "t.post", "社区自身的任职", "appointments of its own"),
    ] {
        let which = match table {
            "appointment" if ends => format!("t.region_id = {}", whole.id.0),
            "appointment" => continue,
            _ => any.left(table, ground),
        };
        let sql =
            format!("SELECT {example}, t.id FROM {table} t WHERE {which} AND {} ORDER BY t.id", ground.onward("t"));
        let rows = query(sql).fetch_all(tx.connection()).await?;
        if rows.is_empty() {
            continue;
        }
        let examples = rows.iter().map(|row| row.text(0)).collect::<Result<BTreeSet<_>>>()?;
        let examples = examples.into_iter().filter(|text| !text.is_empty()).collect();
        left.push(Left { zh, en, count: i64::try_from(rows.len()).unwrap_or(i64::MAX), examples });
    }
    if left.is_empty() { Ok(()) } else { Err(refusal::left_behind(whole, &left)) }
}

/// Grids are drawn for as many households as their buildings have houses.
async fn draw_anew(tx: &mut Tx, ground: &Ground, pieces: &[Piece], plan: &mut Plan) -> Result<()> {
    for piece in pieces {
        let sql = format!(
            "SELECT COUNT(DISTINCT t.house_id) FROM house_fact t WHERE t.building_id IN ({}) AND {}",
            list(piece.buildings.iter().copied()),
            ground.onward("t")
        );
        let households = query(sql).fetch_one(tx.connection()).await?.int(0)?;
        plan.steps.push(Step::Drawn { grid: piece.id, households });
    }
    Ok(())
}
