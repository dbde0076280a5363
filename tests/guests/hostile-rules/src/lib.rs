//! A component of world `rules` that does what no plugin should; the id of the rule or report chooses what.
//!
//! It speaks to the bare contract, because the SDK would not let it.

mod decision;
mod document;
mod read;
mod sweep;

use lifang_behaviours::{ReportBehaviour, RuleBehaviour, SweepBehaviour};
use lifang_sdk::raw::rules::exports::lifang::plugin::{grid_rules, reports};
use lifang_sdk::raw::rules::lifang::data::scans::Scan;
use lifang_sdk::raw::rules::lifang::plugin::types::Context;
use lifang_sdk::{Decision, Document, PluginError, SweepAnswer};

/// The guest.
#[derive(Debug)]
pub struct Hostile;

#[cfg(target_family = "wasm")]
lifang_sdk::raw::rules::export!(Hostile with_types_in lifang_sdk::raw::rules);

impl grid_rules::Guest for Hostile {
    fn decide(call: &Context, rules: Vec<String>, event: grid_rules::Event) -> Result<Decision, PluginError> {
        hear_panics();
        let mut all = Decision::new();
        for rule in rules {
            let deed = RuleBehaviour::from_id(&rule).ok_or_else(|| PluginError::UnknownId(rule.clone()))?;
            all = all.and(decision::of(deed, call, &rule, &event)?);
        }
        Ok(all)
    }

    fn sweep(_: &Context, rule: String, rows: Scan) -> Result<SweepAnswer, PluginError> {
        hear_panics();
        let deed = SweepBehaviour::from_id(&rule).ok_or_else(|| PluginError::UnknownId(rule.clone()))?;
        sweep::of(deed, &rule, &rows)
    }
}

impl reports::Guest for Hostile {
    fn run(_: &Context, id: String, _: reports::Period) -> Result<Document, PluginError> {
        hear_panics();
        document::of(ReportBehaviour::from_id(&id).ok_or_else(|| PluginError::UnknownId(id.clone()))?)
    }
}

fn hear_panics() {
    #[cfg(target_family = "wasm")]
    lifang_sdk::log::panics_are_heard();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_names_every_behaviour() {
        let manifest: toml::Table = include_str!("../plugin.toml").parse().unwrap();
        let ids = |list: &str| -> Vec<String> {
            let entries = manifest[list].as_array().unwrap().iter();
            entries.map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
        };
        let rules = RuleBehaviour::ALL.iter().map(|rule| rule.id());
        let rules: Vec<_> = rules.chain(SweepBehaviour::ALL.iter().map(|sweep| sweep.id())).collect();
        assert_eq!(ids("rule"), rules);
        assert_eq!(ids("report"), ReportBehaviour::ALL.iter().map(|report| report.id()).collect::<Vec<_>>());
    }
}
