//! Behind one's own door: gas, and building work that touches walls the house stands on.

use super::ID;
use lifang_sdk::{Answers, Finding, Group, Judgement, Note, Question, Text, choices, reason, text};

const CODE: &str = "中华人民共和国民法典";
const DECORATION: &str = "住宅室内装饰装修管理办法";

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("home", text!("own-home"))
        .with(Question::flag("gas-smell", text!("own-gas-smell")).required().hint(text!("own-gas-smell-hint")))
        .with(Note::new("gas-now", text!("own-gas-now")).visible_when(|answers| answers.yes("gas-smell")))
        .with(
            Question::one(
                "building-work",
                choices("own-building-work", ["none", "planned", "going"]),
                text!("own-building-work"),
            )
            .required(),
        )
        .with(Question::flag("firm-told", text!("own-firm-told")).visible_when(builds).required())
        .with(
            Question::many(
                "changes",
                choices("own-changes", ["surface", "partition", "bearing", "pipes"]),
                text!("own-changes"),
            )
            .visible_when(builds)
            .required()
            .hint(text!("own-changes-hint")),
        )
        .with(
            Question::flag("design", text!("own-design"))
                .visible_when(|answers| answers.is("changes", "bearing"))
                .required()
                .hint(text!("own-design-hint"))
                .check(designed_in_secret),
        )
}

fn builds(answers: &Answers) -> bool {
    answers.is("building-work", "planned") || answers.is("building-work", "going")
}

/// Whoever has a design approved has told the property firm: it checks such papers at the gate.
fn designed_in_secret(answers: &Answers) -> Option<Text> {
    (answers.yes("design") && answers.no("firm-told")).then(|| text!("own-design-untold"))
}

pub(super) fn judge(answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.yes("gas-smell") {
        judgement = judgement
            .finding(Finding::critical(ID, "gas-smell", text!("own-gas-leaks")))
            .reason(reason(ID, text!("own-because-gas-leaks")).basis("城镇燃气管理条例", "第四十条"));
    }
    if answers.no("design") {
        judgement = judgement
            .finding(Finding::critical(ID, "changes", text!("own-wall-falls")))
            .reason(reason(ID, text!("own-because-wall")).basis(DECORATION, "第五条"));
    }
    if answers.no("firm-told") {
        judgement = judgement
            .finding(Finding::minor(ID, "firm-told", text!("own-firm-untold")))
            .reason(reason(ID, text!("own-because-untold")).basis(CODE, "第九百四十五条"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, shown, well};
    use super::*;
    use lifang_sdk::testing::Incomplete;

    fn building(told: bool, changes: &[&str]) -> Answers {
        let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
        well().but("building-work", "going").with("firm-told", told).with("changes", lifang_sdk::Value::Codes(changes))
    }

    #[test]
    fn who_builds_is_asked_what_and_whether_the_firm_knows() {
        let unasked = judged(&well().but("building-work", "planned")).unwrap_err();
        assert_eq!(unasked, Incomplete::Missing(vec!["firm-told".into(), "changes".into()]));
        assert!(found(&building(true, &["surface", "partition"])).is_empty());
        assert_eq!(found(&building(false, &["surface"])), ["own-firm-untold"]);
    }

    #[test]
    fn a_bearing_wall_stays_unless_it_was_designed_for() {
        let wall = building(true, &["bearing"]);
        assert_eq!(judged(&wall).unwrap_err(), Incomplete::Missing(vec!["design".into()]));
        assert!(found(&wall.clone().with("design", true)).is_empty());
        let judgement = judged(&wall.with("design", false)).unwrap();
        assert_eq!(judgement.findings[0].text, text!("own-wall-falls"));
        assert_eq!(judgement.reasons[0].basis.as_ref().unwrap().document, DECORATION);
        let secret = judged(&building(false, &["bearing"]).with("design", true)).unwrap_err();
        assert_eq!(secret, Incomplete::Problems(vec!["design".into()]));
    }

    #[test]
    fn a_smell_of_gas_says_at_once_what_to_do() {
        assert!(!shown(&well()).contains(&"gas-now".to_owned()));
        assert!(shown(&well().but("gas-smell", true)).contains(&"gas-now".to_owned()));
    }
}
