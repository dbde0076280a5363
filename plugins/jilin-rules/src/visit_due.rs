//! Sweep `visit-due`: whose last visit lies too far back, by grade. The province's benchmark of a columnar rule.

use crate::risk::{HIGH, KEY, grade};
use lifang_sdk::data::persons::{self, AGE, CARE, LAST_VISIT, LIVING};
use lifang_sdk::{Context, Date, Marks, Outcome, PluginError, Priority, Scan, SweepAnswer, Visit, reason, rows, text};

pub(crate) const RULE: &str = "visit-due";

const READ: [&str; 4] = ["age", "living", "care", "last_visit"];

rows! {
    /// What the rule reads, in the manifest's order.
    struct Person from persons {
        age: AGE,
        living: LIVING,
        care: CARE,
        last_visit: LAST_VISIT,
    }
}

pub(crate) fn sweep(call: &Context<'_>, rows: Scan) -> Result<SweepAnswer, PluginError> {
    let days = ["high_days", "key_days", "ordinary_days"].map(|key| call.setting_integer(key));
    let latest = days.map(|days| call.today().0.saturating_sub(i32::try_from(days).unwrap_or(i32::MAX)));
    let mut marks = outcomes(call.today(), days);
    let mut rows = rows.read::<Person<'_>>();
    let mut batch_marks = Vec::new();
    while let Some(batch) = rows.next_batch()? {
        let columns =
            (&batch.age.raw()[..], &batch.living.raw()[..], &batch.care.raw()[..], &batch.last_visit.raw()[..]);
        mark(columns, latest, &mut batch_marks);
        marks.mark_batch(batch.first(), &batch_marks);
    }
    Ok(marks.into_answer())
}

/// Per row 0, or the grade and one when the last visit was before `latest` of the grade. Who was never visited has day 0,
/// which lies before them all, so neither loop needs validity or a branch, and each stays within few widths of numbers.
fn mark(columns: (&[u8], &[u8], &[u16], &[i32]), [high, key, ordinary]: [i32; 3], marks: &mut Vec<u8>) {
    let (ages, livings, cares, last_visits) = columns;
    marks.clear();
    marks.extend(ages.iter().zip(livings).zip(cares).map(|((&age, &living), &care)| grade(age, living, care) + 1));
    for (mark, &last_visit) in marks.iter_mut().zip(last_visits) {
        let limit = match *mark - 1 {
            HIGH => high,
            KEY => key,
            _ => ordinary,
        };
        *mark *= u8::from(last_visit < limit);
    }
}

/// In the order of the grades.
fn outcomes(today: Date, days: [i64; 3]) -> Marks {
    let mut marks = Marks::new();
    let [high, key, ordinary] = days;
    let outcome = |code: &str, title, within, priority, because| {
        let visit = Visit::new(RULE, "home-visit", "home-visit", title, today.plus_days(within)).priority(priority);
        Outcome::new(code).action(visit).reason(reason(RULE, because).basis("民发〔2022〕73号", "").fields(READ))
    };
    marks.outcome(outcome(
        "overdue-high",
        text!("visit-high"),
        1,
        Priority::Urgent,
        text!("because-overdue-high", days = high),
    ));
    marks.outcome(outcome(
        "overdue-key",
        text!("visit-key"),
        3,
        Priority::High,
        text!("because-overdue-key", days = key),
    ));
    marks.outcome(outcome(
        "overdue-ordinary",
        text!("visit-ordinary"),
        14,
        Priority::Normal,
        text!("because-overdue-ordinary", days = ordinary),
    ));
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::JilinRules;
    use crate::tests::DIR;
    use lifang_sdk::testing::{self, Catalogs, TestContext, TestData, assert_admitted};
    use lifang_sdk::{Action, DataError, Value};

    const COMMUNITY: &str = "220103008003";

    /// Age, living, care, days since the last visit; what is none is unknown.
    type Row<'a> = (Option<u8>, Option<&'a str>, &'a [&'a str], Option<i32>);

    fn data(rows: &[Row<'_>]) -> TestData {
        let today = Date::parse("2024-03-01").unwrap();
        rows.iter().fold(TestData::new(COMMUNITY).of_plugin(DIR), |data, (age, living, care, since)| {
            let mut row: Vec<(&str, Value)> =
                vec![("care", (*care).into()), ("residence", "registered-here".into()), ("since", "2010-01-01".into())];
            row.extend(age.map(|age| ("age", age.into())));
            row.extend(living.map(|living| ("living", living.into())));
            row.extend(since.map(|days| ("last_visit", today.plus_days(-days).into())));
            data.row("persons", row)
        })
    }

    fn swept(test: &TestContext, rows: &[Row<'_>]) -> Vec<(u32, String)> {
        let answer = testing::sweep::<JilinRules>(&test.context(), &data(rows), RULE).unwrap();
        Catalogs::of_plugin(DIR).assert_say(&answer);
        answer.outcomes.iter().for_each(|outcome| assert_admitted(DIR, &outcome.actions));
        let marked = answer.rows.iter().zip(&answer.marks);
        marked.map(|(row, mark)| (*row, answer.outcomes[usize::from(*mark)].code.clone())).collect()
    }

    fn on_friday() -> TestContext {
        TestContext::new(COMMUNITY).of_plugin(DIR).on("2024-03-01")
    }

    fn marked(row: u32, code: &str) -> (u32, String) {
        (row, code.to_owned())
    }

    #[test]
    fn each_grade_has_its_own_frequency() {
        let rows: [Row<'_>; 6] = [
            (Some(80), Some("alone"), &[], Some(7)),
            (Some(80), Some("alone"), &[], Some(8)),
            (Some(45), Some("family"), &["disabled"], Some(30)),
            (Some(45), Some("family"), &["disabled"], Some(31)),
            (Some(45), Some("family"), &[], Some(90)),
            (Some(45), Some("family"), &[], Some(91)),
        ];
        assert_eq!(
            swept(&on_friday(), &rows),
            [marked(1, "overdue-high"), marked(3, "overdue-key"), marked(5, "overdue-ordinary")]
        );
    }

    #[test]
    fn seventy_nine_and_alone_is_ordinary() {
        let rows: [Row<'_>; 2] = [(Some(79), Some("alone"), &[], Some(60)), (Some(80), Some("alone"), &[], Some(60))];
        assert_eq!(swept(&on_friday(), &rows), [marked(1, "overdue-high")]);
    }

    #[test]
    fn who_was_never_visited_is_due_and_who_is_unknown_is_ordinary() {
        let rows: [Row<'_>; 3] =
            [(Some(85), Some("alone"), &[], None), (None, Some("alone"), &[], None), (None, None, &[], Some(90))];
        assert_eq!(swept(&on_friday(), &rows), [marked(0, "overdue-high"), marked(1, "overdue-ordinary")]);
    }

    #[test]
    fn an_operator_may_ask_for_more() {
        let rows: [Row<'_>; 1] = [(Some(45), Some("family"), &[], Some(61))];
        assert!(swept(&on_friday(), &rows).is_empty());
        assert_eq!(swept(&on_friday().set("ordinary_days", 60), &rows), [marked(0, "overdue-ordinary")]);
    }

    #[test]
    fn positions_run_on_through_the_batches() {
        let rows: Vec<Row<'_>> = (0..40).map(|i| (Some(30), Some("family"), &[][..], Some(80 + i % 20))).collect();
        let expected: Vec<u32> = (0..40).filter(|i| i % 20 > 10).collect();
        assert_eq!(swept(&on_friday(), &rows).into_iter().map(|(row, _)| row).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn every_outcome_schedules_a_visit_with_its_reason() {
        let marks = outcomes(Date::parse("2024-03-01").unwrap(), [7, 30, 90]).into_answer();
        let by = marks.outcomes.iter().map(|outcome| match &outcome.actions[..] {
            [Action::ScheduleVisit(visit)] => Date(visit.by).to_string(),
            other => panic!("{other:?}"),
        });
        assert_eq!(by.collect::<Vec<_>>(), ["2024-03-02", "2024-03-04", "2024-03-15"]);
        assert!(marks.outcomes.iter().all(|outcome| outcome.reasons.iter().all(|reason| reason.fields == READ)));
    }

    #[test]
    fn without_the_grant_there_is_no_answer() {
        let test = on_friday();
        let refused = testing::sweep::<JilinRules>(&test.context(), &data(&[]).withhold("persons", "care"), RULE);
        assert!(matches!(refused, Err(PluginError::Data(DataError::NotGranted(_)))));
    }
}
