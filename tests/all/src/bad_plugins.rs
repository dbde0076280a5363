//! Binaries and manifests that are no plugin: refused by name at the door, nothing half installed.

use lifang_core::actor::Actor;
use lifang_crooked as crooked;
use lifang_service::InstallRequest;
use lifang_test_support::{Engine, KUANCHENG, TestApp, plugin};

async fn refused(app: &TestApp, bytes: Vec<u8>) -> lifang_core::problem::Problem {
    let error = app.service.install(&Actor::system(), InstallRequest::as_asked(bytes)).await.unwrap_err();
    error.problem()
}

#[tokio::test]
async fn each_crooked_binary_is_refused_for_what_is_wrong_with_it() {
    let app = TestApp::bare(Engine::Sqlite).await;
    let manifest = |from: &str, to: &str| {
        let source = crooked::manifest("forms");
        assert!(source.contains(from), "{source}");
        crooked::with_manifest(&crooked::forms(), &source.replace(from, to))
    };
    let cases = [
        (crooked::random_bytes(4_096), "not-a-component", "at byte"),
        (Vec::new(), "not-a-component", ""),
        (crooked::core_module(), "not-a-component", "core module"),
        (crooked::truncated(&crooked::forms()), "not-a-component", "at byte"),
        (b"\x7fELF....".to_vec(), "not-a-component", "native code"),
        (crooked::without_manifest(&crooked::forms()), "no-manifest", "lifang:manifest"),
        (crooked::wants_wasi(), "foreign-import", "wasi:"),
        (crooked::missing_export(), "missing-export", "lifang:plugin/certificates"),
        (crooked::other_world(), "missing-export", "lifang:plugin/checklists"),
        (crooked::future_contract(), "foreign-import", "lifang:data/log@9.0.0"),
        (
            crooked::with_manifest(&crooked::forms(), &crooked::manifest("rules")),
            "missing-export",
            "lifang:plugin/grid-rules",
        ),
        (crooked::with_manifest(&crooked::rules(), &crooked::manifest("forms")), "foreign-import", "lifang:data/"),
        (crooked::with_manifest(&crooked::forms(), "not toml ["), "bad-manifest", "plugin.toml"),
        (manifest("contract = \"1.0\"", "contract = \"2.0\""), "bad-manifest", "plugin.contract"),
        (manifest("licence", "license"), "bad-manifest", "license"),
        (crooked::with_catalog(&crooked::forms(), "zh", b"= nonsense"), "bad-catalog", "texts/zh.ftl: line 1"),
    ];
    for (bytes, code, says) in cases {
        let problem = refused(&app, bytes).await;
        assert_eq!(problem.code, code, "{problem}");
        assert!(problem.what.en.contains(says), "{says}: {problem}");
        assert!(!problem.remedy.zh.is_empty() && !problem.remedy.en.is_empty());
    }
    for table in ["component", "installation", "local_field"] {
        assert_eq!(app.database.sql(&format!("SELECT count(*) FROM {table}")), ["0"], "{table}");
    }
}

#[tokio::test]
async fn an_unknown_column_is_named_with_its_place() {
    let app = TestApp::bare(Engine::Sqlite).await;
    let needs =
        "\n[[needs]]\ndataset = \"persons\"\ncolumns = [\"age\", \"salary\"]\npurpose = { zh = \"测\", en = \"t\" }\n";
    let bytes = crooked::with_manifest(&crooked::rules(), &(crooked::manifest("rules") + needs));
    let problem = refused(&app, bytes).await;
    assert_eq!(problem.code, "bad-manifest");
    assert!(problem.what.en.contains("needs[0].columns[1]: persons has no column salary"), "{problem}");
}

#[tokio::test]
async fn a_plugin_of_another_district_and_a_setting_that_is_none() {
    let app = TestApp::bare(Engine::Sqlite).await;
    let chaoyang = || InstallRequest::as_asked(plugin("chaoyang-rules"));
    let elsewhere = InstallRequest { region: Some(KUANCHENG.into()), ..chaoyang() };
    let install = async |request| app.service.install(&Actor::system(), request).await.unwrap_err().problem();
    assert_eq!(install(elsewhere).await.code, "region-not-meant");
    let unknown = InstallRequest { settings: [("colour".to_owned(), "red".into())].into(), ..chaoyang() };
    assert_eq!(install(unknown).await.code, "setting-unknown");
    let key = {
        let inspected = lifang_runtime::inspect(&plugin("chaoyang-rules")).unwrap();
        inspected.manifest.settings[0].key.clone()
    };
    let wrong = InstallRequest { settings: [(key, "red".into())].into(), ..chaoyang() };
    assert_eq!(install(wrong).await.code, "setting-wrong");
    assert_eq!(app.database.sql("SELECT count(*) FROM installation"), ["0"]);
}
