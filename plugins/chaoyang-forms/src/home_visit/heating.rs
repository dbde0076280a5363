//! Heating and pipes: stoves, cold rooms, old pipes.

use super::{ID, LOCAL, somebody_met, within_working_days};
use lifang_sdk::{Answers, Context, Date, Finding, Group, Judgement, Question, WorkOrder, choices, reason, text};

/// Hours within which the heating company must have answered, and burst pipes be shut off.
const COLD_HOURS: i64 = 24;
const BURST_HOURS: i64 = 2;

pub(super) fn group<'a>(call: &'a Context<'_>) -> Group<'a> {
    let season = heating_season(call);
    Group::new("warmth", text!("warmth"))
        .visible_when(somebody_met)
        .with(
            Question::one(
                "heating",
                choices("heating", ["central", "gas-boiler", "stove", "electric"]),
                text!("heating"),
            )
            .required()
            .field("x.heating"),
        )
        .with(
            Question::decimal("temperature", -10.0..=40.0, text!("temperature"))
                .visible_when(move |_| season)
                .required(),
        )
        .with(
            Question::flag("co-alarm", text!("co-alarm"))
                .visible_when(|answers| answers.is("heating", "stove"))
                .required(),
        )
        .with(Question::one("pipes", choices("pipes", ["sound", "seeping", "burst"]), text!("pipes")).required())
}

/// Whether the day lies in the season that the settings name; it runs over the turn of the year.
fn heating_season(call: &Context<'_>) -> bool {
    let (from, to) = (call.setting_integer("heating_from"), call.setting_integer("heating_to"));
    let day = month_and_day(call.today());
    if from <= to { (from..=to).contains(&day) } else { day >= from || day <= to }
}

fn month_and_day(date: Date) -> i64 {
    let (_, month, day) = date.ymd();
    i64::from(month) * 100 + i64::from(day)
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let mut judgement = Judgement::new();
    if answers.no("co-alarm") {
        judgement = judgement
            .finding(Finding::critical(ID, "co-alarm", text!("stove-without-alarm")))
            .action(
                WorkOrder::new(ID, "home-visit", text!("fit-alarm"))
                    .to("community-staff")
                    .due(within_working_days(call, 1))
                    .urgent(),
            )
            .reason(reason(ID, text!("because-stove-without-alarm")).basis(LOCAL, "第六条"));
    }
    let least = call.setting_decimal("room_temperature");
    if let Some(found) = answers.decimal("temperature").filter(|found| *found < least) {
        judgement = judgement
            .finding(Finding::major(ID, "temperature", text!("too-cold", found = found, least = least)))
            .action(
                WorkOrder::new(ID, "heating-report", text!("mend-heating"))
                    .to("heating-company")
                    .due(call.now().plus_hours(COLD_HOURS)),
            )
            .reason(reason(ID, text!("because-too-cold", found = found, least = least)).basis(LOCAL, "第六条"));
    }
    let pipes = match answers.one("pipes") {
        Some("burst") => {
            Some((Finding::critical(ID, "pipes", text!("burst-pipes")), call.now().plus_hours(BURST_HOURS)))
        }
        Some("seeping") => Some((Finding::minor(ID, "pipes", text!("seeping-pipes")), within_working_days(call, 5))),
        _ => None,
    };
    if let Some((finding, due)) = pipes {
        judgement = judgement
            .finding(finding)
            .action(WorkOrder::new(ID, "heating-report", text!("mend-pipes")).to("pipe-repair").due(due))
            .reason(reason(ID, text!("because-pipes")).basis(LOCAL, "第六条"));
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, judged, shown, well, winter};
    use super::*;
    use lifang_sdk::Action;

    #[test]
    fn the_room_is_measured_in_the_heating_season_only() {
        let measured = |day: &str| shown(&winter().on(day), &well()).iter().any(|node| node == "temperature");
        let days = ["2024-10-19", "2024-10-20", "2025-01-15", "2025-04-06", "2025-04-07", "2025-07-01"];
        assert_eq!(days.map(measured), [false, true, true, true, false, false]);
    }

    #[test]
    fn below_eighteen_degrees_is_too_cold() {
        assert!(found(&well().but("temperature", 18.0)).is_empty());
        assert_eq!(found(&well().but("temperature", 17.9)), ["too-cold"]);
        let twenty = judged(&winter().set("room_temperature", 20.0), &well().but("temperature", 19.0)).unwrap();
        assert_eq!(twenty.findings.len(), 1);
    }

    #[test]
    fn a_stove_without_an_alarm_is_a_danger() {
        let stove = well().but("heating", "stove");
        assert!(found(&stove.clone().with("co-alarm", true)).is_empty());
        let judgement = judged(&winter(), &stove.with("co-alarm", false)).unwrap();
        let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        // From Friday, the next working day is Monday.
        assert_eq!(order.due, Some(Date::parse("2024-03-04").unwrap().end().0));
    }

    #[test]
    fn burst_pipes_cannot_wait() {
        let due = |state: &str| {
            let judgement = judged(&winter(), &well().but("pipes", state)).unwrap();
            let [Action::OpenWorkOrder(order)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
            order.due
        };
        let day = |text| Date::parse(text).unwrap();
        assert_eq!(due("burst"), Some(day("2024-03-01").at(11, 0).0));
        assert_eq!(due("seeping"), Some(day("2024-03-08").end().0));
    }
}
