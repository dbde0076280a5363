//! Who is who, what was known when, and sources that go quiet: as staff see it over HTTP, and as others do not.

use lifang_core::actor::{Actor, Role};
use lifang_core::base_data::{
    BuildingDraft, BuildingFacts, CommunityDraft, GridDraft, HouseDraft, HouseFacts, PersonFacts, Provenance,
    ResidentDraft,
};
use lifang_core::problem::Kind;
use lifang_core::region::RegionCode;
use lifang_core::resident_id::ResidentId;
use lifang_service::{Looking, Verdict};
use lifang_store::AsOf;
use lifang_store::base_data::{correct_person, insert_community};
use lifang_store::identity::note_probable;
use lifang_test_support::{CHAOYANG, KUANCHENG, TestApp, on_both};
use serde_json::{Value, json};
use uuid::Uuid;

/// 长盛社区, in the same street as the model community.
const NEXT_DOOR: &str = "220103008004";
pub(crate) const HER_ID: &str = "11010519491231002X";

/// Enters someone into a community as an import does: with a look at who it may be. Gives number and identifier.
pub(crate) async fn enter(app: &TestApp, community: &str, grid: u16, facts: PersonFacts) -> (i64, Uuid) {
    let (person, uid) = enter_unnoticed(app, community, grid, facts).await;
    let mut tx = app.service.store().begin().await.unwrap();
    note_probable(&mut tx, &[person], "visit", app.service.clock().now()).await.unwrap();
    tx.commit().await.unwrap();
    (person, uid)
}

/// Enters someone with a house of their own, and nothing more.
async fn enter_unnoticed(app: &TestApp, community: &str, grid: u16, facts: PersonFacts) -> (i64, Uuid) {
    let store = app.service.store();
    let now = app.service.clock().now();
    let building = BuildingFacts {
        name: "9号楼".into(),
        address: "兴业街9号楼".into(),
        built: None,
        storeys: None,
        elevator: None,
    };
    let house = HouseFacts { number: "1单元101".into(), floor: Some(1), area: Some(60.0), house_use: 1 };
    let resident =
        ResidentDraft { person: facts, residence: 1, since: "2024-01-01".parse().unwrap(), last_visit: None };
    let draft = CommunityDraft {
        grids: vec![GridDraft { number: grid, name: "新网格".into(), households: 400 }],
        buildings: vec![BuildingDraft {
            grid: 0,
            facts: building,
            houses: vec![HouseDraft { facts: house, residents: vec![resident] }],
        }],
        ..CommunityDraft::default()
    };
    let region =
        store.region_by_code(&RegionCode::parse(community).unwrap(), AsOf::now(now)).await.unwrap().unwrap().id;
    let source = Provenance { source: "visit".into(), collector: "网格员3".into() };
    let mut tx = store.begin().await.unwrap();
    insert_community(&mut tx, region, &draft, &source, "2024-01-01".parse().unwrap(), app.service.clock())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let person: i64 = app.database.sql("SELECT max(id) FROM person")[0].parse().unwrap();
    (person, store.person_uid(person).await.unwrap())
}

pub(crate) fn her() -> PersonFacts {
    PersonFacts {
        name: Some("王秀英".into()),
        sex: Some(2),
        birth: Some("1949-12-31".parse().unwrap()),
        resident_id: Some(HER_ID.into()),
        phone: Some("13812345678".into()),
        living: Some(3),
        care: 0,
    }
}

/// The same woman as somebody else entered her: no ID, another phone.
fn her_again() -> PersonFacts {
    PersonFacts { resident_id: None, phone: Some("13900000009".into()), living: None, ..her() }
}

fn actor(role: Role, region: &str) -> Actor {
    Actor { name: "someone".into(), role, region: RegionCode::parse(region).unwrap() }
}

/// The values of a key among facts.
fn values<'a>(person: &'a Value, key: &str) -> Vec<&'a Value> {
    person["facts"].as_array().unwrap().iter().filter(|fact| fact["key"] == key).map(|fact| &fact["value"]).collect()
}

pub(crate) async fn only_pair(app: &TestApp, region: &str) -> Value {
    let page = app.get_as_staff(&format!("/api/v1/regions/{region}/duplicates")).await.expect(200);
    assert_eq!(page["pairs"].as_array().unwrap().len(), 1, "{page}");
    let id = page["pairs"][0]["id"].as_i64().unwrap();
    app.get_as_staff(&format!("/api/v1/duplicates/{id}")).await.expect(200)
}

async fn persons(app: &TestApp, region: &str) -> i64 {
    app.get_as_staff(&format!("/api/v1/regions/{region}")).await.expect(200)["counts"]["persons"].as_i64().unwrap()
}

on_both! {
    async fn a_reviewer_merges_and_takes_back(app: TestApp) {
        let (_, first) = enter(&app, KUANCHENG, 901, her()).await;
        let (_, second) = enter(&app, NEXT_DOOR, 901, her_again()).await;
        let pair = only_pair(&app, "220103008").await;
        assert_eq!(pair["score"], 65);
        let signs: Vec<&Value> = pair["reasons"].as_array().unwrap().iter().map(|one| &one["sign"]).collect();
        assert_eq!(signs, ["same-name", "same-birth", "same-sex"]);
        // Masked on both sides, care situations withheld.
        for person in pair["persons"].as_array().unwrap() {
            assert_eq!((values(person, "name"), values(person, "birth")), (vec![&json!("王**")], vec![&json!("1949-**-**")]));
            assert_eq!(values(person, "care"), [&Value::Null]);
        }
        assert_eq!(persons(&app, "220103008").await, 302);

        let (id, seen) = (pair["id"].as_i64().unwrap(), pair["seen"].clone());
        let merge = json!({ "survivor": first, "seen": seen, "reason": "同一人，两次登记" });
        app.at("2026-11-23T11:00:00+08:00");
        let merged = app.post_as_staff(&format!("/api/v1/duplicates/{id}/merge"), &merge).await.expect(200);
        assert_eq!((&merged["state"], &merged["said"]["why"]), (&json!("merged"), &json!("同一人，两次登记")));
        assert_eq!(persons(&app, "220103008").await, 301);
        app.at("2026-11-23T11:01:00+08:00");
        // Who asks for the one that went is shown the one that stays, and a look back sees who went.
        let now = app.get_as_staff(&format!("/api/v1/persons/{second}")).await.expect(200);
        assert_eq!((&now["id"], &now["includes"][0]["id"]), (&json!(first), &json!(second)));
        assert_eq!(values(&now, "residence").len(), 2);
        let then = app.get_as_staff(&format!("/api/v1/persons/{second}?known_at=2026-11-23T02:30:00Z")).await.expect(200);
        assert_eq!((&then["id"], values(&then, "phone")), (&json!(second), vec![&json!("139****0009")]));
        let history = app.get_as_staff(&format!("/api/v1/persons/{first}/history")).await.expect(200);
        let of: Vec<&Value> = history["facts"].as_array().unwrap().iter().map(|fact| &fact["of"]).collect();
        assert!(of.contains(&&json!(first)) && of.contains(&&json!(second)), "both histories: {history}");

        // The same request again: the pair is no longer what was seen.
        let again = app.post_as_staff(&format!("/api/v1/duplicates/{id}/merge"), &merge).await;
        let _ = again.problem(409, "duplicate-changed");
        let undo = json!({ "seen": merged["seen"], "reason": "核实为两人" });
        let open = app.post_as_staff(&format!("/api/v1/duplicates/{id}/undo"), &undo).await.expect(200);
        assert_eq!(open["state"], "open");
        assert_eq!(persons(&app, "220103008").await, 302);
        let apart = json!({ "seen": open["seen"], "reason": "同名同日生，已上门核实" });
        let kept = app.post_as_staff(&format!("/api/v1/duplicates/{id}/keep-apart"), &apart).await.expect(200);
        assert_eq!(kept["state"], "kept-apart");
        let page = app.get_as_staff("/api/v1/regions/2201/duplicates").await.expect(200);
        assert_eq!(page["pairs"], json!([]));
        for act in ["duplicate-merge", "duplicate-undo", "duplicate-keep-apart"] {
            let rows = app.database.sql(&format!("SELECT actor FROM audit WHERE act = '{act}'"));
            assert_eq!(rows, ["dev"], "{act}");
        }
    }

    async fn who_has_no_business_there_neither_sees_nor_decides(app: TestApp) {
        let (person, first) = enter(&app, KUANCHENG, 901, her()).await;
        let (_, second) = enter(&app, CHAOYANG, 901, her_again()).await;
        let uid = app.service.store().person_uid(person).await.unwrap();
        let _ = app.get(&format!("/api/v1/persons/{uid}")).await.problem(401, "sign-in-wanted");
        let _ = app.get("/api/v1/regions/220104/duplicates").await.problem(401, "sign-in-wanted");
        let _ = app.get("/api/v1/sources").await.problem(401, "sign-in-wanted");
        let looking = Looking::default();
        let kind = |error: lifang_service::ServiceError| error.problem().kind;
        for (role, region, wanted) in [
            (Role::GridWorker, "220103", Some(Kind::Forbidden)),
            (Role::CommunityStaff, "220104", Some(Kind::Forbidden)),
            (Role::CommunityStaff, KUANCHENG, None),
            (Role::GovernmentStaff, "2201", None),
        ] {
            let seen = app.service.person(&actor(role, region), uid, &looking).await;
            assert_eq!(seen.err().map(kind), wanted, "{role:?} {region}");
        }
        // Each side's staff see the pair; only who answers for both may join them.
        let city = actor(Role::GovernmentStaff, "2201");
        let one = actor(Role::CommunityStaff, KUANCHENG);
        let page = app.service.duplicates(&one, KUANCHENG, "open", None, None).await.unwrap();
        let pair = app.service.duplicate(&one, page.pairs[0].id).await.unwrap();
        let seen = pair.seen.unwrap();
        let merge = Verdict::Merge(first);
        let refused = app.service.review_duplicate(&one, pair.id, &seen, &merge, "同一人").await;
        assert_eq!(refused.err().map(kind), Some(Kind::Forbidden));
        let silent = app.service.review_duplicate(&city, pair.id, &seen, &merge, " ").await;
        assert_eq!(silent.unwrap_err().problem().code, "reason-wanted");
        let stranger = Verdict::Merge(Uuid::nil());
        let refused = app.service.review_duplicate(&city, pair.id, &seen, &stranger, "同一人").await;
        assert_eq!(refused.unwrap_err().problem().code, "person-unknown");
        let merged = app.service.review_duplicate(&city, pair.id, &seen, &Verdict::Merge(second), "同一人").await.unwrap();
        assert_eq!(merged.state, "merged");
    }

    async fn what_was_known_on_a_day_is_told_with_where_it_is_from(app: TestApp) {
        let (person, uid) = enter(&app, KUANCHENG, 901, her()).await;
        app.at("2026-12-01T09:00:00+08:00");
        let moved = PersonFacts { phone: Some("13811112222".into()), ..her() };
        let import = Provenance { source: "import".into(), collector: "official".into() };
        let mut tx = app.service.store().begin().await.unwrap();
        let now = app.service.clock().now();
        correct_person(&mut tx, person, &moved, &import, "2026-11-01".parse().unwrap(), now).await.unwrap();
        tx.commit().await.unwrap();
        app.at("2026-12-02T09:00:00+08:00");
        let phone = async |query: &str| {
            let seen = app.get_as_staff(&format!("/api/v1/persons/{uid}?unmasked=核对电话{query}")).await.expect(200);
            let fact = seen["facts"].as_array().unwrap().iter().find(|fact| fact["key"] == "phone").unwrap().clone();
            (fact["value"].as_str().unwrap().to_owned(), fact["source"].as_str().unwrap().to_owned())
        };
        let (old, new) = (("13812345678".into(), "visit".into()), ("13811112222".into(), "import".into()));
        assert_eq!(phone("").await, new);
        assert_eq!(phone("&on=2026-10-31").await, old, "it holds since November");
        assert_eq!(phone("&on=2026-11-15&known_at=2026-11-24T00:00:00Z").await, old, "nobody knew of it yet");
        assert_eq!(phone("&on=2026-11-15").await, new, "now one knows");
        let masked = app.get_as_staff(&format!("/api/v1/persons/{uid}")).await.expect(200);
        assert_eq!((&masked["masked"], values(&masked, "resident_id")), (&json!(true), vec![&json!("1101**********002X")]));
        let ahead = app.get_as_staff(&format!("/api/v1/persons/{uid}?known_at=2030-01-01T00:00:00Z")).await;
        let _ = ahead.problem(422, "known-at-ahead");
        let purposes = app.database.sql("SELECT detail FROM audit WHERE act = 'read-person' ORDER BY id DESC LIMIT 2");
        assert!(purposes[0].contains("\"purpose\":null") && purposes[1].contains("核对电话"), "{purposes:?}");
        let columns = app.database.sql("SELECT columns FROM audit WHERE act = 'read-person' ORDER BY id DESC LIMIT 1");
        assert!(columns[0].contains("phone") && !columns[0].contains("care"), "what was withheld was not read: {columns:?}");

        // Her house, and how many there were before she was entered.
        let home = values(&masked, "residence")[0]["house"].as_str().unwrap().to_owned();
        let house = app.get_as_staff(&format!("/api/v1/houses/{home}")).await.expect(200);
        assert_eq!((values(&house, "number"), values(&house, "occupant")[0]["person"].clone()), (vec![&json!("1单元101")], json!(uid)));
        assert_eq!(values(&house, "address"), [&json!("兴业街9号楼")]);
        let history = app.get_as_staff(&format!("/api/v1/houses/{home}/history")).await.expect(200);
        assert_eq!(values(&history, "occupant").len(), 1);
        let count = async |query: &str| {
            let path = format!("/api/v1/regions/{KUANCHENG}/count?dataset=persons{query}");
            app.get_as_staff(&path).await.expect(200)["count"].as_u64().unwrap()
        };
        // The day before 2024-01-01, which is day 19723.
        let before = "SELECT count(DISTINCT r.person_id) FROM residence r JOIN region_version v ON v.region_id = r.community_id \
                      WHERE v.code = '220103008003' AND r.valid_from <= 19722 AND r.valid_to > 19722";
        let before: u64 = app.database.sql(before)[0].parse().unwrap();
        assert_eq!((count("").await, count("&on=2023-12-31").await), (301, before));
        assert!(before > 0 && before <= 300, "{before}");
        let _ = app.get_as_staff(&format!("/api/v1/regions/{KUANCHENG}/count?dataset=cats")).await.problem(422, "dataset-unknown");
    }

    async fn a_look_that_was_refused_is_in_the_audit_with_the_reason(app: TestApp) {
        let (_, uid) = enter(&app, KUANCHENG, 901, her()).await;
        let masked = app.get_as_staff(&format!("/api/v1/persons/{uid}")).await.expect(200);
        let home: Uuid = values(&masked, "residence")[0]["house"].as_str().unwrap().parse().unwrap();
        let _ = app.get(&format!("/api/v1/persons/{uid}?unmasked=好奇")).await.problem(401, "sign-in-wanted");
        let _ = app.get("/api/v1/regions/220103/export/persons").await.problem(401, "sign-in-wanted");
        let _ = app.get(&format!("/api/v1/persons/{uid}/fields")).await.problem(401, "sign-in-wanted");
        let (next_door, looking) = (actor(Role::CommunityStaff, "220104"), Looking::default());
        assert!(app.service.person_history(&next_door, uid, &looking).await.is_err());
        assert!(app.service.house(&next_door, home, &looking).await.is_err());
        let sought = lifang_service::Sought::Phone("13812345678");
        assert!(app.service.find_person(&next_door, KUANCHENG, sought, &looking).await.is_err());
        assert!(app.service.duplicates(&next_door, KUANCHENG, "open", None, None).await.is_err());
        assert!(app.service.quality_records(&next_door, KUANCHENG, "person-no-id", None).await.is_err());
        let refused = app.database.sql(
            "SELECT act, dataset, actor, role, outcome FROM audit WHERE outcome LIKE 'refused%' ORDER BY id",
        );
        let (stranger, outside) = ("anonymous|resident|refused: sign-in-wanted", "someone|community-staff|refused: region-out-of-scope");
        assert_eq!(refused, [
            format!("read-person|persons|{stranger}"),
            format!("export|persons|{stranger}"),
            format!("read-fields|persons|{stranger}"),
            format!("read-person-history|persons|{outside}"),
            format!("read-house|houses|{outside}"),
            format!("find-person|persons|{outside}"),
            format!("duplicates|persons|{outside}"),
            format!("quality-records|persons|{outside}"),
        ]);
        let about = app.database.sql("SELECT detail FROM audit WHERE outcome LIKE 'refused%' ORDER BY id LIMIT 1");
        assert!(about[0].contains(&uid.to_string()) && about[0].contains("好奇"), "{about:?}");
        // A look at a house that is allowed says what for, as one at a person does.
        let _ = app.get_as_staff(&format!("/api/v1/houses/{home}?unmasked=核对房屋")).await.expect(200);
        let said = app.database.sql("SELECT detail FROM audit WHERE act = 'read-house' AND outcome = 'done'");
        assert!(said[0].contains("核对房屋"), "{said:?}");
    }

    async fn a_person_is_found_by_what_stands_in_the_body(app: TestApp) {
        let (_, uid) = enter(&app, KUANCHENG, 901, her()).await;
        let find = async |region: &str, body: Value| app.post_as_staff(&format!("/api/v1/regions/{region}/persons/find"), &body).await;
        for body in [json!({ "resident_id": "11010519491231002x" }), json!({ "phone": "138 1234-5678" })] {
            let found = find("220103", body).await.expect(200);
            assert_eq!((found.as_array().unwrap().len(), &found[0]["id"], &found[0]["masked"]), (1, &json!(uid), &json!(true)));
        }
        assert_eq!(find("220104", json!({ "resident_id": HER_ID })).await.expect(200), json!([]), "not in that district");
        let _ = find("220103", json!({ "resident_id": "110105194912310021" })).await.problem(422, "resident-id-wrong");
        let _ = find("220103", json!({})).await.problem(422, "one-identifier-wanted");
        let found = app.database.sql("SELECT row_count FROM audit WHERE act = 'find-person' ORDER BY id");
        assert_eq!(found, ["1", "1", "0"], "also where nobody was found");
    }

    async fn a_feed_is_heard_until_it_is_switched_off_and_stays_on_record(app: TestApp) {
        let (_, uid) = enter(&app, KUANCHENG, 901, her()).await;
        let new = json!({ "name": "health", "title_zh": "卫健", "title_en": "Health", "feed": true, "region": "220103",
            "responsible": "宽城区卫健局" });
        let source = app.post_as_staff("/api/v1/sources", &new).await.expect(201)["id"].as_i64().unwrap();
        let _ = app.post_as_staff("/api/v1/sources", &new).await.problem(409, "source-exists");
        let taken = json!({ "name": "import", "title_zh": "卫健", "title_en": "Health", "feed": true, "region": "220103", "responsible": "x" });
        let _ = app.post_as_staff("/api/v1/sources", &taken).await.problem(422, "source-name-wrong");
        let nobody = ResidentId::compose("220103", "1940-03-01".parse().unwrap(), 2).unwrap();
        let rows = json!({ "rows": [
            { "resident_id": HER_ID, "care": ["dementia", "chronic-severe"], "labels": ["家庭医生签约"] },
            { "resident_id": nobody.as_str(), "care": ["dementia"] },
            { "resident_id": "123", "care": ["dementia"] },
            { "resident_id": HER_ID, "care": ["rich"] },
            { "resident_id": HER_ID, "care": ["dementia"], "from": "2026-11-24" },
        ] });
        let delivered = app.post_as_staff(&format!("/api/v1/sources/{source}/facts"), &rows).await.expect(200);
        assert_eq!((&delivered["changed"], &delivered["rejected"]), (&json!(1), &json!(4)));
        let codes: Vec<&Value> = delivered["rows"].as_array().unwrap().iter().map(|row| &row["problem"]["code"]).collect();
        assert_eq!(codes, [&Value::Null, &json!("person-unknown"), &json!("resident-id-wrong"), &json!("care-unknown"), &json!("from-ahead")]);

        app.at("2026-11-23T11:00:00+08:00");
        let care = async |path: &str| {
            let seen = app.get_as_staff(&format!("/api/v1/persons/{uid}{path}unmasked=入户核查")).await.expect(200);
            let said: Vec<Value> = seen["facts"].as_array().unwrap().iter().filter(|fact| fact["source"] == "health").cloned().collect();
            said
        };
        assert_eq!(care("?").await.len(), 3);
        let off = json!({ "on": false, "reason": "协议到期" });
        let switched = app.post_as_staff(&format!("/api/v1/sources/{source}/switch"), &off).await.expect(200);
        assert_eq!((&switched["on"], &switched["reason"]), (&json!(false), &json!("协议到期")));
        app.at("2026-11-23T12:00:00+08:00");
        assert_eq!(care("?").await.len(), 0, "quiet");
        assert_eq!(care("?known_at=2026-11-23T02:30:00Z&").await.len(), 3, "then it was heard");
        let history = care("/history?").await;
        assert!(history.len() == 3 && history.iter().all(|fact| fact["quiet"] == true), "{history:?}");
        let listed = app.get_as_staff("/api/v1/sources").await.expect(200);
        assert_eq!(listed[0]["on"], false);
        let ahead = json!({ "on": true, "from": "2030-01-01", "reason": "续签" });
        let _ = app.post_as_staff(&format!("/api/v1/sources/{source}/switch"), &ahead).await.problem(422, "switch-ahead");
        let _ = app.post_as_staff("/api/v1/sources/99/switch", &off).await.problem(404, "source-unknown");
        // Another district's officials have no say, and community staff none at all.
        for (role, region) in [(Role::GovernmentStaff, "220104"), (Role::CommunityStaff, "220103")] {
            let refused = app.service.switch_source(&actor(role, region), source, true, None, "续签").await;
            assert_eq!(refused.unwrap_err().problem().kind, Kind::Forbidden);
        }
        assert_eq!(app.database.sql("SELECT count(*) FROM audit WHERE act IN ('source-switch', 'feed-deliver', 'source-register')"), ["3"]);
    }

    async fn a_whole_region_is_looked_at_anew(app: TestApp) {
        let _ = enter_unnoticed(&app, KUANCHENG, 901, her()).await;
        let _ = enter_unnoticed(&app, NEXT_DOOR, 901, her_again()).await;
        assert_eq!(app.service.find_duplicates(&Actor::system(), "2201").await.unwrap(), 1);
    }
}
