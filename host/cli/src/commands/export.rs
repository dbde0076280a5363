//! `lifang export …`

use crate::args::ExportArgs;
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::actor::Actor;
use lifang_core::mask::Sight;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_service::{ExportFormat, ExportRequest, Service};
use serde_json::json;
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc::Receiver;

/// So many pieces wait to be written.
const WAITING: usize = 4;

pub(crate) async fn run(args: ExportArgs, service: &Service, output: Output) -> Result<(), Failed> {
    let format = format_of(&args)?;
    let sight = match args.purpose {
        Some(purpose) if args.unmasked => Sight::Full { purpose },
        _ => Sight::Masked,
    };
    let request = ExportRequest {
        region: args.region,
        dataset: args.dataset,
        columns: args.columns,
        filters: args.conditions,
        format,
        as_of: args.as_of,
        known_at: args.known_at,
        sight,
        english: args.english,
    };
    let export = service.plan_export(&Actor::system(), request).await?;
    let bar = output.progress("社区 communities", export.communities() as u64);
    let (taker, pieces) = tokio::sync::mpsc::channel(WAITING);
    let progress = bar.clone();
    let (exported, written) =
        tokio::join!(export.run(taker, move |done| progress.set_position(done as u64)), write(&args.file, pieces));
    bar.finish_and_clear();
    let exported = exported?;
    written?;
    let json = json!({ "file": args.file, "rows": exported.rows, "communities": exported.communities, "bytes": exported.bytes });
    output.result(&json, || {
        format!(
            "{}: {} 行 rows, {} 个社区 communities, {} 字节 bytes",
            args.file.display(),
            exported.rows,
            exported.communities,
            exported.bytes
        )
    });
    Ok(())
}

/// The format that was said, else what the file's name ends with.
fn format_of(args: &ExportArgs) -> Result<ExportFormat, Failed> {
    let ending = args.file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let said = args.format.as_deref().unwrap_or(&ending);
    ExportFormat::from_name(said).ok_or_else(|| {
        let known: Vec<&str> = ExportFormat::NAMES.iter().map(|(name, _)| *name).collect();
        let said: String = said.chars().take(20).collect();
        let what = Bilingual::new(format!("不支持的格式 {said:?}"), format!("there is no format {said:?}"));
        let known = known.join(", ");
        let remedy = Bilingual::new(format!("用 --format 指定：{known}。"), format!("Say one with --format: {known}."));
        Problem::new(Kind::Malformed, "format-unknown", what, remedy).into()
    })
}

/// Writes beside the file, and puts it in its place when it is whole: half an export never bears its name.
async fn write(path: &Path, mut pieces: Receiver<std::io::Result<Vec<u8>>>) -> Result<(), Failed> {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let written = async {
        let mut file = tokio::fs::File::create(&part).await?;
        while let Some(piece) = pieces.recv().await {
            file.write_all(&piece?).await?;
        }
        file.sync_all().await?;
        tokio::fs::rename(&part, path).await
    };
    let written = written.await;
    if written.is_err() {
        // What cannot be removed was never made.
        let _ = tokio::fs::remove_file(&part).await;
    }
    written.map_err(|error| Failed::file(path, &error))
}
