//! Components as modules for browsers: what is described is what is served, and what must not reach a browser does not.

use lifang_crooked as crooked;
use lifang_test_support::{CHAOYANG, Engine, HUBEI, KUANCHENG, Reply, TestApp, guest, plugin};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

async fn described(app: &TestApp, code: &str, id: &str) -> Value {
    app.get(&format!("/api/v1/regions/{code}/checklists/{id}/module")).await.expect(200)
}

fn files(module: &Value) -> Vec<&Value> {
    std::iter::once(&module["script"]).chain(module["cores"].as_array().unwrap()).collect()
}

/// The digest by another program than the one that wrote it.
fn sha256(bytes: &[u8]) -> String {
    let script =
        "import sys,hashlib,base64;print(base64.b64encode(hashlib.sha256(sys.stdin.buffer.read()).digest()).decode())";
    let mut python =
        Command::new("python3").args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    python.stdin.take().unwrap().write_all(bytes).unwrap();
    String::from_utf8(python.wait_with_output().unwrap().stdout).unwrap().trim().to_owned()
}

async fn fetch(app: &TestApp, file: &Value, headers: &[(&str, &str)]) -> Reply {
    app.request("GET", file["url"].as_str().unwrap(), headers, None).await
}

#[tokio::test]
async fn every_file_is_what_its_digest_says_and_may_be_kept_for_ever() {
    let app = TestApp::start(Engine::Sqlite).await;
    let module = described(&app, KUANCHENG, "home-visit").await;
    let digest = module["component"].as_str().unwrap();
    assert_eq!(module["plugin"]["digest"], digest);
    assert!(files(&module).len() > 2, "a script, the code, and what joins them: {module}");
    for file in files(&module) {
        let reply = fetch(&app, file, &[]).await;
        assert_eq!(reply.status, 200, "{file}");
        let digest = sha256(&reply.bytes);
        assert_eq!(file["integrity"], format!("sha256-{digest}"), "{file}");
        assert_eq!(file["size"], reply.bytes.len(), "{file}");
        let wasm = reply.bytes.starts_with(b"\0asm");
        let kind = if wasm { "application/wasm" } else { "text/javascript; charset=utf-8" };
        assert_eq!(reply.content_type, kind, "{file}");
        let has = |name: &str, value: &str| assert_eq!(reply.header(name), Some(value), "{name} of {file}");
        has("repr-digest", &format!("sha-256=:{digest}:"));
        has("etag", &format!("\"{digest}\""));
        has("cache-control", "public, max-age=31536000, immutable, no-transform");
        has("cross-origin-resource-policy", "same-origin");
        has("x-content-type-options", "nosniff");
        has("vary", "accept-encoding");
        let again = fetch(&app, file, &[("if-none-match", &format!("\"{digest}\""))]).await;
        assert_eq!((again.status, again.bytes.len()), (304, 0), "{file}");
    }
}

#[tokio::test]
async fn a_compressed_file_has_the_digest_of_what_is_sent() {
    let app = TestApp::start(Engine::Sqlite).await;
    let module = described(&app, KUANCHENG, "home-visit").await;
    for file in files(&module) {
        let (plain, small) =
            (fetch(&app, file, &[]).await, fetch(&app, file, &[("accept-encoding", "gzip, br")]).await);
        assert_eq!(small.header("content-encoding"), Some("br"));
        assert_eq!(small.header("repr-digest"), Some(format!("sha-256=:{}:", sha256(&small.bytes)).as_str()));
        assert_ne!(small.header("etag"), plain.header("etag"));
        let gzip = fetch(&app, file, &[("accept-encoding", "gzip")]).await;
        assert_eq!((gzip.header("content-encoding"), &gzip.bytes), (None, &plain.bytes), "the digest stays true");
    }
}

#[tokio::test]
async fn the_call_is_the_one_the_server_makes() {
    let app = TestApp::start(Engine::Sqlite).await;
    let module = described(&app, CHAOYANG, "home-visit").await;
    assert_eq!(module["call"]["now"], "2026-11-23T02:00:00.000Z");
    assert_eq!(module["call"]["role"], "resident");
    let path: Vec<&str> =
        module["call"]["path"].as_array().unwrap().iter().map(|region| region["code"].as_str().unwrap()).collect();
    assert_eq!(path, ["220000000000", "220100000000", "220104000000", "220104001000", CHAOYANG]);
    let off = module["call"]["day_exceptions"].as_array().unwrap();
    assert!(off.contains(&json!("2026-10-01")), "a holiday on a weekday");
    let lists = app.get(&format!("/api/v1/regions/{CHAOYANG}/checklists")).await.expect(200);
    assert!(lists.as_array().unwrap().contains(&module["form"]), "the form is the one that is listed");
    let languages = |module: &Value| {
        let catalogs = module["catalogs"].as_array().unwrap().iter();
        catalogs.map(|catalog| catalog["language"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(languages(&module), ["zh"]);
    let english =
        app.get(&format!("/api/v1/regions/{CHAOYANG}/checklists/home-visit/module?lang=en")).await.expect(200);
    assert_eq!(
        (languages(&english), english["language"].as_str()),
        (vec!["en".into()], Some("en")),
        "English says all that Chinese says"
    );
}

#[tokio::test]
async fn a_module_is_made_again_where_it_is_not_or_is_not_whole() {
    // A component of this test's own: what it does to the files must not meet another test.
    let manifest = lifang_runtime::inspect(&guest("hostile-forms")).unwrap().manifest_source;
    let own = manifest.replacen("version = \"1.0.0\"", "version = \"1.0.7\"", 1);
    let own = crooked::with_manifest(&guest("hostile-forms"), &own);
    let start = async || {
        let app = TestApp::bare(Engine::Sqlite).await;
        let _ = app.install(own.clone()).await;
        app
    };
    let first = described(&start().await, KUANCHENG, "good").await;
    let compiled = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tests-compiled");
    let digest = first["component"].as_str().unwrap().replace(':', "-");
    let versions = std::fs::read_dir(compiled).unwrap().map(|entry| entry.unwrap().path().join(&digest));
    let folder = versions.into_iter().find(|folder| folder.join("module.json").exists()).unwrap();
    let name = first["script"]["url"].as_str().unwrap().rsplit_once('/').unwrap().1;
    std::fs::write(folder.join(name), b"alert('somebody was here')").unwrap();
    check_whole(&start().await, &first).await;
    std::fs::remove_dir_all(folder).unwrap();
    check_whole(&start().await, &first).await;
}

/// A host that starts anew serves the very files that were described before.
async fn check_whole(app: &TestApp, described_before: &Value) {
    let again = described(app, KUANCHENG, "good").await;
    assert_eq!(files(&again), files(described_before), "the same component makes the same files");
    let reply = fetch(app, &again["script"], &[]).await;
    assert_eq!(again["script"]["integrity"], format!("sha256-{}", sha256(&reply.bytes)));
}

#[tokio::test]
async fn a_component_too_large_for_browsers_is_left_to_the_server() {
    let app = TestApp::start(Engine::Sqlite).await;
    let large = crooked::with_catalog(&plugin("jilin-forms"), "ko", "# 긴 주석\n".repeat(400_000).as_bytes());
    let installed = app.install(crooked::with_manifest(&large, &manifest_for_hubei(&large))).await;
    assert!(installed[0].server_only.as_ref().unwrap().en.contains("4194304 is the limit"), "{installed:?}");
    let path = format!("/api/v1/regions/{HUBEI}/checklists/home-visit");
    let problem = app.get(&format!("{path}/module?lang=en")).await.problem(404, "module-absent");
    assert!(problem["en"]["remedy"].as_str().unwrap().contains("/state"), "{problem}");
    assert!(app.post(&format!("{path}/state"), &json!({ "answers": {} })).await.expect(200)["nodes"].is_array());
    let listed = app.get("/api/v1/plugins?lang=en").await.expect(200);
    let listed = listed.as_array().unwrap();
    let large = listed.iter().find(|one| one["region_code"] == "420000000000" && one["server_only"].is_string());
    assert!(large.unwrap()["server_only"].as_str().unwrap().contains("bytes"), "{listed:?}");
    let others = listed.iter().filter(|one| one["world"] == "forms" && one.get("server_only").is_none());
    assert_eq!(others.count(), 4, "the shipped ones run in browsers");
}

/// Jilin's forms as a plugin of Hubei, under a name of its own.
fn manifest_for_hubei(component: &[u8]) -> String {
    let manifest = lifang_runtime::inspect(component).unwrap().manifest_source;
    manifest.replace("cn.jilin.forms", "test.large").replacen("[\"22\"]", "[\"42\"]", 1)
}

#[tokio::test]
async fn a_name_that_would_become_program_text_stays_on_the_server() {
    let app = TestApp::bare(Engine::Sqlite).await;
    let installed = app.install(crooked::with_program_text(&crooked::forms())).await;
    let why = installed[0].server_only.as_ref().unwrap();
    assert!(why.en.contains(crooked::PROGRAM), "{why:?}");
    let honest = TestApp::bare(Engine::Sqlite).await;
    assert_eq!(honest.install(crooked::forms()).await[0].server_only, None, "without the name it runs in browsers");
}

#[tokio::test]
async fn what_is_no_file_of_a_module_is_not_served() {
    let app = TestApp::start(Engine::Sqlite).await;
    let module = described(&app, KUANCHENG, "home-visit").await;
    let digest = module["component"].as_str().unwrap();
    let none = format!("sha256:{}", "0".repeat(64));
    let cases = [
        format!("{digest}/module.json"),
        format!("{digest}/plugin.0000000000000000.js"),
        format!("{digest}/..%2f..%2fmaster.key"),
        format!("{none}/plugin.js"),
        "..%2f..%2f/plugin.js".to_owned(),
        "sha256:..%2f..%2f..%2f/module.json".to_owned(),
    ];
    for path in cases {
        let _ = app.get(&format!("/api/v1/modules/{path}")).await.problem(404, "module-file-unknown");
    }
    let rules = app.get("/api/v1/plugins").await.expect(200);
    let rules =
        rules.as_array().unwrap().iter().find(|one| one["world"] == "rules").unwrap()["plugin"]["digest"].clone();
    let path = format!("/api/v1/modules/{}/plugin.js", rules.as_str().unwrap());
    let _ = app.get(&path).await.problem(404, "module-file-unknown");
}

#[tokio::test]
async fn a_form_that_never_comes_is_said_to_have_failed() {
    let app = TestApp::start(Engine::Sqlite).await;
    let installed = app.install(guest("hostile-forms")).await;
    assert_eq!(installed[0].server_only, None, "what it does when called is found out when it is called");
    let path = |id: &str| format!("/api/v1/regions/{KUANCHENG}/checklists/{id}/module");
    let _ = app.get(&path("spin")).await.problem(502, "plugin-deadline");
    let module = app.get(&path("spin-in-state")).await.expect(200);
    assert_eq!((&module["budget_ms"], &module["host_calls"]), (&json!(200), &json!(1000)));
    let _ = app.get(&path("nowhere")).await.problem(404, "checklist-unknown");
}

#[tokio::test]
async fn what_a_browser_filled_in_is_judged_by_the_component_it_names() {
    let app = TestApp::start(Engine::Sqlite).await;
    let _ = app.install(guest("hostile-forms")).await;
    let module = described(&app, KUANCHENG, "good").await;
    let manifest = lifang_runtime::inspect(&guest("hostile-forms")).unwrap().manifest_source;
    let newer = manifest.replacen("version = \"1.0.0\"", "version = \"1.1.0\"", 1);
    let _ = app.install(crooked::with_manifest(&guest("hostile-forms"), &newer)).await;
    let newest = described(&app, KUANCHENG, "good").await;
    assert_ne!(newest["component"], module["component"], "a browser that opens it now gets the newer one");
    let submit = async |component: &Value| {
        let body = json!({ "checklist": "good", "answers": { "gas": true }, "component": component });
        app.post_as_staff(&format!("/api/v1/regions/{KUANCHENG}/submissions"), &body).await.expect(201)
    };
    let judged = &submit(&module["component"]).await["judged"];
    assert_eq!((&judged["plugin"]["digest"], &judged["outdated"]), (&module["component"], &json!(true)));
    let judged = &submit(&newest["component"]).await["judged"];
    assert_eq!((&judged["plugin"]["digest"], &judged["outdated"]), (&newest["component"], &json!(false)));
}
