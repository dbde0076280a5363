//! Whether somebody should come, where to, and what follows.

use super::{ID, family, kitchen};
use lifang_sdk::{Answers, Context, Group, Judgement, Note, Priority, Question, Visit, WorkOrder, reason, text};

/// Hours within which the gas company must have come, and burst pipes be shut off.
const GAS_HOURS: i64 = 1;
const BURST_HOURS: i64 = 2;

/// Days within which elderly people are visited with whom nobody is in touch.
const VISIT_DAYS: i32 = 3;

/// Working days within which a hose is looked at, and within which whoever asked is called on.
const HOSE_DAYS: u32 = 10;
const CALL_DAYS: u32 = 5;

pub(super) fn group<'a>() -> Group<'a> {
    let urgent = |answers: &Answers| answers.yes("gas-smell") || answers.is("pipes", "burst");
    Group::new("help-wanted", text!("own-help-wanted"))
        .with(Question::flag("help", text!("own-help")).required().hint(text!("own-help-hint")))
        .with(
            Question::text("where", 60, text!("own-where"))
                .visible_when(move |answers| answers.yes("help") || urgent(answers))
                .required()
                .hint(text!("own-where-hint"))
                .check(|answers| answers.text("where")?.trim().is_empty().then(|| text!("own-where-empty"))),
        )
        .with(Note::new("thanks", text!("own-thanks")).visible_when(|answers| answers.no("help")))
}

pub(super) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let Some(place) = answers.text("where") else { return Judgement::new() };
    let mut judgement = Judgement::new();
    if answers.yes("gas-smell") {
        judgement = judgement.action(
            WorkOrder::new(ID, "gas-report", text!("own-call-gas-company", place = place))
                .to("gas-company")
                .due(call.now().plus_hours(GAS_HOURS))
                .urgent(),
        );
    }
    if answers.is("pipes", "burst") {
        judgement = judgement.action(
            WorkOrder::new(ID, "heating-report", text!("own-mend-pipes", place = place))
                .to("pipe-repair")
                .due(call.now().plus_hours(BURST_HOURS))
                .urgent(),
        );
    }
    if !answers.yes("help") {
        return judgement;
    }
    if kitchen::hose_is_due(call, answers) {
        judgement = judgement.action(
            WorkOrder::new(ID, "gas-report", text!("own-change-hose", place = place))
                .to("gas-company")
                .due(call.add_working_days(HOSE_DAYS).end()),
        );
    }
    if family::lonely(answers) {
        let by = call.today().plus_days(VISIT_DAYS);
        return judgement
            .action(
                Visit::new(ID, "home-visit", "home-visit", text!("own-look-in", place = place), by)
                    .priority(Priority::High),
            )
            .reason(reason(ID, text!("own-because-look-in", days = VISIT_DAYS)).basis("民发〔2022〕73号", ""));
    }
    judgement
        .action(
            WorkOrder::new(ID, "resident-needs", text!("own-call-on", place = place))
                .due(call.add_working_days(CALL_DAYS).end()),
        )
        .reason(
            reason(ID, text!("own-because-call-on", days = CALL_DAYS))
                .basis("中华人民共和国城市居民委员会组织法", "第三条第（六）项"),
        )
}

#[cfg(test)]
mod tests {
    use super::super::tests::{judged, shown, well};
    use super::*;
    use lifang_sdk::testing::Incomplete;
    use lifang_sdk::{Action, Date};

    const HERE: &str = "东田小区3号楼2单元501";

    fn orders(answers: &Answers) -> Vec<(String, Option<i64>)> {
        let orders = judged(answers).unwrap().actions.into_iter().filter_map(|action| match action {
            Action::OpenWorkOrder(order) => Some((order.to, order.due)),
            _ => None,
        });
        orders.collect()
    }

    #[test]
    fn what_endangers_neighbours_is_not_asked_about_twice() {
        let day = |text| Date::parse(text).unwrap();
        let leaking = well().but("gas-smell", true).but("pipes", "burst");
        assert_eq!(judged(&leaking).unwrap_err(), Incomplete::Missing(vec!["where".into()]));
        let expected = [("gas-company", day("2024-03-01").at(10, 0)), ("pipe-repair", day("2024-03-01").at(11, 0))];
        assert_eq!(orders(&leaking.with("where", HERE)), expected.map(|(to, due)| (to.to_owned(), Some(due.0))));
    }

    #[test]
    fn hoses_are_looked_at_where_somebody_is_asked_to_come() {
        let rubber = well().but("gas-hose", "rubber");
        assert!(judged(&rubber).unwrap().actions.is_empty(), "advice is enough for who wants nobody");
        let posts: Vec<_> =
            orders(&rubber.but("help", true).with("where", HERE)).into_iter().map(|order| order.0).collect();
        assert_eq!(posts, ["gas-company", "grid-worker"]);
    }

    #[test]
    fn who_hardly_hears_from_anybody_is_visited_within_three_days() {
        let alone = well().but("people", 1).but("elderly", 1).with("touch", "seldom").with("way-down", "slow");
        let judgement = judged(&alone.but("help", true).with("where", HERE)).unwrap();
        let [Action::ScheduleVisit(visit)] = &judgement.actions[..] else { panic!("{:?}", judgement.actions) };
        assert_eq!((visit.checklist.as_str(), Date(visit.by)), ("home-visit", Date::parse("2024-03-04").unwrap()));
        assert!(!shown(&alone).contains(&"where".to_owned()));
    }
}
