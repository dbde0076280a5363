//! `lifang`, the command line. The only reader of the environment and of configuration files.

mod args;
mod commands;
mod config;
mod failed;
mod output;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse();
    let output = output::Output { json: args.json };
    let config = match config::Config::load(&args) {
        Ok(config) => config,
        Err(failed) => return output.failed(&failed),
    };
    config::start_log(&config, matches!(args.command, Command::Serve | Command::Demo { .. }));
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output.failed(&error.into()),
    };
    match runtime.block_on(commands::run(args.command, &config, output)) {
        Ok(code) => code,
        Err(failed) => output.failed(&failed),
    }
}
