//! Manifests that are read, and what is said of those that are not.

use super::Manifest;
use crate::actor::Role;

const GOOD: &str = r#"
    [plugin]
    id = "cn.jilin.rules"
    version = "1.0.0"
    world = "rules"
    contract = "1.0"
    title = { zh = "规则", en = "Rules" }
    regions = ["22"]
    effective_from = "2024-01-01"
    licence = "Apache-2.0"
    [[needs]]
    dataset = "persons"
    columns = ["age", "care"]
    purpose = { zh = "走访", en = "Visits" }
    legal_basis = "民发〔2021〕16号"
    [[setting]]
    key = "days"
    type = "integer"
    default = 7
    min = 1
    max = 90
    title = { zh = "天数", en = "Days" }
    [[rule]]
    id = "visit"
    title = { zh = "走访", en = "Visits" }
    sweep = { dataset = "persons", columns = ["age"] }
"#;

fn refused(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    Manifest::parse(&GOOD.replace(from, to)).unwrap_err().to_string()
}

#[test]
fn a_good_manifest_is_read() {
    let manifest = Manifest::parse(GOOD).unwrap();
    assert!(manifest.asked().has("persons", "care"));
    assert_eq!(manifest.plugin.regions[0].as_str(), "220000000000");
}

const FORMS: &str = r#"
    [plugin]
    id = "cn.jilin.forms"
    version = "1.0.0"
    world = "forms"
    contract = "1.0"
    title = { zh = "清单", en = "Checklists" }
    regions = ["22"]
    effective_from = "2024-01-01"
    licence = "Apache-2.0"
    [[checklist]]
    id = "home-visit"
    title = { zh = "走访", en = "Visit" }
    [[checklist]]
    id = "home-safety"
    title = { zh = "自查", en = "Self-check" }
    fillers = ["resident", "grid-worker"]
"#;

#[test]
fn a_checklist_says_who_fills_it_and_staff_do_where_it_says_nothing() {
    let manifest = Manifest::parse(FORMS).unwrap();
    let fillers = |id| manifest.checklist(id).unwrap().fillers.clone();
    assert_eq!(fillers("home-visit"), [Role::GridWorker, Role::CommunityStaff]);
    assert_eq!(fillers("home-safety"), [Role::Resident, Role::GridWorker]);
    for (wrong, what) in [("[]", "nobody may fill it"), (r#"["operator"]"#, "is wanted"), (r#"["cat"]"#, "cat")] {
        let source = FORMS.replace(r#"["resident", "grid-worker"]"#, wrong);
        assert!(Manifest::parse(&source).unwrap_err().to_string().contains(what), "{wrong}");
    }
}

#[test]
fn kinds_of_event_are_described_once_and_by_rules_only() {
    let event = "[[event]]\nkind = \"snow\"\ntitle = { zh = \"积雪\", en = \"Snow\" }\n";
    let rule = "[[rule]]\nid = \"r\"\ntitle = { zh = \"规\", en = \"R\" }\nevents = [\"snow\", \"ice\", \"ice\"]\n";
    let manifest = Manifest::parse(&format!("{GOOD}\n{event}{rule}")).unwrap();
    assert_eq!(manifest.undescribed(), ["ice"]);
    let error = |source: String| Manifest::parse(&source).unwrap_err().to_string();
    assert!(error(format!("{GOOD}\n{event}{event}")).contains("event[1]: snow is already taken"));
    assert!(error(format!("{FORMS}\n{event}")).contains("event: a plugin of world forms has none"));
    assert!(error(format!("{GOOD}\n{}", event.replace("\"snow\"", "\"Snow\""))).contains("event[0].kind"));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert!(
        refused(r#""age", "care""#, r#""age", "shoe_size""#)
            .contains("needs[0].columns[1]: persons has no column shoe_size")
    );
    assert!(refused(r#"legal_basis = "民发〔2021〕16号""#, "").contains("care is personal"));
    assert!(refused(r#"columns = ["age"]"#, r#"columns = ["name"]"#).contains("rule[0].sweep.columns[0]"));
    assert!(
        refused("default = 7", "default = 91").contains("setting[0].default: days: Integer from 1 to 90 is wanted")
    );
    assert!(refused(r#"world = "rules""#, r#"world = "forms""#).contains("needs: a plugin of world forms has none"));
    assert!(refused(r#""1.0.0""#, r#""one""#).contains("plugin.version"));
    assert!(refused(r#"contract = "1.0""#, r#"contract = "2.0""#).contains("plugin.contract"));
    assert!(refused(r#"["22"]"#, r#"["长春"]"#).contains("line"));
    assert!(refused("[plugin]", "[plugin]\ncolour = 1").contains("colour"));
}
