//! Who lives here: elderly people among themselves, and how they get down the stairs.

use super::ID;
use lifang_sdk::{Answers, Finding, Group, Judgement, Question, Text, choices, reason, text};

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("family", text!("own-family"))
        .with(Question::integer("people", 1..=20, text!("own-people")).required().hint(text!("own-people-hint")))
        .with(Question::integer("elderly", 0..=20, text!("own-elderly")).required().check(too_many))
        .with(
            Question::one("touch", choices("own-touch", ["daily", "weekly", "seldom"]), text!("own-touch"))
                .visible_when(only_elderly)
                .required()
                .hint(text!("own-touch-hint")),
        )
        .with(
            Question::one("way-down", choices("own-way-down", ["easy", "slow", "hardly"]), text!("own-way-down"))
                .visible_when(|answers| answers.integer("elderly") > Some(0))
                .required(),
        )
}

/// Everybody who lives here is 60 or older: nobody younger notices when something is wrong.
fn only_elderly(answers: &Answers) -> bool {
    answers.integer("elderly") > Some(0) && answers.integer("elderly") >= answers.integer("people")
}

fn too_many(answers: &Answers) -> Option<Text> {
    let (elderly, people) = (answers.integer("elderly")?, answers.integer("people")?);
    (elderly > people).then(|| text!("own-too-many", elderly = elderly, people = people))
}

/// Elderly people on their own with whom nobody is in touch every week.
pub(super) fn lonely(answers: &Answers) -> bool {
    answers.is("touch", "seldom")
}

pub(super) fn judge(answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    let touch = match answers.one("touch") {
        Some("seldom") => Some(Finding::major(ID, "touch", text!("own-seldom"))),
        Some("weekly") => Some(Finding::minor(ID, "touch", text!("own-weekly"))),
        _ => None,
    };
    if let Some(finding) = touch {
        judgement =
            judgement.finding(finding).reason(reason(ID, text!("own-because-touch")).basis("民发〔2022〕73号", ""));
    }
    if answers.is("way-down", "hardly") {
        judgement = judgement
            .finding(Finding::major(ID, "way-down", text!("own-hardly-down")))
            .reason(reason(ID, text!("own-because-hardly-down")).basis("朝阳区网格走访办法（示例）", "第五条"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, shown, well};
    use super::*;
    use lifang_sdk::testing::Incomplete;

    fn family(people: i64, elderly: i64) -> Answers {
        well().but("people", people).but("elderly", elderly)
    }

    #[test]
    fn elderly_people_among_themselves_are_asked_who_is_in_touch() {
        let asks = |answers: &Answers, node: &str| shown(answers).iter().any(|shown| shown == node);
        let of = |answers: Answers| (asks(&answers, "touch"), asks(&answers, "way-down"));
        assert_eq!(
            [of(family(2, 0)), of(family(3, 2)), of(family(2, 2))],
            [(false, false), (false, true), (true, true)]
        );
        let alone = family(1, 1).with("way-down", "slow");
        assert_eq!(judged(&alone).unwrap_err(), Incomplete::Missing(vec!["touch".into()]));
        let of = |touch: &str| judged(&alone.clone().with("touch", touch)).unwrap().findings.len();
        assert_eq!([of("daily"), of("weekly"), of("seldom")], [0, 1, 1]);
    }

    #[test]
    fn who_hardly_gets_down_is_found() {
        assert_eq!(found(&family(3, 1).with("way-down", "hardly")), ["own-hardly-down"]);
    }

    #[test]
    fn there_are_not_more_elderly_than_people() {
        let wrong = judged(&family(1, 2).with("touch", "daily").with("way-down", "easy")).unwrap_err();
        assert_eq!(wrong, Incomplete::Problems(vec!["elderly".into()]));
    }
}
