//! Publication: an attacker puts everything that a district publishes together, and pins nobody down.

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, microlp, variable, variables};
use lifang_test_support::{TestApp, on_both};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const DISTRICT: &str = "220104";
/// Who is counted: all persons; those in old buildings; of those the old upstairs without a lift; of those who live alone.
const NESTED: usize = 4;
/// Communities are made of so few people that many of their figures are small.
const PERSONS: [usize; 6] = [9, 60, 140, 35, 90, 200];

/// A published figure: where, which of the nested sets, and its value where it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Figure {
    place: String,
    set: usize,
    value: Option<i64>,
}

/// Communities with people, in two streets; and those without.
async fn peopled(app: &TestApp) -> Vec<String> {
    let mut codes = Vec::new();
    let streets = app.get(&format!("/api/v1/regions/{DISTRICT}")).await.expect(200);
    for street in &streets["children"].as_array().unwrap()[1..3] {
        let page = app.get(&format!("/api/v1/regions/{}", street["code"].as_str().unwrap())).await.expect(200);
        let communities = page["children"].as_array().unwrap().iter().take(3);
        codes.extend(communities.map(|community| community["code"].as_str().unwrap().to_owned()));
    }
    for (seed, (code, persons)) in (1..).zip(codes.iter().zip(PERSONS)) {
        app.service.generate_population(code, persons, seed, |_, _| ()).await.unwrap();
    }
    codes
}

fn street(community: &str) -> String {
    format!("{}000", &community[..9])
}

/// The figures of a report of a region: its table has a region in the first column, then residents, those upstairs, a share,
/// those alone.
async fn report(app: &TestApp, code: &str) -> Vec<Figure> {
    let period = json!({ "first": "2026-11-01", "last": "2026-11-30" });
    let address = format!("/api/v1/regions/{code}/reports/old-building-watch/runs");
    let run = app.post_as_staff(&address, &period).await.expect(201);
    let nodes = run["document"]["nodes"].as_array().unwrap();
    let table = nodes.iter().find(|node| node["block"] == "table").unwrap_or_else(|| panic!("{run}"));
    let mut figures = Vec::new();
    for row in table["rows"].as_array().unwrap() {
        let Some(place) = row[0]["data"].as_str() else { continue };
        for (set, column) in [(1, 1), (2, 2), (3, 4)] {
            let figure = &row[column]["number"][0];
            let value = figure["number"].as_f64().map(|number| number as i64);
            assert!(value.is_some() || figure == "suppressed", "{row}");
            figures.push(Figure { place: place.to_owned(), set, value });
        }
    }
    figures
}

/// All that anybody may read: pages of regions, and reports of the district, its streets and communities.
async fn everything(app: &TestApp, communities: &[String]) -> Vec<Figure> {
    let mut figures = Vec::new();
    for code in [DISTRICT.to_owned()].iter().chain(&streets(communities)).chain(communities) {
        figures.extend(report(app, code).await);
        figures.extend(page(app, code).await);
    }
    figures
}

fn streets(communities: &[String]) -> BTreeSet<String> {
    communities.iter().map(|code| street(code)).collect()
}

/// What anybody reads on the page of a region: its own number of persons, and those of the regions below.
async fn page(app: &TestApp, code: &str) -> Vec<Figure> {
    let page = app.get(&format!("/api/v1/regions/{code}")).await.expect(200);
    let regions = [&page].into_iter().chain(page["children"].as_array().unwrap());
    let figure = |region: &Value| {
        let place = region["code"].as_str().unwrap().to_owned();
        Figure { place, set: 0, value: region["counts"]["persons"].as_i64() }
    };
    regions.map(figure).collect()
}

/// All public pages from the province down to the communities, and of the grids.
async fn pages(app: &TestApp, communities: &[String]) -> Vec<Figure> {
    let mut figures = Vec::new();
    let above = ["22", "2201", DISTRICT].map(str::to_owned);
    for code in above.iter().chain(&streets(communities)).chain(communities) {
        figures.extend(page(app, code).await);
    }
    for grid in grids(app) {
        figures.extend(page(app, &grid).await);
    }
    figures
}

/// People come to live in the grids of the communities or leave, behind the host's back: `moved` says how many come (or go, where it
/// is less than nothing) to the grid of that position.
async fn moved(app: &TestApp, moved: &dyn Fn(usize) -> i64) {
    let rows = app.database.sql(&format!(
        "SELECT r.grid_id, MIN(r.community_id), COUNT(*) FROM residence r JOIN region_version v ON v.region_id = r.grid_id \
         WHERE v.code LIKE '{DISTRICT}%' GROUP BY r.grid_id ORDER BY r.grid_id"
    ));
    for (position, row) in rows.iter().enumerate() {
        let numbers: Vec<i64> = row.split('|').map(|number| number.parse().unwrap()).collect();
        let (grid, count) = (numbers[0], numbers[2]);
        let change = moved(position).max(1 - count);
        let next = "(SELECT MAX(id) FROM residence)";
        let sql = if change > 0 {
            format!(
                "INSERT INTO residence (id, person_id, house_id, community_id, grid_id, kind, since, provenance_id, valid_from, \
                 valid_to, recorded_from, recorded_to) SELECT {next} + r.id, person_id, house_id, community_id, grid_id, kind, since, \
                 provenance_id, valid_from, valid_to, recorded_from, recorded_to FROM residence r \
                 WHERE r.grid_id = {grid} ORDER BY r.id LIMIT {change}"
            )
        } else {
            let gone = -change;
            format!(
                "DELETE FROM residence WHERE id IN (SELECT id FROM residence WHERE grid_id = {grid} ORDER BY id DESC LIMIT {gone})"
            )
        };
        if change != 0 {
            app.database.change(&sql);
        }
    }
    app.database.change("UPDATE community_tally SET good_until = 0");
}

/// How wide the interval around each figure that is held back is left, at least; and around how many. `off` is how far a figure
/// may be from the truth.
fn narrowest(figures: &[Figure], grids: &BTreeSet<String>, off: i64) -> (f64, Option<Figure>, usize) {
    let (mut narrowest, mut which, mut held) = (f64::INFINITY, None, 0);
    let targets: BTreeMap<(&str, usize), &Figure> = figures
        .iter()
        .filter(|figure| figure.value.is_none())
        .map(|figure| ((figure.place.as_str(), figure.set), figure))
        .collect();
    for target in targets.into_values() {
        let bound = |sign: f64| {
            let mut variables: ProblemVariables = variables!();
            // Of each grid: who is in each of the nested sets and in none further in.
            let rings: Vec<_> = grids.iter().map(|_| variables.add_vector(variable().min(0), NESTED)).collect();
            let sum = |figure: &Figure| -> Expression {
                let inside = figure.place.trim_end_matches('0');
                let inside = if figure.place.len() == 15 { &figure.place } else { inside };
                let here = grids.iter().zip(&rings).filter(|(grid, _)| grid.starts_with(inside));
                here.flat_map(|(_, rings)| rings[figure.set..].iter().copied()).sum()
            };
            let mut problem = variables.maximise(sum(target) * sign).using(microlp);
            for figure in figures {
                let Some(value) = figure.value else { continue };
                // What is not there is not told otherwise.
                let off = if value == 0 { 0 } else { off };
                problem =
                    problem.with(sum(figure).leq((value + off) as f64)).with(sum(figure).geq((value - off) as f64));
            }
            let solution =
                problem.solve().unwrap_or_else(|error| panic!("{error}: what is published contradicts itself"));
            let value = solution.eval(sum(target));
            if sign > 0.0 { (value + 1e-6).floor() } else { (value - 1e-6).ceil() }
        };
        let (least, most) = (bound(-1.0), bound(1.0));
        // Where nobody is, nobody is found: no old people upstairs, so none of them alone.
        if most > 0.0 {
            held += 1;
            if most - least < narrowest {
                (narrowest, which) = (most - least, Some((*target).clone()));
            }
        }
    }
    (narrowest, which, held)
}

fn grids(app: &TestApp) -> BTreeSet<String> {
    app.database.sql("SELECT code FROM region_version WHERE level = 6 AND code LIKE '220104%'").into_iter().collect()
}

on_both! {
    async fn no_held_back_figure_can_be_pinned_down(app: TestApp) {
        let communities = peopled(&app).await;
        let first = everything(&app, &communities).await;
        let (width, which, held) = narrowest(&first, &grids(&app), 0);
        assert!(held > 10, "{held}");
        assert!(width >= 5.0, "{width} around {which:?}");
        let shown = first.iter().filter(|figure| figure.value.is_some_and(|value| (1..10).contains(&value)));
        assert_eq!(shown.collect::<Vec<_>>(), Vec::<&Figure>::new(), "small numbers");

        // A month later: nothing has changed, and nothing else is told.
        app.at("2026-12-21T10:00:00+08:00");
        let second = everything(&app, &communities).await;
        assert_eq!(first.len(), second.len());
        for (one, other) in first.iter().zip(&second) {
            assert_eq!((&one.place, one.set), (&other.place, other.set));
            assert!(one.value.is_some() || other.value.is_none(), "held back, then shown: {one:?} {other:?}");
            if let (Some(one), Some(other)) = (one.value, other.value) {
                assert!(one == other || (one - other).abs() >= 3, "{one} {other}");
            }
        }
        let (width, which, _) = narrowest(&second, &grids(&app), 2);
        assert!(width >= 5.0, "{width} around {which:?}");
    }

    async fn public_pages_pin_nobody_down_today_or_on_the_days_that_follow(app: TestApp) {
        let communities = peopled(&app).await;
        // Pages of the city and the province count the other districts, too.
        let all: BTreeSet<String> =
            app.database.sql("SELECT code FROM region_version WHERE level = 6 AND code LIKE '22%'").into_iter().collect();
        let (mut known, mut before) = (Vec::new(), BTreeMap::new());
        // One person moves in on the second day, a few come and go on the third, many on the fourth.
        let days: [&dyn Fn(usize) -> i64; 4] = [
            &|_| 0,
            &|grid| i64::from(grid == 2),
            &|grid| [1, 0, -1, 4, 0][grid % 5],
            &|grid| [6, -3, 0, 1][grid % 4],
        ];
        for (day, change) in days.iter().enumerate() {
            app.at(&format!("2026-11-{}T10:00:00+08:00", 24 + day));
            moved(&app, change).await;
            let mut today = pages(&app, &communities).await;
            if day % 2 == 0 {
                // Reports of the same people stand beside the pages, before and after.
                today.extend(everything(&app, &communities).await);
            }
            for figure in &today {
                let small = figure.value.is_some_and(|value| (1..10).contains(&value));
                assert!(!small, "day {day}: {figure:?}");
                let key = (figure.place.clone(), figure.set);
                if let Some(earlier) = before.insert(key, figure.value) {
                    assert!(earlier.is_some() || figure.value.is_none(), "held back, then shown on day {day}: {figure:?}");
                    if let (Some(one), Some(other)) = (earlier, figure.value) {
                        assert!(one == other || (one - other).abs() >= 3, "day {day}: {one}, then {figure:?}");
                    }
                }
            }
            // Each day's figures bound each other; those of a quiet day are the day's before.
            let off = if day == 0 { 0 } else { 2 };
            let (width, which, held) = narrowest(&today, &all, off);
            assert!(held > 5, "day {day}: {held}");
            assert!(width >= 5.0, "day {day}: {width} around {which:?}");
            if day == 1 {
                let quiet: Vec<Figure> = known.iter().filter(|one: &&Figure| one.set == 0).cloned().collect();
                for figure in today.iter().filter(|one| one.set == 0) {
                    assert!(quiet.contains(figure), "who came alone is seen: {figure:?}");
                }
            }
            known = today;
        }
    }

    async fn a_small_district_does_not_follow_from_its_city(app: TestApp) {
        // Nanguan: four people, all others of the city are told.
        app.service.generate_population("220102001001", 4, 9, |_, _| ()).await.unwrap();
        let few = app.database.sql(
            "SELECT count(*) FROM residence r JOIN region_version v ON v.region_id = r.community_id WHERE v.code LIKE '220102%'",
        );
        assert!((1..10).contains(&few[0].parse::<i64>().unwrap()), "{few:?}");
        for (outer, level) in [("2201", 0), ("22", 1)] {
            let page = app.get(&format!("/api/v1/regions/{outer}")).await.expect(200);
            let children = page["children"].as_array().unwrap();
            let held = children.iter().filter(|child| child["counts"]["persons"].is_null()).count();
            if level == 0 {
                assert!(held > 0, "{page}");
            }
            let told: i64 = children.iter().filter_map(|child| child["counts"]["persons"].as_i64()).sum();
            let whole = page["counts"]["persons"].as_i64();
            assert!(whole.is_none_or(|whole| held == 0 && whole == told || whole - told >= 10), "{outer}: {whole:?} {told} {held}");
        }
        // Staff see what there is.
        let city = app.get_as_staff("/api/v1/regions/2201").await.expect(200);
        assert_eq!(city["counts"]["persons"].as_i64().unwrap(), 600 + few[0].parse::<i64>().unwrap());
    }

    async fn the_same_question_gets_the_same_answer_whoever_asks_first(app: TestApp) {
        let communities = peopled(&app).await;
        let alone = report(&app, &communities[1]).await;
        let _ = everything(&app, &communities).await;
        assert_eq!(report(&app, &communities[1]).await, alone);
        let noted = app.database.sql("SELECT count(*) FROM published_cell WHERE shown IS NULL AND held_on IS NULL");
        assert_eq!(noted, ["0"], "what is held back knows since when");
    }

    async fn what_is_held_back_is_held_back_on_the_page_of_what_lies_below(app: TestApp) {
        let communities = peopled(&app).await;
        // Nine people: too few for the street's page to say, so their own page and its grids say nothing either.
        let page = app.get(&format!("/api/v1/regions/{}", communities[0])).await.expect(200);
        assert_eq!(page["counts"]["persons"], Value::Null, "{page}");
        for grid in page["children"].as_array().unwrap() {
            assert_eq!(grid["counts"]["persons"], Value::Null, "{page}");
        }
        let street = app.get(&format!("/api/v1/regions/{}", street(&communities[0]))).await.expect(200);
        let held = street["children"].as_array().unwrap().iter().filter(|child| child["counts"]["persons"] == Value::Null);
        assert!(held.count() >= 2, "{street}");
    }
}
