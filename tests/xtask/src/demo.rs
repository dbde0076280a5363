//! `cargo xtask demo`: two districts with their plugins, served from one folder.

use std::fs;
use std::path::absolute;
use std::process::Command;

use crate::arguments::DemoOptions;
use crate::build::{self, Profile};
use crate::command;
use crate::failure::{About as _, Failure, Result};
use crate::screen;
use crate::setup::{self, Purpose};
use crate::workspace::Workspace;

/// Sets up, builds, and serves until Ctrl-C.
pub(crate) fn run(workspace: &Workspace, options: &DemoOptions) -> Result<()> {
    let data = match &options.data {
        Some(folder) => absolute(folder).about(folder.display())?,
        None => workspace.path(".demo"),
    };
    let tools = setup::prepare(workspace, Purpose::Demo)?;
    let lifang = build::lifang(workspace, &tools, Profile::Dev, false)?;
    fs::create_dir_all(&data).about(data.display())?;
    let plugins = data.join("plugins");
    build::components(workspace, &tools, &lifang, "plugins", &plugins)?;
    screen::heading("demo");
    let mut serve = Command::new(&lifang);
    serve.arg("demo").arg("--data").arg(&data).arg("--listen").arg(&options.listen).arg("--plugins").arg(&plugins);
    serve.arg("--regions").arg(workspace.path("tests/data/hubei"));
    match command::run(tools.equip(&mut serve)?) {
        // Ctrl-C is how a demo ends well.
        Err(Failure::Interrupted) => Ok(()),
        other => other,
    }
}
