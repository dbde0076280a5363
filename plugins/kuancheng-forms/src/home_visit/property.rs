//! The property firm: how it is judged, what it must mend.

use super::{ID, LOCAL, somebody_met, within_working_days};
use lifang_sdk::{
    Answers, Context, Finding, Group, Judgement, Notification, Question, WorkOrder, choices, reason, text,
};

/// Scores up to `low` say why.
pub(super) fn group<'a>(low: i64) -> Group<'a> {
    let issues = choices("property-issues", ["cleaning", "security", "lights", "water", "parking", "fees"]);
    Group::new("property", text!("property"))
        .visible_when(somebody_met)
        .with(Question::integer("property-score", 1..=5, text!("property-score")).required().field("x.property_score"))
        .with(
            Question::many("property-issues", issues, text!("property-issues"))
                .required_when(move |answers| answers.integer("property-score").is_some_and(|score| score <= low)),
        )
        .with(Question::integer("lift-faults", 0..=60, text!("lift-faults")).required())
        .with(Question::text("note", 500, text!("note")))
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    let low = call.setting_integer("low_score");
    if let Some(score) = answers.integer("property-score").filter(|score| *score <= low) {
        judgement = judgement
            .finding(Finding::minor(ID, "property-score", text!("low-score", score = score)))
            .action(Notification::new(ID, "property-firm", text!("tell-score", score = score)))
            .reason(reason(ID, text!("because-low-score", score = score)).basis(LOCAL, "第七条"));
    }
    let faults = call.setting_integer("lift_faults");
    if let Some(count) = answers.integer("lift-faults").filter(|count| *count >= faults) {
        judgement = judgement
            .finding(Finding::major(ID, "lift-faults", text!("lift-fails", count = count)))
            .action(
                WorkOrder::new(ID, "shared-facilities", text!("mend-lift"))
                    .to("property-firm")
                    .due(within_working_days(call, 3)),
            )
            .reason(
                reason(ID, text!("because-lift-fails", count = count)).basis("中华人民共和国民法典", "第九百四十二条"),
            );
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, on_friday, well};
    use lifang_sdk::testing::Incomplete;
    use lifang_sdk::{Action, Date};

    #[test]
    fn a_low_score_says_why() {
        let low = well().but("property-score", 2);
        assert_eq!(judged(&on_friday(), &low).unwrap_err(), Incomplete::Missing(vec!["property-issues".into()]));
        assert_eq!(found(&low.with("property-issues", ["fees"])), ["low-score"]);
        assert!(found(&well().but("property-score", 3)).is_empty());
    }

    #[test]
    fn a_lift_that_fails_twice_is_mended_in_three_working_days() {
        assert!(found(&well().but("lift-faults", 1)).is_empty());
        let judgement = judged(&on_friday(), &well().but("lift-faults", 2)).unwrap();
        let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!(order.due, Some(Date::parse("2024-03-06").unwrap().end().0));
        let later = judged(&on_friday().set("lift_faults", 3), &well().but("lift-faults", 2)).unwrap();
        assert!(later.findings.is_empty());
    }
}
