//! Report `old-building-watch` 老旧楼院专报: how many elderly people live upstairs in old buildings without a lift, and where.
//!
//! Meant for publication: it aggregates only, and shows what the host suppresses as suppressed.

use crate::grade::Lines;
use lifang_sdk::data::persons::{self, AGE, BUILT, ELEVATOR, FLOOR, GRID, LIVING};
use lifang_sdk::data::{Aggregate, Column};
use lifang_sdk::{Chart, Context, Data, Document, Figure, PluginError, Report, Table, cell, data_cell, text};
use std::collections::BTreeMap;

pub(crate) const ID: &str = "old-building-watch";

/// Who lives in an area: in old buildings, of those the old upstairs without a lift, of those who live alone.
#[derive(Clone, Copy, Debug)]
struct Area {
    residents: Figure,
    upstairs: Figure,
    alone: Figure,
}

const NOBODY: Area = Area { residents: Figure::Number(0.0), upstairs: Figure::Number(0.0), alone: Figure::Number(0.0) };

pub(crate) fn write(call: &Context<'_>, data: &Data<'_>) -> Result<Document, PluginError> {
    let lines = Lines::of(call);
    let until = call.setting_integer("old_until");
    let residents = || by_area(call).filter(BUILT.at_most(until));
    let upstairs = || {
        let old = residents().filter(AGE.at_least(lines.alone_age));
        old.filter(FLOOR.at_least(lines.walkup_floor)).filter(ELEVATOR.equals(false))
    };
    let mut areas: BTreeMap<Option<String>, Area> = BTreeMap::new();
    let mut count = |query: Aggregate<persons::Table>, put: fn(&mut Area, Figure)| -> Result<(), PluginError> {
        for group in data.aggregate(query.count())? {
            put(areas.entry(group.text(0).map(str::to_owned)).or_insert(NOBODY), group.figure(0));
        }
        Ok(())
    };
    count(residents(), |area, figure| area.residents = figure)?;
    count(upstairs(), |area, figure| area.upstairs = figure)?;
    count(upstairs().filter(LIVING.equals("alone")), |area, figure| area.alone = figure)?;

    let about = text!("about-watch", until = until, age = lines.alone_age, floor = lines.walkup_floor);
    let report = Report::new(text!("old-building-watch", region = call.region().name.as_str()))
        .paragraph(about)
        .table(table(&areas))
        .chart(chart(&areas))
        .paragraph(text!("about-suppressed"));
    Ok(report.into_document())
}

/// By grid in communities and streets, by street in the district.
fn by_area(call: &Context<'_>) -> Aggregate<persons::Table> {
    match call.region().level.as_str() {
        "district" => persons::aggregate().by_region("street"),
        _ => persons::aggregate().by(GRID),
    }
}

fn table(areas: &BTreeMap<Option<String>, Area>) -> Table {
    let heads = [text!("area"), text!("residents"), text!("upstairs"), text!("share"), text!("alone")];
    Table::new(text!("who-lives-there"), heads).rows(areas.iter().map(|(code, area)| {
        let name = code.as_ref().map_or_else(|| cell(text!("no-grid")), data_cell);
        let share = (area.upstairs.percent_of(area.residents), 1);
        [name, cell(area.residents), cell(area.upstairs), cell(share), cell(area.alone)]
    }))
}

fn chart(areas: &BTreeMap<Option<String>, Area>) -> Chart {
    Chart::bar(text!("upstairs"), areas.keys().map(|code| code.as_deref().unwrap_or("—")))
        .series(text!("upstairs"), areas.values().map(|area| area.upstairs))
        .series(text!("alone"), areas.values().map(|area| area.alone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ChaoyangRules;
    use crate::tests::DIR;
    use lifang_sdk::testing::{Catalogs, TestContext, TestData};
    use lifang_sdk::{Block, Date, Period, Rules, TableCell, Value};

    const COMMUNITY: &str = "220104001001";
    const GRID_ONE: &str = "220104001001001";

    fn person(age: u8, living: &'static str, built: u16, floor: u8, lift: bool) -> [(&'static str, Value); 9] {
        [
            ("grid", GRID_ONE.into()),
            ("age", age.into()),
            ("living", living.into()),
            ("built", built.into()),
            ("floor", floor.into()),
            ("elevator", lift.into()),
            ("care", [""; 0].into()),
            ("residence", "registered-here".into()),
            ("since", "1990-01-01".into()),
        ]
    }

    fn data() -> TestData {
        TestData::new(COMMUNITY)
            .of_plugin(DIR)
            .row("persons", person(76, "alone", 1985, 4, false))
            .row("persons", person(76, "family", 2000, 6, false))
            .row("persons", person(74, "alone", 1985, 6, false))
            .row("persons", person(80, "alone", 1985, 3, false))
            .row("persons", person(80, "alone", 2001, 6, false))
            .row("persons", person(80, "alone", 1985, 6, true))
    }

    fn rows(region: &str, data: &TestData) -> Vec<Vec<TableCell>> {
        let test = TestContext::new(region).of_plugin(DIR).named("某社区");
        let day = Date::parse("2024-03-01").unwrap();
        let period = Period { first: day, last: day };
        let document = ChaoyangRules::report(&test.context(), &data.data(), ID, period).unwrap();
        Catalogs::of_plugin(DIR).assert_say(&document);
        let tables = document.nodes.into_iter().find_map(|node| match node.block {
            Block::Table(table) => Some(table.rows),
            _ => None,
        });
        tables.unwrap()
    }

    #[test]
    fn the_old_upstairs_without_a_lift_are_counted() {
        let figures =
            [cell(Figure::of(5.0)), cell(Figure::of(2.0)), cell((Figure::of(40.0), 1)), cell(Figure::of(1.0))];
        let expected: Vec<_> = [data_cell(GRID_ONE)].into_iter().chain(figures).collect();
        assert_eq!(rows(COMMUNITY, &data().published()), [expected]);
    }

    #[test]
    fn a_district_is_told_by_street_and_nobody_is_an_empty_table() {
        let district = TestData::new("220104000000").of_plugin(DIR);
        assert!(rows("220104000000", &district).is_empty());
        let one = district
            .row("persons", [("region", COMMUNITY.into())].into_iter().chain(person(76, "alone", 1985, 4, false)));
        assert_eq!(rows("220104000000", &one)[0][0], data_cell("220104001000"));
    }

    #[test]
    fn what_is_suppressed_stays_suppressed() {
        let area = Area { upstairs: Figure::Suppressed, ..NOBODY };
        let table = table(&BTreeMap::from([(None, area)]));
        let document = Report::new(text!("area")).table(table).into_document();
        let Block::Table(table) = &document.nodes[0].block else { panic!("{document:?}") };
        assert_eq!(table.rows[0][2..4], [cell(Figure::Suppressed), cell((Figure::Suppressed, 1))]);
    }
}
