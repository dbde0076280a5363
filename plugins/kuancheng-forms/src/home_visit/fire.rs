//! High-rise fire safety: exit doors, and where e-bikes go.

use super::{ID, somebody_met};
use lifang_sdk::{Answers, Context, Finding, Group, Judgement, Question, WorkOrder, choices, reason, text};

/// Hours within which doors are put right and e-bikes moved.
const HOURS: i64 = 24;

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("fire", text!("fire"))
        .visible_when(somebody_met)
        .with(
            Question::one("exit-doors", choices("exit-doors", ["shut", "propped", "blocked"]), text!("exit-doors"))
                .required()
                .hint(text!("exit-doors-hint")),
        )
        .with(Question::integer("ebikes", 0..=20, text!("ebikes")).required().field("x.ebikes"))
        .with(
            Question::one("ebike-place", choices("ebike-place", ["shared", "upstairs", "home"]), text!("ebike-place"))
                .visible_when(|answers| answers.integer("ebikes") > Some(0))
                .required(),
        )
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    let order = |title| WorkOrder::new(ID, "fire-check", title).due(call.now().plus_hours(HOURS));
    if answers.is("exit-doors", "propped") || answers.is("exit-doors", "blocked") {
        judgement = judgement
            .finding(Finding::major(ID, "exit-doors", text!("exit-doors-wrong")))
            .action(order(text!("mend-exit-doors")).to("property-firm"))
            .reason(reason(ID, text!("because-exit-doors")).basis("中华人民共和国消防法", "第二十八条"));
    }
    let (because, document, article) = match answers.one("ebike-place") {
        Some("upstairs") => (text!("because-ebike-upstairs"), "高层民用建筑消防安全管理规定", "第三十七条"),
        Some("home") => (text!("because-ebike-home"), "中华人民共和国消防法", "第五条"),
        _ => return judgement,
    };
    judgement
        .finding(Finding::major(ID, "ebike-place", text!("ebike-inside")))
        .action(order(text!("move-ebike")))
        .reason(reason(ID, because).basis(document, article))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, on_friday, well};
    use lifang_sdk::testing::Incomplete;

    #[test]
    fn who_has_an_ebike_says_where_it_goes() {
        let one = well().but("ebikes", 1);
        assert_eq!(judged(&on_friday(), &one).unwrap_err(), Incomplete::Missing(vec!["ebike-place".into()]));
        let at = |place: &str| found(&one.clone().with("ebike-place", place));
        assert!(at("shared").is_empty());
        assert_eq!([at("upstairs"), at("home")], [["ebike-inside"], ["ebike-inside"]]);
    }

    #[test]
    fn exit_doors_stay_shut_and_clear() {
        assert_eq!(found(&well().but("exit-doors", "propped")), ["exit-doors-wrong"]);
    }
}
