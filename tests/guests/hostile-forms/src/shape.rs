//! Forms, honest and crooked.

use lifang_sdk::{AnswerType, Form, Node, NodeKind, Text};

/// A note and one question that must be answered.
pub(crate) fn good(id: &str) -> Form {
    let note = node("note", None, NodeKind::Note);
    form(id, vec![note, node("gas", None, NodeKind::Question(AnswerType::Flag))])
}

/// The good form, whose first key is this text.
pub(crate) fn labelled(id: &str, key: String) -> Form {
    let mut form = good(id);
    form.nodes[0].label.key = key;
    form
}

/// Groups with these parents.
pub(crate) fn parents(id: &str, parents: impl IntoIterator<Item = Option<u32>>) -> Form {
    let group = |(position, parent): (usize, _)| node(&format!("group-{position}"), parent, NodeKind::Group);
    form(id, parents.into_iter().enumerate().map(group).collect())
}

/// Two nodes of one id.
pub(crate) fn twice(id: &str) -> Form {
    form(id, vec![node("same", None, NodeKind::Note), node("same", None, NodeKind::Note)])
}

fn form(id: &str, nodes: Vec<Node>) -> Form {
    Form { id: id.to_owned(), title: Text::new("good"), nodes }
}

fn node(id: &str, parent: Option<u32>, kind: NodeKind) -> Node {
    Node { id: id.to_owned(), parent, kind, label: Text::new("good"), hint: None, field: None }
}
