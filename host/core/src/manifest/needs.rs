//! The columns a plugin reads: which, what for and on what basis.

use super::Manifest;
use crate::capability::Columns;
use crate::dataset::{Guard, Schema};
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};

/// Columns it reads, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The dataset.
    pub dataset: String,
    /// The columns.
    pub columns: Vec<String>,
    /// What for.
    pub purpose: Bilingual,
    /// On what basis; must be given for personal columns.
    #[serde(default)]
    pub legal_basis: String,
}

impl Manifest {
    /// What it asks to read.
    #[must_use]
    pub fn asked(&self) -> Columns {
        let mut asked = Columns::default();
        for need in &self.needs {
            asked.0.entry(need.dataset.clone()).or_default().extend(need.columns.iter().cloned());
        }
        for collect in self.checklists.iter().flat_map(|head| &head.collects) {
            let super::FieldRef { dataset, key } = &collect.field;
            asked.0.entry(dataset.clone()).or_default().insert(key.clone());
        }
        asked
    }

    pub(super) fn check_needs(&self) -> Result<(), (String, String)> {
        let schema = Schema::v1();
        let guard_of = |dataset: &str, column: &str| -> Result<Guard, String> {
            let known = schema.datasets.get(dataset).ok_or_else(|| {
                let names: Vec<&str> = schema.datasets.keys().map(String::as_str).collect();
                format!("there is no dataset {dataset}; there are {}", names.join(", "))
            })?;
            if column.starts_with("x.") {
                return Ok(Guard::Open);
            }
            known.column(column).map(|column| column.guard).ok_or_else(|| {
                let names: Vec<&str> = known.columns.iter().map(|column| column.key.as_str()).collect();
                format!("{dataset} has no column {column}; it has {}", names.join(", "))
            })
        };
        for (i, need) in self.needs.iter().enumerate() {
            for (j, column) in need.columns.iter().enumerate() {
                let place = format!("needs[{i}].columns[{j}]");
                let guard = guard_of(&need.dataset, column).map_err(|what| (place.clone(), what))?;
                if guard != Guard::Open && need.legal_basis.is_empty() {
                    return Err((
                        place,
                        format!("{column} is personal; needs[{i}].legal_basis must say on what basis it is read"),
                    ));
                }
            }
        }
        let asked = self.asked();
        for (i, rule) in self.rules.iter().enumerate() {
            let Some(sweep) = &rule.sweep else { continue };
            for (j, column) in sweep.columns.iter().enumerate() {
                let place = format!("rule[{i}].sweep.columns[{j}]");
                guard_of(&sweep.dataset, column).map_err(|what| (place.clone(), what))?;
                if !asked.has(&sweep.dataset, column) {
                    return Err((
                        place,
                        format!("{column} is not among the columns that [[needs]] asks of {}", sweep.dataset),
                    ));
                }
            }
        }
        Ok(())
    }
}
