//! Decision tables: of answers, and of events.

use super::*;
use lifang_sheet_engine::{Act, Due, EventSheet, hits};

const SURVEY: &str = "type | name | label | calculation
integer | age | 年龄 |
select_one yes_no | alone | 独居 |
select_multiple care | care | 情况 |
acknowledge | seen | 已见面 |
calculate | old | | if(${age} >= 80, 1, 0)";

const DUTIES: &str = "id | title | office | document | article | from
home-visit | 走访 | 民政局 | 走访办法 | 第二条 | 2024-01-01";

#[track_caller]
fn speaks(decisions: &str, said: &[(&str, &str)]) -> Vec<String> {
    let form = form(SURVEY, &[("decisions", decisions), ("duties", DUTIES)]);
    let filled = Filled::new(&form, &answers(said), &Answered::new(), OUTSIDE);
    let seen = filled.seen();
    hits(&form.tables, &seen)
        .iter()
        .map(|hit| format!("{}: {}", hit.rule, hit.row.reason.as_ref().unwrap().key))
        .collect()
}

#[test]
fn in_each_table_the_first_row_that_fits_speaks() {
    let decisions = "rule | ${age} | ${alone} | ${care} | when | reason
        risk | >= 80 | yes | - | | 高龄独居
        risk | 60..79 | | fall, fire | | 有隐患
        risk | | | | ${seen} = '' | 未见面
        risk | | | | | 一般
        extra | <60 | | | | 年轻";
    for (said, spoke) in [
        (&[("age", "82"), ("alone", "yes"), ("seen", "OK")][..], &["risk: reason-risk"][..]),
        (&[("age", "65"), ("care", "fire"), ("seen", "OK")], &["risk: reason-risk-2"]),
        (&[("age", "65")], &["risk: reason-risk-3"]),
        (&[("age", "65"), ("seen", "OK")], &["risk: reason-risk-4"]),
        (&[("age", "30"), ("seen", "OK")], &["risk: reason-risk-4", "extra: reason-extra"]),
    ] {
        assert_eq!(speaks(decisions, said), spoke, "{said:?}");
    }
}

#[test]
fn a_row_says_finding_actions_reason_and_clause() {
    let form = form(
        SURVEY,
        &[
            (
                "decisions",
                "rule | when | finding | finding_text | question | action | duty | checklist | due_working_days | due_hours | priority | to | action_text | tag | tag_days | reason | document | article
                alone-80 | ${old} = 1 and ${alone} = 'yes' | critical | ${age} 岁独居 | alone | visit | home-visit | visit | 3 | | urgent | | 上门看望 | | | 年满 80 岁（${age}）且独居 | 内民政发〔2022〕12号 | 三
                | | | | | work-order | home-visit | | | 24 | | community-staff | 联系家属 | | | | |
                | | | | | tag | | | | | | | | alone-80 | 30 | | |
                | | | | | escalate | | | | | | street | 请街道关注 | | | | |
                | | | | | notify | | | | | | grid-worker | 请留意 | | | | |",
            ),
            ("duties", DUTIES),
        ],
    );
    let row = &form.tables[0].rows[0];
    assert_eq!(row.fields, ["age", "alone"], "behind what is calculated stand the questions");
    assert_eq!((row.findings.len(), row.findings[0].node.as_str(), row.findings[0].text.args.len()), (1, "alone", 1));
    assert_eq!(
        row.clause.as_ref().map(|clause| (clause.document.as_str(), clause.article.as_str())),
        Some(("内民政发〔2022〕12号", "三"))
    );
    let kinds: Vec<String> =
        row.acts.iter().map(|act| format!("{act:?}").split('(').next().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["Visit", "WorkOrder", "Tag", "Escalate", "Notify"]);
    assert!(
        matches!(&row.acts[0], Act::Visit(duty, checklist, _, Due::WorkingDays(3), _) if duty == "home-visit" && checklist == "visit")
    );
    assert!(matches!(&row.acts[1], Act::WorkOrder(_, _, to, Some(Due::Hours(24)), _) if to == "community-staff"));
    assert!(matches!(&row.acts[2], Act::Tag(tag, Some(30)) if tag == "alone-80"));
}

#[test]
fn what_is_wrong_with_a_table_is_named_with_its_cell() {
    let wrong = |decisions: &str| match with_sheets(SURVEY, &[("decisions", decisions)]) {
        Err(problems) => shown(&problems),
        Ok(_) => panic!("nothing is wrong with\n{decisions}"),
    };
    for (decisions, said) in [
        ("rule | ${agee} | reason\na | 3 | r", "decisions!B (${agee}): 没有名为 agee"),
        ("rule | ${age} | reason\na | old | r", "A number is never 'old'"),
        ("rule | ${alone} | reason\na | maybe | r", "decisions!B2 (${alone}): 该题没有选项 maybe"),
        ("rule | when | reason\na | ${age} > | r", "not finished"),
        ("rule | when | reason\na | ${age} > 3 |", "reason is missing"),
        ("rule | when | reason\n | ${age} > 3 | r", "rule is missing"),
        ("rule | when | reason\nA b | ${age} > 3 | r", "is misspelled"),
        ("rule | when | reason\na | | r\na | ${age} > 3 | r", "this one never speaks"),
        ("rule | reason | finding | question\na | r | awful | age", "\"awful\" is no severity"),
        ("rule | reason | finding | finding_text\na | r | minor | x", "which question the finding was seen in"),
        ("rule | reason | action\na | r | dance", "\"dance\" is not known"),
        ("rule | reason | action\na | r | work-order", "duty is missing"),
        (
            "rule | reason | action | duty | checklist | action_text\na | r | visit | d | c | t",
            "A visit needs a last day",
        ),
        ("rule | reason | action | to | action_text\na | r | escalate | heaven | t", "There is no level heaven"),
        ("rule | reason | duty\na | r | d", "There is duty and no action"),
        ("rule | reason | article\na | r | 三", "no document"),
        ("rule | reason | hit_policy\na | r | F", "The column hit_policy is not supported"),
        ("rule | reason\na | 选了 ${alone}", "it cannot stand in a text"),
    ] {
        let found = wrong(decisions);
        assert!(found.contains(said), "{said}:\n{found}");
    }
}

const EVENTS: &[(&str, &str)] = &[
    ("settings", SETTINGS),
    ("choices", "list_name | name | label\nwhere | road | 道路\nwhere | stairs | 楼道"),
    ("events", "kind | title | hint\nlight-out | 灯不亮 | 路灯和楼道灯"),
    (
        "event_fields",
        "kind | name | type | label | required | max\nlight-out | where | select_one where | 地点 | yes |\nlight-out | repeated | flag | 再次发生 | |\nlight-out | lamps | integer | 几盏 | | 99",
    ),
    ("rules", "rule | title | kinds | overrides\nlights | 照明 | light-out | stairwell-light"),
    (
        "event_decisions",
        "rule | ${where} | ${repeated} | ${lamps} | action | duty | due_working_days | to | action_text | reason | document\n\
         lights | stairs | yes | | escalate | | | street | 反复损坏 | 同一处再次损坏 | 快修办法\n\
         lights | stairs | | | work-order | light | 3 | community-staff | 修复楼道灯 | 楼道照明由社区督促修复 | 快修办法\n\
         lights | | | >= 5 | work-order | light | 1 | government-staff | 修复路灯 | 多盏 | 快修办法\n\
         lights | | | | | | | | | 路灯由市政自行巡查 |",
    ),
    ("duties", "id | title | office | document | from\nlight | 照明 | 住建局 | 快修办法 | 2024-01-01"),
];

#[test]
fn a_workbook_of_events_becomes_rules() {
    let plugins = compile(&workbook(EVENTS)).unwrap_or_else(|problems| panic!("{}", shown(&problems)));
    let [Plugin { world: World::Rules, manifest, program: Program::Events(EventSheet { fields, rules }), .. }] =
        &plugins[..]
    else {
        panic!("one plugin of rules")
    };
    assert_eq!(fields, &["where", "repeated", "lamps"]);
    assert_eq!(
        (rules.len(), rules[0].table.rows.len(), rules[0].kinds.as_slice()),
        (1, 4, &["light-out".to_owned()][..])
    );
    let manifest: toml::Table = manifest.parse().unwrap();
    assert_eq!(manifest["plugin"]["id"].as_str(), Some("cn.test.visit"));
    assert_eq!(manifest["event"][0]["field"][0]["choices"][1]["title"]["zh"].as_str(), Some("楼道"));
    assert_eq!(manifest["rule"][0]["overrides"].as_str(), Some("stairwell-light"));
}

#[test]
fn a_workbook_of_both_becomes_two_plugins() {
    let sheets = [&[("survey", "type | name | label\ntext | a | 甲")], EVENTS].concat();
    let plugins = compile(&workbook(&sheets)).unwrap_or_else(|problems| panic!("{}", shown(&problems)));
    let ids: Vec<toml::Table> = plugins.iter().map(|plugin| plugin.manifest.parse().unwrap()).collect();
    let id = |at: usize| ids[at]["plugin"]["id"].as_str().unwrap();
    assert_eq!(
        (plugins[0].world, id(0), plugins[1].world, id(1)),
        (World::Forms, "cn.test.visit", World::Rules, "cn.test.visit.rules")
    );
}

#[test]
fn a_rule_that_is_silent_in_some_case_is_refused() {
    let without = |sheet: &str, from: &str, to: &str| {
        let sheets: Vec<(&str, String)> = EVENTS
            .iter()
            .map(|(name, rows)| (*name, if *name == sheet { rows.replace(from, to) } else { (*rows).to_owned() }))
            .collect();
        let sheets: Vec<(&str, &str)> = sheets.iter().map(|(name, rows)| (*name, rows.as_str())).collect();
        shown(&compile(&workbook(&sheets)).unwrap_err())
    };
    for (sheet, from, to, said) in [
        ("event_decisions", "lights | | | | | | | | | 路灯由市政自行巡查 |", "", "no row for all other cases"),
        ("rules", "lights", "lamps", "has no rule lamps"),
        ("event_fields", "where | select_one where", "where | select_one nowhere", "no such list"),
        ("event_fields", "light-out | lamps", "dark | lamps", "The sheet events has no dark"),
        ("event_decisions", "| stairs | yes", "| roof | yes", "The question has no choice roof"),
    ] {
        let found = without(sheet, from, to);
        assert!(found.contains(said), "{said}:\n{found}");
    }
}
