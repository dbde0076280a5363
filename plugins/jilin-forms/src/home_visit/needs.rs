//! What the household needs, and passing it on.

use super::{ID, somebody_met, within_working_days};
use lifang_sdk::{Answers, Context, Group, Judgement, Note, Question, Text, WorkOrder, choices, reason, text};

const NEEDS: [&str; 8] = ["meals", "medical", "repair", "legal", "job", "allowance", "other", "none"];

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("wants", text!("wants"))
        .visible_when(somebody_met)
        .with(Question::many("needs", choices("need", NEEDS), text!("needs")).required().check(none_and_more))
        .with(
            Question::text("needs-note", 500, text!("needs-note"))
                .required_when(|answers| answers.is("needs", "other")),
        )
        .with(Note::new("privacy", text!("privacy")))
}

fn none_and_more(answers: &Answers) -> Option<Text> {
    let more = answers.many("needs").is_some_and(|needs| needs.len() > 1);
    (more && answers.is("needs", "none")).then(|| text!("none-and-more"))
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let needs = answers.many("needs").unwrap_or_default().iter().filter(|need| *need != "none");
    needs.fold(Judgement::new(), |judgement, need| {
        let order = WorkOrder::new(ID, "resident-needs", text!("pass-on", need = need.as_str()));
        judgement.action(order.to("community-staff").due(within_working_days(call, 5))).reason(
            reason(ID, text!("because-needed", need = need.as_str()))
                .basis("中华人民共和国城市居民委员会组织法", "第三条第（六）项"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{judged, well};
    use lifang_sdk::testing::Incomplete;

    #[test]
    fn each_need_is_passed_on_with_its_reason() {
        let judgement = judged(&well().but("needs", ["meals", "repair"])).unwrap();
        assert_eq!((judgement.actions.len(), judgement.reasons.len()), (2, 2));
    }

    #[test]
    fn none_stands_alone_and_other_is_explained() {
        let none_and = judged(&well().but("needs", ["none", "legal"]));
        assert_eq!(none_and.unwrap_err(), Incomplete::Problems(vec!["needs".into()]));
        let other = well().but("needs", ["other"]);
        assert_eq!(judged(&other).unwrap_err(), Incomplete::Missing(vec!["needs-note".into()]));
        assert!(judged(&other.with("needs-note", "希望增设晾衣杆")).is_ok());
    }
}
