//! Kuancheng District 宽城区: who is to be visited in new estates, stairwell lights, lifts.

mod grade;
mod lift_stopped;
mod property_light;
mod visit_due;

use lifang_sdk::{Context, Data, Decision, Event, PluginError, Rules, Scan, SweepAnswer};

/// The plugin `cn.jilin.changchun.kuancheng.rules`.
#[derive(Debug)]
pub struct KuanchengRules;

impl Rules for KuanchengRules {
    fn decide(call: &Context<'_>, _: &Data<'_>, rule: &str, event: &Event) -> Result<Decision, PluginError> {
        match rule {
            property_light::RULE => property_light::decide(call, event),
            lift_stopped::RULE => lift_stopped::decide(call, event),
            _ => Err(PluginError::UnknownId(rule.to_owned())),
        }
    }

    fn sweep(call: &Context<'_>, _: &Data<'_>, rule: &str, rows: Scan) -> Result<SweepAnswer, PluginError> {
        match rule {
            visit_due::RULE => visit_due::sweep(call, rows),
            _ => Err(PluginError::UnknownId(rule.to_owned())),
        }
    }
}

lifang_sdk::rules!(KuanchengRules);

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_sdk::Date;
    use lifang_sdk::testing::{Catalogs, TestContext, TestData, assert_admitted};

    /// The plugin's folder, for manifest and catalogs.
    pub(super) const DIR: &str = env!("CARGO_MANIFEST_DIR");

    /// The event on a Friday at nine.
    pub(super) fn event(kind: &str) -> Event {
        Event::new(kind, Date::parse("2024-03-01").unwrap())
    }

    /// What a rule makes of an event, decided at noon; every text of it can be said.
    pub(super) fn decided(rule: &str, event: &Event) -> Result<Decision, PluginError> {
        let test = TestContext::new("220103008003").of_plugin(DIR).on("2024-03-01").at(12, 0);
        let decision = KuanchengRules::decide(&test.context(), &TestData::new("220103008003").data(), rule, event)?;
        Catalogs::of_plugin(DIR).assert_say(&decision);
        assert!(!decision.reasons.is_empty());
        assert_admitted(DIR, &decision.actions);
        Ok(decision)
    }

    #[test]
    fn both_catalogs_are_whole() {
        Catalogs::of_plugin(DIR).assert_whole(DIR);
    }

    #[test]
    fn what_the_plugin_does_not_have_is_named() {
        assert_eq!(decided("noise", &event("noise")), Err(PluginError::UnknownId("noise".into())));
    }
}
