//! Values of local fields, the X of 9+X: read from a table's cell or from JSON, checked, and said in words.

use crate::clock::Date;
use crate::dataset::ColumnType;
use crate::manifest::LocalField;
use crate::text::Bilingual;
use crate::value::Value;

/// The longest text a local field holds, in characters.
pub const LONGEST_TEXT: usize = 1_000;

const YES: [&str; 8] = ["是", "有", "对", "真", "yes", "y", "true", "1"];
const NO: [&str; 8] = ["否", "无", "不", "假", "no", "n", "false", "0"];

impl LocalField {
    /// Reads a value as people write it into a table: full-width digits, `是` and `否`, a code or what it means, days as
    /// `2026-03-01`, `2026/3/1`, `2026年3月1日` or `20260301`. An empty cell holds no value: leave it out.
    ///
    /// # Errors
    /// What is wrong and what is wanted instead.
    pub fn read(&self, text: &str) -> Result<Value, Bilingual> {
        let written = half_width(text);
        let written = written.trim();
        if written.is_empty() {
            return Err(self.wants("空白", "nothing"));
        }
        let wrong = || self.wants(&shortened(written), &shortened(written));
        let value = match self.column_type {
            ColumnType::Flag => flag(written).map(Value::Flag),
            ColumnType::F64 => written.parse().ok().map(Value::Decimal),
            ColumnType::Date => day(written).map(Value::Date),
            ColumnType::Dictionary => self.code(text.trim()).or_else(|| self.code(written)).map(Value::Text),
            ColumnType::Text => Some(Value::Text(text.trim().to_owned())),
            _ => whole(written).map(Value::Integer),
        };
        let value = value.ok_or_else(wrong)?;
        self.check(&value)?;
        Ok(value)
    }

    /// Reads a value as an API client writes it: `true`, numbers, texts, codes, days as `"2026-03-01"`.
    ///
    /// # Errors
    /// What is wrong and what is wanted instead.
    pub fn read_json(&self, json: &serde_json::Value) -> Result<Value, Bilingual> {
        let value = match (self.column_type, json) {
            (ColumnType::Flag, serde_json::Value::Bool(flag)) => Some(Value::Flag(*flag)),
            (ColumnType::F64, serde_json::Value::Number(number)) => number.as_f64().map(Value::Decimal),
            (ColumnType::Date, serde_json::Value::String(text)) => text.parse().ok().map(Value::Date),
            (ColumnType::Text | ColumnType::Dictionary, serde_json::Value::String(text)) => {
                Some(Value::Text(text.trim().to_owned()))
            }
            (ColumnType::U8 | ColumnType::U16 | ColumnType::S32, serde_json::Value::Number(number)) => {
                number.as_i64().map(Value::Integer)
            }
            _ => None,
        };
        let value = value.ok_or_else(|| {
            let found = shortened(&json.to_string());
            self.wants(&found, &found)
        })?;
        self.check(&value)?;
        Ok(value)
    }

    /// Checks that a value fits the field: its type, its width, its code table.
    ///
    /// # Errors
    /// What is wrong and what is wanted instead.
    pub fn check(&self, value: &Value) -> Result<(), Bilingual> {
        let fits = match (self.column_type, value) {
            (ColumnType::Flag, Value::Flag(_)) => true,
            (ColumnType::U8, Value::Integer(number)) => u8::try_from(*number).is_ok(),
            (ColumnType::U16, Value::Integer(number)) => u16::try_from(*number).is_ok(),
            (ColumnType::S32, Value::Integer(number)) => i32::try_from(*number).is_ok(),
            (ColumnType::F64, Value::Decimal(number)) => number.is_finite(),
            (ColumnType::Date, Value::Date(date)) => date.is_sayable(),
            (ColumnType::Dictionary, Value::Text(code)) => self.codes.contains_key(code),
            (ColumnType::Text, Value::Text(text)) => {
                !text.trim().is_empty() && text.chars().count() <= LONGEST_TEXT && !text.contains(is_unwritable)
            }
            _ => false,
        };
        if fits {
            return Ok(());
        }
        let found = shortened(&value.to_string());
        Err(self.wants(&found, &found))
    }

    /// The value in words: `是`, what a code means, a day.
    #[must_use]
    pub fn label(&self, value: &Value) -> Bilingual {
        match value {
            Value::Flag(true) => Bilingual::new("是", "yes"),
            Value::Flag(false) => Bilingual::new("否", "no"),
            Value::Text(text) => self.codes.get(text).cloned().unwrap_or_else(|| Bilingual::new(text, text)),
            other => Bilingual::new(other.to_string(), other.to_string()),
        }
    }

    /// The code that is written so, or means what is written in either language.
    fn code(&self, written: &str) -> Option<String> {
        if self.codes.contains_key(written) {
            return Some(written.to_owned());
        }
        let means = |title: &Bilingual| title.zh == written || title.en.eq_ignore_ascii_case(written);
        let mut meant = self.codes.iter().filter(|(_, title)| means(title));
        // A word that two codes share says neither.
        meant.next().filter(|_| meant.next().is_none()).map(|(code, _)| code.clone())
    }

    fn wants(&self, found_zh: &str, found_en: &str) -> Bilingual {
        let wanted = self.wanted();
        Bilingual::new(
            format!("{}（{}）需要{}，而不是“{found_zh}”", self.title.zh, self.key, wanted.zh),
            format!("{} ({}) wants {}, not “{found_en}”", self.title.en, self.key, wanted.en),
        )
    }

    /// What a value of the field looks like, for messages that must not repeat what was written.
    #[must_use]
    pub fn wanted(&self) -> Bilingual {
        match self.column_type {
            ColumnType::Flag => Bilingual::new("是或否", "yes or no"),
            ColumnType::U8 => Bilingual::new("0 至 255 的整数", "a whole number from 0 to 255"),
            ColumnType::U16 => Bilingual::new("0 至 65535 的整数", "a whole number from 0 to 65535"),
            ColumnType::F64 => Bilingual::new("数字", "a number"),
            ColumnType::Date => Bilingual::new("日期，如 2026-03-01", "a day such as 2026-03-01"),
            ColumnType::Text => Bilingual::new(
                format!("不超过 {LONGEST_TEXT} 字的文字"),
                format!("text of at most {LONGEST_TEXT} characters"),
            ),
            ColumnType::Dictionary => {
                let said = |word: fn(&Bilingual) -> &String| {
                    let codes = self.codes.iter().map(|(code, title)| format!("{code}（{}）", word(title)));
                    codes.take(20).collect::<Vec<_>>().join("、")
                };
                Bilingual::new(
                    format!("以下之一：{}", said(|title| &title.zh)),
                    format!("one of these: {}", said(|title| &title.en)),
                )
            }
            _ => Bilingual::new("整数", "a whole number of at most 32 bits"),
        }
    }
}

fn flag(text: &str) -> Option<bool> {
    let lower = text.to_ascii_lowercase();
    match (YES.contains(&lower.as_str()), NO.contains(&lower.as_str())) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// A whole number; spreadsheets also write `3.0`.
fn whole(text: &str) -> Option<i64> {
    let digits = text.split_once('.').map_or(text, |(whole, rest)| {
        if !rest.is_empty() && rest.bytes().all(|byte| byte == b'0') { whole } else { text }
    });
    digits.parse().ok()
}

fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        vec![&text[..4], &text[4..6], &text[6..]]
    } else {
        text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect()
    };
    let [year, month, day] = parts[..] else { return None };
    if year.len() != 4 {
        return None;
    }
    Date::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Full-width letters, digits and signs as their ordinary twins.
fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        other => other,
    };
    text.chars().map(narrow).collect()
}

/// Control characters other than a line's end, and marks that turn the direction of text.
fn is_unwritable(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !is_unwritable(*c)).take(40).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(column_type: &str) -> LocalField {
        let codes = if column_type == "dictionary" {
            "[codes]\ncoal = { zh = \"煤炉\", en = \"Coal stove\" }\ncity = { zh = \"集中供暖\", en = \"District heating\" }\n\
             none = { zh = \"其他\", en = \"Other\" }\nrest = { zh = \"其他\", en = \"Rest\" }"
        } else {
            ""
        };
        let source = format!(
            "key = \"x.heating\"\ndataset = \"houses\"\ntype = \"{column_type}\"\ntitle = {{ zh = \"供暖\", en = \"Heating\" }}\n\
             purpose = {{ zh = \"防火\", en = \"Fire safety\" }}\nlegal_basis = \"消防法\"\n{codes}"
        );
        toml::from_str(&source).unwrap()
    }

    fn text(value: &str) -> Option<Value> {
        Some(Value::Text(value.into()))
    }

    #[test]
    fn values_are_read_as_people_write_them() {
        let day = |text: &str| Some(Value::Date(text.parse().unwrap()));
        let cases = [
            ("flag", "是", Some(Value::Flag(true))),
            ("flag", " Ｎｏ ", Some(Value::Flag(false))),
            ("flag", "也许", None),
            ("u8", "２５５", Some(Value::Integer(255))),
            ("u8", "256", None),
            ("u8", "-1", None),
            ("u16", "3.0", Some(Value::Integer(3))),
            ("u16", "3.5", None),
            ("s32", "-2147483648", Some(Value::Integer(-2_147_483_648))),
            ("s32", "2147483648", None),
            ("f64", "89.55", Some(Value::Decimal(89.55))),
            ("f64", "inf", None),
            ("f64", "NaN", None),
            ("date", "2024-02-29", day("2024-02-29")),
            ("date", "2023-02-29", None),
            ("date", "2026/3/1", day("2026-03-01")),
            ("date", "2026年3月1日", day("2026-03-01")),
            ("date", "20260301", day("2026-03-01")),
            ("date", "26-3-1", None),
            ("dictionary", "coal", text("coal")),
            ("dictionary", "煤炉", text("coal")),
            ("dictionary", "district HEATING", text("city")),
            ("dictionary", "其他", None),
            ("dictionary", "柴火", None),
            ("text", " 全角　ＡＢＣ ", text("全角　ＡＢＣ")),
            ("text", "a\u{7}b", None),
            ("text", "a\u{202e}b", None),
            ("text", "  ", None),
        ];
        for (column_type, written, wanted) in cases {
            assert_eq!(field(column_type).read(written).ok(), wanted, "{column_type}: {written}");
        }
        assert!(field("text").read(&"长".repeat(LONGEST_TEXT)).is_ok());
        assert!(field("text").read(&"长".repeat(LONGEST_TEXT + 1)).is_err());
    }

    #[test]
    fn what_was_said_in_words_is_read_back() {
        for (column_type, value) in [
            ("flag", Value::Flag(false)),
            ("u8", Value::Integer(7)),
            ("f64", Value::Decimal(-0.5)),
            ("date", Value::Date("1999-12-31".parse().unwrap())),
            ("dictionary", Value::Text("city".into())),
            ("text", Value::Text("靠窗".into())),
        ] {
            let field = field(column_type);
            let said = field.label(&value);
            assert_eq!(field.read(&said.zh).as_ref(), Ok(&value), "{}", said.zh);
            assert_eq!(field.read(&said.en).as_ref(), Ok(&value), "{}", said.en);
            assert_eq!(field.read_json(&value.to_plain()), Ok(value));
        }
    }

    #[test]
    fn an_error_says_which_field_wants_what() {
        let error = field("dictionary").read("柴火").unwrap_err();
        assert!(
            error.zh.contains("供暖（x.heating）") && error.zh.contains("coal（煤炉）") && error.zh.contains("柴火")
        );
        assert!(error.en.contains("Heating (x.heating) wants one of these: city"), "{}", error.en);
        let long = field("u8").read(&"九".repeat(500)).unwrap_err();
        assert!(long.zh.chars().count() < 120, "{}", long.zh);
        let wrong = field("flag").read_json(&serde_json::json!({"a": 1})).unwrap_err();
        assert!(wrong.en.contains("yes or no"), "{}", wrong.en);
    }
}
