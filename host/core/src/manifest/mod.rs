//! The manifest `plugin.toml`: what a plugin says of itself. It travels inside the component.

mod checks;
mod collects;
mod duties;
mod heads;
mod identity;
mod local_fields;
mod needs;
mod settings;
#[cfg(test)]
mod tests;

pub use self::collects::{Collect, FieldRef};
pub use self::duties::Duty;
pub use self::heads::{ChecklistHead, ReportHead, RuleHead, SweepHead};
pub use self::identity::{Identity, World};
pub use self::local_fields::LocalField;
pub use self::needs::Need;
pub use self::settings::{Setting, SettingType};

use crate::event_kind::EventKind;
use crate::limits::AskedLimits;
use serde::{Deserialize, Serialize};

/// A whole manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Who it is.
    pub plugin: Identity,
    /// What it reads.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What an operator may set.
    #[serde(default, rename = "setting")]
    pub settings: Vec<Setting>,
    /// What its calls need.
    #[serde(default)]
    pub limits: AskedLimits,
    /// Its checklists.
    #[serde(default, rename = "checklist")]
    pub checklists: Vec<ChecklistHead>,
    /// Its rules.
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleHead>,
    /// The kinds of event it describes.
    #[serde(default, rename = "event")]
    pub events: Vec<EventKind>,
    /// Its reports.
    #[serde(default, rename = "report")]
    pub reports: Vec<ReportHead>,
    /// Its duty items.
    #[serde(default, rename = "duty")]
    pub duties: Vec<Duty>,
    /// The local fields it declares.
    #[serde(default, rename = "local_field")]
    pub local_fields: Vec<LocalField>,
}

/// What is wrong with a manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadManifest {
    /// It is not TOML of the right shape; the message has line and column.
    #[error("plugin.toml: {0}")]
    Shape(String),
    /// A field is wrong.
    #[error("plugin.toml: {field}: {what}")]
    Field {
        /// Where: `needs[0].columns[2]`.
        field: String,
        /// What is wrong.
        what: String,
    },
}

impl Manifest {
    /// Reads and checks a manifest.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn parse(source: &str) -> Result<Self, BadManifest> {
        let manifest: Self = toml::from_str(source).map_err(|error| BadManifest::Shape(error.to_string()))?;
        manifest.check().map_err(|(field, what)| BadManifest::Field { field, what })?;
        Ok(manifest)
    }
}
