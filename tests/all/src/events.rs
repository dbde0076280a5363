//! Events: kept first, once, and never lost.

use lifang_test_support::{KUANCHENG, TestApp, guest, on_both};
use serde_json::json;

fn address() -> String {
    format!("/api/v1/regions/{KUANCHENG}/events")
}

on_both! {
    async fn the_same_key_counts_once_and_other_bytes_under_it_are_a_conflict(app: TestApp) {
        let send = async |kind: &str| {
            let body = json!({ "kind": kind, "fields": { "where": "3号楼" } }).to_string();
            app.request("POST", &address(), &[("idempotency-key", "01a206f3-1d3d-72ca-9c1c-cc0c6f3cc475")], Some(body)).await
        };
        let first = send("noise").await.expect(201);
        let again = send("noise").await.expect(200);
        assert_eq!(first["id"], again["id"]);
        assert_eq!(first["decision"]["id"], again["decision"]["id"]);
        let _ = send("fire-lane-blocked").await.problem(409, "idempotency-key-reused");
        assert_eq!(app.database.sql("SELECT count(*) FROM event"), ["1"]);
        assert_eq!(app.database.sql("SELECT count(*) FROM decision"), ["1"]);
    }

    async fn a_kind_no_rule_knows_is_kept_and_left_to_people(app: TestApp) {
        let event = app.post(&address(), &json!({ "kind": "lost-cat", "fields": {} })).await.expect(201);
        assert_eq!(event["status"], "decided");
        assert_eq!(event["decision"]["parts"], json!([]));
    }

    async fn what_a_failing_plugin_left_is_decided_once_it_is_gone(app: TestApp) {
        let hostile = app.install(guest("hostile-rules")).await;
        let body = json!({ "kind": "trap", "fields": { "what": "楼道灯坏了" }, "contact": "13800000000" });
        let event = app.post(&address(), &body).await.expect(202);
        assert_eq!(event["status"], "undecided");
        assert_eq!(event["problem"]["code"], "plugin-trap");
        let path = format!("/api/v1/events/{}", event["id"].as_str().unwrap());
        assert_eq!(app.get(&path).await.expect(200)["status"], "undecided");

        let later = app.service.clock().now().plus_ms(60_000);
        assert_eq!(app.service.retry_undecided(later, 10).await.unwrap(), 0, "it still fails");
        app.withdraw(&hostile).await;
        assert_eq!(app.service.retry_undecided(later, 10).await.unwrap(), 1);
        let event = app.get(&path).await.expect(200);
        assert_eq!((event["status"].as_str(), &event["problem"]), (Some("decided"), &json!(null)));
    }

    async fn a_decision_made_after_a_repair_can_be_made_again(app: TestApp) {
        let hostile = app.install(guest("hostile-rules")).await;
        let body = json!({ "kind": "noise", "fields": {} });
        let _ = app.withdraw(&hostile).await;
        let event = app.post(&address(), &body).await.expect(201);
        app.at("2026-11-23T18:00:00+08:00");
        let uid = event["id"].as_str().unwrap().parse().unwrap();
        let record = app.service.event(uid).await.unwrap().decision.unwrap().record;
        assert_eq!(app.service.replay(&record).await.unwrap(), [record.parts[0].decision.clone()]);
    }

    async fn what_is_wrong_with_the_senders_field_is_the_senders_to_mend(app: TestApp) {
        // Its kind is not described: the rule itself finds what is wrong.
        let _ = app.install(guest("hostile-rules")).await;
        let body = json!({ "kind": "touch-withheld", "fields": { "person": 5 } });
        let event = app.post(&address(), &body).await.expect(422);
        assert_eq!((event["status"].as_str(), event["problem"]["code"].as_str()), (Some("refused"), Some("plugin-said-no")));
        assert!(event["problem"]["en"]["what"].as_str().unwrap_or_default().contains("person"), "{event}");
        let later = app.service.clock().now().plus_ms(60_000);
        assert_eq!(app.service.retry_undecided(later, 10).await.unwrap(), 0);
        let path = format!("/api/v1/events/{}", event["id"].as_str().unwrap());
        assert_eq!(app.get(&path).await.expect(200)["status"], "refused");
        assert_eq!(app.database.sql("SELECT attempts FROM event"), ["0"], "it was not tried again");
    }

    async fn a_contact_is_nowhere_to_be_read(app: TestApp) {
        let contact = "13912345678";
        let event = app.post(&address(), &json!({ "kind": "noise", "fields": {}, "contact": contact })).await.expect(201);
        assert!(!event.to_string().contains(contact));
        let stored = app.database.sql("SELECT body, last_failure FROM event");
        assert!(!stored.concat().contains(contact));
        let sealed = app.database.sql("SELECT count(*) FROM event WHERE contact_enc IS NOT NULL");
        assert_eq!(sealed, ["1"]);
        assert!(!std::fs::read(app.folder().join("lifang.db")).unwrap_or_default().windows(11).any(|w| w == contact.as_bytes()));
    }
}
