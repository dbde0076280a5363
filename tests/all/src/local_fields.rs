//! Local fields, the X of 9+X: declared by a district, written, read by who may, contradicted, withdrawn.

use lifang_core::actor::{Actor, Role};
use lifang_core::dataset::ColumnType;
use lifang_core::region::RegionCode;
use lifang_service::Looking;
use lifang_store::AsOf;
use lifang_test_support::{CHAOYANG, KUANCHENG, TestApp, on_both};
use serde_json::{Value, json};

const DISTRICT: &str = "220104";

fn both(zh: &str, en: &str) -> Value {
    json!({ "zh": zh, "en": en })
}

/// 养犬情况: a field with a code table.
fn dogs() -> Value {
    json!({
        "key": "x.dogs", "dataset": "persons", "type": "dictionary", "title": both("养犬情况", "Dogs"),
        "purpose": both("犬只防疫与安全提醒", "Vaccination and safety"), "legal_basis": "中华人民共和国动物防疫法第三十条",
        "codes": { "none": both("不养犬", "No dog"), "small": both("小型犬", "A small dog"), "large": both("大型犬", "A large dog") },
    })
}

fn but(field: &Value, part: &str, value: Value) -> Value {
    let mut changed = field.clone();
    changed[part] = value;
    changed
}

async fn declare(app: &TestApp, code: &str, field: &Value) -> lifang_test_support::Reply {
    app.post_as_staff(&format!("/api/v1/regions/{code}/fields"), field).await
}

async fn keys(app: &TestApp, code: &str) -> Vec<String> {
    let fields = app.get(&format!("/api/v1/regions/{code}/fields")).await.expect(200);
    fields.as_array().unwrap().iter().map(|field| field["key"].as_str().unwrap().to_owned()).collect()
}

/// An identifier in SQL, as addresses have it.
fn hex(app: &TestApp, column: &str) -> String {
    match app.service.store().engine() {
        lifang_store::Engine::Sqlite => format!("lower(hex({column}))"),
        lifang_store::Engine::Postgres => format!("encode({column}, 'hex')"),
    }
}

/// Someone in Chaoyang: row and identifier.
fn someone(app: &TestApp) -> (i64, String) {
    let hex = hex(app, "p.uid");
    let sql = format!(
        "SELECT p.id, {hex} FROM person p JOIN residence r ON r.person_id = p.id \
         JOIN region_version v ON v.region_id = r.community_id WHERE v.code = '{CHAOYANG}' ORDER BY p.id LIMIT 1"
    );
    let row = app.database.sql(&sql).remove(0);
    let (id, uid) = row.split_once('|').unwrap();
    (id.parse().unwrap(), uid.to_owned())
}

async fn write(app: &TestApp, uid: &str, key: &str, body: &Value) -> lifang_test_support::Reply {
    let token = format!("Bearer {}", TestApp::TOKEN);
    let path = format!("/api/v1/persons/{uid}/fields/{key}");
    app.request("PUT", &path, &[("authorization", &token)], Some(body.to_string())).await
}

on_both! {
    async fn a_districts_field_is_written_read_scanned_and_withdrawn(app: TestApp) {
        let _ = declare(&app, DISTRICT, &dogs()).await.expect(201);
        assert!(keys(&app, CHAOYANG).await.contains(&"x.dogs".to_owned()));
        assert!(!keys(&app, KUANCHENG).await.contains(&"x.dogs".to_owned()), "another district");

        let (id, uid) = someone(&app);
        let written = write(&app, &uid, "x.dogs", &json!({ "value": "small", "from": "2026-06-01" })).await.expect(200);
        assert_eq!((&written["label"], &written["unchanged"]), (&json!("小型犬"), &json!(false)));
        let again = write(&app, &uid, "x.dogs", &json!({ "value": "small" })).await.expect(200);
        assert_eq!(again["unchanged"], true);
        let _ = write(&app, &uid, "x.dogs", &json!({ "value": "large", "from": "2026-11-01" })).await.expect(200);
        let path = format!("/api/v1/persons/{uid}/fields");
        let held = app.get_as_staff(&format!("{path}?lang=en")).await.expect(200);
        assert_eq!((&held[0]["title"], &held[0]["label"], &held[0]["source"]), (&json!("Dogs"), &json!("A large dog"), &json!("manual")));
        let rows = app.database.sql("SELECT count(*) FROM local_value WHERE key = 'x.dogs'");
        assert_eq!(rows, ["3"], "what was said first, its part that still holds, and what was said then");
        let _ = app.get(&path).await.problem(401, "sign-in-wanted");

        // Counted like any other column.
        let store = app.service.store();
        let now = AsOf::now(app.service.clock().now());
        let place = app.service.place(CHAOYANG).await.unwrap();
        let ids: Vec<_> = place.path.regions().iter().map(|region| region.id).collect();
        let fields = store.local_fields(&ids, now).await.unwrap();
        let column = fields.iter().find(|one| one.field.key == "x.dogs").unwrap().readable();
        assert_eq!(column.column_type, ColumnType::Dictionary);
        let cell = async |at| store.subject("persons", id, std::slice::from_ref(&column), place.path.region().id, at).await.unwrap().unwrap().remove(0);
        let present = |code: &str| lifang_core::value::Cell::Present(lifang_core::value::Value::Text(code.into()));
        assert_eq!(cell(now).await, present("large"));
        assert_eq!(cell(AsOf::on("2026-08-01".parse().unwrap(), now.recorded)).await, present("small"));

        let withdraw = format!("/api/v1/regions/{DISTRICT}/fields/x.dogs/withdraw");
        let _ = app.post_as_staff(&withdraw, &json!({ "dataset": "persons" })).await.expect(200);
        assert!(!keys(&app, CHAOYANG).await.contains(&"x.dogs".to_owned()));
        assert_eq!(app.get_as_staff(&path).await.expect(200), json!([]));
        let _ = write(&app, &uid, "x.dogs", &json!({ "value": "none" })).await.problem(404, "field-unknown");
        let _ = app.post_as_staff(&withdraw, &json!({ "dataset": "persons" })).await.problem(404, "field-unknown");
        assert_eq!(app.database.sql("SELECT count(*) FROM local_value WHERE key = 'x.dogs'"), rows, "history stays");
        let audited = app.database.sql("SELECT act FROM audit WHERE act LIKE '%-field' ORDER BY id");
        assert_eq!(audited, ["declare-field", "write-field", "write-field", "write-field", "withdraw-field"]);
    }

    async fn values_are_among_the_facts_of_whom_they_are_about(app: TestApp) {
        let since = |field: &Value| but(field, "from", json!("2026-01-01"));
        let keyed = |key: &str, part: &str, value: Value| but(&but(&dogs(), "key", json!(key)), part, value);
        let fields = [
            dogs(),
            keyed("x.church", "guard", json!("personal")),
            keyed("x.illness", "guard", json!("sensitive")),
            keyed("x.debts", "visible_to", json!(["government-staff"])),
        ];
        for field in &fields {
            let _ = declare(&app, DISTRICT, &since(field)).await.expect(201);
        }
        let (_, uid) = someone(&app);
        let _ = write(&app, &uid, "x.dogs", &json!({ "value": "small", "from": "2026-06-01" })).await.expect(200);
        for key in ["x.dogs", "x.church", "x.illness", "x.debts"] {
            let _ = write(&app, &uid, key, &json!({ "value": "large", "from": "2026-11-01" })).await.expect(200);
        }
        let of = |seen: &Value, key: &str| -> Vec<Value> {
            seen["facts"].as_array().unwrap().iter().filter(|fact| fact["key"] == key).cloned().collect()
        };
        let address = format!("/api/v1/persons/{uid}");
        let seen = app.get_as_staff(&format!("{address}?lang=en")).await.expect(200);
        let [dogs] = &of(&seen, "x.dogs")[..] else { panic!("{seen}") };
        assert_eq!(
            [&dogs["value"], &dogs["label"], &dogs["title"], &dogs["source"], &dogs["collector"], &dogs["valid_from"]],
            ["large", "A large dog", "Dogs", "manual", "dev", "2026-11-01"]
        );
        assert_eq!((&of(&seen, "x.church")[0]["value"], &of(&seen, "x.church")[0]["label"]), (&json!("*"), &Value::Null));
        assert_eq!((&of(&seen, "x.illness")[0]["value"], &of(&seen, "x.illness")[0]["withheld"]), (&Value::Null, &json!(true)));
        let columns = app.database.sql("SELECT columns FROM audit WHERE act = 'read-person' ORDER BY id DESC LIMIT 1");
        assert!(columns[0].contains("x.dogs") && !columns[0].contains("x.illness"), "what was withheld was not read: {columns:?}");
        let full = app.get_as_staff(&format!("{address}?unmasked=核对补贴")).await.expect(200);
        assert_eq!((&of(&full, "x.church")[0]["value"], &of(&full, "x.illness")[0]["value"]), (&json!("large"), &json!("large")));
        // Whose role the field is not open to sees that there is one, and no more.
        let staff = |role| Actor { name: "someone".into(), role, region: RegionCode::parse(CHAOYANG).unwrap() };
        let looking = Looking { purpose: Some("核对补贴"), ..Looking::default() };
        let debts = async |role| {
            let seen = app.service.person(&staff(role), uid.parse().unwrap(), &looking).await.unwrap();
            seen.facts.into_iter().find(|fact| fact.key == "x.debts").map(|fact| (fact.value, fact.withheld))
        };
        assert_eq!(debts(Role::CommunityStaff).await, Some((Value::Null, true)));
        assert_eq!(debts(Role::GovernmentStaff).await, Some((json!("large"), false)));
        // Another day, and all there ever was.
        let then = app.get_as_staff(&format!("{address}?on=2026-08-01")).await.expect(200);
        assert_eq!(of(&then, "x.dogs")[0]["value"], "small");
        let history = app.get_as_staff(&format!("{address}/history")).await.expect(200);
        let told: Vec<Value> = of(&history, "x.dogs").iter().map(|fact| fact["value"].clone()).collect();
        assert_eq!(told, ["small", "small", "large"], "what was said first, its part that still holds, and what was said then");

        let house = app.database.sql(&format!(
            "SELECT {} FROM house h JOIN house_fact f ON f.house_id = h.id JOIN region_version v ON v.region_id = f.community_id \
             WHERE v.code = '{CHAOYANG}' LIMIT 1", hex(&app, "h.uid")
        )).remove(0);
        let stove = but(&keyed("x.stove", "dataset", json!("houses")), "from", json!("2026-01-01"));
        let _ = declare(&app, DISTRICT, &stove).await.expect(201);
        let token = format!("Bearer {}", TestApp::TOKEN);
        let path = format!("/api/v1/houses/{house}/fields/x.stove");
        let body = json!({ "value": "small", "from": "2026-11-01" }).to_string();
        let _ = app.request("PUT", &path, &[("authorization", &token)], Some(body)).await.expect(200);
        for look in ["", "/history"] {
            let seen = app.get_as_staff(&format!("/api/v1/houses/{house}{look}")).await.expect(200);
            assert_eq!(of(&seen, "x.stove")[0]["label"], "小型犬", "{look}");
        }

        let withdraw = format!("/api/v1/regions/{DISTRICT}/fields/x.dogs/withdraw");
        let _ = app.post_as_staff(&withdraw, &json!({ "dataset": "persons" })).await.expect(200);
        for look in ["", "/history"] {
            let seen = app.get_as_staff(&format!("{address}{look}")).await.expect(200);
            assert_eq!(of(&seen, "x.dogs"), Vec::<Value>::new(), "{look}");
        }
    }

    async fn a_value_that_does_not_fit_is_refused_with_what_is_wanted(app: TestApp) {
        let _ = declare(&app, DISTRICT, &dogs()).await.expect(201);
        let (_, uid) = someone(&app);
        let problem = write(&app, &uid, "x.dogs", &json!({ "value": "horse" })).await.problem(422, "value-wrong");
        assert!(problem["zh"]["what"].as_str().unwrap().contains("small（小型犬）"), "{problem}");
        assert_eq!(problem["at"], "value");
        let _ = write(&app, &uid, "x.dogs", &json!({ "value": 3 })).await.problem(422, "value-wrong");
        let _ = write(&app, &uid, "x.none", &json!({ "value": 3 })).await.problem(404, "field-unknown");
        let nobody = "01a206f3-1d3d-72ca-9c1c-cc0c6f3cc475";
        let _ = write(&app, nobody, "x.dogs", &json!({ "value": "none" })).await.problem(404, "subject-unknown");
        let path = format!("/api/v1/persons/{uid}/fields/x.dogs");
        let _ = app.request("PUT", &path, &[], Some(json!({ "value": "none" }).to_string())).await.problem(401, "sign-in-wanted");
        let _ = app.get_as_staff(&format!("/api/v1/cats/{uid}/fields")).await.problem(404, "not-found");
        assert_eq!(app.database.sql("SELECT count(*) FROM local_value WHERE key = 'x.dogs'"), ["0"]);
    }

    async fn a_declaration_must_agree_with_itself_and_with_those_around_it(app: TestApp) {
        let wrong = [
            ("key", json!("dogs"), "x.dogs"),
            ("key", json!("x.Dogs"), "x.Dogs"),
            ("dataset", json!("grids"), "dataset"),
            ("type", json!("u8"), "codes"),
            ("codes", json!({}), "codes"),
            ("legal_basis", json!(" "), "legal_basis"),
            ("visible_to", json!(["resident"]), "visible_to"),
        ];
        for (part, value, _) in &wrong {
            let problem = declare(&app, DISTRICT, &but(&dogs(), part, value.clone())).await.problem(422, "field-wrong");
            assert!(problem["at"].as_str().unwrap().contains(':'), "{problem}");
        }
        let _ = declare(&app, DISTRICT, &but(&dogs(), "type", json!("picture"))).await.problem(400, "json-malformed");
        let _ = app.post(&format!("/api/v1/regions/{DISTRICT}/fields"), &dogs()).await.problem(401, "sign-in-wanted");

        let _ = declare(&app, DISTRICT, &dogs()).await.expect(201);
        let number = but(&but(&dogs(), "type", json!("u8")), "codes", json!({}));
        let problem = declare(&app, CHAOYANG, &number).await.problem(409, "field-type-differs");
        assert!(problem["en"]["what"].as_str().unwrap().contains("220104000000"), "{problem}");
        let _ = declare(&app, "22", &number).await.problem(409, "field-type-differs");
        let _ = declare(&app, KUANCHENG, &number).await.expect(201);

        // A community may name the same thing in its own words.
        let nearer = but(&dogs(), "title", both("本社区养犬登记", "Dogs in this community"));
        let _ = declare(&app, CHAOYANG, &nearer).await.expect(201);
        let title = async |code: &str| {
            let fields = app.get(&format!("/api/v1/regions/{code}/fields")).await.expect(200);
            let fields = fields.as_array().unwrap().clone();
            fields.into_iter().find(|field| field["key"] == "x.dogs").unwrap()["title"]["zh"].clone()
        };
        assert_eq!((title(CHAOYANG).await, title(DISTRICT).await), (json!("本社区养犬登记"), json!("养犬情况")));
    }

    async fn a_plugin_brings_no_field_of_another_type(app: TestApp) {
        let heating = json!({
            "key": "x.dogs", "dataset": "persons", "type": "flag", "title": both("养犬", "Dogs"),
            "purpose": both("提醒", "Reminders"), "legal_basis": "测试",
        });
        let _ = declare(&app, "2201", &heating).await.expect(201);
        let bytes = lifang_test_support::plugin("chaoyang-forms");
        let manifest = lifang_service::inspect(&bytes).unwrap().manifest_source;
        let bytes = lifang_crooked::with_manifest(&bytes, &manifest.replace("1.0.0", "1.1.0").replace("x.stairs_help", "x.dogs"));
        let refused = app.service.install(&lifang_core::actor::Actor::system(), lifang_service::InstallRequest::as_asked(bytes)).await;
        assert_eq!(refused.unwrap_err().problem().code, "field-type-differs");
        let installed = app.service.installed().await.unwrap();
        assert!(installed.iter().all(|view| view.installation.plugin.version != "1.1.0"), "nothing is half installed");
    }
}
