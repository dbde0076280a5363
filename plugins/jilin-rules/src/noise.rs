//! Rule `noise`: dissuade and mediate first; what the community has no power over goes to who has.

use crate::within_hours;
use lifang_sdk::{Context, Decision, Escalation, Event, Instant, PluginError, WorkOrder, reason, text};

pub(crate) const RULE: &str = "noise";

const LAW: &str = "中华人民共和国噪声污染防治法";

/// Night, from ten in the evening to six in the morning (art. 88), in minutes since midnight.
const NIGHT: (u16, u16) = (22 * 60, 6 * 60);

/// Event fields: `source` (`construction`, `renovation`, `square-dance`, `shop`, `neighbour`, …).
pub(crate) fn decide(call: &Context<'_>, event: &Event) -> Result<Decision, PluginError> {
    let source = event.fields.text("source")?.unwrap_or("unknown");
    if source == "construction" && is_night(event.occurred) {
        let because = reason(RULE, text!("because-construction-at-night")).basis(LAW, "第四十三条").fields(["source"]);
        let up = Escalation::new(RULE, "district", text!("report-construction"));
        return Ok(Decision::new().action(up).reason(because));
    }
    let order = WorkOrder::new(RULE, "noise-mediation", text!("mediate-noise", source = source));
    let decision = Decision::new()
        .action(order.due(within_hours(call, "noise_hours")))
        .reason(reason(RULE, text!("because-noise", source = source)).basis(LAW, "第七十条").fields(["source"]));
    if source != "renovation" {
        return Ok(decision);
    }
    Ok(decision.reason(reason(RULE, text!("because-renovation")).basis(LAW, "第六十六条").fields(["source"])))
}

const fn is_night(moment: Instant) -> bool {
    let minute = moment.minute_of_day();
    minute >= NIGHT.0 || minute < NIGHT.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{because, decided, event};
    use lifang_sdk::{Action, Date};

    fn at(source: &str, hour: u8, minute: u8) -> Event {
        let mut event = event("noise").with("source", source);
        event.occurred = Date::parse("2024-03-01").unwrap().at(hour, minute);
        event
    }

    #[test]
    fn neighbours_are_called_on_within_a_day() {
        let decision = decided(RULE, &at("neighbour", 20, 0)).unwrap();
        let [Action::OpenWorkOrder(order)] = &decision.actions[..] else { panic!("{:?}", decision.actions) };
        assert_eq!(order.due, Some(Date::parse("2024-03-02").unwrap().at(12, 0).0));
        assert_eq!(because(&decision), ["because-noise"]);
    }

    #[test]
    fn renovation_has_a_second_reason() {
        assert_eq!(because(&decided(RULE, &at("renovation", 10, 0)).unwrap()), ["because-noise", "because-renovation"]);
    }

    #[test]
    fn building_at_night_is_reported_and_not_mediated() {
        for (hour, minute, night) in [(21, 59, false), (22, 0, true), (5, 59, true), (6, 0, false)] {
            let decision = decided(RULE, &at("construction", hour, minute)).unwrap();
            assert_eq!(matches!(decision.actions[..], [Action::Escalate(_)]), night, "{hour}:{minute}");
        }
    }
}
