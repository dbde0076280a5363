//! `lifang region rename|recode|move|merge|split|dissolve|apply|history|withdraw`

use super::plugin::read;
use crate::args::{ChangeArgs, RegionCommand};
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::actor::Actor;
use lifang_core::clock::Date;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::RegionCode;
use lifang_core::region_change::{Codes, Operation, Part, RegionChange};
use lifang_core::text::Bilingual;
use lifang_service::{Became, ChangeRow, ChangeState, HistoryRow, MadeChange, Service, read_assignments, read_changes};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

pub(crate) async fn run(command: RegionCommand, service: &Service, output: Output) -> Result<(), Failed> {
    let (operation, said) = match command {
        RegionCommand::Apply { file, dry_run } => {
            let changes = read_changes(&file.display().to_string(), &text(&file)?)?;
            return make(&changes, dry_run, service, output).await;
        }
        RegionCommand::History { code } => return history(&code, service, output).await,
        RegionCommand::Withdraw { change } => return withdraw(change, service, output).await,
        RegionCommand::Rename { code, name, change } => (Operation::Rename { region: parse(&code)?, name }, change),
        RegionCommand::Recode { code: region, to, name, codes, change } => {
            let codes = table(codes.as_deref())?;
            (Operation::Recode { region: parse(&region)?, to: parse(&to)?, name, codes }, change)
        }
        RegionCommand::Move { code: region, under, to, name, codes, change } => {
            let (to, codes) = (to.as_deref().map(parse).transpose()?, table(codes.as_deref())?);
            (Operation::Move { region: parse(&region)?, under: parse(&under)?, to, name, codes }, change)
        }
        RegionCommand::Merge { regions, into, name, codes, change } => {
            let regions = regions.iter().map(|code| parse(code)).collect::<Result<_, _>>()?;
            let into = Part { code: parse(&into)?, name };
            (Operation::Merge { regions, into, codes: table(codes.as_deref())? }, change)
        }
        RegionCommand::Split { code: region, into, buildings, grids, units, rest, change } => {
            let operation = Operation::Split {
                region: parse(&region)?,
                into: into.iter().map(|part| parse_part(part)).collect::<Result<_, _>>()?,
                buildings: assignments(&buildings)?,
                grids: table(grids.as_deref())?,
                units: units.as_deref().map_or_else(|| Ok(BTreeMap::new()), assignments)?,
                rest: rest.as_deref().map(parse).transpose()?,
            };
            (operation, change)
        }
        RegionCommand::Dissolve { code, change } => (Operation::Dissolve { region: parse(&code)? }, change),
        // The others are told apart before.
        RegionCommand::Import { .. }
        | RegionCommand::Grids { .. }
        | RegionCommand::Find { .. }
        | RegionCommand::Show { .. } => return Ok(()),
    };
    let ChangeArgs { from, basis, dry_run } = said;
    make(&[RegionChange { from, basis, operation }], dry_run, service, output).await
}

async fn make(changes: &[RegionChange], dry_run: bool, service: &Service, output: Output) -> Result<(), Failed> {
    let done = service.change_regions(&Actor::system(), changes, dry_run).await?;
    let each: Vec<_> = changes.iter().zip(&done).collect();
    let json = each.iter().map(|(change, MadeChange { changed: done, planned })| {
        let regions: Vec<_> = done.regions.iter().map(|one| json!({ "before": one.before, "after": one.after })).collect();
        json!({ "id": (!dry_run).then_some(done.uid), "kind": change.operation.kind(), "from": change.from, "dry_run": dry_run,
            "planned": planned, "regions": regions, "followed": done.followed })
    });
    output.result(&json.collect(), || {
        let told: Vec<String> = each.iter().map(|(change, done)| tell(change, done, dry_run)).collect();
        told.join("\n")
    });
    Ok(())
}

/// Regions of one change that are listed for people; `--json` has all.
const LISTED: usize = 20;

fn tell(change: &RegionChange, MadeChange { changed: done, planned }: &MadeChange, dry_run: bool) -> String {
    let word = match (dry_run, planned) {
        (true, _) => "试算（未保存）/ trial, nothing kept".to_owned(),
        (false, false) => "已变更 / changed".to_owned(),
        (false, true) => format!("已登记，到期执行（{0}）/ planned, made on its day ({0})", done.uid),
    };
    let mut lines = vec![format!("{} {} {word}", change.from, change.operation.kind())];
    let called = |called: &Option<lifang_service::Called>| {
        called.as_ref().map_or_else(|| "—".to_owned(), |one| format!("{} {}", one.code, one.name))
    };
    let line = |one: &Became| format!("  {} → {}", called(&one.before), called(&one.after));
    lines.extend(done.regions.iter().take(LISTED).map(line));
    if done.regions.len() > LISTED {
        lines.push(format!("  …… 共 {0} 个区域 / {0} regions in all", done.regions.len()));
    }
    let followed: Vec<String> = done.followed.iter().map(|(what, rows)| format!("{what} {rows}")).collect();
    let followed = if followed.is_empty() { "—".to_owned() } else { followed.join(", ") };
    lines.push(format!("  随迁 followed: {followed}"));
    lines.join("\n")
}

async fn history(code: &str, service: &Service, output: Output) -> Result<(), Failed> {
    let rows = service.region_history(code).await?;
    let until = |row: &HistoryRow| (row.region.valid_to != Date::OPEN).then_some(row.region.valid_to);
    let json = rows.iter().map(|row| {
        let change = row
            .change
            .as_ref()
            .map(|made| json!({ "id": made.uid, "kind": made.change.operation.kind(), "basis": made.change.basis }));
        json!({ "code": row.region.code, "name": row.region.name, "from": row.region.valid_from, "until": until(row),
            "parent": row.parent.as_ref().map(|(code, _)| code), "change": change,
            "planned": row.planned.iter().map(planned_json).collect::<Vec<_>>() })
    });
    output.result(&json.collect(), || {
        let line = |row: &HistoryRow| {
            let until = until(row).map_or_else(|| "今 now".to_owned(), |day| day.to_string());
            let parent = row.parent.as_ref().map_or_else(String::new, |(_, name)| format!("  ← {name}"));
            let basis = row.change.as_ref().map_or_else(String::new, |made| format!("  {}", made.change.basis));
            format!("{} – {until}  {} {}{parent}{basis}", row.region.valid_from, row.region.code, row.region.name)
        };
        let planned = rows.iter().flat_map(|row| &row.planned).map(planned_line);
        rows.iter().map(line).chain(planned).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

fn planned_json(row: &ChangeRow) -> serde_json::Value {
    let refusal = match &row.state {
        ChangeState::Planned(Some((_, why))) => Some(why),
        _ => None,
    };
    json!({ "id": row.uid, "kind": row.change.operation.kind(), "from": row.change.from, "basis": row.change.basis,
        "refusal": refusal })
}

fn planned_line(row: &ChangeRow) -> String {
    let why = match &row.state {
        ChangeState::Planned(Some((_, why))) => {
            format!("\n  未能执行 could not be made: {} / {}", why.what.zh, why.what.en)
        }
        _ => String::new(),
    };
    let RegionChange { from, basis, operation } = &row.change;
    format!("{from}  预定 planned: {} {}  {basis}{why}", operation.kind(), row.uid)
}

async fn withdraw(change: uuid::Uuid, service: &Service, output: Output) -> Result<(), Failed> {
    let row = service.withdraw_region_change(&Actor::system(), change).await?;
    output.result(&json!({ "id": row.uid, "state": "withdrawn" }), || {
        format!("{} {} 已撤回 / withdrawn", row.change.from, row.change.operation.kind())
    });
    Ok(())
}

fn parse(code: &str) -> Result<RegionCode, Failed> {
    RegionCode::parse(code).map_err(|error| {
        let what = Bilingual::new(format!("“{code}”不是区域代码"), error.to_string());
        let remedy = Bilingual::new("代码为 2、4、6、9、12 或 15 位数字。", "A code has 2, 4, 6, 9, 12 or 15 digits.");
        Problem::new(Kind::Invalid, "code-wrong", what, remedy).at(code).into()
    })
}

fn parse_part(text: &str) -> Result<Part, Failed> {
    let (code, name) = text.split_once('=').map_or((text, None), |(code, name)| (code, Some(name.to_owned())));
    Ok(Part { code: parse(code)?, name })
}

fn text(file: &Path) -> Result<String, Failed> {
    String::from_utf8(read(file)?).map_err(|_| {
        let what = Bilingual::new("文件不是 UTF-8 编码", "the file is not UTF-8");
        let remedy = Bilingual::new("请另存为 UTF-8 编码。", "Save it as UTF-8.");
        Problem::new(Kind::Invalid, "not-utf-8", what, remedy).at(file.display().to_string()).into()
    })
}

fn assignments(file: &Path) -> Result<BTreeMap<String, RegionCode>, Failed> {
    Ok(read_assignments(&file.display().to_string(), &text(file)?)?)
}

fn table(file: Option<&Path>) -> Result<Codes, Failed> {
    let Some(file) = file else { return Ok(Codes::new()) };
    assignments(file)?.into_iter().map(|(before, after)| Ok((parse(&before)?, after))).collect()
}
