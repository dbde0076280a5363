//! npm's packages, exactly as a `package-lock.json` has them.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Tools;
use super::version::Version;
use crate::command;
use crate::failure::{About as _, Result};
use crate::screen;
use crate::workspace::Workspace;

/// A folder with a `package.json` of ours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packages {
    /// What people call it.
    pub(crate) role: &'static str,
    /// From the root.
    pub(crate) folder: &'static str,
}

/// What builds the pages.
pub(crate) const UI: Packages = Packages { role: "npm packages of the pages", folder: "host/web/ui" };
/// What drives a browser over them.
pub(crate) const BROWSER: Packages = Packages { role: "npm packages of the browser tests", folder: "tests/browser" };
/// What answers ODK's expressions, as the oracle of those in spreadsheets.
pub(crate) const OPENROSA: Packages =
    Packages { role: "npm packages of the oracle for spreadsheets", folder: "tests/openrosa" };

/// The SDK for plugins in JavaScript, and the engine that goes into them.
pub(crate) const SDK: Packages = Packages { role: "npm packages of plugins in JavaScript", folder: "sdk/js" };

/// Installs a folder's packages unless they are there as its lock file wants them, for this Node.
pub(crate) fn install(workspace: &Workspace, tools: &Tools, node: Version, wanted: Packages) -> Result<()> {
    let folder = workspace.path(wanted.folder);
    let lock = folder.join("package-lock.json");
    let now = stamp(node, &fs::read_to_string(&lock).about(lock.display())?);
    if is_installed(&folder, &now) {
        screen::skipped(wanted.role, "found");
        return Ok(());
    }
    let step = screen::begin(wanted.role);
    command::run(tools.equip(&mut ci(&folder))?)?;
    let stamp = folder.join(STAMP);
    fs::write(&stamp, now).about(stamp.display())?;
    step.done();
    Ok(())
}

/// Inside what it vouches for: npm empties that folder before it begins, so a half-made one is made again.
const STAMP: &str = "node_modules/.lifang-installed";

fn is_installed(folder: &Path, stamp: &str) -> bool {
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|installed| installed == stamp)
}

/// Some packages bring other files for another Node.
fn stamp(node: Version, lock: &str) -> String {
    let (major, minor, patch) = node;
    format!("node {major}.{minor}.{patch}\n{lock}")
}

/// No script of a package runs on this machine: none of those we use needs one.
fn ci(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_installed_again_for_another_lock_or_node_or_when_they_are_gone() {
        let place = tempfile::tempdir().unwrap();
        let now = stamp((24, 1, 0), "{}");
        assert!(!is_installed(place.path(), &now));

        fs::create_dir(place.path().join("node_modules")).unwrap();
        fs::write(place.path().join(STAMP), &now).unwrap();

        assert!(is_installed(place.path(), &now));
        assert!(!is_installed(place.path(), &stamp((24, 1, 0), "{\"lockfileVersion\": 3}")));
        assert!(!is_installed(place.path(), &stamp((24, 2, 0), "{}")));
    }

    #[test]
    fn no_script_of_a_package_runs() {
        assert!(command::line(&ci(Path::new("."))).contains("--ignore-scripts"));
    }
}
