//! Erasing a person: afterwards their name and phone stand nowhere, neither in the database nor in what was sent in, and the audit
//! knows who asked for it.

use crate::identity::{enter, only_pair};
use lifang_core::actor::{Actor, Role};
use lifang_core::base_data::PersonFacts;
use lifang_core::problem::Kind;
use lifang_core::region::RegionCode;
use lifang_test_support::{TestApp, on_both};
use serde_json::json;
use std::path::Path;

/// 德惠市胜利街道和平社区: the province's checklist speaks, which has questions in words of one's own.
const DEHUI: &str = "220183001001";
/// A name nobody else has.
const NAME: &str = "欧阳爨靐";
const PHONE: &str = "13877665544";
const ID: &str = "11010519491231002X";

/// Where any of the words stands, in clear, in the database or beside it.
fn found(app: &TestApp) -> Vec<String> {
    let words = [NAME, PHONE, ID];
    let mut places = Vec::new();
    for folder in [app.folder().to_owned(), app.folder().join("imports")] {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| entry.path().is_file()) {
            let bytes = std::fs::read(entry.path()).unwrap();
            let has = |word: &&str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
            let file = Path::new(&entry.file_name()).display().to_string();
            places.extend(words.iter().filter(|word| has(word)).map(|word| format!("{word} in {file}")));
        }
    }
    if app.service.store().engine() == lifang_store::Engine::Postgres {
        let tables = app.database.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
        for table in tables {
            for word in words {
                let hex: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
                let sql = format!(
                    "SELECT count(*) FROM \"{table}\" t WHERE t::text LIKE '%{word}%' OR t::text LIKE '%{hex}%'"
                );
                if app.database.sql(&sql) != ["0"] {
                    places.push(format!("{word} in {table}"));
                }
            }
        }
    }
    places
}

/// Sends a file with her in it, and waits until it is taken.
async fn send_in(app: &TestApp) {
    let csv = format!(
        "姓名,身份证号,性别,出生日期,联系电话,社区,居住类型,入住日期\n{NAME},{ID},女,1949-12-31,{PHONE},{DEHUI},户在人在,2020-01-01\n"
    );
    let headers =
        [("authorization", &*format!("Bearer {}", TestApp::TOKEN)), ("content-type", "application/octet-stream")];
    let address = format!("/api/v1/imports?kind=persons&region={DEHUI}&name=people.csv");
    let begun = app.request("POST", &address, &headers, Some(csv)).await.expect(202);
    let id = begun["id"].as_str().unwrap();
    let _ = app.get_as_staff(&format!("/api/v1/imports/{id}/progress")).await;
    let done = app.get_as_staff(&format!("/api/v1/imports/{id}")).await.expect(200);
    assert_eq!((&done["state"], &done["taken"]), (&json!("done"), &json!(1)), "{done}");
}

/// Writes down in words who she is, wherever somebody may: a field, a feed, a visit, a review.
async fn written_about(app: &TestApp, uid: &str) -> String {
    let both = |text: &str| json!({ "zh": text, "en": text });
    let field = json!({ "key": "x.note", "dataset": "persons", "type": "text", "title": both("备注"), "purpose": both("走访"),
        "legal_basis": "测试", "guard": "personal" });
    let _ = app.post_as_staff("/api/v1/regions/220183/fields", &field).await.expect(201);
    let token = format!("Bearer {}", TestApp::TOKEN);
    let value = json!({ "value": format!("{NAME}之女在外地") }).to_string();
    let _ = app
        .request("PUT", &format!("/api/v1/persons/{uid}/fields/x.note"), &[("authorization", &token)], Some(value))
        .await
        .expect(200);
    let feed = json!({ "name": "party", "title_zh": "党建", "title_en": "Party", "feed": true, "region": "220183", "responsible": "街道" });
    let source = app.post_as_staff("/api/v1/sources", &feed).await.expect(201)["id"].as_i64().unwrap();
    let rows = json!({ "rows": [{ "resident_id": ID, "labels": [format!("{NAME}家属")] }] });
    let _ = app.post_as_staff(&format!("/api/v1/sources/{source}/facts"), &rows).await.expect(200);
    let answers = json!({
        "met": "resident", "phone": PHONE, "living": "family", "age": 76, "minors": 0, "gas": "none", "ebike": "none",
        "exit-clear": true, "needs": ["other"], "needs-note": format!("{NAME}希望增设晾衣杆"), "selfcare": "able",
    });
    let visit = json!({ "checklist": "home-visit", "answers": answers, "subject": { "kind": "person", "uid": uid } });
    let sent = app.post_as_staff(&format!("/api/v1/regions/{DEHUI}/submissions"), &visit).await.expect(201);
    sent["id"].as_str().unwrap().to_owned()
}

/// Somebody entered her a second time; a reviewer says that it is she.
async fn merged(app: &TestApp, uid: &str) {
    let facts = PersonFacts {
        name: Some(NAME.into()),
        birth: Some("1949-12-31".parse().unwrap()),
        phone: Some(PHONE.into()),
        ..PersonFacts::default()
    };
    let _ = enter(app, DEHUI, 901, facts).await;
    let pair = only_pair(app, "220183").await;
    let merge = json!({ "survivor": uid, "seen": pair["seen"], "reason": format!("{NAME}登记了两次") });
    let _ = app.post_as_staff(&format!("/api/v1/duplicates/{}/merge", pair["id"]), &merge).await.expect(200);
}

on_both! {
    async fn of_who_is_erased_the_name_is_nowhere_and_the_visit_is_counted(app: TestApp) {
        send_in(&app).await;
        let find = async || {
            let sought = json!({ "resident_id": ID });
            app.post_as_staff(&format!("/api/v1/regions/{DEHUI}/persons/find"), &sought).await.expect(200)
        };
        let uid = find().await[0]["id"].as_str().unwrap().to_owned();
        let submission = written_about(&app, &uid).await;
        merged(&app, &uid).await;
        let visits = app.database.sql("SELECT count(*) FROM visit WHERE submission_id IS NOT NULL");
        assert_eq!(visits, ["1"]);
        assert!(!found(&app).is_empty(), "the test would see it");

        let address = format!("/api/v1/persons/{uid}/erase");
        let why = json!({ "reason": "当事人依法申请删除" });
        let _ = app.post(&address, &why).await.problem(401, "sign-in-wanted");
        let staff = Actor { name: "someone".into(), role: Role::CommunityStaff, region: RegionCode::parse(DEHUI).unwrap() };
        let refused = app.service.erase_person(&staff, uid.parse().unwrap(), "当事人申请").await;
        assert_eq!(refused.unwrap_err().problem().kind, Kind::Forbidden);
        let _ = app.post_as_staff(&address, &json!({ "reason": " " })).await.problem(422, "reason-wanted");
        assert_eq!(app.post_as_staff(&address, &why).await.status, 204);

        assert_eq!(found(&app), Vec::<String>::new());
        assert_eq!(find().await, json!([]));
        let _ = app.post_as_staff(&address, &why).await.problem(404, "person-unknown");
        let person = app.get_as_staff(&format!("/api/v1/persons/{uid}?unmasked=核对")).await.expect(200);
        let keys: Vec<&str> = person["facts"].as_array().unwrap().iter().map(|fact| fact["key"].as_str().unwrap()).collect();
        assert!(!keys.iter().any(|key| ["name", "phone", "resident_id", "x.note"].contains(key)), "{keys:?}");
        let kept = app.get_as_staff(&format!("/api/v1/submissions/{submission}")).await.expect(200);
        assert!(kept.to_string().contains("submission-erased") && kept["judged"].is_null(), "{kept}");
        assert_eq!(app.database.sql("SELECT count(*) FROM visit WHERE submission_id IS NOT NULL"), visits);
        let audited = app.database.sql("SELECT actor, role, outcome FROM audit WHERE act = 'erase-person' ORDER BY id");
        assert_eq!(audited, [
            "anonymous|resident|refused: sign-in-wanted", "someone|community-staff|refused: role-wanted", "dev|operator|done",
        ]);
    }
}
