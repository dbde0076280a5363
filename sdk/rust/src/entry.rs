//! From the contract's functions to the author's traits: what the export macros expand to.

use crate::raw::forms::exports::lifang::plugin::{certificates, checklists};
use crate::raw::rules::exports::lifang::plugin::{grid_rules, reports};
use crate::raw::rules::lifang::data::scans::Scan as HostScan;
use crate::raw::rules::lifang::plugin::types::Context as HostCall;
use crate::{
    Answer, CertificateList, Context, Data, Decision, Document, Event, Field, Form, FormState, Forms, Judgement,
    Period, PluginError, Rules, Scan, SweepAnswer, log,
};
use std::marker::PhantomData;

/// A plugin of world `forms` as the contract sees it.
#[derive(Debug)]
pub struct FormsEntry<P>(PhantomData<P>);

impl<P: Forms> checklists::Guest for FormsEntry<P> {
    fn ask(call: &HostCall, id: String, known: Vec<Field>) -> Result<Form, PluginError> {
        log::panics_are_heard();
        let (call, known) = (Context::of_host(call), known.into());
        Ok(P::checklist(&call, &id, &known)?.into_form())
    }

    fn state(call: &HostCall, id: String, answers: Vec<Answer>, known: Vec<Field>) -> Result<FormState, PluginError> {
        log::panics_are_heard();
        let (call, known) = (Context::of_host(call), known.into());
        Ok(P::checklist(&call, &id, &known)?.state(answers))
    }

    fn judge(call: &HostCall, id: String, answers: Vec<Answer>, known: Vec<Field>) -> Result<Judgement, PluginError> {
        log::panics_are_heard();
        P::judge(&Context::of_host(call), &id, &answers.into(), &known.into())
    }
}

impl<P: Forms> certificates::Guest for FormsEntry<P> {
    fn list(call: &HostCall) -> Result<CertificateList, PluginError> {
        log::panics_are_heard();
        P::certificates(&Context::of_host(call))
    }
}

/// A plugin of world `rules` as the contract sees it.
#[derive(Debug)]
pub struct RulesEntry<P>(PhantomData<P>);

impl<P: Rules> grid_rules::Guest for RulesEntry<P> {
    fn decide(call: &HostCall, rules: Vec<String>, event: grid_rules::Event) -> Result<Decision, PluginError> {
        log::panics_are_heard();
        let (call, data, event) = (Context::of_host(call), Data::of_host(), Event::from(event));
        P::decide_all(&call, &data, &rules, &event)
    }

    fn sweep(call: &HostCall, rule: String, rows: HostScan) -> Result<SweepAnswer, PluginError> {
        log::panics_are_heard();
        P::sweep(&Context::of_host(call), &Data::of_host(), &rule, Scan::of_host(rows))
    }
}

impl<P: Rules> reports::Guest for RulesEntry<P> {
    fn run(call: &HostCall, id: String, period: reports::Period) -> Result<Document, PluginError> {
        log::panics_are_heard();
        P::report(&Context::of_host(call), &Data::of_host(), &id, Period::from(period))
    }
}
