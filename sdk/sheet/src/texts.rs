//! The catalogs of the plugin: each text under a key of its own, in the languages of the workbook.

use std::collections::{BTreeMap, BTreeSet};

/// A text in its languages.
pub(crate) type Words = BTreeMap<String, String>;

/// The catalogs as they grow.
#[derive(Debug, Default)]
pub(crate) struct Catalogs {
    messages: BTreeMap<String, Words>,
}

impl Catalogs {
    /// Keeps a text under a key like the one that is wanted, and says which. The values are messages already: see [`plain`].
    pub(crate) fn keep(&mut self, wanted: &str, words: Words) -> String {
        let legal = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
        let wanted: String = wanted.chars().map(legal).collect();
        let mut key = wanted.clone();
        let mut next = 2;
        while self.messages.get(&key).is_some_and(|kept| *kept != words) {
            key = format!("{wanted}-{next}");
            next += 1;
        }
        self.messages.insert(key.clone(), words);
        key
    }

    /// The languages that any text has.
    pub(crate) fn languages(&self) -> BTreeSet<String> {
        self.messages.values().flat_map(|words| words.keys().cloned()).collect()
    }

    /// The catalogs as files.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let file = |language: &String| {
            let lines =
                self.messages.iter().filter_map(|(key, words)| Some(format!("{key} = {}\n", words.get(language)?)));
            (language.clone(), lines.collect::<String>().into_bytes())
        };
        self.languages().iter().map(file).collect()
    }
}

/// A text as a message that says just that: nothing in it is taken for a placeable, an attribute or a selector.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push_str("\n    ");
        }
        let mut characters = line.trim().chars();
        if let Some(first) = characters.next() {
            if matches!(first, '[' | '*' | '.' | '#' | '}') {
                out += &format!("{{\"{first}\"}}");
            } else {
                escape(first, &mut out);
            }
        }
        characters.for_each(|character| escape(character, &mut out));
    }
    if out.is_empty() { "{\"\"}".to_owned() } else { out }
}

fn escape(character: char, out: &mut String) {
    match character {
        '{' => out.push_str("{\"{\"}"),
        '}' => out.push_str("{\"}\"}"),
        other => out.push(other),
    }
}
