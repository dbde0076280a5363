//! Hostile forms: each deed is named in the answer, what was filled in is kept, and the next request is answered.

use lifang_behaviours::FormBehaviour;
use lifang_core::call::{Call, CallContext, NoData, Plugins, RegionView};
use lifang_core::limits::Limits;
use lifang_core::value::{Cell, Field};
use lifang_runtime::{Components, Runtime, Tuning};
use lifang_test_support::{CHAOYANG, Engine, KUANCHENG, Reply, TestApp, guest};
use serde_json::json;
use std::sync::Arc;

/// How a deed shows to whoever sent the filled checklist.
enum Shows {
    /// It is judged.
    Judged,
    /// It is judged, and the host did not carry out what was proposed; why, holds this.
    Refused(&'static str),
    /// It is kept unjudged; the problem has this code, says this, and names this WIT function.
    Kept(&'static str, &'static str, &'static str),
}

fn expected(deed: FormBehaviour) -> Shows {
    use FormBehaviour as F;
    const ASK: &str = "checklists.ask";
    const STATE: &str = "checklists.state";
    const JUDGE: &str = "checklists.judge";
    match deed {
        // Nothing is withheld when nothing is known: the port's own test below has a withheld cell.
        F::Good | F::TouchWithheld | F::RememberCalls => Shows::Judged,
        F::Trap => Shows::Kept("plugin-trap", "unreachable", ASK),
        F::TrapInState => Shows::Kept("plugin-trap", "unreachable", STATE),
        F::TrapInJudge => Shows::Kept("plugin-trap", "unreachable", JUDGE),
        F::Spin => Shows::Kept("plugin-deadline", "200 ms", ASK),
        F::SpinInState => Shows::Kept("plugin-deadline", "200 ms", STATE),
        F::SpinInJudge => Shows::Kept("plugin-deadline", "200 ms", JUDGE),
        F::EatMemory | F::HugeForm => Shows::Kept("plugin-memory", "67108864 bytes", ASK),
        F::EatMemoryInState => Shows::Kept("plugin-memory", "67108864 bytes", STATE),
        F::Recurse => Shows::Kept("plugin-trap", "stack", ASK),
        F::PanicInChinese => Shows::Kept("plugin-trap", "网格员走访记录为空：第三栏", ASK),
        F::LogWithoutEnd | F::CallHost => Shows::Kept("plugin-limit", "host-calls", ASK),
        F::LargeForm | F::DeepChain => Shows::Kept("plugin-limit", "answer-bytes", ASK),
        F::Cycle => Shows::Kept("plugin-crooked-answer", "cycles", ASK),
        F::LongChain => Shows::Kept("plugin-crooked-answer", "17 levels deep; 16 is the limit", ASK),
        F::DuplicateIds => Shows::Kept("plugin-crooked-answer", "both called", ASK),
        F::ParentNowhere => Shows::Kept("plugin-crooked-answer", "as its parent", ASK),
        F::AnotherForm => Shows::Kept("plugin-crooked-answer", "was asked for", ASK),
        F::NotANumberInState => Shows::Kept("plugin-crooked-answer", "cannot be written down", STATE),
        F::ShortState => Shows::Kept("plugin-crooked-answer", "states for", STATE),
        F::LargeJudgement => Shows::Kept("plugin-limit", "answer-bytes", JUDGE),
        F::MillionActions => Shows::Kept("plugin-memory", "67108864 bytes", JUDGE),
        F::ManyActions => Shows::Kept("plugin-crooked-answer", "3000 actions; 2000 is the limit", JUDGE),
        F::UnknownDuty => Shows::Refused("no duty list"),
        F::UnknownExtension => Shows::Refused("does not know the extension"),
        F::NoReasons => Shows::Kept("plugin-crooked-answer", "acts without a reason", JUDGE),
        F::FindingNowhere => Shows::Kept("plugin-crooked-answer", "which the form does not have", JUDGE),
    }
}

async fn submit(app: &TestApp, id: &str) -> Reply {
    let body = json!({ "checklist": id, "answers": { "gas": true } });
    app.post_as_staff(&format!("/api/v1/regions/{KUANCHENG}/submissions?lang=en"), &body).await
}

fn check(deed: FormBehaviour, reply: &Reply) {
    match expected(deed) {
        Shows::Judged => assert_eq!(reply.expect(201)["status"], "judged", "{deed:?}"),
        Shows::Refused(why) => {
            let said = reply.expect(201)["judged"]["refused"][0]["why"].as_str().unwrap_or_default().to_owned();
            assert!(said.contains(why), "{deed:?}: {}", reply.body);
        }
        Shows::Kept(code, says, function) => {
            let kept = reply.expect(202);
            let problem = &kept["problem"];
            assert_eq!(
                (kept["status"].as_str(), problem["code"].as_str()),
                (Some("kept"), Some(code)),
                "{deed:?}: {kept}"
            );
            assert!(problem["en"]["what"].as_str().unwrap().contains(says), "{deed:?}: {problem}");
            assert!(problem["at"].as_str().unwrap().ends_with(function), "{deed:?}: {problem}");
        }
    }
}

#[tokio::test]
async fn each_deed_is_named_and_the_next_request_is_answered() {
    let app = TestApp::start(Engine::Sqlite).await;
    let installed = app.install(guest("hostile-forms")).await;
    let declared: Vec<&str> =
        installed[0].installation.manifest.checklists.iter().map(|head| head.id.as_str()).collect();
    let listed: Vec<&str> = FormBehaviour::ALL.iter().map(|deed| deed.id()).collect();
    assert_eq!(declared, listed, "the guest's manifest and the list of its deeds");
    for &deed in FormBehaviour::ALL {
        check(deed, &submit(&app, deed.id()).await);
        let other = app.get(&format!("/api/v1/regions/{CHAOYANG}/certificates")).await;
        assert_eq!(other.status, 200, "after {deed:?}");
    }
    let answers = app.database.sql("SELECT answers FROM submission");
    assert_eq!(answers.len(), FormBehaviour::ALL.len());
    assert!(answers.iter().all(|answers| answers == r#"{"gas":true}"#), "what was filled in is kept");
}

#[tokio::test]
async fn a_panic_names_the_authors_file_and_line() {
    let app = TestApp::start(Engine::Sqlite).await;
    let _ = app.install(guest("hostile-forms")).await;
    let kept = submit(&app, FormBehaviour::PanicInChinese.id()).await.expect(202);
    let what = kept["problem"]["en"]["what"].as_str().unwrap();
    assert!(what.contains("deeds.rs:"), "{what}");
    assert!(kept["problem"]["zh"]["what"].as_str().unwrap().contains("网格员走访记录为空"), "{kept}");
}

struct Nowhere;

#[async_trait::async_trait]
impl Components for Nowhere {
    async fn bytes(&self, _: &lifang_core::call::Digest) -> Result<Option<Vec<u8>>, String> {
        Ok(None)
    }
}

#[tokio::test]
async fn touching_a_withheld_cell_is_an_error_and_an_unknown_one_is_not() {
    let cache = tempfile::TempDir::new().unwrap();
    let runtime = Runtime::start(cache.path(), Arc::new(Nowhere), Tuning::default()).unwrap();
    let inspected = runtime.prepare(guest("hostile-forms")).await.unwrap();
    let identity = inspected.manifest.plugin;
    let plugin = lifang_core::call::PluginRef { id: identity.id, version: identity.version, digest: inspected.digest };
    let region = RegionView { code: KUANCHENG.into(), name: "长山花园社区".into(), level: "community".into() };
    let context = CallContext {
        path: vec![region],
        now: "2026-11-23T10:00:00+08:00".parse().unwrap(),
        role: "grid-worker".into(),
        day_exceptions: [].into(),
        settings: [].into(),
    };
    let call = Call {
        plugin: Arc::new(plugin),
        context: Arc::new(context),
        limits: Limits::INTERACTIVE,
        data: Arc::new(NoData),
    };
    let known = |cell| [Field { key: "phone".into(), cell }];
    let ask = async |cell: Cell| runtime.form(&call, FormBehaviour::TouchWithheld.id(), &known(cell)).await;
    let failure = ask(Cell::Withheld).await.unwrap_err();
    assert_eq!(failure.problem().code, "plugin-denied");
    assert!(failure.to_string().contains("phone was withheld"), "{failure}");
    assert!(ask(Cell::Unknown).await.is_ok());
}
