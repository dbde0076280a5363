//! Whether somebody should come, where to, and what follows.

use super::ID;
use lifang_sdk::{Answers, Context, Group, Judgement, Note, Question, WorkOrder, reason, text};

/// Stands for the province's own rules; an example, no real document.
const LOCAL: &str = "湖北省社区防汛排涝工作办法（示例）";

/// Hours within which the gas company must have come, and water be seen to.
const GAS_HOURS: i64 = 1;
const WATER_HOURS: i64 = 2;

/// Working days within which whoever asked is called on.
const CALL_DAYS: u32 = 5;

/// Water in the house, and somebody in it who is slow on their feet.
fn stuck(answers: &Answers) -> bool {
    answers.yes("water-now") && answers.integer("slow") > Some(0)
}

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("help-wanted", text!("own-help-wanted"))
        .with(Question::flag("help", text!("own-help")).required().hint(text!("own-help-hint")))
        .with(
            Question::text("where", 60, text!("own-where"))
                .visible_when(|answers| answers.yes("help") || answers.yes("gas-smell") || stuck(answers))
                .required()
                .hint(text!("own-where-hint"))
                .check(|answers| answers.text("where")?.trim().is_empty().then(|| text!("own-where-empty"))),
        )
        .with(Note::new("thanks", text!("own-thanks")).visible_when(|answers| answers.no("help")))
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let Some(place) = answers.text("where") else { return Judgement::new() };
    let mut judgement = Judgement::new();
    if answers.yes("gas-smell") {
        judgement = judgement.action(
            WorkOrder::new(ID, "gas-report", text!("own-call-gas-company", place = place))
                .to("gas-company")
                .due(call.now().plus_hours(GAS_HOURS))
                .urgent(),
        );
    }
    if answers.yes("water-now") {
        judgement = judgement
            .action(
                WorkOrder::new(ID, "flood-check", text!("own-see-to-water", place = place))
                    .due(call.now().plus_hours(WATER_HOURS))
                    .urgent(),
            )
            .reason(reason(ID, text!("own-because-see-to-water", hours = WATER_HOURS)).basis(LOCAL, "第四条"));
    }
    if !answers.yes("help") || answers.yes("water-now") {
        return judgement;
    }
    judgement
        .action(
            WorkOrder::new(ID, "flood-check", text!("own-call-on", place = place))
                .due(call.add_working_days(CALL_DAYS).end()),
        )
        .reason(reason(ID, text!("own-because-call-on", days = CALL_DAYS)).basis(LOCAL, "第三条"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{judged, shown, well};
    use super::*;
    use lifang_sdk::testing::Incomplete;
    use lifang_sdk::{Action, Date, Priority};

    const HERE: &str = "保成里5栋1单元101";

    fn in_water() -> Answers {
        let low = well().but("floor", "cellar").with("flooded", false).with("drain", "clear");
        low.but("water-now", true)
    }

    #[test]
    fn who_cannot_leave_is_found_within_two_hours() {
        assert!(judged(&in_water()).unwrap().actions.is_empty(), "who can leave is told how");
        let stuck = in_water().but("slow", 1);
        assert_eq!(judged(&stuck).unwrap_err(), Incomplete::Missing(vec!["where".into()]));
        let judgement = judged(&stuck.with("where", HERE)).unwrap();
        let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!((order.duty.as_str(), order.priority), ("flood-check", Priority::Urgent));
        assert_eq!(order.due, Some(Date::parse("2024-03-01").unwrap().at(11, 0).0));
    }

    #[test]
    fn gas_brings_the_company_within_the_hour() {
        let smell = well().but("gas", "piped").with("gas-smell", true).with("where", HERE);
        let judgement = judged(&smell).unwrap();
        let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!(
            (order.to.as_str(), order.due),
            ("gas-company", Some(Date::parse("2024-03-01").unwrap().at(10, 0).0))
        );
    }

    #[test]
    fn who_asks_is_called_on_within_five_working_days() {
        assert!(!shown(&well()).contains(&"where".to_owned()));
        let judgement = judged(&well().but("help", true).with("where", HERE)).unwrap();
        let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!(order.due, Some(Date::parse("2024-03-08").unwrap().end().0));
    }
}
