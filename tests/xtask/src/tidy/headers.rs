//! Rule: every source file opens with one sentence saying what lives there.

use super::Violation;
use super::tree::Tree;

/// Endings, how such a file's first comment begins, and how to say so.
const OPENINGS: [(&str, &[&str], &str); 4] = [
    (".rs", &["//!"], "begin with one sentence in `//!`"),
    // What is generated says so in `/**`.
    (".ts", &["// ", "/**"], "begin with one sentence in `//`"),
    (".vue", &["<!--"], "begin with one sentence in `<!-- -->`"),
    (".css", &["/*"], "begin with one sentence in `/* */`"),
];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (ending, openings, mend) in OPENINGS {
        let headless = tree.texts(ending).filter(|(_, text)| !opens_with(openings, text));
        violations.extend(headless.map(|(path, _)| Violation {
            file: path.to_owned(),
            line: 1,
            what: format!("the file does not open with `{}`", openings[0].trim_end()),
            why: "a reader should learn what lives here before reading it",
            mend,
        }));
    }
    violations
}

/// In a line comment the sentence stands on that line; in a block it may begin on the next.
fn opens_with(openings: &[&str], text: &str) -> bool {
    let text = text.trim_start();
    let Some((opening, rest)) = openings.iter().find_map(|o| Some((o, text.strip_prefix(o)?))) else { return false };
    let lines = if opening.starts_with("//") { 1 } else { 2 };
    rest.lines().take(lines).any(|line| line.contains(|c: char| !c.is_whitespace() && c != '*'))
}

#[cfg(test)]
mod tests {
    use super::super::samples::places;
    use super::check;

    #[test]
    fn a_file_without_a_sentence_is_found() {
        let files = [
            ("host/core/src/bare.rs", "use std::fmt;\n//! Too late.\n"),
            ("plugins/a/src/lib.rs", "/// An item's, not the file's.\nfn f() {}\n"),
            ("sdk/rust/src/blank.rs", "//!\nuse std::fmt;\n"),
            ("tests/all/empty.rs", ""),
            ("host/web/ui/src/main.ts", "import { createApp } from \"vue\";\n// Too late.\n"),
            ("host/web/ui/src/App.vue", "<script setup>\n// The script's.\n</script>"),
            ("host/web/ui/src/base.css", "body {}\n"),
        ];
        let mut found = places(check, &files);
        found.sort();
        let mut expected = files.map(|(path, _)| format!("{path}:1"));
        expected.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_sentence_is_said_in_each_kind_of_file() {
        let files = [
            ("a.rs", "\n\n//! What lives here.\n"),
            ("a.ts", "// What lives here.\n"),
            ("schema.ts", "/**\n * This file was auto-generated.\n */\n"),
            ("a.vue", "<!-- 这里有什么 -->\n<template />\n"),
            ("a.css", "/* What lives here. */\n"),
            ("notes.md", "none"),
        ];
        assert_eq!(places(check, &files), [""; 0]);
    }
}
