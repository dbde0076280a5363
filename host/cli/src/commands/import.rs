//! `lifang import …`: a file becomes base data, and what could not be taken comes back beside it.

use super::refused_rows::RefusedRows;
use crate::args::{ImportArgs, ImportKind};
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::actor::Actor;
use lifang_core::intake::Kind;
use lifang_service::{FileDigest, ImportState, ImportView, Moved, NewImport, Service};
use serde_json::{Value, json};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// How often it is asked whether a run that was killed has been silent for long enough.
const ASK: Duration = Duration::from_secs(1);
/// So often at most.
const ASKED: usize = 30;

pub(crate) async fn run(
    kind: ImportKind,
    args: ImportArgs,
    service: &Service,
    output: Output,
) -> Result<ExitCode, Failed> {
    let kind = Kind::from(kind);
    let file = File::open(&args.file).map_err(|error| Failed::file(&args.file, &error))?;
    let digest = FileDigest::of(file).map_err(|error| Failed::file(&args.file, &error))?;
    let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|error| Failed::file(path, &error));
    let mapping = args.mapping.as_ref().map(read).transpose()?;
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let refused = RefusedRows::new(&args.file, args.errors)?;
    let new = NewImport {
        kind,
        file: &args.file,
        name: &name,
        digest: &digest,
        mapping: mapping.as_deref(),
        region: args.region.as_deref(),
        dry_run: args.dry_run,
        idempotency_key: None,
        uid: service.clock().new_id(),
    };
    let started = begin(service, new, args.resume, output).await?;
    if started.resumed {
        let rows = started.view.moved.rows;
        output.line(format!("从第 {rows} 行之后继续 / going on behind row {rows}"));
    }
    let ignored = started.ignored.clone();
    if !ignored.is_empty() {
        output.line(format!("未使用的列 / columns nothing is taken from: {}", ignored.join("、")));
    }
    let bar = output.progress("行 rows", 0);
    let progress = |moved: Moved| bar.set_position(moved.rows);
    let view = service.run_import(started, progress).await?;
    bar.finish_and_clear();
    let errors = match view.moved.rejected {
        0 => None,
        _ => Some(refused.write(service, view.uid, &args.file).await?),
    };
    output.result(&json_of(&view, &ignored, errors.as_deref()), || told(&view, errors.as_deref()));
    if let Some(problem) = view.problem {
        return Err(problem.into());
    }
    Ok(if view.moved.rejected == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Begins; with `resume`, waits until a run that was killed is known to be dead.
async fn begin(
    service: &Service,
    new: NewImport<'_>,
    resume: bool,
    output: Output,
) -> Result<lifang_service::StartedImport, Failed> {
    let mut asked = 0;
    loop {
        match service.start_import(&Actor::system(), new).await {
            Err(error) if resume && asked < ASKED && error.problem().code == "import-running" => {
                if asked == 0 {
                    output.line("等待上一次运行的租约到期 / waiting until the earlier run is known to be dead");
                }
                asked += 1;
                tokio::time::sleep(ASK).await;
            }
            outcome => return Ok(outcome?),
        }
    }
}

fn json_of(view: &ImportView, ignored: &[String], errors: Option<&Path>) -> Value {
    let Moved { rows, taken, updated, unchanged, rejected, probable } = view.moved;
    json!({ "id": view.uid, "kind": view.kind, "state": view.state.name(), "dry_run": view.dry_run, "rows": rows,
        "taken": taken, "updated": updated, "unchanged": unchanged, "rejected": rejected,
        "probable_duplicates": probable, "ignored_columns": ignored, "errors": errors, "problem": view.problem })
}

fn told(view: &ImportView, errors: Option<&Path>) -> String {
    let Moved { rows, taken, updated, unchanged, rejected, probable } = view.moved;
    let mut text = format!(
        "{rows} 行：新增 {taken}，更新 {updated}，无变化 {unchanged}，退回 {rejected} / \
         {rows} rows: {taken} taken, {updated} updated, {unchanged} unchanged, {rejected} rejected"
    );
    if view.dry_run {
        text += "\n试运行，未写入任何数据；请去掉 --dry-run，正式导入本文件 / \
                 a dry run: nothing was written; import this file itself without --dry-run";
    }
    if probable > 0 {
        text += &format!("\n{probable} 对疑似重复人员待审核 / {probable} pairs of persons who may be one, for review");
    }
    if let Some(errors) = errors {
        let errors = errors.display();
        text += &if view.dry_run {
            format!(
                "\n会被退回的行见 {errors}：正式导入之后再更正、导入它，其中没有正确的行 / \
                 {errors} has the rows that would be refused and none of the good ones: mend and import it afterwards"
            )
        } else {
            format!("\n请在 {errors} 中更正后重新导入该文件 / mend the rows in {errors} and import that file")
        };
    }
    if view.state == ImportState::Failed {
        text += "\n导入中止，已写入的行保留 / it ended early; rows that were taken stay";
    }
    text
}
