//! Certificates 证明: items of lists, and how lists along a region's path become one.

use crate::clock::Date;
use crate::decision::Clause;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// What a list says about a certificate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// The community may issue it.
    MayIssue {
        /// What the resident brings.
        bring: Text,
    },
    /// The community must not issue it.
    MayNotIssue {
        /// The competent office.
        office: Text,
        /// What the resident does there, or why nothing is needed.
        advice: Text,
    },
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// Other words residents use for it.
    pub keywords: Vec<String>,
    /// What the list says.
    #[serde(flatten)]
    pub standing: Standing,
    /// What it rests on.
    pub basis: Clause,
    /// First day in force.
    pub in_force: Date,
    /// First day no longer in force.
    pub until: Option<Date>,
    /// No nearer list may replace it.
    pub mandatory: bool,
}

/// An outer item that does not hold here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The item's id.
    pub id: String,
    /// What that rests on.
    pub basis: Clause,
    /// First day in force.
    pub in_force: Date,
}

/// One plugin's list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CertificateList {
    /// What it says itself.
    pub items: Vec<Certificate>,
    /// What it takes back of outer lists.
    pub withdrawn: Vec<Withdrawal>,
}

/// Merges lists, outermost first, as they hold on `day`. Each item keeps the source (any `S`, such as the plugin) it came from.
/// A nearer item replaces an outer one of the same id, and a nearer withdrawal removes it, unless the outer one is mandatory.
pub fn merge<S: Clone>(lists: impl IntoIterator<Item = (S, CertificateList)>, day: Date) -> Vec<(S, Certificate)> {
    let mut merged: Vec<(S, Certificate)> = Vec::new();
    for (source, list) in lists {
        for withdrawal in list.withdrawn.iter().filter(|withdrawal| withdrawal.in_force <= day) {
            merged.retain(|(_, item)| item.id != withdrawal.id || item.mandatory);
        }
        for item in list.items {
            if item.in_force > day || item.until.is_some_and(|until| until <= day) {
                continue;
            }
            match merged.iter_mut().find(|(_, outer)| outer.id == item.id) {
                Some((_, outer)) if outer.mandatory => {}
                Some(slot) => *slot = (source.clone(), item),
                None => merged.push((source.clone(), item)),
            }
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, mandatory: bool) -> Certificate {
        let text = |key: &str| Text { key: key.into(), args: vec![] };
        Certificate {
            id: id.into(),
            title: text(id),
            keywords: vec![],
            standing: Standing::MayIssue { bring: text("bring") },
            basis: Clause { document: "d".into(), article: String::new() },
            in_force: Date(10),
            until: Some(Date(20)),
            mandatory,
        }
    }

    fn merged(day: i32) -> Vec<(&'static str, String)> {
        let basis = Clause { document: "d".into(), article: String::new() };
        let withdrawn =
            ["b", "m"].map(|id| Withdrawal { id: id.into(), basis: basis.clone(), in_force: Date(15) }).to_vec();
        let outer =
            CertificateList { items: vec![item("a", false), item("b", false), item("m", true)], withdrawn: vec![] };
        let nearer = CertificateList { items: vec![item("a", false), item("m", false), item("n", false)], withdrawn };
        merge([("outer", outer), ("nearer", nearer)], Date(day)).into_iter().map(|(s, item)| (s, item.id)).collect()
    }

    #[test]
    fn the_nearer_replaces_and_withdraws_unless_the_outer_is_mandatory() {
        let of = |list: &[(&'static str, &str)]| list.iter().map(|&(s, id)| (s, id.to_owned())).collect::<Vec<_>>();
        assert_eq!(merged(9), vec![]);
        assert_eq!(merged(10), of(&[("nearer", "a"), ("outer", "b"), ("outer", "m"), ("nearer", "n")]));
        assert_eq!(merged(15), of(&[("nearer", "a"), ("outer", "m"), ("nearer", "n")]));
        assert_eq!(merged(20), vec![]);
    }
}
