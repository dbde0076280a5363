//! One file per subject.

mod demo;
mod duplicates;
mod export;
mod field;
mod import;
mod person;
mod plugin;
mod population;
mod quality;
mod refused_rows;
mod region;
mod region_change;
mod serve;
mod snapshot;
mod source;
mod sweep;

use crate::args::Command;
use crate::config::Config;
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::clock::SystemClock;
use lifang_service::Service;
use std::process::ExitCode;
use std::sync::Arc;

/// Does what was typed.
pub(crate) async fn run(command: Command, config: &Config, output: Output) -> Result<ExitCode, Failed> {
    match command {
        Command::Serve => serve::serve(open(config).await?, config.listen, None, config, || ()).await?,
        Command::Demo { listen, plugins, regions, persons } => {
            let made_of = demo::Ingredients { plugins, regions, persons };
            demo::demo(config, listen, &made_of, output).await?;
        }
        Command::Migrate => {
            open(config).await?;
            output.line("数据库已是最新结构 / the database is up to date");
        }
        Command::Region(command) => region::run(command, &open(config).await?, output).await?,
        Command::Import { kind, args } => return import::run(kind, args, &open(config).await?, output).await,
        Command::Population(command) => population::run(command, &open(config).await?, output).await?,
        Command::Snapshot(command) => snapshot::run(command, &open(config).await?, output).await?,
        Command::Sweep { rule, region, resume } => {
            return sweep::run(&open(config).await?, &rule, &region, resume, output).await;
        }
        Command::Quality(command) => return quality::run(command, &open(config).await?, output).await,
        Command::Export(args) => export::run(args, &open(config).await?, output).await?,
        Command::Plugin(command) => return plugin::run(command, config, output).await,
        Command::Field(command) => field::run(command, &open(config).await?, output).await?,
        Command::Register { region } => field::register(&open(config).await?, &region, output).await?,
        Command::Burden { region, month } => {
            field::burden(&open(config).await?, &region, month.as_deref(), output).await?;
        }
        Command::Duplicates(command) => duplicates::run(command, &open(config).await?, output).await?,
        Command::Person(command) => person::run(command, &open(config).await?, output).await?,
        Command::Source(command) => source::run(command, &open(config).await?, output).await?,
        Command::Replay { event } => return replay(&open(config).await?, event, output).await,
        Command::Openapi => output.result(&serde_json::to_value(lifang_web::document()).unwrap_or_default(), || {
            lifang_web::document().to_pretty_json().unwrap_or_default()
        }),
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens the host's database and engine.
async fn open(config: &Config) -> Result<Service, Failed> {
    config.make_directory()?;
    Ok(Service::open(&config.layout(), Arc::new(SystemClock)).await?)
}

async fn replay(service: &Service, event: uuid::Uuid, output: Output) -> Result<ExitCode, Failed> {
    let view = service.event(event).await?;
    let Some(decision) = view.decision else {
        output.line("该事件尚未判定 / the event is not decided yet");
        return Ok(ExitCode::FAILURE);
    };
    let again = service.replay(&decision.record).await?;
    let then: Vec<_> = decision.record.parts.iter().map(|part| part.decision.clone()).collect();
    let same = then == again;
    let json = serde_json::json!({ "event": event, "decision": decision.uid, "parts": then.len(), "same": same });
    output.result(&json, || {
        let word = if same { "一致 / the same" } else { "不一致 / different" };
        format!("{} {} ({} 个插件 / plugins): {word}", event, decision.uid, then.len())
    });
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
