//! The figures of each area: a grid in communities and streets, a street in a district, a district above that.

use super::within;
use lifang_sdk::data::{Column, events, grids, visits};
use lifang_sdk::{AggregateGroup, Context, Data, Figure, Period, PluginError};
use std::collections::BTreeMap;

/// One row of the report.
#[derive(Clone, Debug)]
pub(super) struct Area {
    /// Its code; none for what lies in no grid.
    pub(super) code: Option<String>,
    pub(super) households: Figure,
    pub(super) persons: Figure,
    pub(super) events: Figure,
    pub(super) undecided: Figure,
    pub(super) visits: Figure,
    pub(super) findings: Figure,
}

/// An aggregate by grid, or by regions of a level.
macro_rules! by_area {
    ($dataset:ident, $level:expr) => {
        match $level {
            None => $dataset::aggregate().by($dataset::GRID),
            Some(level) => $dataset::aggregate().by_region(level),
        }
    };
}

/// Ascending by code.
pub(super) fn count(call: &Context<'_>, data: &Data<'_>, period: Period) -> Result<Vec<Area>, PluginError> {
    let level = match call.region().level.as_str() {
        "province" | "city" => Some("district"),
        "district" => Some("street"),
        _ => None,
    };
    let mut areas = BTreeMap::new();
    for group in data.aggregate(by_area!(grids, level).sum(grids::HOUSEHOLDS).sum(grids::PERSONS))? {
        let area = area(&mut areas, &group);
        (area.households, area.persons) = (group.figure(0), group.figure(1));
    }
    let [from, to] = within(events::DAY, period);
    let happened = by_area!(events, level).filter(from).filter(to).count();
    for group in data.aggregate(happened.clone())? {
        area(&mut areas, &group).events = group.figure(0);
    }
    for group in data.aggregate(happened.filter(events::STATUS.equals("undecided")))? {
        area(&mut areas, &group).undecided = group.figure(0);
    }
    let [from, to] = within(visits::DAY, period);
    for group in data.aggregate(by_area!(visits, level).filter(from).filter(to).count().sum(visits::FINDINGS))? {
        let area = area(&mut areas, &group);
        (area.visits, area.findings) = (group.figure(0), group.figure(1));
    }
    Ok(areas.into_values().collect())
}

/// The group's area; all zeros when it is the first to name it.
fn area<'a>(areas: &'a mut BTreeMap<Option<String>, Area>, group: &AggregateGroup) -> &'a mut Area {
    let code = group.text(0).map(str::to_owned);
    let zero = Figure::of(0.0);
    areas.entry(code.clone()).or_insert(Area {
        code,
        households: zero,
        persons: zero,
        events: zero,
        undecided: zero,
        visits: zero,
        findings: zero,
    })
}
