//! Sweep `visit-due`, in place of the province's: the district's grades and frequencies.

use crate::grade::{HIGH, KEY, NEWCOMER, ORDINARY, grade};
use lifang_sdk::data::RowBatch;
use lifang_sdk::data::persons::{self, AGE, CARE, LAST_VISIT, LIVING, RESIDENCE};
use lifang_sdk::{Context, Date, Marks, Outcome, PluginError, Priority, Scan, SweepAnswer, Visit, reason, rows, text};

pub(crate) const RULE: &str = "visit-due";

const READ: [&str; 5] = ["age", "living", "care", "residence", "last_visit"];

rows! {
    /// What the rule reads, in the manifest's order.
    struct Neighbour from persons {
        age: AGE,
        living: LIVING,
        care: CARE,
        residence: RESIDENCE,
        last_visit: LAST_VISIT,
    }
}

pub(crate) fn sweep(call: &Context<'_>, rows: Scan) -> Result<SweepAnswer, PluginError> {
    let days = ["high_days", "key_days", "newcomer_days", "ordinary_days"].map(|key| call.setting_integer(key));
    let latest = days.map(|days| call.today().0.saturating_sub(i32::try_from(days).unwrap_or(i32::MAX)));
    let mut marks = outcomes(call.today(), days);
    let mut rows = rows.read::<Neighbour<'_>>();
    let mut batch_marks = Vec::new();
    while let Some(batch) = rows.next_batch()? {
        mark(&batch, latest, &mut batch_marks);
        marks.mark_batch(batch.first(), &batch_marks);
    }
    Ok(marks.into_answer())
}

/// Per row 0, or the grade and one when the last visit was before the day of the grade; who was never visited has day 0.
fn mark(batch: &RowBatch<Neighbour<'_>>, [high, key, newcomer, ordinary]: [i32; 4], marks: &mut Vec<u8>) {
    let people = batch.living.raw().iter().zip(batch.care.raw()).zip(batch.residence.raw()).zip(batch.age.raw());
    marks.clear();
    marks.extend(people.enumerate().map(|(row, (((&living, &care), &residence), &age))| {
        let age = if batch.age.known(row) { age } else { u8::MAX };
        grade(age, living, care, residence) + 1
    }));
    for (mark, &last_visit) in marks.iter_mut().zip(batch.last_visit.raw()) {
        let limit = match *mark - 1 {
            HIGH => high,
            KEY => key,
            NEWCOMER => newcomer,
            ORDINARY => ordinary,
            // No visit is ever too long ago for who lives elsewhere.
            _ => i32::MIN,
        };
        *mark *= u8::from(last_visit < limit);
    }
}

/// In the order of the grades.
fn outcomes(today: Date, days: [i64; 4]) -> Marks {
    let mut marks = Marks::new();
    let [high, key, newcomer, ordinary] = days;
    let outcome = |code: &str, duty: &str, title, within, priority, because| {
        let visit = Visit::new(RULE, duty, "home-visit", title, today.plus_days(within)).priority(priority);
        let because = reason(RULE, because).basis("宽城区网格走访办法（示例）", "第五条").fields(READ);
        Outcome::new(code).action(visit).reason(because)
    };
    marks.outcome(outcome(
        "overdue-high",
        "home-visit",
        text!("visit-high"),
        1,
        Priority::Urgent,
        text!("because-overdue-high", days = high),
    ));
    marks.outcome(outcome(
        "overdue-key",
        "home-visit",
        text!("visit-key"),
        3,
        Priority::High,
        text!("because-overdue-key", days = key),
    ));
    marks.outcome(outcome(
        "overdue-newcomer",
        "newcomers",
        text!("visit-newcomer"),
        7,
        Priority::Normal,
        text!("because-overdue-newcomer", days = newcomer),
    ));
    marks.outcome(outcome(
        "overdue-ordinary",
        "home-visit",
        text!("visit-ordinary"),
        30,
        Priority::Low,
        text!("because-overdue-ordinary", days = ordinary),
    ));
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KuanchengRules;
    use crate::tests::DIR;
    use lifang_sdk::data::Row;
    use lifang_sdk::testing::{self, Catalogs, TestContext, TestData, assert_admitted};
    use lifang_sdk::{DataError, Value};

    const COMMUNITY: &str = "220103008003";

    /// Age, residence, care, days since the last visit; what is none is unknown.
    type Person<'a> = (Option<u8>, &'a str, &'a [&'a str], Option<i32>);

    fn data(people: &[Person<'_>]) -> TestData {
        people.iter().fold(TestData::new(COMMUNITY).of_plugin(DIR), |data, (age, residence, care, since)| {
            let mut row: Vec<(&str, Value)> = vec![
                ("living", "family".into()),
                ("care", (*care).into()),
                ("residence", (*residence).into()),
                ("since", "2020-01-01".into()),
            ];
            row.extend(age.map(|age| ("age", age.into())));
            row.extend(since.map(|days| ("last_visit", Date::parse("2024-03-01").unwrap().plus_days(-days).into())));
            data.row("persons", row)
        })
    }

    fn on_friday() -> TestContext {
        TestContext::new(COMMUNITY).of_plugin(DIR).on("2024-03-01")
    }

    fn swept(people: &[Person<'_>]) -> Vec<(u32, String)> {
        let answer = testing::sweep::<KuanchengRules>(&on_friday().context(), &data(people), RULE).unwrap();
        Catalogs::of_plugin(DIR).assert_say(&answer);
        answer.outcomes.iter().for_each(|outcome| assert_admitted(DIR, &outcome.actions));
        let marked = answer.rows.iter().zip(&answer.marks);
        marked.map(|(row, mark)| (*row, answer.outcomes[usize::from(*mark)].code.clone())).collect()
    }

    #[test]
    fn each_grade_has_its_own_frequency() {
        let people: [Person<'_>; 8] = [
            (Some(9), "registered-here", &["left-behind-child"], Some(7)),
            (Some(9), "registered-here", &["left-behind-child"], Some(8)),
            (Some(13), "floating", &[], Some(30)),
            (Some(13), "floating", &[], Some(31)),
            (Some(30), "floating", &[], Some(45)),
            (Some(30), "floating", &[], Some(46)),
            (Some(30), "registered-here", &[], Some(180)),
            (Some(30), "registered-here", &[], Some(181)),
        ];
        let expected = [(1, "overdue-high"), (3, "overdue-key"), (5, "overdue-newcomer"), (7, "overdue-ordinary")];
        assert_eq!(swept(&people), expected.map(|(row, code)| (row, code.to_owned())));
    }

    #[test]
    fn who_lives_elsewhere_is_never_due_and_who_was_never_seen_is() {
        let people: [Person<'_>; 3] = [
            (Some(85), "registered-away", &["dementia"], None),
            (Some(30), "floating", &[], None),
            (None, "floating", &[], Some(40)),
        ];
        assert_eq!(swept(&people), [(1, "overdue-newcomer".to_owned())]);
    }

    #[test]
    fn without_the_grant_there_is_no_answer() {
        let refused =
            testing::sweep::<KuanchengRules>(&on_friday().context(), &data(&[]).withhold("persons", "care"), RULE);
        assert!(matches!(refused, Err(PluginError::Data(DataError::NotGranted(_)))));
    }

    #[test]
    fn the_rule_reads_the_columns_it_names() {
        assert_eq!(<Neighbour<'_> as Row>::COLUMNS, READ);
    }
}
