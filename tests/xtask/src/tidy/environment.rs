//! Rule: in the product only `host/cli` reads the environment.

use super::Violation;
use super::code;
use super::tree::Tree;

/// Who may: the program's own edge, what judges from outside, and what runs cargo.
const MAY: [&str; 3] = ["host/cli/", "tests/", "sdk/build/"];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.texts(".rs") {
        // A crate's own tests learn from the environment where the database server is.
        let tests = path.contains("/tests/");
        if tests || MAY.iter().any(|folder| path.starts_with(folder)) || is_build_script(tree, path) {
            continue;
        }
        let code = code::only(text);
        violations.extend(uses(&code).into_iter().map(|position| Violation {
            file: path.to_owned(),
            line: code::line(&code, position),
            what: "`std::env` outside host/cli".to_owned(),
            why: "a value read here is in no configuration, in no `--help` and in no replay",
            mend: "let host/cli read it and hand it down as an argument",
        }));
    }
    violations
}

/// A build script stands beside its manifest; it has no other way to learn where to write.
fn is_build_script(tree: &Tree, path: &str) -> bool {
    path.strip_suffix("build.rs").is_some_and(|folder| tree.text(&format!("{folder}Cargo.toml")).is_some())
}

/// Where `std::env` is named: by its path, or in a list of imports from `std`.
fn uses(code: &str) -> Vec<usize> {
    let by_path = code.match_indices("std::env").filter(|(at, path)| is_word_end(&code[at + path.len()..]));
    let by_list = code.match_indices("use std::{").filter(|(at, _)| {
        let statement = code[*at..].split(';').next().unwrap_or_default();
        let names = statement.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        names.into_iter().any(|name| name == "env")
    });
    let mut positions: Vec<_> = by_path.chain(by_list).map(|(at, _)| at).collect();
    positions.sort_unstable();
    positions
}

fn is_word_end(rest: &str) -> bool {
    // `std::env!` is read by the compiler, not by the program.
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '!')
}

#[cfg(test)]
mod tests {
    use super::super::samples::places;
    use super::check;

    #[test]
    fn a_library_that_reads_the_environment_is_found() {
        let files = [
            ("host/core/src/a.rs", "fn f() -> String {\n    std::env::var(NAME).unwrap()\n}\n"),
            ("host/store/src/b.rs", "use std::{\n    env, fs,\n};\n"),
            ("host/web/src/build.rs", "use std::env;\n"),
        ];
        assert_eq!(places(check, &files), ["host/core/src/a.rs:2", "host/store/src/b.rs:1", "host/web/src/build.rs:1"]);
    }

    #[test]
    fn the_edge_the_tests_and_build_scripts_may() {
        let reads = "let x = std::env::var(NAME);\n";
        let files = [
            ("host/cli/src/main.rs", reads),
            ("tests/all/main.rs", reads),
            ("sdk/build/src/lib.rs", reads),
            ("sdk/rust/Cargo.toml", "[package]\n"),
            ("sdk/rust/build.rs", reads),
            (
                "host/core/src/words.rs",
                "// std::env is banned\nconst A: &str = std::env!(\"X\"); use std::{fmt, fs};\n",
            ),
        ];
        assert!(places(check, &files).is_empty());
    }
}
