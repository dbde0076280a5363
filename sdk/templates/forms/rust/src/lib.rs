//! The visit to new residents: what is asked, what the answers mean, and the certificate that the community no longer issues.

use lifang_sdk::data::persons::{self, AGE};
use lifang_sdk::prelude::*;

/// The plugin.
#[derive(Debug)]
pub struct Plugin;
lifang_sdk::forms!(Plugin);

const RULE: &str = "newcomer-visit";
/// Fill in: the local document this rests on.
const LOCAL: &str = "本地新居民走访办法（请填写文号）";

impl Forms for Plugin {
    fn checklist<'a>(call: &'a Context<'_>, id: &str, _: &'a Fields) -> Result<Checklist<'a>, PluginError> {
        if id != RULE {
            return Err(PluginError::UnknownId(id.to_owned()));
        }
        let lease_problem = |answers: &Answers| {
            let until = answers.date("lease-until").filter(|until| *until < call.today())?;
            Some(text!("lease-ended", day = until))
        };
        let lease = Question::date("lease-until", text!("lease-until")).hint(text!("lease-hint")).check(lease_problem);
        let school = Question::one("school", choices("school", ["enrolled", "looking", "none"]), text!("school"));
        let needs = choices("needs", ["permit", "school", "medical", "work"]);
        Ok(Checklist::new(RULE, text!("newcomer-visit"))
            .question(Question::integer("age", 0..=120, text!("age")).field(AGE.key()))
            .question(Question::flag("registered", text!("registered")).required())
            .group(Group::new("lease", text!("lease")).visible_when(|answers| answers.no("registered")).with(lease))
            .question(Question::integer("children", 0..=10, text!("children")))
            .question(school.visible_when(|answers| answers.integer("children") > Some(0)).required())
            .question(Question::many("needs", needs, text!("needs"))))
    }

    fn judge(call: &Context<'_>, id: &str, answers: &Answers, known: &Fields) -> Result<Judgement, PluginError> {
        if id != RULE {
            return Err(PluginError::UnknownId(id.to_owned()));
        }
        let mut found = Judgement::new();
        if answers.no("registered") {
            let days = call.setting_integer("register_days");
            let due = call.add_working_days(u32::try_from(days).unwrap_or(u32::MAX)).end();
            let order = WorkOrder::new(RULE, "newcomers", text!("help-registering")).to("community-staff").due(due);
            let because = reason(RULE, text!("because-not-registered", days = days));
            found = found
                .finding(Finding::minor(RULE, "registered", text!("not-registered")))
                .action(order)
                .reason(because.basis(LOCAL, "第二条").fields(["registered"]));
        }
        if answers.is("school", "none") {
            let children = answers.integer("children").unwrap_or(0);
            let because = reason(RULE, text!("because-no-school")).basis("中华人民共和国义务教育法", "第十二条");
            found = found
                .finding(Finding::major(RULE, "school", text!("no-school", children = children)))
                .action(Notification::new(RULE, "community-staff", text!("tell-school")))
                .reason(because.fields(["children", "school"]));
        }
        let age = match answers.integer("age") {
            Some(age) => Some(age),
            None => known.get(persons::AGE)?.map(i64::from),
        };
        if let Some(age) = age.filter(|age| *age >= 65) {
            let because = reason(RULE, text!("because-elderly", age = age)).basis(LOCAL, "第五条").fields(["age"]);
            found = found.action(Tag::new(RULE, "elderly-newcomer").until(call.today().plus_months(12))).reason(because);
        }
        if found.reasons.is_empty() {
            found = found.reason(reason(RULE, text!("all-well")).fields(["registered"]));
        }
        Ok(found)
    }

    fn certificates(_: &Context<'_>) -> Result<CertificateList, PluginError> {
        let residence = Certificate::may_not_issue(
            "residence",
            text!("certificate-residence"),
            text!("office-residence"),
            text!("advice-residence"),
            clause("居住证暂行条例", "第九条"),
            Date(19_723), // 2024-01-01
        );
        Ok(CertificateList::new().item(residence.keywords(["居住证明", "住址证明", "租房"])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_sdk::Action;
    use lifang_sdk::testing::{self, Catalogs, TestContext, assert_admitted};

    const PLUGIN: &str = env!("CARGO_MANIFEST_DIR");

    fn on_friday() -> TestContext {
        TestContext::new("{{community}}").of_plugin(PLUGIN).on("2024-03-01")
    }

    #[test]
    fn both_catalogs_are_whole() {
        Catalogs::of_plugin(PLUGIN).assert_whole(PLUGIN);
    }

    #[test]
    fn the_school_is_asked_about_only_where_there_are_children() {
        let (test, known) = (on_friday(), Fields::new());
        let call = test.context();
        let asked = |children: i64| {
            let answers = Answers::new().with("registered", true).with("children", children);
            testing::shown(Plugin::checklist(&call, RULE, &known).unwrap(), &answers)
        };
        assert!(asked(1).contains(&"school".to_owned()));
        assert!(!asked(0).contains(&"school".to_owned()));
    }

    #[test]
    fn who_is_not_registered_is_helped_within_three_working_days() {
        let answers = Answers::new().with("registered", false);
        let judged = testing::judge::<Plugin>(&on_friday().context(), RULE, &answers, &Fields::new()).unwrap();
        assert_eq!(testing::found(&judged), ["not-registered"]);
        assert_admitted(PLUGIN, &judged.actions);
        let Action::OpenWorkOrder(order) = &judged.actions[0] else { panic!("{:?}", judged.actions) };
        assert_eq!(order.due, Some(Date::parse("2024-03-06").unwrap().end().0));
        Catalogs::of_plugin(PLUGIN).assert_say(&judged);
    }

    #[test]
    fn an_age_that_is_withheld_is_an_error() {
        let known = Fields::new().withheld("age");
        let answers = Answers::new().with("registered", true);
        let judged = Plugin::judge(&on_friday().context(), RULE, &answers, &known);
        assert_eq!(judged, Err(PluginError::Withheld("age".into())));
    }
}
