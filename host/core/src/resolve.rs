//! Which plugin speaks for a region on a day.

use crate::call::PluginRef;
use crate::capability::Columns;
use crate::clock::Date;
use crate::event_kind::EventKind;
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

    /// How a kind of event is described: by the nearest plugin that does, whole; but where an outer one has a mandatory rule on
    /// the kind, by that one, so that nobody nearer can ask away what the rule must know.
    #[must_use]
    pub fn event_kind(&self, kind: &str) -> Option<(&Arc<Installation>, &EventKind)> {
        let describes = |one: &Arc<Installation>| one.manifest.events.iter().any(|known| known.kind == kind);
        let binds = |rule: &RuleHead| rule.mandatory && rule.events.iter().any(|named| named == kind);
        let bound = self.current.iter().find(|one| describes(one) && one.manifest.rules.iter().any(binds));
        let speaks = bound.or_else(|| self.current.iter().rev().find(|one| describes(one)))?;
        Some((speaks, speaks.manifest.events.iter().find(|known| known.kind == kind)?))
    }

    /// The kinds of event that can be reported: those that are described, outermost plugin first, then those that a rule in
    /// force speaks on and nobody describes, under the title of the nearest such rule.
    #[must_use]
    pub fn event_kinds(&self) -> Vec<(Arc<Installation>, EventKind)> {
        let mut kinds: Vec<(Arc<Installation>, EventKind)> = Vec::new();
        let described = self.current.iter().flat_map(|one| &one.manifest.events).map(|known| known.kind.as_str());
        for kind in described {
            if let Some((one, known)) =
                self.event_kind(kind).filter(|_| !kinds.iter().any(|(_, seen)| seen.kind == kind))
            {
                kinds.push((Arc::clone(one), known.clone()));
            }
        }
        let described = kinds.len();
        for speaking in self.rules(|_| true) {
            let rules = speaking.rules.iter().filter_map(|id| speaking.installation.manifest.rule(id));
            for (kind, rule) in rules.flat_map(|rule| rule.events.iter().map(move |kind| (kind, rule))) {
                let named = (Arc::clone(&speaking.installation), EventKind::undescribed(kind, &rule.title));
                match kinds.iter().position(|(_, seen)| seen.kind == *kind) {
                    Some(place) if place < described => {}
                    Some(place) => kinds[place] = named,
                    None => kinds.push(named),
                }
            }
        }
        kinds
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

    fn event(kind: &str, title: &str) -> String {
        format!("[[event]]\nkind = \"{kind}\"\ntitle = {{ zh = \"{title}\", en = \"{title}\" }}\n")
    }

    #[test]
    fn a_kind_is_described_by_the_nearest_unless_an_outer_rule_on_it_is_mandatory() {
        let province = rule("fire", "mandatory = true\nevents = [\"fire\"]")
            + &rule("noise", "events = [\"noise\", \"dogs\"]")
            + &event("noise", "N1")
            + &event("fire", "F1");
        let district = rule("quiet", "overrides = \"noise\"\nevents = [\"noise\"]")
            + &rule("lifts", "events = [\"lift\"]")
            + &event("fire", "F2")
            + &event("noise", "N2");
        let all = vec![
            installation(2, "cn.district.x", 7, 10, &district),
            installation(1, "cn.province.x", 1, 10, &province),
        ];
        let told = |path: &[RegionId]| -> Vec<String> {
            let kinds = Speakers::choose(all.clone(), path, Date(20)).event_kinds();
            kinds.into_iter().map(|(one, kind)| format!("{}:{} {}", one.id, kind.kind, kind.title.en)).collect()
        };
        // The district's rule silences the province's, and with it what only that one named.
        assert_eq!(told(&[RegionId(1), RegionId(7)]), ["2:noise N2", "1:fire F1", "2:lift R"]);
        assert_eq!(told(&[RegionId(1)]), ["1:noise N1", "1:fire F1", "1:dogs R"]);
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
