//! What a judged checklist collected: answers that go back into base data, and how often was asked for what was known.

use crate::error::Result;
use crate::known::{About, Known, Prefilled, counted_at, month_of};
use crate::place::Place;
use crate::subjects::Named;
use lifang_core::base_data::Provenance;
use lifang_core::clock::Instant;
use lifang_core::form::Answer;
use lifang_core::manifest::{Collect, LocalField};
use lifang_core::resolve::Installation;
use lifang_core::value::{Cell, Value};
use lifang_store::fields::{Asking, count_askings, state_fields};
use lifang_store::work::SubmissionRow;
use lifang_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};

/// An answer that went back into base data. Its value stands there, not here: it may be personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The question.
    pub question: String,
    /// The field, such as `persons.phone`.
    pub field: String,
    /// Whether base data held something else, or nothing, before.
    pub changed: bool,
}

/// What a judged checklist collected.
pub(crate) struct Collected {
    plugin: String,
    checklist: String,
    named: Option<Named>,
    stated: Vec<(Recorded, String, Value)>,
    askings: Vec<Asking>,
}

impl Collected {
    /// Of the answers that counted. `shown` are the questions that the form is said to have shown filled; only what base data
    /// held fresh can have been.
    pub(crate) fn of(
        installation: &Installation,
        checklist: &str,
        about: Option<&About<'_>>,
        known: &Known,
        answers: &[Answer],
        shown: &[String],
    ) -> Self {
        let collects = installation.manifest.checklist(checklist).map_or(&[][..], |head| &head.collects);
        let of = |answer: &Answer| collects.iter().find(|collect| collect.question == answer.node);
        let askings = answers.iter().map(|answer| asking(answer, of(answer), known, shown));
        let mapped = answers.iter().filter_map(|answer| Some((answer, of(answer)?, about?)));
        let stated = mapped.filter_map(|(answer, collect, about)| stated(answer, collect, about, known));
        Self {
            plugin: installation.plugin.id.clone(),
            checklist: checklist.to_owned(),
            named: about.map(|about| about.named),
            stated: stated.collect(),
            askings: askings.collect(),
        }
    }

    /// What goes back.
    pub(crate) fn recorded(&self) -> Vec<Recorded> {
        self.stated.iter().map(|(recorded, ..)| recorded.clone()).collect()
    }

    /// Writes what goes back, and counts what was asked, in the transaction of the judgement.
    pub(crate) async fn write(self, tx: &mut Tx, kept: &SubmissionRow, place: &Place, now: Instant) -> Result<()> {
        if let Some(named) = self.named.filter(|_| !self.stated.is_empty()) {
            let provenance = Provenance { source: "visit".into(), collector: kept.actor.clone() };
            let stated: Vec<(&str, Value)> =
                self.stated.iter().map(|(_, key, value)| (key.as_str(), value.clone())).collect();
            let subject = (named.dataset, named.id);
            match state_fields(tx, subject, &stated, &provenance, kept.filled.day(), now).await {
                // Erased meanwhile: what was said of them must not come back.
                Err(StoreError::NotFound(what)) => tracing::warn!(what, "nothing was written back"),
                other => other?,
            }
        }
        let when = (counted_at(place), month_of(kept.filled.day()));
        Ok(count_askings(tx, when, (&self.checklist, &self.plugin), &self.askings).await?)
    }
}

fn asking(answer: &Answer, collect: Option<&Collect>, known: &Known, shown: &[String]) -> Asking {
    let fresh: Option<&Prefilled> = known.fresh.iter().find(|one| one.question == answer.node);
    let prefilled = fresh.filter(|_| shown.contains(&answer.node));
    let confirmed = prefilled.filter(|one| same(&one.value, &answer.value));
    Asking {
        question: answer.node.clone(),
        field: collect.map(|collect| collect.field.to_string()).unwrap_or_default(),
        asked: 1,
        fresh: i64::from(fresh.is_some()),
        prefilled: i64::from(prefilled.is_some()),
        confirmed: i64::from(confirmed.is_some()),
        offered: 0,
    }
}

/// What an answer states of the subject, where the checklist says that it goes back, the host may tell what is held, and the
/// answer is one that the field can hold.
fn stated(answer: &Answer, collect: &Collect, about: &About<'_>, known: &Known) -> Option<(Recorded, String, Value)> {
    if !collect.writes || collect.field.dataset != about.named.dataset {
        return None;
    }
    let key = &collect.field.key;
    let held = &known.fields.iter().find(|field| field.key == *key)?.cell;
    let fits = *held != Cell::Withheld && known.fits(key, &answer.value);
    if !fits {
        tracing::warn!(field = %collect.field, question = %answer.node, "an answer does not fit the field it is to go back to");
        return None;
    }
    let changed = !matches!(held, Cell::Present(value) if same(value, &answer.value));
    let recorded = Recorded { question: answer.node.clone(), field: collect.field.to_string(), changed };
    Some((recorded, key.clone(), answer.value.clone()))
}

/// Whether an answer says what base data holds. Codes have no order.
fn same(held: &Value, answer: &Value) -> bool {
    match (held, answer) {
        (Value::Codes(held), Value::Codes(answer)) => {
            held.len() == answer.len() && held.iter().all(|code| answer.contains(code))
        }
        _ => held == answer,
    }
}

/// A telephone number as it can be dialled: digits, with signs between them. What is wrong with another is for its sender to see.
const PHONE_SIGNS: [char; 5] = ['+', '-', ' ', '(', ')'];

/// Whether a column that a visit may state can hold the value.
pub(crate) fn column_holds(key: &str, value: &Value) -> bool {
    let schema = lifang_core::dataset::Schema::v1();
    match (key, value) {
        ("phone", Value::Text(text)) => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            (5..=20).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || PHONE_SIGNS.contains(&c))
        }
        ("living", Value::Text(code)) => schema.number("living", code).is_some(),
        ("care", Value::Codes(codes)) => codes.iter().all(|code| schema.number("care", code).is_some()),
        _ => false,
    }
}

impl Known {
    /// Whether the field can hold the value: a column of the contract, or a local field that is declared here.
    fn fits(&self, key: &str, value: &Value) -> bool {
        match self.local.iter().find(|field| field.key == key) {
            Some(field) => LocalField::check(field, value).is_ok(),
            None => column_holds(key, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_holds_what_it_can_hold() {
        let text = |text: &str| Value::Text(text.into());
        for (key, value, holds) in [
            ("phone", text("138 0000-0001"), true),
            ("phone", text("没有"), false),
            ("phone", text("1234"), false),
            ("phone", Value::Integer(13_800_000_001), false),
            ("living", text("alone"), true),
            ("living", text("castle"), false),
            ("care", Value::Codes(vec!["dementia".into()]), true),
            ("care", Value::Codes(vec!["tired".into()]), false),
            ("age", Value::Integer(80), false),
        ] {
            assert_eq!(column_holds(key, &value), holds, "{key}: {value}");
        }
    }

    #[test]
    fn codes_are_the_same_in_any_order() {
        let codes = |codes: &[&str]| Value::Codes(codes.iter().map(|code| (*code).to_owned()).collect());
        assert!(same(&codes(&["a", "b"]), &codes(&["b", "a"])));
        assert!(!same(&codes(&["a"]), &codes(&["a", "b"])) && !same(&codes(&["a", "b"]), &codes(&["a", "c"])));
    }
}
