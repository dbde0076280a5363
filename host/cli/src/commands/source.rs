//! `lifang source …`

use super::duplicates::operator;
use crate::args::SourceCommand;
use crate::failed::Failed;
use crate::output::Output;
use lifang_service::{Service, SourceView};
use serde_json::json;

pub(crate) async fn run(command: SourceCommand, service: &Service, output: Output) -> Result<(), Failed> {
    match command {
        SourceCommand::List => {
            let sources = service.sources(&operator()).await?;
            output.result(&json!(sources), || {
                let lines: Vec<String> = sources.iter().map(line).collect();
                if lines.is_empty() { "没有登记的来源 / no sources registered".into() } else { lines.join("\n") }
            });
        }
        SourceCommand::Switch { source, state, from, reason } => {
            let on = state == "on";
            let switched = service.switch_source(&operator(), source, on, from, &reason).await?;
            output.result(&json!(switched), || line(&switched));
        }
    }
    Ok(())
}

fn line(source: &SourceView) -> String {
    let state = if source.on { "开 on" } else { "关 off" };
    format!(
        "{:>4}  {state}  {}  {}  {}  {}",
        source.id, source.name, source.title.zh, source.region, source.responsible
    )
}
