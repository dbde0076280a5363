//! Checklist `home-visit` 入户走访 for old neighbourhoods: stairs, heating and pipes, gas hoses, the stairwell.

mod gas;
mod heating;
mod household;
mod stairs;
mod stairwell;

use lifang_sdk::{Answers, Checklist, Context, Instant, Judgement, reason, text};

/// Its id in the manifest, and the province's: here it takes that one's place.
pub(crate) const ID: &str = "home-visit";

/// Stands for the district's own rules; an example, no real document.
const LOCAL: &str = "朝阳区网格走访办法（示例）";

pub(crate) fn checklist<'a>(call: &'a Context<'_>) -> Checklist<'a> {
    Checklist::new(ID, text!("home-visit"))
        .group(household::group(call.today()))
        .group(stairs::group(call.setting_integer("upstairs_floor")))
        .group(heating::group(call))
        .group(gas::group(call.today()))
        .group(stairwell::group())
}

pub(crate) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let judged = [household::judge, stairs::judge, heating::judge, gas::judge, stairwell::judge];
    let all = judged.into_iter().fold(Judgement::new(), |all, judge| all.and(judge(call, answers)));
    if all.reasons.is_empty() {
        return all.reason(reason(ID, text!("nothing-found")).basis(LOCAL, "第二条"));
    }
    all
}

/// Somebody opened the door, so that there is something to ask.
fn somebody_met(answers: &Answers) -> bool {
    answers.one("met").is_some_and(|met| met != "nobody")
}

/// The end of the working day so many working days from today.
fn within_working_days(call: &Context<'_>, days: u32) -> Instant {
    call.add_working_days(days).end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ChaoyangForms;
    use crate::tests::DIR;
    use lifang_sdk::Fields;
    use lifang_sdk::testing::{self, Catalogs, Incomplete, TestContext, assert_admitted};

    /// A call in winter, on a Friday.
    pub(super) fn winter() -> TestContext {
        TestContext::new("220104001001").of_plugin(DIR).on("2024-03-01")
    }

    /// A family on the second floor, all well, in winter.
    pub(super) fn well() -> Answers {
        Answers::new()
            .with("met", "resident")
            .with("living", "family")
            .with("age", 40)
            .with("floor", 2)
            .with("elevator", false)
            .with("heating", "central")
            .with("temperature", 21.5)
            .with("pipes", "sound")
            .with("gas", "none")
            .with("wiring", "sound")
            .with("stairwell-clear", true)
    }

    pub(super) fn judged(test: &TestContext, answers: &Answers) -> Result<Judgement, Incomplete> {
        let judgement = testing::judge::<ChaoyangForms>(&test.context(), ID, answers, &Fields::new())?;
        Catalogs::of_plugin(DIR).assert_say(&judgement);
        assert_admitted(DIR, &judgement.actions);
        Ok(judgement)
    }

    /// The keys of what was found in winter.
    pub(super) fn found(answers: &Answers) -> Vec<String> {
        testing::found(&judged(&winter(), answers).unwrap())
    }

    /// The nodes that show.
    pub(super) fn shown(test: &TestContext, answers: &Answers) -> Vec<String> {
        testing::shown(checklist(&test.context()), answers)
    }

    #[test]
    fn the_form_can_be_said_and_asks_the_local_fields() {
        let test = winter();
        let call = test.context();
        let form = checklist(&call).into_form();
        Catalogs::of_plugin(DIR).assert_say(&form);
        let fields: Vec<_> = form.nodes.iter().filter_map(|node| node.field.as_deref()).collect();
        assert_eq!(fields, ["living", "age", "floor", "elevator", "x.stairs_help", "x.heating", "x.gas_hose_year"]);
    }

    #[test]
    fn a_quiet_visit_has_a_reason_and_no_actions() {
        let judgement = judged(&winter(), &well()).unwrap();
        assert_eq!((judgement.findings.len(), judgement.actions.len(), judgement.reasons.len()), (0, 0, 1));
    }

    #[test]
    fn behind_a_closed_door_nothing_is_asked() {
        let nobody = Answers::new().with("met", "nobody");
        assert_eq!(shown(&winter(), &nobody), ["household", "met", "next-try"]);
    }
}
