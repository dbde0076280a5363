//! Rules: every crate takes the workspace's lints, and every crate is a member, so that no rule passes it by. The peers of the
//! benches are the one exception.

use super::Violation;
use super::imports::Package;
use super::tree::Tree;

/// What `lifang plugin new` copies: manifests with gaps, no crates of ours.
const TEMPLATES: &str = "sdk/templates/";
/// A workspace of its own, so that the product's build does not carry the engines it is compared with.
const PEERS: &str = "tests/benches/peers/";

pub(super) fn check(tree: &Tree, packages: &[Package]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.texts("Cargo.toml") {
        let is_ours = !path.starts_with(TEMPLATES) && !path.starts_with(PEERS);
        if !is_ours || !text.lines().any(|line| line.trim() == "[package]") {
            continue;
        }
        let mut add = |what: &str, why, mend| {
            violations.push(Violation { file: path.to_owned(), line: 1, what: what.to_owned(), why, mend });
        };
        if !takes_workspace_lints(text) {
            add(
                "the crate does not take the workspace's lints",
                "its warnings would go unseen",
                "add `[lints]` with `workspace = true`",
            );
        }
        let folder = path.trim_end_matches("Cargo.toml").trim_end_matches('/');
        if !packages.iter().any(|package| package.folder == folder) {
            add(
                "the crate is no member of the workspace",
                "formatting, clippy, tests and import rules would pass it by",
                "add it to `members` in the root's Cargo.toml",
            );
        }
    }
    violations
}

fn takes_workspace_lints(manifest: &str) -> bool {
    let section = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    let mut section = section.take_while(|line| !line.starts_with('['));
    section.any(|line| line.split_whitespace().collect::<String>() == "workspace=true")
        || manifest.lines().any(|line| line.split_whitespace().collect::<String>() == "lints.workspace=true")
}

#[cfg(test)]
mod tests {
    use super::super::imports::Package;
    use super::super::samples::places;
    use super::check;

    fn broken(files: &[(&str, &str)]) -> Vec<String> {
        let member =
            Package { folder: "host/core".to_owned(), name: "lifang-core".to_owned(), dependencies: Vec::new() };
        places(|tree| check(tree, std::slice::from_ref(&member)), files)
    }

    #[test]
    fn a_crate_with_lints_of_its_own_is_found() {
        for lints in ["", "[lints]\n[dependencies]\nworkspace = true\n", "[lints]\nworkspace = false\n"] {
            let manifest = format!("[package]\nname = \"lifang-core\"\n{lints}");
            assert_eq!(broken(&[("host/core/Cargo.toml", &manifest)]), ["host/core/Cargo.toml:1"], "{manifest}");
        }
    }

    #[test]
    fn a_crate_outside_the_workspace_is_found() {
        let manifest = "[package]\n\n[lints]\nworkspace = true\n";
        assert_eq!(broken(&[("tests/guests/spin/Cargo.toml", manifest)]), ["tests/guests/spin/Cargo.toml:1"]);
    }

    #[test]
    fn members_with_lints_templates_the_peers_and_the_root_are_right() {
        let files = [
            ("host/core/Cargo.toml", "[package]\n[lints]\nworkspace = true\n"),
            ("sdk/templates/forms/Cargo.toml", "[package]\nname = \"{{name}}\"\n"),
            ("tests/benches/peers/Cargo.toml", "[workspace]\n[package]\nname = \"lifang-peers\"\n"),
            ("Cargo.toml", "[workspace]\nmembers = []\n"),
        ];
        assert!(broken(&files).is_empty());
    }
}
