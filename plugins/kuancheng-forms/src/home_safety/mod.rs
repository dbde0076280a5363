//! Checklist `home-safety` 家庭安全自查 for new estates, in place of the province's: lifts, e-bikes and their batteries, walls
//! that are knocked down, the property firm's number.
//!
//! Nobody is sent to a home that did not ask, but where gas is smelt: then neighbours are in it too.

mod estate;
mod family;
mod help;
mod home;

use lifang_sdk::{Answers, Checklist, Context, Judgement, Note, reason, text};

/// Its id in the manifest, and the province's: here it takes that one's place.
pub(crate) const ID: &str = "home-safety";

pub(crate) fn checklist<'a>() -> Checklist<'a> {
    Checklist::new(ID, text!("home-safety"))
        .note(Note::new("welcome", text!("own-welcome")))
        .group(family::group())
        .group(home::group())
        .group(estate::group())
        .group(help::group())
}

pub(crate) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let found = family::judge(answers).and(home::judge(answers)).and(estate::judge(answers));
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
    use crate::KuanchengForms;
    use crate::tests::DIR;
    use lifang_sdk::Fields;
    use lifang_sdk::testing::{self, Catalogs, Incomplete, TestContext, assert_admitted};

    /// A couple high up, all well, who want nobody to come.
    pub(super) fn well() -> Answers {
        Answers::new()
            .with("people", 2)
            .with("elderly", 0)
            .with("children", 0)
            .with("gas-smell", false)
            .with("building-work", "none")
            .with("ebike", "none")
            .with("exit-doors", "shut")
            .with("lift", "fine")
            .with("property-number", true)
            .with("help", false)
    }

    /// The judgement on a Friday at nine; every text of it can be said, everything asked of anybody is admitted.
    pub(super) fn judged(answers: &Answers) -> Result<Judgement, Incomplete> {
        let test = TestContext::new("220103008003").of_plugin(DIR).on("2024-03-01");
        let judgement = testing::judge::<KuanchengForms>(&test.context(), ID, answers, &Fields::new())?;
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
        testing::shown(checklist(), answers)
    }

    #[test]
    fn the_form_can_be_said_and_asks_for_no_base_data() {
        let form = checklist().into_form();
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
