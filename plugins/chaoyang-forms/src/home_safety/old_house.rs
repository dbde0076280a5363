//! The old house: stoves, pipes, wires, and what stands where people must get out.

use super::ID;
use lifang_sdk::{Answers, Finding, Group, Judgement, Note, Question, Text, choices, reason, text};

/// Stands for the district's own rules; an example, no real document.
const LOCAL: &str = "朝阳区网格走访办法（示例）";
const FIRE_LAW: &str = "中华人民共和国消防法";

pub(super) fn group<'a>() -> Group<'a> {
    let heatings = choices("own-heating", ["central", "gas-boiler", "stove", "electric"]);
    let heaps = choices("own-heaps", ["none", "balcony", "corridor", "stairwell"]);
    Group::new("old-house", text!("own-old-house"))
        .with(Question::one("heating", heatings, text!("own-heating")).required())
        .with(
            Question::flag("co-alarm", text!("own-co-alarm"))
                .visible_when(|answers| answers.is("heating", "stove"))
                .required()
                .hint(text!("own-co-alarm-hint")),
        )
        .with(
            Question::one("pipes", choices("own-pipes", ["sound", "seeping", "burst"]), text!("own-pipes")).required(),
        )
        .with(Note::new("pipes-now", text!("own-pipes-now")).visible_when(|answers| answers.is("pipes", "burst")))
        .with(
            Question::one("wiring", choices("own-wiring", ["sound", "aged", "bare"]), text!("own-wiring"))
                .required()
                .hint(text!("own-wiring-hint")),
        )
        .with(
            Question::many("heaps", heaps, text!("own-heaps"))
                .required()
                .hint(text!("own-heaps-hint"))
                .check(none_and_some),
        )
        .with(
            Question::one("ebike", choices("own-ebike", ["none", "outside", "home", "stairwell"]), text!("own-ebike"))
                .required()
                .check(bike_and_nothing),
        )
}

fn none_and_some(answers: &Answers) -> Option<Text> {
    (answers.is("heaps", "none") && answers.many("heaps")?.len() > 1).then(|| text!("own-heaps-both"))
}

/// A bike in the stairwell stands in the way, even if it is one's own.
fn bike_and_nothing(answers: &Answers) -> Option<Text> {
    (answers.is("ebike", "stairwell") && answers.is("heaps", "none")).then(|| text!("own-ebike-heaps"))
}

pub(super) fn judge(answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.no("co-alarm") {
        judgement = judgement
            .finding(Finding::critical(ID, "co-alarm", text!("own-stove")))
            .reason(reason(ID, text!("own-because-stove")).basis(LOCAL, "第六条"));
    }
    let pipes = match answers.one("pipes") {
        Some("burst") => Some(Finding::critical(ID, "pipes", text!("own-pipes-are-burst"))),
        Some("seeping") => Some(Finding::minor(ID, "pipes", text!("own-pipes-seep"))),
        _ => None,
    };
    if let Some(finding) = pipes {
        judgement = judgement.finding(finding).reason(reason(ID, text!("own-because-pipes")).basis(LOCAL, "第六条"));
    }
    let wires = match answers.one("wiring") {
        Some("bare") => Some((Finding::major(ID, "wiring", text!("own-wires-bare")), text!("own-because-bare"))),
        Some("aged") => Some((Finding::minor(ID, "wiring", text!("own-wires-aged")), text!("own-because-aged"))),
        _ => None,
    };
    if let Some((finding, because)) = wires {
        judgement = judgement.finding(finding).reason(reason(ID, because).basis(LOCAL, "第八条"));
    }
    if answers.is("heaps", "corridor") || answers.is("heaps", "stairwell") {
        judgement = judgement
            .finding(Finding::major(ID, "heaps", text!("own-way-blocked")))
            .reason(reason(ID, text!("own-because-way-blocked")).basis(FIRE_LAW, "第二十八条"));
    }
    if answers.is("heaps", "balcony") {
        judgement = judgement
            .finding(Finding::minor(ID, "heaps", text!("own-balcony-full")))
            .reason(reason(ID, text!("own-because-balcony")).basis(FIRE_LAW, "第五条"));
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
    fn a_stove_without_an_alarm_is_a_danger() {
        let stove = well().but("heating", "stove");
        assert_eq!(judged(&stove).unwrap_err(), Incomplete::Missing(vec!["co-alarm".into()]));
        assert!(found(&stove.clone().with("co-alarm", true)).is_empty());
        assert_eq!(found(&stove.with("co-alarm", false)), ["own-stove"]);
    }

    #[test]
    fn nothing_and_something_cannot_both_stand_there() {
        let both = well().but("heaps", ["none", "balcony"]);
        assert_eq!(judged(&both).unwrap_err(), Incomplete::Problems(vec!["heaps".into()]));
        let bike = well().but("ebike", "stairwell");
        assert_eq!(judged(&bike).unwrap_err(), Incomplete::Problems(vec!["ebike".into()]));
        assert_eq!(found(&bike.but("heaps", ["stairwell"])), ["own-way-blocked", "own-ebike-inside"]);
    }

    #[test]
    fn what_is_old_is_found() {
        let poor = well().but("pipes", "seeping").but("wiring", "aged").but("heaps", ["balcony", "corridor"]);
        assert_eq!(found(&poor), ["own-pipes-seep", "own-wires-aged", "own-way-blocked", "own-balcony-full"]);
        assert_eq!(found(&well().but("wiring", "bare")), ["own-wires-bare"]);
    }
}
