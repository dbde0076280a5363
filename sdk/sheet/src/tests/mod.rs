//! Workbooks written down as text, and what becomes of them.

mod features;
mod oracle;
mod refused;
mod tables;

use crate::{Plugin, Problem, World, compile};
use lifang_sheet_engine::{Answered, Filled, FormSheet, Outside, Program};

/// Settings that are right.
pub(super) const SETTINGS: &str = "
form_title | form_id | version | default_language | lifang_plugin_id | lifang_regions | lifang_effective_from | lifang_licence
走访 | visit | 1.0.0 | 中文 (zh) | cn.test.visit | 220103 | 2024-01-01 | Apache-2.0";

/// A workbook of sheets, each a name and rows of cells parted by `|`.
pub(super) fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in rows.trim_start_matches('\n').lines().enumerate() {
            for (column, cell) in line.split('|').enumerate() {
                let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                match cell.trim() {
                    "" => {}
                    // As a spreadsheet keeps them: a number is a number, a formula's TRUE a truth.
                    "TRUE" => {
                        sheet.write_boolean(row, column, true).unwrap();
                    }
                    cell => {
                        let cell = cell.replace("\\n", "\n");
                        match cell.parse::<f64>() {
                            Ok(number) => sheet.write_number(row, column, number).unwrap(),
                            Err(_) => sheet.write_string(row, column, cell).unwrap(),
                        };
                    }
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// What a survey becomes, with right settings and some lists of choices.
pub(super) fn survey(rows: &str) -> Result<Vec<Plugin>, Vec<Problem>> {
    with_sheets(rows, &[])
}

pub(super) const CHOICES: &str = "
list_name | name | label | city
yes_no | yes | 是 |
yes_no | no | 否 |
care | fall | 跌倒 |
care | fire | 火灾 |
district | kuancheng | 宽城 | changchun
district | chaoyang | 朝阳 | changchun
district | chuanying | 船营 | jilin
city | changchun | 长春 |
city | jilin | 吉林 |
score | 1 | 差 |
score | 2 | 好 |";

pub(super) fn with_sheets(rows: &str, others: &[(&str, &str)]) -> Result<Vec<Plugin>, Vec<Problem>> {
    let mut sheets = vec![("survey", rows), ("choices", CHOICES), ("settings", SETTINGS)];
    for (name, rows) in others {
        sheets.retain(|(known, _)| known != name);
        sheets.push((name, rows));
    }
    compile(&workbook(&sheets))
}

/// The checklist of a workbook that is right.
#[track_caller]
pub(super) fn form(rows: &str, others: &[(&str, &str)]) -> FormSheet {
    let plugins = with_sheets(rows, others).unwrap_or_else(|problems| panic!("{}", shown(&problems)));
    let Some(Plugin { world: World::Forms, program: Program::Form(form), .. }) = plugins.into_iter().next() else {
        panic!("a checklist")
    };
    form
}

pub(super) fn shown(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

/// What is wrong with a survey, in one text.
#[track_caller]
pub(super) fn wrong(rows: &str) -> String {
    match survey(rows) {
        Err(problems) => shown(&problems),
        Ok(_) => panic!("nothing is wrong with\n{rows}"),
    }
}

/// 1 March 2024.
pub(super) const OUTSIDE: Outside = Outside { today: 19_783 };

pub(super) fn answers(said: &[(&str, &str)]) -> Answered {
    said.iter().map(|(node, text)| ((*node).to_owned(), (*text).to_owned())).collect()
}

/// How a form stands: the nodes that show, `*` where an answer is wanted, `!` where one is wrong.
#[track_caller]
pub(super) fn stands(form: &FormSheet, said: &[(&str, &str)]) -> String {
    let filled = Filled::new(form, &answers(said), &Answered::new(), OUTSIDE);
    let mut shown = Vec::new();
    for (at, slot) in (0..).zip(filled.slots()) {
        let standing = filled.standing(at);
        if standing.visible {
            let required = if standing.required { "*" } else { "" };
            shown.push(format!("{}{required}{}", slot.node, "!".repeat(standing.problems.len())));
        }
    }
    shown.join(" ")
}

/// What an item's answer is, in its first entry.
pub(super) fn value(form: &FormSheet, said: &[(&str, &str)], node: &str) -> String {
    let filled = Filled::new(form, &answers(said), &Answered::new(), OUTSIDE);
    let at = filled.slots().iter().position(|slot| slot.node == node).unwrap_or_else(|| panic!("no node {node}"));
    filled.value(u32::try_from(at).unwrap()).to_owned()
}
