//! What server and browser must say alike: the server's side of the tables in `tests/data/same-bytes`, which the pages' own tests
//! hold the browser against.

use lifang_core::form::{AnswerType, Choice, Form, Node, NodeKind};
use lifang_core::text::{Catalogs, Text};
use lifang_core::value::Value;
use serde_json::Value as Json;

fn table(source: &str) -> Json {
    serde_json::from_str(source).unwrap()
}

fn text(json: &Json) -> &str {
    json.as_str().unwrap_or_else(|| panic!("{json}"))
}

#[test]
fn numbers_are_spelled_as_the_table_says() {
    for case in table(include_str!("../../data/same-bytes/numbers.json")).as_array().unwrap() {
        let read: Json = serde_json::from_str(text(&case["browser"])).unwrap();
        assert_eq!(read.to_string(), text(&case["server"]), "{case}");
        assert_eq!(read.as_f64().unwrap().to_string(), text(&case["said"]), "{case}");
    }
}

#[test]
fn texts_are_said_as_the_table_says() {
    let table = table(include_str!("../../data/same-bytes/texts.json"));
    let sources = table["catalogs"].as_object().unwrap();
    let catalogs = Catalogs::parse(sources.iter().map(|(tag, source)| (tag.as_str(), text(source)))).unwrap();
    for case in table["cases"].as_array().unwrap() {
        let args: Vec<(String, Value)> = serde_json::from_value(case["args"].clone()).unwrap();
        let wanted = Text { key: text(&case["key"]).into(), args };
        let language = text(&case["language"]);
        assert_eq!(catalogs.say(language, &wanted), text(&case["said"]), "{case}");
        // A browser has no more than these catalogs, and says the same.
        let few = catalogs.asked_for(language).into_iter().map(|tag| (tag, text(&sources[tag])));
        assert_eq!(Catalogs::parse(few).unwrap().say(language, &wanted), text(&case["said"]), "with few: {case}");
    }
}

#[test]
fn answers_are_read_as_the_table_says() {
    let table = table(include_str!("../../data/same-bytes/answers.json"));
    let nodes = table["questions"].as_object().unwrap().iter().map(|(id, question)| question_node(id, question));
    let title = || Text { key: "t".into(), args: vec![] };
    let form = Form { id: "f".into(), title: title(), nodes: nodes.collect() };
    for case in table["cases"].as_array().unwrap() {
        match form.read_answers(case["sent"].as_object().unwrap()) {
            Ok(read) => {
                let read: Vec<Json> =
                    read.iter().map(|answer| serde_json::json!([answer.node, spelled(&answer.value)])).collect();
                assert_eq!(Json::from(read), case["read"], "{case}");
            }
            Err(bad) => assert_eq!(bad.to_string(), text(&case["said"]), "{case}"),
        }
    }
}

/// A value as the tables have it: whole numbers as text.
fn spelled(value: &Value) -> Json {
    match value {
        Value::Integer(number) => serde_json::json!({ "integer": number.to_string() }),
        other => serde_json::to_value(other).unwrap(),
    }
}

fn question_node(id: &str, question: &Json) -> Node {
    let label = || Text { key: "l".into(), args: vec![] };
    let choices = || {
        let codes = question["choices"].as_array().unwrap().iter();
        codes.map(|code| Choice { code: text(code).into(), label: label() }).collect()
    };
    let answer = match text(&question["type"]) {
        "one" => AnswerType::One { choices: choices() },
        "many" => AnswerType::Many { choices: choices() },
        _ => serde_json::from_value(question.clone()).unwrap(),
    };
    Node { id: id.into(), parent: None, kind: NodeKind::Question { answer }, label: label(), hint: None, field: None }
}
