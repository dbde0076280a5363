//! Rule `property-light`, in place of the province's `stairwell-light`: the property firm mends the light within a day, and
//! what keeps going out goes to the street.

use lifang_sdk::{Context, Decision, Escalation, Event, PluginError, WorkOrder, reason, text};

pub(crate) const RULE: &str = "property-light";

const CODE: &str = "中华人民共和国民法典";

/// Stands for the district's own rules; an example, no real document.
const LOCAL: &str = "宽城区物业快修办法（示例）";

const READ: [&str; 2] = ["managed", "repeated"];

/// Event fields: `managed` (whether the estate has a property firm; taken as yes where unknown, as new estates do) and
/// `repeated` (reported before and not mended, or out again).
pub(crate) fn decide(call: &Context<'_>, event: &Event) -> Result<Decision, PluginError> {
    let managed = event.fields.flag("managed")? != Some(false);
    let repeated = event.fields.flag("repeated")? == Some(true);
    let order = WorkOrder::new(RULE, "shared-facilities", text!("mend-light"));
    let decision = if managed {
        let hours = call.setting_integer("light_hours");
        Decision::new()
            .action(order.to("property-firm").due(call.now().plus_hours(hours)))
            .reason(reason(RULE, text!("because-light", hours = hours)).basis(LOCAL, "第三条").fields(READ))
            .reason(reason(RULE, text!("because-shared")).basis(CODE, "第九百四十二条").fields(["managed"]))
    } else {
        let days = u32::try_from(call.setting_integer("light_days")).unwrap_or(u32::MAX);
        Decision::new()
            .action(order.to("community-staff").due(call.add_working_days(days).end()))
            .reason(reason(RULE, text!("because-unmanaged", days = days)).basis(LOCAL, "第四条").fields(READ))
    };
    if !repeated {
        return Ok(decision);
    }
    Ok(decision
        .action(Escalation::new(RULE, "street", text!("light-again")))
        .reason(reason(RULE, text!("because-light-again")).basis(LOCAL, "第五条").fields(["repeated"])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{decided, event};
    use lifang_sdk::{Action, Date};

    fn light() -> Event {
        event("stairwell-light-out")
    }

    fn order(decision: &Decision) -> (String, Option<i64>) {
        let Some(Action::OpenWorkOrder(order)) = decision.actions.first() else { panic!("{:?}", decision.actions) };
        (order.to.clone(), order.due)
    }

    #[test]
    fn the_property_firm_has_a_day() {
        // Decided on Friday at noon; the clock runs through the weekend.
        let expected = ("property-firm".to_owned(), Some(Date::parse("2024-03-02").unwrap().at(12, 0).0));
        assert_eq!(order(&decided(RULE, &light()).unwrap()), expected);
        assert_eq!(order(&decided(RULE, &light().with("managed", true)).unwrap()), expected);
    }

    #[test]
    fn without_a_firm_the_community_has_three_working_days() {
        let decision = decided(RULE, &light().with("managed", false)).unwrap();
        assert_eq!(order(&decision), ("community-staff".into(), Some(Date::parse("2024-03-06").unwrap().end().0)));
    }

    #[test]
    fn what_goes_out_again_goes_to_the_street() {
        let decision = decided(RULE, &light().with("repeated", true)).unwrap();
        assert!(matches!(&decision.actions[..], [Action::OpenWorkOrder(_), Action::Escalate(up)] if up.to == "street"));
        assert_eq!(decided(RULE, &light().with("repeated", false)).unwrap().actions.len(), 1);
    }

    #[test]
    fn a_withheld_field_is_an_error() {
        let mut event = light();
        event.fields = event.fields.withheld("repeated");
        assert_eq!(decided(RULE, &event), Err(PluginError::Withheld("repeated".into())));
    }
}
