//! A checklist as it is filled, and what was found: the short forms that tests compare.

use crate::{Answers, Checklist, Judgement};

/// The ids of the nodes that show with these answers, in reading order.
#[must_use]
pub fn shown(checklist: Checklist<'_>, answers: &Answers) -> Vec<String> {
    let state = checklist.state(answers.iter().cloned().collect());
    let nodes = checklist.into_form().nodes.into_iter().zip(state.nodes);
    nodes.filter(|(_, state)| state.visible).map(|(node, _)| node.id).collect()
}

/// The keys of what was found, in order.
#[must_use]
pub fn found(judgement: &Judgement) -> Vec<String> {
    judgement.findings.iter().map(|finding| finding.text.key.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Finding, Group, Question, text};

    #[test]
    fn what_shows_is_listed_in_reading_order() {
        let checklist = || {
            Checklist::new("visit", text!("visit"))
                .question(Question::flag("alone", text!("alone")))
                .group(
                    Group::new("care", text!("care"))
                        .visible_when(|answers| answers.yes("alone"))
                        .with(Question::flag("called", text!("called"))),
                )
                .question(Question::flag("gas", text!("gas")))
        };
        let alone = Answers::new().with("alone", true);
        assert_eq!(shown(checklist(), &alone), ["alone", "care", "called", "gas"]);
        assert_eq!(shown(checklist(), &alone.but("alone", false)), ["alone", "gas"]);
    }

    #[test]
    fn findings_are_told_by_the_keys_of_their_texts() {
        let judgement = Judgement::new()
            .finding(Finding::minor("visit", "gas", text!("old-hose")))
            .finding(Finding::critical("visit", "gas", text!("gas-leaks")));
        assert_eq!(found(&judgement), ["old-hose", "gas-leaks"]);
    }
}
