//! Snapshots from outside: pandas' reader and DuckDB open them, the interface says how they stand, a host that is killed while
//! it writes leaves no half segment.

use crate::oracles::python;
use lifang_core::clock::{Clock as _, SystemClock};
use lifang_test_support::{CHAOYANG, Engine, KUANCHENG, TestApp, on_both};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};

fn segments(app: &TestApp, dataset: &str) -> String {
    app.folder().join("snapshots/v1").join(dataset).join("**/*.parquet").display().to_string()
}

on_both! {
    async fn they_say_how_they_stand(app: TestApp) {
        let before = app.get_as_staff(&format!("/api/v1/regions/{KUANCHENG}/snapshots")).await.expect(200);
        assert_eq!((&before["datasets"][0]["communities"], &before["datasets"][0]["right"]), (&json!(1), &json!(0)));
        assert_eq!(app.service.refresh_snapshots(100).await.unwrap(), 6);
        let after = app.get_as_staff("/api/v1/snapshots").await.expect(200);
        let persons = &after["datasets"][0];
        assert_eq!((&persons["dataset"], &persons["right"], &persons["rows"]), (&json!("persons"), &json!(2), &json!(600)));
        assert_eq!(persons["oldest"], app.service.clock().now().to_string());
        assert_eq!(after["faults"], json!([]));
        let _ = app.get(&format!("/api/v1/regions/{KUANCHENG}/snapshots")).await.problem(401, "sign-in-wanted");

        // A visit changes what is known of a person.
        let sql = "SELECT v.code FROM region_version v JOIN community_mark m ON m.community_id = v.region_id ORDER BY v.code";
        assert_eq!(app.database.sql(sql), [KUANCHENG, CHAOYANG]);
    }

    async fn a_regions_figures_are_sqls(app: TestApp) {
        let figures = app.get_as_staff("/api/v1/regions/2201/figures?lang=en").await.expect(200);
        assert_eq!(figures["persons"], 600);
        assert_eq!(figures["as_of"], app.service.clock().now().to_string());
        let of = |side: &str, by: &str| -> Vec<String> {
            let one = figures[side].as_array().unwrap().iter().find(|one| one["by"] == by).unwrap();
            one["figures"].as_array().unwrap().iter().map(|one| format!("{}|{}", one["code"].as_str().unwrap(), one["count"])).collect()
        };
        let sql = "SELECT CASE f.sex WHEN 1 THEN 'male' WHEN 2 THEN 'female' ELSE 'unknown' END, count(*) FROM residence r \
                   JOIN person_fact f ON f.person_id = r.person_id GROUP BY f.sex ORDER BY f.sex IS NULL, f.sex";
        assert_eq!(of("of_persons", "sex"), app.database.sql(sql));
        // Born until 1946-11-23, that is day -8440: 80 on 2026-11-23.
        let sql = "SELECT '80+', count(*) FROM residence r JOIN person_fact f ON f.person_id = r.person_id WHERE f.birth <= -8440";
        assert_eq!(of("of_persons", "age")[4..5], app.database.sql(sql)[..]);
        assert_eq!(of("of_persons", "region"), ["220103000000|300", "220104000000|300"]);
        let sql = "SELECT CASE house_use WHEN 1 THEN 'owner' WHEN 2 THEN 'rented' WHEN 3 THEN 'shared' WHEN 4 THEN 'vacant' \
                   ELSE 'business' END, count(*) FROM house_fact GROUP BY house_use ORDER BY house_use";
        assert_eq!(of("of_houses", "use"), app.database.sql(sql));
        let visited: u64 = of("of_persons", "visited").iter().map(|one| one.split_once('|').unwrap().1.parse::<u64>().unwrap()).sum();
        assert_eq!(visited, 600, "{figures}");
        let sql = "SELECT 'never', count(*) FROM residence r WHERE NOT EXISTS (SELECT 1 FROM visit s WHERE s.person_id = r.person_id)";
        assert_eq!(of("of_persons", "visited").last(), app.database.sql(sql).first());
        let _ = app.get("/api/v1/regions/2201/figures").await.problem(401, "sign-in-wanted");
    }

    async fn a_damaged_file_changes_no_answer_and_is_told(app: TestApp) {
        let sweep = async || {
            let body = json!({ "rule": "visit-due" });
            app.post_as_staff(&format!("/api/v1/regions/{CHAOYANG}/sweeps"), &body).await.expect(201)["totals"].clone()
        };
        let right = sweep().await;
        let restarted = app.reopened().await;
        for file in parquet_files(&app.folder().join("snapshots")) {
            let mut bytes = std::fs::read(&file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0xff;
            std::fs::write(&file, bytes).unwrap();
        }
        let body = json!({ "rule": "visit-due" });
        let again = restarted.post_as_staff(&format!("/api/v1/regions/{CHAOYANG}/sweeps"), &body).await.expect(201);
        assert_eq!(again["totals"], right);
        let told = restarted.get_as_staff("/api/v1/snapshots").await.expect(200);
        assert!(told["faults"][0]["what"].as_str().unwrap().contains("checksum"), "{told}");
    }

    async fn a_folder_deleted_under_the_host_changes_no_answer_and_comes_back_private(app: TestApp) {
        let body = json!({ "rule": "visit-due" });
        let sweep = async |app: &TestApp| {
            app.post_as_staff(&format!("/api/v1/regions/{CHAOYANG}/sweeps"), &body).await.expect(201)["totals"].clone()
        };
        let figures = async |app: &TestApp| {
            let mut figures = app.get_as_staff("/api/v1/regions/2201/figures").await.expect(200);
            figures.as_object_mut().unwrap().remove("as_of");
            figures
        };
        let right = (sweep(&app).await, figures(&app).await);
        let folder = app.folder().join("snapshots");
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!((sweep(&app).await, figures(&app).await), right);
        let restarted = app.reopened().await;
        std::fs::remove_dir_all(&folder).ok();
        assert_eq!((sweep(&restarted).await, figures(&restarted).await), right);
        let told = restarted.get_as_staff("/api/v1/snapshots").await.expect(200);
        assert!(told["faults"][0]["what"].as_str().unwrap().contains("missing"), "{told}");
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(restarted.service.refresh_snapshots(100).await.unwrap() > 0);
        assert_eq!(parquet_files(&folder).len(), 6);
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&folder).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o700, "days of birth are in it");
    }

    async fn a_community_that_is_no_more_leaves_no_file_and_keeps_no_other_waiting(app: TestApp) {
        let files = || parquet_files(&app.folder().join("snapshots")).len();
        assert_eq!(app.service.refresh_snapshots(100).await.unwrap(), 6);
        app.at("2026-11-25T10:00:00+08:00");
        let merged = json!({ "kind": "merge", "from": "2026-11-25", "basis": "长民〔2026〕8号",
            "regions": [KUANCHENG, "220103008004"], "into": { "code": "220103008098", "name": "长山联合社区" } });
        let _ = app.post_as_staff("/api/v1/region-changes", &merged).await.expect(201);
        // One at a time: those that are no more would be the first, for ever.
        assert_eq!(app.service.refresh_snapshots(1).await.unwrap(), 3);
        assert_eq!(app.service.refresh_snapshots(1).await.unwrap(), 0);
        assert_eq!(files(), 6);
        let left = "SELECT count(*) FROM segment s JOIN region_version v ON v.region_id = s.community_id WHERE v.code = '220103008003'";
        assert_eq!(app.database.sql(left), ["0"]);
    }

    async fn a_community_that_cannot_be_read_keeps_no_other_waiting(app: TestApp) {
        let _ = app.database.sql("UPDATE person_fact SET sex = 900 WHERE person_id = (SELECT min(person_id) FROM residence)");
        let mut made = 0;
        for _ in 0..4 {
            made += app.service.refresh_snapshots(1).await.unwrap();
        }
        assert_eq!(made, 5);
        let told = app.get_as_staff("/api/v1/snapshots").await.expect(200);
        let faults = told["faults"].as_array().unwrap();
        assert_eq!(faults.len(), 1, "it is not tried at every turn: {told}");
        assert!(faults[0]["what"].as_str().unwrap().contains(KUANCHENG), "{told}");
    }
}

fn parquet_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() { found.extend(parquet_files(&entry.path())) } else { found.push(entry.path()) }
    }
    found
}

/// What SQL says of the persons of a community: number, women, sum of the days of birth, persons without a day of birth.
fn by_sql(app: &TestApp) -> String {
    let found = app.database.sql(
        "SELECT count(*), sum(CASE WHEN f.sex = 2 THEN 1 ELSE 0 END), sum(f.birth), \
         sum(CASE WHEN f.birth IS NULL THEN 1 ELSE 0 END), count(DISTINCT r.grid_id) \
         FROM residence r JOIN person_fact f ON f.person_id = r.person_id",
    );
    found[0].replace('|', " ")
}

#[tokio::test]
async fn pyarrow_reads_them_as_ordinary_parquet() {
    let app = TestApp::start(Engine::Sqlite).await;
    app.service.refresh_snapshots(100).await.unwrap();
    let program = "
import sys, pyarrow.parquet as pq, pyarrow as pa, pyarrow.compute as pc, glob
files = sorted(glob.glob(sys.stdin.read().strip(), recursive=True))
tables = [pq.read_table(file) for file in files]
table = pa.concat_tables(tables, promote_options='default')
birth = table['birth'].cast(pa.int32())
print(table.num_rows, pc.sum(pc.equal(table['sex'], 2)).as_py(), pc.sum(birth).as_py(), birth.null_count, len(pc.unique(table['grid'])))
print(table.schema.field('birth').type, table.schema.field('sex').type, table.schema.field('care').type, table.schema.field('region').type)
print(' '.join(name for name in table.schema.names if not name.startswith('x.')))
footer = pq.read_metadata(files[0]).metadata
print(sorted(key.decode() for key in footer if key.startswith(b'lifang.')))
";
    let said = python(program, &segments(&app, "persons"));
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], by_sql(&app));
    assert_eq!(lines[1], "date32[day] uint8 uint16 string");
    assert_eq!(
        lines[2], "row_id region grid sex living care residence since last_visit built floor elevator birth",
        "and no name, phone or resident ID"
    );
    assert_eq!(
        lines[3],
        "['lifang.as_of', 'lifang.community', 'lifang.dataset', 'lifang.day', 'lifang.mark', 'lifang.schema']"
    );
}

#[tokio::test]
async fn duckdb_reads_them_as_ordinary_parquet() {
    let app = TestApp::start(Engine::Sqlite).await;
    app.service.refresh_snapshots(100).await.unwrap();
    let program = "
import sys, duckdb
files = sys.stdin.read().strip()
print(*duckdb.sql(f\"SELECT count(*), count(*) FILTER (sex = 2), sum(birth - DATE '1970-01-01')::BIGINT, count(*) FILTER (birth IS NULL), count(DISTINCT grid) FROM read_parquet('{files}', union_by_name=true)\").fetchall()[0])
";
    assert_eq!(python(program, &segments(&app, "persons")).trim(), by_sql(&app));
    let program = "
import sys, duckdb
files = sys.stdin.read().strip()
for row in duckdb.sql(f\"SELECT use, count(*), round(sum(area), 2), max(occupants) FROM read_parquet('{files}', union_by_name=true) GROUP BY use ORDER BY use\").fetchall():
    print(*row)
";
    let theirs = app.database.sql(
        "SELECT h.house_use, count(*), round(sum(h.area_dm2) / 100.0, 2), max((SELECT count(*) FROM residence r WHERE r.house_id = h.house_id)) \
         FROM house_fact h GROUP BY h.house_use ORDER BY h.house_use",
    );
    let theirs: Vec<String> = theirs.iter().map(|row| row.replace('|', " ")).collect();
    assert_eq!(python(program, &segments(&app, "houses")).lines().collect::<Vec<_>>(), theirs);
}

/// A host whose files may grow to two thousand bytes, as on a disk that is full; the database is elsewhere.
#[tokio::test]
async fn a_full_disk_takes_no_segment_and_no_answer() {
    let app = TestApp::start(Engine::Postgres).await;
    let program = std::env::var("LIFANG_BIN").expect("run the tests with `cargo xtask test`");
    let run = |full: bool, args: &[&str]| {
        let limit = if full { "trap '' XFSZ; ulimit -f 4; " } else { "" };
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{limit}exec \"$@\""), "sh", &program, "--json", "--data"]);
        command.arg(app.folder()).args(["--database", &app.database.url]).args(args).output().unwrap()
    };
    let sweep = |full: bool| {
        let swept = run(full, &["sweep", "visit-due", "--region", "220104"]);
        assert!(swept.status.success(), "{}", String::from_utf8_lossy(&swept.stderr));
        serde_json::from_slice::<Value>(&swept.stdout).unwrap()["totals"].clone()
    };
    let right = sweep(false);
    let folder = app.folder().join("snapshots");
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(sweep(true), right);
    let refused = run(true, &["snapshot", "refresh"]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("snapshots-left") && told.contains("too large"), "{told}");
    let whole = |file: &std::path::PathBuf| file.extension().is_some_and(|extension| extension == "parquet");
    assert_eq!(parquet_files(&folder).iter().filter(|file| whole(file)).count(), 0);
    assert!(run(false, &["snapshot", "refresh"]).status.success());
    assert_eq!(parquet_files(&folder).iter().filter(|file| whole(file)).count(), 6);
}

/// Kills a host again and again while it writes, at other moments each time; what the index points at is always whole.
#[tokio::test]
async fn a_host_killed_while_it_writes_leaves_no_half_segment() {
    let app = TestApp::start(Engine::Sqlite).await;
    let folder = app.folder().to_path_buf();
    let program = std::env::var_os("LIFANG_BIN").expect("run the tests with `cargo xtask test`");
    let type_ = |args: &[&str]| {
        let mut command = Command::new(&program);
        command.arg("--data").arg(&folder).args(["--database", &app.database.url]).args(args);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let mut killed = 0;
    for turn in 0..12 {
        std::fs::remove_dir_all(folder.join("snapshots")).ok();
        let mut child = type_(&["snapshot", "refresh", "--check"]).spawn().unwrap();
        // Not for luck: each turn stops it at another point of its work, and any of them must do.
        tokio::time::sleep(std::time::Duration::from_millis(40 + 25 * turn)).await;
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            killed += 1;
        }
        child.wait().unwrap();
        for file in parquet_files(&folder.join("snapshots")) {
            let bytes = std::fs::read(&file).unwrap();
            let named = file.extension().is_some_and(|extension| extension == "parquet");
            assert!(!named || bytes.ends_with(b"PAR1"), "{} is half a segment", file.display());
        }
    }
    assert!(killed > 0, "no turn was quick enough to kill anything");
    assert!(type_(&["snapshot", "refresh", "--check"]).status().unwrap().success());
    // What was written on the command line is of the day that it really is.
    app.clock.set(SystemClock.now());
    let reopened = app.reopened().await;
    let status: Value = reopened.get_as_staff("/api/v1/snapshots").await.expect(200);
    assert_eq!((&status["datasets"][0]["right"], &status["datasets"][0]["rows"]), (&json!(2), &json!(600)));
    let body = json!({ "rule": "visit-due" });
    let swept = reopened.post_as_staff(&format!("/api/v1/regions/{KUANCHENG}/sweeps"), &body).await.expect(201);
    assert_eq!(swept["scanned"], 300);
    assert_eq!(reopened.get_as_staff("/api/v1/snapshots").await.expect(200)["faults"], json!([]));
}
