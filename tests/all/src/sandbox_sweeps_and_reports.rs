//! Hostile sweeps and reports: each deed is named, one bad community or report sinks nothing else.

use lifang_behaviours::{ReportBehaviour, SweepBehaviour};
use lifang_test_support::{Engine, KUANCHENG, TestApp, guest};
use serde_json::json;

/// The problem's code and what it says; none where the deed is honest.
fn expected_of_sweep(deed: SweepBehaviour) -> Option<(&'static str, &'static str)> {
    use SweepBehaviour as S;
    match deed {
        S::Good => None,
        S::Trap => Some(("plugin-trap", "unreachable")),
        S::RowNowhere => Some(("plugin-crooked-answer", "beyond the 300 rows")),
        S::Descending | S::Twice => Some(("plugin-crooked-answer", "rows must ascend")),
        S::Uneven => Some(("plugin-crooked-answer", "entries")),
        S::OutcomeNowhere => Some(("plugin-crooked-answer", "has no outcome")),
        S::SameCode => Some(("plugin-crooked-answer", "two outcomes are called")),
    }
}

fn expected_of_report(deed: ReportBehaviour) -> Option<(u16, &'static str, &'static str)> {
    use ReportBehaviour as R;
    match deed {
        R::Good => None,
        R::Trap => Some((502, "plugin-trap", "unreachable")),
        R::RaggedRows => Some((502, "plugin-crooked-answer", "cells under")),
        R::RaggedSeries => Some((502, "plugin-crooked-answer", "points for")),
        R::NotANumber => Some((502, "plugin-crooked-answer", "a figure is NaN")),
        R::Cycle => Some((502, "plugin-crooked-answer", "cycles")),
        R::DeepChain | R::LongChain => Some((502, "plugin-crooked-answer", "32 is the limit")),
        R::HugeDocument => Some((502, "plugin-limit", "answer-bytes")),
        R::ScanInPublished => Some((502, "plugin-denied", "may aggregate but not scan")),
    }
}

#[tokio::test]
async fn each_sweep_is_checked_row_by_row() {
    let app = TestApp::start(Engine::Sqlite).await;
    let _ = app.install(guest("hostile-rules")).await;
    for &deed in SweepBehaviour::ALL {
        let body = json!({ "rule": deed.id() });
        let swept = app.post_as_staff(&format!("/api/v1/regions/{KUANCHENG}/sweeps?lang=en"), &body).await.expect(201);
        let community = &swept["communities"][0];
        match expected_of_sweep(deed) {
            None => {
                assert_eq!(community["problem"], json!(null), "{deed:?}: {swept}");
                assert_eq!(community["scanned"], 300);
            }
            Some((code, says)) => {
                assert_eq!(community["problem"]["code"], code, "{deed:?}: {community}");
                assert!(community["problem"]["en"]["what"].as_str().unwrap().contains(says), "{deed:?}: {community}");
            }
        }
    }
}

#[tokio::test]
async fn each_report_is_checked_before_it_is_kept() {
    let app = TestApp::start(Engine::Sqlite).await;
    let _ = app.install(guest("hostile-rules")).await;
    let period = json!({ "first": "2026-11-01", "last": "2026-11-30" });
    for &deed in ReportBehaviour::ALL {
        let address = format!("/api/v1/regions/{KUANCHENG}/reports/{}/runs", deed.id());
        let reply = app.post_as_staff(&address, &period).await;
        match expected_of_report(deed) {
            None => assert_eq!(reply.status, 201, "{}", reply.body),
            Some((status, code, says)) => {
                let problem = reply.problem(status, code);
                assert!(problem["en"]["what"].as_str().unwrap().contains(says), "{deed:?}: {problem}");
            }
        }
    }
    assert_eq!(app.database.sql("SELECT count(*) FROM run"), ["1"]);
}
