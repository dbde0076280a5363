//! Which plugin speaks for a region on a day.

use crate::call::PluginRef;
use crate::capability::Columns;
use crate::clock::Date;
use crate::manifest::{Duty, Manifest, RuleHead};
use crate::region::RegionId;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What happens when a plugin fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailurePolicy {
    /// A clear error; what was sent is kept and tried again.
    #[default]
    Refuse,
    /// The version before speaks, then the outer region's plugin.
    Fallback,
}

/// A plugin version installed in a region from a day on.
#[derive(Clone, Debug)]
pub struct Installation {
    /// Its row.
    pub id: i64,
    /// The version.
    pub plugin: Arc<PluginRef>,
    /// What it says of itself.
    pub manifest: Arc<Manifest>,
    /// Where.
    pub region: RegionId,
    /// First day it speaks.
    pub valid_from: Date,
    /// First day it no longer does.
    pub valid_to: Date,
    /// What was set, defaults filled in.
    pub settings: BTreeMap<String, Value>,
    /// What it may read of what it asked.
    pub granted: Columns,
    /// What happens when it fails.
    pub policy: FailurePolicy,
}

/// The plugins of a region's path that are in force on a day, outermost first.
#[derive(Clone, Debug, Default)]
pub struct Speakers {
    current: Vec<Arc<Installation>>,
    earlier: Vec<Arc<Installation>>,
}

/// A rule that speaks.
#[derive(Clone, Debug)]
pub struct SpeakingRules {
    /// The plugin.
    pub installation: Arc<Installation>,
    /// The ids of its rules, in the manifest's order.
    pub rules: Vec<String>,
}

impl Speakers {
    /// Chooses among all installations of a path. `path` is the regions' ids, outermost first. Of several versions of one
    /// plugin in one region, the one that came into force last speaks; the others are kept to fall back to.
    #[must_use]
    pub fn choose(all: Vec<Arc<Installation>>, path: &[RegionId], day: Date) -> Self {
        let depth = |installation: &Installation| path.iter().position(|&region| region == installation.region);
        let mut in_force: Vec<(usize, Arc<Installation>)> = all
            .into_iter()
            .filter(|one| one.valid_from <= day && day < one.valid_to && one.manifest.plugin.effective_from <= day)
            .filter_map(|one| Some((depth(&one)?, one)))
            .collect();
        in_force.sort_by(|(a_depth, a), (b_depth, b)| {
            (a_depth, &a.plugin.id, b.valid_from, b.id).cmp(&(b_depth, &b.plugin.id, a.valid_from, a.id))
        });
        let mut speakers = Self::default();
        for (_, one) in in_force {
            let newest = speakers.current.last().is_none_or(|last| !last.same_place(&one));
            if newest { speakers.current.push(one) } else { speakers.earlier.push(one) }
        }
        speakers
    }

    /// All that speak, outermost first.
    #[must_use]
    pub fn all(&self) -> &[Arc<Installation>] {
        &self.current
    }

    /// The same without one that failed: its version before takes its place, or nobody does.
    #[must_use]
    pub fn without(&self, failed: &Installation) -> Self {
        let mut speakers = self.clone();
        let Some(place) = speakers.current.iter().position(|one| one.id == failed.id) else { return speakers };
        match speakers.earlier.iter().position(|one| one.same_place(failed)) {
            Some(before) => speakers.current[place] = speakers.earlier.remove(before),
            None => {
                speakers.current.remove(place);
            }
        }
        speakers
    }

    /// The nearest plugin that carries the checklist.
    #[must_use]
    pub fn checklist(&self, id: &str) -> Option<&Arc<Installation>> {
        self.current.iter().rev().find(|one| one.manifest.checklists.iter().any(|head| head.id == id))
    }

    /// The nearest plugin that carries the report.
    #[must_use]
    pub fn report(&self, id: &str) -> Option<&Arc<Installation>> {
        self.current.iter().rev().find(|one| one.manifest.reports.iter().any(|head| head.id == id))
    }

    /// The plugins that carry certificates, outermost first.
    pub fn certificates(&self) -> impl Iterator<Item = &Arc<Installation>> {
        self.current.iter().filter(|one| one.manifest.plugin.certificates)
    }

    /// The rules that are in force, outermost first: an outer rule is silent where a nearer one overrides it (by `overrides`
    /// or by the same id), unless the outer one is mandatory; then a nearer one of the same id is silent instead.
    #[must_use]
    pub fn rules(&self, speaks: impl Fn(&RuleHead) -> bool) -> Vec<SpeakingRules> {
        let in_force = |depth: usize, rule: &RuleHead| {
            let overridden = !rule.mandatory
                && self.current[depth + 1..]
                    .iter()
                    .flat_map(|nearer| &nearer.manifest.rules)
                    .any(|nearer| nearer.overrides.as_ref() == Some(&rule.id) || nearer.id == rule.id);
            let usurping = self.current[..depth]
                .iter()
                .flat_map(|outer| &outer.manifest.rules)
                .any(|outer| outer.mandatory && outer.id == rule.id);
            !overridden && !usurping
        };
        let of_one = |(depth, installation): (usize, &Arc<Installation>)| {
            let rules = installation.manifest.rules.iter().filter(|rule| in_force(depth, rule) && speaks(rule));
            let rules: Vec<String> = rules.map(|rule| rule.id.clone()).collect();
            (!rules.is_empty()).then(|| SpeakingRules { installation: Arc::clone(installation), rules })
        };
        self.current.iter().enumerate().filter_map(of_one).collect()
    }

    /// The duty items in force on the day, merged item by item.
    #[must_use]
    pub fn duties(&self, day: Date) -> Vec<&Duty> {
        let mut merged: Vec<&Duty> = Vec::new();
        for duty in self.current.iter().flat_map(|one| &one.manifest.duties) {
            if duty.from > day || duty.until.is_some_and(|until| until <= day) {
                continue;
            }
            match merged.iter_mut().find(|outer| outer.id == duty.id) {
                Some(outer) if outer.mandatory => {}
                Some(slot) => *slot = duty,
                None => merged.push(duty),
            }
        }
        merged
    }
}

impl Installation {
    fn same_place(&self, other: &Self) -> bool {
        self.region == other.region && self.plugin.id == other.plugin.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Digest;

    fn installation(id: i64, plugin: &str, region: i64, from: i32, rules: &str) -> Arc<Installation> {
        let manifest = format!(
            r#"{rules}
            [plugin]
            id = "{plugin}"
            version = "1.0.{id}"
            world = "rules"
            contract = "1.0"
            title = {{ zh = "规则", en = "Rules" }}
            regions = ["22"]
            effective_from = "1970-01-01"
            licence = "Apache-2.0""#
        );
        let manifest = Manifest::parse(&manifest).unwrap();
        let plugin =
            PluginRef { id: plugin.into(), version: manifest.plugin.version.clone(), digest: Digest(id.to_string()) };
        Arc::new(Installation {
            id,
            plugin: Arc::new(plugin),
            manifest: Arc::new(manifest),
            region: RegionId(region),
            valid_from: Date(from),
            valid_to: Date::OPEN,
            settings: BTreeMap::new(),
            granted: Columns::default(),
            policy: FailurePolicy::Refuse,
        })
    }

    fn rule(id: &str, more: &str) -> String {
        format!("[[rule]]\nid = \"{id}\"\ntitle = {{ zh = \"规\", en = \"R\" }}\n{more}\n")
    }

    fn spoken(speakers: &Speakers) -> Vec<String> {
        let of =
            |rules: SpeakingRules| rules.rules.into_iter().map(move |rule| format!("{}:{rule}", rules.installation.id));
        speakers.rules(|_| true).into_iter().flat_map(of).collect()
    }

    fn jilin() -> Vec<Arc<Installation>> {
        let province = rule("fire", "mandatory = true") + &rule("noise", "") + &rule("snow", "");
        let district =
            rule("fire", "") + &rule("quiet", "overrides = \"noise\"") + &rule("lane", "overrides = \"fire\"");
        vec![installation(2, "cn.district.x", 7, 10, &district), installation(1, "cn.province.x", 1, 10, &province)]
    }

    #[test]
    fn the_nearer_overrides_but_not_what_is_mandatory() {
        let speakers = Speakers::choose(jilin(), &[RegionId(1), RegionId(7)], Date(20));
        assert_eq!(spoken(&speakers), ["1:fire", "1:snow", "2:quiet", "2:lane"]);
        let elsewhere = Speakers::choose(jilin(), &[RegionId(1), RegionId(8)], Date(20));
        assert_eq!(spoken(&elsewhere), ["1:fire", "1:noise", "1:snow"]);
        assert!(spoken(&Speakers::choose(jilin(), &[RegionId(1), RegionId(7)], Date(9))).is_empty());
    }

    #[test]
    fn the_day_chooses_the_version_and_failure_falls_back() {
        let mut all = jilin();
        all.push(installation(3, "cn.district.x", 7, 15, &rule("new", "overrides = \"noise\"")));
        let path = [RegionId(1), RegionId(7)];
        assert_eq!(spoken(&Speakers::choose(all.clone(), &path, Date(14))), ["1:fire", "1:snow", "2:quiet", "2:lane"]);
        let today = Speakers::choose(all.clone(), &path, Date(15));
        assert_eq!(spoken(&today), ["1:fire", "1:snow", "3:new"]);
        let before = today.without(&all[2]);
        assert_eq!(spoken(&before), ["1:fire", "1:snow", "2:quiet", "2:lane"]);
        assert_eq!(spoken(&before.without(&all[0])), ["1:fire", "1:noise", "1:snow"], "the outer rule speaks again");
    }
}
