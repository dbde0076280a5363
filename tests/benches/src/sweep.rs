//! The rule `visit-due` over 100,000 persons: through the service's plugin call, as a native loop, and fed records.

mod native;
mod persons;
mod records;

use crate::Result;
use crate::measure::Turns;
use crate::plugin::Plugin;
use crate::sheet::{Row, Sheet, Wanted, time};
use lifang_core::call::{Plugins as _, Scanned};
use lifang_core::decision::SweepAnswer;
use lifang_core::limits::Limits;
use lifang_runtime::Tuning;
use native::Latest;
use persons::Persons;
use records::Fed;
use std::path::Path;

/// How many persons.
const ROWS: u32 = 100_000;
const TURNS: Turns = Turns { turns: 61, times: 5 };

pub(crate) async fn compare(plugin: &Plugin, cache: &Path, sheet: &mut Sheet) -> Result {
    let persons = Persons::generate(ROWS);
    let (call, runtime) = (plugin.call(Limits::BATCH), plugin.runtime(cache, Tuning::default()).await?);
    let latest = Latest::of(&call.context)?;
    let scanned = persons.scanned()?;
    let ours = async |rows: Scanned| -> Result<SweepAnswer> {
        let answered = runtime.sweep(&call, "visit-due", rows).await;
        Ok(answered.map_err(|failure| failure.to_string())?.value)
    };
    let answer = ours(scanned.clone()).await?;
    let marked = native::sweep(&persons, latest);
    if (&answer.rows, &answer.marks) != (&marked.rows, &marked.marks) {
        return Err("the plugin and the native loop mark different rows".into());
    }

    let our_side = async || {
        std::hint::black_box(ours(scanned.clone()).await?);
        Ok(())
    };
    let medians = TURNS
        .compare(our_side, async || {
            std::hint::black_box(native::sweep(std::hint::black_box(&persons), latest));
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
        })
        .await?;
    sheet.row(Row {
        name: "sweep / native loop".into(),
        ours: time(medians.ours),
        other: format!("{} native", time(medians.other)),
        ratio: medians.ratio(),
        wanted: Wanted::AtMost(6.0),
    });
    let per_row = |time: std::time::Duration| time.as_secs_f64() * 1e9 / f64::from(ROWS);
    sheet.note(format!(
        "sweep: rule visit-due over {ROWS} persons in four columns, {} of them marked; {:.2} ns a row, natively {:.2}",
        marked.rows.len(),
        per_row(medians.ours),
        per_row(medians.other),
    ));
    Ok(())
}
