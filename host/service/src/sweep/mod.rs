//! Sweeps 排查: a rule over all people of a region, one instance per community, each the unit of replay.
//!
//! A sweep is a job. It is started ([`start`]), run by workers that take communities in bundles ([`run`], [`community`]), and
//! told from the rows they write ([`view`]): how far it is, and per community what was marked or why it failed. It proposes
//! only: who is visited is for people to take up.

mod chosen;
mod community;
mod left;
mod run;
mod start;
mod view;

pub(crate) use left::Watch;
pub use start::StartedSweep;
pub use view::{CommunitySwept, OutcomeCount, SweepPage, SweepState, SweepView};

use crate::error::ServiceError;
use crate::place::Place;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;

fn unknown(rule: &str, place: &Place) -> ServiceError {
    let rule: String = rule.chars().take(60).collect();
    let region = place.path.region();
    Problem::new(
        Kind::NotFound,
        "rule-unknown",
        Bilingual::new(
            format!("{}（{}）没有可用于排查的规则 {rule}", region.name, region.code),
            format!("no rule {rule} that sweeps is in force in {} ({})", region.name, region.code),
        ),
        Bilingual::new(
            "请核对规则名；可用的规则由该区域已安装的插件给出。",
            "Check the rule's name: the plugins that are installed for the region say which rules there are.",
        ),
    )
    .at("rule")
    .into()
}
