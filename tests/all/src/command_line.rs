//! The command line, as a stranger types it.

use lifang_core::manifest::Manifest;
use lifang_test_support::{CHAOYANG, Database, Engine};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

pub(crate) struct Typed {
    pub(crate) folder: TempDir,
    database: Database,
}

impl Typed {
    pub(crate) fn new(engine: Engine) -> Self {
        let folder = TempDir::new().unwrap();
        let database = Database::create(engine, folder.path());
        Self { folder, database }
    }

    fn run(&self, args: &[&str]) -> Output {
        let program = std::env::var_os("LIFANG_BIN").expect("run the tests with `cargo xtask test`");
        let mut command = Command::new(program);
        command.arg("--data").arg(self.folder.path()).args(["--database", &self.database.url]).args(args);
        command.output().unwrap()
    }

    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let args: Vec<&str> = ["--json"].iter().chain(args).copied().collect();
        let output = self.run(&args);
        assert!(output.status.success(), "{args:?}\n{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    pub(crate) fn fails(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(!output.status.success(), "{args:?} should fail");
        String::from_utf8(output.stderr).unwrap()
    }
}

fn shipped(name: &str) -> String {
    let folder = PathBuf::from(std::env::var_os("LIFANG_PLUGINS_DIR").expect("run the tests with `cargo xtask test`"));
    folder.join(name).with_extension("wasm").display().to_string()
}

fn data(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data").join(name).display().to_string()
}

fn from_nothing_to_an_installed_plugin(engine: Engine) {
    let host = Typed::new(engine);
    assert_eq!(host.json(&["region", "import", "--jilin"])["added"], 13_014);
    assert_eq!(host.json(&["region", "import", &data("hubei")])["added"], 17);
    assert_eq!(host.json(&["region", "find", "长山花园"])[0][4]["name"], "长山花园社区");
    let made = host.json(&["population", "generate", "--region", CHAOYANG, "--persons", "200", "--seed", "3"]);
    assert_eq!(made["persons"], 200);
    assert_eq!(host.json(&["duplicates", "find", "--region", CHAOYANG])["pairs"], 0, "everyone made up is someone");
    assert_eq!(host.json(&["duplicates", "list", "--region", CHAOYANG])["pairs"], serde_json::json!([]));
    assert!(host.fails(&["duplicates", "keep-apart", "7", "--reason", "two people"]).contains("pair-unknown"));
    assert_eq!(host.json(&["source", "list"]), serde_json::json!([]));
    assert!(host.fails(&["source", "switch", "7", "off", "--reason", "over"]).contains("source-unknown"));
    assert_eq!(host.json(&["region", "show", CHAOYANG])["persons"], 200);
    assert!(
        host.fails(&["population", "generate", "--region", CHAOYANG, "--persons", "9"]).contains("population-exists")
    );
    let quality = host.json(&["quality", "run", "--region", CHAOYANG]);
    assert!(quality["score"].as_f64().is_some_and(|score| score > 50.0), "{quality}");
    assert_eq!(host.json(&["quality", "show", "--region", CHAOYANG]), quality);
    let of = quality["by_rule"].as_array().unwrap().iter().find(|one| one["rule"] == "phone-missing").unwrap();
    let records = host.json(&["quality", "records", "--region", CHAOYANG, "--rule", "phone-missing"]);
    assert_eq!(records["records"].as_array().unwrap().len() as i64, of["found"].as_i64().unwrap());
    assert!(
        host.fails(&["quality", "records", "--region", CHAOYANG, "--rule", "none"]).contains("quality-rule-unknown")
    );
    let installed = host.json(&["plugin", "install", &shipped("jilin-forms")]);
    assert_eq!(installed[0]["region"], "220000000000");
    let number = installed[0]["installation"].as_i64().unwrap().to_string();
    assert_eq!(host.json(&["plugin", "list"]).as_array().unwrap().len(), 1);
    assert_eq!(host.json(&["plugin", "withdraw", &number]), Value::Array(vec![]));
}

#[test]
fn from_nothing_to_an_installed_plugin_on_sqlite() {
    from_nothing_to_an_installed_plugin(Engine::Sqlite);
}

#[test]
fn from_nothing_to_an_installed_plugin_on_postgres() {
    from_nothing_to_an_installed_plugin(Engine::Postgres);
}

#[test]
fn check_says_what_a_component_is_and_what_it_needs() {
    let host = Typed::new(Engine::Sqlite);
    let output = host.run(&["plugin", "check", &shipped("jilin-rules")]);
    let text = String::from_utf8(output.stdout).unwrap();
    for said in [
        "cn.jilin.rules@1.0.0",
        "world",
        "rules (contract 1.0)",
        "fire-lane, mandatory",
        "persons: ",
        "ready to install",
    ] {
        assert!(text.contains(said), "{said} is missing in\n{text}");
    }
}

#[test]
fn check_says_what_is_wrong_in_both_languages() {
    let host = Typed::new(Engine::Sqlite);
    let file = host.folder.path().join("not.wasm");
    std::fs::write(&file, "hello").unwrap();
    let said = host.fails(&["plugin", "check", file.to_str().unwrap()]);
    assert!(
        said.contains("not-a-component") && said.contains("这不是 WebAssembly 组件") && said.contains("not.wasm"),
        "{said}"
    );
    let missing = host.fails(&["plugin", "check", "/nowhere.wasm"]);
    assert!(missing.contains("/nowhere.wasm") && missing.contains("文件无法读写"), "{missing}");
}

#[test]
fn a_broken_line_of_regions_is_named_and_the_rest_stays() {
    let host = Typed::new(Engine::Sqlite);
    let folder = host.folder.path().join("regions");
    std::fs::create_dir(&folder).unwrap();
    for entry in std::fs::read_dir(data("hubei")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    let streets = std::fs::read_to_string(folder.join("streets.csv")).unwrap();
    std::fs::write(folder.join("streets.csv"), streets + "42010200X,\"坏街道\",420102,42,4201\n").unwrap();
    let said = host.fails(&["region", "import", folder.to_str().unwrap()]);
    assert!(said.contains("streets.csv") && said.contains('4') && said.contains("42010200X"), "{said}");
}

#[test]
fn a_setting_is_read_and_refused_by_the_manifest() {
    let host = Typed::new(Engine::Sqlite);
    let _ = host.json(&["region", "import", "--jilin"]);
    let source = lifang_runtime::inspect(&std::fs::read(shipped("chaoyang-rules")).unwrap()).unwrap().manifest_source;
    let key = Manifest::parse(&source).unwrap().settings[0].key.clone();
    let file = shipped("chaoyang-rules");
    assert!(host.fails(&["plugin", "install", &file, "--set", &key]).contains("KEY=VALUE"));
    assert!(host.fails(&["plugin", "install", &file, "--set", &format!("{key}=-5")]).contains("setting-wrong"));
    assert!(host.run(&["plugin", "install", &file, "--set", &format!("{key}=3")]).status.success());
}

#[test]
fn another_master_key_is_refused() {
    let host = Typed::new(Engine::Sqlite);
    assert!(host.run(&["migrate"]).status.success());
    std::fs::write(host.folder.path().join("master.key"), [7; 32]).unwrap();
    assert!(host.fails(&["migrate"]).contains("master-key-wrong"));
    std::fs::remove_file(host.folder.path().join("master.key")).unwrap();
    assert!(host.fails(&["migrate"]).contains("master-key-wrong"), "a new key over an old database");
}

const FIELDS: &str = r#"
[[local_field]]
key = "x.dogs"
dataset = "persons"
type = "u8"
title = { zh = "养犬数", en = "Dogs" }
purpose = { zh = "犬只防疫", en = "Vaccination" }
legal_basis = "中华人民共和国动物防疫法第三十条"
visible_to = ["community-staff"]
"#;

fn a_field_is_declared_listed_and_withdrawn(engine: Engine) {
    let host = Typed::new(engine);
    let _ = host.json(&["region", "import", "--jilin"]);
    let file = host.folder.path().join("fields.toml");
    let path = file.display().to_string();
    std::fs::write(&file, FIELDS).unwrap();
    let declared = host.json(&["field", "declare", &path, "--region", "220104"]);
    assert_eq!(declared[0]["field"]["key"], "x.dogs");
    let below = host.json(&["field", "list", "--region", CHAOYANG]);
    assert_eq!(
        (&below[0]["region"], &below[0]["field"]["visible_to"][0]),
        (&"220104000000".into(), &"community-staff".into())
    );
    let registered = host.json(&["register", "--region", CHAOYANG]);
    assert!(
        registered["fields"].as_array().unwrap().iter().any(|one| one["field"] == "persons.x.dogs"),
        "{registered}"
    );
    assert_eq!(host.json(&["burden", "--region", "220104", "--month", "2026-11"])["checklists"], Value::Array(vec![]));
    std::fs::write(&file, FIELDS.replace("u8", "text")).unwrap();
    assert!(host.fails(&["field", "declare", &path, "--region", "22"]).contains("field-type-differs"));
    std::fs::write(&file, FIELDS.replace("legal_basis", "basis")).unwrap();
    assert!(host.fails(&["field", "declare", &path, "--region", "22"]).contains("field-wrong"));
    assert!(host.fails(&["field", "withdraw", "dogs", "--region", "220104"]).contains("field-wrong"));
    assert_eq!(host.json(&["field", "withdraw", "persons.x.dogs", "--region", "220104"]), Value::Array(vec![]));
    assert!(host.fails(&["field", "withdraw", "persons.x.dogs", "--region", "220104"]).contains("field-unknown"));
}

#[test]
fn a_field_is_declared_listed_and_withdrawn_on_sqlite() {
    a_field_is_declared_listed_and_withdrawn(Engine::Sqlite);
}

#[test]
fn a_field_is_declared_listed_and_withdrawn_on_postgres() {
    a_field_is_declared_listed_and_withdrawn(Engine::Postgres);
}
