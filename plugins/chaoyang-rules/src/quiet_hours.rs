//! Rule `quiet-hours`, in place of the province's `noise`: a longer quiet night, and quiet days while exams are written.

use lifang_sdk::{Context, Date, Decision, Escalation, Event, Instant, PluginError, WorkOrder, reason, text};

pub(crate) const RULE: &str = "quiet-hours";

const LAW: &str = "中华人民共和国噪声污染防治法";

/// Stands for the district's own rules; an example, no real document.
const LOCAL: &str = "朝阳区噪声治理办法（示例）";

/// Hours to be there when quiet is broken, and else.
const QUIET_HOURS: i64 = 2;
const OTHER_HOURS: i64 = 24;

/// Event fields: `source` (`construction`, `renovation`, `square-dance`, `shop`, `neighbour`, …).
pub(crate) fn decide(call: &Context<'_>, event: &Event) -> Result<Decision, PluginError> {
    let source = event.fields.text("source")?.unwrap_or("unknown");
    let exam = is_exam_day(call, event.occurred.day());
    let quiet = exam || is_night(call, event.occurred);
    let order = WorkOrder::new(RULE, "noise-mediation", text!("mediate-noise", source = source));
    let order = if quiet {
        order.due(call.now().plus_hours(QUIET_HOURS)).urgent()
    } else {
        order.due(call.now().plus_hours(OTHER_HOURS))
    };
    let (because, article) = if exam {
        (text!("because-exam", source = source), "第四条")
    } else if quiet {
        (text!("because-night", source = source), "第三条")
    } else {
        (text!("because-day", source = source), "第二条")
    };
    let decision = Decision::new()
        .action(order)
        .reason(reason(RULE, because).basis(LOCAL, article).fields(["source"]))
        .reason(reason(RULE, text!("because-duty")).basis(LAW, "第七十条"));
    if !(quiet && source == "construction") {
        return Ok(decision);
    }
    let up = Escalation::new(RULE, "district", text!("report-construction"));
    let because = reason(RULE, text!("because-construction")).basis(LOCAL, "第五条").fields(["source"]);
    Ok(decision.action(up).reason(because))
}

fn is_night(call: &Context<'_>, moment: Instant) -> bool {
    let hour = i64::from(moment.minute_of_day() / 60);
    hour >= call.setting_integer("quiet_from") || hour < call.setting_integer("quiet_to")
}

/// The setting names days as `MM-DD`.
fn is_exam_day(call: &Context<'_>, day: Date) -> bool {
    let day = day.to_string();
    call.setting_codes("exam_days").iter().any(|exam| day.ends_with(&format!("-{exam}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ChaoyangRules;
    use crate::tests::DIR;
    use lifang_sdk::testing::{Catalogs, TestContext, TestData, assert_admitted};
    use lifang_sdk::{Action, Priority, Rules};

    fn decided(day: &str, hour: u8, source: &str) -> Decision {
        let (test, data) =
            (TestContext::new("220104001001").of_plugin(DIR).on(day).at(23, 0), TestData::new("220104001001"));
        let mut event = Event::new("noise", Date::parse(day).unwrap()).with("source", source);
        event.occurred = Date::parse(day).unwrap().at(hour, 0);
        let decision = ChaoyangRules::decide(&test.context(), &data.data(), RULE, &event).unwrap();
        Catalogs::of_plugin(DIR).assert_say(&decision);
        assert_admitted(DIR, &decision.actions);
        decision
    }

    fn urgent(decision: &Decision) -> bool {
        matches!(&decision.actions[0], Action::OpenWorkOrder(order) if order.priority == Priority::Urgent)
    }

    #[test]
    fn the_quiet_night_is_longer_than_the_laws() {
        let hours = [20, 21, 23, 6, 7].map(|hour| urgent(&decided("2024-03-01", hour, "neighbour")));
        assert_eq!(hours, [false, true, true, true, false]);
    }

    #[test]
    fn an_exam_day_is_quiet_all_day() {
        let exam = decided("2024-06-07", 15, "square-dance");
        assert!(urgent(&exam) && !urgent(&decided("2024-06-10", 15, "square-dance")));
        assert_eq!(exam.reasons[0].text, text!("because-exam", source = "square-dance"));
        let [Action::OpenWorkOrder(order)] = &exam.actions[..] else { panic!("{:?}", exam.actions) };
        assert_eq!(order.due, Some(Date::parse("2024-06-08").unwrap().at(1, 0).0));
    }

    #[test]
    fn building_in_quiet_hours_goes_to_the_district_as_well() {
        let night = decided("2024-03-01", 22, "construction");
        assert!(matches!(&night.actions[..], [Action::OpenWorkOrder(_), Action::Escalate(up)] if up.to == "district"));
        assert_eq!((night.reasons.len(), decided("2024-03-01", 10, "construction").actions.len()), (3, 1));
    }

    #[test]
    fn a_withheld_source_is_an_error() {
        let (test, data) = (TestContext::new("220104001001").of_plugin(DIR), TestData::new("220104001001"));
        let mut event = Event::new("noise", test.context().today());
        event.fields = event.fields.withheld("source");
        let refused = ChaoyangRules::decide(&test.context(), &data.data(), RULE, &event);
        assert_eq!(refused, Err(PluginError::Withheld("source".into())));
    }
}
