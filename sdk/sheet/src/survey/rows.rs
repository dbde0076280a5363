//! The first reading of the survey: which rows are items, where they stand, what each holds.

use super::names::ItemNames;
use super::types::RowType;
use super::{MOST_NODES, Reading};
use crate::choices::{Choices, List};
use crate::expression::Kind;
use crate::problem::{Place, Report, Said};
use crate::workbook::{Row, Sheet};
use lifang_sheet_engine::{AnswerKind, Expr, Item, ItemKind};

/// How deep groups may nest; the host takes a form 16 deep.
const DEEPEST: usize = 12;
/// How many entries a repeat has that says nothing about it.
const ENTRIES: u32 = 10;
/// How long a text may be that says nothing about it.
const LONGEST: u32 = 2_000;

/// A row that is an item.
pub(super) struct Entry<'a> {
    pub(super) row: &'a Row,
    pub(super) row_type: RowType,
    /// Not a row of the sheet, but the question whether another entry is wanted.
    pub(super) more: bool,
}

/// Names, parents and kinds.
pub(super) fn first<'a>(
    sheet: &'a Sheet,
    choices: &Choices,
    reading: &mut Reading<'_>,
) -> (Vec<Item>, Vec<Entry<'a>>, ItemNames) {
    let (mut items, mut entries, mut names) =
        (Vec::<Item>::new(), Vec::<Entry<'a>>::new(), ItemNames::new(choices.columns.clone()));
    // Open groups and repeats, with the row they began in.
    let mut open: Vec<(u16, bool, &Row)> = Vec::new();
    for row in &sheet.rows {
        if sheet.yes(row, "disabled", reading.report) {
            continue;
        }
        let Some((spelled, place)) = sheet.needs(row, "type", reading.report) else { continue };
        let row_type = match RowType::read(spelled) {
            Ok(row_type) => row_type,
            Err((what, remedy)) => {
                reading.report.say(place, what, remedy);
                continue;
            }
        };
        if let RowType::EndGroup | RowType::EndRepeat = row_type {
            let repeat = row_type == RowType::EndRepeat;
            match open.pop() {
                Some((at, is_repeat, begun)) if is_repeat == repeat => {
                    let counted = ["repeat_count", "jr:count"].iter().any(|column| sheet.cell(begun, column).is_some());
                    if repeat && !counted {
                        let name = format!("{}-more", items[usize::from(at)].name);
                        let item = u16::try_from(items.len()).unwrap_or(u16::MAX);
                        let words = reading.built_in("还要再填一项", "Add another");
                        let label = reading.catalogs.keep("repeat-more", words);
                        names.add(&name, item, Kind::Any);
                        items.push(Item { label, ..blank(name, Some(at), ItemKind::More) });
                        entries.push(Entry { row: begun, row_type: RowType::EndRepeat, more: true });
                    }
                }
                _ => {
                    let what = Said::new("没有对应的 begin 行。", "There is no begin row for it.");
                    reading.report.say(place, what, Said::new("begin 与 end 要成对。", "begin and end come in pairs."));
                }
            }
            continue;
        }
        let parent = open.last().map(|(at, ..)| *at);
        let Some(item) = u16::try_from(items.len()).ok().filter(|item| usize::from(*item) < MOST_NODES) else {
            let what = Said::new(format!("超过 {MOST_NODES} 行。"), format!("There are more than {MOST_NODES} rows."));
            reading.report.say(place, what, Said::new("请拆成几个清单。", "Make several checklists of it."));
            break;
        };
        let (kind, holds) = match &row_type {
            RowType::BeginGroup => (ItemKind::Group, Kind::Group),
            RowType::BeginRepeat => {
                let most = sheet.number(row, "lifang_repeat_max", 1..=200, reading.report).unwrap_or(ENTRIES);
                (ItemKind::Repeat(u16::try_from(most).unwrap_or(1), None), Kind::Repeat)
            }
            RowType::Note => (ItemKind::Note, Kind::Group),
            RowType::Text => {
                let longest = sheet.number(row, "lifang_longest", 1..=4_000, reading.report).unwrap_or(LONGEST);
                (ItemKind::Question(AnswerKind::Text(longest)), Kind::Text)
            }
            RowType::Integer => (ItemKind::Question(AnswerKind::Integer), Kind::Number),
            RowType::Decimal => (ItemKind::Question(AnswerKind::Decimal), Kind::Number),
            RowType::Date => (ItemKind::Question(AnswerKind::Date), Kind::Day),
            RowType::Flag => (ItemKind::Question(AnswerKind::Flag), Kind::One(["OK".to_owned()].into())),
            RowType::One(list) => match named(list, choices, &place, reading.report) {
                Some(list) => (ItemKind::Question(AnswerKind::One(list.rows)), Kind::One(list.codes)),
                None => (ItemKind::Question(AnswerKind::One(Vec::new())), Kind::Any),
            },
            RowType::Many(list) => match named(list, choices, &place, reading.report) {
                Some(list) => (ItemKind::Question(AnswerKind::Many(list.rows)), Kind::Many(list.codes)),
                None => (ItemKind::Question(AnswerKind::Many(Vec::new())), Kind::Any),
            },
            RowType::Calculate => (ItemKind::Calculate(Expr::Str(String::new())), Kind::Any),
            RowType::Today => {
                (ItemKind::Calculate(Expr::Call(lifang_sheet_engine::Func::Today, Vec::new())), Kind::Day)
            }
            RowType::EndGroup | RowType::EndRepeat => continue,
        };
        if let RowType::BeginGroup | RowType::BeginRepeat = row_type {
            open.push((item, row_type == RowType::BeginRepeat, row));
            if open.len() > DEEPEST {
                let what =
                    Said::new(format!("组嵌套超过 {DEEPEST} 层。"), format!("Groups nest deeper than {DEEPEST}."));
                reading.report.say(place.clone(), what, Said::new("请减少层次。", "Use fewer levels."));
            }
        }
        let name_column = if sheet.column("name").is_some() { "name" } else { "value" };
        let name = sheet.needs(row, name_column, reading.report).map_or_else(
            || format!("row-{}", row.number),
            |(name, place)| {
                check_name(name, place, &names, reading.report);
                name.to_owned()
            },
        );
        names.add(&name, item, holds);
        items.push(blank(name, parent, kind));
        entries.push(Entry { row, row_type, more: false });
    }
    for (_, _, row) in open {
        let what = Said::new("没有对应的 end 行。", "There is no end row for it.");
        reading.report.say(sheet.row(row), what, Said::new("begin 与 end 要成对。", "begin and end come in pairs."));
    }
    (items, entries, names)
}

fn blank(name: String, parent: Option<u16>, kind: ItemKind) -> Item {
    Item {
        name,
        parent,
        kind,
        label: String::new(),
        hint: None,
        field: None,
        relevant: None,
        required: None,
        constraint: None,
        filter: None,
    }
}

fn check_name(name: &str, place: Place, names: &ItemNames, report: &mut Report) {
    let first = |c: char| c.is_alphabetic() || c == '_';
    let rest = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let what = if !name.starts_with(first) || !name.chars().all(rest) {
        Said::new(
            format!("名称“{name}”含有不允许的字符。"),
            format!("The name {name:?} has characters that a name cannot have."),
        )
    } else if names.has(name) {
        Said::new(format!("名称 {name} 已被使用。"), format!("The name {name} is taken."))
    } else {
        return;
    };
    report.say(
        place,
        what,
        Said::new(
            "请用字母开头，后接字母、数字、_ 或 -，全表不重复。",
            "Begin with a letter, go on with letters, digits, _ or -, each name once in the sheet.",
        ),
    );
}

fn named(list: &str, choices: &Choices, place: &Place, report: &mut Report) -> Option<List> {
    let found = choices.list(list).cloned();
    if found.is_none() {
        let what = Said::new(format!("choices 中没有列表 {list}。"), format!("The sheet choices has no list {list}."));
        let known = choices.names().join(", ");
        report.say(place.clone(), what, Said::new(format!("现有列表：{known}。"), format!("It has: {known}.")));
    }
    found
}
