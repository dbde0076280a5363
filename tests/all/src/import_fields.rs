//! Local fields in files: columns known by key and title, named by a mapping, read by the declaration of the row's community,
//! refused where there is none, mended and brought again.

use crate::imports::{Host, counts};
use crate::oracles::python;
use lifang_core::actor::{Actor, Role};
use lifang_core::intake::Kind;
use lifang_core::region::RegionCode;
use lifang_service::{FileDigest, NewImport};
use lifang_test_support::{CHAOYANG, Engine, KUANCHENG, Reply, TestApp, on_both};
use serde_json::{Value, json};
use std::path::PathBuf;

const DISTRICT: &str = "220104";
const FIELDS: &str = r#"
[[local_field]]
key = "x.dogs"
dataset = "persons"
type = "dictionary"
title = { zh = "养犬情况", en = "Dogs" }
purpose = { zh = "犬只防疫", en = "Vaccination" }
legal_basis = "中华人民共和国动物防疫法第三十条"
guard = "personal"
[local_field.codes]
none = { zh = "不养犬", en = "No dog" }
small = { zh = "小型犬", en = "A small dog" }
large = { zh = "大型犬", en = "A large dog" }

[[local_field]]
key = "x.vaccinated"
dataset = "persons"
type = "date"
title = { zh = "免疫日期", en = "Vaccinated on" }
purpose = { zh = "犬只防疫", en = "Vaccination" }
legal_basis = "中华人民共和国动物防疫法第三十条"

[[local_field]]
key = "x.gas"
dataset = "houses"
type = "flag"
title = { zh = "通燃气", en = "Gas" }
purpose = { zh = "安全检查", en = "Safety" }
legal_basis = "城镇燃气管理条例第十七条"

[[local_field]]
key = "x.exits"
dataset = "units"
type = "u8"
title = { zh = "安全出口数", en = "Exits" }
purpose = { zh = "消防检查", en = "Fire safety" }
legal_basis = "中华人民共和国消防法第十六条"
"#;

/// Writes a list of three people with dogs, as a district's own form has it: one word that no code table has.
const LIST: &str = r#"
import json, sys
from stdnum.cn import ric
from openpyxl import Workbook
import datetime
folder = json.loads(sys.stdin.read())
book = Workbook(); sheet = book.active
sheet.append(["姓名", "身份证号", "社区", "居住类型", "家里的狗", "免疫日期"])
for n, (dog, day) in enumerate([("小", datetime.date(2026, 3, 1)), ("大型犬", "2026年3月2日"), ("老虎", 46084)]):
    body = "2201031990010100%d" % n
    sheet.append(["王" + "一二三"[n], body + ric.calc_check_digit(body + "0"), "220103008003", "户在人在", dog, day])
book.save(folder + "/dogs.xlsx")
"#;

/// Mends the one row that came back.
const MENDER: &str = r#"
import json, sys
from openpyxl import load_workbook
what = json.loads(sys.stdin.read())
book = load_workbook(what["errors"]); sheet = book.active
head = [cell.value for cell in sheet[1]]
rows = list(sheet.iter_rows(min_row=2))
assert len(rows) == 1, rows
row = rows[0]
told = row[head.index("错误 Problem")].value
assert row[head.index("原行号 Row")].value in (4, "4"), row
row[head.index("家里的狗")].value = "不养犬"
book.save(what["mended"])
print(told)
"#;

fn a_list_with_local_columns(engine: Engine) {
    let host = Host::new(engine);
    let file = |name: &str| host.file(name);
    std::fs::write(file("fields.toml"), FIELDS).unwrap();
    let path = |name: &str| file(name).to_str().unwrap().to_owned();
    let declared = host.run(&["field", "declare", &path("fields.toml"), "--region", "220103"]);
    assert!(declared.status.success(), "{}", String::from_utf8_lossy(&declared.stderr));
    python(LIST, &json!(host.file("")).to_string());
    let mapping = "[columns]\n\"家里的狗\" = \"x.dogs\"\n[codes.\"x.dogs\"]\n\"小\" = \"small\"\n";
    std::fs::write(file("mapping.toml"), mapping).unwrap();
    let import = |name: &str| host.json(&["import", "persons", &path(name), "--mapping", &path("mapping.toml")]);

    let first = import("dogs.xlsx");
    assert_eq!(counts(&first), [3, 2, 0, 0, 1]);
    let what = json!({ "errors": first["errors"], "mended": file("mended.xlsx") });
    let told = python(MENDER, &what.to_string());
    assert!(told.contains("养犬情况") && told.contains("small（小型犬）"), "{told}");
    assert!(!told.contains("老虎"), "a personal value is not repeated: {told}");
    assert_eq!(counts(&import("mended.xlsx")), [1, 1, 0, 0, 0]);
    assert_eq!(counts(&import("dogs.xlsx")), [3, 0, 0, 2, 1], "what is the same changes nothing");
    assert_eq!(counts(&import("mended.xlsx")), [1, 0, 0, 1, 0]);
    let held = host.database.sql(
        "SELECT v.key, COALESCE(v.text, CAST(CAST(v.number AS INTEGER) AS TEXT)), p.source, p.collector FROM local_value v \
         JOIN provenance p ON p.id = v.provenance_id ORDER BY v.key, v.subject_id",
    );
    let day =
        |text: &str| format!("x.vaccinated|{}|import|system", text.parse::<lifang_core::clock::Date>().unwrap().0);
    let wanted = [
        "x.dogs|small|import|system".to_owned(),
        "x.dogs|large|import|system".into(),
        "x.dogs|none|import|system".into(),
        day("2026-03-01"),
        day("2026-03-02"),
        day("2026-03-03"),
    ];
    assert_eq!(held, wanted, "a serial is a day here too");

    // Houses and units have theirs, known by title and by key.
    let houses = "社区,楼栋,门牌号,房屋用途,通燃气\n220103008003,1号楼,101,自住,是\n220103008003,1号楼,102,自住,\n";
    std::fs::write(file("houses.csv"), houses).unwrap();
    assert_eq!(counts(&host.import("houses", &file("houses.csv"))), [2, 2, 0, 0, 0]);
    assert_eq!(counts(&host.import("houses", &file("houses.csv"))), [2, 0, 0, 2, 0]);
    std::fs::write(file("other.csv"), houses.replace("自住,是", "自住,否")).unwrap();
    assert_eq!(counts(&host.import("houses", &file("other.csv"))), [2, 0, 1, 1, 0]);
    let units = "社区,单位名称,单位类型,x.exits\n220103008003,早点摊,1,2\n220103008003,五金店,1,二\n";
    std::fs::write(file("units.csv"), units).unwrap();
    assert_eq!(counts(&host.import("units", &file("units.csv"))), [2, 1, 0, 0, 1]);
    let now = "SELECT dataset, CAST(number AS INTEGER) FROM local_value WHERE dataset <> 'persons' AND recorded_to = 9223372036854775807";
    let mut now = host.database.sql(now);
    now.sort();
    assert_eq!(now, ["houses|0", "units|2"]);
}

#[test]
fn a_list_with_local_columns_is_mended_and_brought_again_on_sqlite() {
    a_list_with_local_columns(Engine::Sqlite);
}

#[test]
fn a_list_with_local_columns_is_mended_and_brought_again_on_postgres() {
    a_list_with_local_columns(Engine::Postgres);
}

#[test]
fn a_column_of_a_field_that_nobody_declared_or_that_was_withdrawn_is_named() {
    let host = Host::new(Engine::Sqlite);
    let list = "姓名,身份证号,社区,居住类型,x.dogs\n欧阳建国,11010519491231002X,220103008003,户在人在,small\n";
    let file = host.file("list.csv");
    std::fs::write(&file, list).unwrap();
    let file = file.to_str().unwrap();
    let unknown = |args: &[&str]| {
        let problem = host.fails(args);
        assert_eq!(problem["code"], "local-field-unknown", "{problem}");
        let at = problem["at"].as_str().unwrap();
        assert!(at.contains("list.csv") && at.contains("x.dogs"), "{at}");
    };
    unknown(&["import", "persons", file]);
    std::fs::write(host.file("fields.toml"), FIELDS).unwrap();
    let fields = host.file("fields.toml");
    assert!(host.run(&["field", "declare", fields.to_str().unwrap(), "--region", "220103"]).status.success());
    assert_eq!(counts(&host.json(&["import", "persons", file])), [1, 1, 0, 0, 0]);
    // In another district nobody has declared it; the file is for one of its communities.
    unknown(&["import", "persons", file, "--region", CHAOYANG]);
    assert!(host.run(&["field", "withdraw", "persons.x.dogs", "--region", "220103"]).status.success());
    unknown(&["import", "persons", file]);
    assert_eq!(host.count("SELECT COUNT(*) FROM local_value"), 1, "what is known stays");
    // Left out in so many words, the rest is taken; named in so many words, it is refused as well.
    let mapping = host.file("mapping.toml");
    std::fs::write(&mapping, "[columns]\n\"x.dogs\" = \"\"\n").unwrap();
    let mapped = ["import", "persons", file, "--mapping", mapping.to_str().unwrap()];
    assert_eq!(counts(&host.json(&mapped)), [1, 0, 0, 1, 0]);
    std::fs::write(&mapping, "[columns]\n\"居住类型\" = \"x.dogs\"\n").unwrap();
    let problem = host.fails(&mapped);
    assert_eq!((problem["code"].as_str(), problem["at"].as_str()), (Some("mapping-wrong"), Some("x.dogs")));
}

fn staff() -> String {
    format!("Bearer {}", TestApp::TOKEN)
}

async fn send(app: &TestApp, region: &str, body: &str) -> Reply {
    let path = format!("/api/v1/imports?kind=persons&name=人员.csv&region={region}");
    app.request("POST", &path, &[("authorization", &staff())], Some(body.to_owned())).await
}

/// Sends a file, waits for its end; the counts, and what is wrong with its rows.
async fn imported(app: &TestApp, region: &str, body: &str) -> ([u64; 5], Vec<String>) {
    let sent = send(app, region, body).await.expect(202);
    let id = sent["id"].as_str().unwrap();
    let events = app.get_as_staff(&format!("/api/v1/imports/{id}/progress")).await;
    assert!(events.body.contains("done"), "{}", events.body);
    let shown = app.get_as_staff(&format!("/api/v1/imports/{id}")).await.expect(200);
    let rejected = app.get_as_staff(&format!("/api/v1/imports/{id}/rejected")).await.expect(200);
    let codes =
        rejected["items"].as_array().unwrap().iter().flat_map(|row| row["problems"].as_array().unwrap().clone());
    (counts(&shown), codes.map(|problem| problem["code"].as_str().unwrap().to_owned()).collect())
}

fn dogs(key: &str, codes: &Value, roles: &[&str]) -> Value {
    let both = |zh: &str, en: &str| json!({ "zh": zh, "en": en });
    json!({
        "key": key, "dataset": "persons", "type": "dictionary", "title": both("养犬情况", "Dogs"),
        "purpose": both("防疫", "Vaccination"), "legal_basis": "动物防疫法", "codes": codes, "visible_to": roles,
    })
}

on_both! {
    async fn each_row_is_read_by_the_declaration_of_its_community(app: TestApp) {
        let staff_roles = ["community-staff", "government-staff"];
        let codes = json!({ "none": { "zh": "无犬", "en": "None" }, "dog": { "zh": "有犬", "en": "A dog" } });
        let declare = async |region: &str, field: &Value| {
            app.post_as_staff(&format!("/api/v1/regions/{region}/fields"), field).await.expect(201)
        };
        declare(DISTRICT, &dogs("x.dogs", &codes, &staff_roles)).await;
        // A community has its own words for the same field.
        let own = json!({ "none": { "zh": "不养", "en": "None" }, "hound": { "zh": "猎犬", "en": "A hound" } });
        declare(CHAOYANG, &dogs("x.dogs", &own, &staff_roles)).await;

        let suggest = async |region: &str| {
            let path = format!("/api/v1/imports/suggest?kind=persons&region={region}");
            let body = "姓名,身份证号,养犬情况,x.dogs,Dogs\n".to_owned();
            let found = app.request("POST", &path, &[("authorization", &staff())], Some(body)).await.expect(200);
            let columns = found["columns"].as_array().unwrap().iter().skip(2).map(|one| one["field"].clone());
            (columns.collect::<Vec<_>>(), found["fields"].as_array().unwrap().iter().any(|field| field["key"] == "x.dogs"))
        };
        assert_eq!(suggest(DISTRICT).await, (vec![json!("x.dogs"), Value::Null, Value::Null], true), "one column for a field");
        assert_eq!(suggest(KUANCHENG).await, (vec![Value::Null; 3], false), "another district");

        let near = "220104001002";
        let ids = ["11010519491231002X", "110105194912310046", "110105194912310062", "110105194912310089"];
        let row = |n: usize, region: &str, dog: &str| format!("王{n},{},{region},户在人在,{dog}\n", ids[n]);
        let head = "姓名,身份证号,社区,居住类型,养犬情况\n";
        let list = [
            row(0, CHAOYANG, "猎犬"),
            row(1, near, "有犬"),
            row(2, near, "猎犬"),
            row(3, KUANCHENG, "有犬"),
        ].concat();
        let (counted, codes) = imported(&app, "22", &format!("{head}{list}")).await;
        assert_eq!(counted, [4, 2, 0, 0, 2]);
        assert_eq!(codes, ["local-value-wrong", "local-field-undeclared"]);
        let held = app.database.sql("SELECT text FROM local_value WHERE key = 'x.dogs' ORDER BY text");
        assert_eq!(held, ["dog", "hound"]);
        // An empty cell asks for no declaration.
        let (counted, _) = imported(&app, "22", &format!("{head}{}", row(3, KUANCHENG, ""))).await;
        assert_eq!(counted, [1, 1, 0, 0, 0]);
        let audited = app.database.sql("SELECT columns FROM audit WHERE act = 'import' ORDER BY id");
        assert_eq!(audited, ["[\"x.dogs\"]", "[\"x.dogs\"]"]);
    }

    async fn whoever_may_not_see_a_field_does_not_write_it(app: TestApp) {
        let codes = json!({ "dog": { "zh": "有犬", "en": "A dog" } });
        let field = dogs("x.dogs", &codes, &["government-staff"]);
        let _ = app.post_as_staff(&format!("/api/v1/regions/{DISTRICT}/fields"), &field).await.expect(201);
        let list = "姓名,身份证号,居住类型,养犬情况\n王一,11010519491231002X,户在人在,有犬\n";
        let file: PathBuf = app.folder().join("list.csv");
        std::fs::write(&file, list).unwrap();
        let digest = FileDigest::of(list.as_bytes()).unwrap();
        let new = NewImport {
            kind: Kind::Persons,
            file: &file,
            name: "list.csv",
            digest: &digest,
            mapping: None,
            region: Some(CHAOYANG),
            dry_run: false,
            idempotency_key: None,
            uid: app.service.clock().new_id(),
        };
        let actor = |role, region: &str| Actor { name: "t".into(), role, region: RegionCode::parse(region).unwrap() };
        let refused = app.service.start_import(&actor(Role::CommunityStaff, CHAOYANG), new).await.unwrap_err().problem();
        assert_eq!((refused.code.as_str(), refused.at.as_deref()), ("field-withheld", Some("list.csv:1 养犬情况")));
        let started = app.service.start_import(&actor(Role::GovernmentStaff, DISTRICT), new).await.unwrap();
        let view = app.service.run_import(started, |_| ()).await.unwrap();
        assert_eq!((view.moved.taken, view.moved.rejected), (1, 0));
    }
}
