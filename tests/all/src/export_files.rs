//! `lifang export` as it is typed: files that other programs read, and that go in again as they came out.

use crate::command_line::Typed;
use crate::oracles::python;
use lifang_test_support::{Engine, KUANCHENG};
use serde_json::{Value, json};

/// Names that a spreadsheet would run, and one it would not.
const NAMES: [&str; 5] = ["=1+1便利店", "+8613超市", "-5度冷饮", "@家理发店", "普通商店"];

/// Writes the list of units that goes in, with codes whose check characters are right.
const MAKER: &str = r#"
import csv, json, sys
from stdnum.cn import uscc
what = json.loads(sys.stdin.read())
with open(what["file"], "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file)
    out.writerow(["单位名称", "统一社会信用代码", "单位类型", "社区", "从业人数", "成立日期"])
    for number, name in enumerate(what["names"]):
        body = "9122010%dMA0Y%05d" % (number, number)
        out.writerow([name, body + uscc.calc_check_digit(body), "商铺", what["community"], number + 1, "2020-03-0%d" % (number + 1)])
"#;

/// What other programs read in the three files.
const READER: &str = r#"
import csv, json, sys
import pyarrow.parquet as pq
from openpyxl import load_workbook
what = json.loads(sys.stdin.read())
with open(what["csv"], encoding="utf-8-sig", newline="") as file:
    rows = list(csv.reader(file))
sheet = list(load_workbook(what["xlsx"]).active.iter_rows())
table = pq.read_table(what["parquet"])
at = rows[0].index("名称")
print(json.dumps({
    "csv": [row[at] for row in rows[1:]],
    "run": [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell],
    "xlsx": [[cell.value, cell.data_type] for row in sheet[1:] for cell in [row[at]]],
    "parquet": table.column("name").to_pylist(),
    "columns": [len(rows[0]), len(sheet[0]), table.num_columns],
    "codes": [sorted(row[rows[0].index("统一社会信用代码")] for row in rows[1:]), sorted(table.column("code").to_pylist())],
}))
"#;

fn what_is_exported_is_read_by_others_and_goes_in_again(engine: Engine) {
    let host = Typed::new(engine);
    let _ = host.json(&["region", "import", "--jilin"]);
    let file = |name: &str| host.folder.path().join(name).display().to_string();
    python(MAKER, &json!({ "file": file("in.csv"), "names": NAMES, "community": KUANCHENG }).to_string());
    let counts = |outcome: &Value| ["taken", "unchanged", "rejected"].map(|name| outcome[name].as_u64().unwrap());
    assert_eq!(counts(&host.json(&["import", "units", &file("in.csv")])), [5, 0, 0]);
    for format in ["csv", "xlsx", "parquet"] {
        let out = file(&format!("out.{format}"));
        let done = host.json(&["export", "units", &out, "--region", "220103"]);
        assert_eq!((&done["rows"], done["bytes"].as_u64()), (&json!(5), Some(std::fs::metadata(&out).unwrap().len())));
    }
    let files = json!({ "csv": file("out.csv"), "xlsx": file("out.xlsx"), "parquet": file("out.parquet") });
    let read: Value = serde_json::from_str(&python(READER, &files.to_string())).unwrap();
    assert_eq!(read["run"], json!([]), "nothing that a spreadsheet would run");
    let sorted = |names: Vec<String>| {
        let mut names = names;
        names.sort();
        names
    };
    let texts = |of: &Value| -> Vec<String> {
        of.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
    };
    let wanted = sorted(NAMES.map(str::to_owned).to_vec());
    assert_eq!(sorted(texts(&read["parquet"])), wanted);
    let bare = texts(&read["csv"]).into_iter().map(|name| name.trim_start_matches('\'').to_owned());
    assert_eq!(sorted(bare.collect()), wanted);
    let cells: Vec<String> = read["xlsx"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| {
            assert_eq!(cell[1], "s", "a text, not a formula: {cell}");
            cell[0].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(sorted(cells), wanted);
    assert_eq!((&read["columns"][0], &read["columns"][0]), (&read["columns"][1], &read["columns"][2]));
    assert_eq!(read["codes"][0], read["codes"][1]);
    // What came out goes in again and changes nothing.
    for format in ["csv", "xlsx"] {
        let again = host.json(&["import", "units", &file(&format!("out.{format}"))]);
        assert_eq!(counts(&again), [0, 5, 0], "{format}");
    }
    let refused = host.fails(&["export", "units", &file("out.doc"), "--region", "220103"]);
    assert!(refused.contains("--format"), "{refused}");
    assert!(!host.folder.path().join("out.doc").exists() && !host.folder.path().join("out.doc.part").exists());
}

#[test]
fn what_is_exported_is_read_by_others_and_goes_in_again_on_sqlite() {
    what_is_exported_is_read_by_others_and_goes_in_again(Engine::Sqlite);
}

#[test]
fn what_is_exported_is_read_by_others_and_goes_in_again_on_postgres() {
    what_is_exported_is_read_by_others_and_goes_in_again(Engine::Postgres);
}
