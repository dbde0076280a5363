//! The rule `fire-lane` in native Rust behind the same port: what `POST /events` would cost without Wasm.

use async_trait::async_trait;
use lifang_core::call::{Answered, Call, CallResult, Plugins, Scanned, Usage};
use lifang_core::certificate::CertificateList;
use lifang_core::decision::{Action, Clause, Decision, Event, Priority, Reason, SweepAnswer};
use lifang_core::failure::{Cause, Failure};
use lifang_core::form::{Answer, Form, Judgement, NodeState};
use lifang_core::report::{Document, Period};
use lifang_core::text::Text;
use lifang_core::value::{Cell, Field, Value};

const RULE: &str = "fire-lane";
const LAW: &str = "中华人民共和国消防法";
const HOUR_MS: i64 = 3_600_000;

/// Decides on blocked fire lanes, and nothing else.
pub(super) struct Native;

fn text(key: &str) -> Text {
    Text { key: key.into(), args: vec![] }
}

fn reason(text: Text, article: &str, fields: &[&str]) -> Reason {
    Reason {
        rule: RULE.into(),
        text,
        basis: Some(Clause { document: LAW.into(), article: article.into() }),
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
    }
}

fn decided(call: &Call, event: &Event) -> Decision {
    let field = |key: &str| event.fields.iter().find(|field| field.key == key).map(|field| &field.cell);
    let blocker = match field("blocker") {
        Some(Cell::Present(Value::Text(blocker))) => blocker.as_str(),
        _ => "unknown",
    };
    let hours = match call.context.settings.get("fire_hours") {
        Some(Value::Integer(hours)) => *hours,
        _ => 0,
    };
    let because = Text { args: vec![("blocker".into(), Value::Text(blocker.into()))], ..text("because-lane-blocked") };
    let mut decision = Decision {
        actions: vec![
            Action::OpenWorkOrder {
                rule: RULE.into(),
                duty: "fire-hazard".into(),
                title: text("clear-lane"),
                to: "grid-worker".into(),
                due: Some(call.context.now.plus_ms(hours * HOUR_MS)),
                priority: Priority::Urgent,
            },
            Action::Notify { rule: RULE.into(), to: "property-firm".into(), text: text("tell-property-lane") },
        ],
        reasons: vec![reason(because, "第二十八条", &["blocker", "repeated"])],
    };
    if field("repeated") == Some(&Cell::Present(Value::Flag(true))) {
        decision.actions.push(Action::Escalate { rule: RULE.into(), to: "street".into(), text: text("fire-again") });
        decision.reasons.push(reason(text("because-fire-again"), "第六十条", &["repeated"]));
    }
    decision
}

fn nothing_else<T>(call: &Call, function: &str) -> CallResult<T> {
    let cause = Cause::Unloadable("the native side of the comparison only decides".into());
    Err(Box::new(Failure { plugin: (*call.plugin).clone(), function: function.into(), cause, log: vec![] }))
}

#[async_trait]
impl Plugins for Native {
    async fn decide(&self, call: &Call, _: &[String], event: &Event) -> CallResult<Decision> {
        Ok(Answered { value: decided(call, event), usage: Usage::default(), log: vec![] })
    }

    async fn sweep(&self, call: &Call, _: &str, _: Scanned) -> CallResult<SweepAnswer> {
        nothing_else(call, "grid-rules.sweep")
    }

    async fn report(&self, call: &Call, _: &str, _: Period) -> CallResult<Document> {
        nothing_else(call, "reports.run")
    }

    async fn form(&self, call: &Call, _: &str, _: &[Field]) -> CallResult<Form> {
        nothing_else(call, "checklists.ask")
    }

    async fn state(&self, call: &Call, _: &str, _: &[Answer], _: &[Field]) -> CallResult<Vec<NodeState>> {
        nothing_else(call, "checklists.state")
    }

    async fn judge(&self, call: &Call, _: &str, _: &[Answer], _: &[Field]) -> CallResult<Judgement> {
        nothing_else(call, "checklists.judge")
    }

    async fn certificates(&self, call: &Call) -> CallResult<CertificateList> {
        nothing_else(call, "certificates.list")
    }
}
