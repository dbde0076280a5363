//! Kinds of event 事件类型 as a manifest describes them: what whoever reports one is asked, and how what they send is read.

use crate::clock::Date;
use crate::text::Bilingual;
use crate::value::{Cell, Field, Value};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;

/// The most fields an event has.
pub const MOST_FIELDS: usize = 64;
/// The most characters a text of an event has.
pub const LONGEST_TEXT: u32 = 4_000;
/// The most characters a field's key has.
pub const LONGEST_KEY: usize = 60;

/// A kind of event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventKind {
    /// The word that rules name: `noise`.
    pub kind: String,
    /// What it is.
    pub title: Bilingual,
    /// A word of help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Bilingual>,
    /// What is asked of it, in reading order.
    #[serde(default, rename = "field")]
    pub fields: Vec<EventField>,
}

/// Something that is asked of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventField {
    /// Its key in the event's fields.
    pub key: String,
    /// What it is.
    pub title: Bilingual,
    /// A word of help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Bilingual>,
    /// What it takes.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// The event is not taken without it.
    #[serde(default)]
    pub required: bool,
    /// The least number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The most characters of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest: Option<u32>,
    /// What there is to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<FieldChoice>,
}

/// One choice of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldChoice {
    /// Its code.
    pub code: String,
    /// What the reader sees.
    pub title: Bilingual,
}

/// Types of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Yes or no.
    Flag,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// Text.
    Text,
    /// A day.
    Date,
    /// One of the choices.
    One,
    /// Any of the choices.
    Many,
}

impl FieldType {
    /// The name in a manifest and in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Text => "text",
            Self::Date => "date",
            Self::One => "one",
            Self::Many => "many",
        }
    }
}

/// What is wrong with a field that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadField {
    /// Its key.
    pub key: String,
    /// What is wrong.
    pub what: Bilingual,
}

/// Whether a word can name a kind of event: small letters, digits and hyphens.
#[must_use]
pub fn is_kind(word: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=60).contains(&word.len()) && word.chars().all(letter)
}

impl EventKind {
    /// A kind that rules speak on and nobody describes: it asks nothing.
    #[must_use]
    pub fn undescribed(kind: &str, title: &Bilingual) -> Self {
        Self { kind: kind.to_owned(), title: title.clone(), hint: None, fields: vec![] }
    }

    /// Reads plain JSON by the fields' own types, sorted by key. What is null or an empty text is unknown.
    ///
    /// # Errors
    /// The first field that is not asked for, of the wrong type, or missing.
    pub fn read(&self, sent: &Map<String, Json>) -> Result<Vec<Field>, BadField> {
        if let Some(key) = sent.keys().find(|key| !self.fields.iter().any(|field| field.key == **key)) {
            return Err(self.unknown(key));
        }
        let mut read = Vec::with_capacity(sent.len());
        for field in &self.fields {
            let json = sent.get(&field.key);
            let said = json.filter(|json| !json.is_null() && json.as_str().is_none_or(|text| !text.trim().is_empty()));
            let cell = match said {
                None => Cell::Unknown,
                Some(said) => Cell::Present(field.read(said).ok_or_else(|| field.wrong(said))?),
            };
            let chosen_none = matches!(&cell, Cell::Present(Value::Codes(codes)) if codes.is_empty());
            if field.required && (cell == Cell::Unknown || chosen_none) {
                return Err(field.missing());
            }
            if json.is_some() {
                read.push(Field { key: field.key.clone(), cell });
            }
        }
        read.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(read)
    }

    fn unknown(&self, key: &str) -> BadField {
        let key: String = key.chars().take(LONGEST_KEY).collect();
        let keys: Vec<&str> = self.fields.iter().map(|field| field.key.as_str()).collect();
        let what = Bilingual::new(
            format!("“{}”不问 {key}；可填：{}", self.title.zh, keys.join("、")),
            format!("“{}” does not ask for {key}; it asks for: {}", self.title.en, keys.join(", ")),
        );
        BadField { key, what }
    }

    /// Checks the description itself.
    ///
    /// # Errors
    /// Where it is wrong, below `event[i]`, and how.
    pub(crate) fn check(&self) -> Result<(), (String, String)> {
        if !is_kind(&self.kind) {
            return Err(("kind".into(), format!("{:?}: small letters, digits and hyphens are wanted", self.kind)));
        }
        if self.fields.len() > MOST_FIELDS {
            return Err(("field".into(), format!("{} fields; {MOST_FIELDS} are the most", self.fields.len())));
        }
        let mut seen = BTreeSet::new();
        for (i, field) in self.fields.iter().enumerate() {
            let at = |name: &str| format!("field[{i}].{name}");
            if !seen.insert(&field.key) {
                return Err((at("key"), format!("{} is already taken", field.key)));
            }
            field.check().map_err(|(name, what)| (at(name), what))?;
        }
        Ok(())
    }
}

impl EventField {
    /// The most characters, for a text.
    #[must_use]
    pub fn longest(&self) -> Option<u32> {
        (self.field_type == FieldType::Text).then(|| self.longest.unwrap_or(LONGEST_TEXT))
    }

    fn check(&self) -> Result<(), (&'static str, String)> {
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if self.key.is_empty() || self.key.len() > LONGEST_KEY || !self.key.chars().all(letter) {
            return Err(("key", format!("{:?}: small letters, digits, hyphens and underscores are wanted", self.key)));
        }
        let chooses = matches!(self.field_type, FieldType::One | FieldType::Many);
        if chooses == self.choices.is_empty() {
            return Err(("choices", "choices are wanted for one and many, and for nothing else".into()));
        }
        let mut seen = BTreeSet::new();
        if let Some(choice) = self.choices.iter().find(|choice| choice.code.is_empty() || !seen.insert(&choice.code)) {
            return Err(("choices", format!("code {:?} is empty or already taken", choice.code)));
        }
        let counts = matches!(self.field_type, FieldType::Integer | FieldType::Decimal);
        if !counts && (self.min.is_some() || self.max.is_some()) {
            return Err(("min", "bounds are for integer and decimal".into()));
        }
        if self.min.zip(self.max).is_some_and(|(min, max)| min > max) {
            return Err(("min", "is greater than max".into()));
        }
        match self.longest {
            Some(_) if self.field_type != FieldType::Text => Err(("longest", "is for text".into())),
            Some(longest) if !(1..=LONGEST_TEXT).contains(&longest) => {
                Err(("longest", format!("1 to {LONGEST_TEXT} is wanted")))
            }
            _ => Ok(()),
        }
    }

    fn read(&self, json: &Json) -> Option<Value> {
        let in_bounds =
            |number: f64| self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max);
        match self.field_type {
            FieldType::Flag => json.as_bool().map(Value::Flag),
            #[expect(clippy::cast_precision_loss, reason = "bounds are small numbers")]
            FieldType::Integer => json.as_i64().filter(|number| in_bounds(*number as f64)).map(Value::Integer),
            FieldType::Decimal => json.as_f64().filter(|number| in_bounds(*number)).map(Value::Decimal),
            FieldType::Text => {
                let short = |text: &&str| self.longest().is_none_or(|most| text.chars().count() <= most as usize);
                json.as_str().filter(short).map(|text| Value::Text(text.to_owned()))
            }
            FieldType::Date => json.as_str()?.parse::<Date>().ok().map(Value::Date),
            FieldType::One => {
                let code = json.as_str()?;
                self.choices.iter().any(|choice| choice.code == code).then(|| Value::Text(code.to_owned()))
            }
            FieldType::Many => {
                let chosen: Vec<&str> = json.as_array()?.iter().map(Json::as_str).collect::<Option<_>>()?;
                let known = |code: &&str| self.choices.iter().any(|choice| choice.code == *code);
                let in_order = self.choices.iter().filter(|choice| chosen.contains(&choice.code.as_str()));
                chosen.iter().all(known).then(|| Value::Codes(in_order.map(|choice| choice.code.clone()).collect()))
            }
        }
    }

    fn missing(&self) -> BadField {
        let what =
            Bilingual::new(format!("“{}”必须填写", self.title.zh), format!("“{}” must be filled in", self.title.en));
        BadField { key: self.key.clone(), what }
    }

    fn wrong(&self, found: &Json) -> BadField {
        let found: String = found.to_string().chars().take(60).collect();
        let wanted = self.wanted();
        let what = Bilingual::new(
            format!("“{}”应为{}，而不是 {found}", self.title.zh, wanted.zh),
            format!("“{}”: {} is wanted, not {found}", self.title.en, wanted.en),
        );
        BadField { key: self.key.clone(), what }
    }

    fn wanted(&self) -> Bilingual {
        let codes =
            |between: &str| self.choices.iter().map(|choice| choice.code.as_str()).collect::<Vec<_>>().join(between);
        let (zh, en) = match (self.min, self.max) {
            (None, None) => (String::new(), String::new()),
            (Some(min), None) => (format!("（不小于 {min}）"), format!(" of at least {min}")),
            (None, Some(max)) => (format!("（不大于 {max}）"), format!(" of at most {max}")),
            (Some(min), Some(max)) => (format!("（{min} 至 {max}）"), format!(" from {min} to {max}")),
        };
        let longest = self.longest().unwrap_or(LONGEST_TEXT);
        match self.field_type {
            FieldType::Flag => Bilingual::new("是或否（true、false）", "true or false"),
            FieldType::Integer => Bilingual::new(format!("整数{zh}"), format!("a whole number{en}")),
            FieldType::Decimal => Bilingual::new(format!("数字{zh}"), format!("a number{en}")),
            FieldType::Text => {
                Bilingual::new(format!("不超过 {longest} 字的文字"), format!("text of at most {longest} characters"))
            }
            FieldType::Date => Bilingual::new("日期（如 2026-11-23）", "a day as YYYY-MM-DD"),
            FieldType::One => Bilingual::new(format!("其中之一：{}", codes("、")), format!("one of {}", codes(", "))),
            FieldType::Many => {
                Bilingual::new(format!("一组代码：{}", codes("、")), format!("a list of {}", codes(", ")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOISE: &str = r#"
        kind = "noise"
        title = { zh = "噪声", en = "Noise" }
        [[field]]
        key = "source"
        type = "one"
        required = true
        title = { zh = "来源", en = "Source" }
        choices = [{ code = "shop", title = { zh = "商铺", en = "A shop" } }, { code = "works", title = { zh = "施工", en = "Works" } }]
        [[field]]
        key = "days"
        type = "integer"
        min = 1
        max = 30
        title = { zh = "几天了", en = "For how many days" }
        [[field]]
        key = "where"
        type = "text"
        longest = 4
        title = { zh = "地点", en = "Where" }
        [[field]]
        key = "since"
        type = "date"
        title = { zh = "从何时起", en = "Since" }
        [[field]]
        key = "heard"
        type = "many"
        title = { zh = "何时听到", en = "Heard" }
        choices = [{ code = "day", title = { zh = "白天", en = "By day" } }, { code = "night", title = { zh = "夜间", en = "By night" } }]
    "#;

    fn described(source: &str) -> Result<EventKind, (String, String)> {
        let kind: EventKind = toml::from_str(source).unwrap();
        kind.check().map(|()| kind)
    }

    #[expect(clippy::needless_pass_by_value, reason = "a test writes it in place")]
    fn read(sent: Json) -> Result<Vec<(String, Cell)>, (String, String)> {
        let fields = described(NOISE).unwrap().read(sent.as_object().unwrap());
        fields
            .map(|fields| fields.into_iter().map(|field| (field.key, field.cell)).collect())
            .map_err(|bad| (bad.key, bad.what.en))
    }

    #[test]
    fn fields_are_read_by_their_types() {
        let sent =
            json!({ "where": "3号楼", "source": "shop", "days": 2, "since": "2026-11-20", "heard": ["night", "day"] });
        let present = |key: &str, value| (key.to_owned(), Cell::Present(value));
        assert_eq!(
            read(sent).unwrap(),
            [
                present("days", Value::Integer(2)),
                present("heard", Value::Codes(vec!["day".into(), "night".into()])),
                present("since", Value::Date("2026-11-20".parse().unwrap())),
                present("source", Value::Text("shop".into())),
                present("where", Value::Text("3号楼".into())),
            ]
        );
        let blank = read(json!({ "source": "shop", "where": " ", "days": null })).unwrap();
        assert_eq!(blank[0], ("days".into(), Cell::Unknown));
        assert_eq!(blank[2], ("where".into(), Cell::Unknown));
    }

    #[test]
    fn what_is_wrong_names_the_field_and_what_is_wanted() {
        for (sent, key, what) in [
            (json!({}), "source", "“Source” must be filled in"),
            (json!({ "source": "" }), "source", "must be filled in"),
            (json!({ "source": "cats" }), "source", "one of shop, works is wanted, not \"cats\""),
            (json!({ "source": "shop", "colour": 1 }), "colour", "asks for: source, days, where, since, heard"),
            (json!({ "source": "shop", "days": 31 }), "days", "a whole number from 1 to 30 is wanted, not 31"),
            (json!({ "source": "shop", "days": 1.5 }), "days", "a whole number"),
            (json!({ "source": "shop", "where": "三号楼门前" }), "where", "at most 4 characters"),
            (json!({ "source": "shop", "since": "yesterday" }), "since", "YYYY-MM-DD"),
            (json!({ "source": "shop", "heard": ["dawn"] }), "heard", "a list of day, night"),
        ] {
            let (found, said) = read(sent.clone()).unwrap_err();
            assert!(found == key && said.contains(what), "{sent}: {found}: {said}");
        }
    }

    #[test]
    fn a_crooked_description_is_named_with_its_place() {
        for (from, to, place) in [
            (r#"kind = "noise""#, r#"kind = "Noise!""#, "kind"),
            (r#"key = "days""#, r#"key = "source""#, "field[1].key"),
            (r#"type = "one""#, r#"type = "text""#, "field[0].choices"),
            (r#"code = "works""#, r#"code = "shop""#, "field[0].choices"),
            ("min = 1", "min = 31", "field[1].min"),
            ("longest = 4", "longest = 5000", "field[2].longest"),
            (r#"type = "date""#, "type = \"date\"\nmax = 3", "field[3].min"),
        ] {
            assert!(NOISE.contains(from), "{from}");
            assert_eq!(described(&NOISE.replacen(from, to, 1)).unwrap_err().0, place);
        }
    }
}
