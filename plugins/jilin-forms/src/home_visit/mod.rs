//! Checklist `home-visit` 入户走访: who lives here, the blocks that follow from it, fire and gas, and what is needed.

mod child;
mod disability;
mod elderly;
mod household;
mod needs;
mod safety;

use lifang_sdk::{Answers, Checklist, Context, Date, Fields, Instant, Judgement, reason, text};

/// Its id in the manifest; its findings, actions and reasons speak in its name.
pub(crate) const ID: &str = "home-visit";

pub(crate) fn checklist<'a>(call: &Context<'_>, known: &'a Fields) -> Checklist<'a> {
    Checklist::new(ID, text!("home-visit"))
        .group(household::group(call.today(), known))
        .group(elderly::group())
        .group(disability::group())
        .group(child::group())
        .group(safety::group())
        .group(needs::group())
}

pub(crate) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let judged = [household::judge, elderly::judge, disability::judge, child::judge, safety::judge, needs::judge];
    let all = judged.into_iter().fold(Judgement::new(), |all, judge| all.and(judge(call, answers)));
    if all.reasons.is_empty() {
        return all.reason(reason(ID, text!("nothing-found")).basis("民发〔2022〕73号", ""));
    }
    all
}

/// Somebody opened the door, so that there is something to ask.
fn somebody_met(answers: &Answers) -> bool {
    answers.one("met").is_some_and(|met| met != "nobody")
}

fn lives_alone(answers: &Answers) -> bool {
    answers.is("living", "alone")
}

/// The end of the working day so many working days from today.
fn within_working_days(call: &Context<'_>, days: u32) -> Instant {
    call.add_working_days(days).end()
}

fn tomorrow(call: &Context<'_>) -> Date {
    call.today().plus_days(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::JilinForms;
    use lifang_sdk::testing::{self, Catalogs, Incomplete, TestContext, assert_admitted};
    use lifang_sdk::{Cell, Field};

    /// A family of three at home, all well.
    pub(super) fn well() -> Answers {
        Answers::new()
            .with("met", "resident")
            .with("living", "family")
            .with("age", 40)
            .with("minors", 0)
            .with("gas", "none")
            .with("ebike", "none")
            .with("exit-clear", true)
            .with("needs", ["none"])
    }

    /// The judgement on a Friday; every text of it can be said.
    pub(super) fn judged(answers: &Answers) -> Result<Judgement, Incomplete> {
        let test = TestContext::new("220103008003").on("2024-03-01");
        let judgement = testing::judge::<JilinForms>(&test.context(), ID, answers, &Fields::new())?;
        Catalogs::of_plugin(env!("CARGO_MANIFEST_DIR")).assert_say(&judgement);
        assert_admitted(env!("CARGO_MANIFEST_DIR"), &judgement.actions);
        Ok(judgement)
    }

    /// The keys of what was found.
    pub(super) fn found(answers: &Answers) -> Vec<String> {
        testing::found(&judged(answers).unwrap())
    }

    /// The nodes that show.
    fn shown(answers: &Answers) -> Vec<String> {
        let (test, known) = (TestContext::new("220103008003"), Fields::new());
        testing::shown(checklist(&test.context(), &known), answers)
    }

    #[test]
    fn the_form_can_be_said_and_its_ids_are_unique() {
        let (test, known) = (TestContext::new("220103008003"), Fields::new());
        let form = checklist(&test.context(), &known).into_form();
        Catalogs::of_plugin(env!("CARGO_MANIFEST_DIR")).assert_say(&form);
        let mut ids: Vec<_> = form.nodes.iter().map(|node| &node.id).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }

    #[test]
    fn at_first_only_who_was_met_is_asked() {
        assert_eq!(shown(&Answers::new()), ["household", "met"]);
        assert_eq!(shown(&Answers::new().with("met", "nobody")), ["household", "met", "next-try"]);
    }

    #[test]
    fn blocks_follow_from_who_lives_here() {
        let shows = |answers: &Answers, block: &str| shown(answers).iter().any(|node| node == block);
        let blocks = ["elderly", "disability", "child"];
        let of = |answers: &Answers| blocks.map(|block| shows(answers, block));
        assert_eq!(of(&well()), [false, false, false]);
        assert_eq!(of(&well().but("age", 59)), [false, false, false]);
        assert_eq!(of(&well().but("age", 60)), [true, false, false]);
        assert_eq!(of(&well().with("care", ["dementia"])), [false, true, false]);
        assert_eq!(of(&well().with("care", ["veteran"])), [false, false, false]);
        assert_eq!(of(&well().but("minors", 1)), [false, false, true]);
        assert_eq!(of(&well().but("living", "child-only")), [false, false, true]);
    }

    #[test]
    fn a_quiet_visit_has_a_reason_and_no_actions() {
        let judgement = judged(&well()).unwrap();
        assert_eq!((judgement.findings.len(), judgement.actions.len()), (0, 0));
        assert_eq!(judgement.reasons[0].text, text!("nothing-found"));
    }

    #[test]
    fn an_incomplete_form_names_what_is_missing() {
        let missing = judged(&Answers::new().with("met", "resident")).unwrap_err();
        let names = ["living", "age", "minors", "gas", "ebike", "exit-clear", "needs"];
        assert_eq!(missing, Incomplete::Missing(names.map(str::to_owned).to_vec()));
    }

    #[test]
    fn a_withheld_cell_is_never_taken_for_a_value() {
        let test = TestContext::new("220103008003");
        let withheld = Fields::from(vec![Field { key: "age".into(), cell: Cell::Withheld }]);
        let state = checklist(&test.context(), &withheld).state(well().iter().cloned().collect());
        assert!(state.nodes.iter().all(|node| node.problems.is_empty()));
    }
}
