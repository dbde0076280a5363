//! Records follow their regions, whole tables at a time: what held is closed as known, said again until the day of the change, and
//! said anew, in its new place, from that day on. What ended before stays where it was.
//!
//! A moved record keeps its source and collector: who lives in a house was found by whoever visited it, and a source that is
//! switched off goes quiet with all it said. That it lies elsewhere is said by the change.

use super::versions::Ground;
use crate::bulk::{Rows, Values};
use crate::error::Result;
use crate::facts::Stamp;
use crate::sql::{Read, query};
use crate::store::{Engine, Tx};
use lifang_core::clock::Instant;
use lifang_core::region::{Level, RegionId};

/// Something that records do because of a change.
#[derive(Debug)]
pub(super) enum Step {
    /// All that lies in a grid lies in another community.
    GridMoves { grid: RegionId, community: RegionId },
    /// All that lies on a region lies on another.
    RegionBecomes { from: RegionId, to: RegionId, level: Level },
    /// A grid is drawn for the households of several.
    GridDrawnFor { grid: RegionId, of: Vec<RegionId> },
    /// A grid is drawn for so many households.
    Drawn { grid: RegionId, households: i64 },
    /// A grid is no longer drawn.
    DrawingEnds { grid: RegionId },
    /// The sources that a region answered for are another's.
    SourcesAnswerTo { from: RegionId, to: RegionId },
    /// A part takes what is its own of the region that was split.
    PartTakes(Taking),
    /// What stays with the region that was split lies in none of the grids that went.
    WholeKeeps { whole: RegionId, gone: String },
    /// A part has the plugins and local fields of the region that was split.
    PartInherits { whole: RegionId, part: RegionId },
    /// What was held by the region that was split and is held by nobody now.
    WholeEnds { whole: RegionId, posts_to: Option<RegionId>, main: RegionId },
}

/// What a part of a split region takes.
#[derive(Clone, Debug)]
pub(super) struct Taking {
    pub(super) whole: RegionId,
    pub(super) part: RegionId,
    /// Whether grids are split, and not a community.
    pub(super) of_grid: bool,
    /// Its buildings, grids and units.
    pub(super) own: Lists,
    /// Those of all parts.
    pub(super) all: Lists,
    /// Whether it also takes what nothing places.
    pub(super) rest: bool,
    /// Whether events go to it that nothing places.
    pub(super) main: bool,
}

/// Identifiers, as a list in SQL.
#[derive(Clone, Debug)]
pub(super) struct Lists {
    pub(super) buildings: String,
    pub(super) grids: String,
    pub(super) units: String,
}

/// A list in SQL. Never empty: no row has the number 0.
pub(super) fn list(ids: impl IntoIterator<Item = i64>) -> String {
    std::iter::once(0).chain(ids).map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

/// The tables of facts that lie somewhere, with what their rows are called in the report of a change.
const PLACED: [(&str, &str); 4] =
    [("building_fact", "buildings"), ("house_fact", "houses"), ("unit_fact", "units"), ("residence", "residences")];

type Followed = Vec<(&'static str, u64)>;

/// Has records follow.
pub(super) async fn follow(tx: &mut Tx, ground: &Ground, step: &Step) -> Result<Followed> {
    match step {
        Step::GridMoves { grid, community } => grid_moves(tx, ground, *grid, *community).await,
        Step::RegionBecomes { from, to, level } => region_becomes(tx, ground, *from, *to, *level).await,
        Step::GridDrawnFor { grid, of } => drawn_for(tx, ground, *grid, of).await,
        Step::Drawn { grid, households } => {
            drawing_ends(tx, ground, &list([grid.0])).await?;
            draw(tx, ground, *grid, *households, ground.provenance).await.map(|()| Vec::new())
        }
        Step::DrawingEnds { grid } => drawing_ends(tx, ground, &list([grid.0])).await.map(|_| Vec::new()),
        Step::SourcesAnswerTo { from, to } => sources_answer_to(tx, *from, *to).await.map(|()| Vec::new()),
        Step::PartTakes(taking) => part_takes(tx, ground, taking).await,
        Step::WholeKeeps { whole, gone } => {
            let which = format!("t.community_id = {} AND t.grid_id IN ({gone})", whole.0);
            for (table, _) in PLACED {
                relocate(tx, ground, table, &[("grid_id", "NULL".to_owned())], &which).await?;
            }
            Ok(Vec::new())
        }
        Step::PartInherits { whole, part } => {
            for table in ["local_field", "installation"] {
                let which = format!("t.region_id = {}", whole.0);
                say_anew(tx, ground, table, &[("region_id", part.0.to_string())], &which).await?;
            }
            Ok(Vec::new())
        }
        Step::WholeEnds { whole, posts_to, main } => {
            let which = format!("t.region_id = {}", whole.0);
            let posts = match posts_to {
                Some(to) => relocate(tx, ground, "appointment", &[("region_id", to.0.to_string())], &which).await?,
                None => 0,
            };
            for table in ["local_field", "installation"] {
                end(tx, ground, table, &which).await?;
            }
            drawing_ends(tx, ground, &list([whole.0])).await?;
            sources_answer_to(tx, *whole, *main).await?;
            Ok(vec![("appointments", posts)])
        }
    }
}

async fn grid_moves(tx: &mut Tx, ground: &Ground, grid: RegionId, community: RegionId) -> Result<Followed> {
    let which = format!("t.grid_id = {}", grid.0);
    let set = [("community_id", community.0.to_string())];
    let mut followed = Vec::new();
    for (table, what) in PLACED {
        followed.push((what, relocate(tx, ground, table, &set, &which).await?));
    }
    let moved = [("place_id", community.0.to_string())];
    followed.extend(happened(tx, ground, (&which, &which), &moved).await?);
    Ok(followed)
}

async fn region_becomes(tx: &mut Tx, ground: &Ground, from: RegionId, to: RegionId, level: Level) -> Result<Followed> {
    let mut followed = Vec::new();
    let column = if level == Level::Grid { "grid_id" } else { "community_id" };
    if level >= Level::Community {
        let which = format!("t.{column} = {}", from.0);
        for (table, what) in PLACED {
            followed.push((what, relocate(tx, ground, table, &[(column, to.0.to_string())], &which).await?));
        }
    }
    let posts = format!("t.region_id = {}", from.0);
    let to_region = [("region_id", to.0.to_string())];
    followed.push(("appointments", relocate(tx, ground, "appointment", &to_region, &posts).await?));
    for (table, what, same) in [
        ("local_field", "local_fields", "o.dataset = t.dataset AND o.key = t.key"),
        ("installation", "installations", "o.plugin = t.plugin AND o.version = t.version"),
    ] {
        let unlike = format!(
            "SELECT t.id FROM {table} t WHERE t.region_id = {} AND {} AND NOT EXISTS \
             (SELECT 1 FROM {table} o WHERE o.region_id = {} AND {same} AND {})",
            from.0,
            ground.onward("t"),
            to.0,
            ground.onward("o")
        );
        let mut rows = Vec::new();
        for row in query(unlike).fetch_all(tx.connection()).await? {
            rows.push(row.int(0)?);
        }
        let which = format!("t.id IN ({})", list(rows));
        followed.push((what, relocate(tx, ground, table, &to_region, &which).await?));
        // What the other has already is not said twice.
        end(tx, ground, table, &format!("t.region_id = {}", from.0)).await?;
    }
    let place = if level == Level::Grid { "grid_id" } else { "place_id" };
    let which = format!("(t.{place} = {0} OR t.region_id = {0})", from.0);
    let visits = format!("t.{place} = {}", from.0);
    let set = [(place, instead(place, from, to)), ("region_id", instead("region_id", from, to))];
    followed.extend(happened(tx, ground, (&which, &visits), &set).await?);
    sources_answer_to(tx, from, to).await?;
    let orders = "UPDATE work_order SET region_id = $1 WHERE region_id = $2 AND created_at >= $3";
    let orders = query(orders).bind(to.0).bind(from.0).bind(ground.at.valid.midnight().0);
    followed.push(("work_orders", orders.execute(tx.connection()).await?.rows_affected()));
    Ok(followed)
}

/// A column with one region in the place of another.
fn instead(column: &str, from: RegionId, to: RegionId) -> String {
    format!("CASE WHEN t.{column} = {} THEN {} ELSE t.{column} END", from.0, to.0)
}

/// What happened on the day of the change or later, and was entered before the change was, lies where it would have been entered.
/// What happened earlier stays; whoever asks for it on later boundaries is led there. Visits have a place, but no region of their own.
async fn happened(
    tx: &mut Tx,
    ground: &Ground,
    (which, visits): (&str, &str),
    set: &[(&str, String)],
) -> Result<Followed> {
    let day = ground.at.valid;
    let list = |set: &[&(&str, String)]| {
        set.iter().map(|(column, value)| format!("{column} = {value}")).collect::<Vec<_>>().join(", ")
    };
    let all = list(&set.iter().collect::<Vec<_>>());
    let mut followed = Vec::new();
    for (table, what, after) in [
        ("event", "events", format!("t.day >= {}", day.0)),
        ("submission", "submissions", format!("t.filled >= {}", day.midnight().0)),
    ] {
        let sql = format!("UPDATE {table} AS t SET {all}, revision = revision + 1 WHERE {which} AND {after}");
        followed.push((what, query(sql).execute(tx.connection()).await?.rows_affected()));
    }
    let places = list(&set.iter().filter(|(column, _)| *column != "region_id").collect::<Vec<_>>());
    let known = format!("t.recorded_to = {} AND t.day >= {}", Instant::OPEN.0, day.0);
    let sql = format!("UPDATE visit AS t SET {places} WHERE {visits} AND {known}");
    followed.push(("visits", query(sql).execute(tx.connection()).await?.rows_affected()));
    Ok(followed)
}

async fn part_takes(tx: &mut Tx, ground: &Ground, taking: &Taking) -> Result<Followed> {
    let column = if taking.of_grid { "grid_id" } else { "community_id" };
    let mut set = vec![(column, taking.part.0.to_string())];
    if !taking.of_grid {
        // What a list places apart from its grid is in no grid there.
        set.push(("grid_id", format!("CASE WHEN t.grid_id IN ({}) THEN t.grid_id END", taking.own.grids)));
    }
    let mut followed = Vec::new();
    for (table, what) in PLACED {
        followed.push((what, relocate(tx, ground, table, &set, &taking.takes(table, ground)).await?));
    }
    let place = if taking.of_grid { "grid_id" } else { "place_id" };
    let unplaced = if taking.main { format!(" OR {}", taking.unplaced()) } else { String::new() };
    let which = format!("t.{place} = {} AND ({}{unplaced})", taking.whole.0, taking.by_grid());
    let (whole, part) = (taking.whole, taking.part);
    let set = [(place, part.0.to_string()), ("region_id", instead("region_id", whole, part))];
    followed.extend(happened(tx, ground, (&which, &which), &set).await?);
    Ok(followed)
}

impl Taking {
    /// The rows of a table that the part takes.
    pub(super) fn takes(&self, table: &str, ground: &Ground) -> String {
        let Lists { buildings, units, .. } = &self.own;
        let rest = if self.rest { format!(" OR {}", self.unplaced()) } else { String::new() };
        let otherwise = format!("({}{rest})", self.by_grid());
        let (own, all) = match table {
            "building_fact" => return format!("{} AND t.building_id IN ({buildings})", self.of_whole()),
            "house_fact" => {
                (format!("t.building_id IN ({buildings})"), format!("t.building_id IN ({})", self.all.buildings))
            }
            "unit_fact" => (format!("t.unit_id IN ({units})"), format!("t.unit_id IN ({})", self.all.units)),
            _ => (housed(buildings, ground), housed(&self.all.buildings, ground)),
        };
        format!("{} AND ({own} OR NOT {all} AND {otherwise})", self.of_whole())
    }

    /// The rows of a table that no part takes.
    pub(super) fn left(&self, table: &str, ground: &Ground) -> String {
        let all = match table {
            "building_fact" | "house_fact" => format!("t.building_id IN ({})", self.all.buildings),
            "unit_fact" => format!("t.unit_id IN ({})", self.all.units),
            _ => housed(&self.all.buildings, ground),
        };
        let left = format!("{} AND NOT {all}", self.of_whole());
        if table == "building_fact" { left } else { format!("{left} AND {}", self.unplaced()) }
    }

    fn of_whole(&self) -> String {
        format!("t.{} = {}", if self.of_grid { "grid_id" } else { "community_id" }, self.whole.0)
    }

    fn by_grid(&self) -> String {
        if self.of_grid {
            "1 = 0".to_owned()
        } else {
            format!("COALESCE(t.grid_id, 0) IN ({}) AND t.grid_id > 0", self.own.grids)
        }
    }

    /// In no grid that goes with a part.
    fn unplaced(&self) -> String {
        if self.of_grid {
            "1 = 1".to_owned()
        } else {
            format!("(t.grid_id IS NULL OR t.grid_id NOT IN ({}))", self.all.grids)
        }
    }
}

/// A residence in a house of one of the buildings.
fn housed(buildings: &str, ground: &Ground) -> String {
    format!(
        "(t.house_id IS NOT NULL AND t.house_id IN \
         (SELECT h.house_id FROM house_fact h WHERE h.building_id IN ({buildings}) AND {}))",
        ground.onward("h")
    )
}

/// Who answers for a source does so in a region that is there.
async fn sources_answer_to(tx: &mut Tx, from: RegionId, to: RegionId) -> Result<()> {
    let sql = "UPDATE source SET region_id = $1 WHERE region_id = $2";
    query(sql).bind(to.0).bind(from.0).execute(tx.connection()).await?;
    Ok(())
}

/// The households a grid is drawn for are those of the grids it is made of.
async fn drawn_for(tx: &mut Tx, ground: &Ground, grid: RegionId, of: &[RegionId]) -> Result<Followed> {
    let grids = list(of.iter().map(|grid| grid.0));
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(t.households), 0) AS bigint), MIN(t.provenance_id) FROM grid_fact t \
         WHERE t.region_id IN ({grids}) AND {} AND t.valid_from <= {}",
        ground.onward("t"),
        ground.at.valid.0
    );
    let row = query(sql).fetch_one(tx.connection()).await?;
    let (households, provenance) = (row.int(0)?, row.int_or_null(1)?);
    drawing_ends(tx, ground, &grids).await?;
    draw(tx, ground, grid, households, provenance.unwrap_or(ground.provenance)).await?;
    Ok(Vec::new())
}

/// Says for how many households a grid is drawn from the day of the change on.
async fn draw(tx: &mut Tx, ground: &Ground, grid: RegionId, households: i64, provenance: i64) -> Result<()> {
    let stamp = Stamp { provenance, from: ground.at };
    let mut rows = Rows::of_facts("grid_fact", &["region_id", "households"]);
    rows.push(tx, Values::default().and(grid.0).and(households).stamped(stamp, ground.at.valid)).await?;
    rows.finish(tx).await
}

async fn drawing_ends(tx: &mut Tx, ground: &Ground, grids: &str) -> Result<u64> {
    end(tx, ground, "grid_fact", &format!("t.region_id IN ({grids})")).await
}

/// Closes facts and says them anew with some columns changed. Gives how many.
async fn relocate(tx: &mut Tx, ground: &Ground, table: &str, set: &[(&str, String)], which: &str) -> Result<u64> {
    let last = last_row(tx, table).await?;
    copy(tx, ground, table, set, which, last).await?;
    close(tx, ground, table, which, last).await
}

/// Says facts anew with some columns changed, and leaves them as they are.
async fn say_anew(tx: &mut Tx, ground: &Ground, table: &str, set: &[(&str, String)], which: &str) -> Result<()> {
    let last = last_row(tx, table).await?;
    copy(tx, ground, table, set, which, last).await
}

/// Ends facts on the day of the change.
async fn end(tx: &mut Tx, ground: &Ground, table: &str, which: &str) -> Result<u64> {
    let last = last_row(tx, table).await?;
    close(tx, ground, table, which, last).await
}

async fn copy(tx: &mut Tx, ground: &Ground, table: &str, set: &[(&str, String)], which: &str, last: i64) -> Result<()> {
    let columns = columns(tx, table).await?;
    let value = |column: &String| match set.iter().find(|(changed, _)| changed == column) {
        Some((_, value)) => value.clone(),
        None => format!("t.{column}"),
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    let day = ground.at.valid.0;
    let sql = format!(
        "INSERT INTO {table} ({}, valid_from, valid_to, recorded_from, recorded_to) \
         SELECT {}, CASE WHEN t.valid_from > {day} THEN t.valid_from ELSE {day} END, t.valid_to, $1, {} \
         FROM {table} t WHERE {which} AND {} AND t.id <= {last}",
        columns.join(", "),
        values.join(", "),
        Instant::OPEN.0,
        ground.onward("t")
    );
    query(sql).bind(ground.at.recorded.0).execute(tx.connection()).await?;
    Ok(())
}

async fn close(tx: &mut Tx, ground: &Ground, table: &str, which: &str, last: i64) -> Result<u64> {
    let columns = columns(tx, table).await?;
    let day = ground.at.valid.0;
    let keep = format!(
        "INSERT INTO {table} ({}, valid_from, valid_to, recorded_from, recorded_to) \
         SELECT t.{}, t.valid_from, {day}, $1, {} FROM {table} t WHERE {which} AND {} AND t.valid_from < {day} AND t.id <= {last}",
        columns.join(", "),
        columns.join(", t."),
        Instant::OPEN.0,
        ground.onward("t")
    );
    query(keep).bind(ground.at.recorded.0).execute(tx.connection()).await?;
    let close =
        format!("UPDATE {table} AS t SET recorded_to = $1 WHERE {which} AND {} AND t.id <= {last}", ground.onward("t"));
    Ok(query(close).bind(ground.at.recorded.0).execute(tx.connection()).await?.rows_affected())
}

async fn last_row(tx: &mut Tx, table: &str) -> Result<i64> {
    query(format!("SELECT COALESCE(MAX(id), 0) FROM {table}")).fetch_one(tx.connection()).await?.int(0)
}

/// What a row says, whatever columns later migrations add: all but its number and its times.
async fn columns(tx: &mut Tx, table: &str) -> Result<Vec<String>> {
    let sql = match tx.engine() {
        Engine::Sqlite => "SELECT name FROM pragma_table_info($1) ORDER BY cid",
        Engine::Postgres => {
            "SELECT CAST(column_name AS text) FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
        }
    };
    let own = ["id", "valid_from", "valid_to", "recorded_from", "recorded_to"];
    let rows = query(sql).bind(table.to_owned()).fetch_all(tx.connection()).await?;
    let names = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>>>()?;
    Ok(names.into_iter().filter(|name| !own.contains(&name.as_str())).collect())
}
