//! Inputs of a call, written shortly, and the host's way with them.

use super::TestData;
use crate::raw::rules::lifang::data::scans;
use crate::{
    Answer, Answers, Cell, Context, Date, Event, Field, Fields, Form, Forms, Judgement, PluginError, Rules, Scan,
    SweepAnswer, Value,
};

impl Fields {
    /// No fields; add them with [`Fields::with`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field that is recorded.
    #[must_use]
    pub fn with(self, key: &str, value: impl Into<Value>) -> Self {
        self.with_cell(key, Cell::Present(value.into()))
    }

    /// Adds a field that the grant does not cover.
    #[must_use]
    pub fn withheld(self, key: &str) -> Self {
        self.with_cell(key, Cell::Withheld)
    }

    fn with_cell(self, key: &str, cell: Cell) -> Self {
        let field = Field { key: key.to_owned(), cell };
        self.iter().cloned().chain([field]).collect::<Vec<_>>().into()
    }
}

impl Answers {
    /// No answers; add them with [`Answers::with`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer.
    #[must_use]
    pub fn with(self, question: &str, value: impl Into<Value>) -> Self {
        let answer = Answer { node: question.to_owned(), value: value.into() };
        self.iter().cloned().chain([answer]).collect::<Vec<_>>().into()
    }

    /// These answers with one of them replaced, or added where the question was not answered.
    #[must_use]
    pub fn but(&self, question: &str, value: impl Into<Value>) -> Self {
        let others: Vec<_> = self.iter().filter(|answer| answer.node != question).cloned().collect();
        Self::from(others).with(question, value)
    }
}

impl Event {
    /// An event of that kind at nine in the morning of a day, without fields.
    #[must_use]
    pub fn new(kind: &str, day: Date) -> Self {
        Self { id: "event".into(), kind: kind.to_owned(), occurred: day.at(9, 0), fields: Fields::new() }
    }

    /// Adds a field that is known.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.fields = self.fields.with(key, value);
        self
    }
}

/// Why the host would not have asked the plugin for a judgement.
#[derive(Clone, Debug, PartialEq)]
pub enum Incomplete {
    /// The plugin itself declined.
    Plugin(PluginError),
    /// Questions that show, must be answered and are not.
    Missing(Vec<String>),
    /// Questions whose answers have problems.
    Problems(Vec<String>),
}

impl From<PluginError> for Incomplete {
    fn from(error: PluginError) -> Self {
        Self::Plugin(error)
    }
}

/// Judges a filled checklist as the host does: answers to hidden nodes are dropped, an incomplete form is refused.
///
/// # Errors
/// The form is incomplete, or the plugin declined.
pub fn judge<P: Forms>(
    call: &Context<'_>,
    id: &str,
    answers: &Answers,
    known: &Fields,
) -> Result<Judgement, Incomplete> {
    let Form { nodes, .. } = P::checklist(call, id, known)?.into_form();
    let state = P::checklist(call, id, known)?.state(answers.iter().cloned().collect());
    let standing = || nodes.iter().zip(&state.nodes);
    let ids = |wrong: Vec<&String>| wrong.into_iter().cloned().collect::<Vec<_>>();

    let missing = standing().filter(|(node, state)| state.required && answers.value(&node.id).is_none());
    let missing = ids(missing.map(|(node, _)| &node.id).collect());
    if !missing.is_empty() {
        return Err(Incomplete::Missing(missing));
    }
    let problems = ids(standing().filter(|(_, state)| !state.problems.is_empty()).map(|(node, _)| &node.id).collect());
    if !problems.is_empty() {
        return Err(Incomplete::Problems(problems));
    }
    let shows = |answer: &&Answer| standing().any(|(node, state)| state.visible && node.id == answer.node);
    let shown: Vec<Answer> = answers.iter().filter(shows).cloned().collect();
    Ok(P::judge(call, id, &shown.into(), known)?)
}

/// Sweeps the rows of `data` with a rule as the host does: with the columns that the plugin's manifest names for it.
///
/// # Errors
/// A column is not granted, or the plugin declined.
///
/// # Panics
/// When the manifest names no sweep for the rule, or `data` was made without [`TestData::of_plugin`].
#[track_caller]
#[expect(clippy::panic, reason = "a test of a sweep that is not declared has failed")]
pub fn sweep<P: Rules>(call: &Context<'_>, data: &TestData, rule: &str) -> Result<SweepAnswer, PluginError> {
    let declared = data.manifest.as_ref().and_then(|manifest| manifest.sweep(rule));
    let (dataset, columns) = declared.unwrap_or_else(|| panic!("plugin.toml names no sweep for the rule {rule}"));
    let query = scans::Query { dataset, columns, filters: Vec::new(), region: None, sort: Vec::new() };
    P::sweep(call, &data.data(), rule, Scan::of_test(data.open(&query)?))
}
