//! Rule `elder-check`: after a serious incident those at high risk are seen within 24 hours.

use crate::risk::{self, HIGH};
use lifang_sdk::data::persons::{AGE, CARE, LIVING};
use lifang_sdk::{Context, Decision, Event, Notification, PluginError, Visit, reason, text};

pub(crate) const RULE: &str = "elder-check";

/// Hours after the incident.
const HOURS: i64 = 24;

const READ: [&str; 4] = ["what", "age", "living", "care"];

/// Event fields: `what` (`fall`, `hospital`, `bereavement`, `fire`, `missing`, …), and `age`, `living`, `care` of whom it
/// befell. Who is not known well enough to be graded is visited as well.
pub(crate) fn decide(call: &Context<'_>, event: &Event) -> Result<Decision, PluginError> {
    let fields = &event.fields;
    let what = fields.text("what")?.unwrap_or("unknown");
    let (age, living, care) = (fields.get(AGE)?, fields.get(LIVING)?, fields.get(CARE)?);
    let unknown = age.is_none() || living.is_none() || care.is_none();
    let grade = risk::grade(age.unwrap_or(0), living.map_or(0, |living| living.0), care.unwrap_or_default().0);

    let because = match (grade, unknown) {
        (HIGH, _) => text!("because-high-risk", what = what),
        (_, true) => text!("because-risk-unknown", what = what),
        _ => {
            let told = Notification::new(RULE, "grid-worker", text!("tell-incident", what = what));
            let because = reason(RULE, text!("because-not-high-risk", what = what));
            return Ok(Decision::new().action(told).reason(because.basis("民发〔2022〕73号", "").fields(READ)));
        }
    };
    // An incident that is told late is seen to today.
    let by = event.occurred.plus_hours(HOURS).day().max(call.today());
    let visit = Visit::new(RULE, "home-visit", "home-visit", text!("visit-after-incident", what = what), by).urgent();
    Ok(Decision::new().action(visit).reason(reason(RULE, because).basis("民发〔2022〕73号", "").fields(READ)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{because, decided, event};
    use lifang_sdk::{Action, Date};

    fn incident() -> Event {
        event("serious-incident").with("what", "fall")
    }

    fn visit_by(decision: &Decision) -> Option<String> {
        match &decision.actions[..] {
            [Action::ScheduleVisit(visit)] => Some(Date(visit.by).to_string()),
            _ => None,
        }
    }

    #[test]
    fn eighty_and_alone_is_seen_within_a_day_and_seventy_nine_is_not() {
        let alone = |age: u8| incident().with("age", age).with("living", "alone").with("care", [""; 0]);
        assert_eq!(visit_by(&decided(RULE, &alone(80)).unwrap()).as_deref(), Some("2024-03-02"));
        let younger = decided(RULE, &alone(79)).unwrap();
        assert_eq!((visit_by(&younger), because(&younger)), (None, vec!["because-not-high-risk"]));
    }

    #[test]
    fn dementia_is_high_risk_at_any_age() {
        let event = incident().with("age", 62).with("living", "spouse").with("care", ["dementia"]);
        assert_eq!(because(&decided(RULE, &event).unwrap()), ["because-high-risk"]);
    }

    #[test]
    fn who_is_not_known_is_seen_too() {
        let decision = decided(RULE, &incident()).unwrap();
        assert_eq!(
            (visit_by(&decision).as_deref(), because(&decision)),
            (Some("2024-03-02"), vec!["because-risk-unknown"])
        );
    }

    #[test]
    fn a_withheld_cell_is_an_error_not_an_answer() {
        let mut event = incident().with("age", 82).with("living", "alone");
        event.fields = event.fields.withheld("care");
        assert_eq!(decided(RULE, &event), Err(PluginError::Withheld("care".into())));
    }

    #[test]
    fn what_is_told_late_is_seen_to_today() {
        let mut event = incident();
        event.occurred = Date::parse("2024-02-20").unwrap().at(9, 0);
        assert_eq!(visit_by(&decided(RULE, &event).unwrap()).as_deref(), Some("2024-03-01"));
    }
}
