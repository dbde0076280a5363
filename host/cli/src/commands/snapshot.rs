//! `lifang snapshot …`

use crate::args::SnapshotCommand;
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::actor::Actor;
use lifang_service::{DatasetStatus, Service};
use serde_json::json;

const NATION: &str = "0";

pub(crate) async fn run(command: SnapshotCommand, service: &Service, output: Output) -> Result<(), Failed> {
    match command {
        SnapshotCommand::Refresh { region, check } => {
            let bar = output.progress("分段 segments", 0);
            let progress = |done: usize, of: usize| {
                bar.set_length(of as u64);
                bar.set_position(done as u64);
            };
            let made = service.refresh_region(region.as_deref().unwrap_or(NATION), check, progress).await?;
            bar.finish_and_clear();
            output.result(&json!({ "made": made }), || format!("重新生成 {made} 个分段 / {made} segments made anew"));
        }
        SnapshotCommand::Status { region } => {
            let view = service.region_snapshots(&Actor::system(), region.as_deref().unwrap_or(NATION)).await?;
            let json: Vec<_> = view.datasets.iter().map(as_json).collect();
            output.result(&json!(json), || view.datasets.iter().map(line).collect::<Vec<_>>().join("\n"));
        }
    }
    Ok(())
}

fn as_json(status: &DatasetStatus) -> serde_json::Value {
    json!({ "dataset": status.dataset, "communities": status.communities, "right": status.right, "rows": status.rows,
        "bytes": status.bytes, "oldest": status.oldest.map(|at| at.to_string()) })
}

fn line(status: &DatasetStatus) -> String {
    let oldest = status.oldest.map_or_else(|| "–".to_owned(), lifang_core::clock::Instant::civil_minute);
    format!(
        "{}: {}/{} 个社区为最新 communities are right, {} 行 rows, {} 字节 bytes, 最早 oldest {oldest}",
        status.dataset, status.right, status.communities, status.rows, status.bytes
    )
}
