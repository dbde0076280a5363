//! The table that the engine is held against is what openrosa-xpath-evaluator says, and not what we wish it said.

use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

#[test]
fn the_table_is_what_the_oracle_says() {
    let table: Value = serde_json::from_str(include_str!("../../../data/openrosa/cases.json")).unwrap();
    let cases = table["cases"].as_array().unwrap();
    let asked: Vec<&Value> = cases.iter().map(|case| &case[0]).collect();
    let wanted: Vec<&Value> = cases.iter().map(|case| &case[1]).collect();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../openrosa/answer.mjs");
    // Days are days: in another zone the oracle counts midnights that are none.
    let mut node =
        Command::new("node").arg(script).env("TZ", "UTC").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let input = json!({ "answers": table["answers"], "cases": asked }).to_string();
    node.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "run the tests with `cargo xtask test`, which sets up the oracle");
    let said: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    for ((asked, wanted), said) in asked.iter().zip(wanted).zip(&said) {
        assert_eq!(wanted, said, "{asked}");
    }
    assert_eq!(said.len(), cases.len());
}
