//! Measures what the platform costs, as ratios within one run: `cargo xtask bench`.

mod arguments;
mod bare;
mod decision;
mod events;
mod exports;
mod imports;
mod measure;
mod memory;
mod plugin;
mod regions;
mod rendering;
mod sheet;
mod snapshots;
mod sweep;

use arguments::Arguments;
use plugin::Plugin;
use sheet::Sheet;
use std::process::ExitCode;

/// What goes wrong in a bench is told and ends it; nobody tells one failure from another.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    match run().await {
        Ok(text) => {
            print(&text);
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain(&*error);
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<String> {
    let arguments = Arguments::read(std::env::args_os().skip(1))?;
    if arguments.help {
        return Ok(arguments::HELP.to_owned());
    }
    let plugin = Plugin::built()?;
    let folder = tempfile::tempdir()?;
    let mut sheet = Sheet::default();
    if arguments.wants("decision") {
        decision::compare(&plugin, folder.path(), &mut sheet).await?;
    }
    if arguments.wants("tuning") {
        decision::tune(&plugin, folder.path(), &mut sheet).await?;
    }
    if arguments.wants("sweep") {
        sweep::compare(&plugin, folder.path(), &mut sheet).await?;
    }
    if arguments.wants("events") {
        events::compare(&plugin, folder.path(), &mut sheet).await?;
    }
    if arguments.wants("rendering") {
        rendering::compare(folder.path(), arguments.full, &mut sheet).await?;
    }
    if arguments.wants("regions") {
        regions::compare(folder.path(), &mut sheet).await?;
    }
    if arguments.wants("imports") {
        imports::compare(folder.path(), &mut sheet).await?;
    }
    if arguments.wants("exports") {
        exports::compare(folder.path(), arguments.full, &mut sheet).await?;
    }
    if arguments.wants("snapshots") {
        snapshots::compare(&plugin, folder.path(), arguments.full, arguments.persons, &mut sheet).await?;
    }
    Ok(sheet.text())
}

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn print(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "the one place where a failure is told")]
fn complain(error: &dyn std::error::Error) {
    eprintln!("{error}");
}
