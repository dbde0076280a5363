//! The sheets of events: `events` (kinds), `event_fields` (what is asked of them), `rules`, and the tables in `event_decisions`.

use crate::choices::Choices;
use crate::expression::Kind;
use crate::problem::{Place, Report, Said};
use crate::reader::whole;
use crate::settings::list;
use crate::survey::{ItemNames, Reading};
use crate::tables;
use crate::texts::Words;
use crate::workbook::{Row, Sheet, Workbook};
use lifang_sheet_engine::{EventRule, EventSheet, Table};

/// What the sheets say, for program and manifest.
#[derive(Debug)]
pub(crate) struct Events {
    pub(crate) program: EventSheet,
    pub(crate) kinds: Vec<KindHead>,
    pub(crate) rules: Vec<RuleHead>,
}

/// A kind of event.
#[derive(Debug)]
pub(crate) struct KindHead {
    pub(crate) kind: String,
    pub(crate) title: Words,
    pub(crate) hint: Words,
    pub(crate) fields: Vec<FieldHead>,
}

/// What is asked of it.
#[derive(Clone, Debug)]
pub(crate) struct FieldHead {
    pub(crate) key: String,
    pub(crate) title: Words,
    pub(crate) hint: Words,
    pub(crate) field_type: &'static str,
    pub(crate) required: bool,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) longest: Option<u32>,
    pub(crate) choices: Vec<(String, Words)>,
}

/// A rule on events.
#[derive(Debug)]
pub(crate) struct RuleHead {
    pub(crate) id: String,
    pub(crate) title: Words,
    pub(crate) kinds: Vec<String>,
    pub(crate) mandatory: bool,
    pub(crate) overrides: Option<String>,
}

/// Reads them; none where the workbook decides no events.
pub(crate) fn read(book: &Workbook, reading: &mut Reading<'_>) -> Option<Events> {
    let rules_sheet = book.sheet("rules")?;
    let mut names = ItemNames::new(Vec::new());
    let mut keys: Vec<String> = Vec::new();
    let mut kinds = kinds(book, reading);
    if let Some(sheet) = book.sheet("event_fields") {
        fields(book, sheet, &mut kinds, &mut keys, &mut names, reading);
    }
    let rules = rules(rules_sheet, reading);
    let tables = match book.sheet("event_decisions") {
        Some(sheet) => tables::read(sheet, tables::For::Events, &names, &[], reading),
        None => Vec::new(),
    };
    let program = rules.iter().filter_map(|head| {
        let table: Option<Table> = tables.iter().find(|table| table.rule == head.id).cloned();
        if table.is_none() {
            let place = Place { sheet: "rules".into(), ..Place::default() };
            let what = Said::new(
                format!("event_decisions 中没有规则 {}。", head.id),
                format!("The sheet event_decisions has no rule {}.", head.id),
            );
            reading.report.say(place, what, Said::new("请为它写决策行。", "Write its rows there."));
        }
        Some(EventRule { kinds: head.kinds.clone(), table: table? })
    });
    let program: Vec<EventRule> = program.collect();
    for table in tables.iter().filter(|table| !rules.iter().any(|head| head.id == table.rule)) {
        let place = Place { sheet: "event_decisions".into(), ..Place::default() };
        let what = Said::new(
            format!("rules 中没有规则 {}。", table.rule),
            format!("The sheet rules has no rule {}.", table.rule),
        );
        reading.report.say(place, what, Said::new("请在 rules 中登记它。", "Declare it there."));
    }
    Some(Events { program: EventSheet { fields: keys, rules: program }, kinds, rules })
}

fn kinds(book: &Workbook, reading: &mut Reading<'_>) -> Vec<KindHead> {
    let Some(sheet) = book.sheet("events") else { return Vec::new() };
    sheet.refuse_unknown(&["kind"], &["title", "hint"], reading.report);
    let read = |row: &Row| {
        let (kind, _) = sheet.needs(row, "kind", reading.report)?;
        let title = titled(sheet, row, "title", reading);
        Some(KindHead {
            kind: kind.to_owned(),
            title,
            hint: sheet.words(row, "hint", reading.default),
            fields: Vec::new(),
        })
    };
    sheet.rows.iter().filter_map(read).collect()
}

fn titled(sheet: &Sheet, row: &Row, name: &str, reading: &mut Reading<'_>) -> Words {
    let words = sheet.words(row, name, reading.default);
    let at = sheet.columns.iter().position(|column| column.name == name);
    let place = at.map_or_else(|| sheet.row(row), |at| sheet.at(row.number, at));
    whole(&words, &["zh".to_owned()], &place, name, reading.report);
    words
}

fn fields(
    book: &Workbook,
    sheet: &Sheet,
    kinds: &mut [KindHead],
    keys: &mut Vec<String>,
    names: &mut ItemNames,
    reading: &mut Reading<'_>,
) {
    sheet.refuse_unknown(
        &["kind", "name", "type", "required", "min", "max", "longest"],
        &["label", "hint"],
        reading.report,
    );
    let mut scratch = crate::texts::Catalogs::default();
    let choices = Choices::read(book, &["zh".to_owned()], reading.default, &mut scratch, &mut Report::default());
    for row in &sheet.rows {
        let (Some((kind, place)), Some((key, key_place)), Some((spelled, type_place))) = (
            sheet.needs(row, "kind", reading.report),
            sheet.needs(row, "name", reading.report),
            sheet.needs(row, "type", reading.report),
        ) else {
            continue;
        };
        let words: Vec<&str> = spelled.split_whitespace().collect();
        let listed = |words: &[&str]| words.get(1).and_then(|name| choices.list(name));
        let (field_type, holds) = match (words[0].to_lowercase().as_str(), listed(&words)) {
            ("flag" | "acknowledge", _) => ("flag", Kind::One(["yes".to_owned(), "no".to_owned()].into())),
            ("integer" | "int", _) => ("integer", Kind::Number),
            ("decimal", _) => ("decimal", Kind::Number),
            ("text", _) => ("text", Kind::Text),
            ("date", _) => ("date", Kind::Day),
            ("select_one", Some(list)) => ("one", Kind::One(list.codes.clone())),
            ("select_multiple", Some(list)) => ("many", Kind::Many(list.codes.clone())),
            _ => {
                let what = Said::new(
                    format!("不认识“{spelled}”，或没有该选项列表。"),
                    format!("{spelled:?} is not known, or there is no such list of choices."),
                );
                reading.report.say(
                    type_place,
                    what,
                    Said::new(
                        "可用：flag、integer、decimal、text、date、select_one 列表、select_multiple 列表。",
                        "There are flag, integer, decimal, text, date, select_one LIST and select_multiple LIST.",
                    ),
                );
                continue;
            }
        };
        let rows = listed(&words).map(|list| list.codes.clone());
        let titles = rows.map(|codes| labels(book, words[1], &codes, reading)).unwrap_or_default();
        let bound = |name| sheet.cell(row, name).and_then(|(text, _)| text.parse::<f64>().ok());
        let field = FieldHead {
            key: key.to_owned(),
            title: titled(sheet, row, "label", reading),
            hint: sheet.words(row, "hint", reading.default),
            field_type,
            required: sheet.yes(row, "required", reading.report),
            min: bound("min"),
            max: bound("max"),
            longest: sheet.number(row, "longest", 1..=4_000, reading.report),
            choices: titles,
        };
        match kinds.iter_mut().find(|known| known.kind == kind) {
            Some(known) => known.fields.push(field),
            None => {
                let what = Said::new(format!("events 中没有 {kind}。"), format!("The sheet events has no {kind}."));
                reading.report.say(place, what, Said::new("请先在 events 中登记。", "Declare it there first."));
            }
        }
        // A field of several kinds is one field to the tables, and must be of one type.
        if !names.has(key) {
            names.add(key, u16::try_from(keys.len()).unwrap_or(u16::MAX), holds);
            keys.push(key.to_owned());
        } else if names.kind_of(key) != holds {
            let what = Said::new(
                format!("{key} 在另一类事件中是别的类型。"),
                format!("{key} is of another type in another kind of event."),
            );
            reading.report.say(key_place, what, Said::new("请改名。", "Rename it."));
        }
    }
}

fn labels(book: &Workbook, list_name: &str, codes: &[String], reading: &Reading<'_>) -> Vec<(String, Words)> {
    let Some(sheet) = book.sheet("choices") else { return Vec::new() };
    let in_list = |row: &&Row| {
        ["list_name", "list"].iter().any(|column| sheet.cell(row, column).is_some_and(|(list, _)| list == list_name))
    };
    let of = |row: &Row| {
        let (code, _) = sheet.cell(row, "name").or_else(|| sheet.cell(row, "value"))?;
        codes.iter().any(|known| known == code).then(|| (code.to_owned(), sheet.words(row, "label", reading.default)))
    };
    sheet.rows.iter().filter(in_list).filter_map(of).collect()
}

fn rules(sheet: &Sheet, reading: &mut Reading<'_>) -> Vec<RuleHead> {
    sheet.refuse_unknown(&["rule", "kinds", "overrides", "mandatory"], &["title"], reading.report);
    let read = |row: &Row| {
        let (id, kinds) = (sheet.needs(row, "rule", reading.report), sheet.needs(row, "kinds", reading.report));
        let title = titled(sheet, row, "title", reading);
        Some(RuleHead {
            id: id?.0.to_owned(),
            title,
            kinds: list(kinds?.0, &[',', '，', '、', ' ']),
            mandatory: sheet.yes(row, "mandatory", reading.report),
            overrides: sheet.cell(row, "overrides").map(|(text, _)| text.to_owned()),
        })
    };
    sheet.rows.iter().filter_map(read).collect()
}
