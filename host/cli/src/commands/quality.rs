//! `lifang quality …`

use super::sweep;
use crate::args::QualityCommand;
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::actor::Actor;
use lifang_service::{Encoding, FileFormat, QualityView, Service, Written};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

pub(crate) async fn run(command: QualityCommand, service: &Service, output: Output) -> Result<ExitCode, Failed> {
    let actor = Actor::system();
    match command {
        QualityCommand::Run { region, resume } => {
            let started = if resume {
                let left = service.resume_quality_run_of(&actor, &region).await?;
                left.ok_or_else(|| sweep::nothing_left("quality", &region))?
            } else {
                service.start_quality_run(&actor, &region).await?
            };
            let state = sweep::watch(service, &actor, started, output).await?;
            tell(&service.quality(&actor, &region).await?, output);
            if state.row.swept != state.row.communities {
                return Ok(ExitCode::FAILURE);
            }
        }
        QualityCommand::Show { region } => tell(&service.quality(&actor, &region).await?, output),
        QualityCommand::Records { region, rule, out: Some(file), .. } => {
            let workbook = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
            let format = if workbook { FileFormat::Xlsx } else { FileFormat::Csv(Encoding::Utf8) };
            let table = service.quality_table(&actor, &region, &rule, format).await?;
            let bytes = write(table, &file).map_err(|error| Failed::file(&file, &error))?;
            output.result(&json!({ "file": file, "bytes": bytes }), || {
                format!("已写入 / written: {} ({bytes} B)", file.display())
            });
        }
        QualityCommand::Records { region, rule, after, out: None } => {
            let view = service.quality_records(&actor, &region, &rule, after.as_deref()).await?;
            let json: Vec<_> = view
                .findings
                .iter()
                .map(|one| {
                    json!({ "id": one.uid, "community": one.community, "grid": one.grid, "label": one.label,
                        "source": one.source, "collector": one.collector, "recorded": one.recorded.to_string() })
                })
                .collect();
            output.result(&json!({ "rule": view.rule.id, "records": json, "next": view.next }), || {
                let lines = view.findings.iter().map(|one| {
                    let id = one.uid.map(|uid| uid.to_string()).unwrap_or_default();
                    let place = one.grid.as_deref().unwrap_or(&one.community);
                    format!("{place:<15}  {id:<36}  {}  {}", one.label, one.collector)
                });
                let mut lines: Vec<String> = lines.collect();
                if let Some(next) = &view.next {
                    lines.push(format!("续 / more: --after {next}"));
                }
                if lines.is_empty() { "没有问题记录 / nothing found".into() } else { lines.join("\n") }
            });
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts a table where it is wanted; gives its length.
fn write(table: Written, file: &Path) -> std::io::Result<u64> {
    match table {
        Written::Bytes(bytes) => std::fs::write(file, &bytes).map(|()| bytes.len() as u64),
        Written::File(mut from, _) => std::io::copy(&mut from, &mut std::fs::File::create(file)?),
    }
}

fn tell(view: &QualityView, output: Output) {
    let points = |score: Option<i64>| score.map(|score| json!(score as f64 / 100.0));
    let tallies: Vec<_> = view
        .rules
        .iter()
        .map(|(rule, tally)| json!({ "rule": rule.id, "severity": rule.severity, "checked": tally.checked, "found": tally.found }))
        .collect();
    let children: Vec<_> = view
        .children
        .iter()
        .map(|(region, score, _)| json!({ "code": region.code, "score": points(*score) }))
        .collect();
    let trend: Vec<_> =
        view.trend.iter().map(|(day, score)| json!({ "day": day.to_string(), "score": points(*score) })).collect();
    let json = json!({ "day": view.day.map(|day| day.to_string()), "score": points(view.score), "by_rule": tallies,
        "by_child": children, "trend": trend });
    output.result(&json, || {
        let said =
            |score: Option<i64>| score.map_or_else(|| "—".to_owned(), |score| format!("{:.2}", score as f64 / 100.0));
        let mut lines = vec![format!("得分 score {}", said(view.score))];
        for (rule, tally) in view.rules.iter().filter(|(_, tally)| tally.checked > 0) {
            let (severity, zh) = (rule.severity.zh(), rule.zh);
            lines.push(format!("  {:>9} / {:<9} {severity} {zh} ({})", tally.found, tally.checked, rule.id));
        }
        for (region, score, _) in view.children.iter().filter(|(_, score, _)| score.is_some()) {
            lines.push(format!("  {:>6}  {}  {}", said(*score), region.code, region.name));
        }
        lines.join("\n")
    });
}
