//! Which plugin speaks in each community of a sweep: chosen once for all that lie alike, not asked of the database each time.

use lifang_core::path::RegionPath;
use lifang_core::region::RegionId;
use lifang_core::resolve::{Installation, Speakers, SpeakingRules};
use lifang_store::AsOf;
use std::collections::HashMap;
use std::sync::Arc;

/// The plugin that speaks for a rule in a community, and the duties in force there.
#[derive(Clone, Debug)]
pub(super) struct Speaking {
    /// Its installation.
    pub(super) installation: Arc<Installation>,
    /// The id its rule has.
    pub(super) rule: String,
    /// All that speak there.
    pub(super) speakers: Arc<Speakers>,
}

/// Chooses, and remembers by which installations lie on a path.
pub(super) struct Chooser {
    all: HashMap<RegionId, Vec<Arc<Installation>>>,
    rule: String,
    at: AsOf,
    known: HashMap<Vec<i64>, Option<Speaking>>,
}

impl Chooser {
    pub(super) fn new(all: Vec<Arc<Installation>>, rule: &str, at: AsOf) -> Self {
        let mut by_region: HashMap<RegionId, Vec<Arc<Installation>>> = HashMap::new();
        for one in all {
            by_region.entry(one.region).or_default().push(one);
        }
        Self { all: by_region, rule: rule.to_owned(), at, known: HashMap::new() }
    }

    /// Who speaks; none where the rule is not in force.
    pub(super) fn choose(&mut self, path: &RegionPath) -> Option<Speaking> {
        let ids: Vec<RegionId> = path.regions().iter().map(|region| region.id).collect();
        let on_path: Vec<Arc<Installation>> = ids.iter().filter_map(|id| self.all.get(id)).flatten().cloned().collect();
        let key: Vec<i64> = on_path.iter().map(|one| one.id).collect();
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let speaking = speaking(Speakers::choose(on_path, &ids, self.at.valid), &self.rule);
        self.known.insert(key, speaking.clone());
        speaking
    }
}

fn speaking(speakers: Speakers, rule: &str) -> Option<Speaking> {
    // An overridden rule answers by the name of the one that stands in for it, too: who sweeps a city asks for
    // `visit-due`, and each district's own rule speaks.
    let all: Vec<SpeakingRules> =
        speakers.rules(|head| head.sweep.is_some() && (head.id == rule || head.overrides.as_deref() == Some(rule)));
    // A rule that is in force itself comes before one that only stands in for it.
    let exact = all.iter().rfind(|one| one.rules.iter().any(|id| id == rule));
    let one = exact.or(all.last())?;
    let id = one.rules.iter().find(|id| *id == rule).or(one.rules.last())?.clone();
    Some(Speaking { installation: Arc::clone(&one.installation), rule: id, speakers: Arc::new(speakers) })
}
