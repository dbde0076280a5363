//! Checklist `home-visit` 入户走访 for new estates: newcomers, minors, high-rise fire safety, the property firm.

mod fire;
mod household;
mod minors;
mod newcomers;
mod property;

use lifang_sdk::{Answers, Checklist, Context, Instant, Judgement, reason, text};

/// Its id in the manifest, and the province's: here it takes that one's place.
pub(crate) const ID: &str = "home-visit";

/// Stands for the district's own rules; an example, no real document.
const LOCAL: &str = "宽城区网格走访办法（示例）";

pub(crate) fn checklist<'a>(call: &Context<'_>) -> Checklist<'a> {
    Checklist::new(ID, text!("home-visit"))
        .group(household::group(call.today()))
        .group(newcomers::group())
        .group(minors::group())
        .group(fire::group())
        .group(property::group(call.setting_integer("low_score")))
}

pub(crate) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let judged = [household::judge, newcomers::judge, minors::judge, fire::judge, property::judge];
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
    use crate::KuanchengForms;
    use crate::tests::DIR;
    use lifang_sdk::Fields;
    use lifang_sdk::testing::{self, Catalogs, Incomplete, TestContext, assert_admitted};

    pub(super) fn on_friday() -> TestContext {
        TestContext::new("220103008003").of_plugin(DIR).on("2024-03-01")
    }

    /// A registered couple on the twelfth floor, all well.
    pub(super) fn well() -> Answers {
        Answers::new()
            .with("met", "resident")
            .with("living", "spouse")
            .with("age", 33)
            .with("residence", "registered-here")
            .with("minors", 0)
            .with("exit-doors", "shut")
            .with("ebikes", 0)
            .with("property-score", 4)
            .with("lift-faults", 0)
    }

    pub(super) fn judged(test: &TestContext, answers: &Answers) -> Result<Judgement, Incomplete> {
        let judgement = testing::judge::<KuanchengForms>(&test.context(), ID, answers, &Fields::new())?;
        Catalogs::of_plugin(DIR).assert_say(&judgement);
        assert_admitted(DIR, &judgement.actions);
        Ok(judgement)
    }

    /// The keys of what was found.
    pub(super) fn found(answers: &Answers) -> Vec<String> {
        testing::found(&judged(&on_friday(), answers).unwrap())
    }

    /// The nodes that show.
    pub(super) fn shown(answers: &Answers) -> Vec<String> {
        testing::shown(checklist(&on_friday().context()), answers)
    }

    #[test]
    fn the_form_can_be_said_and_asks_the_local_fields() {
        let test = on_friday();
        let form = checklist(&test.context()).into_form();
        Catalogs::of_plugin(DIR).assert_say(&form);
        let fields: Vec<_> = form.nodes.iter().filter_map(|node| node.field.as_deref()).collect();
        assert_eq!(fields, ["living", "age", "residence", "x.lease_until", "x.ebikes", "x.property_score"]);
    }

    #[test]
    fn a_quiet_visit_has_a_reason_and_no_actions() {
        let judgement = judged(&on_friday(), &well()).unwrap();
        assert_eq!((judgement.findings.len(), judgement.actions.len(), judgement.reasons.len()), (0, 0, 1));
    }

    #[test]
    fn behind_a_closed_door_nothing_is_asked() {
        assert_eq!(shown(&Answers::new().with("met", "nobody")), ["household", "met", "next-try"]);
    }
}
