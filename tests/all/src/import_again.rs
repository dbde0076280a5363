//! What comes back from an import or an export and goes in again: nothing of it is lost, overwritten or doubled on the way.

use crate::imports::{Host, counts};
use crate::oracles::python;
use lifang_test_support::{Engine, KUANCHENG, TestApp};
use serde_json::{Value, json};
use std::path::Path;

const HEAD: &str = "姓名,身份证号,性别,出生日期,社区,小区,楼栋,单元,门牌号,居住类型,入住日期\n";
const AT: &str = "220103008003,长山花园,1,1,101,户在人在,2026-01-05";

fn host_with_houses(engine: Engine) -> Host {
    let host = Host::new(engine);
    host.make(300, 0);
    assert_eq!(counts(&host.import("houses", &host.file("houses.csv"))), [1_440, 1_440, 0, 0, 0]);
    host
}

fn list(host: &Host, name: &str, rows: &[&str]) -> std::path::PathBuf {
    let path = host.file(name);
    std::fs::write(&path, format!("{HEAD}{}\n", rows.join("\n"))).unwrap();
    path
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn what_came_out_goes_in_and_changes_nothing(engine: Engine) {
    let host = host_with_houses(engine);
    host.import("persons", &host.file("persons.csv"));
    let twin = format!("李老太,,女,1931-02-03,{}", AT.replace("101", "102"));
    let rows = [
        &format!("王小宝,,女,2026-01-05,{AT}"),
        &format!("李老太,,女,1931-02-03,{AT}"),
        // The same words next door are somebody else: without the door an import could not tell them apart.
        &twin,
        "安娜,,女,1990-05-05,220103008003,,,,,流动人口,2026-01-05",
    ];
    assert_eq!(counts(&host.import("persons", &list(&host, "unpapered.csv", &rows))), [4, 4, 0, 0, 0]);
    let held = ["person", "person_fact", "residence", "house_fact", "building_fact"]
        .map(|table| format!("SELECT COUNT(*) FROM {table}"));
    let before = held.clone().map(|sql| host.count(&sql));
    for format in ["csv", "xlsx"] {
        for (dataset, rows) in [("persons", 304), ("houses", 1_440)] {
            let out = host.file(&format!("{dataset}.out.{format}"));
            let asked = ["export", dataset, text(&out), "--region", KUANCHENG, "--unmasked", "--purpose", "核对"];
            assert_eq!(host.json(&asked)["rows"], rows);
            let again = host.import(dataset, &out);
            assert_eq!(counts(&again), [rows, 0, 0, rows, 0], "{dataset}.{format}: {again}");
        }
    }
    assert_eq!(held.map(|sql| host.count(&sql)), before);
    // A masked list changes nothing either: every row of it is refused.
    let masked = host.file("masked.csv");
    host.json(&["export", "persons", text(&masked), "--region", KUANCHENG]);
    assert_eq!(counts(&host.import("persons", &masked)), [304, 0, 0, 0, 304]);
}

#[test]
fn an_export_imported_again_changes_nothing_on_sqlite() {
    what_came_out_goes_in_and_changes_nothing(Engine::Sqlite);
}

#[test]
fn an_export_imported_again_changes_nothing_on_postgres() {
    what_came_out_goes_in_and_changes_nothing(Engine::Postgres);
}

#[test]
fn no_file_that_was_there_is_written_over() {
    let host = Host::new(Engine::Sqlite);
    let file = list(&host, "a.csv", &[&format!("李老太,1,女,1931-02-03,{AT}")]);
    let first = host.import("persons", &file);
    assert_eq!(first["errors"], text(&host.file("a-errors.xlsx")));
    std::fs::write(host.file("a-errors.xlsx"), "half mended").unwrap();
    let again = host.json(&["import", "persons", text(&file), "--dry-run"]);
    assert_eq!(again["errors"], text(&host.file("a-errors-2.xlsx")));
    assert_eq!(host.import("persons", &file)["errors"], text(&host.file("a-errors-3.xlsx")));
    assert_eq!(std::fs::read_to_string(host.file("a-errors.xlsx")).unwrap(), "half mended");

    // What cannot be written is told before the first row.
    let input = std::fs::read(&file).unwrap();
    let jobs = host.count("SELECT COUNT(*) FROM import_job");
    let link = host.file("link.csv");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    for (errors, code) in [
        (host.file("a-errors.xlsx"), "errors-exist"),
        (file.clone(), "errors-exist"),
        (link, "errors-exist"),
        (host.file("a-errors.ods"), "format-unknown"),
        (host.file("a-errors"), "format-unknown"),
        ("/nonexistent/x.xlsx".into(), "errors-unwritable"),
    ] {
        let problem = host.fails(&["import", "persons", text(&file), "--errors", text(&errors)]);
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["at"], text(&errors));
    }
    assert_eq!(host.count("SELECT COUNT(*) FROM import_job"), jobs);
    assert_eq!(std::fs::read(&file).unwrap(), input);
    let csv = host.json(&["import", "persons", text(&file), "--errors", text(&host.file("a.errors.csv"))]);
    assert_eq!(csv["errors"], text(&host.file("a.errors.csv")));
    assert!(std::fs::read_to_string(host.file("a.errors.csv")).unwrap().contains("李老太"));
    // A clean file leaves nothing beside it.
    let clean = list(&host, "clean.csv", &["安娜,,女,1990-05-05,220103008003,,,,,流动人口,2026-01-05"]);
    assert_eq!(host.import("persons", &clean)["errors"], Value::Null);
    assert!(!host.file("clean-errors.xlsx").exists());
}

/// What a spreadsheet has of the error workbook; with `mended`, its rows are moved back into place and saved there.
const WORKBOOK: &str = r#"
import json, sys
from openpyxl import load_workbook
what = json.loads(sys.stdin.read())
book = load_workbook(what["file"]); sheet = book.worksheets[0]
head = [cell.value for cell in sheet[1]]
rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
if what.get("mended"):
    # 长山花园 was torn off its quarter: from there on everything stands one column to the right.
    first, last = head.index("小区"), head.index("多出的单元格 Surplus cell 1")
    for row in sheet.iter_rows(min_row=2):
        for column in range(first, last): row[column].value = row[column + 1].value
        row[last].value = None
    book.save(what["mended"])
print(json.dumps([head, rows], ensure_ascii=False))
"#;

fn workbook(file: &Value, mended: Option<&Path>) -> (Vec<String>, Vec<Vec<Value>>) {
    let what = json!({ "file": file, "mended": mended.map(text) });
    serde_json::from_str(&python(WORKBOOK, &what.to_string())).unwrap()
}

#[test]
fn cells_that_a_row_has_too_many_come_back_and_stand_in_the_way_until_they_are_put_in_place() {
    let host = host_with_houses(Engine::Sqlite);
    // The estate's name was torn in two by a comma, and everything behind stands one column to the right.
    let torn = "李老太,,女,1931-02-03,220103008003,一区,长山花园,1,1,101,户在人在,2026-01-05";
    let good = format!("王小宝,,女,2026-01-05,{AT}");
    let file = list(&host, "torn.csv", &[&good, torn]);
    let first = host.import("persons", &file);
    assert_eq!(counts(&first), [2, 1, 0, 0, 1]);
    let (head, rows) = workbook(&first["errors"], None);
    let column = |title: &str| head.iter().position(|one| one.starts_with(title)).unwrap();
    assert_eq!(rows[0][column("多出的单元格")], "2026-01-05", "{head:?} {rows:?}");
    let told = rows[0][column("错误")].as_str().unwrap();
    assert_eq!(told.lines().count(), 1, "only what matters is said: {told}");
    assert!(rows[0][column("处理办法")].as_str().unwrap().contains("多出的单元格"));
    assert_eq!(rows[0][column("原行号")], 3);

    // As it is, it is refused again, and still says where the row stood at first.
    let file = first["errors"].as_str().unwrap();
    let second = host.json(&["import", "persons", file]);
    assert_eq!((counts(&second), &second["ignored_columns"]), ([1, 0, 0, 0, 1], &json!([])));
    let mended = host.file("mended.xlsx");
    let (again, rows) = workbook(&second["errors"], Some(&mended));
    assert_eq!((&again, &rows[0][column("原行号")]), (&head, &json!(3)));
    assert_eq!(rows[0][column("多出的单元格")], "2026-01-05");
    assert_eq!(counts(&host.import("persons", &mended)), [1, 1, 0, 0, 0]);
    let lives =
        "SELECT COUNT(*) FROM residence r JOIN house_fact h ON h.house_id = r.house_id WHERE h.number = '1单元101'";
    assert_eq!(host.count(lives), 2);
}

#[test]
fn an_id_that_a_spreadsheet_saved_as_a_power_of_ten_has_lost_its_digits() {
    let host = Host::new(Engine::Sqlite);
    let file = list(&host, "power.csv", &[&format!("李老太,2.20104E+17,女,1931-02-03,{AT}")]);
    assert_eq!(counts(&host.import("persons", &file)), [1, 0, 0, 0, 1]);
    let problems = host.database.sql("SELECT problems FROM import_rejection");
    assert!(problems[0].contains("\"digits-lost\"") && !problems[0].contains("resident-id-wrong"), "{problems:?}");
}

#[test]
fn after_a_dry_run_people_are_sent_to_the_file_itself() {
    let host = Host::new(Engine::Sqlite);
    let rows = [&format!("李老太,1,女,1931-02-03,{AT}"), "安娜,,女,1990-05-05,220103008003,,,,,流动人口,2026-01-05"];
    let file = list(&host, "a.csv", &rows);
    let said = |args: &[&str]| {
        let output = host.said(&[&["import", "persons", text(&file)], args].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    let tried = said(&["--dry-run"]);
    assert!(tried.contains("未写入任何数据") && tried.contains("去掉 --dry-run"), "{tried}");
    assert!(!tried.contains("更正后重新导入该文件"), "{tried}");
    assert!(said(&[]).contains("a-errors-2.xlsx 中更正后重新导入该文件"));
}

#[test]
fn a_region_that_holds_has_no_last_day_and_no_number_of_the_hosts_own() {
    let host = Host::new(Engine::Sqlite);
    let shown = host.json(&["region", "show", "220103008"]);
    for region in shown["path"].as_array().unwrap().iter().chain(shown["children"].as_array().unwrap()) {
        assert_eq!(
            (&region["valid_to"], region["valid_from"].as_str()),
            (&Value::Null, Some("2022-01-01")),
            "{region}"
        );
        assert!(region["code"].is_string() && region.get("id").is_none() && region.get("parent").is_none(), "{region}");
    }
    assert!(shown["children"].as_array().unwrap().len() > 3);
    let unknown = host.fails(&["region", "show", "220103999"]);
    assert!(unknown["code"] == "region-unknown" && !unknown.to_string().contains("/api/"), "{unknown}");
}

#[tokio::test]
async fn a_file_of_another_kind_gets_no_suggestions_whatever_its_name() {
    let app = TestApp::bare(Engine::Sqlite).await;
    let token = format!("Bearer {}", TestApp::TOKEN);
    for body in ["%PDF-1.7\n姓名,身份证号\n", "<!DOCTYPE html><table><tr><td>姓名</td></tr></table>"] {
        let path = "/api/v1/imports/suggest?kind=persons&name=list.xlsx";
        let reply = app.request("POST", path, &[("authorization", &token)], Some(body.into())).await;
        assert_eq!(reply.problem(422, "not-a-table")["at"], "list.xlsx", "{body}");
    }
}
