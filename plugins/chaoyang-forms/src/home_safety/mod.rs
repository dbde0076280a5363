//! Checklist `home-safety` 家庭安全自查 for old neighbourhoods, in place of the province's: hoses with their year, stoves, old
//! pipes and wires, what stands on balconies and in corridors, elderly people among themselves.
//!
//! Nobody is sent to a home that did not ask, but where gas is smelt or a pipe has burst: then neighbours are in it too.

mod family;
mod help;
mod kitchen;
mod old_house;

use lifang_sdk::{Answers, Checklist, Choice, Context, Judgement, Note, Text, choice, reason, text};

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

/// Choices of one question, each labelled `own-<question>-<code>` in the catalogs.
fn choices<const N: usize>(question: &str, codes: [&str; N]) -> Vec<Choice> {
    codes.into_iter().map(|code| choice(code, Text::new(format!("own-{question}-{code}")))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ChaoyangForms;
    use crate::tests::{DIR, assert_admitted};
    use lifang_sdk::testing::{Catalogs, Incomplete, TestContext};
    use lifang_sdk::{Fields, Value};

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
        let judgement = lifang_sdk::testing::judge::<ChaoyangForms>(&test.context(), ID, answers, &Fields::new())?;
        Catalogs::of_plugin(DIR).assert_say(&judgement);
        assert_admitted(&judgement.actions);
        Ok(judgement)
    }

    /// The keys of what was found.
    pub(super) fn found(answers: &Answers) -> Vec<String> {
        judged(answers).unwrap().findings.into_iter().map(|finding| finding.text.key).collect()
    }

    /// The answers, one of them replaced.
    pub(super) fn but(answers: &Answers, question: &str, value: impl Into<Value>) -> Answers {
        let others: Vec<_> = answers.iter().filter(|answer| answer.node != question).cloned().collect();
        Answers::from(others).with(question, value)
    }

    /// The nodes that show.
    pub(super) fn shown(answers: &Answers) -> Vec<String> {
        let test = on_friday();
        let call = test.context();
        let form = checklist(&call).into_form();
        let state = checklist(&call).state(answers.iter().cloned().collect());
        let visible = form.nodes.into_iter().zip(state.nodes).filter(|(_, state)| state.visible);
        visible.map(|(node, _)| node.id).collect()
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
