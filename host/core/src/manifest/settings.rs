//! What an operator may set in a plugin, and how a value for it is read.

use crate::text::Bilingual;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// A setting an operator may change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its key.
    pub key: String,
    /// Its type.
    #[serde(rename = "type")]
    pub setting_type: SettingType,
    /// Its value where nobody sets one.
    pub default: toml::Value,
    /// The least, for numbers.
    #[serde(default)]
    pub min: Option<f64>,
    /// The greatest, for numbers.
    #[serde(default)]
    pub max: Option<f64>,
    /// What it is.
    pub title: Bilingual,
}

/// Types of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SettingType {
    /// true or false.
    Flag,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// Text.
    Text,
    /// A day, written `YYYY-MM-DD`.
    Date,
    /// A list of codes.
    Codes,
}

impl Setting {
    /// Reads a value for this setting.
    ///
    /// # Errors
    /// What is wanted instead, in words.
    pub fn read(&self, value: &toml::Value) -> Result<Value, String> {
        let in_bounds =
            |number: f64| self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max);
        let read = match (self.setting_type, value) {
            (SettingType::Flag, toml::Value::Boolean(flag)) => Some(Value::Flag(*flag)),
            #[expect(clippy::cast_precision_loss, reason = "bounds are small numbers")]
            (SettingType::Integer, toml::Value::Integer(number)) => {
                in_bounds(*number as f64).then_some(Value::Integer(*number))
            }
            (SettingType::Decimal, toml::Value::Float(number)) => in_bounds(*number).then_some(Value::Decimal(*number)),
            #[expect(clippy::cast_precision_loss, reason = "bounds are small numbers")]
            (SettingType::Decimal, toml::Value::Integer(number)) => {
                in_bounds(*number as f64).then_some(Value::Decimal(*number as f64))
            }
            (SettingType::Text, toml::Value::String(text)) => Some(Value::Text(text.clone())),
            (SettingType::Date, toml::Value::String(text)) => text.parse().ok().map(Value::Date),
            (SettingType::Codes, toml::Value::Array(items)) => {
                items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>().map(Value::Codes)
            }
            _ => None,
        };
        read.ok_or_else(|| {
            let bounds = match (self.min, self.max) {
                (None, None) => String::new(),
                (min, max) => format!(
                    " from {} to {}",
                    min.map_or("…".into(), |min| min.to_string()),
                    max.map_or("…".into(), |max| max.to_string())
                ),
            };
            format!("{}: {:?}{bounds} is wanted, not {value}", self.key, self.setting_type)
        })
    }
}
