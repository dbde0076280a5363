//! A checklist from a workbook: installed, asked, judged; on the server and as a module for browsers.

use super::{component, plugins, sample, workbook};
use lifang_test_support::{Engine, KUANCHENG, TestApp, on_both};
use serde_json::{Value, json};

fn path(rest: &str) -> String {
    format!("/api/v1/regions/{KUANCHENG}{rest}")
}

async fn state(app: &TestApp, answers: Value) -> Value {
    app.post(&path("/checklists/elder-visit/state"), &json!({ "answers": answers })).await.expect(200)
}

on_both! {
    async fn a_workbook_is_installed_and_answers_like_any_plugin(app: TestApp) {
        let installed = app.install(component(&plugins(&sample())[0])).await;
        assert!(installed.iter().any(|one| one.installation.plugin.id == "cn.test.elder" && one.server_only.is_none()), "{installed:?}");
        let lists = app.get(&path("/checklists?lang=en")).await.expect(200);
        let list = lists.as_array().unwrap().iter().find(|list| list["id"] == "elder-visit").unwrap().clone();
        let ids: Vec<&str> = list["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["age", "alone", "fell", "falls"], "what is calculated is not asked");
        assert_eq!(list["nodes"][1]["label"], "Lives alone?", "{list}");
        assert_eq!(list["nodes"][1]["choices"][0]["label"], "Yes");

        assert_eq!(state(&app, json!({})).await["missing"], json!(["age", "alone"]));
        let wrong = state(&app, json!({ "age": 130, "alone": "yes", "fell": "yes" })).await;
        assert_eq!(wrong["missing"], json!(["falls"]));
        assert_eq!(wrong["nodes"][0]["problems"], json!(["应在 0 至 120 之间"]), "{wrong}");

        let answers = json!({ "age": 82, "alone": "yes", "fell": "yes", "falls": 2 });
        let body = json!({ "checklist": "elder-visit", "answers": answers });
        let kept = app.post_as_staff(&path("/submissions?lang=en"), &body).await.expect(201);
        let judged = &kept["judged"];
        assert_eq!((&kept["status"], &judged["refused"]), (&json!("judged"), &json!([])), "{kept}");
        assert_eq!(judged["findings"][0]["severity"], "critical");
        assert!(judged["findings"][0]["text"].as_str().unwrap().contains("Fell"), "{judged}");
        assert_eq!(judged["reasons"][0]["basis"], json!({ "document": "民发〔2022〕73号", "article": "三" }), "{judged}");
        assert_eq!(judged["actions"].as_array().unwrap().len(), 2, "{judged}");

        // Nothing is hidden in what is quiet, and hidden answers do not count.
        let quiet = json!({ "checklist": "elder-visit", "answers": { "age": 60, "alone": "no", "fell": "yes", "falls": 9 } });
        let kept = app.post_as_staff(&path("/submissions"), &quiet).await.expect(201);
        assert_eq!((&kept["judged"]["actions"], &kept["judged"]["reasons"][0]["rule"]), (&json!([]), &json!("risk")), "{kept}");
    }
}

#[tokio::test]
async fn a_browser_gets_the_workbooks_module() {
    let app = TestApp::start(Engine::Sqlite).await;
    let _ = app.install(component(&plugins(&sample())[0])).await;
    let module = app.get(&path("/checklists/elder-visit/module")).await.expect(200);
    assert!(module["script"]["url"].as_str().unwrap().contains("/modules/"), "{module}");
    assert_eq!(module["form"]["id"], "elder-visit");
}

#[tokio::test]
async fn a_form_of_five_hundred_questions_answers_within_its_limits() {
    let mut survey = "type | name | label | relevant | constraint\nselect_one yes_no | q0 | 问 | |\n".to_owned();
    for at in 1..500 {
        survey += &format!("select_one yes_no | q{at} | 问 {at} | ${{q{}}} = 'yes' | . = 'yes' or . = 'no'\n", at - 1);
    }
    let choices = "list_name | name | label\nyes_no | yes | 是\nyes_no | no | 否";
    let book = workbook(&[("survey", &survey), ("choices", choices), ("settings", super::SETTINGS)]);
    let app = TestApp::start(Engine::Sqlite).await;
    let _ = app.install(component(&plugins(&book)[0])).await;
    let answers: serde_json::Map<String, Value> = (0..500).map(|at| (format!("q{at}"), json!("yes"))).collect();
    let all = state(&app, Value::Object(answers)).await;
    assert_eq!((all["complete"].as_bool(), all["nodes"].as_array().unwrap().len()), (Some(true), 500));
    assert!(all["nodes"].as_array().unwrap().iter().all(|node| node["visible"] == true));
    let first = state(&app, json!({ "q0": "no" })).await;
    assert_eq!(first["nodes"].as_array().unwrap().iter().filter(|node| node["visible"] == true).count(), 1);
}
