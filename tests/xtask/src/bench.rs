//! `cargo xtask bench`: measures, and prints ratios within one run.

use std::ffi::OsString;

use crate::failure::Result;
use crate::screen;
use crate::setup::Purpose;
use crate::test::Bench;
use crate::workspace::Workspace;

/// Sets up, builds in release, and runs `tests/benches` with the given arguments.
pub(crate) fn run(workspace: &Workspace, arguments: &[OsString]) -> Result<()> {
    let bench = Bench::prepare(workspace, Purpose::Bench)?;
    screen::heading("benches");
    let mut command = workspace.cargo(["run", "--release", "--package", "lifang-benches", "--"]);
    bench.run(command.args(arguments))
}
