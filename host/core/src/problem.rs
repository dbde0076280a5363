//! What goes wrong, said so that a reader can mend it: what, where and what to do, in Chinese and English.

use crate::text::Bilingual;
use serde::{Deserialize, Serialize};

/// What kind of trouble it is. HTTP statuses and exit codes are made from this, each in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// What was sent is malformed.
    Malformed,
    /// What was sent is well formed and wrong.
    Invalid,
    /// Nobody is signed in.
    Unauthenticated,
    /// Who is signed in may not.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// It was there once and has another name now; `at` says which.
    Moved,
    /// It was changed meanwhile, or the key was used for something else.
    Conflict,
    /// More than may be sent.
    TooLarge,
    /// A plugin failed; what was sent is kept.
    PluginFailed,
    /// All places are taken; try again.
    Busy,
    /// The host itself failed.
    Internal,
}

/// A problem, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The kind.
    pub kind: Kind,
    /// A stable code: `region-unknown`.
    pub code: String,
    /// What is wrong.
    pub what: Bilingual,
    /// What to do.
    pub remedy: Bilingual,
    /// Where: a field, a file and row, a WIT function, a plugin version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(kind: Kind, code: &str, what: Bilingual, remedy: Bilingual) -> Self {
        Self { kind, code: code.into(), what, remedy, at: None }
    }

    /// The same problem at a place.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.at = Some(place.into());
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = self.at.as_ref().map(|at| format!("{at}: ")).unwrap_or_default();
        writeln!(f, "{place}{}", self.what.zh)?;
        writeln!(f, "  {}", self.remedy.zh)?;
        writeln!(f, "{place}{}", self.what.en)?;
        write!(f, "  {}", self.remedy.en)
    }
}

impl std::error::Error for Problem {}
