//! Rule `lift-stopped`: somebody trapped comes out within half an hour, a lift that stands is posted and mended.

use lifang_sdk::{Context, Decision, Event, Notification, PluginError, WorkOrder, reason, text};

pub(crate) const RULE: &str = "lift-stopped";

/// Minutes in which the maintenance firm must be there once told that somebody is trapped, in cities with districts.
const RESCUE_MINUTES: i64 = 30;

/// Hours in which a lift that merely stands runs again or a date is posted.
const REPAIR_HOURS: i64 = 24;

/// Event fields: `trapped` (whether somebody is inside); taken as yes where unknown.
pub(crate) fn decide(call: &Context<'_>, event: &Event) -> Result<Decision, PluginError> {
    let order = |title| WorkOrder::new(RULE, "shared-facilities", title).to("property-firm");
    if event.fields.flag("trapped")? == Some(false) {
        let because = reason(RULE, text!("because-lift-stands", hours = REPAIR_HOURS));
        return Ok(Decision::new()
            .action(order(text!("mend-lift")).due(call.now().plus_hours(REPAIR_HOURS)))
            .reason(because.basis("宽城区物业快修办法（示例）", "第六条").fields(["trapped"])));
    }
    let because = reason(RULE, text!("because-trapped", minutes = RESCUE_MINUTES));
    Ok(Decision::new()
        .action(order(text!("free-them")).due(call.now().plus_minutes(RESCUE_MINUTES)).urgent())
        .action(Notification::new(RULE, "grid-worker", text!("go-and-see")))
        .reason(because.basis("TSG T5002-2017 电梯维护保养规则", "第六条").fields(["trapped"])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{decided, event};
    use lifang_sdk::{Action, Date, Priority};

    #[test]
    fn who_is_trapped_or_may_be_comes_out_within_half_an_hour() {
        let lift = event("lift-out-of-service");
        for event in [lift.clone(), lift.with("trapped", true)] {
            let decision = decided(RULE, &event).unwrap();
            let [Action::OpenWorkOrder(order), Action::Notify(_)] = &decision.actions[..] else {
                panic!("{:?}", decision.actions)
            };
            // Counted from when the firm is told, at noon, as the rules of maintenance do.
            assert_eq!(order.due, Some(Date::parse("2024-03-01").unwrap().at(12, 30).0));
            assert_eq!(order.priority, Priority::Urgent);
        }
    }

    #[test]
    fn an_empty_lift_has_a_day() {
        let decision = decided(RULE, &event("lift-out-of-service").with("trapped", false)).unwrap();
        let [Action::OpenWorkOrder(order)] = &decision.actions[..] else { panic!("{:?}", decision.actions) };
        assert_eq!(order.due, Some(Date::parse("2024-03-02").unwrap().at(12, 0).0));
    }
}
