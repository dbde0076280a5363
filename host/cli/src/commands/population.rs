//! `lifang population …`

use crate::args::PopulationCommand;
use crate::failed::Failed;
use crate::output::Output;
use lifang_service::Service;
use serde_json::json;

pub(crate) async fn run(command: PopulationCommand, service: &Service, output: Output) -> Result<(), Failed> {
    let PopulationCommand::Generate { region, persons, seed } = command;
    generate(service, &region, persons, seed, output).await
}

/// Generates with a progress bar, and tells what came of it.
pub(crate) async fn generate(
    service: &Service,
    region: &str,
    persons: usize,
    seed: u64,
    output: Output,
) -> Result<(), Failed> {
    let bar = output.progress("社区 communities", 0);
    let progress = |done: usize, of: usize| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    };
    let made = service.generate_population(region, persons, seed, progress).await?;
    bar.finish_and_clear();
    let json = json!({ "region": region, "persons": made.persons, "houses": made.houses, "buildings": made.buildings,
        "grids": made.grids, "units": made.units });
    output.result(&json, || {
        format!(
            "{region}: 人 persons {}, 房 houses {}, 楼宇 buildings {}, 网格 grids {}, 单位 units {}",
            made.persons, made.houses, made.buildings, made.grids, made.units
        )
    });
    Ok(())
}
