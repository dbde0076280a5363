//! When a plugin fails: `refuse` keeps what was sent, `fallback` lets the version before and then the outer region speak.

use lifang_core::resolve::FailurePolicy;
use lifang_crooked as crooked;
use lifang_service::InstallRequest;
use lifang_test_support::{CHAOYANG, KUANCHENG, TestApp, guest, on_both};
use serde_json::json;

/// The hostile rules as a newer version that overrides Jilin's `noise` in Kuancheng, and traps.
fn trapping_noise() -> Vec<u8> {
    let manifest = r#"
        [plugin]
        id = "test.noise"
        version = "2.0.0"
        world = "rules"
        contract = "1.0"
        title = { zh = "会崩溃的规则", en = "A rule that traps" }
        regions = ["220103"]
        effective_from = "2024-01-01"
        licence = "Apache-2.0"
        [[rule]]
        id = "trap"
        title = { zh = "崩溃", en = "Trap" }
        events = ["noise"]
        overrides = "noise"
    "#;
    crooked::with_manifest(&guest("hostile-rules"), manifest)
}

async fn noise(app: &TestApp, code: &str) -> lifang_test_support::Reply {
    app.post(&format!("/api/v1/regions/{code}/events"), &json!({ "kind": "noise", "fields": {} })).await
}

on_both! {
    async fn under_refuse_the_event_waits(app: TestApp) {
        let _ = app.install(trapping_noise()).await;
        let event = noise(&app, KUANCHENG).await.expect(202);
        assert_eq!(event["problem"]["code"], "plugin-trap");
        assert_eq!(noise(&app, CHAOYANG).await.status, 201);
    }

    async fn under_fallback_the_outer_rule_speaks_again_and_the_failure_is_told(app: TestApp) {
        let request = InstallRequest { policy: FailurePolicy::Fallback, ..InstallRequest::as_asked(trapping_noise()) };
        let _ = app.install_with(request).await;
        let event = noise(&app, KUANCHENG).await.expect(201);
        let parts = event["decision"]["parts"].as_array().unwrap();
        assert_eq!(parts[0]["plugin"]["id"], "cn.jilin.rules", "{event}");
        assert!(event["decision"]["passed_over"][0].as_str().unwrap().contains("test.noise@2.0.0"), "{event}");
        assert_eq!(app.database.sql("SELECT count(*) FROM plugin_failure"), ["1"]);
    }

    async fn the_day_of_the_event_chooses_the_version(app: TestApp) {
        let request = InstallRequest { from: Some("2026-11-20".parse().unwrap()), ..InstallRequest::as_asked(trapping_noise()) };
        let _ = app.install_with(request).await;
        let on = async |moment: &str| {
            let body = json!({ "kind": "noise", "fields": {}, "occurred": moment });
            app.post(&format!("/api/v1/regions/{KUANCHENG}/events"), &body).await.status
        };
        assert_eq!(on("2026-11-19T23:59:59+08:00").await, 201, "the day before, Jilin's rule speaks");
        assert_eq!(on("2026-11-20T00:00:00+08:00").await, 202);
    }
}
