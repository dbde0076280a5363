//! `lifang plugin from-sheet`: a workbook becomes one plugin, or two.

use super::{missing_messages, read};
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_service::{ServiceError, inspect};
use lifang_sheet::{Plugin, Problem as Wrong, SheetError, World};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(super) fn run(file: &Path, out: Option<PathBuf>, output: Output) -> Result<ExitCode, Failed> {
    let plugins = match lifang_sheet::compile(&read(file)?) {
        Ok(plugins) => plugins,
        Err(problems) => {
            say(&problems, output);
            return Ok(ExitCode::FAILURE);
        }
    };
    let out =
        out.unwrap_or_else(|| PathBuf::from(file.file_stem().unwrap_or("plugin".as_ref())).with_extension("wasm"));
    let both = plugins.len() > 1;
    // All are made before any is written: there is no half of a workbook.
    let made = plugins.iter().map(|plugin| make(plugin, &out, both)).collect::<Result<Vec<_>, Failed>>()?;
    for (path, component, _) in &made {
        std::fs::write(path, component).map_err(|error| Failed::file(path, &error))?;
    }
    let results: Vec<&Value> = made.iter().map(|(.., json)| json).collect();
    output.result(&json!(results), || {
        let text = |json: &Value, key: &str| json[key].as_str().unwrap_or_default().to_owned();
        let line = |json: &&Value| {
            let size = json["bytes"].as_u64().unwrap_or_default() / 1024;
            let (file, id, version) = (text(json, "file"), text(json, "id"), text(json, "version"));
            format!("{file}  {id}@{version}  {} {size} KB  {}", text(json, "world"), text(json, "digest"))
        };
        results.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    Ok(ExitCode::SUCCESS)
}

/// The component, where it goes, and what is said of it.
fn make(plugin: &Plugin, out: &Path, both: bool) -> Result<(PathBuf, Vec<u8>, Value), Failed> {
    let component = plugin.component().map_err(|error| failed(&error))?;
    // What the host would refuse on installing it is said now: a region that is none, a day that is none.
    let inspected = inspect(&component).map_err(|error| {
        let problem = ServiceError::from(error).problem();
        Failed::from(problem.at("settings"))
    })?;
    let missing = missing_messages(&inspected);
    if !missing.is_empty() {
        let what = Bilingual::new(
            format!("缺少译文：{}", missing.join("；")),
            format!("translations are missing: {}", missing.join("; ")),
        );
        let remedy = Bilingual::new("请为每段文字补上各语言的列。", "Give every text a column for each language.");
        return Err(Problem::new(Kind::Invalid, "sheet", what, remedy).into());
    }
    let path = if both && plugin.world == World::Rules { out.with_extension("rules.wasm") } else { out.to_owned() };
    let identity = &inspected.manifest.plugin;
    let json = json!({ "file": path, "id": identity.id, "version": identity.version, "world": identity.world.name(),
        "digest": inspected.digest.0, "bytes": inspected.size });
    Ok((path, component, json))
}

fn say(problems: &[Wrong], output: Output) {
    let json = |wrong: &Wrong| {
        let column = wrong.place.column.as_ref().map(|(at, heading)| json!({ "number": at + 1, "heading": heading }));
        json!({ "at": wrong.place.to_string(), "sheet": wrong.place.sheet, "row": wrong.place.row, "column": column,
            "zh": { "what": wrong.what.zh, "remedy": wrong.remedy.zh },
            "en": { "what": wrong.what.en, "remedy": wrong.remedy.en } })
    };
    output.result(&json!({ "problems": problems.iter().map(json).collect::<Vec<_>>() }), || {
        let lines = problems.iter().map(|wrong| {
            let Wrong { place, what, remedy } = wrong;
            format!("{place}\n  {} {}\n  {} {}", what.zh, remedy.zh, what.en, remedy.en)
        });
        let count = problems.len();
        let verdict = format!("共 {count} 处需修改 / {count} to be mended");
        lines.chain([verdict]).collect::<Vec<_>>().join("\n")
    });
}

fn failed(error: &SheetError) -> Failed {
    let what = Bilingual::new(
        format!("工作簿无法制成插件：{error}"),
        format!("the workbook cannot be made a plugin: {error}"),
    );
    let remedy = match error {
        SheetError::NoInterpreter(_) => {
            Bilingual::new("请换用带有解释器的发行版。", "Use a release, which has the interpreters.")
        }
        _ => Bilingual::new("请报告这个错误。", "Please report this."),
    };
    Problem::new(Kind::Invalid, "sheet", what, remedy).into()
}
