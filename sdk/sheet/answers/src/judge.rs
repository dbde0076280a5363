//! What the answers mean: the decision tables of the workbook.

use crate::act;
use lifang_sdk::{Context, Finding, Judgement, Severity};
use lifang_sheet_engine::{Answered, Filled, FormSheet, Outside, Severity as Bad, hits};

/// What they mean.
#[must_use]
pub fn judge(sheet: &FormSheet, answered: &Answered, known: &Answered, call: &Context<'_>) -> Judgement {
    let filled = Filled::new(sheet, answered, known, Outside { today: i64::from(call.today().0) });
    let seen = filled.seen();
    let mut judgement = Judgement::new();
    for hit in hits(&sheet.tables, &seen) {
        for found in &hit.row.findings {
            let severity = match found.severity {
                Bad::Minor => Severity::Minor,
                Bad::Major => Severity::Major,
                Bad::Critical => Severity::Critical,
            };
            let text = act::said(&found.text, &seen);
            let finding = Finding { rule: hit.rule.to_owned(), node: found.node.clone(), severity, text };
            judgement = judgement.finding(finding);
        }
        for action in act::actions(&hit, &seen, call) {
            judgement = judgement.action(action);
        }
        if let Some(reason) = act::reason(&hit, &seen) {
            judgement = judgement.reason(reason);
        }
    }
    judgement
}
