//! Water: how low the home lies, what it did before, where to go when it comes again.

use super::ID;
use lifang_sdk::{Answers, Finding, Group, Judgement, Note, Question, Text, choices, reason, text};

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("water", text!("own-water"))
        .with(
            Question::one("floor", choices("own-floor", ["cellar", "ground", "upper"]), text!("own-floor")).required(),
        )
        .with(Question::flag("flooded", text!("own-flooded")).visible_when(low).required())
        .with(Question::flag("water-now", text!("own-water-now")).required().check(water_upstairs))
        .with(Note::new("water-first", text!("own-water-first")).visible_when(|answers| answers.yes("water-now")))
        .with(
            Question::one("drain", choices("own-drain", ["clear", "slow", "blocked"]), text!("own-drain"))
                .visible_when(low)
                .required()
                .hint(text!("own-drain-hint")),
        )
        .with(
            Question::flag("sockets-low", text!("own-sockets-low"))
                .visible_when(|answers| answers.yes("flooded"))
                .required(),
        )
        .with(Question::flag("shelter", text!("own-shelter")).required().hint(text!("own-shelter-hint")))
}

fn low(answers: &Answers) -> bool {
    answers.is("floor", "cellar") || answers.is("floor", "ground")
}

/// Rain does not stand on an upper floor: what runs there is a pipe.
fn water_upstairs(answers: &Answers) -> Option<Text> {
    (answers.yes("water-now") && answers.is("floor", "upper")).then(|| text!("own-water-upstairs"))
}

pub(super) fn judge(answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.yes("water-now") {
        judgement = judgement
            .finding(Finding::critical(ID, "water-now", text!("own-water-stands")))
            .reason(reason(ID, text!("own-because-water-stands")));
    }
    if answers.yes("flooded") {
        let finding = Finding::minor(ID, "flooded", text!("own-was-flooded"));
        judgement = judgement.finding(finding).reason(reason(ID, text!("own-because-flooded")));
    }
    let drain = match answers.one("drain") {
        Some("blocked") => Some(Finding::major(ID, "drain", text!("own-drain-stuck"))),
        Some("slow") => Some(Finding::minor(ID, "drain", text!("own-drain-slows"))),
        _ => None,
    };
    if let Some(finding) = drain {
        judgement = judgement.finding(finding).reason(reason(ID, text!("own-because-drain")));
    }
    if answers.yes("sockets-low") {
        judgement = judgement
            .finding(Finding::major(ID, "sockets-low", text!("own-sockets-wet")))
            .reason(reason(ID, text!("own-because-sockets")));
    }
    if answers.no("shelter") {
        let helpless = low(answers) || answers.integer("slow") > Some(0);
        let said = text!("own-no-shelter");
        let finding = if helpless { Finding::major(ID, "shelter", said) } else { Finding::minor(ID, "shelter", said) };
        judgement = judgement.finding(finding).reason(reason(ID, text!("own-because-shelter")));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, shown, well};
    use super::*;
    use lifang_sdk::Severity;
    use lifang_sdk::testing::Incomplete;

    fn low_down() -> Answers {
        well().but("floor", "ground").with("flooded", false).with("drain", "clear")
    }

    #[test]
    fn only_who_lives_low_is_asked_about_floods() {
        let asks = |answers: &Answers, node: &str| shown(answers).iter().any(|shown| shown == node);
        assert!(!asks(&well(), "flooded") && asks(&low_down(), "flooded") && !asks(&low_down(), "sockets-low"));
        assert!(found(&low_down()).is_empty());
        let flooded = low_down().but("flooded", true);
        assert_eq!(judged(&flooded).unwrap_err(), Incomplete::Missing(vec!["sockets-low".into()]));
        assert_eq!(found(&flooded.with("sockets-low", true)), ["own-was-flooded", "own-sockets-wet"]);
    }

    #[test]
    fn water_upstairs_is_a_pipe() {
        let upstairs = well().but("water-now", true).with("where", "1栋1单元601");
        assert_eq!(judged(&upstairs).unwrap_err(), Incomplete::Problems(vec!["water-now".into()]));
        assert!(shown(&low_down().but("water-now", true)).contains(&"water-first".to_owned()));
    }

    #[test]
    fn not_to_know_the_shelter_is_worse_for_who_is_slow_or_lives_low() {
        let severity = |answers: &Answers| judged(&answers.but("shelter", false)).unwrap().findings[0].severity;
        assert_eq!(severity(&well()), Severity::Minor);
        assert_eq!(severity(&low_down()), Severity::Major);
        assert_eq!(severity(&well().but("slow", 1)), Severity::Major);
    }

    #[test]
    fn drains_are_found() {
        assert_eq!(found(&low_down().but("drain", "blocked")), ["own-drain-stuck"]);
        assert_eq!(found(&low_down().but("drain", "slow")), ["own-drain-slows"]);
    }
}
