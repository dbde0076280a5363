//! Checklists 清单 as data: nodes, answers, how a form stands, and what a filled one means.

use crate::clock::Date;
use crate::decision::{Action, Reason};
use crate::text::Text;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One choice of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Its code.
    pub code: String,
    /// What the reader sees.
    pub label: Text,
}

/// What a question takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum AnswerType {
    /// Yes or no.
    Flag,
    /// A whole number between two bounds.
    Integer {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// A number between two bounds.
    Decimal {
        /// The least.
        min: f64,
        /// The greatest.
        max: f64,
    },
    /// Text of at most so many characters.
    Text {
        /// Characters, not bytes.
        longest: u32,
    },
    /// A day.
    Date,
    /// One of the choices.
    One {
        /// The choices.
        choices: Vec<Choice>,
    },
    /// Any of the choices.
    Many {
        /// The choices.
        choices: Vec<Choice>,
    },
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum NodeKind {
    /// A heading over other nodes.
    Group,
    /// Something to read.
    Note,
    /// Something to answer.
    Question {
        /// What it takes.
        answer: AnswerType,
    },
}

/// A node of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Unique in the form.
    pub id: String,
    /// The position of the parent; none at the top.
    pub parent: Option<u32>,
    /// What it is.
    #[serde(flatten)]
    pub kind: NodeKind,
    /// What the reader sees.
    pub label: Text,
    /// A word of help.
    pub hint: Option<Text>,
    /// The base-data field it asks for.
    pub field: Option<String>,
}

/// A checklist as it is asked on the day of the call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Its nodes, parents first.
    pub nodes: Vec<Node>,
}

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The node's id.
    pub node: String,
    /// The answer.
    pub value: Value,
}

/// How a node stands, given the answers so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeState {
    /// The node's position in the form.
    pub node: u32,
    /// Whether it shows.
    pub visible: bool,
    /// Whether it must be answered.
    pub required: bool,
    /// What is wrong with its answer.
    pub problems: Vec<Text>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// To be noted.
    Minor,
    /// To be mended.
    Major,
    /// A danger.
    Critical,
}

/// Something wrong that a visit found 问题.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule that found it.
    pub rule: String,
    /// The node it was seen in.
    pub node: String,
    /// How bad.
    pub severity: Severity,
    /// What.
    pub text: Text,
}

/// What a filled checklist means.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What is proposed.
    pub actions: Vec<Action>,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// What is wrong with an answer before the plugin sees it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BadAnswer {
    /// No question of the form has that id.
    #[error("{0}: the checklist has no such question")]
    NoSuchQuestion(String),
    /// The answer is of another type, out of bounds or no choice.
    #[error("{node}: {wanted} is wanted, not {found}")]
    WrongType {
        /// The question.
        node: String,
        /// What the question takes.
        wanted: String,
        /// What came.
        found: String,
    },
}

impl Form {
    /// Checks the shape that the contract promises: unique ids, parents before children, no chain deeper than `deepest`.
    ///
    /// # Errors
    /// What is wrong, in words for the plugin's author.
    pub fn check(&self, deepest: u32) -> Result<(), String> {
        check_parents(self.nodes.iter().map(|node| (node.id.as_str(), node.parent)), deepest)?;
        let mut seen = HashMap::new();
        for (position, node) in self.nodes.iter().enumerate() {
            if let Some(first) = seen.insert(node.id.as_str(), position) {
                return Err(format!("nodes {first} and {position} are both called {}", node.id));
            }
        }
        Ok(())
    }

    /// Reads plain JSON answers by the form's own types: what a browser or a script sends.
    ///
    /// # Errors
    /// The first answer that names no question or is of the wrong type.
    pub fn read_answers(&self, answers: &serde_json::Map<String, serde_json::Value>) -> Result<Vec<Answer>, BadAnswer> {
        let questions: HashMap<&str, &AnswerType> = self
            .nodes
            .iter()
            .filter_map(|node| match &node.kind {
                NodeKind::Question { answer } => Some((node.id.as_str(), answer)),
                NodeKind::Group | NodeKind::Note => None,
            })
            .collect();
        let mut read = Vec::with_capacity(answers.len());
        for (node, json) in answers {
            let answer_type = questions
                .get(node.as_str())
                .ok_or_else(|| BadAnswer::NoSuchQuestion(node.chars().take(60).collect()))?;
            // Null takes an answer back.
            if json.is_null() {
                continue;
            }
            let value = answer_type.read(json).ok_or_else(|| BadAnswer::WrongType {
                node: node.clone(),
                wanted: answer_type.wanted(),
                found: json.to_string().chars().take(60).collect(),
            })?;
            read.push(Answer { node: node.clone(), value });
        }
        // The contract: a state never depends on the order of answers. Sorting makes equal inputs equal bytes.
        read.sort_by(|a, b| a.node.cmp(&b.node));
        Ok(read)
    }
}

impl AnswerType {
    fn read(&self, json: &serde_json::Value) -> Option<Value> {
        match self {
            Self::Flag => json.as_bool().map(Value::Flag),
            Self::Integer { min, max } => json.as_i64().filter(|n| (min..=max).contains(&n)).map(Value::Integer),
            Self::Decimal { min, max } => json.as_f64().filter(|n| (min..=max).contains(&n)).map(Value::Decimal),
            Self::Text { longest } => json
                .as_str()
                .filter(|text| text.chars().count() <= *longest as usize)
                .map(|text| Value::Text(text.to_owned())),
            Self::Date => json.as_str()?.parse::<Date>().ok().map(Value::Date),
            Self::One { choices } => {
                let code = json.as_str()?;
                choices.iter().any(|choice| choice.code == code).then(|| Value::Text(code.to_owned()))
            }
            Self::Many { choices } => {
                let wanted: Vec<&str> =
                    json.as_array()?.iter().map(serde_json::Value::as_str).collect::<Option<_>>()?;
                let known = |code: &str| choices.iter().any(|choice| choice.code == code);
                let in_order = choices.iter().filter(|choice| wanted.contains(&choice.code.as_str()));
                wanted
                    .iter()
                    .all(|code| known(code))
                    .then(|| Value::Codes(in_order.map(|choice| choice.code.clone()).collect()))
            }
        }
    }

    fn wanted(&self) -> String {
        let codes =
            |choices: &[Choice]| choices.iter().map(|choice| choice.code.as_str()).collect::<Vec<_>>().join(", ");
        match self {
            Self::Flag => "true or false".into(),
            Self::Integer { min, max } => format!("a whole number from {min} to {max}"),
            Self::Decimal { min, max } => format!("a number from {min} to {max}"),
            Self::Text { longest } => format!("text of at most {longest} characters"),
            Self::Date => "a day as YYYY-MM-DD".into(),
            Self::One { choices } => format!("one of {}", codes(choices)),
            Self::Many { choices } => format!("a list of {}", codes(choices)),
        }
    }
}

/// Checks a flat tree: each parent stands before its child, and no chain is deeper than `deepest`.
pub(crate) fn check_parents<'a>(
    nodes: impl Iterator<Item = (&'a str, Option<u32>)>,
    deepest: u32,
) -> Result<(), String> {
    let mut depths: Vec<u32> = Vec::new();
    for (position, (name, parent)) in nodes.enumerate() {
        let depth = match parent {
            None => 0,
            Some(parent) => match depths.get(parent as usize) {
                Some(depth) => depth + 1,
                None => {
                    return Err(format!(
                        "node {position} ({name}) names node {parent} as its parent, which does not stand before it; that way lie cycles"
                    ));
                }
            },
        };
        if depth > deepest {
            return Err(format!("node {position} ({name}) lies {depth} levels deep; {deepest} is the limit"));
        }
        depths.push(depth);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: &str, parent: Option<u32>) -> Node {
        let label = Text { key: id.into(), args: vec![] };
        Node { id: id.into(), parent, kind: NodeKind::Group, label, hint: None, field: None }
    }

    fn form(nodes: Vec<Node>) -> Form {
        Form { id: "f".into(), title: Text { key: "t".into(), args: vec![] }, nodes }
    }

    #[test]
    fn cycles_and_long_chains_are_named() {
        assert_eq!(form(vec![node("a", None), node("b", Some(0))]).check(1), Ok(()));
        assert!(form(vec![node("a", Some(1)), node("b", Some(0))]).check(9).unwrap_err().contains("cycles"));
        assert!(form(vec![node("a", Some(0))]).check(9).unwrap_err().contains("cycles"));
        let chain = (0..10_000_u32).map(|i| node(&i.to_string(), i.checked_sub(1))).collect();
        assert!(form(chain).check(32).unwrap_err().contains("33 levels deep"));
        assert!(form(vec![node("a", None), node("a", None)]).check(1).unwrap_err().contains("both called a"));
    }

    #[test]
    fn answers_are_read_by_the_questions_types() {
        let mut age = node("age", None);
        age.kind = NodeKind::Question { answer: AnswerType::Integer { min: 0, max: 120 } };
        let form = form(vec![age, node("heading", None)]);
        let read = |json: serde_json::Value| form.read_answers(json.as_object().unwrap());
        assert_eq!(
            read(serde_json::json!({"age": 80})),
            Ok(vec![Answer { node: "age".into(), value: Value::Integer(80) }])
        );
        assert_eq!(read(serde_json::json!({"age": null})), Ok(vec![]));
        assert!(matches!(read(serde_json::json!({"age": "八十"})), Err(BadAnswer::WrongType { .. })));
        assert!(matches!(read(serde_json::json!({"age": 121})), Err(BadAnswer::WrongType { .. })));
        assert_eq!(read(serde_json::json!({"heading": 1})), Err(BadAnswer::NoSuchQuestion("heading".into())));
    }
}
