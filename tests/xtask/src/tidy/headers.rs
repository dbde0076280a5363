//! Rule: every Rust file opens with one sentence saying what lives there.

use super::Violation;
use super::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let headless = tree.texts(".rs").filter(|(_, text)| !opens_with_header(text));
    headless
        .map(|(path, _)| Violation {
            file: path.to_owned(),
            line: 1,
            what: "the file does not open with `//!`".to_owned(),
            why: "a reader should learn what lives here before reading it",
            mend: "begin with one sentence in `//!`",
        })
        .collect()
}

fn opens_with_header(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty());
    first.and_then(|line| line.strip_prefix("//!")).is_some_and(|sentence| !sentence.trim().is_empty())
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
            ("sdk/rust/src/blank.rs", "//!\n"),
            ("tests/all/empty.rs", ""),
        ];
        assert_eq!(places(check, &files), files.map(|(path, _)| format!("{path}:1")));
    }

    #[test]
    fn a_header_may_follow_blank_lines() {
        assert!(places(check, &[("a.rs", "\n\n//! What lives here.\n"), ("notes.md", "none")]).is_empty());
    }
}
