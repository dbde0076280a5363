//! Local fields a plugin declares: the X of 9+X.

use super::Manifest;
use crate::actor::Role;
use crate::capability::Readable;
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
    /// Who may see it, of those who may see what it is about; operators always may.
    #[serde(default = "LocalField::all_staff")]
    pub visible_to: Vec<Role>,
}

/// The longest key, with its `x.`.
const LONGEST_KEY: usize = 60;

impl LocalField {
    /// Who may see a field that says nothing about it.
    #[must_use]
    pub fn all_staff() -> Vec<Role> {
        vec![Role::GridWorker, Role::CommunityStaff, Role::GovernmentStaff]
    }

    /// Reads the declarations of a file: `[[local_field]]` blocks, as in a manifest.
    ///
    /// # Errors
    /// What is wrong with its shape, with line and column, or that it declares nothing.
    pub fn read_all(source: &str) -> Result<Vec<Self>, String> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            #[serde(rename = "local_field")]
            fields: Vec<LocalField>,
        }
        Ok(toml::from_str::<File>(source).map_err(|error| error.to_string())?.fields)
    }

    /// The field as a query may read it.
    #[must_use]
    pub fn readable(&self) -> Readable {
        Readable {
            key: self.key.clone(),
            column_type: self.column_type,
            nullable: true,
            guard: self.guard,
            codes: None,
        }
    }

    /// Whether the role may see its values.
    #[must_use]
    pub fn may_see(&self, role: Role) -> bool {
        matches!(role, Role::Operator | Role::System) || self.visible_to.contains(&role)
    }

    /// Checks that the declaration agrees with itself.
    ///
    /// # Errors
    /// The part that is wrong, and what is wrong with it.
    pub fn check_declaration(&self) -> Result<(), (&'static str, Bilingual)> {
        let wrong = |part, zh: &str, en: &str| Err((part, Bilingual::new(zh, en)));
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.');
        let name = self.key.strip_prefix("x.").unwrap_or_default();
        if name.is_empty() || self.key.len() > LONGEST_KEY || !name.chars().all(letter) {
            let zh = format!("{:?} 应以 x. 开头，后接小写字母、数字、下划线或连字符", self.key);
            let en = format!("{:?} must begin with x. and go on in small letters, digits, _ or -", self.key);
            return wrong("key", &zh, &en);
        }
        if !Schema::v1().datasets.get(&self.dataset).is_some_and(|dataset| dataset.subject) {
            let zh = format!("{:?}：应为 persons、houses 或 units", self.dataset);
            return wrong("dataset", &zh, &format!("{:?}: persons, houses or units is wanted", self.dataset));
        }
        if matches!(self.column_type, ColumnType::Code | ColumnType::Bits | ColumnType::Instant | ColumnType::S64) {
            let zh = "应为 flag、u8、u16、s32、f64、date、text 或 dictionary";
            return wrong("type", zh, "flag, u8, u16, s32, f64, date, text or dictionary is wanted");
        }
        if (self.column_type == ColumnType::Dictionary) == self.codes.is_empty() {
            let zh = "dictionary 类型必须有代码表，其他类型不得有";
            return wrong("codes", zh, "codes are wanted for a dictionary, and for nothing else");
        }
        if self.purpose.zh.trim().is_empty() {
            return wrong("purpose", "必须说明用途（个人信息保护法第六条）", "a local field needs one (PIPL art. 6)");
        }
        if self.legal_basis.trim().is_empty() {
            return wrong(
                "legal_basis",
                "必须说明法律依据（个人信息保护法第六条）",
                "a local field needs one (PIPL art. 6)",
            );
        }
        if self.visible_to.iter().any(|role| matches!(role, Role::Resident | Role::Operator | Role::System)) {
            let zh = "应为 grid-worker、community-staff 或 government-staff";
            return wrong("visible_to", zh, "grid-worker, community-staff or government-staff is wanted");
        }
        Ok(())
    }
}

impl Manifest {
    pub(super) fn check_local_fields(&self) -> Result<(), (String, String)> {
        for (i, field) in self.local_fields.iter().enumerate() {
            field.check_declaration().map_err(|(part, what)| (format!("local_field[{i}].{part}"), what.en))?;
        }
        Ok(())
    }
}
