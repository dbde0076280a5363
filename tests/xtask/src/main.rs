//! `cargo xtask …`: sets a machine up, starts the demo, runs the tests, and checks the house rules.

mod arguments;
mod bench;
mod build;
mod command;
mod demo;
mod environment;
mod examples;
mod failure;
mod interpreters;
mod interrupt;
mod lint;
mod peers;
mod postgres;
mod screen;
mod setup;
mod test;
mod tidy;
mod ui;
mod workspace;

use std::process::ExitCode;

use arguments::Task;
use failure::Result;
use workspace::Workspace;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            screen::failure(&failure);
            failure.exit_code()
        }
    }
}

fn run() -> Result<()> {
    let task = arguments::parse()?;
    interrupt::watch()?;
    let workspace = Workspace::find()?;
    match task {
        Task::Help => {
            screen::line(arguments::HELP);
            Ok(())
        }
        Task::Setup(purpose) => setup::prepare(&workspace, purpose).map(|_| ()),
        Task::Demo(options) => demo::run(&workspace, &options),
        Task::Ui(options) => ui::run(&workspace, options),
        Task::Test(options) => test::run(&workspace, &options),
        Task::Tidy => tidy::run(&workspace),
        Task::Lint => lint::run(&workspace),
        Task::Peers => peers::run(&workspace),
        Task::Bench { arguments } => bench::run(&workspace, &arguments),
    }
}
