//! Decision tables: conditions on the left, and what follows on the right: a finding, an action, the reason and its clause.

mod cells;
mod outcome;

use crate::expression::{self, Names, Wanted};
use crate::message;
use crate::problem::{Place, Report, Said};
use crate::survey::{ItemNames, Reading, expr};
use crate::workbook::{Row as Cells, Sheet};
use lifang_sheet_engine::{Clause, Expr, Item, ItemKind, Row, Table};

const KNOWN: [&str; 19] = [
    "rule",
    "when",
    "finding",
    "question",
    "action",
    "duty",
    "to",
    "due_hours",
    "due_days",
    "due_working_days",
    "priority",
    "checklist",
    "tag",
    "tag_days",
    "document",
    "article",
    "remark",
    "title",
    "order",
];
const TRANSLATED: [&str; 3] = ["finding_text", "action_text", "reason"];

/// What a table is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// The answers of a checklist.
    Answers,
    /// An event: there are no findings, and some row must always speak.
    Events,
}

/// Reads a sheet of tables, one for each rule. `items` are those of the survey; there are none where events are decided.
pub(crate) fn read(
    sheet: &Sheet,
    purpose: For,
    names: &ItemNames,
    items: &[Item],
    reading: &mut Reading<'_>,
) -> Vec<Table> {
    sheet.refuse_unknown(&KNOWN, &TRANSLATED, reading.report);
    // Columns headed by a question, with the question.
    let mut asked: Vec<(usize, String)> = Vec::new();
    for (at, column) in sheet.columns.iter().enumerate() {
        let Some(name) = column.heading.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) else {
            continue;
        };
        if names.item(name.trim()).is_some() {
            asked.push((at, name.trim().to_owned()));
        } else {
            let what = Said::new(format!("没有名为 {name} 的题目。"), format!("There is no question {name}."));
            reading.report.say(sheet.at(0, at), what, Said::new("请检查列标题。", "Check the heading."));
        }
    }
    let mut tables: Vec<Table> = Vec::new();
    for cells in &sheet.rows {
        let conditions = conditions(sheet, cells, &asked, names, reading.report);
        let speaks =
            sheet.columns.iter().enumerate().any(|(at, column)| column.name == "reason" && cells.at(at).is_some());
        match sheet.cell(cells, "rule") {
            Some((rule, place)) => {
                if !rule.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
                    let what =
                        Said::new(format!("规则代码“{rule}”不合要求。"), format!("The rule {rule:?} is misspelled."));
                    reading.report.say(
                        place,
                        what,
                        Said::new("请用小写字母、数字和连字符。", "Use small letters, digits and hyphens."),
                    );
                }
                let row = begin(sheet, cells, rule, conditions, names, items, reading);
                match tables.iter_mut().find(|table| table.rule == rule) {
                    Some(table) => {
                        if table.rows.last().is_some_and(|last| last.when.is_empty()) {
                            let what = Said::new(
                                "上一行没有条件，这一行永远轮不到。",
                                "The row before has no condition, so this one never speaks.",
                            );
                            reading.report.say(
                                sheet.row(cells),
                                what,
                                Said::new("请把没有条件的行放在最后。", "Put the row without conditions last."),
                            );
                        }
                        table.rows.push(row);
                    }
                    None => tables.push(Table { rule: rule.to_owned(), rows: vec![row] }),
                }
            }
            None if conditions.is_empty() && !speaks && !tables.is_empty() => {}
            None => {
                let what = Said::new("缺少 rule。", "rule is missing.");
                let remedy = Said::new(
                    "请写规则代码；只为上一行加动作时，不写条件和依据。",
                    "Name the rule; a row that only adds an action to the one above has no conditions and no reason.",
                );
                reading.report.say(sheet.place(cells, "rule"), what, remedy);
                continue;
            }
        }
        // A row without a rule adds to the row before it, which is the last of its table.
        let last = sheet
            .rows
            .iter()
            .take_while(|row| row.number <= cells.number)
            .filter_map(|row| sheet.cell(row, "rule"))
            .last();
        let table = tables.iter_mut().find(|table| last.as_ref().is_some_and(|(rule, _)| *rule == table.rule));
        if let Some(row) = table.and_then(|table| table.rows.last_mut()) {
            let key = format!("{}-{}", last.map_or("", |(rule, _)| rule), cells.number);
            outcome::read(sheet, cells, purpose, &key, names, items, row, reading);
        }
    }
    if purpose == For::Events {
        for table in tables.iter().filter(|table| table.rows.last().is_none_or(|last| !last.when.is_empty())) {
            let what = Said::new(
                format!("规则 {} 没有“其他情况”一行。", table.rule),
                format!("The rule {} has no row for all other cases.", table.rule),
            );
            let remedy = Said::new(
                "请在最后加一行，不写条件，写明依据：什么都不做也要说明理由。",
                "Add a last row without conditions and with a reason: to do nothing needs one too.",
            );
            reading.report.say(Place { sheet: sheet.name.clone(), ..Place::default() }, what, remedy);
        }
    }
    tables
}

fn begin(
    sheet: &Sheet,
    cells: &Cells,
    rule: &str,
    when: Vec<Expr>,
    names: &ItemNames,
    items: &[Item],
    reading: &mut Reading<'_>,
) -> Row {
    let words = sheet.words(cells, "reason", reading.default);
    let at = sheet.columns.iter().position(|column| column.name == "reason");
    let place = at.map_or_else(|| sheet.row(cells), |at| sheet.at(cells.number, at));
    let reason = if words.is_empty() {
        reading.report.say(
            place,
            Said::new("缺少依据 reason。", "reason is missing."),
            Said::new("每一行都要写明理由。", "Every row says why."),
        );
        None
    } else {
        Some(message::read(&words, &place, &format!("reason-{rule}"), names, reading))
    };
    let text = |name| sheet.cell(cells, name).map(|(text, _)| text.to_owned());
    let clause = text("document").map(|document| Clause { document, article: text("article").unwrap_or_default() });
    if clause.is_none()
        && let Some((_, place)) = sheet.cell(cells, "article")
    {
        let what = Said::new("有条款，没有文件。", "There is an article and no document.");
        reading.report.say(place, what, Said::new("请填写 document。", "Fill in document."));
    }
    let fields = read_fields(&when, items, names);
    Row { when, findings: Vec::new(), acts: Vec::new(), reason, clause, fields }
}

/// The questions that the conditions read, behind what is calculated from them.
fn read_fields(when: &[Expr], items: &[Item], names: &ItemNames) -> Vec<String> {
    let mut left: Vec<u16> = when.iter().flat_map(expression::items).rev().collect();
    let (mut seen, mut fields) = (Vec::new(), Vec::new());
    while let Some(at) = left.pop() {
        if seen.contains(&at) {
            continue;
        }
        seen.push(at);
        match items.get(usize::from(at)).map(|item| (&item.kind, item)) {
            Some((ItemKind::Calculate(expr), _)) => left.extend(expression::items(expr).into_iter().rev()),
            Some((ItemKind::Known(field), _)) => fields.push(field.clone()),
            Some((_, item)) => fields.push(item.name.clone()),
            None => fields.extend(names.name(at)),
        }
    }
    fields
}

fn conditions(
    sheet: &Sheet,
    cells: &Cells,
    asked: &[(usize, String)],
    names: &ItemNames,
    report: &mut Report,
) -> Vec<Expr> {
    let when = sheet.cell(cells, "when").and_then(|(text, place)| expr(text, &place, names, Wanted::Condition, report));
    let mut conditions: Vec<Expr> = when.into_iter().collect();
    for (at, name) in asked {
        let Some(text) = cells.at(*at) else { continue };
        let place = sheet.at(cells.number, *at);
        let kind = names.kind(names.item(name).unwrap_or_default());
        match cells::condition(name, &kind, text) {
            Ok(None) => {}
            Ok(Some(source)) => conditions.extend(expr(&source, &place, names, Wanted::Condition, report)),
            Err((what, remedy)) => report.say(place, what, remedy),
        }
    }
    conditions
}
