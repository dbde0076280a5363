//! Rules: no bare `allow`, no test that is skipped or empty, no file for odds and ends.

use super::Violation;
use super::code;
use super::tree::Tree;

/// Names that say nothing about what is inside, so that anything ends up there.
const ODDS_AND_ENDS: [&str; 8] = ["common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"];

const LANGUAGES: [&str; 3] = [".rs", ".ts", ".vue"];

type Habit = (&'static str, &'static str, &'static str, &'static str);

/// What a test of pages must not call, what it is, why not, and what to do.
const PASSED_OVER: [Habit; 4] = [
    (".skip(", "a skipped test", ROTS, MENDED),
    (".fixme(", "a skipped test", ROTS, MENDED),
    (
        ".only(",
        "a test that silences the others",
        "what does not run proves nothing",
        "choose tests on the command line",
    ),
    (
        "waitForTimeout(",
        "a test that sleeps",
        "it depends on luck",
        "wait for the thing itself: `expect(…).toBeVisible()`",
    ),
];
const ROTS: &str = "a test that does not run proves nothing and rots";
const MENDED: &str = "mend it or delete it; what is slow may be made faster, not skipped";

fn is_test(path: &str) -> bool {
    path.ends_with(".test.ts") || path.starts_with("tests/browser/")
}

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, _) in LANGUAGES.iter().flat_map(|ending| tree.texts(ending)) {
        if path.split('/').any(|part| ODDS_AND_ENDS.contains(&part.split('.').next().unwrap_or_default())) {
            violations.push(Violation {
                file: path.to_owned(),
                line: 1,
                what: "a file for odds and ends".to_owned(),
                why: "nobody can guess what lives in it, and everything ends up there",
                mend: "name it after its one subject, or put each part where it belongs",
            });
        }
    }
    for (path, text) in tree.texts(".ts").filter(|(path, _)| is_test(path)) {
        for (index, line) in text.lines().enumerate() {
            violations.extend(PASSED_OVER.iter().find(|(call, ..)| line.contains(call)).map(|(_, what, why, mend)| {
                Violation { file: path.to_owned(), line: index + 1, what: (*what).to_owned(), why, mend }
            }));
        }
    }
    for (path, text) in tree.texts(".rs") {
        let mut add = |line, (what, why, mend)| {
            violations.push(Violation { file: path.to_owned(), line, what, why, mend });
        };
        let code = code::only(text);
        for (position, attribute) in attributes(&code) {
            if let Some(broken) = judge(attribute, &code[position..]) {
                add(code::line(&code, position), broken);
            }
        }
    }
    violations
}

type Broken = (String, &'static str, &'static str);

/// What is wrong with an attribute, given the code from there on.
fn judge(attribute: &str, code: &str) -> Option<Broken> {
    let name = attribute.split(['(', '=']).next().unwrap_or_default().trim();
    if name == "ignore" {
        return Some(("an ignored test".to_owned(), ROTS, MENDED));
    }
    // Also inside `cfg_attr(…, allow(…))`.
    let allows = name == "allow" || (name == "cfg_attr" && attribute.contains("allow("));
    if allows && !attribute.contains("reason") {
        return Some((
            "a bare `allow`".to_owned(),
            "nobody learns why it is there, nor when it stops being needed",
            "write `#[expect(…, reason = \"…\")]`",
        ));
    }
    let is_test = name == "test" || name.ends_with("::test");
    if is_test && body(code).is_some_and(|body| body.trim().is_empty()) {
        return Some(("an empty test".to_owned(), "it cannot fail", "let it assert what its name says, or delete it"));
    }
    None
}

/// Every attribute's position, and what is between its brackets.
fn attributes(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.match_indices('#').filter_map(|(position, _)| {
        let inside = code[position + 1..].trim_start_matches('!').strip_prefix('[')?;
        Some((position, balanced(inside, '[', ']')?))
    })
}

/// What is between the braces of the function that follows.
fn body(code: &str) -> Option<&str> {
    let function = &code[code.find("fn ")?..];
    balanced(&function[function.find('{')? + 1..], '{', '}')
}

/// The text up to the bracket that closes the one before it.
fn balanced(inside: &str, open: char, close: char) -> Option<&str> {
    let mut depth = 1_usize;
    for (position, c) in inside.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
        }
        if depth == 0 {
            return Some(&inside[..position]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::samples::places;
    use super::check;

    fn lines(source: &str) -> Vec<String> {
        places(check, &[("a.rs", source)])
    }

    #[test]
    fn a_bare_allow_is_found() {
        assert_eq!(lines("\n#[allow(dead_code)]\nfn f() {}\n#![allow(\n    unused)]\n"), ["a.rs:2", "a.rs:4"]);
        assert_eq!(lines("#[cfg_attr(test, allow(dead_code))]"), ["a.rs:1"]);
    }

    #[test]
    fn an_expectation_or_a_reason_is_not_bare() {
        assert!(
            lines("#[expect(dead_code, reason = \"later\")]\n#[allow(x, reason = \"macro\")]\nfn f() {}").is_empty()
        );
        assert!(lines("// #[allow(dead_code)]\nlet text = \"#[allow(x)] #[ignore]\";").is_empty());
    }

    #[test]
    fn an_ignored_test_is_found() {
        assert_eq!(lines("#[test]\n#[ignore]\nfn f() { g() }\n#[ignore = \"slow\"]\nfn h() {}"), ["a.rs:2", "a.rs:4"]);
    }

    #[test]
    fn an_empty_test_is_found() {
        assert_eq!(lines("#[test]\nfn f() {\n    // to come\n}\n"), ["a.rs:1"]);
        assert_eq!(lines("\n#[tokio::test(flavor = \"multi_thread\")]\n#[cfg(unix)]\nasync fn f() {}\n"), ["a.rs:2"]);
        assert!(lines("#[test]\nfn f() { assert!(g()) }\nfn g() {}\n#[cfg(test)]\nmod tests {}").is_empty());
    }

    #[test]
    fn a_test_of_pages_that_is_skipped_or_sleeps_is_found() {
        let source = "// A.\ntest.skip('a', f);\ntest.only('b', f);\nawait page.waitForTimeout(500);\nrows.only;\n";
        let expected = |file: &str| [2, 3, 4].map(|line| format!("{file}:{line}"));
        for file in ["tests/browser/find.spec.ts", "host/web/ui/src/draft.test.ts"] {
            assert_eq!(places(check, &[(file, source)]), expected(file));
        }
        assert!(places(check, &[("host/web/ui/src/reader.ts", "// A.\nreader.skip(3);\n")]).is_empty());
    }

    #[test]
    fn a_file_for_odds_and_ends_is_found() {
        for path in [
            "host/core/src/utils.rs",
            "host/web/src/helpers/mod.rs",
            "tests/all/common/a.rs",
            "b/manager.rs",
            "host/web/ui/src/utils.test.ts",
        ] {
            assert_eq!(places(check, &[(path, "//! A.")]), [format!("{path}:1")]);
        }
        assert!(places(check, &[("host/core/src/utility_bill.rs", "//! A.")]).is_empty());
    }
}
