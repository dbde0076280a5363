//! Checklist `home-safety` 家庭安全自查: what a resident looks at in their own home, and what follows from it.
//!
//! Nobody is sent to a home that did not ask: without a place to go to, what is found is told as advice. Where gas is smelt the
//! place is asked for, because the neighbours are in danger too.

mod family;
mod fire;
mod help;
mod kitchen;

use lifang_sdk::{Answers, Checklist, Context, Judgement, Note, reason, text};

/// Its id in the manifest; its findings, actions and reasons speak in its name.
pub(crate) const ID: &str = "home-safety";

pub(crate) fn checklist<'a>() -> Checklist<'a> {
    Checklist::new(ID, text!("home-safety"))
        .note(Note::new("welcome", text!("own-welcome")))
        .group(family::group())
        .group(kitchen::group())
        .group(fire::group())
        .group(help::group())
}

pub(crate) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let judged = [family::judge, kitchen::judge, fire::judge];
    let found = judged.into_iter().fold(Judgement::new(), |all, judge| all.and(judge(answers)));
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
    use crate::JilinForms;
    use lifang_sdk::Fields;
    use lifang_sdk::testing::{self, Catalogs, Incomplete, TestContext, assert_admitted};

    /// A couple with piped gas, all well, who want nobody to come.
    pub(super) fn well() -> Answers {
        Answers::new()
            .with("people", 2)
            .with("elderly", 0)
            .with("children", 0)
            .with("gas", "piped")
            .with("gas-smell", false)
            .with("gas-hose", "metal")
            .with("gas-alarm", true)
            .with("wiring", "sound")
            .with("ebike", "none")
            .with("way-clear", true)
            .with("smoke-alarm", true)
            .with("help", false)
    }

    /// The judgement on a Friday at nine; every text of it can be said, everything asked of anybody is admitted.
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
    pub(super) fn shown(answers: &Answers) -> Vec<String> {
        testing::shown(checklist(), answers)
    }

    #[test]
    fn the_form_can_be_said_and_its_ids_are_unique() {
        let form = checklist().into_form();
        Catalogs::of_plugin(env!("CARGO_MANIFEST_DIR")).assert_say(&form);
        let mut ids: Vec<_> = form.nodes.iter().map(|node| &node.id).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }

    #[test]
    fn a_safe_home_is_told_so_and_nobody_is_sent() {
        let judgement = judged(&well()).unwrap();
        assert_eq!((judgement.findings.len(), judgement.actions.len()), (0, 0));
        assert_eq!(judgement.reasons[0].text, text!("own-all-well"));
    }

    #[test]
    fn who_has_no_gas_is_asked_nothing_about_it() {
        let without = shown(&well().but("gas", "none"));
        assert!(!without.iter().any(|node| node.starts_with("gas-")), "{without:?}");
    }
}
