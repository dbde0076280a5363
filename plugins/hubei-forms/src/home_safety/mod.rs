//! Checklist `home-safety` 家庭安全自查 for a land of rivers and lakes: water in the house, the way to higher ground, gas.
//!
//! Nobody is sent to a home that did not ask, but where gas is smelt or water stands in the house with somebody who cannot leave.

mod family;
mod help;
mod home;
mod water;

use lifang_sdk::{Answers, Checklist, Context, Judgement, Note, reason, text};

/// Its id in the manifest; its findings, actions and reasons speak in its name.
pub(crate) const ID: &str = "home-safety";

pub(crate) fn checklist<'a>() -> Checklist<'a> {
    Checklist::new(ID, text!("home-safety"))
        .note(Note::new("welcome", text!("own-welcome")))
        .group(family::group())
        .group(water::group())
        .group(home::group())
        .group(help::group())
}

pub(crate) fn judge(call: &Context<'_>, answers: &Answers) -> Judgement {
    let found = family::judge(answers).and(water::judge(answers)).and(home::judge(answers));
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
    use crate::HubeiForms;
    use lifang_sdk::Fields;
    use lifang_sdk::testing::{self, Catalogs, Incomplete, TestContext, assert_admitted};

    const DIR: &str = env!("CARGO_MANIFEST_DIR");

    /// A couple upstairs, all well, who want nobody to come.
    pub(super) fn well() -> Answers {
        Answers::new()
            .with("people", 2)
            .with("elderly", 0)
            .with("slow", 0)
            .with("floor", "upper")
            .with("water-now", false)
            .with("shelter", true)
            .with("gas", "none")
            .with("mains", true)
            .with("ebike", "none")
            .with("help", false)
    }

    /// The judgement on a Friday at nine; every text of it can be said, everything asked of anybody is admitted.
    pub(super) fn judged(answers: &Answers) -> Result<Judgement, Incomplete> {
        let test = TestContext::new("420106001001").of_plugin(DIR).on("2024-03-01");
        let judgement = testing::judge::<HubeiForms>(&test.context(), ID, answers, &Fields::new())?;
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
