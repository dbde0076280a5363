//! Where persons live or are registered: found by person and community, compared, and written with the person.

use super::row::end_of;
use super::seen::{Fresh, said};
use super::{HouseKey, Judged, PersonRow, Refused, ResidenceSaid, Taking, houses, said_or};
use crate::bulk::{Keys, Rows, Values};
use crate::error::Result;
use crate::facts::supersede_all;
use crate::regions::place;
use crate::sql::{Read, each, each_in_force, in_force, narrow, query_as_of};
use crate::store::Tx;
use lifang_core::clock::Date;
use lifang_core::region::RegionId;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

const FACTS: &[&str] = &["person_id", "house_id", "community_id", "grid_id", "kind", "since"];

/// What a residence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Residence {
    house: Option<i64>,
    community: RegionId,
    grid: Option<RegionId>,
    kind: u8,
    since: Date,
}

/// A residence on record.
#[derive(Clone, Copy, Debug)]
struct Home {
    fact: i64,
    residence: Residence,
    valid_from: Date,
    valid_to: Date,
}

/// What a wave's persons have on record, and the houses its rows name.
pub(super) struct Homes {
    of: HashMap<i64, Vec<Home>>,
    houses: HashMap<(RegionId, HouseKey), Vec<houses::Found>>,
    inside: HashSet<RegionId>,
}

/// What is to be done about a residence.
#[derive(Debug)]
pub(super) enum Step {
    Nothing,
    Add(New),
    /// Closes a row of facts from the day on, and says the other in its place.
    Replace(i64, Date, New),
}

/// A residence to be written, and when it holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct New {
    residence: Residence,
    valid_to: Date,
}

impl New {
    /// The first day on which it holds, said in the place of something that holds until the day.
    fn from(&self, day: Date) -> Date {
        if day == Date::START { self.residence.since } else { day }
    }
}

impl Homes {
    /// The houses that the rows name; of persons nothing is known yet.
    pub(super) async fn named(tx: &mut Tx, taking: &Taking<'_>, rows: &[&PersonRow]) -> Result<Self> {
        let mut homes = Self { of: HashMap::new(), houses: HashMap::new(), inside: HashSet::new() };
        let named = rows.iter().filter_map(|row| row.residence.as_ref());
        let named = named.filter_map(|said| Some((said.community, said.house.clone()?)));
        homes.houses = houses::find(tx, taking, named).await?;
        Ok(homes)
    }

    /// The one house of that name, where it is on record.
    pub(super) fn house_of(&self, said: &ResidenceSaid) -> Option<i64> {
        self.house(said).ok()?.0
    }

    /// Reads what is on record of these persons.
    pub(super) async fn read(&mut self, tx: &mut Tx, taking: &Taking<'_>, persons: &[i64]) -> Result<()> {
        if persons.is_empty() {
            return Ok(());
        }
        let scope = place(tx.connection(), taking.chunk.scope, taking.at()).await?;
        let mut keys = Keys::new(&["person"]);
        for person in persons {
            keys.push(Values::default().and(*person));
        }
        let sql = format!(
            "SELECT r.person_id, r.id, r.house_id, r.community_id, r.grid_id, r.kind, r.since, r.valid_from, r.valid_to, v.path \
             FROM {} {} LEFT JOIN region_version v ON v.region_id = r.community_id AND {} ORDER BY r.id",
            keys.table(tx.engine(), 3),
            each(
                tx.engine(),
                "residence",
                "r",
                "r.person_id = k.person AND r.recorded_from <= $2 AND r.recorded_to > $2"
            ),
            in_force("v")
        );
        for row in query_as_of(sql, taking.at()).bind(keys.json()?).fetch_all(tx.connection()).await? {
            let community = RegionId(row.int(3)?);
            let residence = Residence {
                house: row.int_or_null(2)?,
                community,
                grid: row.int_or_null(4)?.map(RegionId),
                kind: narrow(row.int(5)?)?,
                since: Date(narrow(row.int(6)?)?),
            };
            let (valid_from, valid_to) = (Date(narrow(row.int(7)?)?), Date(narrow(row.int(8)?)?));
            if row.text_or_null(9)?.is_some_and(|path| path.starts_with(&scope.path)) {
                self.inside.insert(community);
            }
            self.of.entry(row.int(0)?).or_default().push(Home { fact: row.int(1)?, residence, valid_from, valid_to });
        }
        Ok(())
    }

    /// The communities in which the person has a residence, or had one.
    pub(super) fn communities(&self, person: i64) -> impl Iterator<Item = RegionId> {
        self.of.get(&person).into_iter().flatten().map(|home| home.residence.community)
    }

    /// Whether one of the person's residences lies where the import may change things; nobody's do where there are none.
    pub(super) fn may_change(&self, person: i64) -> bool {
        let mut communities = self.communities(person).peekable();
        communities.peek().is_none() || communities.any(|community| self.inside.contains(&community))
    }

    /// What is said of a residence of somebody new.
    pub(super) fn enter(&self, taking: &Taking<'_>, said: &ResidenceSaid) -> Judged<New> {
        let (house, grid) = self.house(said)?;
        let kind = said.kind.ok_or(Refused::Missing("residence"))?;
        // Whoever has left has come on some day.
        let since = match (said.since, said.until) {
            (None, Some(_)) => return Err(Refused::Missing("since")),
            (since, _) => since.unwrap_or(taking.chunk.day),
        };
        let valid_to = end_of(said.until).unwrap_or(Date::OPEN);
        if valid_to <= since {
            return Err(Refused::EndsBefore("until"));
        }
        let residence = Residence { house, community: said.community, grid: said.grid.or(grid), kind, since };
        Ok(New { residence, valid_to })
    }

    /// What is said of a residence of somebody on record, held against what is known. `again`: the file spoke of the person
    /// before.
    pub(super) fn compare(&self, taking: &Taking<'_>, person: i64, said: &ResidenceSaid, again: bool) -> Judged<Step> {
        let (house, house_grid) = self.house(said)?;
        let day = taking.chunk.day;
        let all = || {
            let homes = self.of.get(&person).into_iter().flatten();
            homes.filter(|home| home.residence.community == said.community)
        };
        let end = end_of(said.until);
        // One that is over by now is known already when it ended on the day that is said.
        let over = |home: &&Home| Some(home.valid_to) == end && (home.residence.house == house || house.is_none());
        if all().filter(|home| home.valid_to <= day).any(|home| over(&home)) {
            return Ok(Step::Nothing);
        }
        let here = || all().filter(|home| home.valid_from <= day && day < home.valid_to);
        let same_house = here().find(|home| house.is_some() && home.residence.house == house);
        let same_kind = here().find(|home| Some(home.residence.kind) == said.kind);
        let Some(known) = same_house.or(same_kind).or(here().next()) else {
            return self.enter(taking, said).map(Step::Add);
        };
        let before = known.residence;
        let grid = said.grid.or(if said.house.is_some() { house_grid } else { None });
        let wanted = Residence {
            house: house.or(before.house),
            community: before.community,
            grid: grid.or(before.grid),
            kind: said_or(said.kind.as_ref(), &before.kind),
            since: said_or(said.since.as_ref(), &before.since),
        };
        let valid_to = end.unwrap_or(known.valid_to);
        if wanted == before && valid_to == known.valid_to {
            return Ok(Step::Nothing);
        }
        if again {
            return Err(Refused::SaidOtherwise(difference(&before, &wanted)));
        }
        let mut new = New { residence: wanted, valid_to };
        // Who moved has lived there before; a day that is only written otherwise was never true.
        let day = if (wanted.house, wanted.kind) == (before.house, before.kind) {
            Date::START
        } else if said.since.is_none() {
            let day = taking.chunk.day.max(known.valid_from);
            if wanted.house != before.house {
                new.residence.since = day;
            }
            day
        } else if wanted.since > known.valid_from {
            wanted.since
        } else {
            Date::START
        };
        if valid_to <= new.from(day) {
            return Err(Refused::EndsBefore("until"));
        }
        Ok(Step::Replace(known.fact, day, new))
    }

    fn house(&self, said: &ResidenceSaid) -> Judged<(Option<i64>, Option<RegionId>)> {
        let Some(house) = &said.house else { return Ok((None, None)) };
        let found = self.houses.get(&(said.community, house.clone())).ok_or(Refused::NoHouse)?;
        match found.as_slice() {
            [] => Err(Refused::NoHouse),
            [one] => Ok((Some(one.house), one.grid)),
            // Where communities were merged, two houses may have one name.
            several => {
                let mut here = several.iter().filter(|house| said.grid.is_some() && house.grid == said.grid);
                match (here.next(), here.next()) {
                    (Some(one), None) => Ok((Some(one.house), one.grid)),
                    _ => Err(Refused::SeveralHouses),
                }
            }
        }
    }
}

/// Notes what a dry run would have written of a residence in a community; whether that was said before.
pub(super) fn hold(fresh: &mut Fresh, who: &impl Hash, residence: &ResidenceSaid) -> Judged<Option<()>> {
    let fields = [
        ("house".into(), said(residence.house.as_ref())),
        ("residence".into(), said(residence.kind.as_ref())),
        ("since".into(), said(residence.since.as_ref())),
        ("until".into(), said(residence.until.as_ref())),
        ("grid".into(), said(residence.grid.as_ref())),
    ];
    fresh.hold(&(who, residence.community), &fields)
}

fn difference(one: &Residence, other: &Residence) -> &'static str {
    if one.house != other.house {
        "house"
    } else if one.kind != other.kind {
        "residence"
    } else if one.since != other.since {
        "since"
    } else if one.grid != other.grid {
        "grid"
    } else {
        "until"
    }
}

/// What a wave writes of residences.
#[derive(Default)]
pub(super) struct Written {
    /// Of persons on record.
    steps: Vec<(i64, Step)>,
    /// Of new persons, in their order.
    new: Vec<Option<New>>,
}

impl Written {
    pub(super) fn push(&mut self, person: i64, step: Step) {
        self.steps.push((person, step));
    }

    pub(super) fn enter(&mut self, home: Option<New>) {
        self.new.push(home);
    }

    /// The new persons have their numbers now.
    pub(super) fn name_new(&mut self, ids: &[i64]) {
        let new = ids.iter().zip(self.new.drain(..));
        self.steps.extend(new.filter_map(|(id, home)| Some((*id, Step::Add(home?)))));
    }

    pub(super) async fn write(self, tx: &mut Tx, taking: &mut Taking<'_>) -> Result<()> {
        let mut closed = Vec::new();
        let mut rows = Rows::of_facts("residence", FACTS);
        let mut adding = Vec::new();
        for (person, step) in self.steps {
            match step {
                Step::Nothing => {}
                Step::Add(new) => adding.push((person, new, new.residence.since)),
                Step::Replace(fact, day, new) => {
                    closed.push((fact, day));
                    adding.push((person, new, new.from(day)));
                }
            }
        }
        supersede_all(tx, "residence", FACTS, &closed, taking.stamp.from.recorded).await?;
        for (person, New { residence, valid_to }, from) in adding {
            taking.touch([residence.community]);
            let row = Values::default().and(person).and(residence.house).and(residence.community.0);
            let row = row.and(residence.grid.map(|grid| grid.0)).and(i64::from(residence.kind));
            let row = row.and(i64::from(residence.since.0));
            rows.push(tx, row.stamped_until(taking.stamp, from, valid_to)).await?;
        }
        rows.finish(tx).await
    }
}

/// Residences in houses follow their houses into another grid.
pub(super) async fn follow(tx: &mut Tx, taking: &mut Taking<'_>, houses: &[(i64, Option<RegionId>)]) -> Result<()> {
    if houses.is_empty() {
        return Ok(());
    }
    let mut keys = Keys::new(&["house", "grid"]);
    for (house, grid) in houses {
        keys.push(Values::default().and(*house).and(grid.map(|grid| grid.0)));
    }
    let sql = format!(
        "SELECT r.id, r.person_id, r.house_id, r.community_id, k.grid, r.kind, r.since, r.valid_to, r.valid_from \
         FROM {} {}",
        keys.table(tx.engine(), 3),
        each_in_force(tx.engine(), "residence", "r", "r.house_id = k.house")
    );
    let found = query_as_of(sql, taking.at()).bind(keys.json()?).fetch_all(tx.connection()).await?;
    let mut closed = Vec::with_capacity(found.len());
    let mut rows = Rows::of_facts("residence", FACTS);
    let day = taking.stamp.from.valid;
    for row in &found {
        closed.push((row.int(0)?, day));
    }
    supersede_all(tx, "residence", FACTS, &closed, taking.stamp.from.recorded).await?;
    for row in &found {
        let values = Values::default().and(row.int(1)?).and(row.int_or_null(2)?).and(row.int(3)?);
        let values = values.and(row.int_or_null(4)?).and(row.int(5)?).and(row.int(6)?);
        let valid_to = Date(narrow(row.int(7)?)?);
        rows.push(tx, values.stamped_until(taking.stamp, day, valid_to)).await?;
    }
    rows.finish(tx).await
}
