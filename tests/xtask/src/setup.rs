//! Finds what this machine lacks for a task, and installs it: Wasm targets, Debian packages, cargo's helpers, oracles.
//!
//! A C compiler is not looked for: without one, cargo could not have linked this program.

mod cargo_tools;
mod debian;
mod python;
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
    /// Wasm targets alone: the demo's database is SQLite.
    Demo,
    /// Everything the tests judge with.
    Test,
    /// The demo's needs and PostgreSQL.
    Bench,
    /// rustfmt, clippy and cargo-deny.
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
        return Ok(tools);
    }
    tools.environment.extend(wasm::prepare(workspace)?.environment());
    let needs_postgres = matches!(purpose, Purpose::Test | Purpose::Bench);
    let needs_python = purpose == Purpose::Test;
    let mut packages = Vec::new();
    if needs_postgres {
        packages.push(debian::Package { name: "postgresql", role: "PostgreSQL server", present: postgres::programs });
    }
    if needs_python {
        packages.push(debian::Package {
            name: "python3-venv",
            role: "Python 3 with venv",
            present: python::interpreter,
        });
    }
    debian::install(&packages)?;
    if needs_postgres {
        tools.postgres = postgres::programs();
    }
    if needs_python {
        let oracles = python::environment(workspace, &python::ORACLES)?;
        tools.environment.push((environment::ORACLE_PYTHON, oracles.join("bin/python").into()));
        tools.bin.extend(cargo_tools::prepare(workspace, &cargo_tools::NEXTEST)?);
    }
    Ok(tools)
}
