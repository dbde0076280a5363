//! Report `grid-monthly` 网格月报: people, events, visits and findings per grid; per street or district above that.
//!
//! It aggregates and never scans, so an operator may also publish it.

mod areas;

use areas::Area;
use lifang_sdk::data::{Column, events, grids, visits};
use lifang_sdk::{
    AggregateGroup, Chart, Context, Data, Document, Figure, Filter, Period, PluginError, Report, Table, TableCell,
    Text, cell, data_cell, text,
};

pub(crate) const ID: &str = "grid-monthly";

/// The kinds of events that this plugin's rules know, and so its catalogs.
const KINDS: [&str; 5] =
    ["fire-lane-blocked", "ebike-indoor-charging", "noise", "stairwell-light-out", "serious-incident"];

pub(crate) fn write(call: &Context<'_>, data: &Data<'_>, period: Period) -> Result<Document, PluginError> {
    let areas = areas::count(call, data, period)?;
    let kinds = kind_table(data, period)?;
    let title = text!("grid-monthly", region = call.region().name.as_str(), first = period.first, last = period.last);
    let report = totals(Report::new(title), data, period)?
        .section(text!("by-area"), |section| section.table(area_table(&areas)).chart(area_chart(&areas)))
        .section(text!("by-kind"), |section| section.table(kinds))
        .paragraph(text!("about-figures"));
    Ok(report.into_document())
}

fn totals(report: Report, data: &Data<'_>, period: Period) -> Result<Report, PluginError> {
    let people = data.aggregate(grids::aggregate().sum(grids::HOUSEHOLDS).sum(grids::PERSONS))?;
    let [from, to] = within(events::DAY, period);
    let happened = data.aggregate(events::aggregate().filter(from).filter(to).count())?;
    let [from, to] = within(visits::DAY, period);
    let visited = data.aggregate(visits::aggregate().filter(from).filter(to).count().sum(visits::FINDINGS))?;
    Ok(report
        .figure(text!("households"), total(&people, 0), 0)
        .figure(text!("persons"), total(&people, 1), 0)
        .figure(text!("events"), total(&happened, 0), 0)
        .figure(text!("visits"), total(&visited, 0), 0)
        .figure(text!("findings"), total(&visited, 1), 0))
}

fn area_table(areas: &[Area]) -> Table {
    let heads = [
        text!("area"),
        text!("households"),
        text!("persons"),
        text!("events"),
        text!("undecided"),
        text!("visits"),
        text!("findings"),
    ];
    Table::new(text!("by-area"), heads).rows(areas.iter().map(|area| {
        let figures = [area.households, area.persons, area.events, area.undecided, area.visits, area.findings];
        let name = area.code.as_ref().map_or_else(|| cell(text!("no-grid")), data_cell);
        [name].into_iter().chain(figures.map(cell)).collect::<Vec<_>>()
    }))
}

fn area_chart(areas: &[Area]) -> Chart {
    let labels = areas.iter().map(|area| area.code.as_deref().unwrap_or("—"));
    Chart::bar(text!("events-and-visits"), labels)
        .series(text!("events"), areas.iter().map(|area| area.events))
        .series(text!("visits"), areas.iter().map(|area| area.visits))
}

/// Kind and status of the period's events, with the work orders they led to.
fn kind_table(data: &Data<'_>, period: Period) -> Result<Table, PluginError> {
    let [from, to] = within(events::DAY, period);
    let counted = events::aggregate().by(events::KIND).by(events::STATUS).count().sum(events::WORK_ORDERS);
    let groups = data.aggregate(counted.filter(from).filter(to))?;
    let heads = [text!("kind"), text!("status"), text!("events"), text!("work-orders")];
    let rows = groups
        .iter()
        .map(|group| [kind(group.text(0)), status(group.text(1)), cell(group.figure(0)), cell(group.figure(1))]);
    Ok(Table::new(text!("by-kind"), heads).rows(rows))
}

fn kind(code: Option<&str>) -> TableCell {
    match code {
        Some(code) if KINDS.contains(&code) => cell(Text::new(format!("kind-{code}"))),
        Some(other) => data_cell(other),
        None => cell(()),
    }
}

fn status(code: Option<&str>) -> TableCell {
    match code {
        Some(code @ ("undecided" | "decided" | "refused")) => cell(Text::new(format!("status-{code}"))),
        Some(other) => data_cell(other),
        None => cell(()),
    }
}

/// Both days of the period included.
fn within<C: Column>(day: C, period: Period) -> [Filter; 2] {
    [day.at_least(period.first), day.at_most(period.last)]
}

/// The figure of a query without groups. A sum over nothing is nothing.
fn total(groups: &[AggregateGroup], position: usize) -> Figure {
    match groups.first().map_or(Figure::None, |group| group.figure(position)) {
        Figure::None => Figure::of(0.0),
        figure => figure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::JilinRules;
    use crate::tests::DIR;
    use lifang_sdk::testing::{Catalogs, TestContext, TestData};
    use lifang_sdk::{Block, Date, Rules, Value};

    const COMMUNITY: &str = "220103008003";
    const GRIDS: [&str; 2] = ["220103008003001", "220103008003002"];

    fn february() -> Period {
        Period { first: Date::parse("2024-02-01").unwrap(), last: Date::parse("2024-02-29").unwrap() }
    }

    fn event(
        grid: &'static str,
        kind: &'static str,
        day: &'static str,
        status: &'static str,
    ) -> [(&'static str, Value); 6] {
        let occurred = Date::parse(day).unwrap().at(8, 0);
        [
            ("grid", grid.into()),
            ("kind", kind.into()),
            ("day", day.into()),
            ("status", status.into()),
            ("work_orders", 1.into()),
            ("occurred", occurred.into()),
        ]
    }

    fn data() -> TestData {
        let grid = |code: &'static str, persons: u16| {
            [("grid", code.into()), ("name", "网格".into()), ("households", 400.into()), ("persons", persons.into())]
        };
        let at = Date::parse("2024-02-10").unwrap();
        TestData::new(COMMUNITY)
            .of_plugin(DIR)
            .row("grids", grid(GRIDS[0], 1000))
            .row("grids", grid(GRIDS[1], 900))
            .row("events", event(GRIDS[0], "noise", "2024-02-01", "decided"))
            .row("events", event(GRIDS[0], "noise", "2024-02-29", "undecided"))
            .row("events", event(GRIDS[1], "snow", "2024-02-15", "decided"))
            .row("events", event(GRIDS[1], "noise", "2024-01-31", "decided"))
            .row("events", event(GRIDS[1], "noise", "2024-03-01", "decided"))
            .row(
                "visits",
                [
                    ("grid", GRIDS[1].into()),
                    ("checklist", "home-visit".into()),
                    ("day", at.into()),
                    ("findings", 2.into()),
                    ("at", at.at(9, 0).into()),
                ],
            )
    }

    fn written(region: &str, data: &TestData) -> Document {
        let test = TestContext::new(region).of_plugin(DIR).named("长山花园社区");
        let document = JilinRules::report(&test.context(), &data.data(), ID, february()).unwrap();
        Catalogs::of_plugin(DIR).assert_say(&document);
        document
    }

    /// The figures in the rows of the `n`-th table.
    fn figures(document: &Document, n: usize) -> Vec<Vec<f64>> {
        let tables = document.nodes.iter().filter_map(|node| match &node.block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let number = |cell: &TableCell| match cell {
            TableCell::Number((figure, _)) => figure.number(),
            _ => None,
        };
        let row = |row: &Vec<TableCell>| row.iter().filter_map(number).collect();
        tables.skip(n).take(1).flat_map(|table| table.rows.iter().map(row)).collect()
    }

    #[test]
    fn each_grid_has_its_row_and_only_the_period_counts() {
        let document = written(COMMUNITY, &data().published());
        // Households, persons, events, undecided, visits, findings.
        assert_eq!(
            figures(&document, 0),
            [vec![400.0, 1000.0, 2.0, 1.0, 0.0, 0.0], vec![400.0, 900.0, 1.0, 0.0, 1.0, 2.0],]
        );
    }

    #[test]
    fn events_are_told_by_kind_and_status() {
        let document = written(COMMUNITY, &data());
        // noise decided, noise undecided, snow decided: events and work orders.
        assert_eq!(figures(&document, 1), vec![vec![1.0, 1.0]; 3]);
    }

    #[test]
    fn the_totals_come_first_and_an_empty_month_is_all_zeros() {
        let key_figures = |document: &Document| -> Vec<f64> {
            let figure = |node: &lifang_sdk::BlockNode| match &node.block {
                Block::KeyFigure(figure) => figure.value.0.number(),
                _ => None,
            };
            document.nodes.iter().filter_map(figure).collect()
        };
        assert_eq!(key_figures(&written(COMMUNITY, &data())), [800.0, 1900.0, 3.0, 1.0, 2.0]);
        assert_eq!(key_figures(&written(COMMUNITY, &TestData::new(COMMUNITY).of_plugin(DIR))), [0.0; 5]);
    }

    #[test]
    fn a_district_is_told_by_street() {
        let district = TestData::new("220103000000").of_plugin(DIR).row(
            "grids",
            [
                ("region", COMMUNITY.into()),
                ("grid", GRIDS[0].into()),
                ("name", "网格".into()),
                ("households", 400.into()),
                ("persons", 1000.into()),
            ],
        );
        let document = written("220103000000", &district);
        let labels = document.nodes.iter().find_map(|node| match &node.block {
            Block::Chart(chart) => Some(chart.labels.clone()),
            _ => None,
        });
        assert_eq!(labels, Some(vec!["220103008000".to_owned()]));
    }
}
