//! Texts are keys of the plugin's catalogs (`texts/<language>.ftl`), with arguments.

use crate::{Text, Value};

impl Text {
    /// The message `key` without arguments.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), args: Vec::new() }
    }

    /// Adds the value of the placeable `name`.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.args.push((name.into(), value.into()));
        self
    }
}

/// A text of the plugin's catalogs: `text!("overdue", days = 3, "last-visit" = date)`.
///
/// The message is written in `texts/zh.ftl` and `texts/en.ftl` (Fluent syntax): `overdue = 已逾期 { $days } 天`.
#[macro_export]
macro_rules! text {
    ($key:expr $(, $name:tt = $value:expr)* $(,)?) => {
        $crate::Text::new($key)$(.with($crate::text!(@name $name), $value))*
    };
    (@name $name:ident) => { stringify!($name) };
    (@name $name:literal) => { $name };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_key_with_named_values() {
        let plain = text!("none");
        assert_eq!((plain.key.as_str(), plain.args.len()), ("none", 0));
        let name = "王".to_owned();
        let text = text!("overdue", days = 3, "who" = name.as_str());
        assert_eq!(text.args, [("days".into(), Value::Integer(3)), ("who".into(), Value::Text(name))]);
    }
}
