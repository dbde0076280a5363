//! New residents: who is still to be visited, what follows when somebody moves in, and a report.

use lifang_sdk::data::persons::{self, AGE, LAST_VISIT, RESIDENCE, Residence, SINCE};
use lifang_sdk::prelude::*;

/// The plugin.
#[derive(Debug)]
pub struct Plugin;
lifang_sdk::rules!(Plugin);

/// Fill in: the local document this rests on.
const LOCAL: &str = "本地新居民走访办法（请填写文号）";
const READ: [&str; 4] = ["age", "residence", "since", "last_visit"];
const NEW: [Residence; 2] = [Residence::HERE_UNREGISTERED, Residence::FLOATING];

rows! {
    /// What the sweep reads, in the manifest's order.
    struct Person from persons { age: AGE, residence: RESIDENCE, since: SINCE, last_visit: LAST_VISIT }
}

impl Rules for Plugin {
    fn decide(call: &Context<'_>, _: &Data<'_>, rule: &str, event: &Event) -> Result<Decision, PluginError> {
        if rule != "moved-in" {
            return Err(PluginError::UnknownId(rule.to_owned()));
        }
        let household = event.fields.integer("persons")?.unwrap_or(1);
        let rented = event.fields.flag("rented")? == Some(true);
        let days = 3;
        let due = call.add_working_days_to(event.occurred.day(), days).at(17, 0);
        let priority = if household > 4 { Priority::High } else { Priority::Normal };
        let because = reason(rule, text!("because-moved-in", persons = household, days = days));
        let mut decided = Decision::new()
            .action(WorkOrder::new(rule, "newcomers", text!("welcome")).due(due).priority(priority))
            .reason(because.basis(LOCAL, "第三条").fields(["persons"]));
        if rented {
            let because = reason(rule, text!("because-rented")).basis("商品房屋租赁管理办法", "第十四条");
            decided = decided
                .action(Notification::new(rule, "community-staff", text!("tell-landlord")))
                .reason(because.fields(["rented"]));
        }
        if household > 10 {
            decided = decided.action(Escalation::new(rule, "street", text!("welcome")));
        }
        Ok(decided)
    }

    fn sweep(call: &Context<'_>, _: &Data<'_>, rule: &str, rows: Scan) -> Result<SweepAnswer, PluginError> {
        if rule != "first-visit" {
            return Err(PluginError::UnknownId(rule.to_owned()));
        }
        let (today, days) = (call.today(), call.setting_integer("visit_days"));
        let mut marks = Marks::new();
        let mut due = |code: &str, within, priority, title, because| {
            let visit = Visit::new(rule, "newcomers", "newcomer-visit", title, today.plus_days(within));
            let because = reason(rule, because).basis(LOCAL, "第四条").fields(READ);
            marks.outcome(Outcome::new(code).action(visit.priority(priority)).reason(because))
        };
        let child = due("child", 1, Priority::Urgent, text!("visit-child"), text!("because-child"));
        let because = text!("because-newcomer", days = days);
        let newcomer = due("newcomer", 7, Priority::Normal, text!("visit-newcomer"), because);
        rows.read::<Person<'_>>().each(|position, person| {
            let visited = person.last_visit.is_some_and(|day| day >= person.since);
            if !NEW.contains(&person.residence) || visited {
                return;
            }
            if person.age.is_some_and(|age| age < 14) {
                marks.mark(position, child);
            } else if i64::from(today.days_since(person.since)) > days {
                marks.mark(position, newcomer);
            }
        })?;
        Ok(marks.into_answer())
    }

    fn report(_: &Context<'_>, data: &Data<'_>, id: &str, _: Period) -> Result<Document, PluginError> {
        if id != "newcomers" {
            return Err(PluginError::UnknownId(id.to_owned()));
        }
        let everybody = data.aggregate(persons::aggregate().count())?;
        let fresh = persons::aggregate().count().known(LAST_VISIT).filter(RESIDENCE.one_of(NEW));
        let streets = data.aggregate(fresh.clone().by_region("street"))?;
        let fresh = data.aggregate(fresh)?;
        let (total, count) = (everybody[0].figure(0), fresh[0].figure(0));
        let heads = [text!("street"), text!("newcomers"), text!("visited")];
        let rows = streets.iter().map(|street| {
            [data_cell(street.text(0).unwrap_or_default()), cell(street.figure(0)), cell(street.figure(1))]
        });
        Ok(Report::new(text!("report"))
            .figure(text!("total"), total, 0)
            .figure(text!("newcomers"), count, 0)
            .figure(text!("share"), count.percent_of(total), 1)
            .section(text!("by-street"), |section| section.table(Table::new(text!("by-street"), heads).rows(rows)))
            .into_document())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_sdk::DataError;
    use lifang_sdk::testing::{self, Catalogs, TestContext, TestData, assert_admitted};

    const PLUGIN: &str = env!("CARGO_MANIFEST_DIR");
    const COMMUNITY: &str = "{{community}}";

    fn on_friday() -> TestContext {
        TestContext::new(COMMUNITY).of_plugin(PLUGIN).on("2024-03-01")
    }

    fn person(data: TestData, age: u8, residence: &str, since: &str) -> TestData {
        data.row("persons", [("age", age.into()), ("residence", residence.into()), ("since", since.into())])
    }

    #[test]
    fn both_catalogs_are_whole() {
        Catalogs::of_plugin(PLUGIN).assert_whole(PLUGIN);
    }

    #[test]
    fn the_new_are_visited_within_fifteen_days_and_children_first() {
        let data = TestData::new(COMMUNITY).of_plugin(PLUGIN);
        let data = person(person(data, 30, "floating", "2024-02-15"), 30, "floating", "2024-02-14");
        let data = person(person(data, 13, "floating", "2024-02-29"), 30, "registered-here", "2020-01-01");
        let answer = testing::sweep::<Plugin>(&on_friday().context(), &data, "first-visit").unwrap();
        assert_eq!((answer.rows.as_slice(), answer.marks.as_slice()), (&[1, 2][..], &[1, 0][..]));
        Catalogs::of_plugin(PLUGIN).assert_say(&answer);
        answer.outcomes.iter().for_each(|outcome| assert_admitted(PLUGIN, &outcome.actions));
    }

    #[test]
    fn without_the_grant_there_is_no_report() {
        let data = TestData::new(COMMUNITY).of_plugin(PLUGIN).withhold("persons", "residence");
        let day = Date::parse("2024-03-01").unwrap();
        let period = Period { first: day, last: day };
        let refused = Plugin::report(&on_friday().context(), &data.data(), "newcomers", period);
        assert_eq!(refused, Err(PluginError::Data(DataError::NotGranted("persons.residence".into()))));
    }
}
