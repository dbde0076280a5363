//! Judgements, honest and crooked.

use crate::field;
use lifang_behaviours::{FormBehaviour as Deed, deeds};
use lifang_sdk::{Action, Extension, Finding, Judgement, Tag, Text, Value, WorkOrder, reason};

/// What a deed makes of a form whose question on gas was answered so.
pub(crate) fn of(deed: Deed, rule: &str, gas: bool) -> Judgement {
    let why = || reason(rule, Text::new("good")).fields(["gas"]);
    let because = || Judgement::new().reason(why());
    let order = |duty: &str| WorkOrder::new(rule, duty, Text::new("good"));
    let tags = |count: usize| {
        let tag = || Action::Tag(Tag { rule: rule.to_owned(), tag: "t".to_owned(), until: None });
        Judgement { actions: (0..count).map(|_| tag()).collect(), ..because() }
    };
    match deed {
        Deed::TrapInJudge => deeds::trap(),
        Deed::SpinInJudge => deeds::spin(),
        Deed::LargeJudgement => Judgement::new().reason(reason(rule, Text::new("good").with("x", deeds::megabytes(4)))),
        Deed::MillionActions => tags(1_000_000),
        Deed::ManyActions => tags(3_000),
        Deed::UnknownDuty => because().action(order("no-such-duty")),
        Deed::UnknownExtension => {
            let fields = vec![field("x", Value::Flag(true))];
            because().action(Extension { rule: rule.to_owned(), kind: "no-such-kind".to_owned(), fields })
        }
        Deed::NoReasons => Judgement::new().action(order("hostile-duty")),
        Deed::FindingNowhere => because().finding(Finding::major(rule, "nowhere", Text::new("good"))),
        Deed::Good | Deed::ShortState | Deed::TrapInState | Deed::CallHost | Deed::TouchWithheld if gas => {
            because().finding(Finding::critical(rule, "gas", Text::new("good"))).action(order("hostile-duty"))
        }
        Deed::Good | Deed::ShortState | Deed::TrapInState | Deed::CallHost | Deed::TouchWithheld => because(),
        // Their states never come, or come as of an honest form.
        Deed::SpinInState | Deed::EatMemoryInState | Deed::NotANumberInState | Deed::RememberCalls => because(),
        // Their forms are refused or never come, so nobody asks what they mean.
        Deed::Trap | Deed::Spin | Deed::EatMemory | Deed::Recurse | Deed::PanicInChinese | Deed::LogWithoutEnd => {
            because()
        }
        Deed::HugeForm | Deed::LargeForm | Deed::Cycle | Deed::DeepChain | Deed::DuplicateIds => because(),
        Deed::LongChain | Deed::ParentNowhere | Deed::AnotherForm => because(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_names_every_behaviour() {
        let manifest: toml::Table = include_str!("../plugin.toml").parse().unwrap();
        let ids: Vec<&str> =
            manifest["checklist"].as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect();
        assert_eq!(ids, Deed::ALL.iter().map(|deed| deed.id()).collect::<Vec<_>>());
    }

    #[test]
    fn good_is_honest() {
        let judgement = of(Deed::Good, "good", true);
        assert_eq!((judgement.findings.len(), judgement.actions.len(), judgement.reasons.len()), (1, 1, 1));
        assert_eq!(of(Deed::Good, "good", false).findings.len(), 0);
        assert_eq!(of(Deed::ManyActions, "x", true).actions.len(), 3_000);
    }
}
