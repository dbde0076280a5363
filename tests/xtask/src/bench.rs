//! `cargo xtask bench`: measures, and prints ratios within one run.

use std::ffi::OsString;

use crate::failure::Result;
use crate::screen;
use crate::setup::{Purpose, npm};
use crate::test::Bench;
use crate::ui;
use crate::workspace::Workspace;

/// Sets up, builds in release, and runs `tests/benches` with the given arguments, then what is measured in a browser.
pub(crate) fn run(workspace: &Workspace, arguments: &[OsString]) -> Result<()> {
    let bench = Bench::prepare(workspace, Purpose::Bench)?;
    screen::heading("benches");
    let mut command = workspace.cargo(["run", "--release", "--package", "lifang-benches", "--"]);
    bench.run(command.args(arguments))?;
    screen::heading("benches in a browser");
    bench.run(&mut ui::script(workspace, npm::BROWSER, &["bench"]))
}
