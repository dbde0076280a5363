//! The block for households with minors: who looks after them, and signs of harm.

use super::{ID, somebody_met};
use lifang_sdk::{
    Answers, Context, Escalation, Finding, Group, Judgement, Question, Visit, WorkOrder, choices, reason, text,
};

const LAW: &str = "中华人民共和国未成年人保护法";

/// Hours within which staff must be on the way when a minor is in danger; the report itself is made at once.
const DANGER_HOURS: i64 = 2;

pub(super) fn group<'a>() -> Group<'a> {
    let here = |answers: &Answers| answers.integer("minors") > Some(0) || answers.is("living", "child-only");
    Group::new("children", text!("children"))
        .visible_when(move |answers| somebody_met(answers) && here(answers))
        .with(
            Question::one(
                "guardian",
                choices("guardian", ["parents", "grandparents", "other", "none"]),
                text!("guardian"),
            )
            .required(),
        )
        .with(
            Question::integer("parents-away-months", 0..=120, text!("parents-away"))
                .visible_when(|answers| answers.is("guardian", "grandparents") || answers.is("guardian", "other"))
                .required(),
        )
        .with(Question::flag("danger", text!("danger")).required())
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.yes("danger") {
        judgement = judgement
            .finding(Finding::critical(ID, "danger", text!("child-in-danger")))
            .action(
                WorkOrder::new(ID, "child-protection", text!("report-danger"))
                    .to("community-staff")
                    .due(call.now().plus_hours(DANGER_HOURS))
                    .urgent(),
            )
            .action(Escalation::new(ID, "street", text!("escalate-danger")))
            .reason(reason(ID, text!("because-danger")).basis(LAW, "第十一条"));
    }
    let left_behind = answers.integer("parents-away-months").is_some_and(|months| months >= 6);
    if left_behind || answers.is("guardian", "none") {
        judgement = judgement
            .finding(Finding::major(ID, "guardian", text!("left-behind")))
            .action(Visit::new(ID, "child-protection", ID, text!("visit-left-behind"), call.today().plus_days(7)))
            .reason(reason(ID, text!("because-left-behind")).basis(LAW, "第四十三条"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, on_friday, well};
    use super::*;
    use lifang_sdk::{Action, Date};

    fn family(guardian: &str) -> Answers {
        well().but("minors", 1).with("guardian", guardian).with("danger", false)
    }

    #[test]
    fn a_child_whose_parents_are_away_half_a_year_is_left_behind() {
        let away = |months: i64| found(&family("grandparents").with("parents-away-months", months));
        assert!(away(5).is_empty() && found(&family("parents")).is_empty());
        assert_eq!(away(6), ["left-behind"]);
        assert_eq!(found(&family("none")), ["left-behind"]);
    }

    #[test]
    fn danger_is_reported_within_two_hours() {
        let judgement = judged(&on_friday(), &family("parents").but("danger", true)).unwrap();
        let [Action::OpenWorkOrder(order), Action::Escalate(_)] = &judgement.actions[..] else {
            panic!("{:?}", judgement.actions)
        };
        assert_eq!(order.due, Some(Date::parse("2024-03-01").unwrap().at(11, 0).0));
    }
}
