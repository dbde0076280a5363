//! Rule `stairwell-light`: the community sees to it that a dark stairwell is lit again.

use lifang_sdk::{Context, Decision, Event, PluginError, WorkOrder, reason, text};

pub(crate) const RULE: &str = "stairwell-light";

/// Reads no fields of the event.
pub(crate) fn decide(call: &Context<'_>, _: &Event) -> Result<Decision, PluginError> {
    let days = u32::try_from(call.setting_integer("light_days")).unwrap_or(u32::MAX);
    let order = WorkOrder::new(RULE, "shared-facilities", text!("mend-light")).due(call.add_working_days(days).end());
    let because = text!("because-light", days = days);
    Ok(Decision::new().action(order).reason(reason(RULE, because).basis("中华人民共和国民法典", "第九百四十二条")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::JilinRules;
    use crate::tests::{DIR, decided, event};
    use lifang_sdk::testing::{TestContext, TestData};
    use lifang_sdk::{Action, Date, Rules};

    fn due(decision: &Decision) -> Option<i64> {
        let [Action::OpenWorkOrder(order)] = &decision.actions[..] else { panic!("{:?}", decision.actions) };
        order.due
    }

    #[test]
    fn a_light_is_mended_within_three_working_days() {
        // Friday, then Monday, Tuesday, Wednesday.
        let decision = decided(RULE, &event("stairwell-light-out")).unwrap();
        assert_eq!(due(&decision), Some(Date::parse("2024-03-06").unwrap().end().0));
    }

    #[test]
    fn the_holiday_calendar_counts() {
        // May 2024: 1–5 off, Sunday 28 April and Saturday 11 May worked. From Friday 26 April: 28, 29, 30.
        let days = ["2024-04-28", "2024-05-01", "2024-05-02", "2024-05-03", "2024-05-11"];
        let test = TestContext::new("220103008003").of_plugin(DIR).exceptions(days);
        let on = |day: &str| {
            let test = test.clone().on(day);
            let data = TestData::new("220103008003");
            let light = event("stairwell-light-out");
            due(&JilinRules::decide(&test.context(), &data.data(), RULE, &light).unwrap())
        };
        assert_eq!(on("2024-04-26"), Some(Date::parse("2024-04-30").unwrap().end().0));
        assert_eq!(on("2024-04-30"), Some(Date::parse("2024-05-08").unwrap().end().0));
    }
}
