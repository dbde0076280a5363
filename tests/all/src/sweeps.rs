//! Sweeps: a district's rule over its people, held against the same question in SQL; jobs that are watched, stopped, killed and
//! taken up again.

use lifang_core::actor::Actor;
use lifang_store::work::SweepKind;
use lifang_test_support::{CHAOYANG, Engine, KUANCHENG, TestApp, on_both};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::Duration;

async fn sweep(app: &TestApp, code: &str) -> Value {
    app.post_as_staff(&format!("/api/v1/regions/{code}/sweeps"), &json!({ "rule": "visit-due" })).await.expect(201)
}

/// Starts a sweep of Changchun, which has too many communities to wait for.
async fn started(app: &TestApp) -> String {
    let reply = app.post_as_staff("/api/v1/regions/2201/sweeps", &json!({ "rule": "visit-due" })).await;
    let state = reply.expect(202);
    let id = state["id"].as_str().unwrap().to_owned();
    assert_eq!(reply.header("location"), Some(format!("/api/v1/sweeps/{id}").as_str()));
    id
}

/// Follows the server-sent events of a sweep to their end; gives the states they told.
async fn followed(app: &TestApp, id: &str) -> Vec<Value> {
    let reply = app.get_as_staff(&format!("/api/v1/sweeps/{id}/progress")).await;
    assert_eq!((reply.status, reply.content_type.as_str()), (200, "text/event-stream"));
    let states: Vec<Value> = reply
        .body
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .map(|data| serde_json::from_str(data).unwrap())
        .collect();
    assert!(reply.body.contains("event: state"), "{}", reply.body);
    states
}

async fn all_communities(app: &TestApp, id: &str) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page =
            app.get_as_staff(&format!("/api/v1/sweeps/{id}/communities?limit=500&cursor={cursor}")).await.expect(200);
        all.extend(page["communities"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => return all,
        }
    }
}

fn counts(communities: &[Value]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for outcome in communities.iter().flat_map(|one| one["outcomes"].as_array().unwrap()) {
        *counts.entry(outcome["code"].as_str().unwrap().to_owned()).or_default() += outcome["count"].as_u64().unwrap();
    }
    counts
}

on_both! {
    async fn each_district_speaks_by_its_own_rule(app: TestApp) {
        let id = started(&app).await;
        let last = followed(&app, &id).await.pop().unwrap();
        assert_eq!((last["status"].as_str(), last["scanned"].as_u64(), last["failed"].as_u64()), (Some("done"), Some(600), Some(0)));
        let communities = all_communities(&app, &id).await;
        assert_eq!(Some(communities.len() as u64), last["to_sweep"].as_u64());
        assert_eq!(last["swept"], last["to_sweep"]);
        let speaks = |code: &str| {
            let community = communities.iter().find(|one| one["code"] == code).unwrap();
            community["plugin"]["id"].as_str().unwrap().to_owned()
        };
        assert_eq!(speaks(KUANCHENG), "cn.jilin.changchun.kuancheng.rules");
        assert_eq!(speaks(CHAOYANG), "cn.jilin.changchun.chaoyang.rules");
        assert_eq!(speaks("220102001001"), "cn.jilin.rules", "Nanguan has no rule of its own");
        let totals: BTreeMap<String, u64> = serde_json::from_value(last["totals"].clone()).unwrap();
        assert_eq!(counts(&communities), totals);
        // One row of the audit per community and read, each written before the plugin saw it.
        let audited = app.database.sql("SELECT count(*) FROM audit WHERE act = 'scan'");
        assert_eq!(audited, [communities.len().to_string()]);
        let failed = app.get_as_staff(&format!("/api/v1/sweeps/{id}/communities?failed=true")).await.expect(200);
        assert_eq!(failed["communities"], json!([]));
    }

    async fn a_sweep_counts_what_it_marked_and_says_why(app: TestApp) {
        let swept = sweep(&app, CHAOYANG).await;
        assert_eq!(swept["scanned"], 300);
        let totals: u64 = swept["totals"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
        assert!(totals > 0 && totals <= 300, "{swept}");
        for outcome in swept["communities"][0]["outcomes"].as_array().unwrap() {
            assert!(!outcome["reasons"].as_array().unwrap().is_empty() && outcome["refused"] == json!([]), "{outcome}");
        }
        assert_eq!(sweep(&app, CHAOYANG).await["totals"], swept["totals"]);
        assert_eq!(app.database.sql("SELECT count(*) FROM sweep"), ["2"]);
        assert!(!app.database.sql("SELECT id FROM audit WHERE act = 'scan' AND row_count = 300").is_empty());
    }

    async fn a_grid_is_swept_alone(app: TestApp) {
        let grids = app.database.sql(&format!(
            "SELECT v.code || ' ' || count(*) FROM region_version v JOIN residence r ON r.grid_id = v.region_id \
             WHERE v.code LIKE '{CHAOYANG}%' GROUP BY v.code ORDER BY v.code"
        ));
        let (code, persons) = grids[0].split_once(' ').unwrap();
        let swept = sweep(&app, code).await;
        assert_eq!((swept["communities"][0]["code"].as_str(), swept["scanned"].to_string().as_str()), (Some(code), persons));
    }

    async fn a_rule_that_sweeps_nothing_is_unknown(app: TestApp) {
        for rule in ["nothing", "noise"] {
            let body = json!({ "rule": rule });
            let _ = app.post_as_staff("/api/v1/regions/220104/sweeps", &body).await.problem(404, "rule-unknown");
        }
        assert_eq!(app.database.sql("SELECT count(*) FROM sweep"), ["0"]);
    }

    async fn a_sweep_that_was_stopped_is_taken_up_where_it_was(app: TestApp) {
        let (actor, whole) = (Actor::system(), started(&app).await);
        let whole = followed(&app, &whole).await.pop().unwrap();
        let started = app.service.start_sweep(&actor, "2201", "visit-due").await.unwrap();
        let (id, address) = (started.uid, format!("/api/v1/sweeps/{}", started.uid));
        let cancelled = app.post_as_staff(&format!("{address}/cancel"), &json!({})).await.expect(200);
        assert_eq!(cancelled["status"], "cancelled");
        started.ended().await.unwrap();
        let left = app.get_as_staff(&address).await.expect(200);
        let (swept, all) = (left["swept"].as_u64().unwrap(), left["to_sweep"].as_u64().unwrap());
        assert!(swept < all, "it was stopped too late to see anything: {left}");
        assert_eq!(left["status"], "cancelled", "whoever ran it does not end it otherwise");
        let _ = app.post_as_staff(&format!("{address}/cancel"), &json!({})).await.problem(409, "sweep-ended");

        let before = app.database.sql("SELECT count(*) FROM audit WHERE act = 'scan'");
        let resumed = app.service.resume_sweep(&actor, id).await.unwrap();
        resumed.ended().await.unwrap();
        let done = app.get_as_staff(&address).await.expect(200);
        assert_eq!((done["status"].as_str(), &done["swept"], &done["totals"]), (Some("done"), &whole["swept"], &whole["totals"]));
        let after = app.database.sql("SELECT count(*) FROM audit WHERE act = 'scan'");
        let read = after[0].parse::<u64>().unwrap() - before[0].parse::<u64>().unwrap();
        assert_eq!(read, all - swept, "what had its answer is not read again");
        let _ = app.post_as_staff(&format!("{address}/resume"), &json!({})).await.problem(409, "sweep-runs");
    }

    async fn a_sweep_whose_region_is_no_more_is_ended_and_keeps_no_other_back(app: TestApp) {
        let (gone, other) = (sweep(&app, KUANCHENG).await, sweep(&app, CHAOYANG).await);
        app.at("2026-11-25T10:00:00+08:00");
        let merged = json!({ "kind": "merge", "from": "2026-11-25", "basis": "长民〔2026〕8号",
            "regions": [KUANCHENG, "220103008004"], "into": { "code": "220103008098", "name": "长山联合社区" } });
        let _ = app.post_as_staff("/api/v1/region-changes", &merged).await.expect(201);
        // As a host leaves them that is killed before it wrote anything; and one that still gives signs, by a clock that is slow.
        let beats = sweep(&app, CHAOYANG).await;
        let address = |sweep: &Value| format!("/api/v1/sweeps/{}", sweep["id"].as_str().unwrap());
        let _ = app.database.sql("DELETE FROM sweep_community");
        let left = "UPDATE sweep SET status = 'running', runner = 'a host', swept = 0, scanned = 0, finished_at = NULL, beat_at";
        let _ = app.database.sql(&format!("{left} = 7"));
        assert!(app.service.resume_abandoned_sweeps().await.unwrap().is_empty(), "it looks for the first time");
        app.at("2026-11-25T10:00:14+08:00");
        assert!(app.service.resume_abandoned_sweeps().await.unwrap().is_empty(), "not long enough to know");
        let _ = app.database.sql(&format!("{left} = 8 WHERE id = (SELECT max(id) FROM sweep)"));
        app.at("2026-11-25T10:00:15+08:00");
        let taken = app.service.resume_abandoned_sweeps().await.unwrap();
        assert_eq!(taken.iter().map(|one| one.uid.to_string()).collect::<Vec<_>>(), [other["id"].as_str().unwrap()]);
        for one in taken {
            one.ended().await.unwrap();
        }
        let done = app.get_as_staff(&address(&other)).await.expect(200);
        // Two days later more visits are due than when it began: it looks at what is so now.
        assert_eq!((&done["status"], &done["totals"], &done["swept"]), (&json!("done"), &beats["totals"], &json!(1)));
        assert_eq!(app.get_as_staff(&address(&gone)).await.expect(200)["status"], "failed");
        assert_eq!(app.get_as_staff(&address(&beats)).await.expect(200)["status"], "running");
        let resume = format!("{}/resume", address(&gone));
        let _ = app.post_as_staff(&resume, &json!({})).await.problem(409, "sweep-region-gone");
        assert_eq!(app.get_as_staff(&address(&gone)).await.expect(200)["status"], "failed", "it does not seem to run");
    }

    async fn a_strangers_sweep_is_nobody_elses_to_see(app: TestApp) {
        let id = sweep(&app, CHAOYANG).await["id"].as_str().unwrap().to_owned();
        for address in ["", "/communities", "/progress"] {
            let _ = app.get(&format!("/api/v1/sweeps/{id}{address}")).await.problem(401, "sign-in-wanted");
        }
        let _ = app.get_as_staff("/api/v1/sweeps/0192f0c1-0000-7000-8000-000000000000").await.problem(404, "not-found");
    }
}

/// Communities as they came out, without the moment.
async fn came_out(app: &TestApp, id: &str) -> Vec<Value> {
    let mut all = all_communities(app, id).await;
    for one in &mut all {
        one.as_object_mut().unwrap().remove("data_as_of");
        one["outcomes"].as_array_mut().unwrap().sort_by_key(Value::to_string);
    }
    all
}

/// Sweeps Changchun on the command line, and kills that twice with work at hand; what comes out is what comes out otherwise.
#[tokio::test]
async fn a_sweep_killed_twice_comes_out_as_one_that_was_let_run() {
    let app = TestApp::start(Engine::Sqlite).await;
    let program = std::env::var_os("LIFANG_BIN").expect("run the tests with `cargo xtask test`");
    let sweep = |more: &[&str]| {
        let mut command = Command::new(&program);
        command.arg("--data").arg(app.folder()).args(["--database", &app.database.url, "--json"]);
        command.args(["sweep", "visit-due", "--region", "2201"]).args(more);
        command
    };
    let whole = sweep(&[]).output().unwrap();
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
    let whole: Value = serde_json::from_slice(&whole.stdout).unwrap();
    let region = app.service.place("2201").await.unwrap().path.region().id;
    let unfinished = async || app.service.store().unfinished_sweep(region, SweepKind::Rule, "visit-due").await.unwrap();
    let mut done = 0;
    for more in [&[][..], &["--resume"]] {
        let mut child = sweep(more).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while unfinished().await.is_none_or(|sweep| sweep.swept <= done) {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it could be killed");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        done = unfinished().await.expect("it was killed too late to leave anything").swept;
        let early = sweep(&["--resume"]).output().unwrap();
        assert!(String::from_utf8_lossy(&early.stderr).contains("sweep-runs"), "its host may still be there");
        // Fifteen seconds pass.
        let _ = app.database.sql("UPDATE sweep SET beat_at = 0 WHERE status = 'running'");
    }
    let resumed = sweep(&["--resume"]).output().unwrap();
    assert!(resumed.status.success(), "{}", String::from_utf8_lossy(&resumed.stderr));
    let mut resumed: Value = serde_json::from_slice(&resumed.stdout).unwrap();
    let (first, second) = (whole["id"].as_str().unwrap(), resumed["id"].as_str().unwrap().to_owned());
    assert_ne!(first, second);
    let (expected, found) = (came_out(&app, first).await, came_out(&app, &second).await);
    assert_eq!(Some(found.len() as u64), whole["to_sweep"].as_u64());
    assert_eq!(found, expected);
    resumed["id"] = whole["id"].clone();
    assert_eq!(resumed, whole);
    assert_eq!(resumed["scanned"], 600);
}
