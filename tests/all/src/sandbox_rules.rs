//! Hostile grid rules: each deed is named in the answer, nothing that was sent is lost, and the next request is answered.

use lifang_behaviours::RuleBehaviour;
use lifang_test_support::{CHAOYANG, Engine, KUANCHENG, TestApp, guest};
use serde_json::{Value, json};

/// How a deed shows to whoever sent the event.
enum Shows {
    /// It is decided.
    Decided,
    /// It is decided, and the host did not carry out what was proposed; why, holds this.
    Refused(&'static str),
    /// It is kept undecided; the problem has this code and says this.
    Kept(&'static str, &'static str),
}

fn expected(deed: RuleBehaviour) -> Shows {
    use RuleBehaviour as R;
    match deed {
        R::Good => Shows::Decided,
        R::Trap => Shows::Kept("plugin-trap", "unreachable"),
        R::Spin => Shows::Kept("plugin-deadline", "200 ms"),
        R::EatMemory => Shows::Kept("plugin-memory", "67108864 bytes"),
        R::Recurse => Shows::Kept("plugin-trap", "stack"),
        R::PanicInChinese => Shows::Kept("plugin-trap", "网格员走访记录为空：第三栏"),
        R::LogWithoutEnd | R::CallHost => Shows::Kept("plugin-limit", "host-calls"),
        R::HoardScans => Shows::Kept("plugin-denied", "limit rows"),
        R::AnotherProvince => Shows::Kept("plugin-denied", "110101000000 lies outside"),
        R::Sibling => Shows::Kept("plugin-denied", "220103008004 lies outside"),
        R::UngrantedColumn | R::UngrantedFilter => Shows::Kept("plugin-denied", "persons.phone was not granted"),
        R::UnknownDataset => Shows::Kept("plugin-denied", "no dataset secrets"),
        R::UnknownColumn => Shows::Kept("plugin-denied", "no column persons.salary"),
        R::WrongType => Shows::Kept("plugin-denied", "wrong type"),
        R::TouchWithheld => Shows::Kept("plugin-denied", "phone was withheld"),
        R::UnknownSubject => Shows::Kept("plugin-denied", "no subject no-such-person"),
        R::HugeDecision | R::MillionActions => Shows::Kept("plugin-memory", "67108864 bytes"),
        R::LargeDecision => Shows::Kept("plugin-limit", "answer-bytes"),
        R::ManyActions => Shows::Kept("plugin-crooked-answer", "3000 actions; 2000 is the limit"),
        R::UnknownDuty => Shows::Refused("no duty list"),
        R::UnknownExtension => Shows::Refused("does not know the extension no-such-kind"),
        R::NoReasons => Shows::Kept("plugin-crooked-answer", "no reasons"),
        R::AnotherRule => Shows::Kept("plugin-crooked-answer", "which was not asked"),
        R::NotANumber => Shows::Kept("plugin-crooked-answer", "NaN"),
    }
}

async fn send(app: &TestApp, code: &str, kind: &str, fields: Value) -> lifang_test_support::Reply {
    app.post(&format!("/api/v1/regions/{code}/events?lang=en"), &json!({ "kind": kind, "fields": fields })).await
}

fn check(deed: RuleBehaviour, reply: &lifang_test_support::Reply) {
    match expected(deed) {
        Shows::Decided => {
            let event = reply.expect(201);
            assert!(!event["decision"]["work_orders"].as_array().unwrap().is_empty(), "{deed:?}: {event}");
        }
        Shows::Refused(why) => {
            let event = reply.expect(201);
            let said = event["decision"]["parts"][0]["refused"][0]["why"].as_str().unwrap_or_default();
            assert!(said.contains(why), "{deed:?}: {event}");
            assert_eq!(event["decision"]["work_orders"], json!([]), "{deed:?}");
        }
        Shows::Kept(code, says) => {
            let event = reply.expect(202);
            let problem = &event["problem"];
            assert_eq!(problem["code"], code, "{deed:?}: {event}");
            assert!(problem["en"]["what"].as_str().unwrap().contains(says), "{deed:?}: {problem}");
            let at = problem["at"].as_str().unwrap();
            assert!(at.starts_with("test.hostile-rules@1.0.0 grid-rules.decide"), "{deed:?}: {at}");
            assert!(problem["zh"]["what"].as_str().unwrap().starts_with("插件"), "{problem}");
        }
    }
}

#[tokio::test]
async fn each_deed_is_named_and_the_next_request_is_answered() {
    let app = TestApp::start(Engine::Sqlite).await;
    let installed = app.install(guest("hostile-rules")).await;
    let declared: Vec<&str> = installed[0]
        .installation
        .manifest
        .rules
        .iter()
        .filter(|rule| rule.sweep.is_none())
        .map(|rule| rule.id.as_str())
        .collect();
    let listed: Vec<&str> = RuleBehaviour::ALL.iter().map(|deed| deed.id()).collect();
    assert_eq!(declared, listed, "the guest's manifest and the list of its deeds");
    let row: i64 = app.database.sql("SELECT min(person_id) FROM residence").concat().parse().unwrap();
    let person = app.service.store().opaque("test.hostile-rules", "persons", row);
    for &deed in RuleBehaviour::ALL {
        let reply = send(&app, KUANCHENG, deed.id(), json!({ "person": person, "what": "楼道灯坏了" })).await;
        check(deed, &reply);
        // Another district goes on as if nothing had happened.
        assert_eq!(send(&app, CHAOYANG, "noise", json!({})).await.status, 201, "after {deed:?}");
    }
    let kept = RuleBehaviour::ALL.iter().filter(|&&deed| matches!(expected(deed), Shows::Kept(..))).count();
    assert_eq!(app.database.sql("SELECT count(*) FROM event WHERE status = 1"), [kept.to_string()]);
    assert_eq!(app.database.sql("SELECT count(*) FROM plugin_failure"), [kept.to_string()]);
    let bodies = app.database.sql("SELECT body FROM event WHERE status = 1");
    assert!(bodies.iter().all(|body| body.contains("楼道灯坏了")), "what was sent is kept");
}

#[tokio::test]
async fn a_refused_read_is_in_the_audit() {
    let app = TestApp::start(Engine::Sqlite).await;
    let _ = app.install(guest("hostile-rules")).await;
    for deed in [RuleBehaviour::Sibling, RuleBehaviour::UngrantedColumn] {
        check(deed, &send(&app, KUANCHENG, deed.id(), json!({})).await);
    }
    let rows = app.database.sql("SELECT plugin, outcome FROM audit WHERE outcome <> 'done' ORDER BY id");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].starts_with("test.hostile-rules@1.0.0|region 220103008004 lies outside"), "{rows:?}");
    assert!(rows[1].ends_with("persons.phone was not granted"), "{rows:?}");
}

#[tokio::test]
async fn a_spinning_guest_does_not_block_anyone() {
    let app = TestApp::start(Engine::Sqlite).await;
    let _ = app.install(guest("hostile-rules")).await;
    // One thread runs both: if the guest did not yield, the question would wait until it is stopped.
    let spin = || send(&app, KUANCHENG, RuleBehaviour::Spin.id(), json!({}));
    let answered = async {
        let status = app.get(&format!("/api/v1/regions/{CHAOYANG}/certificates")).await.status;
        (status, app.database.sql("SELECT count(*) FROM plugin_failure"))
    };
    let (first, second, (status, failures)) = tokio::join!(spin(), spin(), answered);
    assert_eq!((status, failures), (200, vec!["0".to_owned()]), "it was answered while they span");
    check(RuleBehaviour::Spin, &first);
    check(RuleBehaviour::Spin, &second);
}
