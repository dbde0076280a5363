//! The sheet `survey`: rows become items, in two readings. The first learns the names and what each holds; the second reads the
//! expressions, which may name what stands further down.

mod appearance;
mod collects;
mod names;
mod order;
mod types;

pub(crate) use collects::Collects;
pub(crate) use names::ItemNames;

use crate::choices::{Choices, List};
use crate::expression::{self, Kind, Wanted, Wrong};
use crate::message;
use crate::problem::{Place, Report, Said};
use crate::reader::{Default, flag, whole};
use crate::texts::{Catalogs, Words, plain};
use crate::workbook::{Row, Sheet, Workbook};
use lifang_sheet_engine::{AnswerKind, Expr, Item, ItemKind, Message};
use types::RowType;

/// The most nodes a form may have; the host's limit.
const MOST_NODES: usize = 2_000;
/// How deep groups may nest; the host takes a form 16 deep.
const DEEPEST: usize = 12;
/// How many entries a repeat has that says nothing about it.
const ENTRIES: u32 = 10;
/// How long a text may be that says nothing about it.
const LONGEST: u32 = 2_000;

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

/// A row that is an item.
struct Entry<'a> {
    row: &'a Row,
    row_type: RowType,
    more: bool,
}

/// Reads the survey.
pub(crate) fn read(book: &Workbook, default: &Default, catalogs: &mut Catalogs, report: &mut Report) -> Option<Survey> {
    let Some(sheet) = book.sheet("survey") else {
        let place = Place { sheet: "survey".into(), ..Place::default() };
        report.say(place, Said::new("没有 survey 工作表。", "There is no sheet survey."), Said::new("请新建，列有 type、name、label。", "Make one with the columns type, name and label."));
        return None;
    };
    sheet.refuse_unknown(&KNOWN, &TRANSLATED, report);
    let mut languages = sheet.languages("label", default);
    if !languages.iter().any(|tag| tag == "zh") {
        let place = Place { sheet: sheet.name.clone(), ..Place::default() };
        let what = Said::new("没有中文题目文字。", "There are no labels in Chinese.");
        report.say(place, what, Said::new("请加 label::中文 (zh) 列，或把 default_language 设为 中文 (zh)。", "Add the column label::中文 (zh), or set default_language to 中文 (zh)."));
        languages.push("zh".to_owned());
    }
    let choices = Choices::read(book, &languages, default, catalogs, report);
    let mut reading = Reading { default, languages: &languages, catalogs, report };

    let (items, entries, names) = first(sheet, &choices, &mut reading);
    let (items, collects) = second(sheet, items, &entries, &names, &mut reading);
    let place = |item: u16| entries.get(usize::from(item)).map_or_else(Place::default, |entry| sheet.row(entry.row));
    let order = order::order(&items, &place, report);
    check_nodes(&items, sheet, report);
    Some(Survey { items, order, names, collects, languages })
}

/// Names, parents and kinds.
fn first<'a>(sheet: &'a Sheet, choices: &Choices, reading: &mut Reading<'_>) -> (Vec<Item>, Vec<Entry<'a>>, ItemNames) {
    let (mut items, mut entries, mut names) = (Vec::<Item>::new(), Vec::<Entry<'a>>::new(), ItemNames::new(choices.columns.clone()));
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
            RowType::Today => (ItemKind::Calculate(Expr::Call(lifang_sheet_engine::Func::Today, Vec::new())), Kind::Day),
            RowType::EndGroup | RowType::EndRepeat => continue,
        };
        if let RowType::BeginGroup | RowType::BeginRepeat = row_type {
            open.push((item, row_type == RowType::BeginRepeat, row));
            if open.len() > DEEPEST {
                let what = Said::new(format!("组嵌套超过 {DEEPEST} 层。"), format!("Groups nest deeper than {DEEPEST}."));
                reading.report.say(place.clone(), what, Said::new("请减少层次。", "Use fewer levels."));
            }
        }
        let name_column = if sheet.column("name").is_some() { "name" } else { "value" };
        let name = sheet.needs(row, name_column, reading.report).map_or_else(|| format!("row-{}", row.number), |(name, place)| {
            check_name(name, place, &names, reading.report);
            name.to_owned()
        });
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
    Item { name, parent, kind, label: String::new(), hint: None, field: None, relevant: None, required: None, constraint: None, filter: None }
}

fn check_name(name: &str, place: Place, names: &ItemNames, report: &mut Report) {
    let first = |c: char| c.is_alphabetic() || c == '_';
    let rest = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let what = if !name.starts_with(first) || !name.chars().all(rest) {
        Said::new(format!("名称“{name}”含有不允许的字符。"), format!("The name {name:?} has characters that a name cannot have."))
    } else if names.has(name) {
        Said::new(format!("名称 {name} 已被使用。"), format!("The name {name} is taken."))
    } else {
        return;
    };
    report.say(place, what, Said::new("请用字母开头，后接字母、数字、_ 或 -，全表不重复。", "Begin with a letter, go on with letters, digits, _ or -, each name once in the sheet."));
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

/// Expressions and texts.
fn second(
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
            match flag(text).filter(|_| column == "required" || text.eq_ignore_ascii_case("yes") || text.eq_ignore_ascii_case("no")) {
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
                let what = Said::new(format!("这种行不能有 {column}。"), format!("A row of this type has no {column}."));
                reading.report.say(place, what, Said::new("请清空此格。", "Empty the cell."));
            }
        }

        if asks || reads {
            texts(sheet, row, &mut item, reading);
        }
        if asks && let Some(constraint) = constraint {
            item.constraint = Some((constraint, constraint_message(sheet, row, &item.name, names, reading)));
        }
        if entry.row_type == RowType::Flag && item.required.is_some() && item.constraint.is_none() {
            let words = reading.built_in("必须确认", "This must be confirmed");
            let key = reading.catalogs.keep("confirm", words);
            item.constraint = Some((Expr::Call(lifang_sheet_engine::Func::True, Vec::new()), Message { key, args: Vec::new() }));
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

/// Label and hint.
fn texts(sheet: &Sheet, row: &Row, item: &mut Item, reading: &mut Reading<'_>) {
    let label = sheet.words(row, "label", reading.default);
    let place = sheet.columns.iter().position(|column| column.name == "label").map_or_else(|| sheet.row(row), |at| sheet.at(row.number, at));
    let is_group = matches!(item.kind, ItemKind::Group | ItemKind::Repeat(..));
    if label.is_empty() && !is_group {
        reading.report.say(place.clone(), Said::new("缺少 label。", "label is missing."), Said::new("请写题目文字。", "Write what is asked."));
    } else if !label.is_empty() {
        whole(&label, reading.languages, &place, "label", reading.report);
    }
    let repeat = matches!(item.kind, ItemKind::Repeat(..));
    let said = |text: &str| if repeat { format!("{} {{ $n }}", plain(text)) } else { plain(text) };
    let mut words: Words = reading.fixed(&label, &place, "label").iter().map(|(tag, text)| (tag.clone(), said(text))).collect();
    if words.is_empty() {
        words = reading.languages.iter().map(|tag| (tag.clone(), said(""))).collect();
    }
    item.label = reading.catalogs.keep(&format!("label-{}", item.name), words);

    // What guides the interviewer stands behind what everybody sees.
    let mut hint = sheet.words(row, "hint", reading.default);
    for (tag, text) in sheet.words(row, "guidance_hint", reading.default) {
        let hint = hint.entry(tag).or_default();
        *hint = if hint.is_empty() { text } else { format!("{hint}\n{text}") };
    }
    if !hint.is_empty() {
        let place = sheet.columns.iter().position(|column| column.name.ends_with("hint")).map_or_else(|| sheet.row(row), |at| sheet.at(row.number, at));
        whole(&hint, reading.languages, &place, "hint", reading.report);
        let words = reading.fixed(&hint, &place, "hint").iter().map(|(tag, text)| (tag.clone(), plain(text))).collect();
        item.hint = Some(reading.catalogs.keep(&format!("hint-{}", item.name), words));
    }
}

fn constraint_message(sheet: &Sheet, row: &Row, name: &str, names: &ItemNames, reading: &mut Reading<'_>) -> Message {
    let words = sheet.words(row, "constraint_message", reading.default);
    if words.is_empty() {
        let words = reading.built_in("填写的内容不符合要求", "This answer does not fit");
        return Message { key: reading.catalogs.keep("answer-wrong", words), args: Vec::new() };
    }
    let at = sheet.columns.iter().position(|column| column.name == "constraint_message");
    let place = at.map_or_else(|| sheet.row(row), |at| sheet.at(row.number, at));
    message::read(&words, &place, &format!("wrong-{name}"), names, reading)
}

impl Reading<'_> {
    /// A text of ours, in the workbook's languages; those we do not speak get the English one.
    pub(crate) fn built_in(&self, zh: &str, en: &str) -> Words {
        self.languages.iter().map(|tag| (tag.clone(), plain(if tag == "zh" { zh } else { en }))).collect()
    }

    fn choice_wrong(&mut self) -> String {
        let words = self.built_in("与前面的回答不符，请重新选择", "This choice does not fit the answers before it");
        self.catalogs.keep("choice-wrong", words)
    }

    /// A text that is shown before anything is answered, so no answer can stand in it.
    fn fixed<'w>(&mut self, words: &'w Words, place: &Place, what: &str) -> &'w Words {
        if words.values().any(|text| text.contains("${")) {
            let said = Said::new(format!("{what} 中不能引用答案（${{…}}）。"), format!("Answers (${{…}}) cannot stand in a {what}."));
            self.report.say(place.clone(), said, Said::new("请改写文字；constraint_message 与 decisions 中可以引用。", "Word it otherwise; they can stand in constraint_message and in decisions."));
        }
        words
    }
}

/// An expression of a cell, or what is wrong with it.
pub(crate) fn expr(text: &str, place: &Place, names: &dyn expression::Names, wanted: Wanted, report: &mut Report) -> Option<Expr> {
    match expression::read(text, names, wanted) {
        Ok(expr) => Some(expr),
        Err(Wrong { at, what, remedy }) => {
            let near: String = text.chars().skip(at).take(20).collect();
            let place_of = if near.is_empty() { Said::new("", "") } else { Said::new(format!("（第 {} 字起：{near}）", at + 1), format!(" (from character {}: {near})", at + 1)) };
            report.say(place.clone(), Said::new(what.zh + &place_of.zh, what.en + &place_of.en), remedy);
            None
        }
    }
}

/// With all entries of repeats, a form must stay within what the host takes, and no two nodes may have one name.
fn check_nodes(items: &[Item], sheet: &Sheet, report: &mut Report) {
    let form = lifang_sheet_engine::FormSheet { id: String::new(), title: String::new(), items: items.to_vec(), order: Vec::new(), tables: Vec::new() };
    let slots = form.slots();
    let place = || Place { sheet: sheet.name.clone(), ..Place::default() };
    if slots.len() > MOST_NODES {
        let what = Said::new(format!("展开重复组后有 {} 项以上，超过 {MOST_NODES}。", slots.len()), format!("With all entries of its repeats the form has {} nodes; {MOST_NODES} is the most.", slots.len()));
        report.say(place(), what, Said::new("请减小 lifang_repeat_max。", "Lower lifang_repeat_max."));
    }
    let mut nodes: Vec<&str> = slots.iter().map(|slot| slot.node.as_str()).collect();
    nodes.sort_unstable();
    if let Some(pair) = nodes.windows(2).find(|pair| pair[0] == pair[1]) {
        let what = Said::new(format!("展开重复组后有两个 {}。", pair[0]), format!("With the entries of repeats there are two nodes {}.", pair[0]));
        report.say(place(), what, Said::new("请改名。", "Rename one."));
    }
}
