//! The stairwell: old wiring, and what stands in the way.

use super::{ID, LOCAL, somebody_met, within_working_days};
use lifang_sdk::{Answers, Context, Finding, Group, Judgement, Question, WorkOrder, choices, reason, text};

/// Hours within which the way must be clear again.
const CLEAR_HOURS: i64 = 24;

pub(super) fn group<'a>() -> Group<'a> {
    let clutter = choices("clutter", ["furniture", "coal", "bicycles", "ebikes"]);
    Group::new("stairwell", text!("stairwell"))
        .visible_when(somebody_met)
        .with(Question::one("wiring", choices("wiring", ["sound", "exposed"]), text!("wiring")).required())
        .with(Question::flag("stairwell-clear", text!("stairwell-clear")).required())
        .with(
            Question::many("clutter", clutter, text!("clutter"))
                .visible_when(|answers| answers.no("stairwell-clear"))
                .required(),
        )
        .with(Question::text("note", 500, text!("note")))
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.is("wiring", "exposed") {
        judgement = judgement
            .finding(Finding::major(ID, "wiring", text!("wiring-bare")))
            .action(
                WorkOrder::new(ID, "fire-check", text!("mend-wiring"))
                    .to("community-staff")
                    .due(within_working_days(call, 3)),
            )
            .reason(reason(ID, text!("because-wiring-bare")).basis(LOCAL, "第八条"));
    }
    if answers.no("stairwell-clear") {
        judgement = judgement
            .finding(Finding::major(ID, "stairwell-clear", text!("stairwell-blocked")))
            .action(WorkOrder::new(ID, "fire-check", text!("clear-stairwell")).due(call.now().plus_hours(CLEAR_HOURS)))
            .reason(reason(ID, text!("because-stairwell-blocked")).basis("中华人民共和国消防法", "第二十八条"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, well, winter};
    use lifang_sdk::testing::Incomplete;

    #[test]
    fn a_blocked_stairwell_says_by_what() {
        let blocked = well().but("stairwell-clear", false);
        assert_eq!(judged(&winter(), &blocked).unwrap_err(), Incomplete::Missing(vec!["clutter".into()]));
        assert_eq!(found(&blocked.with("clutter", ["coal", "ebikes"])), ["stairwell-blocked"]);
    }

    #[test]
    fn bare_wires_are_found() {
        assert_eq!(found(&well().but("wiring", "exposed")), ["wiring-bare"]);
    }
}
