//! Why a change cannot be made, and what to do: every refusal in both languages.

use super::refused;
use super::versions::Version;
use crate::error::{Result, StoreError};
use lifang_core::clock::Date;
use lifang_core::manifest::LocalField;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Level, RegionCode};
use lifang_core::region_change::{Operation, Part, RegionChange};
use lifang_core::text::Bilingual;
use std::collections::BTreeSet;

/// Records that a split would leave behind.
pub(super) struct Left {
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    pub(super) count: i64,
    pub(super) examples: Vec<String>,
}

/// What is listed of many.
const EXAMPLES: usize = 20;
/// The longest name of a region, characters.
const LONGEST_NAME: usize = 60;
/// The longest basis, characters.
const LONGEST_BASIS: usize = 500;

/// What is wrong, and what to do, each in Chinese and in English.
fn no(kind: Kind, code: &str, what: (String, String), remedy: (&str, &str)) -> StoreError {
    let remedy = Bilingual::new(remedy.0, remedy.1);
    refused(Problem::new(kind, code, Bilingual::new(what.0, what.1), remedy))
}

fn at(error: StoreError, place: &str) -> StoreError {
    match error {
        StoreError::Refused(problem) => StoreError::Refused(Box::new(problem.at(place))),
        other => other,
    }
}

fn some<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let mut all = names.into_iter();
    let listed: Vec<String> = all.by_ref().take(EXAMPLES).map(|name| name.as_ref().to_owned()).collect();
    let more = if all.next().is_some() { " …" } else { "" };
    format!("{}{more}", listed.join(", "))
}

/// What can be judged without the database.
pub(super) fn well_formed(change: &RegionChange) -> Result<()> {
    let basis = change.basis.trim().chars().count();
    if basis == 0 || basis > LONGEST_BASIS {
        let what = (
            format!("变更依据应为 1 至 {LONGEST_BASIS} 字"),
            format!("the basis of a change has 1 to {LONGEST_BASIS} characters"),
        );
        let remedy = ("请写明批准机关与文号。", "Name the authority and the number of its document.");
        return Err(at(no(Kind::Invalid, "basis-wrong", what, remedy), "basis"));
    }
    if !change.from.is_sayable() {
        let what = ("生效日期无效".to_owned(), "that is no day a change can hold from".to_owned());
        let remedy = ("请写成 YYYY-MM-DD。", "Write YYYY-MM-DD.");
        return Err(at(no(Kind::Invalid, "day-wrong", what, remedy), "from"));
    }
    let named = |part: &Part| part.name.clone();
    let names: Vec<String> = match &change.operation {
        Operation::Rename { name, .. } => vec![name.clone()],
        Operation::Recode { name, .. } | Operation::Move { name, .. } => name.iter().cloned().collect(),
        Operation::Merge { into, .. } => named(into).into_iter().collect(),
        Operation::Split { into, .. } => into.iter().filter_map(named).collect(),
        Operation::Dissolve { .. } => Vec::new(),
    };
    match names.iter().find(|name| wrong_name(name.trim())) {
        None => Ok(()),
        Some(name) => {
            let name: String = name.chars().take(LONGEST_NAME).filter(|c| !c.is_control()).collect();
            let what = (
                format!("“{name}”不能作为区域名称：应为 1 至 {LONGEST_NAME} 字，不含控制字符"),
                format!("`{name}` is no name of a region: 1 to {LONGEST_NAME} characters, no control characters"),
            );
            Err(at(no(Kind::Invalid, "name-wrong", what, ("请改正名称。", "Mend the name.")), "name"))
        }
    }
}

fn wrong_name(name: &str) -> bool {
    name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)
}

pub(super) fn unknown(code: &RegionCode, day: Date) -> StoreError {
    let what = (format!("{day} 没有代码为 {code} 的区域"), format!("no region had the code {code} on {day}"));
    let remedy = (
        "请用变更生效当日有效的代码；lifang region history 可查代码沿革。",
        "Use the code of that very day; `lifang region history` shows which code held when.",
    );
    at(no(Kind::NotFound, "region-unknown", what, remedy), code.as_str())
}

pub(super) fn the_nation() -> StoreError {
    let what = ("全国不能变更".to_owned(), "the nation itself does not change".to_owned());
    no(Kind::Invalid, "region-is-root", what, ("请选择省级及以下区域。", "Choose a province or what lies below."))
}

pub(super) fn changed_later(code: &str, day: Date, later: Date) -> StoreError {
    let what =
        (format!("{code} 在 {day} 之后（{later}）另有变更"), format!("{code} changes again after {day}, on {later}"));
    let remedy = (
        "变更须按日期先后登记：请改用不早于该日的生效日期，或先以相反的变更撤回后一项。",
        "Changes are entered in the order of their days: choose a day not before that one, or undo the later change by its opposite first.",
    );
    at(no(Kind::Conflict, "region-changed-later", what, remedy), code)
}

pub(super) fn code_taken(code: &RegionCode, day: Date, name: Option<&str>) -> StoreError {
    let by = name.map_or_else(
        || ("本次变更中的另一区域".into(), "another region of this change".into()),
        |name| (format!("“{name}”"), format!("`{name}`")),
    );
    let (zh, en): (String, String) = by;
    let what =
        (format!("代码 {code} 自 {day} 起已由{zh}使用"), format!("the code {code} is in use from {day} on, by {en}"));
    let remedy = (
        "请另选代码；下级代码可在 codes 对照表中逐个指定。",
        "Choose another code; those of regions below can be given one by one in the table `codes`.",
    );
    at(no(Kind::Conflict, "code-taken", what, remedy), code.as_str())
}

pub(super) fn code_of_another_level(code: &RegionCode, level: Level) -> StoreError {
    let what = (
        format!("代码 {code} 是{}代码，该区域是{}", code.level().zh(), level.zh()),
        format!("{code} is the code of a {}, the region is a {}", code.level().name(), level.name()),
    );
    let remedy = ("请使用同级代码；变更不改变级别。", "Use a code of the same level; no change alters the level.");
    at(no(Kind::Invalid, "code-of-another-level", what, remedy), code.as_str())
}

pub(super) fn no_code_left(code: &RegionCode) -> StoreError {
    let what = (format!("{code} 之下已无可用代码"), format!("no code is left below {code}"));
    let remedy = ("请在 codes 对照表中指定代码。", "Give the codes in the table `codes`.");
    at(no(Kind::Conflict, "no-code-left", what, remedy), code.as_str())
}

pub(super) fn not_below(code: &RegionCode, root: &Version) -> StoreError {
    let what = (
        format!("对照表中的 {code} 不在 {}（{}）之下", root.name, root.code),
        format!("{code} in the table does not lie below {} ({})", root.name, root.code),
    );
    at(no(Kind::Invalid, "table-names-another", what, ("请更正对照表。", "Mend the table.")), code.as_str())
}

pub(super) fn nothing_changes(region: &Version) -> StoreError {
    let what = (
        format!("{}（{}）原本如此，没有变化", region.name, region.code),
        format!("{} ({}) is so already: nothing changes", region.name, region.code),
    );
    let remedy = ("请核对是否已登记过。", "Check whether it was entered before.");
    at(no(Kind::Conflict, "nothing-changes", what, remedy), region.code.as_str())
}

pub(super) fn circular(region: &Version, under: &Version) -> StoreError {
    let what = (
        format!("{}（{}）在 {}（{}）之内，不能成为其上级", under.name, under.code, region.name, region.code),
        format!("{} ({}) lies within {} ({}) and cannot hold it", under.name, under.code, region.name, region.code),
    );
    let remedy = ("请选择该区域之外的上级。", "Choose a region outside of it.");
    at(no(Kind::Invalid, "circular-move", what, remedy), under.code.as_str())
}

pub(super) fn levels_out_of_order(code: &RegionCode, level: Level, parent: &Version) -> StoreError {
    let what = (
        format!("{code} 是{}，不能直接隶属于{}“{}”（{}）", level.zh(), parent.level.zh(), parent.name, parent.code),
        format!(
            "{code} is a {} and cannot lie directly below the {} {} ({})",
            level.name(),
            parent.level.name(),
            parent.name,
            parent.code
        ),
    );
    let remedy = (
        "上级须高于本级；网格只能直属社区。",
        "What holds it must be of a higher level; a grid lies directly in a community.",
    );
    at(no(Kind::Invalid, "levels-out-of-order", what, remedy), parent.code.as_str())
}

pub(super) fn levels_differ(one: &Version, other: &Version) -> StoreError {
    let what = (
        format!("{}（{}）与 {}（{}）级别不同", one.name, one.code, other.name, other.code),
        format!("{} ({}) and {} ({}) are of different levels", one.name, one.code, other.name, other.code),
    );
    let remedy = ("只能合并同级区域。", "Only regions of one level are merged.");
    at(no(Kind::Invalid, "levels-differ", what, remedy), other.code.as_str())
}

pub(super) fn grids_of_two_communities(one: &Version, other: &Version) -> StoreError {
    let what = (
        format!("网格 {} 与 {} 不在同一社区", one.code, other.code),
        format!("the grids {} and {} are not of one community", one.code, other.code),
    );
    let remedy = (
        "请先用 lifang region move 把网格划入同一社区，再合并。",
        "Move one of them into the other's community first (`lifang region move`), then merge.",
    );
    at(no(Kind::Invalid, "grids-of-two-communities", what, remedy), other.code.as_str())
}

pub(super) fn too_few(code: &RegionCode) -> StoreError {
    let what = (
        format!("{code}：合并或拆分至少涉及两个不同的区域"),
        format!("{code}: a merge or split is of at least two different regions"),
    );
    at(no(Kind::Invalid, "too-few-regions", what, ("请补全区域。", "Name the others.")), code.as_str())
}

pub(super) fn name_wanted(code: &RegionCode) -> StoreError {
    let what = (format!("新区域 {code} 没有名称"), format!("the new region {code} has no name"));
    at(no(Kind::Invalid, "name-wanted", what, ("请给出名称。", "Give its name.")), code.as_str())
}

pub(super) fn only_communities_and_grids(region: &Version) -> StoreError {
    let what = (
        format!("{}（{}）是{}，不能按楼宇拆分", region.name, region.code, region.level.zh()),
        format!(
            "{} ({}) is a {}: only communities and grids are split by building",
            region.name,
            region.code,
            region.level.name()
        ),
    );
    let remedy = (
        "上级区域的拆分，请新设区域后用 move 逐个划转下级区域。",
        "To divide a larger region, move what lies below it, one by one.",
    );
    at(no(Kind::Invalid, "wrong-level", what, remedy), region.code.as_str())
}

pub(super) fn not_a_part(code: &RegionCode) -> StoreError {
    let what = (format!("{code} 不是拆分后的区域之一"), format!("{code} is none of the parts"));
    at(no(Kind::Invalid, "not-a-part", what, ("请更正对照表。", "Mend the table.")), code.as_str())
}

pub(super) fn not_in(text: &str, whole: &Version) -> StoreError {
    let text: String = text.chars().take(LONGEST_NAME).collect();
    let what = (
        format!("{}（{}）没有“{text}”", whole.name, whole.code),
        format!("{} ({}) has no `{text}`", whole.name, whole.code),
    );
    let remedy = ("请按楼宇或单位的名称或编号填写。", "Write the name or identifier of the building or unit.");
    at(no(Kind::Invalid, "record-unknown", what, remedy), &text)
}

pub(super) fn ambiguous(text: &str, several: usize, whole: &Version) -> StoreError {
    let text: String = text.chars().take(LONGEST_NAME).collect();
    let what = (
        format!("{}（{}）有 {several} 个“{text}”", whole.name, whole.code),
        format!("{} ({}) has {several} of the name `{text}`", whole.name, whole.code),
    );
    at(no(Kind::Invalid, "record-ambiguous", what, ("请改填编号。", "Write the identifier instead.")), &text)
}

pub(super) fn placed_twice(text: &str, whole: &Version) -> StoreError {
    let text: String = text.chars().take(LONGEST_NAME).collect();
    let what = (
        format!("{} 的“{text}”被划给了两个区域", whole.code),
        format!("`{text}` of {} is given to two parts", whole.code),
    );
    at(no(Kind::Invalid, "record-placed-twice", what, ("请只保留一处。", "Keep one of them.")), &text)
}

pub(super) fn buildings_unassigned(whole: &Version, names: &BTreeSet<&str>) -> StoreError {
    let (count, listed) = (names.len(), some(names));
    let what = (
        format!("{}（{}）有 {count} 栋楼宇未指定去向：{listed}", whole.name, whole.code),
        format!("{count} buildings of {} ({}) are not assigned: {listed}", whole.name, whole.code),
    );
    let remedy = ("请在对照表中为每栋楼宇指定去向。", "Say in the table where each of them goes.");
    at(no(Kind::Invalid, "buildings-unassigned", what, remedy), whole.code.as_str())
}

pub(super) fn grids_divided(whole: &Version, grids: &[String]) -> StoreError {
    let listed = some(grids);
    let what = (
        format!("{}（{}）的网格会被分到两处：{listed}", whole.name, whole.code),
        format!("grids of {} ({}) would be divided: {listed}", whole.name, whole.code),
    );
    let remedy = (
        "请先把这些网格按楼宇拆分（同日生效），或让其楼宇去向一致。",
        "Split these grids first (from the same day), or send all their buildings the same way.",
    );
    at(no(Kind::Invalid, "grids-divided", what, remedy), whole.code.as_str())
}

pub(super) fn left_behind(whole: &Version, left: &[Left]) -> StoreError {
    let list = |words: fn(&Left) -> &'static str| {
        let one = |left: &Left| {
            let examples =
                if left.examples.is_empty() { String::new() } else { format!(" ({})", some(&left.examples)) };
            format!("{} {}{examples}", words(left), left.count)
        };
        left.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    let what = (
        format!("{}（{}）拆分后以下内容无处归属：{}", whole.name, whole.code, list(|left| left.zh)),
        format!("splitting {} ({}) would leave behind: {}", whole.name, whole.code, list(|left| left.en)),
    );
    let remedy = (
        "请用 units、grids 对照表指定，或用 rest 指定其余内容归入哪一部分。",
        "Place them by the tables `units` and `grids`, or say with `rest` which part takes what is left.",
    );
    at(no(Kind::Invalid, "left-behind", what, remedy), whole.code.as_str())
}

pub(super) fn not_empty(region: &Version, held: &[(&str, &str, i64)]) -> StoreError {
    let zh: Vec<String> = held.iter().map(|(zh, _, count)| format!("{zh} {count}")).collect();
    let en: Vec<String> = held.iter().map(|(_, en, count)| format!("{count} {en}")).collect();
    let what = (
        format!("{}（{}）并非空的，尚有：{}", region.name, region.code, zh.join("、")),
        format!("{} ({}) is not empty: {}", region.name, region.code, en.join(", ")),
    );
    let remedy = (
        "请改用合并（merge），或先把所辖内容划出。",
        "Merge it into another region instead, or move what it holds first.",
    );
    at(no(Kind::Conflict, "region-not-empty", what, remedy), region.code.as_str())
}

/// A region would come to lie where a field that it has is of another type.
pub(super) fn field_type_differs(code: &str, other: &str, one: &LocalField, beside: &LocalField) -> StoreError {
    let LocalField { dataset, key, .. } = one;
    let (was, is) = (one.column_type.name(), beside.column_type.name());
    let what = (
        format!("{code} 的本地字段 {dataset}.{key} 类型为 {was}，与 {other} 申报的 {is} 不一致"),
        format!("{code} has the local field {dataset}.{key} as {was}, and {other} as {is}"),
    );
    let remedy = (
        "同一键名在上下级区域中只能有一种类型：请先撤回其中一方的申报，换一个键名重新申报。",
        "Along a region's path one key has one type: withdraw one of the two first, and declare it under another key.",
    );
    no(Kind::Conflict, "field-type-differs", what, remedy)
}
