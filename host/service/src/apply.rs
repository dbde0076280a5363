//! What follows from a decision: admitted actions become work orders, visits and labels, in the decision's own transaction.

use lifang_core::call::PluginRef;
use lifang_core::clock::{Clock, Instant};
use lifang_core::decision::Action;
use lifang_core::region::RegionId;
use lifang_store::work::{DecisionStatus, NewDecision, NewTag, NewWorkOrder, WorkKind};
use serde::Serialize;
use uuid::Uuid;

/// An action that may be carried out, and the plugin that proposed it.
#[derive(Clone, Debug)]
pub(crate) struct Admitted {
    pub(crate) plugin: PluginRef,
    pub(crate) action: Action,
}

/// A decision ready to be recorded: everything the store's borrowed rows point into.
pub(crate) struct Applied<'a> {
    uid: Uuid,
    decided_at: Instant,
    answer: serde_json::Value,
    speakers: serde_json::Value,
    work_orders: Vec<NewWorkOrder<'a>>,
    tags: Vec<NewTag<'a>>,
}

const NOTHING: serde_json::Value = serde_json::Value::Null;

impl Applied<'_> {
    pub(crate) fn row(&self) -> NewDecision<'_> {
        NewDecision {
            uid: self.uid,
            decided_at: self.decided_at,
            status: DecisionStatus::Decided,
            speakers: &self.speakers,
            // Contexts and inputs stand with each part of the answer.
            call: &NOTHING,
            answer: &self.answer,
            work_orders: &self.work_orders,
            tags: &self.tags,
        }
    }
}

/// Admitted actions with what their rows need beside them.
pub(crate) struct Consequences<'a> {
    work: Vec<(Uuid, &'a Admitted, WorkKind)>,
    tags: Vec<&'a Admitted>,
}

/// Sorts actions by what becomes of them. Notifications and escalations stand in the record; messages are sent from there.
pub(crate) fn consequences<'a>(admitted: &'a [Admitted], clock: &dyn Clock) -> Consequences<'a> {
    let mut found = Consequences { work: vec![], tags: vec![] };
    for one in admitted {
        match &one.action {
            Action::OpenWorkOrder { .. } => found.work.push((clock.new_id(), one, WorkKind::Work)),
            Action::ScheduleVisit { checklist, .. } => {
                found.work.push((clock.new_id(), one, WorkKind::Visit { checklist: checklist.clone() }));
            }
            Action::Tag { .. } => found.tags.push(one),
            Action::Notify { .. } | Action::Escalate { .. } | Action::Extension { .. } => {}
        }
    }
    found
}

impl Consequences<'_> {
    /// The decision with all that follows from it. Labels go on the event, where there is one.
    pub(crate) fn decision(
        &self,
        record: &impl Serialize,
        uid: Uuid,
        decided_at: Instant,
        region: RegionId,
        event: Option<i64>,
    ) -> serde_json::Result<Applied<'_>> {
        let mut speakers: Vec<&PluginRef> = Vec::new();
        for one in self.work.iter().map(|(_, one, _)| one).chain(&self.tags) {
            if !speakers.contains(&&one.plugin) {
                speakers.push(&one.plugin);
            }
        }
        let work_orders = self.work.iter().filter_map(|(uid, one, kind)| work_order(*uid, one, kind, region)).collect();
        let tags =
            event.into_iter().flat_map(|event| self.tags.iter().filter_map(move |one| tag(one, event))).collect();
        Ok(Applied {
            uid,
            decided_at,
            answer: serde_json::to_value(record)?,
            speakers: serde_json::to_value(&speakers)?,
            work_orders,
            tags,
        })
    }
}

fn work_order<'a>(uid: Uuid, one: &'a Admitted, kind: &'a WorkKind, region: RegionId) -> Option<NewWorkOrder<'a>> {
    let (rule, duty, title, to, due, priority) = match &one.action {
        Action::OpenWorkOrder { rule, duty, title, to, due, priority } => {
            (rule, duty, title, to.as_str(), *due, *priority)
        }
        // A visit may be paid until its last day is over.
        Action::ScheduleVisit { rule, duty, title, by, priority, .. } => (
            rule,
            duty,
            title,
            "grid-worker",
            Some(lifang_core::clock::Date(by.0.saturating_add(1)).midnight()),
            *priority,
        ),
        _ => return None,
    };
    Some(NewWorkOrder {
        uid,
        region,
        person: None,
        kind,
        plugin: &one.plugin.id,
        version: &one.plugin.version,
        rule,
        duty,
        title,
        to,
        due,
        priority,
    })
}

fn tag(one: &Admitted, event: i64) -> Option<NewTag<'_>> {
    let Action::Tag { rule, tag, until } = &one.action else { return None };
    Some(NewTag { subject_kind: "events", subject: event, plugin: &one.plugin.id, rule, tag, until: *until })
}
