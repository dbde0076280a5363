//! `cargo xtask tidy`: the house rules that a machine can check, every violation with its place, reason and remedy.

mod code;
mod environment;
mod habits;
mod headers;
mod imports;
mod locks;
mod manifests;
mod map;
mod readme;
mod tree;

use std::fmt;

use crate::failure::{Failure, Result};
use crate::screen;
use crate::workspace::Workspace;
use tree::Tree;

/// Checks everything and prints what is wrong.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let tree = Tree::read(&workspace.root)?;
    let packages = imports::packages(&workspace.metadata, &workspace.root)?;
    let mut violations = [
        headers::check(&tree),
        habits::check(&tree),
        environment::check(&tree),
        manifests::check(&tree, &packages),
        imports::check(&packages),
        map::check(&tree),
        readme::check(&tree),
        locks::check(&tree),
    ]
    .concat();
    violations.sort();
    for violation in &violations {
        screen::line(violation);
    }
    match violations.len() {
        0 => Ok(()),
        count => Err(Failure::Checks(vec![format!("{count} house rules broken, listed above")])),
    }
}

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    /// Relative to the workspace's root.
    file: String,
    /// From 1.
    line: usize,
    what: String,
    why: &'static str,
    mend: &'static str,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, what, why, mend } = self;
        write!(f, "{file}:{line}: {what}; {why}: {mend}")
    }
}

/// What the rules are tested with.
#[cfg(test)]
mod samples {
    use super::{Tree, Violation};

    /// `path:line` of every violation of a tree made of these files.
    pub(super) fn places(check: impl Fn(&Tree) -> Vec<Violation>, files: &[(&str, &str)]) -> Vec<String> {
        let violations = check(&Tree::of(files));
        violations.iter().map(|violation| format!("{}:{}", violation.file, violation.line)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_violation_reads_as_a_compiler_message_with_its_remedy() {
        let violation = Violation {
            file: "host/core/src/a.rs".to_owned(),
            line: 7,
            what: "a bare allow".to_owned(),
            why: "nobody learns when it stops being needed",
            mend: "expect it, with a reason",
        };
        assert_eq!(
            violation.to_string(),
            "host/core/src/a.rs:7: a bare allow; nobody learns when it stops being needed: expect it, with a reason"
        );
    }
}
