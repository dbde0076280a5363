//! The rest of the home: gas, the main switch, e-bikes.

use super::ID;
use lifang_sdk::{Answers, Finding, Group, Judgement, Note, Question, choices, reason, text};

const FIRE_LAW: &str = "中华人民共和国消防法";

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("home", text!("own-home"))
        .with(Question::one("gas", choices("own-gas", ["piped", "bottled", "none"]), text!("own-gas")).required())
        .with(
            Question::flag("gas-smell", text!("own-gas-smell"))
                .visible_when(|answers| answers.is("gas", "piped") || answers.is("gas", "bottled"))
                .required()
                .hint(text!("own-gas-smell-hint")),
        )
        .with(Note::new("gas-now", text!("own-gas-now")).visible_when(|answers| answers.yes("gas-smell")))
        .with(Question::flag("mains", text!("own-mains")).required().hint(text!("own-mains-hint")))
        .with(
            Question::one("ebike", choices("own-ebike", ["none", "outside", "home", "stairwell"]), text!("own-ebike"))
                .required(),
        )
}

pub(super) fn judge(answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.yes("gas-smell") {
        judgement = judgement
            .finding(Finding::critical(ID, "gas-smell", text!("own-gas-leaks")))
            .reason(reason(ID, text!("own-because-gas-leaks")).basis("城镇燃气管理条例", "第四十条"));
    }
    if answers.no("mains") {
        let finding = Finding::minor(ID, "mains", text!("own-no-mains"));
        judgement = judgement.finding(finding).reason(reason(ID, text!("own-because-mains")));
    }
    let bike = match answers.one("ebike") {
        Some("stairwell") => Some((text!("own-because-ebike-stairwell"), "第二十八条")),
        Some("home") => Some((text!("own-because-ebike-home"), "第五条")),
        _ => None,
    };
    if let Some((because, article)) = bike {
        judgement = judgement
            .finding(Finding::major(ID, "ebike", text!("own-ebike-inside")))
            .reason(reason(ID, because).basis(FIRE_LAW, article));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, well};
    use lifang_sdk::testing::Incomplete;

    #[test]
    fn who_has_gas_is_asked_whether_it_smells() {
        let bottled = well().but("gas", "bottled");
        assert_eq!(judged(&bottled).unwrap_err(), Incomplete::Missing(vec!["gas-smell".into()]));
        assert!(found(&bottled.with("gas-smell", false)).is_empty());
    }

    #[test]
    fn switches_and_bikes_are_found() {
        assert_eq!(found(&well().but("mains", false).but("ebike", "home")), ["own-no-mains", "own-ebike-inside"]);
    }
}
