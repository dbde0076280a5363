//! Replay: the same event gives the same bytes.

use lifang_test_support::{CHAOYANG, KUANCHENG, TestApp, on_both};
use serde_json::json;

on_both! {
    async fn a_decision_made_again_is_the_same_to_the_byte(app: TestApp) {
        for code in [KUANCHENG, CHAOYANG] {
            for (kind, fields) in [
                ("noise", json!({ "source": "renovation", "where": "3号楼" })),
                ("fire-lane-blocked", json!({ "blocker": "shop", "repeated": true })),
                ("stairwell-light-out", json!({ "note": null })),
                ("serious-incident", json!({ "what": "fall", "age": 82, "living": "alone", "care": [] })),
            ] {
                app.at("2026-11-25T23:30:00+08:00");
                let body = json!({ "kind": kind, "fields": fields });
                let event = app.post(&format!("/api/v1/regions/{code}/events"), &body).await.expect(201);
                let uid = event["id"].as_str().unwrap().parse().unwrap();
                // Days later, on another installation of the same day: only what was recorded counts.
                app.at("2026-12-01T09:00:00+08:00");
                let record = app.service.event(uid).await.unwrap().decision.unwrap().record;
                assert!(!record.parts.is_empty(), "{kind}");
                let again = app.service.replay(&record).await.unwrap();
                let then: Vec<_> = record.parts.iter().map(|part| part.decision.clone()).collect();
                assert_eq!(serde_json::to_vec(&then).unwrap(), serde_json::to_vec(&again).unwrap(), "{kind}");
            }
        }
    }
}
