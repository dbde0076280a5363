//! The block for those of 60 and older: self-care, company, meals.

use super::{ID, lives_alone, somebody_met, tomorrow, within_working_days};
use lifang_sdk::{
    Answers, Context, Escalation, Finding, Group, Judgement, Notification, Question, Visit, WorkOrder, choices, reason,
    text,
};

/// The age at which the law calls a person elderly (老年人权益保障法, art. 2).
const ELDERLY: i64 = 60;

/// Days without a word from family after which it is mentioned.
const SILENT_DAYS: i64 = 30;

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("elderly", text!("elderly"))
        .visible_when(|answers| somebody_met(answers) && answers.integer("age").is_some_and(|age| age >= ELDERLY))
        .with(
            Question::one("selfcare", choices("selfcare", ["able", "partly", "unable"]), text!("selfcare")).required(),
        )
        .with(
            Question::flag("meals", text!("meals"))
                .visible_when(|answers| answers.is("selfcare", "partly") || answers.is("selfcare", "unable"))
                .required(),
        )
        .with(Question::flag("contact", text!("contact")).visible_when(lives_alone).required())
        .with(Question::integer("family-days", 0..=3650, text!("family-days")).visible_when(lives_alone))
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.is("selfcare", "unable") && lives_alone(answers) {
        judgement = judgement
            .finding(Finding::critical(ID, "selfcare", text!("helpless-alone")))
            .action(Visit::new(ID, "home-visit", ID, text!("visit-helpless"), tomorrow(call)).urgent())
            .action(Escalation::new(ID, "street", text!("escalate-helpless")))
            .reason(reason(ID, text!("because-helpless-alone")).basis("民发〔2022〕73号", ""));
    }
    if answers.no("meals") {
        judgement = judgement
            .finding(Finding::major(ID, "meals", text!("no-meals")))
            .action(
                WorkOrder::new(ID, "resident-needs", text!("arrange-meals"))
                    .to("community-staff")
                    .due(within_working_days(call, 5)),
            )
            .reason(reason(ID, text!("because-no-meals")).basis("民发〔2022〕73号", ""));
    }
    if answers.no("contact") {
        judgement = judgement
            .finding(Finding::major(ID, "contact", text!("no-contact")))
            .action(
                WorkOrder::new(ID, "home-visit", text!("arrange-contact"))
                    .to("community-staff")
                    .due(within_working_days(call, 10)),
            )
            .reason(reason(ID, text!("because-no-contact")).basis("民发〔2022〕73号", ""));
    }
    if let Some(days) = answers.integer("family-days").filter(|days| *days > SILENT_DAYS) {
        judgement = judgement
            .finding(Finding::minor(ID, "family-days", text!("family-silent", days = days)))
            .action(Notification::new(ID, "community-staff", text!("tell-family", days = days)))
            .reason(
                reason(ID, text!("because-family-silent", days = days))
                    .basis("中华人民共和国老年人权益保障法", "第十八条"),
            );
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, well};
    use super::*;
    use lifang_sdk::{Action, Date, Priority};

    fn alone(selfcare: &str) -> Answers {
        well().but("age", 82).but("living", "alone").with("selfcare", selfcare).with("contact", true)
    }

    #[test]
    fn one_who_cannot_care_for_themselves_and_lives_alone_is_seen_tomorrow() {
        let judgement = judged(&alone("unable").with("meals", true)).unwrap();
        let [Action::ScheduleVisit(visit), Action::Escalate(up)] = &judgement.actions[..] else {
            panic!("{:?}", judgement.actions)
        };
        assert_eq!((visit.by, visit.priority), (Date::parse("2024-03-02").unwrap().0, Priority::Urgent));
        assert_eq!((up.to.as_str(), judgement.reasons.len()), ("street", 1));
    }

    #[test]
    fn an_order_for_meals_is_due_within_five_working_days() {
        let judgement = judged(&alone("partly").with("meals", false)).unwrap();
        let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        // From Friday 1 March: the next Friday.
        assert_eq!(order.due, Some(Date::parse("2024-03-08").unwrap().end().0));
    }

    #[test]
    fn no_contact_and_a_silent_family_are_found() {
        assert_eq!(found(&alone("able").but("contact", false)), ["no-contact"]);
        assert!(found(&alone("able").with("family-days", 30)).is_empty());
        assert_eq!(found(&alone("able").with("family-days", 31)), ["family-silent"]);
    }

    #[test]
    fn answers_of_a_hidden_block_do_not_count() {
        assert!(found(&alone("unable").but("age", 59)).is_empty());
    }
}
