//! World `rules`: grid rules and reports. Reads data; decides nothing that the host does not check.

mod event;
mod marks;
mod report;

pub use event::Event;
pub use marks::{Marks, OutcomeId};
pub use report::{Chart, Period, Report, Section, Table, cell, data_cell};

use crate::{Context, Data, Decision, Document, PluginError, Scan, SweepAnswer};

/// What a plugin of world `rules` implements; leave out what it has not. Export it with [`rules!`](crate::rules).
pub trait Rules {
    /// What one rule makes of an event.
    ///
    /// # Errors
    /// The plugin has no such rule, or a read it cannot do without was refused.
    fn decide(_call: &Context<'_>, _data: &Data<'_>, rule: &str, _event: &Event) -> Result<Decision, PluginError> {
        Err(PluginError::UnknownId(rule.to_owned()))
    }

    /// What all rules in force make of an event; the host names them. Calls [`Rules::decide`] for each, in that order.
    ///
    /// # Errors
    /// The first of a rule.
    fn decide_all(
        call: &Context<'_>,
        data: &Data<'_>,
        rules: &[String],
        event: &Event,
    ) -> Result<Decision, PluginError> {
        rules.iter().try_fold(Decision::new(), |all, rule| Ok(all.and(Self::decide(call, data, rule, event)?)))
    }

    /// What a rule makes of every row. The host has opened `rows` with the columns of the rule's `sweep` in the manifest.
    ///
    /// # Errors
    /// As [`Rules::decide`].
    fn sweep(_call: &Context<'_>, _data: &Data<'_>, rule: &str, _rows: Scan) -> Result<SweepAnswer, PluginError> {
        Err(PluginError::UnknownId(rule.to_owned()))
    }

    /// The report of `id` for a period.
    ///
    /// # Errors
    /// As [`Rules::decide`].
    fn report(_call: &Context<'_>, _data: &Data<'_>, id: &str, _period: Period) -> Result<Document, PluginError> {
        Err(PluginError::UnknownId(id.to_owned()))
    }
}

/// Exports a type that implements [`Rules`] as a component of world `rules`. Native builds, for unit tests, export nothing.
#[macro_export]
macro_rules! rules {
    ($plugin:ty) => {
        const _: () = {
            const fn implements_rules<P: $crate::Rules>() {}
            implements_rules::<$plugin>();
            #[cfg(target_family = "wasm")]
            type Entry = $crate::entry::RulesEntry<$plugin>;
            #[cfg(target_family = "wasm")]
    $crate::raw::rules::export!(Entry with_types_in $crate::raw::rules);
        };
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TestContext, TestData};
    use crate::{Date, Notification, reason, text};

    struct Echo;
    rules!(Echo);

    impl Rules for Echo {
        fn decide(_: &Context<'_>, _: &Data<'_>, rule: &str, event: &Event) -> Result<Decision, PluginError> {
            match event.fields.integer(rule)? {
                Some(_) => Ok(Decision::new().action(Notification::new(rule, "grid-worker", text!("known")))),
                None if rule == "no-such-rule" => Err(PluginError::UnknownId(rule.to_owned())),
                None => Ok(Decision::new().reason(reason(rule, text!("unknown")))),
            }
        }
    }

    #[test]
    fn rules_speak_in_the_order_the_host_names_them() {
        let (test, data) = (TestContext::new("220104001001"), TestData::new("220104001001"));
        let event = Event::new("fire", Date(0)).with("a", 1).with("c", 3);
        let decide = |rules: &[&str]| {
            let rules: Vec<String> = rules.iter().map(|rule| (*rule).to_owned()).collect();
            Echo::decide_all(&test.context(), &data.data(), &rules, &event)
        };
        let decision = decide(&["c", "b", "a"]).unwrap();
        let spoke: Vec<_> =
            decision.actions.iter().map(|action| format!("{action:?}").contains("rule: \"c\"")).collect();
        assert_eq!((spoke, decision.reasons[0].rule.as_str()), (vec![true, false], "b"));
        assert_eq!(decide(&["a", "no-such-rule"]), Err(PluginError::UnknownId("no-such-rule".into())));
    }
}
