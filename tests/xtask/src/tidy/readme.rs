//! Rule: both READMEs name the two commands that do all the set-up.

use super::Violation;
use super::tree::Tree;

const COMMANDS: [&str; 2] = ["cargo xtask demo", "cargo xtask test"];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in ["README.md", "README.zh-CN.md"] {
        let text = tree.text(file).unwrap_or_default();
        let missing = COMMANDS.iter().filter(|command| !text.contains(*command));
        violations.extend(missing.map(|command| Violation {
            file: file.to_owned(),
            line: 1,
            what: format!("`{command}` is not named"),
            why: "whoever comes first reads only this, in either language",
            mend: "name the command and what it does",
        }));
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::super::samples::places;
    use super::check;

    #[test]
    fn a_readme_that_lacks_a_command_is_found_and_so_is_a_lacking_readme() {
        let files = [("README.md", "Run `cargo xtask demo`.")];
        assert_eq!(places(check, &files), ["README.md:1", "README.zh-CN.md:1", "README.zh-CN.md:1"]);
    }

    #[test]
    fn both_commands_in_both_languages_are_enough() {
        let text = "cargo xtask demo\ncargo xtask test\n";
        assert!(places(check, &[("README.md", text), ("README.zh-CN.md", text)]).is_empty());
    }
}
