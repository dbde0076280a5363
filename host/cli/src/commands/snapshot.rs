//! `lifang snapshot …`

use crate::args::SnapshotCommand;
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::actor::Actor;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_service::{DatasetStatus, Refreshed, Service};
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
            let Refreshed { made, left } =
                service.refresh_region(region.as_deref().unwrap_or(NATION), check, progress).await?;
            bar.finish_and_clear();
            if left > 0 {
                return Err(left_behind(made, left, service).into());
            }
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

/// Why some segments are behind still: the last fault says it.
fn left_behind(made: usize, left: usize, service: &Service) -> Problem {
    let why = service.snapshot_faults().into_iter().next().map(|fault| fault.what).unwrap_or_default();
    Problem::new(
        Kind::Busy,
        "snapshots-left",
        Bilingual::new(
            format!("{left} 个分段未能生成（已生成 {made} 个）：{why}"),
            format!("{left} segments could not be made ({made} were): {why}"),
        ),
        Bilingual::new(
            "查询结果不受影响。请腾出磁盘空间，或检查 snapshots 所指的文件夹或存储桶，再运行一次。",
            "No answer suffers. Make room, or look at the folder or bucket that `snapshots` names, and run it again.",
        ),
    )
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
