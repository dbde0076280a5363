//! Finds what this machine lacks for a task, and installs it: Wasm targets, Debian packages, Node, cargo's helpers,
//! oracles.
//!
//! A C compiler is not looked for: without one, cargo could not have linked this program.

mod cargo_tools;
mod debian;
mod node;
pub(crate) mod npm;
mod programs;
pub(crate) mod python;
mod version;
mod wasm;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::environment;
use crate::failure::{Failure, Result};
use crate::postgres;
use crate::screen;
use crate::workspace::Workspace;

/// What the machine is made ready for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The pages, and nothing that serves them.
    Ui,
    /// Node and Wasm targets: the demo's database is SQLite.
    Demo,
    /// Everything the tests judge with.
    Test,
    /// The demo's needs, PostgreSQL and a browser.
    Bench,
    /// rustfmt, clippy and cargo-deny, and what checks the pages.
    Lint,
}

/// What was found or installed; programs started through [`Tools::equip`] can use it.
#[derive(Debug, Default)]
pub(crate) struct Tools {
    /// Folders with programs, to be looked through before the rest of the path.
    bin: Vec<PathBuf>,
    environment: Vec<(&'static str, OsString)>,
    /// The folder of PostgreSQL's server programs, when the purpose needs it.
    pub(crate) postgres: Option<PathBuf>,
}

impl Tools {
    /// What a program started through [`Tools::equip`] finds in a variable.
    pub(crate) fn variable(&self, name: &str) -> Option<OsString> {
        self.environment.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }

    /// Lets a program find the tools.
    pub(crate) fn equip<'a>(&self, command: &'a mut Command) -> Result<&'a mut Command> {
        let rest = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(self.bin.iter().cloned().chain(env::split_paths(&rest)))
            .map_err(|error| Failure::Broken(format!("the target folder cannot be put on the path: {error}")))?;
        Ok(command.env("PATH", path).envs(self.environment.iter().map(|(name, value)| (*name, value))))
    }
}

/// Brings the machine to where the purpose can be served.
pub(crate) fn prepare(workspace: &Workspace, purpose: Purpose) -> Result<Tools> {
    screen::heading("set-up");
    let mut tools = Tools::default();
    if purpose == Purpose::Lint {
        cargo_tools::components(&["rustfmt", "clippy"])?;
        tools.bin.extend(cargo_tools::prepare(workspace, &cargo_tools::DENY)?);
    }
    if purpose.builds_plugins() {
        tools.environment.extend(wasm::prepare(workspace)?.environment());
    }
    debian::install(&purpose.packages())?;
    if purpose == Purpose::Demo {
        debian::offer(CHINESE_FONT, "without a Chinese font, reports as PDF are refused and everything else works")?;
    }
    if purpose.needs_postgres() {
        tools.postgres = postgres::programs();
    }
    if purpose == Purpose::Test {
        let oracles = python::environment(workspace, &python::ORACLES)?;
        tools.environment.push((environment::ORACLE_PYTHON, oracles.join("bin/python").into()));
        let scripts = python::environment(workspace, &python::SDK)?;
        tools.environment.push((environment::PLUGIN_PYTHON, scripts.join("bin/python").into()));
        tools.bin.extend(cargo_tools::prepare(workspace, &cargo_tools::NEXTEST)?);
    }
    let node = node::prepare(workspace)?;
    tools.bin.extend(node.bin);
    npm::install(workspace, &tools, node.version, npm::UI)?;
    if purpose == Purpose::Test {
        npm::install(workspace, &tools, node.version, npm::SDK)?;
    }
    if purpose.reads_browser_tests() {
        npm::install(workspace, &tools, node.version, npm::BROWSER)?;
    }
    if purpose == Purpose::Test {
        npm::install(workspace, &tools, node.version, npm::OPENROSA)?;
    }
    if let Some(chromium) = programs::chromium().filter(|_| purpose.drives_browser()) {
        tools.environment.push((environment::CHROMIUM, chromium.into()));
    }
    Ok(tools)
}

const CHINESE_FONT: debian::Package =
    debian::Package { name: "fonts-noto-cjk", role: "Chinese font", present: programs::chinese_font };

impl Purpose {
    fn builds_plugins(self) -> bool {
        matches!(self, Self::Demo | Self::Test | Self::Bench)
    }

    fn needs_postgres(self) -> bool {
        matches!(self, Self::Test | Self::Bench)
    }

    fn drives_browser(self) -> bool {
        matches!(self, Self::Test | Self::Bench)
    }

    fn reads_browser_tests(self) -> bool {
        self.drives_browser() || self == Self::Lint
    }

    /// The Debian packages without which the purpose cannot be served.
    fn packages(self) -> Vec<debian::Package> {
        let package = |name, role, present| debian::Package { name, role, present };
        let mut packages = Vec::new();
        if self.needs_postgres() {
            packages.push(package("postgresql", "PostgreSQL server", postgres::programs));
        }
        // The oracles live in an environment of Python's, and so does a Node that the machine lacks.
        if self == Self::Test || node::on_path().is_none() {
            packages.push(package("python3-venv", "Python 3 with venv", python::interpreter));
        }
        if self.drives_browser() {
            packages.push(package("chromium", "Chromium", programs::chromium));
            packages.push(CHINESE_FONT);
        }
        if self == Self::Test {
            packages.push(package("poppler-utils", "PDF reader", programs::pdf_reader));
        }
        packages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(purpose: Purpose) -> Vec<&'static str> {
        let packages = purpose.packages().into_iter().map(|package| package.name);
        // Asked for only where the machine has no Node, or by the oracles.
        packages.filter(|name| *name != "python3-venv").collect()
    }

    #[test]
    fn only_what_judges_needs_more_than_a_node() {
        assert_eq!(needs(Purpose::Demo), [""; 0]);
        assert_eq!(needs(Purpose::Ui), [""; 0]);
        assert_eq!(needs(Purpose::Lint), [""; 0]);
        assert_eq!(needs(Purpose::Bench), ["postgresql", "chromium", "fonts-noto-cjk"]);
        assert_eq!(needs(Purpose::Test), ["postgresql", "chromium", "fonts-noto-cjk", "poppler-utils"]);
    }
}
