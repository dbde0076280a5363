//! The web app as the built program serves it.

use lifang_test_support::{Engine, TestApp};

const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

#[tokio::test]
async fn every_address_of_the_app_is_the_app() {
    let app = TestApp::bare(Engine::Sqlite).await;
    for path in ["/", "/r/220103008003", "/r/220103008003/checklists/home-visit", "/staff/reports"] {
        let page = app.request("GET", path, &[BROWSER], None).await;
        assert_eq!((page.status, page.content_type.as_str()), (200, "text/html; charset=utf-8"), "{path}");
        assert!(page.body.contains("<div id=\"app\">"), "built by `cargo xtask ui`: {}", page.body);
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'self'") && !policy.contains("'unsafe-eval'"), "{policy}");
    }
}

#[tokio::test]
async fn what_the_app_is_made_of_is_there_and_kept_for_a_year() {
    let app = TestApp::bare(Engine::Sqlite).await;
    let page = app.get("/").await;
    let parts: Vec<&str> = page.body.split('"').filter(|word| word.starts_with("/assets/")).collect();
    assert!(parts.iter().any(|part| part.ends_with(".js")) && parts.iter().any(|part| part.ends_with(".css")));
    for part in parts {
        let plain = app.get(part).await;
        assert_eq!(plain.status, 200, "{part}");
        assert!(plain.header("cache-control").unwrap().contains("immutable"), "{part}");
        let small = app.request("GET", part, &[("accept-encoding", "gzip, br")], None).await;
        assert_eq!(small.header("content-encoding"), Some("br"), "{part}");
        assert!(small.bytes.len() < plain.bytes.len(), "{part}: {} to {}", plain.bytes.len(), small.bytes.len());
        let tag = plain.header("etag").unwrap();
        let again = app.request("GET", part, &[("if-none-match", tag)], None).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{part}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_document_and_no_page() {
    let app = TestApp::bare(Engine::Sqlite).await;
    for path in ["/api/v1/nothing", "/assets/gone-Ab12.js", "/index.php", "/../Cargo.toml", "/outlines/99.json"] {
        let reply = app.request("GET", path, &[BROWSER], None).await;
        assert_eq!((reply.status, reply.content_type.as_str()), (404, "application/problem+json"), "{path}");
    }
    // A program that mistypes an address is told so.
    assert_eq!(app.get("/regions/22").await.status, 404);
    assert_eq!(app.request("POST", "/r/22", &[BROWSER], None).await.status, 404);
}
