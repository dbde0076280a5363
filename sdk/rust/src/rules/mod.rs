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
