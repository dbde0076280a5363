//! `lifang plugin from-sheet`, as an officer meets it: no compiler, one report.

use super::{sample, workbook};
use serde_json::Value;
use std::process::{Command, Output};
use tempfile::TempDir;

/// The program with no path to any compiler.
fn lifang(folder: &TempDir, args: &[&str]) -> Output {
    let program = std::env::var_os("LIFANG_BIN").expect("run the tests with `cargo xtask test`");
    Command::new(program).current_dir(folder.path()).env("PATH", "").args(args).output().unwrap()
}

#[test]
fn a_workbook_becomes_a_component_without_a_compiler_and_the_same_one_each_time() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("elder.xlsx"), sample()).unwrap();
    let made = lifang(&folder, &["--json", "plugin", "from-sheet", "elder.xlsx"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let made: Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!((&made[0]["file"], &made[0]["id"]), (&"elder.wasm".into(), &"cn.test.elder".into()), "{made}");
    let checked = lifang(&folder, &["plugin", "check", "elder.wasm"]);
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.status.success() && said.contains("ready to install"), "{said}");
    let again = lifang(&folder, &["--json", "plugin", "from-sheet", "elder.xlsx", "--out", "again.wasm"]);
    let again: Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!(again[0]["digest"], made[0]["digest"], "the same workbook gives the same bytes");
}

#[test]
fn what_is_wrong_is_said_with_its_cell_and_nothing_is_written() {
    let folder = TempDir::new().unwrap();
    let survey = "type | name | label | calculation | media::image\ngeopoint | where | 位置 | |\ncalculate | a | | ${b} + 1 | x.png\ncalculate | b | | ${a} + 1 |";
    let bad = workbook(&[("survey", survey), ("settings", super::SETTINGS)]);
    std::fs::write(folder.path().join("bad.xlsx"), bad).unwrap();
    let refused = lifang(&folder, &["plugin", "from-sheet", "bad.xlsx"]);
    let said = String::from_utf8(refused.stdout).unwrap();
    assert!(!refused.status.success());
    for part in [
        "survey!A2 (type)",
        "不支持题型 geopoint",
        "survey!E3 (media::image)",
        "循环引用",
        "It goes in a circle",
        "3 to be mended",
    ] {
        assert!(said.contains(part), "{part}:\n{said}");
    }
    let refused = lifang(&folder, &["--json", "plugin", "from-sheet", "bad.xlsx"]);
    let json: Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!((json["problems"].as_array().unwrap().len(), &json["problems"][0]["row"]), (3, &2.into()), "{json}");
    assert!(!folder.path().join("bad.wasm").exists());
}

#[test]
fn what_the_host_would_refuse_is_said_when_the_plugin_is_made() {
    let folder = TempDir::new().unwrap();
    let survey = "type | name | label\ntext | a | 甲";
    for (from, to) in
        [("220103", "banana"), ("2024-01-01", "soon"), ("cn.test.elder", "Elder"), ("grid-worker, resident", "mayor")]
    {
        let book = workbook(&[("survey", survey), ("settings", &super::SETTINGS.replace(from, to))]);
        std::fs::write(folder.path().join("a.xlsx"), book).unwrap();
        let refused = lifang(&folder, &["plugin", "from-sheet", "a.xlsx"]);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success() && said.contains("settings"), "{to}: {said}");
        assert!(!folder.path().join("a.wasm").exists(), "{to}");
    }
}
