//! One command, two districts, different answers: the promise of the whole.

use lifang_test_support::{CHAOYANG, KUANCHENG, TestApp, on_both};
use serde_json::{Value, json};

async fn decision(app: &TestApp, code: &str, kind: &str) -> Value {
    let reply = app.post(&format!("/api/v1/regions/{code}/events"), &json!({ "kind": kind, "fields": {} })).await;
    reply.expect(201)["decision"].clone()
}

fn speaking(decision: &Value) -> Vec<String> {
    let parts = decision["parts"].as_array().unwrap();
    parts.iter().map(|part| part["plugin"]["id"].as_str().unwrap().to_owned()).collect()
}

fn reasons(decision: &Value) -> Vec<&Value> {
    decision["parts"].as_array().unwrap().iter().flat_map(|part| part["reasons"].as_array().unwrap()).collect()
}

on_both! {
    async fn the_same_event_is_decided_differently_and_each_says_why(app: TestApp) {
        for kind in ["stairwell-light-out", "noise"] {
            let here = decision(&app, KUANCHENG, kind).await;
            let there = decision(&app, CHAOYANG, kind).await;
            assert_ne!(speaking(&here), speaking(&there), "{kind}");
            for decision in [&here, &there] {
                assert!(!reasons(decision).is_empty());
                for reason in reasons(decision) {
                    let text = reason["text"].as_str().unwrap();
                    assert!(!text.starts_with('['), "a reason without words: {text}");
                }
                assert!(!decision["work_orders"].as_array().unwrap().is_empty(), "{kind}: {decision}");
            }
        }
    }

    async fn the_mandatory_rule_speaks_everywhere(app: TestApp) {
        for code in [KUANCHENG, CHAOYANG] {
            let decision = decision(&app, code, "fire-lane-blocked").await;
            assert!(speaking(&decision).contains(&"cn.jilin.rules".to_owned()), "{decision}");
        }
    }

    async fn checklists_and_certificates_differ(app: TestApp) {
        let mut questions = Vec::new();
        let mut answers = Vec::new();
        for code in [KUANCHENG, CHAOYANG] {
            let lists = app.get(&format!("/api/v1/regions/{code}/checklists")).await.expect(200);
            let visit = lists.as_array().unwrap().iter().find(|list| list["id"] == "home-visit").unwrap().clone();
            let ids: Vec<String> =
                visit["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect();
            assert!(ids.len() > 8, "{ids:?}");
            questions.push(ids);
            answers.push(app.get(&format!("/api/v1/regions/{code}/certificates")).await.expect(200));
        }
        assert_ne!(questions[0], questions[1]);
        assert_ne!(answers[0], answers[1]);
    }

    async fn the_reader_chooses_the_language_and_the_decision_stays_the_same(app: TestApp) {
        let id = {
            let body = json!({ "kind": "fire-lane-blocked", "fields": {} });
            app.post(&format!("/api/v1/regions/{KUANCHENG}/events"), &body).await.expect(201)["id"].clone()
        };
        let path = format!("/api/v1/events/{}", id.as_str().unwrap());
        let (zh, en) = (app.get(&path).await.expect(200), app.get(&format!("{path}?lang=en")).await.expect(200));
        let text = |view: &Value| view["decision"]["parts"][0]["reasons"][0]["text"].as_str().unwrap().to_owned();
        assert!(text(&zh).chars().any(|c| c > '\u{4e00}') && text(&en).is_ascii(), "{} / {}", text(&zh), text(&en));
        let rules = |view: &Value| view["decision"]["parts"][0]["actions"][0]["rule"].clone();
        assert_eq!(rules(&zh), rules(&en));
    }
}
