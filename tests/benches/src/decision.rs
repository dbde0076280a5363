//! A decision through the service's plugin call, against the bare engine that instantiates and calls the same component.

mod bare;

use crate::Result;
use crate::measure::Turns;
use crate::plugin::{Plugin, event, rules};
use crate::sheet::{Row, Sheet, Wanted, time};
use bare::BareDecider;
use lifang_core::call::{Call, Plugins as _};
use lifang_core::decision::Event;
use lifang_core::limits::Limits;
use lifang_runtime::{Runtime, Tuning};
use std::path::Path;

const TURNS: Turns = Turns { turns: 101, times: 100 };

/// One decision after the other, each in a fresh instance.
struct Deciding {
    runtime: Runtime,
    call: Call,
    rules: Vec<String>,
    event: Event,
}

impl Deciding {
    async fn start(plugin: &Plugin, cache: &Path, tuning: Tuning) -> Result<Self> {
        let runtime = plugin.runtime(cache, tuning).await?;
        Ok(Self { runtime, call: plugin.call(Limits::INTERACTIVE), rules: rules(), event: event() })
    }

    async fn once(&self) -> Result {
        let answered = self.runtime.decide(&self.call, &self.rules, &self.event).await;
        let decided = answered.map_err(|failure| failure.to_string())?;
        std::hint::black_box(decided);
        Ok(())
    }
}

pub(crate) async fn compare(plugin: &Plugin, cache: &Path, sheet: &mut Sheet) -> Result {
    let ours = Deciding::start(plugin, cache, Tuning::default()).await?;
    let other = BareDecider::new(plugin, &ours.rules, &ours.event)?;
    other.must_agree(
        &ours.runtime.decide(&ours.call, &ours.rules, &ours.event).await.map_err(|f| f.to_string())?.value,
    )?;
    let medians = TURNS.compare(async || ours.once().await, async || other.once()).await?;
    sheet.row(Row {
        name: "decision".into(),
        ours: time(medians.ours),
        other: format!("{} bare engine", time(medians.other)),
        ratio: medians.ratio(),
        wanted: Wanted::AtMost(1.5),
    });
    sheet.note(format!(
        "decision: rule fire-lane of jilin-rules ({} KB), fresh instance each time; aimed at below 0.6",
        plugin.bytes.len() / 1024
    ));
    Ok(())
}

/// Each figure of the engine changed alone, against the figures chosen.
pub(crate) async fn tune(plugin: &Plugin, cache: &Path, sheet: &mut Sheet) -> Result {
    let chosen = Tuning::default();
    let kib = |kib: usize| kib << 10;
    let changes = [
        ("as chosen", chosen),
        ("memory copied, not mapped", Tuning { copy_on_write: false, ..chosen }),
        ("0 KB of memory kept", Tuning { keep_resident: 0, ..chosen }),
        ("64 KB of memory kept", Tuning { keep_resident: kib(64), ..chosen }),
        ("256 KB of memory kept", Tuning { keep_resident: kib(256), ..chosen }),
        ("1 MB of memory kept", Tuning { keep_resident: kib(1024), ..chosen }),
        ("2 MB of memory kept", Tuning { keep_resident: kib(2048), ..chosen }),
    ];
    let baseline = Deciding::start(plugin, cache, chosen).await?;
    for (name, tuning) in changes {
        let changed = Deciding::start(plugin, cache, tuning).await?;
        let medians = TURNS.compare(async || changed.once().await, async || baseline.once().await).await?;
        sheet.row(Row {
            name: format!("tuning: {name}"),
            ours: time(medians.ours),
            other: format!("{} as chosen", time(medians.other)),
            ratio: medians.ratio(),
            wanted: Wanted::Nothing,
        });
    }
    Ok(())
}
