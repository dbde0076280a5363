//! The sheet `survey`: rows become items, in two readings. The first learns the names and what each holds; the second reads the
//! expressions, which may name what stands further down.

mod appearance;
mod collects;
mod details;
mod names;
mod order;
mod rows;
mod types;
mod wording;

pub(crate) use collects::Collects;
pub(crate) use names::ItemNames;

use crate::choices::Choices;
use crate::expression::{self, Wanted, Wrong};
use crate::problem::{Place, Report, Said};
use crate::reader::Default;
use crate::texts::Catalogs;
use crate::workbook::{Sheet, Workbook};
use lifang_sheet_engine::{Expr, FormSheet, Item};

/// The most nodes a form may have; the host's limit.
const MOST_NODES: usize = 2_000;

const KNOWN: [&str; 24] = [
    "type",
    "name",
    "value",
    "relevant",
    "relevance",
    "required",
    "constraint",
    "calculation",
    "calculate",
    "choice_filter",
    "repeat_count",
    "jr:count",
    "appearance",
    "disabled",
    "lifang_field",
    "lifang_fresh_days",
    "lifang_writes",
    "lifang_purpose_zh",
    "lifang_purpose_en",
    "lifang_legal_basis",
    "lifang_repeat_max",
    "lifang_longest",
    "list_name",
    "remark",
];
const TRANSLATED: [&str; 4] = ["label", "hint", "guidance_hint", "constraint_message"];

/// What the survey says.
#[derive(Debug)]
pub(crate) struct Survey {
    pub(crate) items: Vec<Item>,
    pub(crate) order: Vec<u16>,
    pub(crate) names: ItemNames,
    pub(crate) collects: Vec<Collects>,
    pub(crate) languages: Vec<String>,
}

/// What the readings share.
pub(crate) struct Reading<'a> {
    pub(crate) default: &'a Default,
    pub(crate) languages: &'a [String],
    pub(crate) catalogs: &'a mut Catalogs,
    pub(crate) report: &'a mut Report,
}

/// Reads the survey.
pub(crate) fn read(book: &Workbook, default: &Default, catalogs: &mut Catalogs, report: &mut Report) -> Option<Survey> {
    let Some(sheet) = book.sheet("survey") else {
        let place = Place { sheet: "survey".into(), ..Place::default() };
        report.say(
            place,
            Said::new("没有 survey 工作表。", "There is no sheet survey."),
            Said::new("请新建，列有 type、name、label。", "Make one with the columns type, name and label."),
        );
        return None;
    };
    sheet.refuse_unknown(&KNOWN, &TRANSLATED, report);
    let mut languages = sheet.languages("label", default);
    if !languages.iter().any(|tag| tag == "zh") {
        let place = Place { sheet: sheet.name.clone(), ..Place::default() };
        let what = Said::new("没有中文题目文字。", "There are no labels in Chinese.");
        report.say(
            place,
            what,
            Said::new(
                "请加 label::中文 (zh) 列，或把 default_language 设为 中文 (zh)。",
                "Add the column label::中文 (zh), or set default_language to 中文 (zh).",
            ),
        );
        languages.push("zh".to_owned());
    }
    let choices = Choices::read(book, &languages, default, catalogs, report);
    let mut reading = Reading { default, languages: &languages, catalogs, report };

    let (items, entries, names) = rows::first(sheet, &choices, &mut reading);
    let (items, collects) = details::second(sheet, items, &entries, &names, &mut reading);
    let place = |item: u16| entries.get(usize::from(item)).map_or_else(Place::default, |entry| sheet.row(entry.row));
    let order = order::order(&items, &place, report);
    check_nodes(&items, sheet, report);
    Some(Survey { items, order, names, collects, languages })
}

/// An expression of a cell, or what is wrong with it.
pub(crate) fn expr(
    text: &str,
    place: &Place,
    names: &dyn expression::Names,
    wanted: Wanted,
    report: &mut Report,
) -> Option<Expr> {
    match expression::read(text, names, wanted) {
        Ok(expr) => Some(expr),
        Err(Wrong { at, what, remedy }) => {
            let near: String = text.chars().skip(at).take(20).collect();
            let place_of = if near.is_empty() {
                Said::new("", "")
            } else {
                Said::new(format!("（第 {} 字起：{near}）", at + 1), format!(" (from character {}: {near})", at + 1))
            };
            report.say(place.clone(), Said::new(what.zh + &place_of.zh, what.en + &place_of.en), remedy);
            None
        }
    }
}

/// With all entries of repeats, a form must stay within what the host takes, and no two nodes may have one name.
fn check_nodes(items: &[Item], sheet: &Sheet, report: &mut Report) {
    let form = FormSheet {
        id: String::new(),
        title: String::new(),
        items: items.to_vec(),
        order: Vec::new(),
        tables: Vec::new(),
    };
    let slots = form.slots();
    let place = || Place { sheet: sheet.name.clone(), ..Place::default() };
    if slots.len() > MOST_NODES {
        let what = Said::new(
            format!("展开重复组后有 {} 项以上，超过 {MOST_NODES}。", slots.len()),
            format!("With all entries of its repeats the form has {} nodes; {MOST_NODES} is the most.", slots.len()),
        );
        report.say(place(), what, Said::new("请减小 lifang_repeat_max。", "Lower lifang_repeat_max."));
    }
    let mut nodes: Vec<&str> = slots.iter().map(|slot| slot.node.as_str()).collect();
    nodes.sort_unstable();
    if let Some(pair) = nodes.windows(2).find(|pair| pair[0] == pair[1]) {
        let what = Said::new(
            format!("展开重复组后有两个 {}。", pair[0]),
            format!("With the entries of repeats there are two nodes {}.", pair[0]),
        );
        report.say(place(), what, Said::new("请改名。", "Rename one."));
    }
}
