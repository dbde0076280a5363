//! Texts of plugins: keys with arguments, and the catalogs that put them into a reader's language.

use crate::value::Value;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast::Entry;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A text of a plugin's catalogs, with what goes into its placeables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// A message of the catalogs.
    pub key: String,
    /// Name and value of each placeable.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, Value)>,
}

impl Text {
    /// Whether an argument cannot be written down.
    #[must_use]
    pub fn is_unsayable(&self) -> bool {
        self.args.iter().any(|(_, value)| value.is_unsayable())
    }
}

/// The same sentence in the two languages the host itself speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Both sentences.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// A catalog that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("texts/{language}.ftl: {what}")]
pub struct BadCatalog {
    /// The catalog's language tag.
    pub language: String,
    /// What is wrong, with the line where known.
    pub what: String,
}

/// A plugin's catalogs, one per language, in Fluent's syntax.
pub struct Catalogs {
    bundles: BTreeMap<String, FluentBundle<FluentResource>>,
    /// What each language can say.
    messages: BTreeMap<String, BTreeSet<String>>,
}

impl std::fmt::Debug for Catalogs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.bundles.keys()).finish()
    }
}

impl Catalogs {
    /// Reads `language → source`.
    ///
    /// # Errors
    /// A language tag that is none, a syntax error (with its line), a message defined twice.
    pub fn parse<'a>(sources: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, BadCatalog> {
        let (mut bundles, mut messages) = (BTreeMap::new(), BTreeMap::new());
        for (language, source) in sources {
            let wrong = |what: String| BadCatalog { language: language.to_owned(), what };
            let tag: unic_langid::LanguageIdentifier =
                language.parse().map_err(|_| wrong("the file's name is no language tag".into()))?;
            let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
                let first = errors.first();
                let line =
                    first.map_or(0, |error| source[..error.pos.start.min(source.len())].matches('\n').count() + 1);
                wrong(format!("line {line}: {}", first.map_or_else(String::new, ToString::to_string)))
            })?;
            messages.insert(language.to_owned(), sayable(&resource));
            let mut bundle = FluentBundle::new_concurrent(vec![tag]);
            // The marks protect mixed directions; here they would end up in CSV files and PDFs.
            bundle.set_use_isolating(false);
            bundle
                .add_resource(resource)
                .map_err(|errors| wrong(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))?;
            bundles.insert(language.to_owned(), bundle);
        }
        Ok(Self { bundles, messages })
    }

    /// The languages that have a catalog.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.bundles.keys().map(String::as_str)
    }

    /// The languages whose catalogs [`Self::say`] may ever ask for a reader of `language`, in its order: the reader's own,
    /// Chinese, and any other that has a message which none before it has.
    #[must_use]
    pub fn asked_for(&self, language: &str) -> Vec<&str> {
        let first = [language, "zh"].into_iter().filter_map(|tag| self.messages.get_key_value(tag));
        let mut asked: Vec<&str> = Vec::new();
        let mut said: BTreeSet<&str> = BTreeSet::new();
        for (at, (tag, messages)) in first.chain(&self.messages).enumerate() {
            let more = messages.iter().any(|message| !said.contains(message.as_str()));
            if (more || at == 0) && !asked.contains(&tag.as_str()) {
                asked.push(tag);
                said.extend(messages.iter().map(String::as_str));
            }
        }
        asked
    }

    /// Whether the language's catalog has the message.
    #[must_use]
    pub fn has(&self, language: &str, key: &str) -> bool {
        self.bundles.get(language).is_some_and(|bundle| bundle.has_message(key))
    }

    /// The text in the language, else in Chinese, else in any; the key in brackets where no catalog has it.
    #[must_use]
    pub fn say(&self, language: &str, text: &Text) -> String {
        let order = [self.bundles.get(language), self.bundles.get("zh")];
        order
            .into_iter()
            .flatten()
            .chain(self.bundles.values())
            .find_map(|bundle| format_with(bundle, text))
            .unwrap_or_else(|| format!("[{}]", text.key))
    }
}

/// The messages of a resource that have a text of their own, not only attributes.
fn sayable(resource: &FluentResource) -> BTreeSet<String> {
    let message = |entry: &Entry<&str>| match entry {
        Entry::Message(message) if message.value.is_some() => Some(message.id.name.to_owned()),
        _ => None,
    };
    resource.entries().filter_map(message).collect()
}

fn format_with(bundle: &FluentBundle<FluentResource>, text: &Text) -> Option<String> {
    let pattern = bundle.get_message(&text.key)?.value()?;
    let mut args = FluentArgs::with_capacity(text.args.len());
    for (name, value) in &text.args {
        args.set(name.as_str(), fluent_value(value));
    }
    Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
}

#[expect(clippy::cast_precision_loss, reason = "a number in a sentence; beyond 2^53 nobody reads the last digit")]
fn fluent_value(value: &Value) -> FluentValue<'_> {
    match value {
        Value::Integer(number) => (*number as f64).into(),
        Value::Decimal(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        other => other.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(key: &str, args: &[(&str, Value)]) -> Text {
        Text { key: key.into(), args: args.iter().map(|(name, value)| ((*name).into(), value.clone())).collect() }
    }

    #[test]
    fn a_text_speaks_the_readers_language_and_falls_back_to_chinese() {
        let catalogs = Catalogs::parse([
            ("zh", "overdue = 已逾期 { $days } 天\nonly-zh = 仅中文"),
            ("en", "overdue = { $days ->\n  [one] one day late\n *[other] { $days } days late\n }"),
        ])
        .unwrap();
        let overdue = |days| text("overdue", &[("days", Value::Integer(days))]);
        assert_eq!(catalogs.say("zh", &overdue(3)), "已逾期 3 天");
        assert_eq!(catalogs.say("en", &overdue(1)), "one day late");
        assert_eq!(catalogs.say("ko", &overdue(3)), "已逾期 3 天");
        assert_eq!(catalogs.say("en", &text("only-zh", &[])), "仅中文");
        assert_eq!(catalogs.say("en", &text("nowhere", &[])), "[nowhere]");
    }

    #[test]
    fn only_catalogs_that_may_be_asked_are_asked_for() {
        let catalogs = Catalogs::parse([
            ("zh", "a = 甲\nb = 乙"),
            ("en", "a = A"),
            ("ko", "a = 가\nb = 나"),
            ("mn", "a = А\nonly-mn = Б"),
        ])
        .unwrap();
        assert_eq!(catalogs.asked_for("zh"), ["zh", "mn"]);
        assert_eq!(catalogs.asked_for("en"), ["en", "zh", "mn"]);
        assert_eq!(catalogs.asked_for("ko"), ["ko", "mn"], "Korean says all that Chinese says");
        assert_eq!(catalogs.asked_for("fr"), ["zh", "mn"]);
    }

    #[test]
    fn a_broken_catalog_names_its_line() {
        let error = Catalogs::parse([("zh", "good = 好\n= 坏\n")]).unwrap_err();
        assert!(error.to_string().starts_with("texts/zh.ftl: line 2"), "{error}");
    }
}
