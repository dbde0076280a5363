//! Whether somebody should come, where to, and what follows.

use super::ID;
use lifang_sdk::{Answers, Context, Group, Judgement, Note, Priority, Question, Visit, WorkOrder, reason, text};

/// Hours within which the gas company must have come.
const GAS_HOURS: i64 = 1;

/// Days within which elderly people whom nobody looks in on are visited.
const VISIT_DAYS: i32 = 3;

/// Working days within which the property firm mends a lift that keeps failing, and whoever asked is called on.
const WORKING_DAYS: u32 = 3;

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("help-wanted", text!("own-help-wanted"))
        .with(Question::flag("help", text!("own-help")).required().hint(text!("own-help-hint")))
        .with(
            Question::text("where", 60, text!("own-where"))
                .visible_when(|answers| answers.yes("help") || answers.yes("gas-smell"))
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
    if !answers.yes("help") {
        return judgement;
    }
    let soon = call.add_working_days(WORKING_DAYS).end();
    if answers.is("lift", "faults") {
        judgement = judgement.action(
            WorkOrder::new(ID, "shared-facilities", text!("own-mend-lift", place = place))
                .to("property-firm")
                .due(soon),
        );
    }
    if answers.no("looked-after") {
        let by = call.today().plus_days(VISIT_DAYS);
        return judgement
            .action(
                Visit::new(ID, "home-visit", "home-visit", text!("own-look-in", place = place), by)
                    .priority(Priority::High),
            )
            .reason(reason(ID, text!("own-because-look-in", days = VISIT_DAYS)).basis("民发〔2022〕73号", ""));
    }
    judgement.action(WorkOrder::new(ID, "home-visit", text!("own-call-on", place = place)).due(soon)).reason(
        reason(ID, text!("own-because-call-on", days = WORKING_DAYS))
            .basis("中华人民共和国城市居民委员会组织法", "第三条第（六）项"),
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::{judged, shown, well};
    use super::*;
    use lifang_sdk::testing::Incomplete;
    use lifang_sdk::{Action, Date};

    const HERE: &str = "长山花园12号楼1单元1803";

    #[test]
    fn gas_brings_the_company_within_the_hour_whether_or_not_help_is_wanted() {
        let smell = well().but("gas-smell", true);
        assert_eq!(judged(&smell).unwrap_err(), Incomplete::Missing(vec!["where".into()]));
        let judgement = judged(&smell.with("where", HERE)).unwrap();
        let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!((order.to.as_str(), order.priority), ("gas-company", Priority::Urgent));
        assert_eq!(order.due, Some(Date::parse("2024-03-01").unwrap().at(10, 0).0));
    }

    #[test]
    fn a_failing_lift_goes_to_the_property_firm_where_help_is_wanted() {
        let faults = well().but("lift", "faults");
        assert!(judged(&faults).unwrap().actions.is_empty());
        let judgement = judged(&faults.but("help", true).with("where", HERE)).unwrap();
        let [Action::OpenWorkOrder(lift), Action::OpenWorkOrder(call)] = &judgement.actions[..] else {
            panic!("{:?}", judgement.actions)
        };
        assert_eq!((lift.to.as_str(), call.to.as_str()), ("property-firm", "grid-worker"));
        assert_eq!(lift.due, Some(Date::parse("2024-03-06").unwrap().end().0));
    }

    #[test]
    fn elderly_people_whom_nobody_looks_in_on_are_visited_if_they_want() {
        let alone = well().but("people", 1).but("elderly", 1).with("looked-after", false);
        assert!(!shown(&alone).contains(&"where".to_owned()));
        let judgement = judged(&alone.but("help", true).with("where", HERE)).unwrap();
        let [Action::ScheduleVisit(visit)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!(Date(visit.by), Date::parse("2024-03-04").unwrap());
    }
}
