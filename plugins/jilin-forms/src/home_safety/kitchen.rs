//! The kitchen: gas that is smelt, hoses, alarms.

use super::ID;
use lifang_sdk::{Answers, Finding, Group, Judgement, Note, Question, choices, reason, text};

pub(super) fn group<'a>() -> Group<'a> {
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
        .with(Question::flag("gas-alarm", text!("own-gas-alarm")).visible_when(uses_gas).required())
}

fn uses_gas(answers: &Answers) -> bool {
    answers.is("gas", "piped") || answers.is("gas", "bottled")
}

pub(super) fn judge(answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.yes("gas-smell") {
        judgement = judgement
            .finding(Finding::critical(ID, "gas-smell", text!("own-gas-leaks")))
            .reason(reason(ID, text!("own-because-gas-leaks")).basis("城镇燃气管理条例", "第四十条"));
    }
    if answers.is("gas-hose", "rubber") {
        judgement = judgement
            .finding(Finding::major(ID, "gas-hose", text!("own-rubber-hose")))
            .reason(reason(ID, text!("own-because-rubber-hose")).basis("GB 55009-2021 燃气工程项目规范", "6.1.7"));
    }
    if answers.no("gas-alarm") {
        judgement = judgement
            .finding(Finding::minor(ID, "gas-alarm", text!("own-no-gas-alarm")))
            .reason(reason(ID, text!("own-because-no-gas-alarm")));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, shown, well};

    #[test]
    fn a_smell_of_gas_says_at_once_what_to_do() {
        assert!(!shown(&well()).contains(&"gas-now".to_owned()));
        assert!(shown(&well().but("gas-smell", true)).contains(&"gas-now".to_owned()));
    }

    #[test]
    fn hoses_and_alarms_are_found() {
        let poor = well().but("gas-hose", "rubber").but("gas-alarm", false);
        assert_eq!(found(&poor), ["own-rubber-hose", "own-no-gas-alarm"]);
        assert!(found(&well().but("gas-hose", "unsure")).is_empty());
    }
}
