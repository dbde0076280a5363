//! Names of sheets: from captions, as Excel allows them, and each once.

use std::collections::HashSet;

/// UTF-16 units of a name.
const LONGEST: usize = 31;

/// The names given so far.
#[derive(Debug, Default)]
pub(super) struct SheetNames(HashSet<String>);

impl SheetNames {
    /// A name nobody has yet, after the caption.
    pub(super) fn give(&mut self, caption: &str) -> String {
        let allowed = |c: char| if "[]:*?/\\\n".contains(c) { ' ' } else { c };
        let cleaned: String = caption.chars().map(allowed).collect();
        let wanted = cut(cleaned.trim().trim_matches('\''), LONGEST);
        // Excel keeps this one for itself.
        let wanted = if wanted.is_empty() || wanted.eq_ignore_ascii_case("history") { "表" } else { wanted };
        let mut name = wanted.to_owned();
        let mut number = 1;
        while !self.0.insert(name.to_lowercase()) {
            number += 1;
            let end = format!(" ({number})");
            name = format!("{}{end}", cut(wanted, LONGEST - end.len()).trim_end());
        }
        name
    }
}

/// The start of a text that takes at most so many UTF-16 units.
fn cut(text: &str, most: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.len_utf16();
        if used > most {
            return text[..at].trim_end_matches([' ', '\'']);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_legal_and_given_once() {
        let mut names = SheetNames::default();
        let long = "各网格事件与走访情况".repeat(9);
        for (caption, name) in [
            ("网格月报", "网格月报"),
            ("网格月报", "网格月报 (2)"),
            ("A/B: [x]?", "A B   x"),
            ("a/b: [x]?", "a b   x (2)"),
            ("''", "表"),
            ("History", "表 (2)"),
            ("", "表 (3)"),
            (long.as_str(), "各网格事件与走访情况各网格事件与走访情况各网格事件与走访情况各"),
            (long.as_str(), "各网格事件与走访情况各网格事件与走访情况各网格事件与走 (2)"),
            ("𠮷".repeat(20).as_str(), "𠮷".repeat(15).as_str()),
        ] {
            let given = names.give(caption);
            assert_eq!(given, name);
            assert!(given.encode_utf16().count() <= LONGEST);
        }
    }
}
