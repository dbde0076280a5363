//! The stairs: elderly residents high up in a building without a lift.

use super::{ID, LOCAL, somebody_met, within_working_days};
use lifang_sdk::{Answers, Context, Finding, Group, Judgement, Question, Visit, WorkOrder, choices, reason, text};

/// The age at which the law calls a person elderly (老年人权益保障法, art. 2).
const ELDERLY: i64 = 60;

/// Days without leaving the building after which somebody looks in again.
const INDOORS_DAYS: i64 = 14;

/// Days within which they do.
const LOOK_IN_DAYS: i32 = 7;

pub(super) fn group<'a>(from_floor: i64) -> Group<'a> {
    let climbs = move |answers: &Answers| {
        let (age, floor) = (answers.integer("age").unwrap_or(0), answers.integer("floor").unwrap_or(0));
        somebody_met(answers) && age >= ELDERLY && floor >= from_floor && answers.no("elevator")
    };
    let helpers = choices("stairs-help", ["family", "neighbour", "volunteer", "none", "unneeded"]);
    Group::new("stairs", text!("stairs"))
        .visible_when(climbs)
        .with(Question::one("stairs-help", helpers, text!("stairs-help")).required().field("x.stairs_help"))
        .with(Question::integer("indoors-days", 0..=3650, text!("indoors-days")).required())
        .with(Question::flag("lift-wanted", text!("lift-wanted")))
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.is("stairs-help", "none") {
        judgement = judgement
            .finding(Finding::major(ID, "stairs-help", text!("no-stairs-help")))
            .action(
                WorkOrder::new(ID, "home-visit", text!("find-helper"))
                    .to("community-staff")
                    .due(within_working_days(call, 5)),
            )
            .reason(reason(ID, text!("because-no-stairs-help")).basis(LOCAL, "第五条"));
    }
    if let Some(days) = answers.integer("indoors-days").filter(|days| *days > INDOORS_DAYS) {
        let by = call.today().plus_days(LOOK_IN_DAYS);
        judgement = judgement
            .finding(Finding::minor(ID, "indoors-days", text!("stays-indoors", days = days)))
            .action(Visit::new(ID, "home-visit", ID, text!("look-in"), by))
            .reason(reason(ID, text!("because-stays-indoors", days = days)).basis("民发〔2022〕73号", ""));
    }
    if answers.yes("lift-wanted") {
        judgement = judgement
            .action(
                WorkOrder::new(ID, "resident-needs", text!("pass-lift-on"))
                    .to("community-staff")
                    .due(within_working_days(call, 10)),
            )
            .reason(reason(ID, text!("because-lift-wanted")).basis("中华人民共和国民法典", "第二百七十八条"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, shown, well, winter};
    use super::*;

    fn high_up(floor: i64) -> Answers {
        well().but("age", 78).but("floor", floor)
    }

    #[test]
    fn stairs_are_asked_about_from_the_fifth_floor_without_a_lift() {
        let asked = |answers: &Answers| shown(&winter(), answers).iter().any(|node| node == "stairs");
        assert_eq!([4, 5, 6].map(|floor| asked(&high_up(floor))), [false, true, true]);
        assert!(!asked(&high_up(6).but("elevator", true)));
        assert!(!asked(&high_up(6).but("age", 59)));
        let third = winter().set("upstairs_floor", 3);
        assert!(shown(&third, &high_up(3)).iter().any(|node| node == "stairs"));
    }

    #[test]
    fn who_has_no_help_and_stays_indoors_is_found() {
        let helped = high_up(6).with("stairs-help", "family").with("indoors-days", 14);
        assert!(found(&helped).is_empty());
        let alone = helped.but("stairs-help", "none").but("indoors-days", 15);
        assert_eq!(found(&alone), ["no-stairs-help", "stays-indoors"]);
        let judgement = judged(&winter(), &alone.with("lift-wanted", true)).unwrap();
        assert_eq!((judgement.actions.len(), judgement.reasons.len()), (3, 3));
    }
}
