//! Imports from outside: an official's file goes in, what is wrong with it comes back, is mended, and goes in again; runs are
//! killed, disks are full, two send the same file.

use crate::oracles::python;
use lifang_core::actor::{Actor, Role};
use lifang_core::intake::Kind;
use lifang_core::region::RegionCode;
use lifang_service::{FileDigest, NewImport};
use lifang_test_support::{Database, Engine, KUANCHENG, TestApp};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// What makes files: persons with real check characters, one mistake in every so many rows, and what each should have been.
const MAKER: &str = r#"
import csv, json, random, sys
from stdnum.cn import ric
what = json.loads(sys.stdin.read())
rows, folder, wrong, twice = what["rows"], what["folder"], what["wrong"], what["twice"]
random.seed(7)
def person(n):
    year, month, day = 1940 + n % 80, 1 + n // 80 % 12, 1 + n // 960 % 28
    body = "220103%04d%02d%02d%03d" % (year, month, day, n // 26880 * 2 % 1000 + n % 2)
    return body + ric.calc_check_digit(body + "0"), "%04d-%02d-%02d" % (year, month, day)
def good(n):
    id, birth = person(n)
    h = n % 1440
    return {"姓名": "王" + chr(0x4e00 + n // 4000) + chr(0x4e00 + n % 4000), "身份证号": id,
        "性别": "男" if int(id[16]) % 2 else "女", "出生日期": birth, "联系电话": "139%08d" % n, "社区": "220103008003",
        "小区": "长山花园", "楼栋": str(h // 72 + 1), "单元": str(h // 24 % 3 + 1), "门牌号": "%d0%d" % (h // 4 % 6 + 1, h % 4 + 1),
        "居住类型": "户在人在", "入住日期": "2020/1/%d" % (n % 28 + 1)}
mistakes = [
    ("身份证号", lambda row: row["身份证号"][:17] + ("X" if row["身份证号"][17] != "X" else "0")),
    ("身份证号", lambda row: row["身份证号"][:6] + row["身份证号"][8:17]),
    ("出生日期", lambda row: "1939-01-01"),
    ("性别", lambda row: "女" if row["性别"] == "男" else "男"),
    ("社区", lambda row: "长山花园杜区"),
    ("门牌号", lambda row: "9909"),
    ("入住日期", lambda row: "2020-02-30"),
    ("入住日期", lambda row: "2099-01-01"),
    ("居住类型", lambda row: "住着"),
    ("联系电话", lambda row: "1391234"),
    ("姓名", lambda row: ""),
]
right = {}
with open(folder + "/persons.csv", "w", encoding="gb18030", newline="") as file:
    out = csv.DictWriter(file, good(0).keys())
    out.writeheader()
    for n in range(rows):
        row = good(n)
        if wrong and n % wrong == wrong - 1:
            field, spoil = mistakes[n // wrong % len(mistakes)]
            right[n + 2] = [field, row[field]]
            row[field] = spoil(row)
        out.writerow(row)
    # The first ones again, with another phone.
    for n in range(twice):
        out.writerow(dict(good(n), 联系电话="137%08d" % n))
with open(folder + "/houses.csv", "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file)
    out.writerow(["社区", "小区", "楼栋", "单元", "室", "楼层", "建筑面积", "房屋用途", "层数", "电梯", "建成年份"])
    for building in range(1, 21):
        for entrance in range(1, 4):
            for floor in range(1, 7):
                for door in range(1, 5):
                    out.writerow(["长山花园社区", "长山花园", building, entrance, "%d0%d" % (floor, door), floor, 61.5, "自住", 6, "无", 1998])
json.dump(right, open(folder + "/right.json", "w"))
print(len(right))
"#;

/// Opens the error workbook as a spreadsheet would, mends each row by what it should have been, and saves it.
const MENDER: &str = r#"
import json, sys
from openpyxl import load_workbook
what = json.loads(sys.stdin.read())
right = json.load(open(what["folder"] + "/right.json"))
book = load_workbook(what["errors"])
sheet = book.active
head = [cell.value for cell in sheet[1]]
told = []
for row in sheet.iter_rows(min_row=2):
    problem, remedy, line = (row[head.index(name)].value for name in ["错误 Problem", "处理办法 Remedy", "原行号 Row"])
    field, value = right[str(line)]
    assert problem and remedy, line
    told.append([line, field, problem.split("：")[0].split(" ")[0]])
    row[head.index(field)].value = value
book.save(what["mended"])
print(json.dumps([sorted(map(int, right)), sorted(one[0] for one in told), told]))
"#;

pub(crate) struct Host {
    folder: TempDir,
    pub(crate) database: Database,
}

impl Host {
    pub(crate) fn new(engine: Engine) -> Self {
        let folder = TempDir::new().unwrap();
        let database = Database::create(engine, folder.path());
        let host = Self { folder, database };
        assert_eq!(host.json(&["region", "import", "--jilin"])["added"], 13_014);
        host
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let program = std::env::var_os("LIFANG_BIN").expect("run the tests with `cargo xtask test`");
        let mut command = Command::new(program);
        command.arg("--data").arg(self.folder.path()).args(["--database", &self.database.url, "--json"]).args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// As people read it.
    pub(crate) fn said(&self, args: &[&str]) -> Output {
        let mut people = Command::new(std::env::var_os("LIFANG_BIN").expect("run the tests with `cargo xtask test`"));
        people.arg("--data").arg(self.folder.path()).args(["--database", &self.database.url]).args(args);
        people.output().unwrap()
    }

    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{args:?}\n{}", told(&output.stderr)))
    }

    pub(crate) fn fails(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        assert!(!output.status.success(), "{args:?} should fail");
        problem(&output)
    }

    /// Makes `persons.csv` with a mistake in every so many rows, and `houses.csv`; gives how many mistakes there are.
    pub(crate) fn make(&self, rows: usize, wrong: usize) -> u64 {
        self.make_of(rows, wrong, 0)
    }

    /// The same without mistakes, the first so many persons once more at its end with another phone.
    pub(crate) fn make_twice(&self, rows: usize, twice: usize) {
        self.make_of(rows, 0, twice);
    }

    fn make_of(&self, rows: usize, wrong: usize, twice: usize) -> u64 {
        let folder = self.folder.path();
        let what = serde_json::json!({ "rows": rows, "wrong": wrong, "twice": twice, "folder": folder });
        python(MAKER, &what.to_string()).trim().parse().unwrap()
    }

    pub(crate) fn import(&self, kind: &str, file: &Path) -> Value {
        self.json(&["import", kind, file.to_str().unwrap()])
    }

    fn persons(&self) -> u64 {
        self.json(&["region", "show", KUANCHENG])["persons"].as_u64().unwrap()
    }

    pub(crate) fn count(&self, sql: &str) -> i64 {
        self.database.sql(sql)[0].parse().unwrap()
    }
}

/// The problem on standard error, among what the log says there.
fn problem(output: &Output) -> Value {
    let told = String::from_utf8_lossy(&output.stderr);
    let json = told.split_inclusive('\n').skip_while(|line| line.trim_end() != "{");
    let mut json = json.collect::<String>();
    json.truncate(json.find("\n}\n").map_or(json.len(), |end| end + 2));
    serde_json::from_str(&json).unwrap_or_else(|_| panic!("{told}"))
}

pub(crate) fn counts(outcome: &Value) -> [u64; 5] {
    ["rows", "taken", "updated", "unchanged", "rejected"].map(|name| outcome[name].as_u64().unwrap())
}

fn a_file_is_mended_and_taken(engine: Engine) {
    let host = Host::new(engine);
    let wrong = host.make(5_000, 25);
    assert_eq!(wrong, 200);
    assert_eq!(counts(&host.import("houses", &host.file("houses.csv"))), [1_440, 1_440, 0, 0, 0]);
    let file = host.file("persons.csv");

    let dry = host.json(&["import", "persons", file.to_str().unwrap(), "--dry-run"]);
    assert_eq!((counts(&dry), &dry["dry_run"]), ([5_000, 4_800, 0, 0, 200], &Value::Bool(true)));
    assert_eq!(host.persons(), 0, "a dry run writes nothing");
    assert_eq!(dry["errors"].as_str(), host.file("persons-errors.xlsx").to_str());

    let first = host.import("persons", &file);
    assert_eq!(counts(&first), [5_000, 4_800, 0, 0, 200]);
    assert_eq!(host.persons(), 4_800);
    let errors = PathBuf::from(first["errors"].as_str().unwrap());
    assert_eq!(errors, host.file("persons-errors-2.xlsx"), "the dry run's is left alone");

    let mended = host.file("mended.xlsx");
    let what = serde_json::json!({ "folder": host.folder.path(), "errors": errors, "mended": mended });
    let told: Value = serde_json::from_str(&python(MENDER, &what.to_string())).unwrap();
    assert_eq!(told[0], told[1], "the rows that were spoilt are the rows that came back");
    for row in told[2].as_array().unwrap() {
        // The ID is refused for its own sake; a birth or sex beside it may be what is wrong.
        let named = match row[1].as_str().unwrap() {
            "身份证号" => "公民身份号码",
            other => other,
        };
        assert!(row[2].as_str().unwrap().contains(named), "{row}");
    }
    assert_eq!(counts(&host.import("persons", &mended)), [200, 200, 0, 0, 0]);
    assert_eq!(host.persons(), 5_000);

    let facts = "SELECT COUNT(*) FROM person_fact";
    let before = host.count(facts);
    assert_eq!(counts(&host.import("persons", &mended)), [200, 0, 0, 200, 0]);
    assert_eq!(counts(&host.import("persons", &file)), [5_000, 0, 0, 4_800, 200]);
    assert_eq!(host.count(facts), before, "what is the same writes nothing");
}

#[test]
fn a_file_of_mistakes_is_mended_and_taken_on_sqlite() {
    a_file_is_mended_and_taken(Engine::Sqlite);
}

#[test]
fn a_file_of_mistakes_is_mended_and_taken_on_postgres() {
    a_file_is_mended_and_taken(Engine::Postgres);
}

/// An import that has taken its first rows, and has more to come.
pub(crate) fn under_way(host: &Host, file: &Path) -> Child {
    let mut child = host
        .command(&["import", "persons", file.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    loop {
        if host.count("SELECT COUNT(*) FROM import_job WHERE kind = 'persons' AND position > 0") > 0 {
            return child;
        }
        assert!(child.try_wait().unwrap().is_none(), "it ended before it could be killed: make the file longer");
    }
}

fn what_was_killed_goes_on(engine: Engine) {
    let host = Host::new(engine);
    host.make(20_000, 0);
    host.import("houses", &host.file("houses.csv"));
    let file = host.file("persons.csv");
    let mut child = under_way(&host, &file);
    child.kill().unwrap();
    child.wait().unwrap();
    let taken = host.count("SELECT position FROM import_job WHERE kind = 'persons'");
    assert!(taken < 20_000, "it was killed half-way, not at {taken}");
    assert_eq!(host.count("SELECT COUNT(*) FROM person"), taken, "never half a chunk");
    assert_eq!(host.persons(), u64::try_from(taken).unwrap(), "and what is there is counted");

    let busy = host.fails(&["import", "persons", file.to_str().unwrap()]);
    assert_eq!(busy["code"], "import-running", "nobody can know yet that it is dead");
    let resumed = host.json(&["import", "persons", file.to_str().unwrap(), "--resume"]);
    assert_eq!(counts(&resumed), [20_000, 20_000, 0, 0, 0]);
    assert_eq!(host.persons(), 20_000);
    assert_eq!(host.count("SELECT COUNT(DISTINCT resident_id_index) FROM person_fact"), 20_000);
    assert_eq!(host.count("SELECT COUNT(*) FROM person_fact"), 20_000);
    assert_eq!(host.count("SELECT COUNT(*) FROM residence"), 20_000);
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_stood_on_sqlite() {
    what_was_killed_goes_on(Engine::Sqlite);
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_stood_on_postgres() {
    what_was_killed_goes_on(Engine::Postgres);
}

#[test]
fn a_full_disk_ends_an_import_and_loses_nothing() {
    let host = Host::new(Engine::Sqlite);
    host.make(20_000, 0);
    host.import("houses", &host.file("houses.csv"));
    let file = host.file("persons.csv");
    let database = std::fs::metadata(host.file("lifang.db")).unwrap().len();
    // No file may grow by more than 4 MB: what is written beyond is refused, as on a disk that is full.
    let blocks = database / 512 + 8_192;
    let program = host.command(&["import", "persons", file.to_str().unwrap()]);
    let mut limited = Command::new("sh");
    limited.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"")).arg("sh");
    limited.arg(program.get_program()).args(program.get_args());
    let output = limited.output().unwrap();
    assert!(!output.status.success());
    assert_eq!(problem(&output)["code"], "storage-full");
    let taken = host.count("SELECT SUM(position) FROM import_job WHERE kind = 'persons'");
    assert_eq!(host.count("SELECT COUNT(*) FROM person_fact"), taken, "never half a chunk");

    let again = host.json(&["import", "persons", file.to_str().unwrap(), "--resume"]);
    let [rows, taken_now, updated, unchanged, rejected] = counts(&again);
    assert_eq!((rows, taken_now + unchanged, updated, rejected), (20_000, 20_000, 0, 0));
    assert_eq!(host.count("SELECT COUNT(*) FROM person_fact"), 20_000);
}

const FEW: &str = "姓名,身份证号,社区,居住类型\n欧阳建国,11010519491231002X,220103008003,户在人在\n张三,110105194912310021,220103008003,户在人在\n";

async fn send(app: &TestApp, query: &str, headers: &[(&str, &str)], body: &str) -> lifang_test_support::Reply {
    let token = format!("Bearer {}", TestApp::TOKEN);
    let headers: Vec<_> = [("authorization", token.as_str())].iter().chain(headers).copied().collect();
    app.request("POST", &format!("/api/v1/imports?{query}"), &headers, Some(body.to_owned())).await
}

async fn over_http(engine: Engine) {
    let app = TestApp::bare(engine).await;
    let sent = send(&app, "kind=persons&name=人员.csv", &[("idempotency-key", "k1")], FEW).await.expect(202);
    let id = sent["id"].as_str().unwrap();
    // The events end when the import does.
    let events = app.get_as_staff(&format!("/api/v1/imports/{id}/progress")).await;
    assert_eq!((events.status, events.content_type.as_str()), (200, "text/event-stream"));
    let last = events.body.trim().rsplit("\n\n").next().unwrap();
    let data = last.lines().find_map(|line| line.strip_prefix("data:")).unwrap();
    assert!(last.contains("event: done") || last.contains("event:done"), "{last}");
    assert_eq!(counts(&serde_json::from_str(data).unwrap()), [2, 1, 0, 0, 1]);
    let shown = app.get_as_staff(&format!("/api/v1/imports/{id}")).await.expect(200);
    assert_eq!((counts(&shown), &shown["state"]), ([2, 1, 0, 0, 1], &Value::from("done")));
    let errors = app.get_as_staff(&format!("/api/v1/imports/{id}/errors")).await;
    assert_eq!((errors.status, &errors.bytes[..2]), (200, b"PK".as_slice()));

    let rejected = app.get_as_staff(&format!("/api/v1/imports/{id}/rejected?limit=1")).await.expect(200);
    assert_eq!((rejected["items"].as_array().unwrap().len(), &rejected["next"]), (1, &Value::Null));
    let row = &rejected["items"][0];
    assert!(row["line"].as_u64().unwrap() > 1 && row["problems"][0]["zh"]["remedy"].is_string(), "{row}");
    let behind = format!("/api/v1/imports/{id}/rejected?after={}", row["line"]);
    assert_eq!(app.get_as_staff(&behind).await.expect(200)["items"], serde_json::json!([]));
    let _ = app.get(&format!("/api/v1/imports/{id}/rejected")).await.problem(401, "sign-in-wanted");

    let again = send(&app, "kind=persons&name=人员.csv", &[("idempotency-key", "k1")], FEW).await.expect(200);
    assert_eq!(again["id"], id);
    let other = send(&app, "kind=persons", &[("idempotency-key", "k1")], "姓名,身份证号,社区\n张三,,2201\n").await;
    let _ = other.problem(409, "idempotency-key-reused");
    let listed = app.get_as_staff("/api/v1/imports?region=2201&limit=1").await.expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 0, "it was for the whole nation");
    let listed = app.get_as_staff("/api/v1/imports?limit=1").await.expect(200);
    assert_eq!((&listed["items"][0]["id"], &listed["next"]), (&Value::from(id), &Value::Null));

    let suggested = app
        .request(
            "POST",
            "/api/v1/imports/suggest?kind=persons",
            &[("authorization", &format!("Bearer {}", TestApp::TOKEN))],
            Some("姓名,证件号码,生日,备注\n张三,11".into()),
        )
        .await
        .expect(200);
    let fields: Vec<_> = suggested["columns"].as_array().unwrap().iter().map(|one| one["field"].clone()).collect();
    assert_eq!(fields[..3], ["name", "resident_id", "birth"]);
    let named = |key: &str| suggested["fields"].as_array().unwrap().iter().find(|one| one["key"] == key).cloned();
    assert_eq!(named("name").unwrap(), serde_json::json!({ "key": "name", "title": "姓名", "required": true }));
    assert_eq!(named("phone").unwrap()["required"], false);
}

#[tokio::test]
async fn a_file_goes_in_over_http_on_sqlite() {
    over_http(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_file_goes_in_over_http_on_postgres() {
    over_http(Engine::Postgres).await;
}

#[tokio::test]
async fn the_same_file_twice_at_once_is_told_so() {
    let app = TestApp::bare(Engine::Sqlite).await;
    let first = app.start_import(FEW).await;
    let _ = send(&app, "kind=persons", &[], FEW).await.problem(409, "import-running");
    assert_eq!(std::fs::read_dir(app.folder().join("imports")).unwrap().count(), 0, "what is refused is not kept");
    let view = app.service.run_import(first, |_| ()).await.unwrap();
    assert_eq!(view.moved.taken, 1);
    let sent = send(&app, "kind=persons", &[], FEW).await.expect(202);
    assert_ne!(sent["id"], view.uid.to_string(), "what is over may be sent again");
}

#[tokio::test]
async fn who_may_not_import_is_told_before_the_file_is_read() {
    let app = TestApp::bare(Engine::Sqlite).await;
    let path = "/api/v1/imports?kind=persons&region=220103008003";
    let _ = app.request("POST", path, &[], Some(FEW.into())).await.problem(401, "sign-in-wanted");
    let staff = |region: &str| Actor {
        name: "t".into(),
        role: Role::CommunityStaff,
        region: RegionCode::parse(region).unwrap(),
    };
    let file = app.folder().join("few.csv");
    std::fs::write(&file, FEW).unwrap();
    let digest = FileDigest::of(FEW.as_bytes()).unwrap();
    let new = NewImport {
        kind: Kind::Persons,
        file: &file,
        name: "few.csv",
        digest: &digest,
        mapping: None,
        region: Some(KUANCHENG),
        dry_run: false,
        idempotency_key: None,
        uid: app.service.clock().new_id(),
    };
    let refused = app.service.start_import(&staff("220104001001"), new).await.unwrap_err();
    assert_eq!(refused.problem().code, "region-out-of-scope");
    // One's own region is what is imported for when nothing is said; rows about another are refused one by one.
    let elsewhere = NewImport { region: None, ..new };
    let started = app.service.start_import(&staff("220104001001"), elsewhere).await.unwrap();
    let view = app.service.run_import(started, |_| ()).await.unwrap();
    assert_eq!((view.moved.taken, view.moved.rejected), (0, 2));
    let audited = app.database.sql("SELECT act, actor, dataset FROM audit WHERE act = 'import'");
    assert_eq!(audited, ["import|t|persons"]);
}

#[test]
fn files_that_cannot_be_read_say_where_and_what_to_do() {
    let host = Host::new(Engine::Sqlite);
    for (name, bytes, code) in [
        ("empty.csv", b"".to_vec(), "table-empty"),
        ("cut.xlsx", b"PK\x03\x04 and then nothing".to_vec(), "workbook-damaged"),
        ("headless.csv", "姓名,性别\n张三,男\n".as_bytes().to_vec(), "column-missing"),
    ] {
        let file = host.file(name);
        std::fs::write(&file, bytes).unwrap();
        let problem = host.fails(&["import", "persons", file.to_str().unwrap()]);
        assert_eq!(problem["code"], code, "{name}: {problem}");
        assert!(problem["at"].as_str().unwrap_or_default().contains(name), "{problem}");
    }
    assert_eq!(host.count("SELECT COUNT(*) FROM person"), 0);
}
