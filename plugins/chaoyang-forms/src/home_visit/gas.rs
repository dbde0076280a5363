//! Gas: smells, and the age and kind of the hose.

use super::{ID, somebody_met, within_working_days};
use lifang_sdk::{Answers, Context, Date, Finding, Group, Judgement, Question, Text, WorkOrder, choices, reason, text};

const HOSES: &str = "GB 55009-2021 燃气工程项目规范";

/// Hours within which the gas company must have come where gas is smelt.
const GAS_HOURS: i64 = 1;

pub(super) fn group<'a>(today: Date) -> Group<'a> {
    let uses_gas = |answers: &Answers| answers.is("gas", "piped") || answers.is("gas", "bottled");
    Group::new("gas-safety", text!("gas-safety"))
        .visible_when(somebody_met)
        .with(Question::one("gas", choices("gas", ["piped", "bottled", "none"]), text!("gas")).required())
        .with(Question::flag("gas-smell", text!("gas-smell")).visible_when(uses_gas).required())
        .with(
            Question::one("gas-hose", choices("gas-hose", ["metal", "rubber"]), text!("gas-hose"))
                .visible_when(uses_gas)
                .required(),
        )
        .with(
            Question::integer("gas-hose-year", 1980..=2100, text!("gas-hose-year"))
                .visible_when(|answers| answers.is("gas-hose", "metal"))
                .hint(text!("gas-hose-year-hint"))
                .field("x.gas_hose_year")
                .check(move |answers| in_the_future(answers, today)),
        )
}

fn in_the_future(answers: &Answers, today: Date) -> Option<Text> {
    let this_year = today.ymd().0;
    (answers.integer("gas-hose-year")? > i64::from(this_year)).then(|| text!("year-ahead", year = this_year))
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
    let change =
        || WorkOrder::new(ID, "gas-report", text!("change-hose")).to("gas-company").due(within_working_days(call, 10));
    if answers.is("gas-hose", "rubber") {
        judgement = judgement
            .finding(Finding::major(ID, "gas-hose", text!("rubber-hose")))
            .action(change())
            .reason(reason(ID, text!("because-rubber-hose")).basis(HOSES, "6.1.7"));
    }
    let limit = call.setting_integer("hose_years");
    let years = answers.integer("gas-hose-year").map(|year| i64::from(call.today().ymd().0) - year);
    if let Some(years) = years.filter(|years| *years >= limit) {
        judgement = judgement
            .finding(Finding::major(ID, "gas-hose-year", text!("old-hose", years = years)))
            .action(change())
            .reason(reason(ID, text!("because-old-hose", years = years, limit = limit)).basis(HOSES, "6.1.7"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, well, winter};
    use super::*;
    use lifang_sdk::testing::Incomplete;

    fn hose(kind: &str) -> Answers {
        well().but("gas", "piped").with("gas-smell", false).with("gas-hose", kind)
    }

    #[test]
    fn a_hose_is_old_at_eight_years() {
        let of = |year: i64| found(&hose("metal").with("gas-hose-year", year));
        assert!(of(2017).is_empty());
        assert_eq!(of(2016), ["old-hose"]);
        assert!(found(&hose("metal")).is_empty(), "a year that is not known is no finding");
    }

    #[test]
    fn a_rubber_hose_is_never_new_enough() {
        assert_eq!(found(&hose("rubber")), ["rubber-hose"]);
    }

    #[test]
    fn a_hose_is_not_from_next_year() {
        let next_year = judged(&winter(), &hose("metal").with("gas-hose-year", 2025));
        assert_eq!(next_year.unwrap_err(), Incomplete::Problems(vec!["gas-hose-year".into()]));
    }

    #[test]
    fn a_smell_of_gas_comes_first() {
        assert_eq!(found(&hose("rubber").but("gas-smell", true)), ["gas-leaks", "rubber-hose"]);
    }
}
