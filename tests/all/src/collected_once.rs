//! Collected once: what base data holds fresh is offered, what a visit states goes back, and asking twice is counted.

use lifang_test_support::{CHAOYANG, KUANCHENG, TestApp, on_both};
use serde_json::{Value, json};

/// 德惠市胜利街道和平社区: a place whose district carries no plugin, so that the province's checklist speaks.
const DEHUI: &str = "220183001001";

/// The `number`th adult of a community with a phone on record, by what the database itself says.
async fn someone(app: &TestApp, community: &str, number: usize) -> String {
    let hex = match app.service.store().engine() {
        lifang_store::Engine::Sqlite => "lower(hex(p.uid))",
        lifang_store::Engine::Postgres => "encode(p.uid, 'hex')",
    };
    let sql = format!(
        "SELECT {hex} FROM person p JOIN person_fact f ON f.person_id = p.id JOIN residence r ON r.person_id = p.id \
         JOIN region_version v ON v.region_id = r.community_id WHERE v.code = '{community}' AND f.phone_enc IS NOT NULL \
         AND f.birth < 7000 ORDER BY p.id"
    );
    app.database.sql(&sql)[number].clone()
}

async fn dehui(app: &TestApp) -> String {
    app.service.generate_population(DEHUI, 120, 3, |_, _| ()).await.unwrap();
    someone(app, DEHUI, 0).await
}

async fn form(app: &TestApp, person: &str) -> Value {
    app.get_as_staff(&format!("/api/v1/regions/{DEHUI}/checklists/home-visit?person={person}")).await.expect(200)
}

/// What is offered for a question; null where nothing is.
fn offered<'a>(form: &'a Value, question: &str) -> &'a Value {
    let all = form["prefilled"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().find(|one| one["question"] == question).unwrap_or(&Value::Null)
}

/// A quiet visit to an adult who lives with family; `age` as recorded.
fn answers(form: &Value, phone: &str) -> Value {
    json!({
        "met": "resident", "phone": phone, "living": "family", "age": offered(form, "age")["value"], "minors": 0,
        "gas": "none", "ebike": "none", "exit-clear": true, "needs": ["none"], "selfcare": "able",
    })
}

async fn visit(app: &TestApp, person: &str, answers: Value, prefilled: &[&str]) -> Value {
    let mut answers = answers;
    let address = format!("/api/v1/regions/{DEHUI}/checklists/home-visit/state");
    let subject = json!({ "kind": "person", "uid": person });
    let state = app.post_as_staff(&address, &json!({ "answers": answers, "subject": subject })).await.expect(200);
    // The block for the elderly shows by age.
    let shows =
        |id: &str| state["nodes"].as_array().unwrap().iter().any(|node| node["id"] == id && node["visible"] == true);
    if !shows("selfcare") {
        answers.as_object_mut().unwrap().remove("selfcare");
    }
    let body = json!({ "checklist": "home-visit", "answers": answers, "subject": subject, "prefilled": prefilled });
    app.post_as_staff(&format!("/api/v1/regions/{DEHUI}/submissions"), &body).await.expect(201)
}

async fn burden(app: &TestApp, month: &str) -> Value {
    let burden = app.get_as_staff(&format!("/api/v1/regions/2201/burden?month={month}")).await.expect(200);
    let all = burden["checklists"].as_array().unwrap().clone();
    assert!(all.len() <= 1, "{burden}");
    all.into_iter().next().unwrap_or(Value::Null)
}

fn question<'a>(burden: &'a Value, id: &str) -> &'a Value {
    burden["questions"].as_array().unwrap().iter().find(|one| one["question"] == id).unwrap()
}

on_both! {
    async fn what_is_known_fresh_is_offered_with_source_and_time(app: TestApp) {
        let person = dehui(&app).await;
        let form = form(&app, &person).await;
        let phone = offered(&form, "phone");
        assert_eq!((&phone["field"], &phone["source"]), (&json!("persons.phone"), &json!("generated")), "{form}");
        assert!(phone["recorded_at"].as_str().unwrap().starts_with("2026-11-23"), "{phone}");
        assert!(offered(&form, "age")["value"].is_i64() && offered(&form, "living")["value"].is_string());
        let known: Vec<&str> = form["known"].as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap()).collect();
        assert_eq!(known, ["phone", "living", "age", "care"], "what the checklist collects, and nothing else");
        let audited = app.database.sql("SELECT actor, columns FROM audit WHERE act = 'read-known'");
        assert_eq!(audited, [r#"dev|["phone","living","age","care"]"#]);
        assert_eq!(question(&burden(&app, "2026-11").await, "phone")["offered"], 1);

        // Half a year later a phone must be asked for again, an age not yet.
        app.at("2027-05-25T10:00:00+08:00");
        let later = self::form(&app, &person).await;
        assert!(offered(&later, "phone").is_null() && offered(&later, "living").is_null(), "{later}");
        assert!(offered(&later, "age")["value"].is_i64());
        let nobody = app.get(&format!("/api/v1/regions/{DEHUI}/checklists/home-visit")).await.expect(200);
        assert!(nobody["known"].is_null() && nobody["prefilled"].is_null(), "{nobody}");
    }

    async fn who_may_not_fill_a_checklist_learns_nothing_of_anybody(app: TestApp) {
        let person = dehui(&app).await;
        let of = |code: &str, query: &str| format!("/api/v1/regions/{code}/checklists/home-visit?{query}");
        let _ = app.get(&of(DEHUI, &format!("person={person}"))).await.problem(401, "sign-in-wanted");
        let safety = format!("/api/v1/regions/{DEHUI}/checklists/home-safety?person={person}");
        let _ = app.get(&safety).await.problem(401, "sign-in-wanted");
        // Someone else's community, and nobody at all.
        let _ = app.get_as_staff(&of(CHAOYANG, &format!("person={person}"))).await.problem(404, "subject-unknown");
        let nobody = "01a206f3-1d3d-72ca-9c1c-cc0c6f3cc475";
        let _ = app.get_as_staff(&of(DEHUI, &format!("person={nobody}"))).await.problem(404, "subject-unknown");
        let _ = app.get_as_staff(&of(DEHUI, "person=1")).await.problem(400, "parameter-wrong");
        let body = json!({ "checklist": "home-safety", "answers": {}, "subject": { "kind": "person", "uid": person } });
        let _ = app.post(&format!("/api/v1/regions/{DEHUI}/submissions"), &body).await.problem(401, "sign-in-wanted");
        assert_eq!(app.database.sql("SELECT count(*) FROM audit WHERE act = 'read-known'"), ["0"]);
        assert_eq!(app.database.sql("SELECT count(*) FROM submission"), ["0"]);
        let unit = json!({ "checklist": "home-visit", "answers": {}, "subject": { "kind": "unit", "uid": nobody } });
        let problem = app.post_as_staff(&format!("/api/v1/regions/{DEHUI}/submissions"), &unit).await.problem(422, "submission-wrong");
        assert_eq!(problem["at"], "subject.kind");
    }

    async fn what_a_visit_states_goes_back_and_is_offered_next_time(app: TestApp) {
        let person = dehui(&app).await;
        let before = form(&app, &person).await;
        let old = offered(&before, "phone")["value"].as_str().unwrap().to_owned();
        app.at("2026-11-24T15:00:00+08:00");
        let submission = visit(&app, &person, answers(&before, "0431-8123 4567"), &["phone", "living", "age"]).await;
        let recorded = submission["judged"]["recorded"].as_array().unwrap();
        let phone = recorded.iter().find(|one| one["field"] == "persons.phone").unwrap();
        assert_eq!(phone, &json!({ "question": "phone", "field": "persons.phone", "changed": true }));

        let store = app.service.store();
        let now = lifang_store::AsOf::now(app.service.clock().now());
        let found = store.persons_by_phone("0431-81234567", now).await.unwrap();
        assert_eq!(found.len(), 1);
        let history = store.person_history(found[0]).await.unwrap();
        assert!(history.iter().any(|version| version.facts.phone.as_deref() == Some(&old)), "what was known stays on record");
        let visits = app.database.sql(&format!("SELECT count(*) FROM visit WHERE submission_id IS NOT NULL AND person_id = {}", found[0]));
        assert_eq!(visits, ["1"]);
        let column = lifang_core::dataset::Schema::v1().datasets["persons"].column("last_visit").unwrap().into();
        let region = app.service.place(DEHUI).await.unwrap().path.region().id;
        let cells = store.subject("persons", found[0], &[column], region, now).await.unwrap().unwrap();
        assert_eq!(cells, [lifang_core::value::Cell::Present(lifang_core::value::Value::Date("2026-11-24".parse().unwrap()))]);

        let after = form(&app, &person).await;
        let phone = offered(&after, "phone");
        assert_eq!((&phone["value"], &phone["source"]), (&json!("0431-8123 4567"), &json!("visit")));
        assert!(phone["recorded_at"].as_str().unwrap().starts_with("2026-11-24"));
        assert_eq!(offered(&after, "living")["source"], "visit");
        assert_eq!(offered(&after, "age")["source"], "generated", "nobody stated it anew");
    }

    async fn asking_for_what_is_known_is_counted_by_district_and_month(app: TestApp) {
        let person = dehui(&app).await;
        let shown = form(&app, &person).await;
        let phone = offered(&shown, "phone")["value"].as_str().unwrap().to_owned();
        // Once with the form filled and left as it was, once asked again although it was known.
        visit(&app, &person, answers(&shown, &phone), &["phone", "age"]).await;
        visit(&app, &person, answers(&shown, &phone), &[]).await;
        let burden = burden(&app, "2026-11").await;
        assert_eq!((&burden["district"]["code"], &burden["checklist"]), (&json!("220183000000"), &json!("home-visit")));
        let phone = question(&burden, "phone");
        let counts = ["asked", "fresh", "prefilled", "confirmed", "asked_twice"].map(|count| phone[count].as_i64().unwrap());
        assert_eq!(counts, [2, 2, 1, 1, 1]);
        let gas = question(&burden, "gas");
        assert_eq!((&gas["field"], &gas["asked"], &gas["fresh"]), (&json!(""), &json!(2), &json!(0)));
        let sum = |count: &str| {
            burden["questions"].as_array().unwrap().iter().map(|one| one[count].as_i64().unwrap()).sum::<i64>()
        };
        assert_eq!(burden["asked"], sum("asked"));
        let stored = app.database.sql("SELECT sum(asked), sum(fresh) FROM asking");
        assert_eq!(stored, [format!("{}|{}", sum("asked"), sum("fresh"))]);
        let before = app.get_as_staff("/api/v1/regions/2201/burden?month=2026-10").await.expect(200);
        assert_eq!(before, json!({ "month": "2026-10-01", "checklists": [] }));
        let _ = app.get_as_staff("/api/v1/regions/2201/burden?month=Nov").await.problem(422, "month-wrong");
        let _ = app.get("/api/v1/regions/2201/burden").await.problem(401, "sign-in-wanted");
    }

    async fn the_plugin_knows_what_base_data_knows(app: TestApp) {
        let person = dehui(&app).await;
        let age = offered(&form(&app, &person).await, "age")["value"].as_i64().unwrap();
        let address = format!("/api/v1/regions/{DEHUI}/checklists/home-visit/state");
        let answers = json!({ "met": "resident", "age": age - 10 });
        let subject = json!({ "kind": "person", "uid": person });
        let problems = |state: &Value| {
            let node = state["nodes"].as_array().unwrap().iter().find(|node| node["id"] == "age").unwrap();
            node["problems"].as_array().unwrap().len()
        };
        let alone = app.post(&address, &json!({ "answers": answers })).await.expect(200);
        let about = app.post_as_staff(&address, &json!({ "answers": answers, "subject": subject })).await.expect(200);
        assert_eq!((problems(&alone), problems(&about)), (0, 1), "ten years off what is recorded");
        let _ = app.post(&address, &json!({ "answers": answers, "subject": subject })).await.problem(401, "sign-in-wanted");
    }

    async fn a_field_that_was_not_granted_stays_withheld(app: TestApp) {
        let person = dehui(&app).await;
        let mut request = lifang_service::InstallRequest::as_asked(lifang_test_support::plugin("jilin-forms"));
        let columns = ["living", "age"].map(str::to_owned).into();
        request.granted = Some(lifang_core::capability::Columns([("persons".to_owned(), columns)].into()));
        request.region = Some("220183".into());
        let _ = app.install_with(request).await;
        let form = form(&app, &person).await;
        assert!(offered(&form, "phone").is_null() && offered(&form, "living")["value"].is_string(), "{form}");
        let phone = form["known"].as_array().unwrap().iter().find(|one| one["key"] == "phone").unwrap();
        assert_eq!(phone["cell"], "withheld");
        // What the host may not show, an answer must not overwrite.
        let submission = visit(&app, &person, answers(&form, "0431-81234567"), &[]).await;
        let recorded = submission["judged"]["recorded"].as_array().unwrap();
        assert!(recorded.iter().all(|one| one["field"] != "persons.phone"), "{submission}");
    }

    async fn the_register_says_who_collects_what(app: TestApp) {
        let register = app.get_as_staff(&format!("/api/v1/regions/{CHAOYANG}/register?lang=en")).await.expect(200);
        let field = |dataset: &str, key: &str| {
            let all = register["fields"].as_array().unwrap();
            all.iter().find(|one| one["dataset"] == dataset && one["key"] == key).unwrap_or_else(|| panic!("{key}")).clone()
        };
        let help = field("persons", "x.stairs_help");
        assert_eq!((&help["declared_by"], &help["guard"]), (&json!("220104000000"), &json!("personal")));
        let by = &help["collectors"][0];
        assert_eq!((&by["checklist"], &by["question"], &by["fresh_days"]), (&json!("home-visit"), &json!("stairs-help"), &json!(180)));
        assert!(by["purpose"].is_string() && by["legal_basis"].is_string());
        let phone = field("persons", "phone");
        assert_eq!(phone["collectors"], json!([]), "the district's own checklist does not ask for it");
        assert_eq!(field("houses", "area")["declared_by"], Value::Null);
        let kuancheng = app.get_as_staff(&format!("/api/v1/regions/{KUANCHENG}/register")).await.expect(200);
        assert!(kuancheng["fields"].as_array().unwrap().iter().all(|one| one["key"] != "x.stairs_help"));
        // Who stated it: the generator, for as many as SQL counts.
        let persons = register["stated"].as_array().unwrap().iter().find(|one| one["dataset"] == "persons").unwrap();
        assert_eq!((&persons["source"], &persons["key"]), (&json!("generated"), &Value::Null));
        let sql = format!("SELECT count(DISTINCT r.person_id) FROM residence r JOIN region_version v ON v.region_id = r.community_id WHERE v.code = '{CHAOYANG}'");
        assert_eq!(app.database.sql(&sql), [persons["subjects"].to_string()]);
        let district = app.get_as_staff("/api/v1/regions/220104/register").await.expect(200);
        assert_eq!((&district["stated"], &district["feeds"]), (&Value::Null, &json!([])));
        let _ = app.get(&format!("/api/v1/regions/{CHAOYANG}/register")).await.problem(401, "sign-in-wanted");
    }
}
