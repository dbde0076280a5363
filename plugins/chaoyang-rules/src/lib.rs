//! Chaoyang District 朝阳区: who is to be visited in walk-up buildings, quiet hours, and the watch on old buildings.

mod grade;
mod old_buildings;
mod quiet_hours;
mod visit_due;

use lifang_sdk::{Context, Data, Decision, Document, Event, Period, PluginError, Rules, Scan, SweepAnswer};

/// The plugin `cn.jilin.changchun.chaoyang.rules`.
#[derive(Debug)]
pub struct ChaoyangRules;

impl Rules for ChaoyangRules {
    fn decide(call: &Context<'_>, _: &Data<'_>, rule: &str, event: &Event) -> Result<Decision, PluginError> {
        match rule {
            quiet_hours::RULE => quiet_hours::decide(call, event),
            _ => Err(PluginError::UnknownId(rule.to_owned())),
        }
    }

    fn sweep(call: &Context<'_>, _: &Data<'_>, rule: &str, rows: Scan) -> Result<SweepAnswer, PluginError> {
        match rule {
            visit_due::RULE => visit_due::sweep(call, rows),
            _ => Err(PluginError::UnknownId(rule.to_owned())),
        }
    }

    fn report(call: &Context<'_>, data: &Data<'_>, id: &str, _: Period) -> Result<Document, PluginError> {
        match id {
            old_buildings::ID => old_buildings::write(call, data),
            _ => Err(PluginError::UnknownId(id.to_owned())),
        }
    }
}

lifang_sdk::rules!(ChaoyangRules);

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_sdk::testing::{Catalogs, TestContext, TestData};

    /// The plugin's folder, for manifest and catalogs.
    pub(super) const DIR: &str = env!("CARGO_MANIFEST_DIR");

    #[test]
    fn both_catalogs_are_whole() {
        Catalogs::of_plugin(DIR).assert_whole(DIR);
    }

    #[test]
    fn what_the_plugin_does_not_have_is_named() {
        let (test, data) = (TestContext::new("220104001001"), TestData::new("220104001001"));
        let event = Event::new("noise", test.context().today());
        let decision = ChaoyangRules::decide(&test.context(), &data.data(), "noise", &event);
        assert_eq!(decision, Err(PluginError::UnknownId("noise".into())));
    }
}
