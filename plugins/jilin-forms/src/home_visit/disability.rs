//! The block for those with a severe disability, dementia or a severe mental disorder: who cares for them, and with what.

use super::{ID, somebody_met, tomorrow, within_working_days};
use lifang_sdk::{
    Answers, Context, Escalation, Finding, Group, Judgement, Question, Visit, WorkOrder, choices, reason, text,
};

const LAW: &str = "中华人民共和国残疾人保障法";

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("disability", text!("disability"))
        .visible_when(|answers| {
            somebody_met(answers) && ["disabled", "dementia", "mental"].iter().any(|care| answers.is("care", care))
        })
        .with(Question::one("carer", choices("carer", ["family", "hired", "none"]), text!("carer")).required())
        .with(Question::flag("disability-card", text!("disability-card")).required())
        .with(Question::flag("aids-wanted", text!("aids-wanted")))
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.is("carer", "none") {
        judgement = judgement
            .finding(Finding::critical(ID, "carer", text!("no-carer")))
            .action(Visit::new(ID, "home-visit", ID, text!("visit-no-carer"), tomorrow(call)).urgent())
            .action(Escalation::new(ID, "street", text!("escalate-no-carer")))
            .reason(reason(ID, text!("because-no-carer")).basis(LAW, "第九条"));
    }
    if answers.no("disability-card") {
        judgement = judgement
            .finding(Finding::minor(ID, "disability-card", text!("no-disability-card")))
            .reason(reason(ID, text!("because-no-disability-card")).basis("中华人民共和国残疾人证管理办法", ""));
    }
    if answers.yes("aids-wanted") {
        judgement = judgement
            .action(
                WorkOrder::new(ID, "resident-needs", text!("arrange-aids"))
                    .to("community-staff")
                    .due(within_working_days(call, 10)),
            )
            .reason(reason(ID, text!("because-aids-wanted")).basis(LAW, "第十五条"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, well};
    use super::*;
    use lifang_sdk::Action;

    fn disabled() -> Answers {
        well().with("care", ["disabled"]).with("carer", "family").with("disability-card", true)
    }

    #[test]
    fn one_without_a_carer_is_seen_tomorrow_and_the_street_knows() {
        let judgement = judged(&disabled().but("carer", "none")).unwrap();
        assert!(matches!(&judgement.actions[..], [Action::ScheduleVisit(_), Action::Escalate(_)]));
    }

    #[test]
    fn wanted_aids_are_passed_on() {
        assert!(judged(&disabled()).unwrap().actions.is_empty());
        let judgement = judged(&disabled().with("aids-wanted", true)).unwrap();
        let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!((order.duty.as_str(), judgement.findings.len()), ("resident-needs", 0));
    }

    #[test]
    fn a_missing_card_is_noted() {
        assert_eq!(found(&disabled().but("disability-card", false)), ["no-disability-card"]);
    }
}
