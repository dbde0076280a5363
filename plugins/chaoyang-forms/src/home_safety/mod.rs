//! Checklist `home-safety` 家庭安全自查 for old neighbourhoods, in place of the province's: hoses with their year, stoves, old
//! pipes and wires, what stands on balconies and in corridors, elderly people among themselves.
//!
//! Nobody is sent to a home that did not ask, but where gas is smelt or a pipe has burst: then neighbours are in it too.

mod family;
mod help;
mod kitchen;
mod old_house;

use lifang_sdk::{Answers, Checklist, Context, Judgement, Note, reason, text};

/// Its id in the manifest, and the province's: here it takes that one's place.
pub(crate) const ID: &str = "home-safety";

pub(crate) fn checklist<'a>(call: &Context<'_>) -> Checklist<'a> {
    Checklist::new(ID, text!("home-safety"))
        .note(Note::new("welcome", text!("own-welcome")))
        .group(family::group())
        .group(kitchen::group(call.today()))
        .group(old_house::group())
        .group(help::group())
}

pub(crate) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let found = family::judge(answers).and(kitchen::judge(call, answers)).and(old_house::judge(answers));
    let quiet = found.findings.is_empty();
    let all = found.and(help::judge(call, answers));
    if quiet {
        return all.reason(reason(ID, text!("own-all-well")));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ChaoyangForms;
    use crate::tests::DIR;
    use lifang_sdk::Fields;
    use lifang_sdk::testing::{self, Catalogs, Incomplete, TestContext, assert_admitted};

    /// A call on a Friday at nine.
    pub(super) fn on_friday() -> TestContext {
        TestContext::new("220104001001").of_plugin(DIR).on("2024-03-01")
    }

    /// A couple with district heating and a metal hose, all well, who want nobody to come.
    pub(super) fn well() -> Answers {
        Answers::new()
            .with("people", 2)
            .with("elderly", 0)
            .with("gas", "piped")
            .with("gas-smell", false)
            .with("gas-hose", "metal")
            .with("heating", "central")
            .with("pipes", "sound")
            .with("wiring", "sound")
            .with("heaps", ["none"])
            .with("ebike", "none")
            .with("help", false)
    }

    pub(super) fn judged(answers: &Answers) -> Result<Judgement, Incomplete> {
        let test = on_friday();
        let judgement = testing::judge::<ChaoyangForms>(&test.context(), ID, answers, &Fields::new())?;
        Catalogs::of_plugin(DIR).assert_say(&judgement);
        assert_admitted(DIR, &judgement.actions);
        Ok(judgement)
    }

    /// The keys of what was found.
    pub(super) fn found(answers: &Answers) -> Vec<String> {
        testing::found(&judged(answers).unwrap())
    }

    /// The nodes that show.
    pub(super) fn shown(answers: &Answers) -> Vec<String> {
        testing::shown(checklist(&on_friday().context()), answers)
    }

    #[test]
    fn the_form_can_be_said_and_asks_for_no_base_data() {
        let test = on_friday();
        let form = checklist(&test.context()).into_form();
        Catalogs::of_plugin(DIR).assert_say(&form);
        assert!(form.nodes.iter().all(|node| node.field.is_none()), "residents are shown nothing that is recorded");
    }

    #[test]
    fn a_safe_home_is_told_so_and_nobody_is_sent() {
        let judgement = judged(&well()).unwrap();
        assert_eq!((judgement.findings.len(), judgement.actions.len()), (0, 0));
        assert_eq!(judgement.reasons[0].text, text!("own-all-well"));
    }
}
