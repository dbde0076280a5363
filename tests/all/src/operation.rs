//! What an operator watches.

use lifang_test_support::{Engine, KUANCHENG, TestApp, on_both};
use serde_json::json;

on_both! {
    async fn it_lives_is_ready_and_counts(app: TestApp) {
        assert_eq!(app.get("/healthz").await.body, "ok");
        assert_eq!(app.get("/readyz").await.body, "ready");
        let _ = app.post(&format!("/api/v1/regions/{KUANCHENG}/events"), &json!({ "kind": "noise", "fields": {} })).await;
        let metrics = app.get("/metrics").await.body;
        assert!(metrics.contains("lifang_http_request_seconds"), "{metrics}");
        assert!(metrics.contains("lifang_plugin_call_seconds"), "{metrics}");
    }

    async fn plugins_are_listed_with_what_they_may_read(app: TestApp) {
        let plugins = app.get("/api/v1/plugins?lang=en").await.expect(200);
        assert_eq!(plugins.as_array().unwrap().len(), 7);
        let rules = plugins.as_array().unwrap().iter().find(|one| one["plugin"]["id"] == "cn.jilin.rules").unwrap();
        let fire = rules["rules"].as_array().unwrap().iter().find(|rule| rule["id"] == "fire-lane").unwrap();
        assert_eq!(fire["mandatory"], true);
        assert!(rules["may_read"]["persons"].as_array().unwrap().contains(&json!("age")), "{rules}");
    }
}

#[tokio::test]
async fn answers_carry_an_id_and_safe_headers() {
    let app = TestApp::bare(Engine::Sqlite).await;
    let reply = app.get("/healthz").await;
    assert_eq!(reply.status, 200);
    assert!(reply.header("x-request-id").is_some());
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
}
