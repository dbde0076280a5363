//! The right side of a row: a finding, an action.

use super::For;
use crate::expression::Names;
use crate::message;
use crate::problem::Said;
use crate::survey::{ItemNames, Reading};
use crate::workbook::{Row as Cells, Sheet};
use lifang_sheet_engine::{Act, Due, Finding, Item, ItemKind, Message, Priority, Row, Severity};

const LEVELS: [&str; 4] = ["street", "district", "city", "province"];

/// Reads what the cells say and adds it to the row.
#[expect(clippy::too_many_arguments, reason = "a row is read against all that the workbook has")]
pub(super) fn read(
    sheet: &Sheet,
    cells: &Cells,
    purpose: For,
    key: &str,
    names: &ItemNames,
    items: &[Item],
    row: &mut Row,
    reading: &mut Reading<'_>,
) {
    if let Some(finding) = finding(sheet, cells, purpose, key, names, items, row, reading) {
        row.findings.push(finding);
    }
    if let Some(act) = act(sheet, cells, key, names, reading) {
        row.acts.push(act);
    }
}

#[expect(clippy::too_many_arguments, reason = "as above")]
fn finding(
    sheet: &Sheet,
    cells: &Cells,
    purpose: For,
    key: &str,
    names: &ItemNames,
    items: &[Item],
    row: &Row,
    reading: &mut Reading<'_>,
) -> Option<Finding> {
    let (bad, place) = sheet.cell(cells, "finding")?;
    if purpose == For::Events {
        reading.report.say(
            place,
            Said::new("事件规则没有问题 finding。", "Rules on events have no findings."),
            Said::new("请清空此格。", "Empty the cell."),
        );
        return None;
    }
    let severity = match bad {
        "minor" | "轻微" => Severity::Minor,
        "major" | "一般" => Severity::Major,
        "critical" | "严重" => Severity::Critical,
        _ => {
            let what = Said::new(format!("“{bad}”不是问题的程度。"), format!("{bad:?} is no severity."));
            reading.report.say(
                place,
                what,
                Said::new("请写 minor、major 或 critical。", "Write minor, major or critical."),
            );
            return None;
        }
    };
    // Where nothing is said, the first question that the conditions read.
    let (node, place) = match sheet.cell(cells, "question") {
        Some((name, place)) => (Some(name.trim_start_matches("${").trim_end_matches('}').to_owned()), place),
        None => (row.fields.iter().find(|name| names.item(name).is_some()).cloned(), sheet.place(cells, "question")),
    };
    let asked = |name: &str| {
        let item = names.item(name).and_then(|item| items.get(usize::from(item)))?;
        let outside = item.parent.is_none_or(|parent| !matches!(items[usize::from(parent)].kind, ItemKind::Repeat(..)));
        (outside && !matches!(item.kind, ItemKind::Calculate(_) | ItemKind::Known(_) | ItemKind::Repeat(..)))
            .then(|| item.name.clone())
    };
    let Some(node) = node.as_deref().and_then(asked) else {
        let what = Said::new("没有写明问题出在哪一题。", "It is not said which question the finding was seen in.");
        reading.report.say(
            place,
            what,
            Said::new(
                "请在 question 列写题目名（不在重复组内）。",
                "Name a question in the column question, one outside repeats.",
            ),
        );
        return None;
    };
    let text = text(sheet, cells, "finding_text", &format!("finding-{key}"), names, reading)?;
    Some(Finding { severity, node, text })
}

fn text(
    sheet: &Sheet,
    cells: &Cells,
    column: &str,
    key: &str,
    names: &ItemNames,
    reading: &mut Reading<'_>,
) -> Option<Message> {
    let words = sheet.words(cells, column, reading.default);
    let at = sheet.columns.iter().position(|one| one.name == column);
    let place = at.map_or_else(|| sheet.row(cells), |at| sheet.at(cells.number, at));
    if words.is_empty() {
        reading.report.say(
            place,
            Said::new(format!("缺少 {column}。"), format!("{column} is missing.")),
            Said::new("请填写。", "Fill it in."),
        );
        return None;
    }
    Some(message::read(&words, &place, key, names, reading))
}

fn act(sheet: &Sheet, cells: &Cells, key: &str, names: &ItemNames, reading: &mut Reading<'_>) -> Option<Act> {
    let Some((action, place)) = sheet.cell(cells, "action") else {
        for column in ["duty", "due_hours", "due_days", "due_working_days", "priority", "checklist", "tag", "tag_days"]
        {
            if let Some((_, place)) = sheet.cell(cells, column) {
                let what =
                    Said::new(format!("有 {column}，没有 action。"), format!("There is {column} and no action."));
                reading.report.say(
                    place,
                    what,
                    Said::new("请填写 action，或清空此格。", "Fill in action, or empty the cell."),
                );
            }
        }
        return None;
    };
    let needed = |column: &str, reading: &mut Reading<'_>| {
        sheet.needs(cells, column, reading.report).map(|(text, _)| text.to_owned())
    };
    let key = format!("action-{key}");
    match action.replace('_', "-").as_str() {
        "work-order" | "工单" => {
            let (duty, title) = (needed("duty", reading), text(sheet, cells, "action_text", &key, names, reading));
            let to = sheet.cell(cells, "to").map_or("grid-worker", |(to, _)| to).to_owned();
            Some(Act::WorkOrder(duty?, title?, to, due(sheet, cells, reading), priority(sheet, cells, reading)))
        }
        "visit" | "走访" => {
            let (duty, checklist) = (needed("duty", reading), needed("checklist", reading));
            let title = text(sheet, cells, "action_text", &key, names, reading);
            let due = due(sheet, cells, reading);
            if due.is_none() {
                reading.report.say(
                    sheet.row(cells),
                    Said::new("走访要有期限。", "A visit needs a last day."),
                    Said::new("请填写 due_days 或 due_working_days。", "Fill in due_days or due_working_days."),
                );
            }
            Some(Act::Visit(duty?, checklist?, title?, due?, priority(sheet, cells, reading)))
        }
        "notify" | "通知" => {
            let (to, said) = (needed("to", reading), text(sheet, cells, "action_text", &key, names, reading));
            Some(Act::Notify(to?, said?))
        }
        "tag" | "标签" => {
            let tag = needed("tag", reading)?;
            Some(Act::Tag(tag, sheet.number(cells, "tag_days", 1..=36_500, reading.report)))
        }
        "escalate" | "上报" => {
            let (to, said) =
                (sheet.needs(cells, "to", reading.report), text(sheet, cells, "action_text", &key, names, reading));
            let (to, place) = to?;
            if !LEVELS.contains(&to) {
                let what = Said::new(format!("没有 {to} 这一层级。"), format!("There is no level {to}."));
                reading.report.say(
                    place,
                    what,
                    Said::new("请写 street、district、city 或 province。", "Write street, district, city or province."),
                );
            }
            Some(Act::Escalate(to.to_owned(), said?))
        }
        _ => {
            let what = Said::new(format!("不认识动作“{action}”。"), format!("The action {action:?} is not known."));
            reading.report.say(
                place,
                what,
                Said::new(
                    "可用：work-order、visit、notify、tag、escalate。",
                    "There are work-order, visit, notify, tag and escalate.",
                ),
            );
            None
        }
    }
}

type DueOf = fn(u32) -> Due;

fn due(sheet: &Sheet, cells: &Cells, reading: &mut Reading<'_>) -> Option<Due> {
    let limits: [(&str, DueOf, u32); 3] =
        [("due_hours", Due::Hours, 8_784), ("due_days", Due::Days, 3_660), ("due_working_days", Due::WorkingDays, 250)];
    let mut found = None;
    for (column, of, most) in limits {
        if let Some(number) = sheet.number(cells, column, 0..=most, reading.report) {
            if found.is_some() {
                let what = Said::new("期限只能写一种。", "There is more than one time limit.");
                reading.report.say(sheet.place(cells, column), what, Said::new("请只留一格。", "Keep one."));
            }
            found = Some(of(number));
        }
    }
    found
}

fn priority(sheet: &Sheet, cells: &Cells, reading: &mut Reading<'_>) -> Priority {
    let Some((text, place)) = sheet.cell(cells, "priority") else { return Priority::Normal };
    match text {
        "low" | "低" => Priority::Low,
        "normal" | "一般" => Priority::Normal,
        "high" | "高" => Priority::High,
        "urgent" | "紧急" => Priority::Urgent,
        _ => {
            let what = Said::new(format!("不认识紧急程度“{text}”。"), format!("The priority {text:?} is not known."));
            reading.report.say(
                place,
                what,
                Said::new("请写 low、normal、high 或 urgent。", "Write low, normal, high or urgent."),
            );
            Priority::Normal
        }
    }
}
