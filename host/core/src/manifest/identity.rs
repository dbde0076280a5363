//! Who a plugin is, which world of the contract it implements, and where it may be installed.

use super::Manifest;
use crate::clock::Date;
use crate::region::RegionCode;
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};

/// The worlds of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum World {
    /// Checklists and certificates; pure.
    Forms,
    /// Grid rules and reports; reads data.
    Rules,
}

impl World {
    /// The name in WIT.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Forms => "forms",
            Self::Rules => "rules",
        }
    }
}

/// Who the plugin is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Reverse-dotted: `cn.jilin.forms`.
    pub id: String,
    /// Semantic version: `1.0.0`.
    pub version: String,
    /// The world it implements.
    pub world: World,
    /// The contract it was built for: `1.0`.
    pub contract: String,
    /// What it is.
    pub title: Bilingual,
    /// Where it may be installed: these regions and what lies below them.
    pub regions: Vec<RegionCode>,
    /// First day it may speak.
    pub effective_from: Date,
    /// SPDX expression.
    pub licence: String,
    /// What it rests on as a whole.
    #[serde(default)]
    pub legal_basis: Vec<String>,
    /// Whether it carries a list of certificates.
    #[serde(default)]
    pub certificates: bool,
}

impl Manifest {
    pub(super) fn check_identity(&self) -> Result<(), (String, String)> {
        let identity = &self.plugin;
        let id_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        if identity.id.is_empty() || !identity.id.contains('.') || !identity.id.chars().all(id_letter) {
            return Err((
                "plugin.id".into(),
                format!("{:?}: small letters, digits and dots are wanted: cn.jilin.forms", identity.id),
            ));
        }
        let parts: Vec<Option<u32>> = identity.version.split('.').map(|part| part.parse().ok()).collect();
        if parts.len() != 3 || parts.contains(&None) {
            return Err(("plugin.version".into(), format!("{:?} is not a version such as 1.0.0", identity.version)));
        }
        if identity.contract != "1.0" {
            return Err((
                "plugin.contract".into(),
                format!("{:?} is not known to this host; 1.0 is", identity.contract),
            ));
        }
        if identity.regions.is_empty() {
            return Err(("plugin.regions".into(), "at least one region is wanted".into()));
        }
        Ok(())
    }

    pub(super) fn check_world(&self) -> Result<(), (String, String)> {
        let misplaced = match self.plugin.world {
            World::Forms => vec![
                ("needs", !self.needs.is_empty()),
                ("rule", !self.rules.is_empty()),
                ("event", !self.events.is_empty()),
                ("report", !self.reports.is_empty()),
            ],
            World::Rules => {
                vec![("checklist", !self.checklists.is_empty()), ("plugin.certificates", self.plugin.certificates)]
            }
        };
        match misplaced.into_iter().find(|(_, there)| *there) {
            Some((field, _)) => Err((field.into(), format!("a plugin of world {} has none", self.plugin.world.name()))),
            None => Ok(()),
        }
    }
}
