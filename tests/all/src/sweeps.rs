//! Sweeps: a district's rule over its people, held against the same question in SQL.

use lifang_test_support::{CHAOYANG, KUANCHENG, TestApp, on_both};
use serde_json::{Value, json};

async fn sweep(app: &TestApp, code: &str) -> Value {
    app.post_as_staff(&format!("/api/v1/regions/{code}/sweeps"), &json!({ "rule": "visit-due" })).await.expect(201)
}

on_both! {
    async fn each_district_speaks_by_its_own_rule(app: TestApp) {
        let city = sweep(&app, "2201").await;
        assert_eq!(city["scanned"], 600);
        let speaks = |code: &str| {
            let community = city["communities"].as_array().unwrap().iter().find(|one| one["code"] == code).unwrap();
            community["plugin"]["id"].as_str().unwrap().to_owned()
        };
        assert_eq!(speaks(KUANCHENG), "cn.jilin.changchun.kuancheng.rules");
        assert_eq!(speaks(CHAOYANG), "cn.jilin.changchun.chaoyang.rules");
        assert_eq!(speaks("220102001001"), "cn.jilin.rules", "Nanguan has no rule of its own");
    }

    async fn a_sweep_counts_what_it_marked_and_says_why(app: TestApp) {
        let swept = sweep(&app, CHAOYANG).await;
        assert_eq!(swept["scanned"], 300);
        let totals: u64 = swept["totals"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
        assert!(totals > 0 && totals <= 300, "{swept}");
        for outcome in swept["communities"][0]["outcomes"].as_array().unwrap() {
            assert!(!outcome["reasons"].as_array().unwrap().is_empty() && outcome["refused"] == json!([]), "{outcome}");
        }
        assert_eq!(sweep(&app, CHAOYANG).await["totals"], swept["totals"]);
        assert_eq!(app.database.sql("SELECT count(*) FROM sweep"), ["2"]);
        assert!(!app.database.sql("SELECT id FROM audit WHERE act = 'scan' AND row_count = 300").is_empty());
    }

    async fn a_rule_that_sweeps_nothing_is_unknown(app: TestApp) {
        for rule in ["nothing", "noise"] {
            let body = json!({ "rule": rule });
            let _ = app.post_as_staff("/api/v1/regions/220104/sweeps", &body).await.problem(404, "rule-unknown");
        }
    }
}
