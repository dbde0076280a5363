//! What follows from an event: the decision tables of the rules that the host names.

use crate::act;
use crate::filling::text;
use lifang_sdk::{Cell, Context, Decision, Event, PluginError, Value};
use lifang_sheet_engine::{EventSheet, Scope, hits};

/// An event as its rules see it.
#[derive(Debug)]
struct Seen {
    texts: Vec<String>,
    today: i64,
}

impl Scope for Seen {
    fn item(&self, item: u16) -> Vec<String> {
        self.texts.get(usize::from(item)).cloned().into_iter().collect()
    }

    fn own(&self) -> String {
        String::new()
    }

    fn column(&self, _: u16) -> String {
        String::new()
    }

    fn today(&self) -> i64 {
        self.today
    }

    fn position(&self) -> usize {
        0
    }

    fn in_entry(&self, _: u16, _: u16, _: usize) -> String {
        String::new()
    }
}

/// What the named rules make of the event, in that order.
///
/// # Errors
/// There is no such rule, or a field that the workbook reads is withheld.
pub fn decide(
    sheet: &EventSheet,
    call: &Context<'_>,
    rules: &[String],
    event: &Event,
) -> Result<Decision, PluginError> {
    let texts = sheet.fields.iter().map(|key| match event.fields.cell(key) {
        // Of an event, «no» and «nobody said» are two things.
        Cell::Present(Value::Flag(flag)) => Ok(if *flag { "yes" } else { "no" }.to_owned()),
        Cell::Present(value) => Ok(text(value)),
        Cell::Unknown => Ok(String::new()),
        Cell::Withheld => Err(PluginError::Withheld(key.clone())),
    });
    let seen = Seen { texts: texts.collect::<Result<_, _>>()?, today: i64::from(call.today().0) };
    let mut decision = Decision::new();
    for id in rules {
        let rule = sheet.rules.iter().find(|one| one.table.rule == *id);
        let rule = rule.ok_or_else(|| PluginError::UnknownId(id.clone()))?;
        for hit in hits([&rule.table], &seen) {
            for action in act::actions(&hit, &seen, call) {
                decision = decision.action(action);
            }
            if let Some(reason) = act::reason(&hit, &seen) {
                decision = decision.reason(reason);
            }
        }
    }
    Ok(decision)
}
