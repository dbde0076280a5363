//! What a row of a decision table says, in the words of the contract.

use lifang_sdk::{
    Action, Clause, Context, Escalation, Instant, Notification, Priority, Reason, Tag, Text, Visit, WorkOrder,
};
use lifang_sheet_engine::{Act, Due, Hit, Message, Priority as Presses, Scope};

/// A text with the answers that go into it.
pub(crate) fn said(message: &Message, scope: &dyn Scope) -> Text {
    let first = |item: u16| scope.item(item).into_iter().next().unwrap_or_default();
    message.args.iter().fold(Text::new(&message.key), |text, (name, item)| text.with(name, first(*item)))
}

/// Why a row speaks.
pub(crate) fn reason(hit: &Hit<'_>, scope: &dyn Scope) -> Option<Reason> {
    let clause = hit.row.clause.as_ref();
    Some(Reason {
        rule: hit.rule.to_owned(),
        text: said(hit.row.reason.as_ref()?, scope),
        basis: clause.map(|clause| Clause { document: clause.document.clone(), article: clause.article.clone() }),
        fields: hit.row.fields.clone(),
    })
}

/// What a row proposes.
pub(crate) fn actions(hit: &Hit<'_>, scope: &dyn Scope, call: &Context<'_>) -> Vec<Action> {
    let priority = |presses: Presses| match presses {
        Presses::Low => Priority::Low,
        Presses::Normal => Priority::Normal,
        Presses::High => Priority::High,
        Presses::Urgent => Priority::Urgent,
    };
    let action = |act: &Act| match act {
        Act::WorkOrder(duty, title, to, due, presses) => {
            let order = WorkOrder::new(hit.rule, duty, said(title, scope)).to(to).priority(priority(*presses));
            due.map_or(order.clone(), |due| order.due(moment(due, call))).into()
        }
        Act::Visit(duty, checklist, title, due, presses) => {
            let by = moment(*due, call).day();
            Visit::new(hit.rule, duty, checklist, said(title, scope), by).priority(priority(*presses)).into()
        }
        Act::Notify(to, text) => Notification::new(hit.rule, to, said(text, scope)).into(),
        Act::Tag(tag, days) => {
            let until = days.map(|days| call.today().plus_days(i32::try_from(days).unwrap_or(i32::MAX)).0);
            Tag { rule: hit.rule.to_owned(), tag: tag.clone(), until }.into()
        }
        Act::Escalate(to, text) => Escalation::new(hit.rule, to, said(text, scope)).into(),
    };
    hit.row.acts.iter().map(action).collect()
}

/// Hours run from now; days end with the day.
fn moment(due: Due, call: &Context<'_>) -> Instant {
    match due {
        Due::Hours(hours) => call.now().plus_hours(i64::from(hours)),
        Due::Days(days) => call.today().plus_days(i32::try_from(days).unwrap_or(i32::MAX)).end(),
        Due::WorkingDays(days) => call.add_working_days(days).end(),
    }
}
