//! Sweeps, honest and crooked.

use lifang_behaviours::{SweepBehaviour as Deed, deeds};
use lifang_sdk::raw::rules::lifang::data::scans::Scan;
use lifang_sdk::{Outcome, PluginError, SweepAnswer, Text, WorkOrder, reason};

/// What a deed makes of the rows.
pub(crate) fn of(deed: Deed, rule: &str, rows: &Scan) -> Result<SweepAnswer, PluginError> {
    let mut old = Vec::new();
    let mut scanned = 0;
    while let Some(batch) = rows.next(4_096)? {
        let ages = batch.u8s(0)?;
        scanned += batch.rows();
        old.extend((batch.first()..).zip(ages).filter(|(_, age)| *age >= 80).map(|(row, _)| row));
        if deed == Deed::Trap {
            deeds::trap();
        }
    }
    let outcome = || {
        Outcome::new("old")
            .action(WorkOrder::new(rule, "hostile-duty", Text::new("good")))
            .reason(reason(rule, Text::new("good")).fields(["age"]))
    };
    let marked =
        |rows: Vec<u32>, mark: u16| SweepAnswer { marks: vec![mark; rows.len()], rows, outcomes: vec![outcome()] };
    Ok(match deed {
        Deed::Good | Deed::Trap => marked(old, 0),
        Deed::RowNowhere => marked(vec![scanned], 0),
        Deed::Descending => marked(vec![1, 0], 0),
        Deed::Twice => marked(vec![0, 0], 0),
        Deed::Uneven => SweepAnswer { marks: vec![0], ..marked(vec![0, 1], 0) },
        Deed::OutcomeNowhere => marked(vec![0], 9),
        Deed::SameCode => SweepAnswer { outcomes: vec![outcome(), outcome()], ..marked(vec![0], 0) },
    })
}
