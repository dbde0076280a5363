//! Which column is which field: a mapping file, or what the headings suggest.

mod bound;
mod suggest;

pub use bound::{Bound, Fault};
pub use suggest::{Guess, guesses};

use crate::csv_in::Encoding;
use crate::error::TableError;
use lifang_core::intake::{DateOrder, Field, Kind};
use lifang_core::text::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A mapping file, in TOML. Every part may be left out; an empty one leaves all to the headings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The kind it is for, checked against what is imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// The sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row of the heading, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
    /// `utf-8` or `gb18030`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// What separates a CSV's fields: one character of ASCII.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// The order of days with the year last.
    #[serde(default)]
    pub dates: DateOrder,
    /// Whether columns that are not mentioned go to the fields their headings suggest.
    #[serde(default = "yes")]
    pub suggest: bool,
    /// Heading → field. An empty field leaves the column out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
    /// Field → the value every row has where its column has none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<String, String>,
    /// Field → word → code, number or word of its code table.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<String, BTreeMap<String, String>>,
}

fn yes() -> bool {
    true
}

impl Mapping {
    /// A mapping that leaves all to the headings.
    #[must_use]
    pub fn by_headings() -> Self {
        Self { suggest: true, ..Self::default() }
    }

    /// Reads a mapping file; `name` is for messages.
    ///
    /// # Errors
    /// [`TableError::Mapping`] with the line.
    pub fn parse(text: &str, name: &str) -> Result<Self, TableError> {
        let mapping: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let place = line.map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"));
            wrong(
                place,
                (
                    format!("列与字段的映射有误：{}", error.message()),
                    format!("the mapping is wrong: {}", error.message()),
                ),
                ("格式见文档“数据导入与导出”。", "Its form is in the guide «Data in and out»."),
            )
        })?;
        if mapping.separator.is_some_and(|separator| !separator.is_ascii() || matches!(separator, '"' | '\n' | '\r')) {
            return Err(wrong(
                format!("{name} separator"),
                ("分隔符应为一个半角字符".to_owned(), "the separator must be one character of ASCII".to_owned()),
                ("如 \",\"、\";\" 或 \"\\t\"。", "Such as \",\", \";\" or \"\\t\"."),
            ));
        }
        Ok(mapping)
    }

    /// What the headings suggest, as a mapping file to be looked over.
    #[must_use]
    pub fn suggested(kind: Kind, fields: &[Field], header: &[String]) -> Self {
        let columns = guesses(fields, header).into_iter().map(|guess| {
            let field = guess.field.filter(|_| guess.sure).unwrap_or_default();
            (guess.heading, field)
        });
        let columns = columns.filter(|(heading, _)| !heading.is_empty()).collect();
        Self { kind: Some(kind), suggest: false, columns, ..Self::default() }
    }

    /// The mapping as a file.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string_pretty(self).unwrap_or_default()
    }
}

/// A fault of the mapping itself.
pub(super) fn wrong(place: String, what: (String, String), remedy: (&str, &str)) -> TableError {
    TableError::Mapping { place, what: Bilingual::new(what.0, what.1), remedy: Bilingual::new(remedy.0, remedy.1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_file_is_read_and_its_faults_have_a_line() {
        let text = "kind = \"persons\"\nencoding = \"gb18030\"\ndates = \"dmy\"\n[columns]\n\"证件\" = \"resident_id\"\n[constants]\nregion = \"220103008003\"\n[codes.sex]\n\"甲\" = \"male\"\n";
        let mapping = Mapping::parse(text, "m.toml").unwrap();
        assert_eq!(
            (mapping.kind, mapping.encoding, mapping.suggest),
            (Some(Kind::Persons), Some(Encoding::Gb18030), true)
        );
        assert_eq!(Mapping::parse(&mapping.to_toml(), "again").unwrap(), mapping);
        for (text, place) in [
            ("kind = \"persons\"\ncolour = 1\n", "m.toml:2"),
            ("separator = \"，\"", "m.toml separator"),
            ("x", "m.toml:1"),
        ] {
            let problem = Mapping::parse(text, "m.toml").unwrap_err().problem();
            assert_eq!(problem.at.as_deref(), Some(place), "{problem}");
        }
    }
}
