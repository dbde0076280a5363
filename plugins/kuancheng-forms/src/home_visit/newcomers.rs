//! The block for newcomers: registration, the lease, rooms that may not be let.

use super::{ID, LOCAL, somebody_met, within_working_days};
use lifang_sdk::{Answers, Context, Finding, Group, Judgement, Notification, Question, WorkOrder, reason, text};

/// Days before the end of a lease on which it is mentioned.
const REMIND_DAYS: i32 = 30;

pub(super) fn group<'a>() -> Group<'a> {
    let from_elsewhere =
        |answers: &Answers| answers.is("residence", "floating") || answers.is("residence", "here-unregistered");
    Group::new("newcomers", text!("newcomers"))
        .visible_when(move |answers| somebody_met(answers) && from_elsewhere(answers))
        .with(Question::flag("told-police", text!("told-police")).required())
        .with(Question::flag("leased", text!("leased")).required())
        .with(
            Question::date("lease-until", text!("lease-until"))
                .visible_when(|answers| answers.yes("leased"))
                .field("x.lease_until"),
        )
        .with(Question::flag("odd-rooms", text!("odd-rooms")).visible_when(|answers| answers.yes("leased")).required())
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.no("told-police") {
        judgement = judgement
            .finding(Finding::minor(ID, "told-police", text!("not-registered")))
            .action(WorkOrder::new(ID, "newcomers", text!("explain-registration")).due(within_working_days(call, 3)))
            .reason(reason(ID, text!("because-not-registered")).basis(LOCAL, "第四条"));
    }
    if answers.yes("odd-rooms") {
        judgement = judgement
            .finding(Finding::major(ID, "odd-rooms", text!("lets-odd-rooms")))
            .action(
                WorkOrder::new(ID, "fire-check", text!("report-odd-rooms"))
                    .to("community-staff")
                    .due(within_working_days(call, 2)),
            )
            .reason(reason(ID, text!("because-odd-rooms")).basis("商品房屋租赁管理办法", "第八条"));
    }
    let ends = answers.date("lease-until").filter(|day| *day <= call.today().plus_days(REMIND_DAYS));
    if let Some(day) = ends {
        judgement = judgement
            .action(Notification::new(ID, "grid-worker", text!("lease-ends", day = day)))
            .reason(reason(ID, text!("because-lease-ends", day = day)).basis(LOCAL, "第四条"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, on_friday, shown, well};
    use super::*;
    use lifang_sdk::Date;

    fn newcomer() -> Answers {
        let newcomer = well().but("residence", "floating");
        newcomer.with("told-police", true).with("leased", true).with("odd-rooms", false)
    }

    #[test]
    fn only_who_comes_from_elsewhere_is_asked() {
        let asked = |residence: &str| shown(&well().but("residence", residence)).iter().any(|node| node == "newcomers");
        let kinds = ["registered-here", "registered-away", "here-unregistered", "floating"];
        assert_eq!(kinds.map(asked), [false, false, true, true]);
    }

    #[test]
    fn missing_registration_and_odd_rooms_are_found() {
        assert!(found(&newcomer()).is_empty());
        let both = newcomer().but("told-police", false).but("odd-rooms", true);
        assert_eq!(found(&both), ["not-registered", "lets-odd-rooms"]);
    }

    #[test]
    fn a_lease_is_mentioned_in_its_last_thirty_days() {
        let actions = |day| {
            let answers = newcomer().with("lease-until", Date::parse(day).unwrap());
            judged(&on_friday(), &answers).unwrap().actions.len()
        };
        assert_eq!([actions("2024-03-31"), actions("2024-04-01")], [1, 0]);
    }
}
