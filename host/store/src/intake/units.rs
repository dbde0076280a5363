//! Units, found by their code; one without by its name in its community, where its code, once known, finds it too.

use super::locals::{Held, Locals};
use super::seen::said;
use super::waves::waves;
use super::{Chunk, Done, Judged, LocalsSaid, Refused, Seen, Taking, UnitRow};
use crate::bulk::{Keys, Rows, Values};
use crate::counters::Block;
use crate::error::Result;
use crate::facts::supersede_all;
use crate::regions::{Place, place};
use crate::sql::{Read, each_in_force, in_force, narrow, query_as_of};
use crate::store::Tx;
use lifang_core::clock::Date;
use lifang_core::region::RegionId;
use std::collections::HashSet;

const DATASET: &str = "units";
const FACTS: &[&str] = &["unit_id", "community_id", "grid_id", "name", "code", "kind", "staff", "since"];

/// Takes units; gives what became of each row.
///
/// # Errors
/// The database's own, [`crate::Conflict::Changed`] where others wrote meanwhile; then nothing may be committed.
pub async fn take_units(tx: &mut Tx, chunk: Chunk<'_>, seen: &mut Seen, rows: &[UnitRow]) -> Result<Vec<Done>> {
    let mut taking = Taking::begin(tx, chunk, "unit").await?;
    let mut done = vec![Done::Unchanged; rows.len()];
    let uncoded: HashSet<_> =
        rows.iter().filter(|row| row.code.is_none()).map(|row| (row.community, &row.name)).collect();
    // A row with a code comes after one of its name that knows none: it may be about the same.
    let keys = rows.iter().map(|row| {
        let also = row.code.is_some() && uncoded.contains(&(row.community, &row.name));
        [key(row)].into_iter().chain(also.then_some(Key::Name(row.community, &row.name)))
    });
    for wave in waves(keys) {
        let wave_rows: Vec<&UnitRow> = wave.iter().map(|position| &rows[*position]).collect();
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

/// What finds a unit again.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Code(&'a str),
    Name(RegionId, &'a str),
}

fn key(row: &UnitRow) -> Key<'_> {
    row.code.as_deref().map_or(Key::Name(row.community, &row.name), Key::Code)
}

/// What a unit is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Unit {
    community: RegionId,
    grid: Option<RegionId>,
    name: String,
    code: Option<String>,
    kind: u8,
    staff: Option<u16>,
    since: Date,
}

/// A unit on record.
struct Known {
    fact: i64,
    id: i64,
    unit: Unit,
    valid_to: Date,
    inside: bool,
}

/// What a wave writes of units.
#[derive(Default)]
struct Writing<'a> {
    new: Vec<(Unit, &'a LocalsSaid)>,
    changed: Vec<(Known, Unit)>,
    locals: Locals,
}

async fn take(tx: &mut Tx, taking: &mut Taking<'_>, seen: &mut Seen, rows: &[&UnitRow]) -> Result<Vec<Done>> {
    let known = look_up(tx, taking, rows).await?;
    let there = rows.iter().zip(&known).filter_map(|(row, known)| Some((known.first()?.id, &row.locals)));
    let held = Held::look_up(tx, taking, DATASET, there).await?;
    let mut writing = Writing::default();
    let mut done = Vec::with_capacity(rows.len());
    for (row, mut known) in rows.iter().zip(known) {
        let outcome = match (known.len(), known.pop()) {
            (1, Some(known)) => change(taking, seen, row, (known, &held), &mut writing),
            (0, _) => enter(taking, seen, row, &mut writing),
            _ => Err(Refused::Ambiguous),
        };
        done.push(outcome.unwrap_or_else(Done::Refused));
    }
    if taking.chunk.write {
        write(tx, taking, seen, writing).await?;
    }
    Ok(done)
}

fn change(
    taking: &mut Taking<'_>,
    seen: &mut Seen,
    row: &UnitRow,
    (known, held): (Known, &Held),
    writing: &mut Writing<'_>,
) -> Judged<Done> {
    let before = &known.unit;
    let moved = row.community != before.community;
    let wanted = Unit {
        community: row.community,
        // A grid of the community it left says nothing any more.
        grid: row.grid.or(if moved { None } else { before.grid }),
        name: row.name.clone(),
        code: row.code.clone().or_else(|| before.code.clone()),
        kind: row.kind.unwrap_or(before.kind),
        staff: row.staff.or(before.staff),
        since: row.since.unwrap_or(before.since),
    };
    let again = seen.units.note(known.id);
    if again && wanted != *before {
        return Err(Refused::SaidOtherwise(difference(before, &wanted)));
    }
    let local_news = held.is_news(known.id, &row.locals, again)?;
    if wanted == *before && !local_news {
        return Ok(Done::Unchanged);
    }
    if !known.inside {
        return Err(Refused::OutOfScope);
    }
    taking.touch([before.community, wanted.community]);
    if local_news {
        writing.locals.push(known.id, &row.locals);
    }
    if wanted != *before {
        writing.changed.push((known, wanted));
    }
    Ok(Done::Updated)
}

fn enter<'a>(taking: &mut Taking<'_>, seen: &mut Seen, row: &'a UnitRow, writing: &mut Writing<'a>) -> Judged<Done> {
    let unit = Unit {
        community: row.community,
        grid: row.grid,
        name: row.name.clone(),
        code: row.code.clone(),
        kind: row.kind.ok_or(Refused::Missing("kind"))?,
        staff: row.staff,
        since: row.since.unwrap_or(taking.chunk.day),
    };
    if !taking.chunk.write {
        let said = [
            ("region".into(), said(Some(&row.community))),
            ("name".into(), said(Some(&row.name))),
            ("grid".into(), said(row.grid.as_ref())),
            ("kind".into(), said(row.kind.as_ref())),
            ("staff".into(), said(row.staff.as_ref())),
            ("since".into(), said(row.since.as_ref())),
            ("code".into(), said(row.code.as_ref())),
            row.locals.as_field(),
        ];
        return seen.fresh.hold(&key(row), &said).map(|before| before.map_or(Done::Taken, |()| Done::Unchanged));
    }
    taking.touch([unit.community]);
    writing.new.push((unit, &row.locals));
    Ok(Done::Taken)
}

async fn write(tx: &mut Tx, taking: &Taking<'_>, seen: &mut Seen, writing: Writing<'_>) -> Result<()> {
    let stamp = taking.stamp;
    let Writing { new, changed, mut locals } = writing;
    let mut block = Block::take(tx, "unit", new.len()).await?;
    let new: Vec<(i64, Unit, &LocalsSaid)> = new.into_iter().map(|(unit, said)| (block.next(), unit, said)).collect();
    let mut identities = Rows::new("unit", &["id", "uid"]);
    for (id, _, said) in &new {
        seen.units.note(*id);
        locals.push(*id, said);
        identities.push(tx, Values::default().and(*id).and(taking.uid())).await?;
    }
    identities.finish(tx).await?;
    let closed: Vec<(i64, Date)> = changed.iter().map(|(known, _)| (known.fact, stamp.from.valid)).collect();
    supersede_all(tx, "unit_fact", FACTS, &closed, stamp.from.recorded).await?;
    let mut rows = Rows::of_facts("unit_fact", FACTS);
    let new = new.into_iter().map(|(id, unit, _)| (id, stamp.from.valid.min(unit.since), Date::OPEN, unit));
    let changed = changed.into_iter().map(|(known, unit)| (known.id, stamp.from.valid, known.valid_to, unit));
    for (id, from, to, unit) in new.chain(changed) {
        let row = Values::default().and(id).and(unit.community.0).and(unit.grid.map(|grid| grid.0));
        let row = row.and(unit.name).and(unit.code).and(i64::from(unit.kind)).and(unit.staff.map(i64::from));
        rows.push(tx, row.and(i64::from(unit.since.0)).stamped_until(stamp, from, to)).await?;
    }
    rows.finish(tx).await?;
    locals.write(tx, taking, DATASET).await
}

/// The units on record that each row may mean.
async fn look_up(tx: &mut Tx, taking: &Taking<'_>, rows: &[&UnitRow]) -> Result<Vec<Vec<Known>>> {
    let mut known: Vec<Vec<Known>> = rows.iter().map(|_| Vec::new()).collect();
    let mut by_code = Keys::new(&["position", "code"]);
    let mut by_name = Keys::new(&["position", "community", "name"]);
    for (row, position) in rows.iter().zip(0_i64..) {
        match &row.code {
            Some(code) => by_code.push(Values::default().and(position).and(code.as_str())),
            None => by_name.push(Values::default().and(position).and(row.community.0).and(row.name.as_str())),
        }
    }
    let scope = place(tx.connection(), taking.chunk.scope, taking.at()).await?;
    let named = "u.community_id = k.community AND u.name = k.name";
    look(tx, taking, &scope, (by_code, "u.code = k.code"), &mut known).await?;
    look(tx, taking, &scope, (by_name, named), &mut known).await?;
    // A code that nobody has may be that of a unit whose code was not known yet.
    let mut coded = Keys::new(&["position", "community", "name"]);
    for ((row, position), _) in rows.iter().zip(0_i64..).zip(&known).filter(|(_, known)| known.is_empty()) {
        if row.code.is_some() {
            coded.push(Values::default().and(position).and(row.community.0).and(row.name.as_str()));
        }
    }
    look(tx, taking, &scope, (coded, &format!("{named} AND u.code IS NULL")), &mut known).await?;
    // It is that of one row; whoever else has its name is somebody else.
    let mut given = HashSet::new();
    for (row, known) in rows.iter().zip(&mut known) {
        if let [one] = known.as_slice()
            && row.code.is_some()
            && one.unit.code.is_none()
            && !given.insert(one.id)
        {
            known.clear();
        }
    }
    Ok(known)
}

/// Adds the units that are found by the keys under a condition.
async fn look(
    tx: &mut Tx,
    taking: &Taking<'_>,
    scope: &Place,
    (keys, condition): (Keys, &str),
    known: &mut [Vec<Known>],
) -> Result<()> {
    if !keys.is_empty() {
        let sql = format!(
            "SELECT k.position, u.id, u.unit_id, u.community_id, u.grid_id, u.name, u.code, u.kind, u.staff, u.since, \
             u.valid_to, v.path FROM {} {} LEFT JOIN region_version v ON v.region_id = u.community_id AND {}",
            keys.table(tx.engine(), 3),
            each_in_force(tx.engine(), "unit_fact", "u", condition),
            in_force("v")
        );
        for row in query_as_of(sql, taking.at()).bind(keys.json()?).fetch_all(tx.connection()).await? {
            let position: usize = narrow(row.int(0)?)?;
            let unit = Unit {
                community: RegionId(row.int(3)?),
                grid: row.int_or_null(4)?.map(RegionId),
                name: row.text(5)?,
                code: row.text_or_null(6)?,
                kind: narrow(row.int(7)?)?,
                staff: row.int_or_null(8)?.map(narrow).transpose()?,
                since: Date(narrow(row.int(9)?)?),
            };
            let inside = row.text_or_null(11)?.is_some_and(|path| path.starts_with(&scope.path));
            let valid_to = Date(narrow(row.int(10)?)?);
            if let Some(known) = known.get_mut(position) {
                known.push(Known { fact: row.int(1)?, id: row.int(2)?, unit, valid_to, inside });
            }
        }
    }
    Ok(())
}

fn difference(one: &Unit, other: &Unit) -> &'static str {
    let fields = [
        ("code", one.code != other.code),
        ("community", one.community != other.community),
        ("grid", one.grid != other.grid),
        ("name", one.name != other.name),
        ("kind", one.kind != other.kind),
        ("staff", one.staff != other.staff),
        ("since", one.since != other.since),
    ];
    fields.into_iter().find(|(_, differs)| *differs).map_or("code", |(field, _)| field)
}
