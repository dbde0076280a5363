//! Exports: base data taken out as a file, community by community, so that memory holds one of them at a time.
//!
//! An export is planned first, which is where it may be refused; then it runs and hands its bytes on as they come. Personal
//! columns are masked, unless somebody whose role may see them says what for. Both ends of it are audited.

mod home;
mod plan;
mod refusal;
mod rows;
mod sink;
mod wanted;
mod writing;

pub use plan::Export;
pub use wanted::parse_filter;

use lifang_core::clock::{Date, Instant};
use lifang_core::mask::Sight;

/// What is wanted.
#[derive(Clone, Debug)]
pub struct ExportRequest {
    /// The region, with all below it.
    pub region: String,
    /// A dataset of the contract.
    pub dataset: String,
    /// Its columns, building and door, and local fields, in this order; all when none are named.
    pub columns: Vec<String>,
    /// Conditions, as [`parse_filter`] reads them; all must hold.
    pub filters: Vec<String>,
    /// The format.
    pub format: ExportFormat,
    /// The day the data is of; today when none is said.
    pub as_of: Option<Date>,
    /// What was known at that moment; now when none is said.
    pub known_at: Option<Instant>,
    /// Masked or in full.
    pub sight: Sight,
    /// Whether headings and codes are said in English.
    pub english: bool,
}

/// The formats of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// CSV in UTF-8.
    Csv,
    /// CSV in GB18030, for programs that know no other.
    CsvGb18030,
    /// A workbook.
    Xlsx,
    /// Parquet, for programs: codes as numbers, as snapshots have them; what is masked as text.
    Parquet,
}

impl ExportFormat {
    /// All of them, as they are named.
    pub const NAMES: [(&str, Self); 4] =
        [("csv", Self::Csv), ("csv-gb18030", Self::CsvGb18030), ("xlsx", Self::Xlsx), ("parquet", Self::Parquet)];

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::CsvGb18030 => "text/csv; charset=gb18030",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// How a file's name ends.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvGb18030 => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
        }
    }
}

/// What an export came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Rows written.
    pub rows: u64,
    /// Communities they came from.
    pub communities: u64,
    /// Bytes handed on.
    pub bytes: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_found_by_their_names() {
        for (name, format) in ExportFormat::NAMES {
            assert_eq!(ExportFormat::from_name(name), Some(format));
        }
        assert_eq!(ExportFormat::from_name("xls"), None);
    }
}
