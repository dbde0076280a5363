//! Questions to the data: scans and aggregates, and why they may be refused.

use crate::value::Value;
use serde::{Deserialize, Serialize};

/// What one column must satisfy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// Equal to the value.
    Equals(Value),
    /// Equal to one of the values.
    OneOf(Vec<Value>),
    /// Known, and not less.
    AtLeast(Value),
    /// Known, and not more.
    AtMost(Value),
    /// Has one of the bits.
    AnyBit(u16),
    /// Something is recorded.
    Known,
    /// Nothing is recorded.
    Unknown,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// The column.
    pub column: String,
    /// The condition.
    pub test: Test,
}

/// What to scan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScanQuery {
    /// A dataset.
    pub dataset: String,
    /// The wanted columns.
    pub columns: Vec<String>,
    /// All must hold.
    pub filters: Vec<Filter>,
    /// A code within the call's region; the call's region when absent.
    pub region: Option<String>,
    /// `column` or `-column`.
    pub sort: Vec<String>,
}

/// One figure per group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Rows.
    Count,
    /// Rows where the column is known.
    Known(String),
    /// Sum of a numeric column.
    Sum(String),
    /// Mean of a numeric column.
    Mean(String),
    /// Least value.
    Min(String),
    /// Greatest value.
    Max(String),
}

impl Measure {
    /// The column it looks at.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Count => None,
            Self::Known(column) | Self::Sum(column) | Self::Mean(column) | Self::Min(column) | Self::Max(column) => {
                Some(column)
            }
        }
    }
}

/// What to count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AggregateQuery {
    /// A dataset.
    pub dataset: String,
    /// The columns that make the groups; `region:street` asks for the region at that level.
    pub by: Vec<String>,
    /// The figures of each group.
    pub measures: Vec<Measure>,
    /// All must hold.
    pub filters: Vec<Filter>,
    /// A code within the call's region; the call's region when absent.
    pub region: Option<String>,
}

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figure {
    /// A number.
    Number(f64),
    /// No row had a value.
    None,
    /// Held back: too few people stand behind it.
    Suppressed,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Per column of `by`; none where unknown.
    pub key: Vec<Option<Value>>,
    /// Per measure.
    pub figures: Vec<Figure>,
}

/// Why a read was refused; mirrors `lifang:data/types.data-error`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "error", content = "what")]
pub enum DataError {
    /// No such dataset.
    #[error("there is no dataset {0}")]
    UnknownDataset(String),
    /// No such column or local field.
    #[error("there is no column {0}")]
    UnknownColumn(String),
    /// Not asked for, or not granted.
    #[error("{0} was not granted")]
    NotGranted(String),
    /// Outside the subtree.
    #[error("region {0} lies outside the region of the call")]
    OutsideRegion(String),
    /// No such subject.
    #[error("no subject {0}")]
    NotFound(String),
    /// Another type was asked for.
    #[error("wrong type: {0}")]
    WrongType(String),
    /// A filter that cannot be.
    #[error("the filter on {0} compares what cannot be compared")]
    BadFilter(String),
    /// A published report scanned.
    #[error("a report meant for publication may aggregate but not scan")]
    PublishedMayNotScan,
    /// A limit was reached.
    #[error("the limit {0} was reached")]
    Limit(String),
    /// The store could not answer.
    #[error("the store could not answer now")]
    Unavailable,
}
