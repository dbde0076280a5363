//! The same checklist twice: as a workbook, and written in Rust with the SDK. Whatever is answered, they say the same.

use super::{plugins, sample};
use lifang_sdk::testing::{self, TestContext};
use lifang_sdk::{
    Answers, Checklist, Context, Fields, Finding, Forms, Judgement, PluginError, Question, Tag, Visit, choice, reason,
    text,
};
use lifang_sheet_answers::{answered, form, judge, state};
use lifang_sheet_engine::{Answered, FormSheet, Program};

struct Elder;

fn yes_no() -> [lifang_sdk::Choice; 2] {
    [choice("yes", text!("choice-yes_no-yes")), choice("no", text!("choice-yes_no-no"))]
}

impl Forms for Elder {
    fn checklist<'a>(_: &'a Context<'_>, id: &str, _: &'a Fields) -> Result<Checklist<'a>, PluginError> {
        const WHOLE: std::ops::RangeInclusive<i64> = i32::MIN as i64..=i32::MAX as i64;
        let between = |answers: &Answers| answers.integer("age").is_some_and(|age| !(0..=120).contains(&age));
        let none = |answers: &Answers| answers.integer("falls").is_some_and(|falls| falls <= 0);
        Ok(Checklist::new(id, text!("form-title"))
            .question(
                Question::integer("age", WHOLE, text!("label-age"))
                    .required()
                    .check(move |answers| between(answers).then(|| text!("wrong-age"))),
            )
            .question(Question::one("alone", yes_no(), text!("label-alone")).required())
            .question(
                Question::one("fell", yes_no(), text!("label-fell"))
                    .visible_when(|answers| answers.integer("age") >= Some(80) || answers.is("alone", "yes")),
            )
            .question(
                Question::integer("falls", WHOLE, text!("label-falls"))
                    .visible_when(|answers| answers.is("fell", "yes"))
                    .required_when(|answers| answers.is("alone", "yes"))
                    .check(move |answers| none(answers).then(|| text!("wrong-falls"))),
            ))
    }

    fn judge(call: &Context<'_>, _: &str, answers: &Answers, _: &Fields) -> Result<Judgement, PluginError> {
        let alone = answers.is("alone", "yes");
        let falls = answers.integer("falls").unwrap_or(0);
        if falls * 2 + i64::from(alone) < 5 || !alone {
            return Ok(Judgement::new().reason(reason("risk", text!("reason-risk-2"))));
        }
        Ok(Judgement::new()
            .finding(Finding::critical("risk", "falls", text!("finding-risk-2", q3 = falls.to_string())))
            .action(
                Visit::new("risk", "elder-care", "elder-visit", text!("action-risk-2"), call.add_working_days(3))
                    .urgent(),
            )
            .action(Tag::new("risk", "falls-often").until(call.today().plus_days(90)))
            .reason(reason("risk", text!("reason-risk")).basis("民发〔2022〕73号", "三").fields(["falls", "alone"])))
    }
}

fn sheet() -> FormSheet {
    let Program::Form(sheet) = plugins(&sample()).remove(0).program else { panic!("a checklist") };
    sheet
}

fn vectors() -> Vec<Answers> {
    let mut vectors = Vec::new();
    for age in [None, Some(50_i64), Some(80), Some(130)] {
        for alone in [None, Some("yes"), Some("no")] {
            for fell in [None, Some("yes"), Some("no")] {
                for falls in [None, Some(0_i64), Some(1), Some(2), Some(7)] {
                    let mut answers = Answers::new();
                    for (question, number) in [("age", age), ("falls", falls)] {
                        answers = number.map_or(answers.clone(), |number| answers.with(question, number));
                    }
                    for (question, code) in [("alone", alone), ("fell", fell)] {
                        answers = code.map_or(answers.clone(), |code| answers.with(question, code));
                    }
                    vectors.push(answers);
                }
            }
        }
    }
    vectors
}

#[test]
fn the_form_is_the_same() {
    let test = TestContext::new("220103008003");
    let (call, known) = (test.context(), Fields::new());
    assert_eq!(form(&sheet()), Elder::checklist(&call, "elder-visit", &known).unwrap().into_form());
}

#[test]
fn every_vector_gives_the_same_state_and_the_same_judgement() {
    let test = TestContext::new("220103008003").on("2024-02-08");
    let (call, known, sheet) = (test.context(), Fields::new(), sheet());
    let (mut complete, mut acted) = (0, 0);
    for answers in vectors() {
        let sent: Vec<_> = answers.iter().cloned().collect();
        let of_rust = Elder::checklist(&call, "elder-visit", &known).unwrap().state(sent.clone());
        assert_eq!(state(&sheet, &answered(sent.clone()), &Answered::new(), &call), of_rust, "{answers:?}");
        let Ok(of_rust) = testing::judge::<Elder>(&call, "elder-visit", &answers, &known) else { continue };
        complete += 1;
        acted += usize::from(!of_rust.actions.is_empty());
        assert_eq!(judge(&sheet, &answered(sent), &Answered::new(), &call), of_rust, "{answers:?}");
    }
    assert!(complete > 20 && acted > 3, "{complete} complete, {acted} acted");
}
