//! Reports: the district's own, as JSON, HTML and CSV.

use lifang_test_support::{CHAOYANG, KUANCHENG, TestApp, on_both};
use serde_json::json;

fn november() -> serde_json::Value {
    json!({ "first": "2026-11-01", "last": "2026-11-30" })
}

on_both! {
    async fn chaoyang_has_a_report_that_kuancheng_has_not(app: TestApp) {
        let ids = async |code: &str| -> Vec<String> {
            let reports = app.get(&format!("/api/v1/regions/{code}/reports")).await.expect(200);
            reports.as_array().unwrap().iter().map(|report| report["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids(CHAOYANG).await, ["grid-monthly", "old-building-watch"]);
        assert_eq!(ids(KUANCHENG).await, ["grid-monthly"]);
    }

    async fn the_monthly_report_counts_the_months_events(app: TestApp) {
        for kind in ["noise", "noise", "fire-lane-blocked"] {
            let body = json!({ "kind": kind, "fields": {} });
            let _ = app.post(&format!("/api/v1/regions/{KUANCHENG}/events"), &body).await.expect(201);
        }
        let address = format!("/api/v1/regions/{KUANCHENG}/reports/grid-monthly/runs");
        let run = app.post_as_staff(&address, &november()).await.expect(201);
        let document = run["document"].to_string();
        assert!(document.contains("\"number\":3.0") || document.contains("\"number\":3}"), "{document}");
        let path = format!("/api/v1/runs/{}", run["id"].as_str().unwrap());
        let html = app.get_as_staff(&format!("{path}?format=html")).await;
        assert!(html.content_type.starts_with("text/html") && html.body.contains("<table>"), "{}", html.body);
        assert!(html.body.contains("长山花园社区") && !html.body.contains("[fluent"), "{}", html.body);
        let csv = app.get_as_staff(&format!("{path}?format=csv")).await;
        assert!(csv.content_type.starts_with("text/csv") && csv.body.starts_with('\u{feff}'));
        let _ = app.get_as_staff(&format!("{path}?format=docx")).await.problem(400, "format-unknown");
        let _ = app.get(&path).await.problem(401, "sign-in-wanted");
    }

    async fn every_report_of_every_district_runs_in_both_languages(app: TestApp) {
        for (code, report) in [(CHAOYANG, "grid-monthly"), (CHAOYANG, "old-building-watch"), ("220104", "grid-monthly"), ("22", "grid-monthly")] {
            let run = app.post_as_staff(&format!("/api/v1/regions/{code}/reports/{report}/runs"), &november()).await.expect(201);
            for language in ["zh", "en"] {
                let path = format!("/api/v1/runs/{}?format=html&lang={language}", run["id"].as_str().unwrap());
                let page = app.get_as_staff(&path).await.body;
                assert!(!page.contains(">["), "a text without words in {report} ({language}): {page}");
            }
        }
    }

    async fn a_period_that_is_none_and_a_report_that_is_none(app: TestApp) {
        let address = format!("/api/v1/regions/{CHAOYANG}/reports/grid-monthly/runs");
        let wrong = json!({ "first": "2026-12-01", "last": "2026-11-01" });
        let _ = app.post_as_staff(&address, &wrong).await.problem(422, "period-wrong");
        let nothing = format!("/api/v1/regions/{CHAOYANG}/reports/nothing/runs");
        let _ = app.post_as_staff(&nothing, &november()).await.problem(404, "report-unknown");
        let _ = app.post(&address, &november()).await.problem(401, "sign-in-wanted");
        let _ = app.get_as_staff("/api/v1/runs/01a206f3-1d3d-72ca-9c1c-cc0c6f3cc475").await.problem(404, "run-unknown");
    }
}
