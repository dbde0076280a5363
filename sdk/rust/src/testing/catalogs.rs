//! A plugin's catalogs `texts/<language>.ftl`: whether they have what the plugin says, and what it reads like.

use super::Texts;
use crate::{Date, Instant, Text, Value};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fmt, fs};

/// The languages every plugin speaks.
const NEEDED: [&str; 2] = ["zh", "en"];

/// The catalogs of a plugin.
pub struct Catalogs {
    bundles: BTreeMap<String, FluentBundle<FluentResource>>,
    /// Per language, the placeables of each message.
    messages: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

impl fmt::Debug for Catalogs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.bundles.keys()).finish()
    }
}

impl Catalogs {
    /// Reads `texts/` in the plugin's folder.
    ///
    /// # Panics
    /// When a catalog cannot be read; the message names file and line.
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "a test without its catalogs has failed")]
    pub fn of_plugin(dir: impl AsRef<Path>) -> Self {
        let (mut bundles, mut messages) = (BTreeMap::new(), BTreeMap::new());
        let folder = dir.as_ref().join("texts");
        let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in files.filter_map(|file| Some(file.ok()?.path())) {
            let Some(language) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".ftl")) else {
                continue;
            };
            let wrong = |what: String| -> ! { panic!("{}: {what}", path.display()) };
            let source = fs::read_to_string(&path).unwrap_or_else(|error| wrong(error.to_string()));
            let tag = language.parse().unwrap_or_else(|_| wrong("the file's name is no language tag".into()));
            let resource = FluentResource::try_new(source.clone()).unwrap_or_else(|(_, errors)| {
                let at = errors.first().map_or(0, |error| error.pos.start.min(source.len()));
                wrong(format!("line {}: {:?}", source[..at].matches('\n').count() + 1, errors))
            });
            messages.insert(language.to_owned(), placeables(&resource));
            let mut bundle = FluentBundle::new(vec![tag]);
            // As the host does: the marks would end up in tables and prints.
            bundle.set_use_isolating(false);
            bundle.add_resource(resource).unwrap_or_else(|errors| wrong(format!("{errors:?}")));
            bundles.insert(language.to_owned(), bundle);
        }
        Self { bundles, messages }
    }

    /// The text in a language, as a reader sees it.
    ///
    /// # Panics
    /// When the catalog of that language does not have it, or a placeable gets no value.
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "a text that cannot be said is a failed test")]
    pub fn say(&self, language: &str, text: &Text) -> String {
        let found =
            self.bundles.get(language).and_then(|bundle| Some((bundle, bundle.get_message(&text.key)?.value()?)));
        let (bundle, pattern) = found.unwrap_or_else(|| panic!("texts/{language}.ftl has no message {}", text.key));
        let (mut args, mut errors) = (FluentArgs::new(), Vec::new());
        text.args.iter().for_each(|(name, value)| args.set(name.as_str(), fluent_value(value)));
        let said = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        assert!(errors.is_empty(), "texts/{language}.ftl, {}: {errors:?}", text.key);
        said
    }

    /// Asserts that every catalog has each text of an answer, with a value for each placeable.
    ///
    /// # Panics
    /// When one does not.
    #[track_caller]
    pub fn assert_say(&self, answer: &impl Texts) {
        for text in answer.texts() {
            self.bundles.keys().for_each(|language| drop(self.say(language, text)));
        }
    }

    /// Asserts that there is a Chinese and an English catalog, that all catalogs have the same messages with the same
    /// placeables, and that they have every key that `text!("…")` names in `src/` of the plugin's folder.
    ///
    /// # Panics
    /// When something is missing; the message lists all of it.
    #[track_caller]
    pub fn assert_whole(&self, dir: impl AsRef<Path>) {
        let mut wrong = Vec::new();
        for language in NEEDED.iter().filter(|language| !self.messages.contains_key(**language)) {
            wrong.push(format!("texts/{language}.ftl is missing"));
        }
        let all: BTreeMap<_, _> = self.messages.values().flatten().collect();
        let used = keys_in_sources(&dir.as_ref().join("src"));
        for (language, messages) in &self.messages {
            for (key, placeables) in &all {
                match messages.get(*key) {
                    None => wrong.push(format!("texts/{language}.ftl has no message {key}, another catalog has")),
                    Some(other) if other != *placeables => {
                        wrong.push(format!("texts/{language}.ftl, {key}: placeables differ from another catalog's"));
                    }
                    Some(_) => {}
                }
            }
            let missing = used.iter().filter(|key| !all.contains_key(key));
            wrong.extend(missing.map(|key| format!("texts/{language}.ftl has no message {key}, which src/ uses")));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

fn fluent_value(value: &Value) -> FluentValue<'_> {
    match value {
        Value::Flag(flag) => flag.to_string().into(),
        Value::Integer(number) => (*number).into(),
        Value::Decimal(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Date(days) => Date(*days).to_string().into(),
        Value::Instant(ms) => Instant(*ms).to_string().into(),
        Value::Codes(codes) => codes.join("、").into(),
    }
}

/// The keys of all `text!("…"` in the `.rs` files of a folder, however deep.
fn keys_in_sources(folder: &Path) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for path in fs::read_dir(folder).into_iter().flatten().filter_map(|file| Some(file.ok()?.path())) {
        if path.is_dir() {
            keys.extend(keys_in_sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap_or_default();
            let literals = source.split("text!(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
            keys.extend(literals.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
        }
    }
    keys
}

fn placeables(resource: &FluentResource) -> BTreeMap<String, BTreeSet<String>> {
    let messages = resource.entries().filter_map(|entry| match entry {
        Entry::Message(message) => {
            let mut names = BTreeSet::new();
            message.value.iter().for_each(|pattern| in_pattern(pattern, &mut names));
            Some((message.id.name.to_owned(), names))
        }
        _ => None,
    });
    messages.collect()
}

fn in_pattern(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => in_inline(inline, names),
            Expression::Select { selector, variants } => {
                in_inline(selector, names);
                variants.iter().for_each(|variant| in_pattern(&variant.value, names));
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => drop(names.insert(id.name.to_owned())),
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| in_inline(argument, names));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Decision, reason, text};

    /// A plugin's folder with these catalogs and this code.
    fn plugin(zh: &str, en: &str, code: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, content) in [("texts/zh.ftl", zh), ("texts/en.ftl", en), ("src/deep/lib.rs", code)] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        dir
    }

    #[test]
    fn a_text_is_said_in_each_language_with_its_values() {
        let zh = "overdue = { $who }已逾期 { $days } 天\n";
        let en =
            "overdue = { $days ->\n    [one] { $who } is a day late\n   *[other] { $who } is { $days } days late\n }\n";
        let dir = plugin(zh, en, "text!(\n    \"overdue\", days = 1)");
        let catalogs = Catalogs::of_plugin(&dir);
        catalogs.assert_whole(&dir);
        let overdue = |days: i64| text!("overdue", who = "王", days = days);
        assert_eq!(catalogs.say("zh", &overdue(3)), "王已逾期 3 天");
        assert_eq!(
            (catalogs.say("en", &overdue(1)), catalogs.say("en", &overdue(2))),
            ("王 is a day late".into(), "王 is 2 days late".into())
        );
        catalogs.assert_say(&Decision::new().reason(reason("rule", overdue(3))));
    }

    #[test]
    fn what_a_catalog_lacks_is_listed() {
        let dir = plugin("a = 甲 { $n }\n", "a = A\nb = B\n", "text!(\"c\")");
        let catalogs = Catalogs::of_plugin(&dir);
        let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| catalogs.assert_whole(&dir))).unwrap_err();
        let said = panic.downcast_ref::<String>().unwrap();
        for wrong in
            ["zh.ftl has no message b", "en.ftl, a: placeables differ", "en.ftl has no message c, which src/ uses"]
        {
            assert!(said.contains(wrong), "{said}");
        }
    }

    #[test]
    #[should_panic(expected = "overdue")]
    fn a_placeable_without_a_value_is_a_failed_test() {
        let dir = plugin("overdue = { $days } 天\n", "overdue = { $days } days\n", "");
        let catalogs = Catalogs::of_plugin(&dir);
        drop(catalogs.say("zh", &text!("overdue")));
    }
}
