//! Fire and gas: what every household is asked.

use super::{ID, somebody_met, within_working_days};
use lifang_sdk::{Answers, Context, Finding, Group, Judgement, Question, WorkOrder, choices, reason, text};

const FIRE_LAW: &str = "中华人民共和国消防法";

/// Hours within which the gas company must have come where gas is smelt.
const GAS_HOURS: i64 = 1;

/// Hours within which an exit must be clear again.
const EXIT_HOURS: i64 = 24;

pub(super) fn group<'a>() -> Group<'a> {
    let uses_gas = |answers: &Answers| answers.is("gas", "piped") || answers.is("gas", "bottled");
    Group::new("safety", text!("safety"))
        .visible_when(somebody_met)
        .with(Question::one("gas", choices("gas", ["piped", "bottled", "none"]), text!("gas")).required())
        .with(
            Question::flag("gas-smell", text!("gas-smell"))
                .visible_when(uses_gas)
                .required()
                .hint(text!("gas-smell-hint")),
        )
        .with(
            Question::one("gas-hose", choices("gas-hose", ["metal", "rubber", "unseen"]), text!("gas-hose"))
                .visible_when(uses_gas)
                .required(),
        )
        .with(
            Question::one("ebike", choices("ebike", ["none", "outside", "home", "stairwell"]), text!("ebike"))
                .required(),
        )
        .with(Question::flag("exit-clear", text!("exit-clear")).required())
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.yes("gas-smell") {
        judgement = judgement
            .finding(Finding::critical(ID, "gas-smell", text!("gas-leaks")))
            .action(
                WorkOrder::new(ID, "gas-report", text!("call-gas-company"))
                    .to("gas-company")
                    .due(call.now().plus_hours(GAS_HOURS))
                    .urgent(),
            )
            .reason(reason(ID, text!("because-gas-leaks")).basis("城镇燃气管理条例", "第四十条"));
    }
    if answers.is("gas-hose", "rubber") {
        judgement = judgement
            .finding(Finding::major(ID, "gas-hose", text!("rubber-hose")))
            .action(
                WorkOrder::new(ID, "gas-report", text!("change-hose"))
                    .to("gas-company")
                    .due(within_working_days(call, 10)),
            )
            .reason(reason(ID, text!("because-rubber-hose")).basis("GB 55009-2021 燃气工程项目规范", "6.1.7"));
    }
    let ebike = match answers.one("ebike") {
        Some("stairwell") => Some((text!("because-ebike-stairwell"), "第二十八条")),
        Some("home") => Some((text!("because-ebike-home"), "第五条")),
        _ => None,
    };
    if let Some((because, article)) = ebike {
        judgement = judgement
            .finding(Finding::major(ID, "ebike", text!("ebike-inside")))
            .action(WorkOrder::new(ID, "fire-check", text!("move-ebike")).due(call.now().plus_hours(EXIT_HOURS)))
            .reason(reason(ID, because).basis(FIRE_LAW, article));
    }
    if answers.no("exit-clear") {
        judgement = judgement
            .finding(Finding::major(ID, "exit-clear", text!("exit-blocked")))
            .action(WorkOrder::new(ID, "fire-check", text!("clear-exit")).due(call.now().plus_hours(EXIT_HOURS)))
            .reason(reason(ID, text!("because-exit-blocked")).basis(FIRE_LAW, "第二十八条"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, well};
    use super::*;
    use lifang_sdk::testing::Incomplete;
    use lifang_sdk::{Action, Date, Priority};

    fn gas(smell: bool, hose: &str) -> Answers {
        well().but("gas", "piped").with("gas-smell", smell).with("gas-hose", hose)
    }

    #[test]
    fn a_smell_of_gas_brings_the_company_within_the_hour() {
        let judgement = judged(&gas(true, "metal")).unwrap();
        let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!((order.to.as_str(), order.priority), ("gas-company", Priority::Urgent));
        assert_eq!(order.due, Some(Date::parse("2024-03-01").unwrap().at(10, 0).0));
    }

    #[test]
    fn a_rubber_hose_is_to_be_changed() {
        assert!(found(&gas(false, "metal")).is_empty());
        assert_eq!(found(&gas(false, "rubber")), ["rubber-hose"]);
    }

    #[test]
    fn who_has_gas_is_asked_about_it() {
        let unasked = judged(&well().but("gas", "bottled"));
        assert_eq!(unasked.unwrap_err(), Incomplete::Missing(vec!["gas-smell".into(), "gas-hose".into()]));
    }

    #[test]
    fn bikes_inside_and_blocked_exits_are_found() {
        assert!(found(&well().but("ebike", "outside")).is_empty());
        assert_eq!(found(&well().but("ebike", "home").but("exit-clear", false)), ["ebike-inside", "exit-blocked"]);
    }
}
