//! Intake: what an import can bring, and how what officials write in cells becomes values.
//!
//! The fields of the five kinds stand in `fields.toml`, nowhere else: files are mapped to them, headings suggest them, the import
//! gives them their meaning.

mod address;
mod cell;
mod codes;
mod date_text;
mod fault;
mod identifiers;
mod narrow;
mod reading;

pub use address::{building_name, house_number};
pub use cell::Cell;
pub use codes::CodeWords;
pub use date_text::{DateOrder, day_of_serial, day_of_text};
pub use fault::BadValue;
pub use narrow::{heading, narrow};
pub use reading::{Reading, read};

use crate::capability::Readable;
use crate::dataset::{Code, ColumnType};
use crate::manifest::LocalField;
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a file has a row for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 人, with or without where they live.
    Persons,
    /// 房, with its building.
    Houses,
    /// 单位
    Units,
    /// 居住关系: who lives where, of persons known by their ID.
    Residences,
    /// 任职: who holds a post.
    Staff,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Persons, Self::Houses, Self::Units, Self::Residences, Self::Staff];

    /// The name in commands and addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Houses => "houses",
            Self::Units => "units",
            Self::Residences => "residences",
            Self::Staff => "staff",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What it is.
    #[must_use]
    pub fn title(self) -> &'static Bilingual {
        &self.declared().title
    }

    /// Its fields, in the order of a form. Local fields come beside them: [`Field::declared`].
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        &self.declared().fields
    }

    /// The dataset whose local fields (`x.…`) its rows can carry: those of the row's subject. Residences and staff have none.
    #[must_use]
    pub fn dataset(self) -> Option<&'static str> {
        match self {
            Self::Persons => Some("persons"),
            Self::Houses => Some("houses"),
            Self::Units => Some("units"),
            Self::Residences | Self::Staff => None,
        }
    }

    fn declared(self) -> &'static KindFields {
        let all = &*DECLARED;
        match self {
            Self::Persons => &all.persons,
            Self::Houses => &all.houses,
            Self::Units => &all.units,
            Self::Residences => &all.residences,
            Self::Staff => &all.staff,
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// How a field's cells are read, and to which variant of [`crate::value::Value`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum FieldType {
    /// Text of at most 200 characters: `Text`.
    Text,
    /// A person's name, 1 to 100 characters: `Text`.
    Name,
    /// A resident ID, checked: `Text` of 18 characters.
    ResidentId,
    /// A unit code, checked: `Text` of 18 characters.
    UnitCode,
    /// A phone number: `Text` of digits, a landline with `-` after its area code.
    Phone,
    /// A region: `Text`, the code of 12 or 15 digits, or else what was written, a name to be found.
    Region,
    /// A day: `Date`.
    Date,
    /// A day of birth: `Date`, or `Text` such as `1990-01` where only the month is said. Lists often have no more, and the ID says it.
    Birth,
    /// A whole number within bounds: `Integer`.
    Integer {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// A number within bounds: `Decimal`.
    Decimal {
        /// The least.
        min: f64,
        /// The greatest.
        max: f64,
    },
    /// Yes or no: `Flag`.
    Flag,
    /// An entry of a code table: `Text` with its code.
    Code {
        /// The table.
        codes: String,
    },
    /// Several entries of a code table: `Codes`.
    Bits {
        /// The table.
        codes: String,
    },
    /// An entry of a table, else the word as it stands: `Text`.
    Word {
        /// The table.
        codes: String,
    },
    /// What is said of a local field: `Text`, or `Date` for a workbook's day. It is read by the declaration that holds where the row
    /// belongs, which a file as a whole does not know.
    Local,
}

/// A field of a kind.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Field {
    /// Its key; `x.…` for a local field.
    pub key: String,
    /// How it is read.
    #[serde(flatten)]
    pub field_type: FieldType,
    /// Whether no row can be without it.
    #[serde(default)]
    pub required: bool,
    /// What it is called.
    #[serde(flatten)]
    pub title: Bilingual,
    /// Other headings for it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl Field {
    /// A local field as a column of an import: known by its key, with and without `x.`, and by its title in either language.
    #[must_use]
    pub fn declared(field: &LocalField) -> Self {
        let bare = field.key.strip_prefix("x.").unwrap_or(&field.key).to_owned();
        let title = field.title.clone();
        Self { key: field.key.clone(), field_type: FieldType::Local, required: false, title, aliases: vec![bare] }
    }

    /// A column as one whose values people write. A dictionary's codes are checked where the declaration is known.
    #[must_use]
    pub fn local(column: &Readable, title: Bilingual) -> Self {
        let codes = || column.codes.clone().unwrap_or_default();
        let whole = |min, max| FieldType::Integer { min, max };
        let field_type = match column.column_type {
            ColumnType::U8 => whole(0, u8::MAX.into()),
            ColumnType::U16 => whole(0, u16::MAX.into()),
            ColumnType::S32 => whole(i32::MIN.into(), i32::MAX.into()),
            // More digits than these are not kept exactly by the store, nor by a workbook.
            ColumnType::S64 | ColumnType::Instant => whole(-(1 << 53), 1 << 53),
            ColumnType::F64 => FieldType::Decimal { min: f64::MIN, max: f64::MAX },
            ColumnType::Date => FieldType::Date,
            ColumnType::Flag => FieldType::Flag,
            ColumnType::Code => FieldType::Code { codes: codes() },
            ColumnType::Bits => FieldType::Bits { codes: codes() },
            ColumnType::Text | ColumnType::Dictionary => FieldType::Text,
        };
        let bare = column.key.strip_prefix("x.").unwrap_or(&column.key).to_owned();
        Self { key: column.key.clone(), field_type, required: false, title, aliases: vec![bare] }
    }
}

#[derive(Deserialize)]
struct KindFields {
    #[serde(flatten)]
    title: Bilingual,
    fields: Vec<Field>,
}

/// An entry of a table in `fields.toml`, and other words for it.
type WordedCode = (u8, String, String, String, Vec<String>);

#[derive(Deserialize)]
struct Declared {
    persons: KindFields,
    houses: KindFields,
    units: KindFields,
    residences: KindFields,
    staff: KindFields,
    codes: BTreeMap<String, Vec<WordedCode>>,
}

static DECLARED: LazyLock<Declared> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program; the test below reads it")]
    toml::from_str(include_str!("fields.toml")).expect("fields.toml is well formed")
});

/// The entries of a table of intake's own, with other words for each; none where intake has no such table.
pub(crate) fn worded_codes(table: &str) -> impl Iterator<Item = (Code, &'static [String])> {
    DECLARED.codes.get(table).into_iter().flatten().map(|(number, key, zh, en, words)| {
        let title = Bilingual::new(zh.as_str(), en.as_str());
        (Code { number: *number, key: key.clone(), title }, words.as_slice())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Schema;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_is_declared_without_contradiction() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
            let mut headings = BTreeSet::new();
            for field in kind.fields() {
                let names = [&field.title.zh, &field.title.en, &field.key].into_iter().chain(&field.aliases);
                let mine: BTreeSet<String> = names.map(|name| heading(name)).collect();
                for name in mine {
                    assert!(!name.is_empty(), "{kind}.{}", field.key);
                    assert!(headings.insert(name.clone()), "{kind}: {name} is a heading of two fields");
                }
                if let FieldType::Code { codes } | FieldType::Bits { codes } | FieldType::Word { codes } =
                    &field.field_type
                {
                    let known = !Schema::v1().table(codes).is_empty() || worded_codes(codes).next().is_some();
                    assert!(known, "{kind}.{} names no code table", field.key);
                }
            }
        }
    }

    #[test]
    fn other_words_belong_to_codes_that_the_contract_has() {
        for table in ["sex", "residence", "house_use"] {
            for (code, words) in worded_codes(table) {
                assert_eq!(Schema::v1().number(table, &code.key), Some(code.number), "{table}.{}", code.key);
                assert!(!words.is_empty());
            }
        }
    }
}
