//! Grids of a real host: drawn from a list, all or none, and then known to imports.

use crate::imports::{Host, counts};
use lifang_test_support::{Engine, KUANCHENG};
use serde_json::json;

fn grids_come_from_a_list(engine: Engine) {
    let host = Host::new(engine);
    let list = |name: &str, text: &str| {
        let path = host.file(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let drawn = |path: &str| {
        let drawn = host.json(&["region", "grids", path, "--from", "2026-01-01"]);
        [drawn["grids"].as_u64().unwrap(), drawn["added"].as_u64().unwrap()]
    };
    let two = "网格代码,网格名称,户数\n220103008003001,第一网格,420\n220103008003002,第二网格,\n";
    // One wrong row, and none is drawn.
    for (rows, code, at) in [
        ("2201030080031,第三网格,400\n", "grid-wrong", ":4"),
        ("220103008003003,,400\n", "grid-wrong", ":4"),
        ("220103008003003,第三网格,很多\n", "grid-wrong", ":4"),
        ("220103008003001,第一网格,420\n", "grid-twice", ":4"),
        ("220103008999001,第一网格,420\n", "region-unknown", ":4"),
    ] {
        let problem = host.fails(&["region", "grids", &list("wrong.csv", &format!("{two}{rows}"))]);
        assert_eq!(problem["code"], code, "{problem}");
        assert!(problem["at"].as_str().unwrap().ends_with(at), "{problem}");
    }
    assert_eq!(host.json(&["region", "show", KUANCHENG])["grids"], 0);

    assert_eq!(drawn(&list("two.csv", two)), [2, 2]);
    assert_eq!(drawn(&list("two.csv", two)), [2, 0], "the same list changes nothing");
    let more = format!("{two}220103008004001,一网格,300\n");
    assert_eq!(drawn(&list("more.csv", &more)), [3, 1]);
    let shown = host.json(&["region", "show", KUANCHENG]);
    assert_eq!((&shown["grids"], &shown["children"][1]["name"]), (&json!(2), &json!("第二网格")));
    assert_eq!(host.json(&["region", "show", "220103008"])["grids"], 3);
    let renamed = host.fails(&["region", "grids", &list("renamed.csv", &two.replace("第二", "西"))]);
    assert_eq!(renamed["code"], "grid-named-otherwise", "{renamed}");
    let households = "SELECT SUM(households) FROM grid_fact";
    assert_eq!(host.count(households), 720);

    // An import knows them by name and number.
    let people = "姓名,身份证号,性别,出生日期,社区,网格,居住类型\n\
                  王小宝,,女,2026-01-05,220103008003,第二网格,户在人在\n李老太,,女,1931-02-03,220103008003,1,户在人在\n";
    let file = list("people.csv", people);
    assert_eq!(counts(&host.import("persons", file.as_ref())), [2, 2, 0, 0, 0]);
    let placed = "SELECT COUNT(DISTINCT r.grid_id) FROM residence r JOIN region_version v ON v.region_id = r.grid_id \
                  WHERE v.code LIKE '220103008003%'";
    assert_eq!(host.count(placed), 2);
}

#[test]
fn the_grids_of_an_import_region_come_from_a_list_on_sqlite() {
    grids_come_from_a_list(Engine::Sqlite);
}

#[test]
fn the_grids_of_an_import_region_come_from_a_list_on_postgres() {
    grids_come_from_a_list(Engine::Postgres);
}
