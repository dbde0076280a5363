//! Changes of regions 区划变更: what is asked for, as files and requests say it.

use crate::clock::Date;
use crate::region::RegionCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A change, with the day from which it holds and the document it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionChange {
    /// First day on which it holds.
    pub from: Date,
    /// The document: authority and number.
    pub basis: String,
    /// What changes.
    #[serde(flatten)]
    pub operation: Operation,
}

/// What changes. Codes are those of the day of the change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Operation {
    /// 更名: the same region under another name.
    Rename {
        /// The region.
        region: RegionCode,
        /// Its new name.
        name: String,
    },
    /// 代码变更: the same region under another code; the codes below follow, by prefix or by `codes`.
    Recode {
        /// The region, by its code before.
        region: RegionCode,
        /// Its code after.
        to: RegionCode,
        /// Its name after, where that changes too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Codes below that do not follow by prefix: before → after.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        codes: Codes,
    },
    /// 隶属变更: the region, with all that lies below, belongs to another one.
    Move {
        /// The region.
        region: RegionCode,
        /// What it belongs to from now on.
        under: RegionCode,
        /// Its code after, where that changes too; the codes below follow.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<RegionCode>,
        /// Its name after, where that changes too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Codes below that do not follow by prefix: before → after.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        codes: Codes,
    },
    /// 合并: several regions of one level become one, which is new or one of them.
    Merge {
        /// All that are merged; the one that stays may be among them or only in `into`.
        regions: Vec<RegionCode>,
        /// What they become.
        into: Part,
        /// Codes of what lies below: before → after. Others keep their number where it is free.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        codes: Codes,
    },
    /// 拆分: a community or grid becomes several, building by building.
    Split {
        /// The region.
        region: RegionCode,
        /// What it becomes; with its own code among them, it stays as that part.
        into: Vec<Part>,
        /// Building (its identifier, or its name where that is unique there) → the part's code. All of them.
        buildings: BTreeMap<String, RegionCode>,
        /// Grids without buildings → the part's code; the others go with their buildings.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        grids: Codes,
        /// Units (identifier, unit code or name) → the part's code; the others go with their grid.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        units: BTreeMap<String, RegionCode>,
        /// Where what no building, grid or list places is to go.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rest: Option<RegionCode>,
    },
    /// 撤销: an empty region ends.
    Dissolve {
        /// The region.
        region: RegionCode,
    },
}

/// Codes before → codes after.
pub type Codes = BTreeMap<RegionCode, RegionCode>;

/// What several regions become, or one of what one becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its code.
    pub code: RegionCode,
    /// Its name; needed where it is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Operation {
    /// The kind's name in API, files and records.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Rename { .. } => "rename",
            Self::Recode { .. } => "recode",
            Self::Move { .. } => "move",
            Self::Merge { .. } => "merge",
            Self::Split { .. } => "split",
            Self::Dissolve { .. } => "dissolve",
        }
    }

    /// The regions it begins with.
    #[must_use]
    pub fn regions(&self) -> Vec<&RegionCode> {
        match self {
            Self::Rename { region, .. }
            | Self::Recode { region, .. }
            | Self::Split { region, .. }
            | Self::Dissolve { region } => vec![region],
            Self::Move { region, under, .. } => vec![region, under],
            Self::Merge { regions, .. } => regions.iter().collect(),
        }
    }
}

/// The code of a region below one whose code changes from `before` to `after`: the prefix is exchanged. Codes that do not begin
/// so stay.
#[must_use]
pub fn follows(code: &RegionCode, before: &RegionCode, after: &RegionCode) -> RegionCode {
    let (prefix, exchanged) = (before.significant(), after.significant());
    match code.as_str().strip_prefix(prefix) {
        Some(rest) if prefix.len() == exchanged.len() => {
            RegionCode::parse(&format!("{exchanged}{rest}")).unwrap_or_else(|_| code.clone())
        }
        _ => code.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    #[test]
    fn codes_below_follow_their_prefix_and_others_stay() {
        let follow = |text: &str| follows(&code(text), &code("220381"), &code("220184")).to_string();
        assert_eq!(follow("220381001002"), "220184001002");
        assert_eq!(follow("220381"), "220184000000");
        assert_eq!(follow("220381001002003"), "220184001002003");
        assert_eq!(follow("220382001002"), "220382001002");
    }

    #[test]
    fn a_change_is_read_from_json_and_a_misspelt_field_is_an_error() {
        let read = |text: &str| serde_json::from_str::<RegionChange>(text);
        let change =
            read(r#"{"kind":"recode","region":"220381","to":"220184","from":"2020-06-19","basis":"x"}"#).unwrap();
        assert_eq!((change.operation.kind(), change.from.to_string().as_str()), ("recode", "2020-06-19"));
        let again = read(&serde_json::to_string(&change).unwrap()).unwrap();
        assert_eq!(again, change);
        assert!(
            read(r#"{"kind":"rename","region":"220381","nmae":"x","name":"y","from":"2020-06-19","basis":"x"}"#)
                .is_err()
        );
        assert!(read(r#"{"kind":"rename","region":"2","name":"y","from":"2020-06-19","basis":"x"}"#).is_err());
        let split = r#"{"kind":"split","region":"220103008003","from":"2024-01-01","basis":"x","into":[{"code":"220103008003"},
            {"code":"220103008009","name":"新社区"}],"buildings":{"1号楼":"220103008009"}}"#;
        assert!(matches!(read(split).unwrap().operation, Operation::Split { into, .. } if into.len() == 2));
    }
}
