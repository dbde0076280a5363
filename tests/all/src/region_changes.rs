//! Regions change, seen from outside: over HTTP, on the command line, and with the two changes that Jilin has seen.

use crate::identity::{HER_ID, enter, her};
use lifang_core::actor::{Actor, Role};
use lifang_core::base_data::Provenance;
use lifang_core::clock::{Date, Instant};
use lifang_core::region::RegionCode;
use lifang_core::region_change::RegionChange;
use lifang_core::resident_id::ResidentId;
use lifang_service::Looking;
use lifang_store::AsOf;
use lifang_store::base_data::Span;
use lifang_store::intake::{Chunk, Done, PersonRow, ResidenceSaid, Seen, take_persons};
use lifang_test_support::{Database, Engine, KUANCHENG, TestApp, on_both};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const TODAY: &str = "2026-11-23";
const YESTERDAY: &str = "2026-11-22";

fn change(kind: &str, fields: &Value) -> Value {
    let mut body = json!({ "kind": kind, "from": TODAY, "basis": "长民〔2026〕8号" });
    for (key, value) in fields.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

async fn make(app: &TestApp, kind: &str, fields: Value) -> Value {
    app.post_as_staff("/api/v1/region-changes", &change(kind, &fields)).await.expect(201)
}

fn persons(page: &Value) -> i64 {
    page["counts"]["persons"].as_i64().unwrap()
}

on_both! {
    async fn a_street_moves_and_its_old_code_says_where_it_is(app: TestApp) {
        let before = app.get("/api/v1/regions/220103").await.expect(200);
        let body = json!({ "region": "220103008", "under": "220104", "to": "220104099" });
        let tried = change("move", &body);
        let mut dry = tried.clone();
        dry["dry_run"] = json!(true);
        let told = app.post_as_staff("/api/v1/region-changes", &dry).await.expect(200);
        assert_eq!((told["id"].is_null(), told["dry_run"].as_bool()), (true, Some(true)));
        assert_eq!(app.get("/api/v1/regions/220103").await.expect(200), before, "a trial run keeps nothing");
        let done = make(&app, "move", body).await;
        assert_eq!(done["regions"].as_array().unwrap().len(), told["regions"].as_array().unwrap().len());
        let after = app.get("/api/v1/regions/220104099003").await.expect(200);
        assert_eq!((after["name"].as_str(), persons(&after)), (Some("长山花园社区"), 300));
        let moved = app.get(&format!("/api/v1/regions/{KUANCHENG}")).await.problem(410, "region-moved");
        assert_eq!(moved["at"], "220104099003");
        let event = json!({ "kind": "noise", "fields": {} });
        let told = app.post(&format!("/api/v1/regions/{KUANCHENG}/events"), &event).await.problem(410, "region-moved");
        assert_eq!(told["at"], "220104099003");
        let _ = app.post("/api/v1/regions/220104099003/events", &event).await.expect(201);
        let then = app.get_as_staff(&format!("/api/v1/regions/{KUANCHENG}?on={YESTERDAY}")).await.expect(200);
        assert_eq!((then["path"][2]["name"].as_str(), persons(&then)), (Some("宽城区"), 300));
        let _ = app.get(&format!("/api/v1/regions/{KUANCHENG}?on={YESTERDAY}")).await.problem(401, "sign-in-wanted");
        let history = app.get(&format!("/api/v1/regions/{KUANCHENG}/history")).await.expect(200);
        assert_eq!(history[0]["until"], TODAY);
        assert_eq!(history[1]["change"]["basis"], "长民〔2026〕8号");
        assert_eq!(history[1]["code"], "220104099003");
        let all = app.get("/api/v1/region-changes").await.expect(200);
        assert_eq!((all.as_array().unwrap().len(), all[0]["kind"].as_str()), (1, Some("move")));
    }

    async fn a_split_community_is_asked_on_old_and_new_boundaries(app: TestApp) {
        let rows = app.database.sql(
            "SELECT b.name, g.code FROM building_fact b JOIN region_version g ON g.region_id = b.grid_id \
             WHERE g.code LIKE '220103008003%' ORDER BY 1",
        );
        let rows: Vec<(&str, &str)> = rows.iter().map(|row| row.split_once('|').unwrap()).collect();
        let new = "220103008099";
        // Every other building goes.
        let goes = |name: &str| rows.iter().position(|(known, _)| *known == name).unwrap() % 2 == 1;
        let list = |stays: &str, other: &str, of: &dyn Fn(&str) -> bool| -> serde_json::Map<String, Value> {
            let chosen = rows.iter().filter(|(_, grid)| of(grid));
            chosen.map(|(name, _)| ((*name).to_owned(), json!(if goes(name) { other } else { stays }))).collect()
        };
        let buildings = list(KUANCHENG, new, &|_| true);
        let parts = json!([{ "code": KUANCHENG }, { "code": new, "name": "长山北社区" }]);
        let asked = |buildings: &serde_json::Map<String, Value>| {
            json!({ "region": KUANCHENG, "into": parts, "buildings": buildings, "rest": KUANCHENG })
        };
        let one_missing: serde_json::Map<String, Value> = buildings.clone().into_iter().skip(1).collect();
        let address = "/api/v1/region-changes";
        let told = app.post_as_staff(address, &change("split", &asked(&one_missing))).await.problem(422, "buildings-unassigned");
        assert!(told["zh"]["what"].as_str().unwrap().contains(buildings.keys().next().unwrap().as_str()), "{told}");
        let _ = app.post_as_staff(address, &change("split", &asked(&buildings))).await.problem(422, "grids-divided");
        let grids: std::collections::BTreeSet<&str> = rows.iter().map(|(_, grid)| *grid).collect();
        for (grid, number) in grids.into_iter().zip(901..) {
            let other = format!("{KUANCHENG}{number}");
            let parts = json!([{ "code": grid }, { "code": other, "name": "分出网格" }]);
            let of_grid = list(grid, &other, &|of| of == grid);
            let _ = make(&app, "split", json!({ "region": grid, "into": parts, "buildings": of_grid, "rest": grid })).await;
        }
        let done = make(&app, "split", asked(&buildings)).await;
        assert!(done["followed"]["residences"].as_u64().unwrap() > 0, "{done}");
        let figures = async |code: &str, on: &str, drawn: &str| {
            let address = format!("/api/v1/regions/{code}/counts?on={on}&boundaries={drawn}");
            persons(&app.get_as_staff(&address).await.expect(200))
        };
        let (south, north) = (figures(KUANCHENG, YESTERDAY, TODAY).await, figures(new, YESTERDAY, TODAY).await);
        assert_eq!(south + north, 300);
        assert_eq!(figures(KUANCHENG, YESTERDAY, YESTERDAY).await, 300);
        assert_eq!(figures(KUANCHENG, TODAY, YESTERDAY).await, 300, "today's people on yesterday's boundaries");
        assert_eq!(figures(KUANCHENG, TODAY, TODAY).await, south);
        let page = app.get(&format!("/api/v1/regions/{new}")).await.expect(200);
        assert_eq!(persons(&page), north);
        let _ = app.get(&format!("/api/v1/regions/{new}/counts")).await.problem(401, "sign-in-wanted");
        let _ = app.get_as_staff(&format!("/api/v1/regions/{new}/counts?on={YESTERDAY}")).await.problem(404, "region-unknown");
    }

    async fn a_report_is_run_on_the_boundaries_of_another_day(app: TestApp) {
        for kind in ["noise", "noise", "fire-lane-blocked"] {
            let body = json!({ "kind": kind, "fields": {} });
            let _ = app.post(&format!("/api/v1/regions/{KUANCHENG}/events"), &body).await.expect(201);
        }
        app.at("2026-11-25T10:00:00+08:00");
        let merged = json!({ "from": "2026-11-25", "regions": [KUANCHENG, "220103008004"],
            "into": { "code": "220103008098", "name": "长山联合社区" } });
        let _ = make(&app, "merge", merged).await;
        let run = async |code: &str, boundaries: Option<&str>| {
            let mut body = json!({ "first": "2026-11-01", "last": "2026-11-30" });
            if let Some(day) = boundaries {
                body["boundaries"] = json!(day);
            }
            app.post_as_staff(&format!("/api/v1/regions/{code}/reports/grid-monthly/runs"), &body).await
        };
        let old = run(KUANCHENG, Some(TODAY)).await.expect(201);
        let new = run("220103008098", None).await.expect(201);
        for report in [&old, &new] {
            let document = report["document"].to_string();
            assert!(document.contains("\"number\":3.0") || document.contains("\"number\":3}"), "{document}");
        }
        assert_eq!((old["boundaries"].as_str(), old["path"][4]["name"].as_str()), (Some(TODAY), Some("长山花园社区")));
        let again = app.get_as_staff(&format!("/api/v1/runs/{}", old["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(again["document"], old["document"], "it is read again, though its community is no more");
        let _ = run(KUANCHENG, None).await.problem(410, "region-moved");
    }

    async fn what_nobody_may_or_can_change_is_refused(app: TestApp) {
        let body = change("rename", &json!({ "region": KUANCHENG, "name": "新名社区" }));
        let _ = app.post("/api/v1/region-changes", &body).await.problem(401, "sign-in-wanted");
        let refused = async |kind: &str, fields: Value, status: u16, code: &str| {
            let _ = app.post_as_staff("/api/v1/region-changes", &change(kind, &fields)).await.problem(status, code);
        };
        refused("move", json!({ "region": "220103", "under": "220103008" }), 422, "circular-move").await;
        refused("recode", json!({ "region": "220103", "to": "220104" }), 409, "code-taken").await;
        refused("dissolve", json!({ "region": KUANCHENG }), 409, "region-not-empty").await;
        refused("rename", json!({ "region": "999999", "name": "x" }), 404, "region-unknown").await;
        refused("rename", json!({ "region": KUANCHENG }), 400, "json-malformed").await;
        refused("explode", json!({ "region": KUANCHENG }), 400, "json-malformed").await;
        assert_eq!(app.get("/api/v1/region-changes").await.expect(200), json!([]));
    }
}

/// Somebody who may change regions in one of them only.
fn operator(code: &str) -> Actor {
    Actor { name: "operator".into(), role: Role::Operator, region: RegionCode::parse(code).unwrap() }
}

fn change_of(body: &Value) -> RegionChange {
    serde_json::from_value(body.clone()).unwrap()
}

on_both! {
    async fn a_change_dated_ahead_is_made_on_its_day(app: TestApp) {
        let other = "220103008004";
        let ahead = json!({ "from": "2026-12-01", "regions": [KUANCHENG], "into": { "code": other } });
        let planned = make(&app, "merge", ahead).await;
        assert_eq!((planned["planned"].as_bool(), planned["dry_run"].as_bool()), (Some(true), Some(false)));
        assert!(planned["followed"]["residences"].as_u64().unwrap() > 0, "what it would do today: {planned}");
        let page = async |app: &TestApp, code: &str| app.get(&format!("/api/v1/regions/{code}")).await;
        assert_eq!(persons(&page(&app, KUANCHENG).await.expect(200)), 300, "nothing has moved");
        let history = app.get(&format!("/api/v1/regions/{KUANCHENG}/history")).await.expect(200);
        assert_eq!((history[0]["until"].is_null(), history[0]["planned"][0]["kind"].as_str()), (true, Some("merge")));
        let listed = app.get("/api/v1/region-changes").await.expect(200);
        assert_eq!((listed[0]["state"].as_str(), &listed[0]["id"]), (Some("planned"), &planned["id"]));
        // What can be told only of that day is told of it: a second plan counts on the first.
        let after = json!({ "from": "2026-12-15", "region": KUANCHENG, "name": "新名社区" });
        let _ = app.post_as_staff("/api/v1/region-changes", &change("rename", &after)).await.problem(404, "region-unknown");
        // What would stand in its way is refused now.
        let gone = json!({ "region": KUANCHENG, "to": "220103008077" });
        let told = app.post_as_staff("/api/v1/region-changes", &change("recode", &gone)).await.problem(409, "planned-otherwise");
        assert!(told["en"]["what"].as_str().unwrap().contains(planned["id"].as_str().unwrap()), "{told}");

        app.at("2026-11-30T23:59:00+08:00");
        assert_eq!(app.service.make_due_changes().await.unwrap(), 0);
        app.at("2026-12-01T00:00:30+08:00");
        let app = app.reopened().await;
        assert_eq!(app.service.make_due_changes().await.unwrap(), 0, "made at the start, and not twice");
        assert_eq!(persons(&page(&app, other).await.expect(200)), 300);
        let _ = page(&app, KUANCHENG).await.problem(410, "region-moved");
        let listed = app.get("/api/v1/region-changes").await.expect(200);
        assert_eq!((listed.as_array().unwrap().len(), listed[0]["state"].as_str()), (1, Some("made")));
        let id = planned["id"].as_str().unwrap();
        let address = format!("/api/v1/region-changes/{id}/withdraw");
        let _ = app.post_as_staff(&address, &json!({})).await.problem(409, "region-change-made");
    }

    async fn a_planned_change_is_withdrawn_or_tells_why_it_cannot_be_made(app: TestApp) {
        let empty = "220103008004";
        let ahead = json!({ "from": "2026-12-01", "region": empty });
        let planned = make(&app, "dissolve", ahead.clone()).await;
        let address = |planned: &Value| format!("/api/v1/region-changes/{}/withdraw", planned["id"].as_str().unwrap());
        let _ = app.post(&address(&planned), &json!({})).await.problem(401, "sign-in-wanted");
        let withdrawn = app.post_as_staff(&address(&planned), &json!({})).await.expect(200);
        assert_eq!(withdrawn["state"], "withdrawn");
        let unknown = format!("/api/v1/region-changes/{}/withdraw", uuid::Uuid::nil());
        let _ = app.post_as_staff(&unknown, &json!({})).await.problem(404, "region-change-unknown");
        let planned = make(&app, "dissolve", ahead).await;
        app.service.generate_population(empty, 50, 7, |_, _| ()).await.unwrap();
        app.at("2026-12-01T08:00:00+08:00");
        assert_eq!(app.service.make_due_changes().await.unwrap(), 0);
        let listed = app.get("/api/v1/region-changes").await.expect(200);
        assert_eq!((listed[0]["state"].as_str(), &listed[0]["id"]), (Some("planned"), &planned["id"]));
        assert_eq!(listed[0]["refusal"]["code"], "region-not-empty");
        assert_eq!(app.get(&format!("/api/v1/regions/{empty}")).await.expect(200)["code"], "220103008004");
        let _ = app.post_as_staff(&address(&planned), &json!({})).await.expect(200);
    }

    async fn who_runs_one_district_does_not_merge_into_another(app: TestApp) {
        let body = change("merge", &json!({ "regions": [KUANCHENG], "into": { "code": "220104001001" } }));
        let refused = app.service.change_regions(&operator("220103"), &[change_of(&body)], true).await.unwrap_err();
        assert_eq!(refused.problem().code, "region-out-of-scope");
        let inside = change("merge", &json!({ "regions": [KUANCHENG], "into": { "code": "220103008004" } }));
        app.service.change_regions(&operator("220103"), &[change_of(&inside)], true).await.unwrap();
        // Rights are held in today's regions, whatever the day of the change.
        let _ = make(&app, "move", json!({ "region": "220103008", "under": "220104", "to": "220104099" })).await;
        let before = change("rename", &json!({ "from": YESTERDAY, "region": KUANCHENG, "name": "新名社区" }));
        let refused = app.service.change_regions(&operator("220103"), &[change_of(&before)], true).await.unwrap_err();
        assert_eq!(refused.problem().code, "region-out-of-scope");
    }

    async fn a_source_of_a_region_that_is_dissolved_answers_to_what_that_belonged_to(app: TestApp) {
        let feed = json!({ "name": "street-office", "title_zh": "街道", "title_en": "Street", "feed": true,
            "region": "220103008004", "responsible": "民政科" });
        let id = app.post_as_staff("/api/v1/sources", &feed).await.expect(201)["id"].clone();
        let _ = make(&app, "dissolve", json!({ "region": "220103008004" })).await;
        let listed = app.get_as_staff("/api/v1/sources").await.expect(200);
        let source = listed.as_array().unwrap().iter().find(|source| source["id"] == id).unwrap();
        assert_eq!(source["region"], "220103008000");
    }

    async fn an_import_does_not_write_into_a_community_that_ended_meanwhile(app: TestApp) {
        let mut rows = String::from("姓名,身份证号,社区,居住类型\n");
        for number in 0..4_200_i32 {
            let birth = Date(Date::from_ymd(1960, 1, 1).unwrap().0 + number);
            let id = ResidentId::compose("220103", birth, 1).unwrap();
            let name = |offset: i32| char::from_u32(0x4e00 + u32::try_from(number * 7 % 6_000 + offset).unwrap()).unwrap();
            rows += &format!("王{}{},{},{KUANCHENG},户在人在\n", name(0), name(3), id.as_str());
        }
        let started = app.start_import(&rows).await;
        let merge = change("merge", &json!({ "regions": [KUANCHENG], "into": { "code": "220103008004" } }));
        let mut chunks = 0;
        // Another host changes the regions between two chunks.
        let merge_once = |_| {
            chunks += 1;
            if chunks == 1 {
                std::thread::scope(|scope| {
                    let elsewhere = scope.spawn(|| {
                        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                        runtime.block_on(async {
                            let other = app.reopened().await;
                            other.service.change_regions(&Actor::system(), &[change_of(&merge)], false).await.unwrap();
                        });
                    });
                    elsewhere.join().unwrap();
                });
            }
        };
        let view = app.service.run_import(started, merge_once).await.unwrap();
        assert_eq!((view.moved.rows, view.moved.taken, view.moved.rejected), (4_200, 4_096, 104));
        let lost = app.database.sql(&format!(
            "SELECT COUNT(*) FROM residence r JOIN region_version v ON v.region_id = r.community_id AND v.code = '{KUANCHENG}' \
             AND v.recorded_to = {0} WHERE r.recorded_to = {0} AND r.valid_to > v.valid_to",
            Instant::OPEN.0
        ));
        assert_eq!(lost, ["0"]);
    }

    async fn who_had_moved_out_before_the_community_ended_is_still_found(app: TestApp) {
        let (person, uid) = enter(&app, KUANCHENG, 901, her()).await;
        let store = app.service.store();
        let now = AsOf::now(app.service.clock().now());
        let home = store.residences(person, Span::AsOf(now)).await.unwrap().remove(0);
        let left = ResidenceSaid {
            community: home.community,
            grid: None,
            house: None,
            kind: Some(1),
            since: Some("2024-01-01".parse().unwrap()),
            until: Some("2025-05-05".parse().unwrap()),
        };
        let row = PersonRow { resident_id: Some(HER_ID.into()), person: None, residence: Some(left), locals: lifang_store::intake::LocalsSaid::default() };
        let chunk = Chunk {
            provenance: &Provenance { source: "import".into(), collector: "official 7".into() },
            day: now.valid,
            scope: home.community,
            write: true,
            clock: app.service.clock(),
        };
        let mut tx = store.begin().await.unwrap();
        let (done, _) = take_persons(&mut tx, chunk, &mut Seen::default(), &[row]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(done, [Done::Updated]);
        assert_eq!(store.residences(person, Span::AsOf(now)).await.unwrap().len(), 0);
        let address = format!("/api/v1/persons/{uid}");
        let _ = app.get_as_staff(&address).await.expect(200);
        let _ = make(&app, "merge", json!({ "regions": [KUANCHENG], "into": { "code": "220103008004" } })).await;
        let _ = app.get_as_staff(&address).await.expect(200);
        let inside = app.service.person(&operator("220103"), uid, &Looking::default()).await.unwrap();
        assert_eq!(inside.id, uid);
        let outside = app.service.person(&operator("220104"), uid, &Looking::default()).await.unwrap_err();
        assert_eq!(outside.problem().code, "region-out-of-scope");
    }
}

/// The command line over a database of its own.
struct Typed {
    folder: tempfile::TempDir,
    database: Database,
}

impl Typed {
    fn new(engine: Engine) -> Self {
        let folder = tempfile::TempDir::new().unwrap();
        let database = Database::create(engine, folder.path());
        Self { folder, database }
    }

    fn run(&self, args: &[&str]) -> Result<Value, String> {
        let program = std::env::var_os("LIFANG_BIN").expect("run the tests with `cargo xtask test`");
        let mut command = Command::new(program);
        command.arg("--data").arg(self.folder.path()).args(["--database", &self.database.url, "--json"]).args(args);
        let output = command.output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(serde_json::from_slice(&output.stdout).unwrap()) } else { Err(error) }
    }
}

fn jilins_two_changes(engine: Engine) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/region-changes");
    let path = |name: &str| data.join(name).display().to_string();
    let host = Typed::new(engine);
    assert_eq!(host.run(&["region", "import", &path("before"), "--listed", "2010-01-01"]).unwrap()["added"], 17);
    let _ = host.run(&["population", "generate", "--region", "220381001001", "--persons", "200"]).unwrap();
    let tried = host.run(&["region", "apply", &path("jilin.toml"), "--dry-run"]).unwrap();
    assert_eq!(tried[0]["regions"].as_array().unwrap().len(), 6, "九台, its streets and communities");
    assert!(host.run(&["region", "show", "220184"]).unwrap_err().contains("region-unknown"));
    let _ = host.run(&["region", "apply", &path("jilin.toml")]).unwrap();
    let gongzhuling = host.run(&["region", "show", "220184"]).unwrap();
    let names: Vec<&str> =
        gongzhuling["path"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["吉林省", "长春市", "公主岭市"]);
    assert_eq!(gongzhuling["persons"], 200, "its people came along");
    assert_eq!(host.run(&["region", "show", "220184001001"]).unwrap()["persons"], 200);
    assert_eq!(host.run(&["region", "show", "2203"]).unwrap()["persons"], 0);
    assert_eq!(host.run(&["region", "find", "九台区"]).unwrap()[0][2]["code"], "220113000000");
    assert!(host.run(&["region", "show", "220381"]).unwrap_err().contains("region-moved"));
    let history = host.run(&["region", "history", "220381"]).unwrap();
    let told: Vec<(&str, &str)> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["code"].as_str().unwrap(), row["parent"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("220381000000", "220300000000"), ("220184000000", "220100000000")]);
    assert_eq!((history[0]["until"].as_str(), history[1]["from"].as_str()), (Some("2020-06-19"), Some("2020-06-19")));
    assert!(host.run(&["region", "apply", &path("jilin.toml")]).unwrap_err().contains("region-unknown"), "not twice");
    let ahead =
        ["region", "rename", "220184", "--name", "公主岭区", "--from", "2199-01-01", "--basis", "国函〔2198〕1号"];
    let planned = host.run(&ahead).unwrap();
    let id = planned[0]["id"].as_str().unwrap();
    let last = |history: &Value| history.as_array().unwrap().last().unwrap()["planned"].clone();
    let history = host.run(&["region", "history", "220184"]).unwrap();
    assert_eq!((planned[0]["planned"].as_bool(), last(&history)[0]["id"].as_str()), (Some(true), Some(id)));
    let _ = host.run(&["region", "withdraw", id]).unwrap();
    assert_eq!(last(&host.run(&["region", "history", "220184"]).unwrap()), json!([]));
}

#[test]
fn jilins_two_changes_on_sqlite() {
    jilins_two_changes(Engine::Sqlite);
}

#[test]
fn jilins_two_changes_on_postgres() {
    jilins_two_changes(Engine::Postgres);
}
