//! Who lives here: elderly people among themselves, children near windows high up.

use super::ID;
use lifang_sdk::{Answers, Finding, Group, Judgement, Question, Text, reason, text};

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("family", text!("own-family"))
        .with(Question::integer("people", 1..=20, text!("own-people")).required().hint(text!("own-people-hint")))
        .with(Question::integer("elderly", 0..=20, text!("own-elderly")).required().check(too_many))
        .with(
            Question::flag("looked-after", text!("own-looked-after"))
                .visible_when(only_elderly)
                .required()
                .hint(text!("own-looked-after-hint")),
        )
        .with(Question::integer("children", 0..=20, text!("own-children")).required().check(too_many))
        .with(
            Question::flag("windows", text!("own-windows"))
                .visible_when(|answers| answers.integer("children") > Some(0))
                .required()
                .hint(text!("own-windows-hint")),
        )
}

/// Everybody who lives here is 60 or older: nobody younger notices when something is wrong.
fn only_elderly(answers: &Answers) -> bool {
    answers.integer("elderly") > Some(0) && answers.integer("elderly") >= answers.integer("people")
}

fn too_many(answers: &Answers) -> Option<Text> {
    let people = answers.integer("people")?;
    let counted = answers.integer("elderly").unwrap_or(0) + answers.integer("children").unwrap_or(0);
    (counted > people).then(|| text!("own-too-many", counted = counted, people = people))
}

pub(super) fn judge(answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.no("looked-after") {
        judgement = judgement
            .finding(Finding::major(ID, "looked-after", text!("own-nobody-looks")))
            .reason(reason(ID, text!("own-because-nobody-looks")).basis("民发〔2022〕73号", ""));
    }
    if answers.no("windows") {
        judgement = judgement
            .finding(Finding::major(ID, "windows", text!("own-windows-open")))
            .reason(reason(ID, text!("own-because-windows")).basis("中华人民共和国未成年人保护法", "第十八条"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, shown, well};
    use super::*;
    use lifang_sdk::testing::Incomplete;

    fn family(people: i64, elderly: i64, children: i64) -> Answers {
        well().but("people", people).but("elderly", elderly).but("children", children)
    }

    #[test]
    fn elderly_people_among_themselves_are_asked_who_looks_in() {
        let asked = |answers: &Answers| shown(answers).iter().any(|node| node == "looked-after");
        assert_eq!([family(1, 1, 0), family(2, 2, 0), family(3, 2, 0)].map(|f| asked(&f)), [true, true, false]);
        assert_eq!(found(&family(1, 1, 0).with("looked-after", false)), ["own-nobody-looks"]);
    }

    #[test]
    fn children_high_up_need_guarded_windows() {
        assert_eq!(judged(&family(3, 0, 1)).unwrap_err(), Incomplete::Missing(vec!["windows".into()]));
        assert_eq!(found(&family(3, 0, 1).with("windows", false)), ["own-windows-open"]);
    }

    #[test]
    fn there_are_not_more_old_and_young_than_people() {
        let wrong = judged(&family(2, 1, 2).with("windows", true)).unwrap_err();
        assert_eq!(wrong, Incomplete::Problems(vec!["elderly".into(), "children".into()]));
    }
}
