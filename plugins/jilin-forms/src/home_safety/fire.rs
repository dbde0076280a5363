//! Electricity and fire: wires, e-bikes and their batteries, the way out.

use super::ID;
use lifang_sdk::{Answers, Finding, Group, Judgement, Question, choices, reason, text};

const LAW: &str = "中华人民共和国消防法";

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("fire", text!("own-fire"))
        .with(
            Question::one("wiring", choices("own-wiring", ["sound", "trips", "bare"]), text!("own-wiring"))
                .required()
                .hint(text!("own-wiring-hint")),
        )
        .with(
            Question::one("ebike", choices("own-ebike", ["none", "outside", "home", "stairwell"]), text!("own-ebike"))
                .required(),
        )
        .with(
            Question::flag("battery", text!("own-battery"))
                .visible_when(|answers| answers.is("ebike", "outside"))
                .required(),
        )
        .with(Question::flag("way-clear", text!("own-way-clear")).required().hint(text!("own-way-clear-hint")))
        .with(Question::flag("smoke-alarm", text!("own-smoke-alarm")))
}

pub(super) fn judge(answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    let wires = match answers.one("wiring") {
        Some("trips") => Some((Finding::minor(ID, "wiring", text!("own-wiring-often")), text!("own-because-trips"))),
        Some("bare") => Some((Finding::major(ID, "wiring", text!("own-wiring-hot")), text!("own-because-bare"))),
        _ => None,
    };
    if let Some((finding, because)) = wires {
        judgement = judgement.finding(finding).reason(reason(ID, because).basis(LAW, "第五条"));
    }
    let bike = match answers.one("ebike") {
        Some("stairwell") => Some(("ebike", text!("own-because-ebike-stairwell"), "第二十八条")),
        Some("home") => Some(("ebike", text!("own-because-battery"), "第五条")),
        _ if answers.yes("battery") => Some(("battery", text!("own-because-battery"), "第五条")),
        _ => None,
    };
    if let Some((node, because, article)) = bike {
        judgement = judgement
            .finding(Finding::major(ID, node, text!("own-ebike-inside")))
            .reason(reason(ID, because).basis(LAW, article));
    }
    if answers.no("way-clear") {
        judgement = judgement
            .finding(Finding::major(ID, "way-clear", text!("own-way-blocked")))
            .reason(reason(ID, text!("own-because-way-blocked")).basis(LAW, "第二十八条"));
    }
    if answers.no("smoke-alarm") {
        judgement = judgement
            .finding(Finding::minor(ID, "smoke-alarm", text!("own-no-smoke-alarm")))
            .reason(reason(ID, text!("own-because-no-smoke-alarm")));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, well};
    use lifang_sdk::testing::Incomplete;

    #[test]
    fn a_battery_upstairs_is_as_bad_as_the_bike() {
        let outside = well().but("ebike", "outside");
        assert_eq!(judged(&outside).unwrap_err(), Incomplete::Missing(vec!["battery".into()]));
        assert!(found(&outside.clone().with("battery", false)).is_empty());
        assert_eq!(found(&outside.with("battery", true)), ["own-ebike-inside"]);
        let article = |place: &str| judged(&well().but("ebike", place)).unwrap().reasons[0].basis.clone().unwrap();
        assert_eq!([article("home").article, article("stairwell").article], ["第五条", "第二十八条"]);
    }

    #[test]
    fn wires_ways_and_alarms_are_found() {
        let poor = well().but("wiring", "bare").but("way-clear", false).but("smoke-alarm", false);
        assert_eq!(found(&poor), ["own-wiring-hot", "own-way-blocked", "own-no-smoke-alarm"]);
        assert_eq!(found(&well().but("wiring", "trips")), ["own-wiring-often"]);
    }
}
