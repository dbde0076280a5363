//! `lifang sweep`: a rule over the people of a region, watched from a terminal.

use crate::failed::Failed;
use crate::output::Output;
use lifang_core::actor::Actor;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_service::{Service, StartedSweep, SweepState};
use serde_json::json;
use std::process::ExitCode;
use std::time::Duration;

/// How often progress is looked at.
const LOOK: Duration = Duration::from_millis(200);

pub(crate) async fn run(
    service: &Service,
    rule: &str,
    region: &str,
    resume: bool,
    output: Output,
) -> Result<ExitCode, Failed> {
    let actor = Actor::system();
    let started = if resume {
        service.resume_sweep_of(&actor, region, rule).await?.ok_or_else(|| nothing_left(rule, region))?
    } else {
        service.start_sweep(&actor, region, rule).await?
    };
    let state = watch(service, &actor, started, output).await?;
    let json = json!({ "id": state.row.uid, "rule": state.row.rule, "status": state.row.status.name(),
        "to_sweep": state.row.communities, "swept": state.row.swept, "failed": state.row.failed,
        "scanned": state.row.scanned, "totals": state.totals });
    output.result(&json, || told(&state));
    let whole = state.row.swept == state.row.communities && state.row.failed == 0;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Waits for the end, with a bar.
pub(super) async fn watch(
    service: &Service,
    actor: &Actor,
    started: StartedSweep,
    output: Output,
) -> Result<SweepState, Failed> {
    let (uid, bar) = (started.uid, output.progress("社区 communities", started.communities.into()));
    let mut ended = std::pin::pin!(started.ended());
    loop {
        tokio::select! {
            done = &mut ended => {
                bar.finish_and_clear();
                done?;
                return Ok(service.sweep_state(actor, uid).await?);
            }
            () = tokio::time::sleep(LOOK) => {
                bar.set_position(service.sweep_state(actor, uid).await?.row.swept.into());
            }
        }
    }
}

fn told(state: &SweepState) -> String {
    let row = &state.row;
    let mut lines = vec![format!(
        "{}：社区 communities {}/{}，失败 failed {}，行 rows {}",
        row.uid, row.swept, row.communities, row.failed, row.scanned
    )];
    lines.extend(state.totals.iter().map(|(code, count)| format!("  {code}: {count}")));
    lines.join("\n")
}

pub(super) fn nothing_left(rule: &str, region: &str) -> Problem {
    Problem::new(
        Kind::NotFound,
        "sweep-none-left",
        Bilingual::new(
            format!("{region} 没有未完成的排查 {rule}"),
            format!("there is no sweep {rule} of {region} that did not come to its end"),
        ),
        Bilingual::new("去掉 --resume 即可开始新的排查。", "Leave out --resume to start a new one."),
    )
}
