//! The second reading of the survey: expressions, which may name what stands further down, and what hangs on them.

use super::names::ItemNames;
use super::rows::Entry;
use super::types::RowType;
use super::{Collects, Reading, appearance, collects, expr, wording};
use crate::expression::Wanted;
use crate::problem::Said;
use crate::reader::flag;
use crate::workbook::{Row, Sheet};
use lifang_sheet_engine::{AnswerKind, Expr, Item, ItemKind, Message};

/// Expressions and texts.
pub(super) fn second(
    sheet: &Sheet,
    mut items: Vec<Item>,
    entries: &[Entry<'_>],
    names: &ItemNames,
    reading: &mut Reading<'_>,
) -> (Vec<Item>, Vec<Collects>) {
    let mut collected = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        if entry.more {
            continue;
        }
        let row = entry.row;
        let mut item = items[at].clone();
        let own = names.kind_of(&item.name);
        let scope = names.with_own(own.clone());
        let condition = |column: &str, reading: &mut Reading<'_>| {
            let (text, place) = sheet.cell(row, column)?;
            match flag(text)
                .filter(|_| column == "required" || text.eq_ignore_ascii_case("yes") || text.eq_ignore_ascii_case("no"))
            {
                Some(true) => Some(Expr::Call(lifang_sheet_engine::Func::True, Vec::new())),
                Some(false) => Some(Expr::Call(lifang_sheet_engine::Func::False, Vec::new())),
                None => expr(text, &place, &scope, Wanted::Condition, reading.report),
            }
        };
        item.relevant = condition("relevant", reading).or_else(|| condition("relevance", reading));
        item.required = condition("required", reading);
        let constraint = condition("constraint", reading);
        appearance::check(sheet, row, reading.report);

        let asks = matches!(item.kind, ItemKind::Question(_));
        let reads = matches!(item.kind, ItemKind::Note | ItemKind::Group | ItemKind::Repeat(..));
        let misplaced: &[(&str, bool)] = &[
            ("required", asks),
            ("constraint", asks),
            ("calculation", entry.row_type == RowType::Calculate),
            ("calculate", entry.row_type == RowType::Calculate),
            ("choice_filter", matches!(item.kind, ItemKind::Question(AnswerKind::One(_) | AnswerKind::Many(_)))),
            ("repeat_count", matches!(item.kind, ItemKind::Repeat(..))),
            ("jr:count", matches!(item.kind, ItemKind::Repeat(..))),
            ("lifang_repeat_max", matches!(item.kind, ItemKind::Repeat(..))),
            ("lifang_longest", matches!(item.kind, ItemKind::Question(AnswerKind::Text(_)))),
            ("lifang_field", asks || entry.row_type == RowType::Calculate),
        ];
        for (column, _) in misplaced.iter().filter(|(_, fits)| !fits) {
            if let Some((text, place)) = sheet.cell(row, column)
                && flag(text) != Some(false)
            {
                let what =
                    Said::new(format!("这种行不能有 {column}。"), format!("A row of this type has no {column}."));
                reading.report.say(place, what, Said::new("请清空此格。", "Empty the cell."));
            }
        }

        if asks || reads {
            wording::texts(sheet, row, &mut item, reading);
        }
        if asks && let Some(constraint) = constraint {
            item.constraint = Some((constraint, wording::constraint_message(sheet, row, &item.name, names, reading)));
        }
        if entry.row_type == RowType::Flag && item.required.is_some() && item.constraint.is_none() {
            let words = reading.built_in("必须确认", "This must be confirmed");
            let key = reading.catalogs.keep("confirm", words);
            item.constraint =
                Some((Expr::Call(lifang_sheet_engine::Func::True, Vec::new()), Message { key, args: Vec::new() }));
        }
        if let (true, Some((text, place))) = (asks, sheet.cell(row, "choice_filter")) {
            let scope = names.with_columns();
            let message = Message { key: reading.choice_wrong(), args: Vec::new() };
            item.filter = expr(text, &place, &scope, Wanted::Condition, reading.report).map(|expr| (expr, message));
        }
        repeat_count(sheet, row, &mut item, names, reading);
        let collects = collects::read(sheet, row, &mut item, in_repeat(&items, at), reading.report);
        if entry.row_type == RowType::Calculate && !matches!(item.kind, ItemKind::Known(_)) {
            let column = if sheet.cell(row, "calculate").is_some() { "calculate" } else { "calculation" };
            if let Some((text, place)) = sheet.needs(row, column, reading.report)
                && let Some(expr) = expr(text, &place, names, Wanted::Value, reading.report)
            {
                item.kind = ItemKind::Calculate(expr);
            }
        }
        collected.extend(collects);
        items[at] = item;
    }
    (items, collected)
}

/// Whether an item stands in a repeat, however deep.
fn in_repeat(items: &[Item], at: usize) -> bool {
    let mut next = items[at].parent;
    while let Some(parent) = next.and_then(|parent| items.get(usize::from(parent))) {
        if matches!(parent.kind, ItemKind::Repeat(..)) {
            return true;
        }
        next = parent.parent;
    }
    false
}

fn repeat_count(sheet: &Sheet, row: &Row, item: &mut Item, names: &ItemNames, reading: &mut Reading<'_>) {
    let ItemKind::Repeat(most, count) = &mut item.kind else { return };
    let column = if sheet.cell(row, "repeat_count").is_some() { "repeat_count" } else { "jr:count" };
    let Some((text, place)) = sheet.cell(row, column) else { return };
    let Some(read) = expr(text, &place, names, Wanted::Number, reading.report) else { return };
    // More than there is room for is said, never cut.
    let within = Expr::Two(lifang_sheet_engine::Op::Le, Box::new(read.clone()), Box::new(Expr::Num(f64::from(*most))));
    let words = reading.built_in(&format!("最多可填 {most} 项"), &format!("There is room for {most}"));
    let key = reading.catalogs.keep("repeat-full", words);
    item.constraint = Some((within, Message { key, args: Vec::new() }));
    *count = Some(read);
}
