//! Local fields a plugin declares: the X of 9+X.

use super::Manifest;
use crate::dataset::{ColumnType, Guard, Schema};
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A local field, the X of 9+X.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalField {
    /// `x.` and a key.
    pub key: String,
    /// The dataset it extends.
    pub dataset: String,
    /// Its type: `flag`, `u8`, `u16`, `s32`, `f64`, `date`, `text` or `dictionary` (codes).
    #[serde(rename = "type")]
    pub column_type: ColumnType,
    /// Its codes, for `dictionary`: code → what it means.
    #[serde(default)]
    pub codes: BTreeMap<String, Bilingual>,
    /// What it is.
    pub title: Bilingual,
    /// What for.
    pub purpose: Bilingual,
    /// On what basis.
    pub legal_basis: String,
    /// How closely it is kept.
    #[serde(default)]
    pub guard: Guard,
}

impl Manifest {
    pub(super) fn check_local_fields(&self) -> Result<(), (String, String)> {
        for (i, field) in self.local_fields.iter().enumerate() {
            let at = |name: &str| format!("local_field[{i}].{name}");
            if !field.key.starts_with("x.") || field.key.len() < 3 {
                return Err((at("key"), format!("{:?} must begin with x.", field.key)));
            }
            if !Schema::v1().datasets.get(&field.dataset).is_some_and(|dataset| dataset.subject) {
                return Err((at("dataset"), format!("{:?}: persons, houses or units is wanted", field.dataset)));
            }
            if matches!(field.column_type, ColumnType::Code | ColumnType::Bits | ColumnType::Instant | ColumnType::S64)
            {
                return Err((at("type"), "flag, u8, u16, s32, f64, date, text or dictionary is wanted".into()));
            }
            if (field.column_type == ColumnType::Dictionary) == field.codes.is_empty() {
                return Err((at("codes"), "codes are wanted for a dictionary, and for nothing else".into()));
            }
            if field.legal_basis.is_empty() {
                return Err((at("legal_basis"), "a local field needs one (PIPL art. 6)".into()));
            }
        }
        Ok(())
    }
}
