//! Submissions: skip logic, what is missing, what it means, and once only.

use lifang_test_support::{CHAOYANG, KUANCHENG, TestApp, guest, on_both};
use serde_json::{Map, Value, json};

/// Answers every question that shows until nothing is missing: yes to flags, the first choice, the least number.
async fn fill(app: &TestApp, code: &str, id: &str) -> Value {
    let lists = app.get(&format!("/api/v1/regions/{code}/checklists")).await.expect(200);
    let list = lists.as_array().unwrap().iter().find(|list| list["id"] == id).unwrap().clone();
    let mut answers = Map::new();
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
}
