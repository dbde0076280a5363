//! Rule `fire-lane` (mandatory): blocked fire lanes, and e-bikes parked or charged where people must get out.
//!
//! The community dissuades and reports; only fire and rescue may order and fine (消防法, art. 60).

use crate::within_hours;
use lifang_sdk::{
    Context, Decision, Escalation, Event, Notification, PluginError, Text, WorkOrder, clause, reason, text,
};

pub(crate) const RULE: &str = "fire-lane";

const LAW: &str = "中华人民共和国消防法";
const HIGH_RISE: &str = "高层民用建筑消防安全管理规定";

/// Event fields: `fire-lane-blocked` knows `blocker` (`resident`, `shop`, `property-firm`, …) and `repeated`;
/// `ebike-indoor-charging` knows `place` (`stairwell`, `corridor`, `lobby`, `exit`, `home`), `high_rise` and `repeated`.
pub(crate) fn decide(call: &Context<'_>, event: &Event) -> Result<Decision, PluginError> {
    let decision = match event.kind.as_str() {
        "fire-lane-blocked" => lane(call, event)?,
        "ebike-indoor-charging" => ebike(call, event)?,
        other => return Err(PluginError::BadInput(("kind".into(), text!("kind-not-mine", kind = other)))),
    };
    if event.fields.flag("repeated")? != Some(true) {
        return Ok(decision);
    }
    let decision = decision
        .action(Escalation::new(RULE, "street", text!("fire-again")))
        .reason(reason(RULE, text!("because-fire-again")).basis(LAW, "第六十条").fields(["repeated"]));
    Ok(decision)
}

fn lane(call: &Context<'_>, event: &Event) -> Result<Decision, PluginError> {
    let blocker = event.fields.text("blocker")?.unwrap_or("unknown");
    let decision = Decision::new()
        .action(order(call, text!("clear-lane")))
        .action(Notification::new(RULE, "property-firm", text!("tell-property-lane")))
        .reason(
            reason(RULE, text!("because-lane-blocked", blocker = blocker))
                .basis(LAW, "第二十八条")
                .fields(["blocker", "repeated"]),
        );
    Ok(decision)
}

fn ebike(call: &Context<'_>, event: &Event) -> Result<Decision, PluginError> {
    let place = event.fields.text("place")?.unwrap_or("unknown");
    let high_rise = event.fields.flag("high_rise")? == Some(true);
    let (because, basis) = match (place, high_rise) {
        ("home", _) => (text!("because-ebike-home"), clause(LAW, "第五条")),
        (_, true) => (text!("because-ebike-high-rise", place = place), clause(HIGH_RISE, "第三十七条")),
        (_, false) => (text!("because-ebike-exit", place = place), clause(LAW, "第二十八条")),
    };
    let because = reason(RULE, because).basis(basis.document, basis.article).fields(["place", "high_rise", "repeated"]);
    Ok(Decision::new().action(order(call, text!("move-ebike"))).reason(because))
}

fn order(call: &Context<'_>, title: Text) -> WorkOrder {
    WorkOrder::new(RULE, "fire-hazard", title).due(within_hours(call, "fire_hours")).urgent()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{because, decided, event};
    use lifang_sdk::{Action, Date, Priority, Value};

    #[test]
    fn a_blocked_lane_is_an_urgent_order_due_in_two_hours() {
        let decision = decided(RULE, &event("fire-lane-blocked").with("blocker", "resident")).unwrap();
        let [Action::OpenWorkOrder(order), Action::Notify(note)] = &decision.actions[..] else {
            panic!("{:?}", decision.actions)
        };
        assert_eq!(order.due, Some(Date::parse("2024-03-01").unwrap().at(14, 0).0));
        assert_eq!(
            (order.priority, order.duty.as_str(), note.to.as_str()),
            (Priority::Urgent, "fire-hazard", "property-firm")
        );
        assert_eq!(decision.reasons[0].basis, Some(clause(LAW, "第二十八条")));
    }

    #[test]
    fn the_clause_follows_from_the_place() {
        let basis = |place: &str, high_rise: bool| {
            let event = event("ebike-indoor-charging").with("place", place).with("high_rise", high_rise);
            decided(RULE, &event).unwrap().reasons[0].basis.clone().unwrap()
        };
        assert_eq!(basis("stairwell", true), clause(HIGH_RISE, "第三十七条"));
        assert_eq!(basis("stairwell", false), clause(LAW, "第二十八条"));
        assert_eq!(basis("home", true), clause(LAW, "第五条"));
    }

    #[test]
    fn what_happens_again_goes_to_the_street() {
        for kind in ["fire-lane-blocked", "ebike-indoor-charging"] {
            let decision = decided(RULE, &event(kind).with("repeated", true)).unwrap();
            assert!(matches!(decision.actions.last(), Some(Action::Escalate(up)) if up.to == "street"));
            assert_eq!(because(&decision).last(), Some(&"because-fire-again"));
        }
    }

    #[test]
    fn nothing_known_still_clears_the_lane_and_nonsense_is_refused() {
        assert_eq!(because(&decided(RULE, &event("fire-lane-blocked")).unwrap()), ["because-lane-blocked"]);
        let wrong = decided(RULE, &event("fire-lane-blocked").with("blocker", Value::Flag(true)));
        assert!(matches!(wrong, Err(PluginError::BadInput(_))));
        assert!(matches!(decided(RULE, &event("noise")), Err(PluginError::BadInput(_))));
    }
}
