//! `cargo xtask lint`: formatting, clippy, the house rules, licences and bans, types of the pages; everything is looked at before it fails.

use std::process::Command;

use crate::command;
use crate::failure::{Failure, Result};
use crate::screen;
use crate::setup::{self, Purpose, Tools, npm};
use crate::tidy;
use crate::ui;
use crate::workspace::Workspace;

/// Sets up and runs every check.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let tools = setup::prepare(workspace, Purpose::Lint)?;
    let mut failed = Vec::new();
    let mut note = |name: &str, outcome: Result<()>| match outcome {
        Err(Failure::Interrupted) => Err(Failure::Interrupted),
        Err(failure) => {
            screen::note(format_args!("{name}: {failure}"));
            failed.push(name.to_owned());
            Ok(())
        }
        Ok(()) => Ok(()),
    };

    screen::heading("formatting");
    note("formatting", command::run(&mut workspace.cargo(["fmt", "--all", "--check"])))?;
    screen::heading("house rules");
    note("house rules", tidy::run(workspace))?;
    screen::heading("licences, bans, sources");
    note("cargo deny", deny(workspace, &tools, &["bans", "licenses", "sources"]))?;
    screen::heading("advisories");
    note("advisories", advisories(workspace, &tools))?;
    screen::heading("pages");
    note("pages", script(workspace, &tools, npm::UI, &["lint"]))?;
    note(
        "client of the API (`cargo xtask ui` makes it anew)",
        script(workspace, &tools, npm::UI, &["api", "--check"]),
    )?;
    note("browser tests", script(workspace, &tools, npm::BROWSER, &["lint"]))?;
    screen::heading("clippy");
    let mut clippy = workspace.cargo(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]);
    note("clippy", command::run(&mut clippy))?;

    if failed.is_empty() { Ok(()) } else { Err(Failure::Checks(failed)) }
}

/// Known vulnerabilities, if their database can be had: it lives on a server that not every machine reaches.
fn advisories(workspace: &Workspace, tools: &Tools) -> Result<()> {
    let mut fetch = workspace.cargo(["deny", "fetch", "db"]);
    if command::quietly(tools.equip(&mut fetch)?).is_err() {
        screen::note("skipped: the advisory database could not be fetched");
        return Ok(());
    }
    deny(workspace, tools, &["--disable-fetch", "advisories"])
}

fn script(workspace: &Workspace, tools: &Tools, packages: npm::Packages, words: &[&str]) -> Result<()> {
    command::run(tools.equip(&mut ui::script(workspace, packages, words))?)
}

fn deny(workspace: &Workspace, tools: &Tools, checks: &[&str]) -> Result<()> {
    // Duplicate versions are told by `cargo tree --duplicates`; here they would bury what fails.
    let mut command: Command = workspace.cargo(["deny", "--workspace", "--log-level", "error", "check"]);
    command::run(tools.equip(command.args(checks))?)
}
