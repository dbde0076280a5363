//! The kitchen: gas that is smelt, and the age and kind of the hose.

use super::ID;
use lifang_sdk::{Answers, Context, Date, Finding, Group, Judgement, Note, Question, Text, choices, reason, text};

const HOSES: &str = "GB 55009-2021 燃气工程项目规范";

pub(super) fn group<'a>(today: Date) -> Group<'a> {
    Group::new("kitchen", text!("own-kitchen"))
        .with(Question::one("gas", choices("own-gas", ["piped", "bottled", "none"]), text!("own-gas")).required())
        .with(
            Question::flag("gas-smell", text!("own-gas-smell"))
                .visible_when(uses_gas)
                .required()
                .hint(text!("own-gas-smell-hint")),
        )
        .with(Note::new("gas-now", text!("own-gas-now")).visible_when(|answers| answers.yes("gas-smell")))
        .with(
            Question::one("gas-hose", choices("own-gas-hose", ["metal", "rubber", "unsure"]), text!("own-gas-hose"))
                .visible_when(uses_gas)
                .required()
                .hint(text!("own-gas-hose-hint")),
        )
        .with(
            Question::integer("gas-hose-year", 1980..=2100, text!("own-gas-hose-year"))
                .visible_when(|answers| answers.is("gas-hose", "metal"))
                .hint(text!("own-gas-hose-year-hint"))
                .check(move |answers| in_the_future(answers, today)),
        )
}

fn uses_gas(answers: &Answers) -> bool {
    answers.is("gas", "piped") || answers.is("gas", "bottled")
}

fn in_the_future(answers: &Answers, today: Date) -> Option<Text> {
    let this_year = today.ymd().0;
    (answers.integer("gas-hose-year")? > i64::from(this_year)).then(|| text!("year-ahead", year = this_year))
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.yes("gas-smell") {
        judgement = judgement
            .finding(Finding::critical(ID, "gas-smell", text!("own-gas-leaks")))
            .reason(reason(ID, text!("own-because-gas-leaks")).basis("城镇燃气管理条例", "第四十条"));
    }
    if answers.is("gas-hose", "rubber") {
        judgement = judgement
            .finding(Finding::major(ID, "gas-hose", text!("own-rubber-hose")))
            .reason(reason(ID, text!("own-because-rubber-hose")).basis(HOSES, "6.1.7"));
    }
    let limit = call.setting_integer("hose_years");
    let years = answers.integer("gas-hose-year").map(|year| i64::from(call.today().ymd().0) - year);
    if let Some(years) = years.filter(|years| *years >= limit) {
        judgement = judgement
            .finding(Finding::major(ID, "gas-hose-year", text!("own-old-hose", years = years)))
            .reason(reason(ID, text!("own-because-old-hose", limit = limit)).basis(HOSES, "6.1.7"));
    }
    judgement
}

/// The gas company is to look at the hose.
pub(super) fn hose_is_due(call: &Context<'_>, answers: &Answers) -> bool {
    judge(call, answers).findings.iter().any(|finding| finding.node.starts_with("gas-hose"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, shown, well};
    use lifang_sdk::testing::Incomplete;

    #[test]
    fn a_hose_is_old_at_eight_years_and_not_from_next_year() {
        let of = |year: i64| well().with("gas-hose-year", year);
        assert!(found(&of(2017)).is_empty());
        assert_eq!(found(&of(2016)), ["own-old-hose"]);
        assert_eq!(judged(&of(2025)).unwrap_err(), Incomplete::Problems(vec!["gas-hose-year".into()]));
        assert!(found(&well().but("gas-hose", "unsure")).is_empty());
        assert_eq!(found(&well().but("gas-hose", "rubber")), ["own-rubber-hose"]);
    }

    #[test]
    fn a_smell_of_gas_says_at_once_what_to_do() {
        assert!(!shown(&well()).contains(&"gas-now".to_owned()));
        assert!(shown(&well().but("gas-smell", true)).contains(&"gas-now".to_owned()));
        let none = shown(&well().but("gas", "none"));
        assert!(!none.iter().any(|node| node.starts_with("gas-")), "{none:?}");
    }
}
