//! Debian packages: installed together when we are root, printed as commands when we are not.

use std::path::PathBuf;
use std::process::Command;

use rustix::process::geteuid;

use crate::command;
use crate::failure::{Failure, Result};
use crate::screen;

/// A package and the sign that what it brings is here, from it or from elsewhere.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: &'static str,
    /// What people call it.
    pub(crate) role: &'static str,
    /// Where the thing is, if it is.
    pub(crate) present: fn() -> Option<PathBuf>,
}

/// Installs those that are missing.
pub(crate) fn install(packages: &[Package]) -> Result<()> {
    let mut missing = Vec::new();
    for package in packages {
        match (package.present)() {
            Some(place) => screen::skipped(package.role, format_args!("found {}", place.display())),
            None => missing.push(package),
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|package| package.name).collect();
    install_named(&names)?;
    match missing.iter().find(|package| (package.present)().is_none()) {
        None => Ok(()),
        Some(package) => Err(Failure::Broken(format!(
            "Debian's package {} was installed, but brought no {}: `dpkg -L {}` shows what it did bring",
            package.name, package.role, package.name
        ))),
    }
}

/// Installs one that is wanted but not needed; if it cannot be, says what will be missing, and how to have it.
pub(crate) fn offer(package: Package, without: &str) -> Result<()> {
    match install(&[package]) {
        Err(Failure::Interrupted) => Err(Failure::Interrupted),
        Err(failure) => {
            screen::note(format_args!("{without}. {failure}"));
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// Installs packages by name, as root; otherwise fails with the commands.
pub(crate) fn install_named(names: &[&str]) -> Result<()> {
    let list = names.join(" ");
    if !geteuid().is_root() || !command::succeeds(Command::new("apt-get").arg("--version")) {
        return Err(needs_root(&list));
    }
    let step = screen::begin(format!("Debian packages {list}"));
    command::run(apt().args(["update", "-qq"]))?;
    // Better to stop than to let apt remove something of the user's that conflicts.
    command::run(apt().args(["install", "-qq", "--yes", "--no-remove", "--no-install-recommends"]).args(names))?;
    step.done();
    Ok(())
}

fn needs_root(list: &str) -> Failure {
    Failure::NeedsRoot {
        missing: list.to_owned(),
        commands: vec![
            "sudo apt-get update".to_owned(),
            format!("sudo apt-get install --yes --no-remove --no-install-recommends {list}"),
        ],
    }
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_here_is_not_installed_again() {
        let here = Package { name: "no-such-package", role: "shell", present: || Some("/bin/sh".into()) };
        install(&[here]).unwrap();
    }

    #[test]
    fn what_is_only_wanted_stops_nothing() {
        // Never a package, so that nothing is installed even as root.
        let wanted = Package { name: "--no-such-option", role: "a wish", present: || None };
        offer(wanted, "it goes without").unwrap();
    }

    #[test]
    fn without_root_the_exact_commands_are_shown() {
        let shown = needs_root("postgresql python3-venv").to_string();
        assert!(shown.contains("    sudo apt-get update\n"), "{shown}");
        assert!(shown.ends_with("--no-install-recommends postgresql python3-venv"), "{shown}");
    }
}
