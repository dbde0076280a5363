//! `cargo xtask test`: every test there is, on SQLite and on a PostgreSQL of its own, and in a browser.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::arguments::TestOptions;
use crate::build::{self, Profile};
use crate::command;
use crate::environment;
use crate::examples;
use crate::failure::{Failure, Result};
use crate::postgres::Cluster;
use crate::screen::{self, Stopwatch};
use crate::setup::{self, Purpose, Tools, npm};
use crate::ui;
use crate::workspace::Workspace;

/// Sets up, builds, starts PostgreSQL, and runs the tests that were chosen.
pub(crate) fn run(workspace: &Workspace, options: &TestOptions) -> Result<()> {
    let watch = Stopwatch::start();
    let bench = Bench::prepare(workspace, Purpose::Test)?;
    let mut failed = Vec::new();
    let mut judge = |name: &'static str, command: &mut Command| {
        screen::heading(name);
        bench.judge(name, command, &mut failed)
    };
    let nextest = || workspace.cargo(["nextest", "run", "--workspace"]);
    let pages = || ui::script(workspace, npm::UI, &["test"]);
    let browser = || ui::script(workspace, npm::BROWSER, &["test"]);
    match options {
        TestOptions::Native(filters) => judge("tests", nextest().args(filters))?,
        TestOptions::Pages(filters) => judge(PAGES, with(&mut pages(), filters))?,
        TestOptions::Browser(filters) => judge(BROWSER, with(&mut browser(), filters))?,
        TestOptions::Everything => {
            judge("tests", &mut nextest())?;
            judge("doctests", &mut workspace.cargo(["test", "--quiet", "--workspace", "--doc"]))?;
            judge(PAGES, &mut pages())?;
            judge(BROWSER, &mut browser())?;
        }
    }
    drop(bench);

    let minutes = watch.elapsed().as_secs_f64() / 60.0;
    if !failed.is_empty() {
        return Err(Failure::Checks(failed));
    }
    let all = *options == TestOptions::Everything;
    let what = if all { "all tests, doctests, tests of pages and in a browser" } else { "the tests that were chosen" };
    screen::heading(format_args!("{what} passed ({minutes:.1} min)"));
    Ok(())
}

const PAGES: &str = "tests of the pages";
const BROWSER: &str = "tests in a browser";

/// Filters for the program behind an npm script.
fn with<'a>(script: &'a mut Command, filters: &[OsString]) -> &'a mut Command {
    if filters.is_empty() { script } else { script.arg("--").args(filters) }
}

/// The place where the product is judged: what was built, and a running database.
#[derive(Debug)]
pub(crate) struct Bench {
    tools: Tools,
    lifang: PathBuf,
    plugins: PathBuf,
    guests: PathBuf,
    examples: PathBuf,
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
        let examples = workspace.target.join("examples");
        if purpose == Purpose::Test {
            examples::build(workspace, &tools, &lifang, &examples)?;
        }
        screen::heading("database");
        let programs = tools.postgres.clone();
        let programs = programs.ok_or_else(|| Failure::Broken("PostgreSQL was not set up".to_owned()))?;
        let cluster = Cluster::start(&programs)?;
        Ok(Self { tools, lifang, plugins, guests, examples, cluster, programs })
    }

    /// Runs a program with everything it may need to judge.
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        command
            .env(environment::BIN, &self.lifang)
            .env(environment::PLUGINS_DIR, &self.plugins)
            .env(environment::GUESTS_DIR, &self.guests)
            .env(environment::EXAMPLES_DIR, &self.examples)
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
