//! Python environments below the target folder, from pinned and hashed lists in `tests/xtask/python/`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::command;
use crate::failure::{About as _, Result};
use crate::screen;
use crate::workspace::Workspace;

/// One environment.
#[derive(Debug)]
pub(crate) struct Environment {
    /// What people call it.
    pub(crate) role: &'static str,
    /// Its folder's name below the target folder, and its list's below `tests/xtask/python/`.
    pub(crate) name: &'static str,
    /// The list: packages with versions and hashes.
    pub(crate) list: &'static str,
}

/// What the tests compare our own answers with.
pub(crate) const ORACLES: Environment =
    Environment { role: "test oracles", name: "oracles", list: include_str!("../../python/oracles.txt") };

/// What builds and tests plugins in Python.
pub(crate) const SDK: Environment = Environment {
    role: "packages of plugins in Python",
    name: "sdk-python",
    list: include_str!("../../python/sdk-python.txt"),
};

/// The interpreter, if it can make environments (Debian splits that off).
pub(crate) fn interpreter() -> Option<PathBuf> {
    let mut ask = Command::new("python3");
    ask.args(["-c", "import ensurepip, sys, venv; print(sys.executable)"]).stderr(std::process::Stdio::null());
    let output = ask.output().ok().filter(|output| output.status.success())?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

/// Makes the environment unless it is there as its list wants it; answers with its folder.
pub(crate) fn environment(workspace: &Workspace, wanted: &Environment) -> Result<PathBuf> {
    let folder = workspace.target.join(wanted.name);
    // Written last, so a half-made environment is made again.
    let stamp = folder.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted.list) {
        screen::skipped(wanted.role, format_args!("found {}", folder.display()));
        return Ok(folder);
    }
    let step = screen::begin(format!("{}, into {}", wanted.role, folder.display()));
    let list = workspace.path("tests/xtask/python").join(wanted.name).with_extension("txt");
    command::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut install = Command::new(folder.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]);
    command::run(install.arg(&list))?;
    fs::write(&stamp, wanted.list).about(stamp.display())?;
    step.done();
    Ok(folder)
}
