//! Checklists 清单, declared once: the form that is asked and how it stands follow from the same declaration.

use super::question::Item;
use super::{Answers, Group, Note, Question};
use crate::{Answer, Form, FormState, Node, NodeState, Text};

/// A checklist as it is asked on the day of the call.
#[derive(Debug)]
pub struct Checklist<'a> {
    id: String,
    title: Text,
    items: Vec<Item<'a>>,
}

impl<'a> Checklist<'a> {
    /// An empty checklist with the id of the manifest.
    pub fn new(id: impl Into<String>, title: Text) -> Self {
        Self { id: id.into(), title, items: Vec::new() }
    }

    /// Adds a question.
    #[must_use]
    pub fn question(self, question: Question<'a>) -> Self {
        self.with(question)
    }

    /// Adds a group.
    #[must_use]
    pub fn group(self, group: Group<'a>) -> Self {
        self.with(group)
    }

    /// Adds a note.
    #[must_use]
    pub fn note(self, note: Note<'a>) -> Self {
        self.with(note)
    }

    /// Adds a question, note or group.
    #[must_use]
    pub fn with(mut self, item: impl Into<Item<'a>>) -> Self {
        self.items.push(item.into());
        self
    }

    /// The form as the contract wants it: a flat list, parents first.
    #[must_use]
    pub fn into_form(self) -> Form {
        let mut nodes = Vec::new();
        flatten(self.items, None, &mut nodes);
        Form { id: self.id, title: self.title, nodes }
    }

    /// How every node stands, whatever the order the answers come in.
    #[must_use]
    pub fn state(&self, answers: Vec<Answer>) -> FormState {
        let mut standing = Vec::new();
        let mut counted = Answers::default();
        see(&self.items, true, &mut answers.into_iter().map(Some).collect(), &mut counted, &mut standing);
        let nodes = standing.iter().enumerate().map(|(position, (item, visible))| NodeState {
            node: u32::try_from(position).unwrap_or(u32::MAX),
            visible: *visible,
            required: *visible && item.required.as_ref().is_some_and(|required| required(&counted)),
            problems: if *visible && counted.value(&item.id).is_some() {
                item.checks.iter().filter_map(|check| check(&counted)).collect()
            } else {
                Vec::new()
            },
        });
        FormState { nodes: nodes.collect() }
    }
}

fn flatten(items: Vec<Item<'_>>, parent: Option<u32>, nodes: &mut Vec<Node>) {
    for Item { id, kind, label, hint, field, children, .. } in items {
        let position = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
        nodes.push(Node { id, parent, kind, label, hint, field });
        flatten(children, Some(position), nodes);
    }
}

/// In reading order: whether each node shows, and with it whether its answer counts for what comes after.
fn see<'i, 'a>(
    items: &'i [Item<'a>],
    parent_shows: bool,
    answers: &mut Vec<Option<Answer>>,
    counted: &mut Answers,
    standing: &mut Vec<(&'i Item<'a>, bool)>,
) {
    for item in items {
        let visible = parent_shows && item.visible.as_ref().is_none_or(|shows| shows(counted));
        if visible {
            let mine = answers.iter_mut().find(|answer| answer.as_ref().is_some_and(|answer| answer.node == item.id));
            if let Some(answer) = mine.and_then(Option::take) {
                counted.push(answer);
            }
        }
        standing.push((item, visible));
        see(&item.children, visible, answers, counted, standing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Value, text};

    fn checklist() -> Checklist<'static> {
        Checklist::new("visit", text!("visit"))
            .question(Question::flag("alone", text!("alone")).required())
            .group(
                Group::new("care", text!("care"))
                    .visible_when(|answers| answers.yes("alone"))
                    .with(Question::flag("called", text!("called")).required())
                    .with(
                        Question::integer("days", 0..=365, text!("days")).visible_when(|answers| answers.no("called")),
                    ),
            )
            .question(
                Question::text("note", 100, text!("note")).required_when(|answers| answers.integer("days") > Some(30)),
            )
            .question(
                Question::integer("floor", 0..=99, text!("floor"))
                    .check(|answers| (answers.integer("floor") > answers.integer("days")).then(|| text!("too-high"))),
            )
    }

    fn state(answers: &[(&str, Value)]) -> Vec<(bool, bool, usize)> {
        let answers = answers.iter().map(|(node, value)| Answer { node: (*node).into(), value: value.clone() });
        let state = checklist().state(answers.collect());
        state.nodes.into_iter().map(|node| (node.visible, node.required, node.problems.len())).collect()
    }

    #[test]
    fn a_form_is_flat_with_parents_first() {
        let form = checklist().into_form();
        let shape: Vec<_> = form.nodes.iter().map(|node| (node.id.as_str(), node.parent)).collect();
        assert_eq!(
            shape,
            [("alone", None), ("care", None), ("called", Some(1)), ("days", Some(1)), ("note", None), ("floor", None)]
        );
    }

    #[test]
    fn what_was_answered_in_a_hidden_node_does_not_count() {
        let (shown, hidden) = ((true, false, 0), (false, false, 0));
        assert_eq!(state(&[]), [(true, true, 0), hidden, hidden, hidden, shown, shown]);
        // «days» says 40, which would make the note required; but its group is hidden.
        assert_eq!(state(&[("days", 40.into()), ("alone", false.into())])[4], shown);
        let all: &[(&str, Value)] = &[("days", 40.into()), ("called", false.into()), ("alone", true.into())];
        assert_eq!(state(all), [(true, true, 0), shown, (true, true, 0), shown, (true, true, 0), shown]);
    }

    #[test]
    fn the_order_of_answers_changes_nothing() {
        let mut answers =
            vec![("alone", true.into()), ("called", false.into()), ("days", 3.into()), ("floor", 9.into())];
        let first = state(&answers);
        assert_eq!(first[5], (true, false, 1));
        for _ in 0..answers.len() {
            answers.rotate_left(1);
            assert_eq!(state(&answers), first);
        }
    }
}
