//! Duty items 权责清单 a plugin brings.

use crate::clock::Date;
use crate::decision::Clause;
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};

/// A duty item 权责清单: what a community may be asked to do at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Its id; nearer items replace outer ones unless mandatory.
    pub id: String,
    /// What it is.
    pub title: Bilingual,
    /// The office that answers for it.
    pub office: Bilingual,
    /// What it rests on.
    pub basis: Clause,
    /// First day in force.
    pub from: Date,
    /// First day no longer in force.
    #[serde(default)]
    pub until: Option<Date>,
    /// No nearer item may replace it.
    #[serde(default)]
    pub mandatory: bool,
}
