//! Who lives here, and who could not get out alone.

use super::ID;
use lifang_sdk::{Answers, Finding, Group, Judgement, Question, Text, reason, text};

pub(super) fn group<'a>() -> Group<'a> {
    Group::new("family", text!("own-family"))
        .with(Question::integer("people", 1..=20, text!("own-people")).required().hint(text!("own-people-hint")))
        .with(
            Question::integer("elderly", 0..=20, text!("own-elderly")).required().check(|all| too_many(all, "elderly")),
        )
        .with(
            Question::integer("slow", 0..=20, text!("own-slow"))
                .required()
                .hint(text!("own-slow-hint"))
                .check(|all| too_many(all, "slow")),
        )
        .with(
            Question::flag("looked-after", text!("own-looked-after"))
                .visible_when(|all| all.integer("elderly") > Some(0) && all.integer("elderly") >= all.integer("people"))
                .required()
                .hint(text!("own-looked-after-hint")),
        )
}

fn too_many(answers: &Answers, question: &str) -> Option<Text> {
    let (counted, people) = (answers.integer(question)?, answers.integer("people")?);
    (counted > people).then(|| text!("own-too-many", counted = counted, people = people))
}

pub(super) fn judge(answers: &Answers) -> Judgement {
    if !answers.no("looked-after") {
        return Judgement::new();
    }
    Judgement::new()
        .finding(Finding::major(ID, "looked-after", text!("own-nobody-looks")))
        .reason(reason(ID, text!("own-because-nobody-looks")).basis("民发〔2022〕73号", ""))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, well};
    use lifang_sdk::testing::Incomplete;

    #[test]
    fn elderly_people_among_themselves_are_asked_who_looks_in() {
        let alone = well().but("people", 1).but("elderly", 1);
        assert_eq!(judged(&alone).unwrap_err(), Incomplete::Missing(vec!["looked-after".into()]));
        assert!(found(&alone.clone().with("looked-after", true)).is_empty());
        assert_eq!(found(&alone.with("looked-after", false)), ["own-nobody-looks"]);
    }

    #[test]
    fn nobody_is_counted_who_does_not_live_there() {
        let wrong = judged(&well().but("slow", 3)).unwrap_err();
        assert_eq!(wrong, Incomplete::Problems(vec!["slow".into()]));
    }
}
