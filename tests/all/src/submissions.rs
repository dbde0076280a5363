//! Submissions: skip logic, what is missing, what it means, and once only.

use lifang_crooked as crooked;
use lifang_test_support::{CHAOYANG, HUBEI, KUANCHENG, TestApp, guest, on_both};
use serde_json::{Map, Value, json};

/// 德惠市胜利街道和平社区: a place whose district carries no plugin, so that the province's speaks.
const DEHUI: &str = "220183001001";

/// Answers every question that shows until nothing is missing: yes to flags, the first choice, the least number.
async fn fill(app: &TestApp, code: &str, id: &str) -> Value {
    fill_on(app, code, id, Map::new()).await
}

/// The same, from some answers on.
async fn fill_on(app: &TestApp, code: &str, id: &str, mut answers: Map<String, Value>) -> Value {
    let lists = app.get(&format!("/api/v1/regions/{code}/checklists")).await.expect(200);
    let list = lists.as_array().unwrap().iter().find(|list| list["id"] == id).unwrap().clone();
    for _ in 0..40 {
        let body = json!({ "answers": answers });
        let state = app.post(&format!("/api/v1/regions/{code}/checklists/{id}/state"), &body).await.expect(200);
        let missing: Vec<String> =
            state["missing"].as_array().unwrap().iter().map(|node| node.as_str().unwrap().to_owned()).collect();
        if missing.is_empty() {
            assert_eq!(state["complete"], true, "{state}");
            return Value::Object(answers);
        }
        for node in missing {
            let question = list["nodes"].as_array().unwrap().iter().find(|known| known["id"] == node.as_str()).unwrap();
            let answer = match question["kind"].as_str().unwrap() {
                "flag" => json!(true),
                "integer" => json!(question["min"].as_f64().unwrap().max(1.0) as i64),
                "decimal" => question["min"].clone(),
                "text" => json!("有"),
                "date" => json!("2026-11-01"),
                "one" => question["choices"][0]["code"].clone(),
                "many" => json!([question["choices"][0]["code"]]),
                other => panic!("{other} was asked for"),
            };
            answers.insert(node, answer);
        }
    }
    panic!("the checklist never became complete: {answers:?}");
}

on_both! {
    async fn a_filled_checklist_is_judged_by_the_districts_own_plugin(app: TestApp) {
        for (code, plugin) in [(KUANCHENG, "cn.jilin.changchun.kuancheng.forms"), (CHAOYANG, "cn.jilin.changchun.chaoyang.forms")] {
            let answers = fill(&app, code, "home-visit").await;
            let body = json!({ "checklist": "home-visit", "answers": answers });
            let submission = app.post_as_staff(&format!("/api/v1/regions/{code}/submissions"), &body).await.expect(201);
            assert_eq!(submission["status"], "judged");
            assert_eq!(submission["judged"]["plugin"]["id"], plugin);
            assert!(!submission["judged"]["reasons"].as_array().unwrap().is_empty(), "{submission}");
            let path = format!("/api/v1/submissions/{}", submission["id"].as_str().unwrap());
            assert_eq!(app.get_as_staff(&path).await.expect(200)["judged"], submission["judged"]);
            let _ = app.get(&path).await.problem(401, "sign-in-wanted");
        }
        assert_eq!(app.database.sql("SELECT count(*) FROM visit WHERE submission_id IS NOT NULL"), ["2"]);
    }

    async fn what_is_missing_is_named_and_what_was_sent_is_kept(app: TestApp) {
        let body = json!({ "checklist": "home-visit", "answers": {} });
        let reply = app.post_as_staff(&format!("/api/v1/regions/{CHAOYANG}/submissions"), &body).await.expect(422);
        assert_eq!(reply["status"], "to-mend");
        assert!(!reply["questions"].as_array().unwrap().is_empty(), "{reply}");
        assert_eq!(app.database.sql("SELECT count(*) FROM submission"), ["1"]);
        assert_eq!(app.database.sql("SELECT count(*) FROM visit WHERE submission_id IS NOT NULL"), ["0"]);
    }

    async fn a_failing_plugin_loses_nothing(app: TestApp) {
        let _ = app.install(guest("hostile-forms")).await;
        let body = json!({ "checklist": "trap-in-judge", "answers": { "gas": true } });
        let reply = app.post_as_staff(&format!("/api/v1/regions/{CHAOYANG}/submissions"), &body).await.expect(202);
        assert_eq!((reply["status"].as_str(), reply["problem"]["code"].as_str()), (Some("kept"), Some("plugin-trap")));
        let answers = app.database.sql("SELECT answers FROM submission");
        assert_eq!(answers, [r#"{"gas":true}"#]);
    }

    async fn a_kept_checklist_is_tried_again_and_stays(app: TestApp) {
        let hostile = app.install(guest("hostile-forms")).await;
        let address = format!("/api/v1/regions/{CHAOYANG}/submissions");
        let body = json!({ "checklist": "trap-in-judge", "answers": { "gas": true } });
        let kept = app.post_as_staff(&address, &body).await.expect(202);
        let later = app.service.clock().now().plus_ms(60_000);
        assert_eq!(app.service.retry_unjudged(later, 10).await.unwrap(), 0, "it still fails");
        app.withdraw(&hostile).await;
        assert_eq!(app.service.retry_unjudged(later, 10).await.unwrap(), 0, "nobody carries it any more");
        let path = format!("/api/v1/submissions/{}", kept["id"].as_str().unwrap());
        let again = app.get_as_staff(&path).await.expect(200);
        assert_eq!((again["status"].as_str(), again["problem"]["code"].as_str()), (Some("kept"), Some("checklist-unknown")));
    }

    async fn the_same_key_is_judged_once(app: TestApp) {
        let answers = fill(&app, CHAOYANG, "home-visit").await;
        let body = json!({ "checklist": "home-visit", "answers": answers }).to_string();
        let send = async || {
            let address = format!("/api/v1/regions/{CHAOYANG}/submissions");
            let token = format!("Bearer {}", "a-token-for-tests-and-nothing-else");
            app.request("POST", &address, &[("idempotency-key", "k1"), ("authorization", &token)], Some(body.clone())).await
        };
        let (first, again) = (send().await.expect(201), send().await.expect(200));
        assert_eq!(first["id"], again["id"]);
        assert_eq!(first["judged"], again["judged"]);
        assert_eq!(app.database.sql("SELECT count(*) FROM visit WHERE submission_id IS NOT NULL"), ["1"]);
    }

    async fn an_unknown_component_is_said_to_be_one(app: TestApp) {
        let answers = fill(&app, CHAOYANG, "home-visit").await;
        let body = json!({ "checklist": "home-visit", "answers": answers, "component": "sha256:00" });
        let reply = app.post_as_staff(&format!("/api/v1/regions/{CHAOYANG}/submissions"), &body).await;
        assert_eq!(reply.json()["problem"]["code"], "component-unknown", "{}", reply.body);
        assert_eq!(app.database.sql("SELECT count(*) FROM submission"), ["1"]);
    }

    async fn a_resident_checks_their_home_and_reads_what_it_means(app: TestApp) {
        let mut asked = Vec::new();
        for (code, plugin) in [
            (KUANCHENG, "cn.jilin.changchun.kuancheng.forms"),
            (CHAOYANG, "cn.jilin.changchun.chaoyang.forms"),
            (HUBEI, "cn.hubei.forms"),
            (DEHUI, "cn.jilin.forms"),
        ] {
            let lists = app.get(&format!("/api/v1/regions/{code}/checklists?lang=en")).await.expect(200);
            let list = lists.as_array().unwrap().iter().find(|list| list["id"] == "home-safety").unwrap().clone();
            assert_eq!(list["fillers"], json!(["resident", "grid-worker", "community-staff"]));
            let questions = |node: &&Value| node["kind"] != "group" && node["kind"] != "note";
            let ids: Vec<&Value> = list["nodes"].as_array().unwrap().iter().filter(questions).map(|node| &node["id"]).collect();
            assert!((10..=16).contains(&ids.len()), "{code}: {ids:?}");
            asked.push(format!("{ids:?}"));

            // Yes to everything: gas is smelt, somebody is to come.
            let three = Map::from_iter([("people".to_owned(), json!(3))]);
            let answers = fill_on(&app, code, "home-safety", three).await;
            let body = json!({ "checklist": "home-safety", "answers": answers });
            let submission = app.post(&format!("/api/v1/regions/{code}/submissions?lang=en"), &body).await.expect(201);
            let judged = &submission["judged"];
            assert_eq!(judged["plugin"]["id"], plugin);
            assert!(judged["findings"].as_array().unwrap().iter().any(|finding| finding["severity"] == "critical"), "{judged}");
            assert_eq!(judged["refused"], json!([]), "a duty item covers it");
            let gas = judged["actions"].as_array().unwrap().iter().find(|action| action["to"] == "gas-company").unwrap();
            assert!(gas["text"].as_str().unwrap().ends_with("有"), "it says where to: {gas}");
            let path = format!("/api/v1/submissions/{}?lang=en", submission["id"].as_str().unwrap());
            assert_eq!(app.get(&path).await.expect(200)["judged"], *judged);
        }
        asked.sort();
        asked.dedup();
        assert_eq!(asked.len(), 4, "each asks its own");
        assert_eq!(app.database.sql("SELECT count(*) FROM work_order WHERE to_post = 'gas-company'"), ["4"]);
        assert_eq!(app.database.sql("SELECT count(*) FROM visit WHERE submission_id IS NOT NULL"), ["0"]);
    }

    async fn residents_fill_what_is_open_to_them_and_nothing_else(app: TestApp) {
        let _ = app.install(guest("hostile-forms")).await;
        let lists = app.get(&format!("/api/v1/regions/{CHAOYANG}/checklists")).await;
        // One of the hostile guest's forms is broken, and its policy is to refuse.
        assert_eq!(lists.status, 502, "{}", lists.body);
        let address = format!("/api/v1/regions/{CHAOYANG}/submissions");
        let body = |checklist: &str| json!({ "checklist": checklist, "answers": { "gas": true } });
        let submission = app.post(&address, &body("good")).await.expect(201);
        assert_eq!((&submission["status"], &submission["judged"]["findings"][0]["severity"]), (&json!("judged"), &json!("critical")));
        for closed in ["home-visit", "spin", "no-such-checklist"] {
            let _ = app.post(&address, &body(closed)).await.problem(401, "sign-in-wanted");
        }
        assert_eq!(app.database.sql("SELECT actor FROM submission"), ["resident/anonymous"]);
        assert_eq!(app.database.sql("SELECT count(*) FROM visit WHERE submission_id IS NOT NULL"), ["0"], "nobody paid a visit");
        let _ = app.post_as_staff(&address, &body("good")).await.expect(201);
        assert_eq!(app.database.sql("SELECT count(*) FROM visit WHERE submission_id IS NOT NULL"), ["1"]);
    }

    async fn who_has_the_identifier_sees_what_a_resident_sent_and_staff_see_all(app: TestApp) {
        let _ = app.install(guest("hostile-forms")).await;
        let address = format!("/api/v1/regions/{CHAOYANG}/submissions");
        let body = json!({ "checklist": "good", "answers": { "gas": true } });
        let (mine, theirs) = (app.post(&address, &body).await.expect(201), app.post_as_staff(&address, &body).await.expect(201));
        let path = |submission: &Value| format!("/api/v1/submissions/{}", submission["id"].as_str().unwrap());
        assert_eq!(app.get(&path(&mine)).await.expect(200)["judged"], mine["judged"]);
        assert_eq!(app.get_as_staff(&path(&mine)).await.expect(200)["judged"], mine["judged"]);
        let _ = app.get(&path(&theirs)).await.problem(401, "sign-in-wanted");
        assert!(mine["answers"].is_null(), "what was answered is not shown: {mine}");
    }

    async fn what_a_resident_sent_survives_a_failing_plugin_and_stays_no_visit(app: TestApp) {
        let hostile = app.install(guest("hostile-forms")).await;
        let address = format!("/api/v1/regions/{CHAOYANG}/submissions");
        let kept = app.post(&address, &json!({ "checklist": "trap-in-judge", "answers": { "gas": true } })).await.expect(202);
        let path = format!("/api/v1/submissions/{}", kept["id"].as_str().unwrap());
        assert_eq!(app.get(&path).await.expect(200)["problem"]["code"], "plugin-trap");
        app.withdraw(&hostile).await;
        assert_eq!(app.get(&path).await.expect(200)["status"], "kept", "who sent it still sees it");
    }

    async fn strangers_share_a_name_so_their_keys_must_be_their_own(app: TestApp) {
        let _ = app.install(guest("hostile-forms")).await;
        let body = json!({ "checklist": "good", "answers": { "gas": false } }).to_string();
        let send = async |key: &str| {
            let address = format!("/api/v1/regions/{CHAOYANG}/submissions");
            app.request("POST", &address, &[("idempotency-key", key)], Some(body.clone())).await
        };
        let problem = send("k1").await.problem(422, "submission-wrong");
        assert_eq!(problem["at"], "Idempotency-Key");
        let key = "01a206f3-1d3d-72ca-9c1c-cc0c6f3cc475";
        let (first, again) = (send(key).await.expect(201), send(key).await.expect(200));
        assert_eq!(first["id"], again["id"]);
        assert_eq!(app.database.sql("SELECT count(*) FROM submission"), ["1"]);
    }

    async fn a_version_that_was_not_open_to_residents_does_not_judge_for_them(app: TestApp) {
        let open = guest("hostile-forms");
        let manifest = lifang_service::inspect(&open).unwrap().manifest_source;
        let closed = manifest.replace("1.0.0", "0.9.0").replace("fillers = [\"resident\", ", "fillers = [");
        let closed = app.install(crooked::with_manifest(&open, &closed)).await;
        let digest = &closed[0].installation.plugin.digest;
        let _ = app.install(open).await;
        let body = json!({ "checklist": "good", "answers": { "gas": true }, "component": digest });
        let address = format!("/api/v1/regions/{CHAOYANG}/submissions");
        let _ = app.post(&address, &body).await.problem(401, "sign-in-wanted");
        assert_eq!(app.database.sql("SELECT count(*) FROM submission"), ["0"]);
        assert_eq!(app.post_as_staff(&address, &body).await.expect(201)["judged"]["outdated"], true);
    }
}
