//! Datasets and their columns, read from the contract's own `wit/data/datasets.toml`.

use crate::text::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How a column crosses into Wasm. Its width is fixed for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// Small numbers.
    U8,
    /// Middling numbers.
    U16,
    /// Whole numbers.
    S32,
    /// Large whole numbers.
    S64,
    /// Numbers with a fraction.
    F64,
    /// Days, `s32`.
    Date,
    /// Moments, `s64`, UTC milliseconds.
    Instant,
    /// Text as offsets and bytes.
    Text,
    /// Repeated text as `u16` codes into words.
    Dictionary,
    /// 0 or 1, `u8`.
    Flag,
    /// A number of a code table, `u8`.
    Code,
    /// A set of a code table's bits, `u16`.
    Bits,
}

/// How a type is laid out in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One byte.
    U8,
    /// Two bytes.
    U16,
    /// Four bytes, signed.
    S32,
    /// Eight bytes, signed.
    S64,
    /// Eight bytes, floating.
    F64,
    /// Offsets and bytes.
    Text,
    /// Codes and words.
    Dictionary,
}

impl ColumnType {
    /// The layout a batch has for it.
    #[must_use]
    pub fn layout(self) -> Layout {
        match self {
            Self::U8 | Self::Flag | Self::Code => Layout::U8,
            Self::U16 | Self::Bits => Layout::U16,
            Self::S32 | Self::Date => Layout::S32,
            Self::S64 | Self::Instant => Layout::S64,
            Self::F64 => Layout::F64,
            Self::Text => Layout::Text,
            Self::Dictionary => Layout::Dictionary,
        }
    }

    /// The name in `datasets.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::S32 => "s32",
            Self::S64 => "s64",
            Self::F64 => "f64",
            Self::Date => "date",
            Self::Instant => "instant",
            Self::Text => "text",
            Self::Dictionary => "dictionary",
            Self::Flag => "flag",
            Self::Code => "code",
            Self::Bits => "bits",
        }
    }
}

/// How closely a column is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Guard {
    /// No personal data.
    #[default]
    Open,
    /// Personal data.
    Personal,
    /// Sensitive personal data: needs a purpose and a legal basis of its own (PIPL art. 28).
    Sensitive,
}

/// A column of a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Column {
    /// Its key.
    pub key: String,
    /// Its type.
    #[serde(rename = "type")]
    pub column_type: ColumnType,
    /// Whether a value may be missing.
    #[serde(default, rename = "null")]
    pub nullable: bool,
    /// Its code table.
    #[serde(default)]
    pub codes: Option<String>,
    /// How closely it is kept.
    #[serde(default)]
    pub guard: Guard,
    /// What it is.
    #[serde(flatten)]
    pub title: Bilingual,
}

/// A dataset.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Dataset {
    /// What it is.
    #[serde(flatten)]
    pub title: Bilingual,
    /// Whether a plugin may ask for one of its rows by identifier.
    pub subject: bool,
    /// Its columns.
    pub columns: Vec<Column>,
}

impl Dataset {
    /// The column of that key.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.key == key)
    }
}

/// An entry of a code table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The number; the bit's position in a set.
    pub number: u8,
    /// The code.
    pub key: String,
    /// What it means.
    pub title: Bilingual,
}

/// All datasets and code tables of the contract.
#[derive(Clone, Debug)]
pub struct Schema {
    /// By name.
    pub datasets: BTreeMap<String, Dataset>,
    /// By name.
    pub codes: BTreeMap<String, Vec<Code>>,
}

impl Schema {
    /// The contract's schema, version 1.
    #[must_use]
    pub fn v1() -> &'static Self {
        &V1
    }

    /// The code table of that name; empty where there is none.
    #[must_use]
    pub fn table(&self, name: &str) -> &[Code] {
        self.codes.get(name).map_or(&[], Vec::as_slice)
    }

    /// The number of a code in a table.
    #[must_use]
    pub fn number(&self, table: &str, key: &str) -> Option<u8> {
        self.table(table).iter().find(|code| code.key == key).map(|code| code.number)
    }

    /// The code of a number in a table.
    #[must_use]
    pub fn code(&self, table: &str, number: u8) -> Option<&Code> {
        self.table(table).iter().find(|code| code.number == number)
    }

    /// The codes of a set's bits, in table order.
    #[must_use]
    pub fn codes_of_bits(&self, table: &str, bits: u16) -> Vec<String> {
        self.table(table).iter().filter(|code| bits & (1 << code.number) != 0).map(|code| code.key.clone()).collect()
    }

    fn parse(source: &str) -> Result<Self, toml::de::Error> {
        #[derive(Deserialize)]
        struct Raw {
            dataset: BTreeMap<String, Dataset>,
            codes: BTreeMap<String, Vec<(u8, String, String, String)>>,
        }
        let raw: Raw = toml::from_str(source)?;
        let code = |(number, key, zh, en)| Code { number, key, title: Bilingual { zh, en } };
        let codes = raw.codes.into_iter().map(|(name, rows)| (name, rows.into_iter().map(code).collect())).collect();
        Ok(Self { datasets: raw.dataset, codes })
    }
}

static V1: LazyLock<Schema> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program; the test below reads it")]
    Schema::parse(include_str!("../../../wit/data/datasets.toml")).expect("datasets.toml is well formed")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_schema_is_whole() {
        let schema = Schema::v1();
        for (name, dataset) in &schema.datasets {
            for column in &dataset.columns {
                let wants_codes = matches!(column.column_type, ColumnType::Code | ColumnType::Bits);
                assert_eq!(wants_codes, column.codes.is_some(), "{name}.{}", column.key);
                if let Some(table) = &column.codes {
                    assert!(schema.codes.contains_key(table), "{name}.{} names no code table", column.key);
                }
            }
        }
        assert_eq!(schema.number("living", "alone"), Some(3));
        assert_eq!(schema.codes_of_bits("care", 0b101), ["alone-80", "dementia"]);
    }
}
