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

    async fn a_city_is_looked_at_by_a_job_that_can_be_watched_stopped_and_taken_up(app: TestApp) {
        let address = "/api/v1/regions/2201/quality/run";
        let _ = app.post(address, &serde_json::json!({})).await.problem(401, "sign-in-wanted");
        let reply = app.post_as_staff(address, &serde_json::json!({})).await;
        let state = reply.expect(202);
        let job = format!("/api/v1/sweeps/{}", state["id"].as_str().unwrap());
        assert_eq!((reply.header("location"), &state["kind"]), (Some(job.as_str()), &serde_json::json!("quality")));
        let events = app.get_as_staff(&format!("{job}/progress")).await;
        let last = events.body.lines().filter_map(|line| line.strip_prefix("data: ")).next_back().unwrap();
        let last: serde_json::Value = serde_json::from_str(last).unwrap();
        assert_eq!((&last["status"], &last["swept"]), (&serde_json::json!("done"), &last["to_sweep"]));
        assert!(last["to_sweep"].as_u64().unwrap() > 200, "{last}");
        let city = app.get_as_staff("/api/v1/regions/2201/quality").await.expect(200);
        for one in city["by_rule"].as_array().unwrap() {
            let id = one["rule"]["id"].as_str().unwrap();
            assert_eq!(last["totals"][id].as_i64().unwrap_or(0), one["found"].as_i64().unwrap(), "{id}");
        }
        // Each community has a result of its own; what a community's own page says is the same.
        let page = app.get_as_staff(&format!("{job}/communities?limit=1000")).await.expect(200);
        let here = page["communities"].as_array().unwrap().iter().find(|one| one["code"] == CHAOYANG).unwrap();
        let own = app.get_as_staff(&format!("/api/v1/regions/{CHAOYANG}/quality")).await.expect(200);
        for one in own["by_rule"].as_array().unwrap() {
            let id = one["rule"]["id"].as_str().unwrap();
            assert_eq!(here["found"][id].as_i64().unwrap_or(0), one["found"].as_i64().unwrap(), "{id}");
        }
        assert_eq!(app.database.sql("SELECT count(*) FROM audit WHERE act = 'assess-quality'"), ["1"]);

        // Stopped, seen by another host, taken up where it was.
        let system = lifang_core::actor::Actor::system();
        let started = app.service.start_quality_run(&system, "22").await.unwrap();
        let job = format!("/api/v1/sweeps/{}", started.uid);
        let _ = app.post_as_staff(&format!("{job}/cancel"), &serde_json::json!({})).await.expect(200);
        started.ended().await.unwrap();
        let left = app.get_as_staff(&job).await.expect(200);
        assert!(left["swept"].as_u64().unwrap() < left["to_sweep"].as_u64().unwrap(), "stopped too late to see anything: {left}");
        let after = app.reopened().await;
        let resumed = after.service.resume_quality_run_of(&system, "22").await.unwrap().expect("one was left");
        resumed.ended().await.unwrap();
        let done = after.get_as_staff(&job).await.expect(200);
        assert_eq!((&done["status"], &done["swept"]), (&serde_json::json!("done"), &done["to_sweep"]));
        assert_eq!(done["totals"], last["totals"], "all people live in that city");
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
        let looks = || app.database.sql("SELECT count(*), max(row_count) FROM audit WHERE act = 'quality-records'").remove(0);
        let before = looks();
        let csv = app.get_as_staff(&format!("{address}?format=csv")).await;
        assert_eq!((before, looks()), (format!("1|{}", records.len()), format!("2|{}", records.len())), "one entry for a table");
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
