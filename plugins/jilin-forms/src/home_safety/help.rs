//! Whether somebody should come, where to, and what follows: the gas company where gas is smelt, a visit to elderly people whom
//! nobody looks in on, else a word from the grid worker.

use super::ID;
use lifang_sdk::{Answers, Context, Group, Judgement, Note, Priority, Question, Visit, WorkOrder, reason, text};

/// Hours within which the gas company must have come.
const GAS_HOURS: i64 = 1;

/// Days within which elderly people whom nobody looks in on are visited.
const VISIT_DAYS: i32 = 3;

/// Working days within which the grid worker calls on whoever asked.
const CALL_DAYS: u32 = 5;

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
    if answers.no("looked-after") {
        let by = call.today().plus_days(VISIT_DAYS);
        return judgement
            .action(
                Visit::new(ID, "home-visit", "home-visit", text!("own-look-in", place = place), by)
                    .priority(Priority::High),
            )
            .reason(reason(ID, text!("own-because-look-in", days = VISIT_DAYS)).basis("民发〔2022〕73号", ""));
    }
    judgement
        .action(
            WorkOrder::new(ID, "resident-needs", text!("own-call-on", place = place))
                .due(call.add_working_days(CALL_DAYS).end()),
        )
        .reason(
            reason(ID, text!("own-because-call-on", days = CALL_DAYS))
                .basis("中华人民共和国城市居民委员会组织法", "第三条第（六）项"),
        )
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, shown, well};
    use super::*;
    use lifang_sdk::testing::Incomplete;
    use lifang_sdk::{Action, Date};

    const HERE: &str = "3号楼2单元501";

    #[test]
    fn gas_brings_the_company_within_the_hour_whether_or_not_help_is_wanted() {
        let smell = well().but("gas-smell", true);
        assert_eq!(judged(&smell).unwrap_err(), Incomplete::Missing(vec!["where".into()]));
        let judgement = judged(&smell.clone().with("where", HERE)).unwrap();
        let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!((order.to.as_str(), order.priority), ("gas-company", Priority::Urgent));
        assert_eq!(order.due, Some(Date::parse("2024-03-01").unwrap().at(10, 0).0));
        assert_eq!(order.title, text!("own-call-gas-company", place = HERE));
        assert_eq!(found(&smell.with("where", HERE)), ["own-gas-leaks"]);
    }

    #[test]
    fn elderly_people_whom_nobody_looks_in_on_are_visited_if_they_want() {
        let alone = well().but("people", 1).but("elderly", 1).with("looked-after", false);
        assert!(judged(&alone).unwrap().actions.is_empty(), "nobody is sent who was not asked for");
        let judgement = judged(&alone.but("help", true).with("where", HERE)).unwrap();
        let [Action::ScheduleVisit(visit)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!(Date(visit.by), Date::parse("2024-03-04").unwrap());
    }

    #[test]
    fn who_asks_is_called_on_within_five_working_days() {
        let judgement = judged(&well().but("help", true).with("where", HERE)).unwrap();
        let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!(
            (order.duty.as_str(), order.due),
            ("resident-needs", Some(Date::parse("2024-03-08").unwrap().end().0))
        );
    }

    #[test]
    fn the_place_is_asked_for_only_where_somebody_is_to_come_and_is_not_blank() {
        assert!(!shown(&well()).contains(&"where".to_owned()));
        let blank = judged(&well().but("help", true).with("where", "  ")).unwrap_err();
        assert_eq!(blank, Incomplete::Problems(vec!["where".into()]));
    }
}
