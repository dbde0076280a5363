//! Who lives here; and what follows when nobody opens.

use super::{ID, somebody_met};
use lifang_sdk::data::codes::{Care, Living};
use lifang_sdk::{
    Answers, Cell, Choice, Context, Date, Fields, Group, Judgement, Question, Text, Value, Visit, choice, choices,
    choices_of, reason, text,
};

/// How long a visit that met nobody may be put off, in days.
const RETRY_DAYS: i32 = 14;

pub(super) fn group(today: Date, known: &Fields) -> Group<'_> {
    Group::new("household", text!("household"))
        .with(
            Question::one("met", choices("met", ["resident", "family", "neighbour", "nobody"]), text!("met"))
                .required(),
        )
        .with(
            Question::date("next-try", text!("next-try"))
                .visible_when(|answers| answers.is("met", "nobody"))
                .required()
                .check(move |answers| bad_day(answers, today)),
        )
        .with(
            Question::text("phone", 20, text!("phone"))
                .visible_when(somebody_met)
                .field("phone")
                .hint(text!("phone-hint"))
                .check(not_a_phone),
        )
        .with(
            Question::one("living", choices_of::<Living>("living"), text!("living"))
                .visible_when(somebody_met)
                .required()
                .field("living"),
        )
        .with(
            Question::integer("age", 0..=120, text!("age"))
                .visible_when(somebody_met)
                .required()
                .field("age")
                .check(|answers| child_lives_as_adult(answers).or_else(|| differs_from_record(answers, known))),
        )
        .with(
            Question::integer("minors", 0..=12, text!("minors"))
                .visible_when(somebody_met)
                .required()
                .check(lonely_child_not_counted),
        )
        .with(
            Question::many("care", care_choices(), text!("care"))
                .visible_when(somebody_met)
                .field("care")
                .hint(text!("care-hint")),
        )
}

pub(super) fn judge(_: &Context<'_>, answers: &Answers) -> Judgement {
    let Some(day) = answers.date("next-try") else { return Judgement::new() };
    Judgement::new()
        .action(Visit::new(ID, "home-visit", ID, text!("visit-again"), day))
        .reason(reason(ID, text!("nobody-met", day = day)).basis("民发〔2022〕73号", ""))
}

/// Every care situation of the contract's code table.
fn care_choices() -> impl Iterator<Item = Choice> {
    Care(u16::MAX).codes().map(|code| choice(code, Text::new(format!("care-{code}"))))
}

fn bad_day(answers: &Answers, today: Date) -> Option<Text> {
    let day = answers.date("next-try")?;
    let last = today.plus_days(RETRY_DAYS);
    (day < today || day > last).then(|| text!("next-try-wrong", first = today, last = last))
}

fn child_lives_as_adult(answers: &Answers) -> Option<Text> {
    let (adult, age) = (!answers.is("living", "child-only"), answers.integer("age")?);
    (!adult && age >= 18).then(|| text!("child-only-is-adult", age = age))
}

/// Base data may be a birthday behind, not more.
fn differs_from_record(answers: &Answers, known: &Fields) -> Option<Text> {
    let Cell::Present(Value::Integer(recorded)) = *known.cell("age") else { return None };
    let age = answers.integer("age")?;
    ((age - recorded).abs() > 1).then(|| text!("age-differs", recorded = recorded))
}

/// Digits, with the signs people write between them.
fn not_a_phone(answers: &Answers) -> Option<Text> {
    let phone = answers.text("phone")?;
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let plain = phone.chars().all(|c| c.is_ascii_digit() || "+- ()".contains(c));
    (!plain || !(5..=20).contains(&digits)).then(|| text!("phone-wrong"))
}

fn lonely_child_not_counted(answers: &Answers) -> Option<Text> {
    let none = answers.integer("minors") == Some(0);
    (none && answers.is("living", "child-only")).then(|| text!("minors-none"))
}

#[cfg(test)]
mod tests {
    use super::super::checklist;
    use super::super::tests::{judged, well};
    use super::*;
    use lifang_sdk::Action;
    use lifang_sdk::testing::{Incomplete, TestContext};

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn nobody_met_means_another_visit_on_the_agreed_day() {
        let nobody = Answers::new().with("met", "nobody").with("next-try", day("2024-03-05"));
        let judgement = judged(&nobody).unwrap();
        let [Action::ScheduleVisit(visit)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!((visit.by, visit.duty.as_str()), (day("2024-03-05").0, "home-visit"));
        assert_eq!(judgement.reasons.len(), 1);
    }

    #[test]
    fn the_agreed_day_lies_within_two_weeks() {
        let on = |date| judged(&Answers::new().with("met", "nobody").with("next-try", day(date)));
        let refused = Incomplete::Problems(vec!["next-try".into()]);
        assert_eq!(on("2024-02-29").unwrap_err(), refused);
        assert!(on("2024-03-01").is_ok() && on("2024-03-15").is_ok());
        assert_eq!(on("2024-03-16").unwrap_err(), refused);
    }

    #[test]
    fn ages_must_agree_with_the_rest() {
        let lonely = well().but("living", "child-only").but("minors", 1);
        let lonely = lonely.with("guardian", "parents").with("school", true).with("danger", false);
        assert_eq!(judged(&lonely).unwrap_err(), Incomplete::Problems(vec!["age".into()]));
        assert!(judged(&lonely.but("age", 17)).is_ok());
        assert_eq!(
            judged(&lonely.but("age", 17).but("minors", 0)).unwrap_err(),
            Incomplete::Problems(vec!["minors".into()])
        );
    }

    #[test]
    fn a_phone_may_be_left_out_and_must_be_one_where_it_is_given() {
        assert!(judged(&well()).is_ok());
        assert!(judged(&well().with("phone", "138-0000 0001")).is_ok());
        for wrong in ["没有", "1234", "138000o0001"] {
            let refused = judged(&well().with("phone", wrong)).unwrap_err();
            assert_eq!(refused, Incomplete::Problems(vec!["phone".into()]), "{wrong}");
        }
    }

    #[test]
    fn an_age_far_from_the_recorded_one_is_questioned() {
        let test = TestContext::new("220103008003");
        let problems = |recorded: i64| {
            let known = Fields::new().with("age", recorded);
            let state = checklist(&test.context(), &known).state(well().iter().cloned().collect());
            state.nodes.into_iter().flat_map(|node| node.problems).collect::<Vec<_>>()
        };
        assert_eq!(problems(39), []);
        assert_eq!(problems(4), [text!("age-differs", recorded = 4)]);
    }
}
