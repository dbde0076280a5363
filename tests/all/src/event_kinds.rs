//! Kinds of event: what each region can be told, and what is asked of it.

use lifang_test_support::{CHAOYANG, KUANCHENG, TestApp, guest, on_both};
use serde_json::{Map, Value, json};

async fn kinds(app: &TestApp, code: &str, language: &str) -> Vec<Value> {
    let list = app.get(&format!("/api/v1/regions/{code}/event-kinds?lang={language}")).await.expect(200);
    list.as_array().unwrap().clone()
}

fn words(kinds: &[Value]) -> Vec<&str> {
    kinds.iter().map(|kind| kind["kind"].as_str().unwrap()).collect()
}

fn find<'a>(kinds: &'a [Value], kind: &str) -> &'a Value {
    kinds.iter().find(|known| known["kind"] == kind).unwrap()
}

fn keys(kind: &Value) -> Vec<&str> {
    kind["fields"].as_array().unwrap().iter().map(|field| field["key"].as_str().unwrap()).collect()
}

/// Answers that the description allows, one after another: as many as its longest list of choices.
fn reports(kind: &Value) -> Vec<Map<String, Value>> {
    let fields = kind["fields"].as_array().unwrap();
    let most = fields.iter().map(|field| field["choices"].as_array().map_or(2, Vec::len)).max().unwrap_or(1);
    let answer = |field: &Value, turn: usize| match field["kind"].as_str().unwrap() {
        "flag" => json!(turn.is_multiple_of(2)),
        "integer" => field["max"].as_f64().map(|max| json!(max as i64)).unwrap(),
        "text" => json!("文".repeat(field["longest"].as_u64().unwrap() as usize)),
        "one" => field["choices"].as_array().unwrap().iter().cycle().nth(turn).unwrap()["code"].clone(),
        "many" => Value::Array(
            field["choices"].as_array().unwrap().iter().take(turn).map(|choice| choice["code"].clone()).collect(),
        ),
        other => panic!("{other} is asked for"),
    };
    let key = |field: &Value| field["key"].as_str().unwrap().to_owned();
    (0..most).map(|turn| fields.iter().map(|field| (key(field), answer(field, turn))).collect()).collect()
}

on_both! {
    async fn each_district_asks_what_its_own_rules_read(app: TestApp) {
        let (here, there) = (kinds(&app, KUANCHENG, "zh").await, kinds(&app, CHAOYANG, "zh").await);
        let province = ["fire-lane-blocked", "ebike-indoor-charging", "noise", "stairwell-light-out", "serious-incident"];
        assert_eq!(words(&there), province);
        assert_eq!(words(&here), [&province[..], &["lift-out-of-service"]].concat());
        assert_eq!(keys(find(&here, "stairwell-light-out")), ["managed", "repeated", "where", "note"]);
        assert_eq!(keys(find(&there, "stairwell-light-out")), ["where", "note"]);
        let plugin = |kinds: &[Value], kind| find(kinds, kind)["plugin"]["id"].as_str().unwrap().to_owned();
        assert_eq!(plugin(&there, "noise"), "cn.jilin.changchun.chaoyang.rules");
        assert_eq!(plugin(&here, "noise"), "cn.jilin.rules");
        assert_ne!(find(&here, "noise")["hint"], find(&there, "noise")["hint"]);
    }

    async fn a_kind_is_told_in_the_readers_language(app: TestApp) {
        let (zh, en) = (kinds(&app, KUANCHENG, "zh").await, kinds(&app, KUANCHENG, "en").await);
        assert_eq!(words(&zh), words(&en));
        let lift = |kinds: &[Value]| find(kinds, "lift-out-of-service").clone();
        assert_eq!((&lift(&zh)["title"], &lift(&en)["title"]), (&json!("电梯停运、困人"), &json!("A lift stands still, or somebody is trapped")));
        let noise = find(&en, "noise");
        let source = &noise["fields"][0];
        assert_eq!((&source["kind"], &source["required"]), (&json!("one"), &json!(false)));
        assert_eq!(source["choices"][2], json!({ "code": "square-dance", "label": "Dancing in the square" }));
        let texts = noise["fields"].as_array().unwrap().iter().filter(|field| field["kind"] == "text");
        assert_eq!(texts.map(|field| field["longest"].as_u64().unwrap()).collect::<Vec<_>>(), [200, 500]);
        let _ = app.get("/api/v1/regions/999999/event-kinds").await.problem(404, "region-unknown");
    }

    async fn whatever_a_kind_allows_its_rules_can_decide_and_say(app: TestApp) {
        for code in [KUANCHENG, CHAOYANG] {
            for kind in kinds(&app, code, "en").await {
                for fields in reports(&kind) {
                    let body = json!({ "kind": kind["kind"], "fields": fields });
                    let event = app.post(&format!("/api/v1/regions/{code}/events?lang=en"), &body).await.expect(201);
                    let parts = event["decision"]["parts"].as_array().unwrap();
                    assert!(!parts.is_empty(), "no rule speaks on {body}");
                    let reasons = parts.iter().flat_map(|part| part["reasons"].as_array().unwrap());
                    for text in reasons.map(|reason| reason["text"].as_str().unwrap()) {
                        assert!(!text.starts_with('['), "{body}: {text}");
                    }
                }
            }
        }
    }

    async fn a_field_that_does_not_fit_is_named_and_the_report_is_kept(app: TestApp) {
        let _ = app.install(guest("hostile-rules")).await;
        let address = format!("/api/v1/regions/{CHAOYANG}/events");
        for (kind, fields, at, says) in [
            ("noise", json!({ "source": "cats" }), "fields.source", "one of construction, renovation"),
            ("noise", json!({ "source": 5 }), "fields.source", "is wanted, not 5"),
            ("noise", json!({ "colour": "red" }), "fields.colour", "it asks for: source, where, note"),
            ("noise", json!({ "where": "长".repeat(201) }), "fields.where", "at most 200 characters"),
            ("serious-incident", json!({ "age": 121 }), "fields.age", "a whole number from 0 to 120"),
            ("serious-incident", json!({ "care": ["veteran"] }), "fields.care", "a list of alone-80"),
            ("asked-for", json!({}), "fields.what", "must be filled in"),
            ("asked-for", json!({ "what": "  " }), "fields.what", "must be filled in"),
            ("asked-for", json!({ "what": "灯", "since": "gestern" }), "fields.since", "a day as YYYY-MM-DD"),
        ] {
            let event = app.post(&address, &json!({ "kind": kind, "fields": fields })).await.expect(422);
            let problem = &event["problem"];
            assert_eq!((&event["status"], &problem["code"], &problem["at"]), (&json!("refused"), &json!("event-wrong"), &json!(at)));
            assert!(problem["en"]["what"].as_str().unwrap().contains(says), "{problem}");
            assert!(problem["zh"]["remedy"].as_str().unwrap().contains("请改正"), "{problem}");
            let path = format!("/api/v1/events/{}", event["id"].as_str().unwrap());
            assert_eq!(app.get(&path).await.expect(200)["status"], "refused");
        }
        assert_eq!(app.database.sql("SELECT count(*) FROM event WHERE status = 3"), ["9"]);
        let later = app.service.clock().now().plus_ms(60_000);
        assert_eq!(app.service.retry_undecided(later, 20).await.unwrap(), 0, "mending is the sender's");
        let mended = json!({ "kind": "asked-for", "fields": { "what": "灯", "since": "2026-11-20" } });
        assert_eq!(app.post(&address, &mended).await.expect(201)["status"], "decided");
    }

    async fn a_kind_that_only_a_rule_names_shows_under_the_rules_title_and_takes_anything(app: TestApp) {
        let _ = app.install(guest("hostile-rules")).await;
        let all = kinds(&app, CHAOYANG, "zh").await;
        let good = find(&all, "good");
        assert_eq!((&good["title"], &good["fields"], &good["plugin"]["id"]), (&json!("good"), &json!([]), &json!("test.hostile-rules")));
        let described = all.iter().position(|kind| kind["kind"] == "asked-for").unwrap();
        assert!(described < all.iter().position(|kind| kind["kind"] == "good").unwrap(), "{all:?}");
        let body = json!({ "kind": "good", "fields": { "whatever": [ "a", "b" ] } });
        let _ = app.post(&format!("/api/v1/regions/{CHAOYANG}/events"), &body).await.expect(201);
    }

    async fn the_same_key_gives_the_refused_report_back(app: TestApp) {
        let send = async |source: &str| {
            let body = json!({ "kind": "noise", "fields": { "source": source } }).to_string();
            let key = ("idempotency-key", "01a206f3-1d3d-72ca-9c1c-cc0c6f3cc475");
            app.request("POST", &format!("/api/v1/regions/{CHAOYANG}/events"), &[key], Some(body)).await
        };
        let (first, again) = (send("cats").await.expect(422), send("cats").await.expect(200));
        assert_eq!((&first["id"], &first["problem"]), (&again["id"], &again["problem"]));
        let _ = send("shop").await.problem(409, "idempotency-key-reused");
        assert_eq!(app.database.sql("SELECT count(*) FROM event"), ["1"]);
    }
}
