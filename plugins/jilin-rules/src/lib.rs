//! Jilin Province 吉林省: grid rules for the whole province, and the monthly grid report.

mod elder_check;
mod fire_lane;
mod grid_monthly;
mod noise;
mod risk;
mod stairwell_light;
mod visit_due;

use lifang_sdk::{Context, Data, Decision, Document, Event, Instant, Period, PluginError, Rules, Scan, SweepAnswer};

/// The plugin `cn.jilin.rules`.
#[derive(Debug)]
pub struct JilinRules;

impl Rules for JilinRules {
    fn decide(call: &Context<'_>, _: &Data<'_>, rule: &str, event: &Event) -> Result<Decision, PluginError> {
        match rule {
            fire_lane::RULE => fire_lane::decide(call, event),
            noise::RULE => noise::decide(call, event),
            stairwell_light::RULE => stairwell_light::decide(call, event),
            elder_check::RULE => elder_check::decide(call, event),
            _ => Err(PluginError::UnknownId(rule.to_owned())),
        }
    }

    fn sweep(call: &Context<'_>, _: &Data<'_>, rule: &str, rows: Scan) -> Result<SweepAnswer, PluginError> {
        match rule {
            visit_due::RULE => visit_due::sweep(call, rows),
            _ => Err(PluginError::UnknownId(rule.to_owned())),
        }
    }

    fn report(call: &Context<'_>, data: &Data<'_>, id: &str, period: Period) -> Result<Document, PluginError> {
        match id {
            grid_monthly::ID => grid_monthly::write(call, data, period),
            _ => Err(PluginError::UnknownId(id.to_owned())),
        }
    }
}

lifang_sdk::rules!(JilinRules);

/// So many hours from now, as the setting says.
fn within_hours(call: &Context<'_>, setting: &str) -> Instant {
    call.now().plus_hours(call.setting_integer(setting))
}

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
        let decision = JilinRules::decide(&test.context(), &TestData::new("220103008003").data(), rule, event)?;
        Catalogs::of_plugin(DIR).assert_say(&decision);
        assert!(!decision.reasons.is_empty());
        assert_admitted(DIR, &decision.actions);
        Ok(decision)
    }

    /// The keys of the reasons.
    pub(super) fn because(decision: &Decision) -> Vec<&str> {
        decision.reasons.iter().map(|reason| reason.text.key.as_str()).collect()
    }

    #[test]
    fn both_catalogs_are_whole() {
        Catalogs::of_plugin(DIR).assert_whole(DIR);
    }

    #[test]
    fn what_the_plugin_does_not_have_is_named() {
        let unknown = PluginError::UnknownId("snow".into());
        assert_eq!(decided("snow", &event("noise")), Err(unknown));
    }
}
