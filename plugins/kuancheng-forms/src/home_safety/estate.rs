//! Outside the door: e-bikes, exit doors, lifts, and the property firm's number.

use super::ID;
use lifang_sdk::{Answers, Finding, Group, Judgement, Note, Question, choices, reason, text};

const FIRE_LAW: &str = "中华人民共和国消防法";

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("estate", text!("own-estate"))
        .with(
            Question::one(
                "ebike",
                choices("own-ebike", ["none", "shared", "battery", "upstairs", "home"]),
                text!("own-ebike"),
            )
            .required(),
        )
        .with(
            Question::one(
                "exit-doors",
                choices("own-exit-doors", ["shut", "propped", "blocked"]),
                text!("own-exit-doors"),
            )
            .required()
            .hint(text!("own-exit-doors-hint")),
        )
        .with(Question::one("lift", choices("own-lift", ["none", "fine", "faults"]), text!("own-lift")).required())
        .with(
            Note::new("trapped", text!("own-trapped"))
                .visible_when(|answers| answers.is("lift", "fine") || answers.is("lift", "faults")),
        )
        .with(
            Question::flag("property-number", text!("own-property-number"))
                .required()
                .hint(text!("own-property-number-hint")),
        )
}

pub(super) fn judge(answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    let bike = match answers.one("ebike") {
        Some("upstairs") => Some((text!("own-because-ebike-upstairs"), "高层民用建筑消防安全管理规定", "第三十七条")),
        Some("home" | "battery") => Some((text!("own-because-battery"), FIRE_LAW, "第五条")),
        _ => None,
    };
    if let Some((because, document, article)) = bike {
        judgement = judgement
            .finding(Finding::major(ID, "ebike", text!("own-ebike-inside")))
            .reason(reason(ID, because).basis(document, article));
    }
    if answers.is("exit-doors", "propped") || answers.is("exit-doors", "blocked") {
        judgement = judgement
            .finding(Finding::major(ID, "exit-doors", text!("own-exit-doors-wrong")))
            .reason(reason(ID, text!("own-because-exit-doors")).basis(FIRE_LAW, "第二十八条"));
    }
    if answers.is("lift", "faults") {
        judgement = judgement
            .finding(Finding::major(ID, "lift", text!("own-lift-fails")))
            .reason(reason(ID, text!("own-because-lift-fails")).basis("中华人民共和国民法典", "第九百四十二条"));
    }
    if answers.no("property-number") {
        judgement = judgement
            .finding(Finding::minor(ID, "property-number", text!("own-no-number")))
            .reason(reason(ID, text!("own-because-no-number")));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, shown, well};

    #[test]
    fn a_battery_upstairs_is_as_bad_as_the_bike() {
        assert!(found(&well().but("ebike", "shared")).is_empty());
        assert_eq!(found(&well().but("ebike", "battery")), ["own-ebike-inside"]);
        let document =
            |place: &str| judged(&well().but("ebike", place)).unwrap().reasons[0].basis.clone().unwrap().document;
        assert_eq!([document("upstairs"), document("home")], ["高层民用建筑消防安全管理规定", "中华人民共和国消防法"]);
    }

    #[test]
    fn where_there_is_a_lift_it_says_what_to_do_when_trapped() {
        let told = |lift: &str| shown(&well().but("lift", lift)).contains(&"trapped".to_owned());
        assert_eq!([told("none"), told("fine"), told("faults")], [false, true, true]);
        assert_eq!(found(&well().but("lift", "faults")), ["own-lift-fails"]);
        assert!(found(&well().but("lift", "none")).is_empty());
    }

    #[test]
    fn doors_and_numbers_are_found() {
        let poor = well().but("exit-doors", "propped").but("property-number", false);
        assert_eq!(found(&poor), ["own-exit-doors-wrong", "own-no-number"]);
    }
}
