//! Bad requests: each gets a clear error with place and remedy, and changes nothing.

use lifang_test_support::{CHAOYANG, KUANCHENG, TestApp, on_both};
use serde_json::json;

on_both! {
    async fn what_cannot_be_read_says_where(app: TestApp) {
        let events = format!("/api/v1/regions/{KUANCHENG}/events");
        let post = async |body: &str| app.request("POST", &events, &[], Some(body.to_owned())).await;
        let broken = post("{\"kind\": \"noise\",\n \"fields\": ").await.problem(400, "json-malformed");
        assert!(broken["at"].as_str().unwrap().contains("line 2"), "{broken}");
        let typed = post("{\"kind\": 7, \"fields\": {}}").await.problem(400, "json-malformed");
        assert!(typed["en"]["what"].as_str().unwrap().contains("expected a string"), "{typed}");
        let extra = post("{\"kind\": \"noise\", \"colour\": \"red\"}").await.problem(400, "json-malformed");
        assert!(extra["en"]["what"].as_str().unwrap().contains("colour"), "{extra}");
        let nested = post("{\"kind\": \"noise\", \"fields\": {\"deep\": {\"er\": 1}}}").await.problem(422, "event-wrong");
        assert_eq!(nested["at"], "fields.deep");
        let _ = post("{\"kind\": \"<script>\", \"fields\": {}}").await.problem(422, "event-wrong");
        let long = json!({ "kind": "noise", "fields": { "text": "长".repeat(4_001) } });
        let _ = post(&long.to_string()).await.problem(422, "event-wrong");
        let ahead = json!({ "kind": "noise", "fields": {}, "occurred": "2027-01-01T00:00:00+08:00" });
        assert_eq!(post(&ahead.to_string()).await.problem(422, "event-wrong")["at"], "occurred");
        let _ = post(&"x".repeat((1 << 20) + 1)).await.problem(413, "body-too-large");
        let _ = app.request("POST", &events, &[("idempotency-key", "")], Some("{}".into())).await.problem(400, "idempotency-key-wrong");
        assert_eq!(app.database.sql("SELECT count(*) FROM event"), ["0"]);
    }

    async fn events_happen_in_communities_and_grids(app: TestApp) {
        let problem = app.post("/api/v1/regions/220104/events", &json!({ "kind": "noise", "fields": {} })).await.problem(422, "wrong-level");
        assert!(problem["en"]["what"].as_str().unwrap().contains("district"), "{problem}");
    }

    async fn answers_of_the_wrong_type_name_the_question(app: TestApp) {
        let state = format!("/api/v1/regions/{CHAOYANG}/checklists/home-visit/state");
        let unknown = app.post(&state, &json!({ "answers": { "shoe-size": 42 } })).await.problem(422, "answer-wrong");
        assert_eq!(unknown["at"], "answers.shoe-size");
        let lists = app.get(&format!("/api/v1/regions/{CHAOYANG}/checklists")).await.expect(200);
        let flag = lists[0]["nodes"].as_array().unwrap().iter().find(|node| node["kind"] == "flag").unwrap().clone();
        let id = flag["id"].as_str().unwrap();
        let wrong = app.post(&state, &json!({ "answers": { id: "maybe" } })).await.problem(422, "answer-wrong");
        assert!(wrong["en"]["what"].as_str().unwrap().contains("true or false is wanted"), "{wrong}");
        let _ = app.post(&format!("/api/v1/regions/{CHAOYANG}/checklists/nothing/state"), &json!({})).await.problem(404, "checklist-unknown");
    }

    async fn addresses_and_parameters_that_are_none(app: TestApp) {
        let _ = app.get("/api/v1/nothing").await.problem(404, "no-such-address");
        let _ = app.get("/api/v1/events/not-a-uuid").await.problem(400, "parameter-wrong");
        let _ = app.get("/api/v1/regions").await.problem(400, "parameter-wrong");
        let _ = app.get(&format!("/api/v1/regions/{CHAOYANG}/certificates?day=gestern")).await.problem(400, "parameter-wrong");
        let _ = app.get("/api/v1/events/01a206f3-1d3d-72ca-9c1c-cc0c6f3cc475").await.problem(404, "event-unknown");
        let reply = app.request("DELETE", "/api/v1/plugins", &[], None).await;
        assert_eq!((reply.status, reply.json()["code"].as_str()), (405, Some("method-wrong")));
    }

    async fn the_token_is_wanted_known_and_the_demos_own(app: TestApp) {
        let sweep = "/api/v1/regions/220104/sweeps";
        let body = json!({ "rule": "visit-due" });
        let _ = app.post(sweep, &body).await.problem(401, "sign-in-wanted");
        let wrong = app.request("POST", sweep, &[("authorization", "Bearer guess")], Some(body.to_string())).await;
        let _ = wrong.problem(401, "token-refused");
        let elsewhere = app.without_token();
        let refused = elsewhere.post_as_staff(sweep, &body).await.problem(401, "token-refused");
        assert!(refused["en"]["what"].as_str().unwrap().contains("takes no development token"), "{refused}");
    }
}
