//! The description of the API is true and complete.

use lifang_test_support::{Engine, TestApp};

#[tokio::test]
async fn the_document_lists_every_operation_of_the_issue() {
    let app = TestApp::bare(Engine::Sqlite).await;
    let document = app.get("/api/v1/openapi.json").await.expect(200);
    assert_eq!(document["openapi"], "3.1.0");
    for (method, path) in [
        ("get", "/api/v1/regions"),
        ("get", "/api/v1/regions/{code}"),
        ("get", "/api/v1/regions/{code}/board"),
        ("get", "/api/v1/regions/{code}/checklists"),
        ("post", "/api/v1/regions/{code}/checklists/{id}/state"),
        ("post", "/api/v1/regions/{code}/submissions"),
        ("get", "/api/v1/regions/{code}/certificates"),
        ("get", "/api/v1/regions/{code}/certificates/{id}"),
        ("post", "/api/v1/regions/{code}/events"),
        ("get", "/api/v1/events/{id}"),
        ("get", "/api/v1/regions/{code}/reports"),
        ("post", "/api/v1/regions/{code}/reports/{id}/runs"),
        ("get", "/api/v1/runs/{id}"),
        ("post", "/api/v1/regions/{code}/sweeps"),
        ("get", "/api/v1/plugins"),
        ("get", "/healthz"),
        ("get", "/readyz"),
        ("get", "/metrics"),
    ] {
        assert!(document["paths"][path][method].is_object(), "{method} {path} is not described");
    }
    let page = app.get("/api/v1/docs/").await;
    assert!(page.status == 200 && page.content_type.starts_with("text/html"), "{}", page.body);
}

#[tokio::test]
async fn the_document_in_the_docs_is_the_codes() {
    let app = TestApp::bare(Engine::Sqlite).await;
    let kept =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/generated/openapi.json")).unwrap();
    let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    let served = app.get("/api/v1/openapi.json").await.expect(200);
    assert_eq!(kept, served, "make it anew: cargo run -q -p lifang -- openapi > docs/generated/openapi.json");
}
