//! `cargo xtask test`: every test there is, on SQLite and on a PostgreSQL of its own.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::build::{self, Profile};
use crate::command;
use crate::environment;
use crate::failure::{Failure, Result};
use crate::postgres::Cluster;
use crate::screen::{self, Stopwatch};
use crate::setup::{self, Purpose, Tools};
use crate::workspace::Workspace;

/// Sets up, builds, starts PostgreSQL, and runs the tests that the filters select (all, without filters).
pub(crate) fn run(workspace: &Workspace, filters: &[OsString]) -> Result<()> {
    let watch = Stopwatch::start();
    let bench = Bench::prepare(workspace, Purpose::Test)?;
    let mut failed = Vec::new();

    screen::heading("tests");
    let mut nextest = workspace.cargo(["nextest", "run", "--workspace"]);
    nextest.args(filters);
    bench.judge("tests", &mut nextest, &mut failed)?;
    if filters.is_empty() {
        screen::heading("doctests");
        bench.judge("doctests", &mut workspace.cargo(["test", "--quiet", "--workspace", "--doc"]), &mut failed)?;
    }
    drop(bench);

    let minutes = watch.elapsed().as_secs_f64() / 60.0;
    if !failed.is_empty() {
        return Err(Failure::Checks(failed));
    }
    let what = if filters.is_empty() { "all tests and doctests" } else { "the tests chosen by the filters" };
    screen::heading(format_args!("{what} passed ({minutes:.1} min)"));
    Ok(())
}

/// The place where the product is judged: what was built, and a running database.
#[derive(Debug)]
pub(crate) struct Bench {
    tools: Tools,
    lifang: PathBuf,
    plugins: PathBuf,
    guests: PathBuf,
    cluster: Cluster,
    programs: PathBuf,
}

impl Bench {
    /// Builds what the purpose judges, and starts PostgreSQL.
    pub(crate) fn prepare(workspace: &Workspace, purpose: Purpose) -> Result<Self> {
        let tools = setup::prepare(workspace, purpose)?;
        let (profile, with_tests) =
            if purpose == Purpose::Bench { (Profile::Release, false) } else { (Profile::Dev, true) };
        let lifang = build::lifang(workspace, &tools, profile, with_tests)?;
        let (plugins, guests) = (workspace.target.join("plugins"), workspace.target.join("guests"));
        build::components(workspace, &tools, &lifang, "plugins", &plugins)?;
        build::components(workspace, &tools, &lifang, "tests/guests", &guests)?;
        screen::heading("database");
        let programs = tools.postgres.clone();
        let programs = programs.ok_or_else(|| Failure::Broken("PostgreSQL was not set up".to_owned()))?;
        let cluster = Cluster::start(&programs)?;
        Ok(Self { tools, lifang, plugins, guests, cluster, programs })
    }

    /// Runs a program with everything it may need to judge.
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        command
            .env(environment::BIN, &self.lifang)
            .env(environment::PLUGINS_DIR, &self.plugins)
            .env(environment::GUESTS_DIR, &self.guests)
            .env(environment::PG_BIN, &self.programs)
            .env(environment::TEST_PG_URL, self.cluster.url());
        command::run(self.tools.equip(command)?)
    }

    /// Runs a program whose failure is remembered, so that the rest is still judged.
    fn judge(&self, name: &str, command: &mut Command, failed: &mut Vec<String>) -> Result<()> {
        match self.run(command) {
            Err(Failure::Command { .. }) => failed.push(name.to_owned()),
            other => other?,
        }
        Ok(())
    }
}
