//! What a plugin carries, by name: checklists and who fills them, rules and what they sweep, reports.

use super::{Collect, Manifest};
use crate::actor::Role;
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};

/// A checklist it carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistHead {
    /// Its id; the nearest plugin of a path that has it speaks.
    pub id: String,
    /// What it is.
    pub title: Bilingual,
    /// Who may fill it and send it in; operators always may.
    #[serde(default = "ChecklistHead::staff")]
    pub fillers: Vec<Role>,
    /// The fields of base data that its questions collect.
    #[serde(default)]
    pub collects: Vec<Collect>,
}

impl ChecklistHead {
    /// Who fills a checklist that says nothing about it: those who serve residents.
    #[must_use]
    pub fn staff() -> Vec<Role> {
        vec![Role::GridWorker, Role::CommunityStaff]
    }
}

/// What a rule sweeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepHead {
    /// The dataset; the host opens the scan.
    pub dataset: String,
    /// The columns, in the order the rule expects.
    pub columns: Vec<String>,
}

/// A rule it carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleHead {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: Bilingual,
    /// The event kinds it speaks on.
    #[serde(default)]
    pub events: Vec<String>,
    /// No nearer plugin may override it.
    #[serde(default)]
    pub mandatory: bool,
    /// The outer rule it stands in for.
    #[serde(default)]
    pub overrides: Option<String>,
    /// What it sweeps, where it does.
    #[serde(default)]
    pub sweep: Option<SweepHead>,
}

/// A report it carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportHead {
    /// Its id; the nearest plugin of a path that has it speaks.
    pub id: String,
    /// What it is.
    pub title: Bilingual,
    /// Meant for publication: it may aggregate but not scan, and sees suppressed cells.
    #[serde(default)]
    pub published: bool,
}

impl Manifest {
    /// The rule of that id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&RuleHead> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The checklist of that id.
    #[must_use]
    pub fn checklist(&self, id: &str) -> Option<&ChecklistHead> {
        self.checklists.iter().find(|head| head.id == id)
    }

    /// The kinds of event that its rules speak on and it does not describe: an outer plugin does, or nobody.
    #[must_use]
    pub fn undescribed(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = Vec::new();
        for kind in self.rules.iter().flat_map(|rule| &rule.events) {
            if !kinds.contains(&kind.as_str()) && !self.events.iter().any(|known| known.kind == *kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    pub(super) fn check_fillers(&self) -> Result<(), (String, String)> {
        for (i, head) in self.checklists.iter().enumerate() {
            let at = || format!("checklist[{i}].fillers");
            if head.fillers.is_empty() {
                return Err((
                    at(),
                    "nobody may fill it; leave the key out for grid workers and community staff".into(),
                ));
            }
            if head.fillers.iter().any(|role| matches!(role, Role::Operator | Role::System)) {
                return Err((at(), "resident, grid-worker, community-staff or government-staff is wanted".into()));
            }
        }
        Ok(())
    }
}
