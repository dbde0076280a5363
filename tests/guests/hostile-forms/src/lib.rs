//! A component of world `forms` that does what no plugin should; the id of the checklist chooses what.
//!
//! It speaks to the bare contract, because the SDK would not let it.

mod judgement;
mod shape;

use lifang_behaviours::{FormBehaviour as Deed, deeds};
use lifang_sdk::raw::forms::exports::lifang::plugin::{certificates, checklists};
use lifang_sdk::raw::rules::lifang::data::log;
use lifang_sdk::raw::rules::lifang::plugin::types::Context;
use lifang_sdk::{
    Answer, Cell, CertificateList, Field, Fields, Form, FormState, Judgement, NodeState, PluginError, Text, Value,
};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether `state` was called before in this instance.
static CALLED: AtomicBool = AtomicBool::new(false);

/// The guest.
#[derive(Debug)]
pub struct Hostile;

#[cfg(target_family = "wasm")]
lifang_sdk::raw::forms::export!(Hostile with_types_in lifang_sdk::raw::forms);

impl checklists::Guest for Hostile {
    fn ask(call: &Context, id: String, known: Vec<Field>) -> Result<Form, PluginError> {
        hear_panics();
        let deed = deed(&id)?;
        let good = || shape::good(&id);
        Ok(match deed {
            Deed::Good | Deed::TrapInState | Deed::TrapInJudge | Deed::SpinInJudge | Deed::ShortState => good(),
            Deed::SpinInState | Deed::EatMemoryInState | Deed::NotANumberInState | Deed::RememberCalls => good(),
            Deed::LargeJudgement | Deed::MillionActions | Deed::ManyActions | Deed::UnknownDuty => good(),
            Deed::UnknownExtension | Deed::NoReasons | Deed::FindingNowhere => good(),
            Deed::Trap => deeds::trap(),
            Deed::Spin => deeds::spin(),
            Deed::EatMemory => deeds::eat_memory(),
            Deed::Recurse => deeds::recurse(),
            Deed::PanicInChinese => deeds::panic_in_chinese(),
            Deed::LogWithoutEnd => log_without_end(),
            Deed::CallHost => {
                let sum = (0..1_000_000_i64).fold(0, |sum, _| call.now().wrapping_add(sum));
                shape::labelled(&id, sum.to_string())
            }
            Deed::HugeForm => shape::labelled(&id, deeds::megabytes(100)),
            Deed::LargeForm => shape::labelled(&id, deeds::megabytes(4)),
            Deed::Cycle => shape::parents(&id, [Some(1), Some(0)]),
            Deed::DeepChain => shape::parents(&id, (0..10_000_u32).map(|position| position.checked_sub(1))),
            Deed::LongChain => shape::parents(&id, (0..100_u32).map(|position| position.checked_sub(1))),
            Deed::ParentNowhere => shape::parents(&id, [None, Some(99)]),
            Deed::DuplicateIds => shape::twice(&id),
            Deed::AnotherForm => shape::good("another"),
            Deed::TouchWithheld => {
                let phone = Fields::from(known).text("phone")?.map(str::to_owned);
                shape::labelled(&id, phone.unwrap_or_default())
            }
        })
    }

    fn state(_: &Context, id: String, answers: Vec<Answer>, _: Vec<Field>) -> Result<FormState, PluginError> {
        hear_panics();
        let deed = deed(&id)?;
        let problem = match deed {
            Deed::TrapInState => deeds::trap(),
            Deed::SpinInState => deeds::spin(),
            Deed::EatMemoryInState => deeds::eat_memory(),
            Deed::NotANumberInState => Some(Text::new("good").with("x", f64::NAN)),
            Deed::RememberCalls => CALLED.swap(true, Ordering::Relaxed).then(|| Text::new("good")),
            _ => None,
        };
        drop(answers);
        let all = if deed == Deed::ShortState { 1 } else { 2 };
        let stands = |node| NodeState {
            node,
            visible: true,
            required: node == 1,
            problems: problem.iter().filter(|_| node == 1).cloned().collect(),
        };
        Ok(FormState { nodes: (0..all).map(stands).collect() })
    }

    fn judge(_: &Context, id: String, answers: Vec<Answer>, _: Vec<Field>) -> Result<Judgement, PluginError> {
        hear_panics();
        let gas = answers.iter().any(|answer| answer.node == "gas" && answer.value == Value::Flag(true));
        Ok(judgement::of(deed(&id)?, &id, gas))
    }
}

impl certificates::Guest for Hostile {
    fn list(_: &Context) -> Result<CertificateList, PluginError> {
        Ok(CertificateList { items: Vec::new(), withdrawn: Vec::new() })
    }
}

fn deed(id: &str) -> Result<Deed, PluginError> {
    Deed::from_id(id).ok_or_else(|| PluginError::UnknownId(id.to_owned()))
}

fn log_without_end() -> ! {
    let line = "日志".repeat(683);
    loop {
        log::write(log::Level::Info, &line);
    }
}

fn hear_panics() {
    #[cfg(target_family = "wasm")]
    lifang_sdk::log::panics_are_heard();
}

/// An extension's field.
fn field(key: &str, value: Value) -> Field {
    Field { key: key.to_owned(), cell: Cell::Present(value) }
}
