//! Data quality from outside: looked at, scored, drilled down to the record, audited.

use lifang_test_support::{CHAOYANG, TestApp, on_both};

on_both! {
    async fn a_district_is_looked_at_and_scored(app: TestApp) {
        let never = app.get_as_staff("/api/v1/regions/220104/quality").await.expect(200);
        assert_eq!((never["score"].is_null(), never["day"].is_null()), (true, true), "{never}");
        let view = app.post_as_staff("/api/v1/regions/220104/quality/run?lang=en", &serde_json::json!({})).await.expect(200);
        let score = view["score"].as_f64().unwrap();
        assert!(score > 0.0 && score <= 100.0, "{view}");
        let rules = view["by_rule"].as_array().unwrap();
        let of = |id: &str| rules.iter().find(|one| one["rule"]["id"] == id).unwrap();
        // An oracle of its own: plain SQL over the facts.
        let people = app.database.sql(
            "SELECT count(*), count(f.resident_id_index) FROM residence r JOIN person_fact f ON f.person_id = r.person_id \
             JOIN region_version v ON v.region_id = r.community_id WHERE v.code LIKE '220104%'",
        );
        let (all, with_id) = people[0].split_once('|').unwrap();
        assert_eq!(of("person-no-id")["checked"].to_string(), all);
        assert_eq!(of("person-no-id")["found"].as_i64().unwrap(), all.parse::<i64>().unwrap() - with_id.parse::<i64>().unwrap());
        let weighed = rules.iter().fold((0.0, 0.0), |(all, lost), one| {
            let weight = match one["rule"]["severity"].as_str().unwrap() { "error" => 5.0, "warning" => 2.0, _ => 1.0 };
            (all + weight * one["checked"].as_f64().unwrap(), lost + weight * one["found"].as_f64().unwrap())
        });
        assert!((score - 100.0 * (1.0 - weighed.1 / weighed.0)).abs() < 0.011, "{score} {weighed:?}");
        let children = view["by_child"].as_array().unwrap();
        let scored: Vec<_> = children.iter().filter(|child| !child["score"].is_null()).collect();
        assert_eq!(scored.len(), 1, "one street has people: {view}");
        assert_eq!(view["by_collector"][0]["collector"], "seed 7");
        assert_eq!(view["trend"], serde_json::json!([{ "day": "2026-11-23", "score": score }]));
        let again = app.get_as_staff("/api/v1/regions/220104/quality?lang=en").await.expect(200);
        assert_eq!(again, view);
    }

    async fn a_number_is_followed_to_its_records(app: TestApp) {
        let _ = app.post_as_staff("/api/v1/regions/220104/quality/run", &serde_json::json!({})).await.expect(200);
        let view = app.get_as_staff("/api/v1/regions/220104/quality").await.expect(200);
        for one in view["by_rule"].as_array().unwrap() {
            let id = one["rule"]["id"].as_str().unwrap();
            let (mut records, mut after) = (0, String::new());
            loop {
                let page = app.get_as_staff(&format!("/api/v1/regions/220104/quality/{id}/records{after}")).await.expect(200);
                records += page["records"].as_array().unwrap().len();
                match page["next"].as_str() {
                    Some(next) => after = format!("?after={next}"),
                    None => break,
                }
            }
            assert_eq!(records as i64, one["found"].as_i64().unwrap(), "{id}");
        }
        let reads = app.database.sql("SELECT count(*) FROM audit WHERE act = 'quality-records'");
        assert!(reads[0].parse::<usize>().unwrap() >= view["by_rule"].as_array().unwrap().len(), "{reads:?}");
        let runs = app.database.sql("SELECT count(*) FROM audit WHERE act = 'assess-quality'");
        assert_eq!(runs, ["1"]);
    }

    async fn the_records_can_be_taken_along(app: TestApp) {
        let address = "/api/v1/regions/220104/quality/phone-missing/records";
        let page = app.get_as_staff(address).await.expect(200);
        let records = page["records"].as_array().unwrap();
        assert!(!records.is_empty() && page["next"].is_null(), "{page}");
        let csv = app.get_as_staff(&format!("{address}?format=csv")).await;
        assert!(csv.content_type.starts_with("text/csv"), "{}", csv.content_type);
        assert_eq!(csv.body.lines().count(), records.len() + 1);
        assert!(csv.body.contains(records[0]["id"].as_str().unwrap()));
        let workbook = app.get_as_staff(&format!("{address}?format=xlsx")).await;
        assert_eq!((workbook.status, &workbook.bytes[..2]), (200, &b"PK"[..]));
        let _ = app.get_as_staff(&format!("{address}?format=doc")).await.problem(400, "format-unknown");
    }

    async fn who_may_not_see_it_is_told_so(app: TestApp) {
        let _ = app.get("/api/v1/regions/220104/quality").await.problem(401, "sign-in-wanted");
        let _ = app.get_as_staff("/api/v1/regions/220104/quality/nothing/records").await.problem(404, "quality-rule-unknown");
        let _ = app.get_as_staff("/api/v1/regions/220104/quality/stale/records?after=12").await.problem(400, "cursor-wrong");
        let _ = app.get_as_staff("/api/v1/regions/999999/quality").await.problem(404, "region-unknown");
        let page = app.get(&format!("/api/v1/regions/{CHAOYANG}")).await.expect(200);
        let grid = page["children"][0]["code"].as_str().unwrap();
        let _ = app.get_as_staff(&format!("/api/v1/regions/{grid}/quality")).await.problem(422, "wrong-level");
    }
}
