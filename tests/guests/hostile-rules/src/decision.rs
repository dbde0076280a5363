//! Decisions, honest and crooked.

use crate::read;
use lifang_behaviours::{RuleBehaviour as Deed, deeds};
use lifang_sdk::raw::rules::exports::lifang::plugin::grid_rules::Event;
use lifang_sdk::raw::rules::lifang::data::log;
use lifang_sdk::raw::rules::lifang::plugin::types::Context;
use lifang_sdk::{Action, Decision, Extension, Fields, PluginError, Tag, Text, Value, WorkOrder, reason};

/// What a deed makes of an event.
pub(crate) fn of(deed: Deed, call: &Context, rule: &str, event: &Event) -> Result<Decision, PluginError> {
    let because = || Decision::new().reason(reason(rule, Text::new("good")));
    let order = |duty: &str| WorkOrder::new(rule, duty, Text::new("good"));
    let megabytes = |count| Decision::new().reason(reason(rule, Text::new("good").with("x", deeds::megabytes(count))));
    Ok(match deed {
        Deed::Good => {
            let persons = read::persons()?.number().unwrap_or(0.0);
            let text = Text::new("good").with("persons", persons);
            Decision::new().action(order("hostile-duty")).reason(reason(rule, text).fields(["region"]))
        }
        Deed::Trap => deeds::trap(),
        Deed::Spin => deeds::spin(),
        Deed::EatMemory => deeds::eat_memory(),
        Deed::Recurse => deeds::recurse(),
        Deed::PanicInChinese => deeds::panic_in_chinese(),
        Deed::LogWithoutEnd => log_without_end(),
        Deed::CallHost => {
            let sum = (0..1_000_000_i64).fold(0, |sum, _| call.now().wrapping_add(sum));
            Decision::new().reason(reason(rule, Text::new("good").with("x", sum)))
        }
        Deed::HoardScans => {
            let kept = read::hoard(1_000_000)?;
            Decision::new().reason(reason(rule, Text::new("good").with("x", kept)))
        }
        Deed::AnotherProvince => read::scan("persons", "age", Some("110101000000".into())).map(|()| because())?,
        Deed::Sibling => read::scan("persons", "age", Some(sibling(&call.region().code))).map(|()| because())?,
        Deed::UngrantedColumn => read::scan("persons", "phone", None).map(|()| because())?,
        Deed::UngrantedFilter => read::filter("persons", "phone").map(|()| because())?,
        Deed::UnknownDataset => read::scan("secrets", "age", None).map(|()| because())?,
        Deed::UnknownColumn => read::scan("persons", "salary", None).map(|()| because())?,
        Deed::WrongType => read::as_text("age").map(|()| because())?,
        Deed::TouchWithheld => {
            let fields = Fields::from(event.fields.clone());
            let phone = read::person(fields.text("person")?.unwrap_or_default(), "phone")?;
            Decision::new().reason(reason(rule, Text::new("good").with("x", phone.unwrap_or_default())))
        }
        Deed::UnknownSubject => read::person("no-such-person", "age").map(|_| because())?,
        Deed::HugeDecision => megabytes(100),
        Deed::LargeDecision => megabytes(4),
        Deed::MillionActions => tags(because(), rule, 1_000_000),
        Deed::ManyActions => tags(because(), rule, 3_000),
        Deed::UnknownDuty => because().action(order("no-such-duty")),
        Deed::UnknownExtension => because().action(Extension::new(rule, "no-such-kind").with("x", true)),
        Deed::NoReasons => Decision::new().action(order("hostile-duty")),
        Deed::AnotherRule => Decision::new()
            .action(WorkOrder::new("no-such-rule", "hostile-duty", Text::new("good")))
            .reason(reason("no-such-rule", Text::new("good"))),
        Deed::NotANumber => because().action(Extension::new(rule, "no-such-kind").with("x", Value::Decimal(f64::NAN))),
    })
}

/// The community whose code is one higher.
fn sibling(code: &str) -> String {
    code.parse::<u64>().map_or_else(|_| code.to_owned(), |number| (number + 1).to_string())
}

fn tags(decision: Decision, rule: &str, count: usize) -> Decision {
    let tag = || Action::Tag(Tag { rule: rule.to_owned(), tag: "t".to_owned(), until: None });
    Decision { actions: (0..count).map(|_| tag()).collect(), ..decision }
}

fn log_without_end() -> ! {
    let line = "日志".repeat(683);
    loop {
        log::write(log::Level::Info, &line);
    }
}
