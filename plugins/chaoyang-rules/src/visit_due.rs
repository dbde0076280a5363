//! Sweep `visit-due`, in place of the province's: the district's grades and frequencies.

use crate::grade::{HIGH, KEY, Lines, Person};
use lifang_sdk::data::RowBatch;
use lifang_sdk::data::persons::{self, AGE, CARE, ELEVATOR, FLOOR, LAST_VISIT, LIVING};
use lifang_sdk::{Context, Date, Marks, Outcome, PluginError, Priority, Scan, SweepAnswer, Visit, reason, rows, text};

pub(crate) const RULE: &str = "visit-due";

const READ: [&str; 6] = ["age", "living", "care", "last_visit", "floor", "elevator"];

rows! {
    /// What the rule reads, in the manifest's order.
    struct Dweller from persons {
        age: AGE,
        living: LIVING,
        care: CARE,
        last_visit: LAST_VISIT,
        floor: FLOOR,
        elevator: ELEVATOR,
    }
}

pub(crate) fn sweep(call: &Context<'_>, rows: Scan) -> Result<SweepAnswer, PluginError> {
    let days = ["high_days", "key_days", "ordinary_days"].map(|key| call.setting_integer(key));
    let latest = days.map(|days| call.today().0.saturating_sub(i32::try_from(days).unwrap_or(i32::MAX)));
    let lines = Lines::of(call);
    let mut marks = outcomes(call.today(), days);
    let mut rows = rows.read::<Dweller<'_>>();
    let mut batch_marks = Vec::new();
    while let Some(batch) = rows.next_batch()? {
        mark(&batch, lines, latest, &mut batch_marks);
        marks.mark_batch(batch.first(), &batch_marks);
    }
    Ok(marks.into_answer())
}

/// Per row 0, or the grade and one when the last visit was before the day of the grade; who was never visited has day 0.
fn mark(batch: &RowBatch<Dweller<'_>>, lines: Lines, [high, key, ordinary]: [i32; 3], marks: &mut Vec<u8>) {
    let people = batch.age.raw().iter().zip(batch.living.raw()).zip(batch.care.raw()).zip(batch.floor.raw());
    marks.clear();
    marks.extend(people.zip(batch.elevator.raw()).enumerate().map(
        |(row, ((((&age, &living), &care), &floor), &lift))| {
            let no_lift = (lift == 0) & batch.elevator.known(row);
            lines.grade(Person { age, living, care, floor, no_lift }) + 1
        },
    ));
    for (mark, &last_visit) in marks.iter_mut().zip(batch.last_visit.raw()) {
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
        let because = reason(RULE, because).basis("朝阳区网格走访办法（示例）", "第三条").fields(READ);
        Outcome::new(code).action(visit).reason(because)
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
        2,
        Priority::High,
        text!("because-overdue-key", days = key),
    ));
    marks.outcome(outcome(
        "overdue-ordinary",
        text!("visit-ordinary"),
        10,
        Priority::Normal,
        text!("because-overdue-ordinary", days = ordinary),
    ));
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ChaoyangRules;
    use crate::tests::DIR;
    use lifang_sdk::data::Row;
    use lifang_sdk::testing::{self, Catalogs, TestContext, TestData, assert_admitted};
    use lifang_sdk::{DataError, Value};

    const COMMUNITY: &str = "220104001001";

    fn person(
        age: u8,
        living: &str,
        since: Option<i32>,
        floor: Option<u8>,
        lift: Option<bool>,
    ) -> Vec<(&'static str, Value)> {
        let visited = |days: i32| ("last_visit", Date::parse("2024-03-01").unwrap().plus_days(-days).into());
        let mut row = vec![
            ("age", age.into()),
            ("living", living.into()),
            ("care", [""; 0].into()),
            ("residence", "registered-here".into()),
            ("since", "1990-01-01".into()),
        ];
        row.extend(since.map(visited));
        row.extend(floor.map(|floor| ("floor", floor.into())));
        row.extend(lift.map(|lift| ("elevator", lift.into())));
        row
    }

    fn on_friday() -> TestContext {
        TestContext::new(COMMUNITY).of_plugin(DIR).on("2024-03-01")
    }

    fn data(people: Vec<Vec<(&'static str, Value)>>) -> TestData {
        people.into_iter().fold(TestData::new(COMMUNITY).of_plugin(DIR), |data, person| data.row("persons", person))
    }

    fn swept(people: Vec<Vec<(&'static str, Value)>>) -> Vec<(u32, String)> {
        let answer = testing::sweep::<ChaoyangRules>(&on_friday().context(), &data(people), RULE).unwrap();
        Catalogs::of_plugin(DIR).assert_say(&answer);
        answer.outcomes.iter().for_each(|outcome| assert_admitted(DIR, &outcome.actions));
        let marked = answer.rows.iter().zip(&answer.marks);
        marked.map(|(row, mark)| (*row, answer.outcomes[usize::from(*mark)].code.clone())).collect()
    }

    #[test]
    fn stairs_without_a_lift_make_the_difference() {
        let marked = swept(vec![
            person(76, "alone", Some(8), Some(4), Some(false)),
            person(76, "alone", Some(8), Some(4), Some(true)),
            person(76, "alone", Some(8), Some(3), Some(false)),
            person(76, "alone", Some(16), Some(3), Some(false)),
        ]);
        assert_eq!(marked, [(0, "overdue-high".into()), (3, "overdue-key".into())]);
    }

    #[test]
    fn a_lift_nobody_recorded_is_not_a_missing_lift() {
        let marked = swept(vec![
            person(76, "alone", Some(8), Some(6), None),
            person(76, "alone", Some(8), None, Some(false)),
            person(76, "alone", None, None, None),
        ]);
        assert_eq!(marked, [(2, "overdue-key".into())]);
    }

    #[test]
    fn ordinary_people_are_seen_every_sixty_days() {
        let marked =
            swept(vec![person(40, "family", Some(60), Some(2), None), person(40, "family", Some(61), None, None)]);
        assert_eq!(marked, [(1, "overdue-ordinary".into())]);
    }

    #[test]
    fn without_the_grant_there_is_no_answer() {
        let refused =
            testing::sweep::<ChaoyangRules>(&on_friday().context(), &data(vec![]).withhold("persons", "care"), RULE);
        assert!(matches!(refused, Err(PluginError::Data(DataError::NotGranted(_)))));
    }

    #[test]
    fn the_rule_reads_the_columns_it_names() {
        assert_eq!(<Dweller<'_> as Row>::COLUMNS, READ);
    }
}
