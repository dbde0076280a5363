//! Who lives here and how they are registered; and what follows when nobody opens.

use super::{ID, LOCAL, somebody_met};
use lifang_sdk::data::codes::{Living, Residence};
use lifang_sdk::{Answers, Context, Date, Group, Judgement, Question, Text, Visit, choices, choices_of, reason, text};

/// How long a visit that met nobody may be put off, in days. Most who live here work by day, so the next try may wait for a
/// weekend or two.
const RETRY_DAYS: i32 = 10;

pub(super) fn group<'a>(today: Date) -> Group<'a> {
    Group::new("household", text!("household"))
        .with(Question::one("met", choices("met", ["resident", "family", "nobody"]), text!("met")).required())
        .with(
            Question::date("next-try", text!("next-try"))
                .visible_when(|answers| answers.is("met", "nobody"))
                .required()
                .check(move |answers| bad_day(answers, today)),
        )
        .with(asked(Question::one("living", choices_of::<Living>("living"), text!("living"))).field("living"))
        .with(asked(Question::integer("age", 0..=120, text!("age"))).field("age"))
        .with(
            asked(Question::one("residence", choices_of::<Residence>("residence"), text!("residence")))
                .field("residence"),
        )
        .with(asked(Question::integer("minors", 0..=12, text!("minors"))))
}

fn asked(question: Question<'_>) -> Question<'_> {
    question.visible_when(somebody_met).required()
}

fn bad_day(answers: &Answers, today: Date) -> Option<Text> {
    let day = answers.date("next-try")?;
    let last = today.plus_days(RETRY_DAYS);
    (day < today || day > last).then(|| text!("next-try-wrong", first = today, last = last))
}

pub(super) fn judge(_: &Context<'_>, answers: &Answers) -> Judgement {
    let Some(day) = answers.date("next-try") else { return Judgement::new() };
    Judgement::new()
        .action(Visit::new(ID, "home-visit", ID, text!("visit-again"), day))
        .reason(reason(ID, text!("nobody-met", day = day)).basis(LOCAL, "第三条"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{judged, on_friday};
    use super::*;
    use lifang_sdk::Action;
    use lifang_sdk::testing::Incomplete;

    #[test]
    fn the_next_visit_is_within_ten_days() {
        let on = |day| {
            let day = Date::parse(day).unwrap();
            judged(&on_friday(), &Answers::new().with("met", "nobody").with("next-try", day))
        };
        assert!(matches!(&on("2024-03-11").unwrap().actions[..], [Action::ScheduleVisit(_)]));
        assert_eq!(on("2024-03-12").unwrap_err(), Incomplete::Problems(vec!["next-try".into()]));
    }
}
