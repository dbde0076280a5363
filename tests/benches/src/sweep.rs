//! The rule `visit-due` over 100,000 persons: through the service's plugin call, as a native loop, and fed records.

pub(crate) mod native;
pub(crate) mod persons;
mod records;

use crate::Result;
use crate::measure::{Medians, Turns};
use crate::plugin::Plugin;
use crate::sheet::{Row, Sheet, Wanted, time};
use lifang_core::call::{Call, Plugins as _, Scanned};
use lifang_core::limits::Limits;
use lifang_runtime::{Runtime, Tuning};
use native::{Latest, Marked};
use persons::Persons;
use records::Fed;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

/// How many persons.
const ROWS: u32 = 100_000;
const FAST: Turns = Turns { turns: 101, times: 5 };
/// Records take too long for more.
const SLOW: Turns = Turns { turns: 21, times: 2 };

struct Sweeping {
    runtime: Runtime,
    call: Call,
    scanned: Scanned,
}

impl Sweeping {
    async fn sweep(&self) -> Result<Marked> {
        let answered = self.runtime.sweep(&self.call, "visit-due", self.scanned.clone()).await;
        let answer = answered.map_err(|failure| failure.to_string())?.value;
        Ok(Marked { rows: answer.rows, marks: answer.marks })
    }

    async fn once(&self) -> Result {
        black_box(self.sweep().await?);
        Ok(())
    }
}

pub(crate) async fn compare(plugin: &Plugin, cache: &Path, sheet: &mut Sheet) -> Result {
    let persons = Persons::generate(ROWS);
    let runtime = plugin.runtime(cache, Tuning::default()).await?;
    let ours = Sweeping { runtime, call: plugin.call(Limits::BATCH), scanned: persons.scanned()? };
    let latest = Latest::of(&ours.call.context)?;
    let fed = Fed::build(&persons, latest)?;
    let marked = native::sweep(&persons, latest);
    for other in [ours.sweep().await?, fed.sweep()?, fed.sweep_four()?] {
        if other != marked {
            return Err("the sides of the sweep mark different rows".into());
        }
    }

    let native = async || {
        black_box(native::sweep(black_box(&persons), latest));
        Ok(())
    };
    let medians = FAST.compare(async || ours.once().await, native).await?;
    sheet.row(Row {
        name: "sweep, native loop".into(),
        ours: time(medians.ours),
        other: format!("{} native", time(medians.other)),
        ratio: medians.ratio(),
        wanted: Wanted::AtMost(6.0),
    });
    sheet.note(format!(
        "sweep: rule visit-due over {ROWS} persons in four columns, {} of them marked; {:.2} ns a row, natively {:.2}; \
         aimed at 3",
        marked.rows.len(),
        a_row(medians.ours),
        a_row(medians.other),
    ));
    let whole = async || fed.sweep().map(|marked| drop(black_box(marked)));
    let row = against("records of ten fields", SLOW.compare(async || ours.once().await, whole).await?);
    sheet.row(Row { wanted: Wanted::AtLeast(40.0), ..row });
    let four = async || fed.sweep_four().map(|marked| drop(black_box(marked)));
    sheet.row(against("records of the rule's four", SLOW.compare(async || ours.once().await, four).await?));
    Ok(())
}

/// How many times faster than the other.
fn against(records: &str, medians: Medians) -> Row {
    Row {
        name: format!("sweep, {records}"),
        ours: time(medians.ours),
        other: format!("{} ({:.0} ns a row)", time(medians.other), a_row(medians.other)),
        ratio: 1.0 / medians.ratio(),
        wanted: Wanted::Nothing,
    }
}

fn a_row(time: Duration) -> f64 {
    time.as_secs_f64() * 1e9 / f64::from(ROWS)
}
