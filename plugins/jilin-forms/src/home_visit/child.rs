//! The block for households with minors: guardians, school, signs of harm.

use super::{ID, somebody_met, tomorrow, within_working_days};
use lifang_sdk::{
    Answers, Context, Escalation, Finding, Group, Judgement, Question, Visit, WorkOrder, choices, reason, text,
};

const LAW: &str = "中华人民共和国未成年人保护法";

/// Hours within which staff must be on the way when a minor is in danger; the report itself is made at once.
const DANGER_HOURS: i64 = 2;

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("child", text!("child"))
        .visible_when(|answers| somebody_met(answers) && minors_here(answers))
        .with(
            Question::one(
                "guardian",
                choices("guardian", ["parents", "grandparents", "other", "none"]),
                text!("guardian"),
            )
            .required(),
        )
        .with(Question::flag("school", text!("school")).required())
        .with(Question::flag("danger", text!("danger")).required().hint(text!("danger-hint")))
        .with(
            Question::text("danger-note", 500, text!("danger-note"))
                .visible_when(|answers| answers.yes("danger"))
                .required(),
        )
}

fn minors_here(answers: &Answers) -> bool {
    answers.integer("minors").is_some_and(|minors| minors > 0)
        || answers.is("living", "child-only")
        || answers.is("care", "left-behind-child")
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
    if answers.is("guardian", "none") {
        judgement = judgement
            .finding(Finding::critical(ID, "guardian", text!("no-guardian")))
            .action(Visit::new(ID, "child-protection", ID, text!("visit-no-guardian"), tomorrow(call)).urgent())
            .action(Escalation::new(ID, "street", text!("escalate-no-guardian")))
            .reason(reason(ID, text!("because-no-guardian")).basis(LAW, "第四十三条"));
    }
    if answers.no("school") {
        judgement = judgement
            .finding(Finding::major(ID, "school", text!("not-at-school")))
            .action(
                WorkOrder::new(ID, "child-protection", text!("ask-school"))
                    .to("community-staff")
                    .due(within_working_days(call, 5)),
            )
            .reason(reason(ID, text!("because-not-at-school")).basis("中华人民共和国义务教育法", "第十三条"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, well};
    use super::*;
    use lifang_sdk::testing::Incomplete;
    use lifang_sdk::{Action, Date, Priority};

    fn family() -> Answers {
        let family = well().but("minors", 2);
        family.with("guardian", "parents").with("school", true).with("danger", false)
    }

    #[test]
    fn danger_is_reported_within_two_hours() {
        let judgement = judged(&family().but("danger", true).with("danger-note", "手臂有多处淤青")).unwrap();
        let [Action::OpenWorkOrder(order), Action::Escalate(_)] = &judgement.actions[..] else {
            panic!("{:?}", judgement.actions)
        };
        assert_eq!(order.due, Some(Date::parse("2024-03-01").unwrap().at(11, 0).0));
        assert_eq!(order.priority, Priority::Urgent);
        assert_eq!(judgement.reasons[0].basis.as_ref().unwrap().article, "第十一条");
    }

    #[test]
    fn danger_must_be_described() {
        let undescribed = judged(&family().but("danger", true));
        assert_eq!(undescribed.unwrap_err(), Incomplete::Missing(vec!["danger-note".into()]));
    }

    #[test]
    fn a_child_without_guardian_or_school_is_found() {
        assert!(found(&family()).is_empty());
        assert_eq!(found(&family().but("guardian", "none").but("school", false)), ["no-guardian", "not-at-school"]);
    }
}
