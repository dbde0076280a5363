//! From the contract's functions to the workbook's answers.

use lifang_sdk::{Context, Data, Decision, Event, PluginError, Rules};
use lifang_sheet_answers::{decide, program};
use lifang_sheet_engine::Program;

struct Sheet;
lifang_sdk::rules!(Sheet);

impl Rules for Sheet {
    fn decide_all(call: &Context<'_>, _: &Data<'_>, rules: &[String], event: &Event) -> Result<Decision, PluginError> {
        match program() {
            Program::Events(sheet) => decide(&sheet, call, rules, event),
            Program::Form(_) => Err(PluginError::UnknownId(rules.join(" "))),
        }
    }
}
