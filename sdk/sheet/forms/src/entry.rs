//! From the contract's functions to the workbook's answers.

use lifang_sdk::raw::forms::exports::lifang::plugin::{certificates, checklists};
use lifang_sdk::raw::rules::lifang::plugin::types::Context as HostCall;
use lifang_sdk::{Answer, CertificateList, Context, Field, Form, FormState, Judgement, PluginError, log};
use lifang_sheet_answers::{answered, form, judge, known_texts, program, state};
use lifang_sheet_engine::{FormSheet, Program};

struct Sheet;

/// The checklist of that id.
fn sheet(id: &str) -> Result<FormSheet, PluginError> {
    log::panics_are_heard();
    match program() {
        Program::Form(sheet) if sheet.id == id => Ok(sheet),
        Program::Form(_) | Program::Events(_) => Err(PluginError::UnknownId(id.to_owned())),
    }
}

impl checklists::Guest for Sheet {
    fn ask(_: &HostCall, id: String, _: Vec<Field>) -> Result<Form, PluginError> {
        Ok(form(&sheet(&id)?))
    }

    fn state(call: &HostCall, id: String, answers: Vec<Answer>, known: Vec<Field>) -> Result<FormState, PluginError> {
        let sheet = sheet(&id)?;
        Ok(state(&sheet, &answered(answers), &known_texts(&sheet, &known)?, &Context::of_host(call)))
    }

    fn judge(call: &HostCall, id: String, answers: Vec<Answer>, known: Vec<Field>) -> Result<Judgement, PluginError> {
        let sheet = sheet(&id)?;
        Ok(judge(&sheet, &answered(answers), &known_texts(&sheet, &known)?, &Context::of_host(call)))
    }
}

impl certificates::Guest for Sheet {
    fn list(_: &HostCall) -> Result<CertificateList, PluginError> {
        Ok(CertificateList::new())
    }
}

lifang_sdk::raw::forms::export!(Sheet with_types_in lifang_sdk::raw::forms);
