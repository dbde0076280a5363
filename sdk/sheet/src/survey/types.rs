//! The column `type`: what XLSForm has, and what of it a checklist can be asked.

use crate::problem::Said;

/// What a row of the survey is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowType {
    BeginGroup,
    EndGroup,
    BeginRepeat,
    EndRepeat,
    Note,
    Text,
    Integer,
    Decimal,
    Date,
    Flag,
    One(String),
    Many(String),
    Calculate,
    Today,
}

/// Types of XLSForm that a checklist has no word for, and what can be done instead.
const REFUSED: [(&str, &str, &str); 29] = [
    ("hidden", "请用 calculate", "use calculate"),
    ("range", "请用 integer 和 constraint", "use integer with a constraint"),
    ("rank", "清单没有排序题", "checklists have no ranking"),
    ("time", "清单没有时刻题，请用 text 和 regex", "checklists have no time of day; use text with regex"),
    ("datetime", "清单没有时刻题，请用 date", "checklists have no moments; use date"),
    ("geopoint", "清单不采集位置", "checklists take no positions"),
    ("geotrace", "清单不采集位置", "checklists take no positions"),
    ("geoshape", "清单不采集位置", "checklists take no positions"),
    ("start_geopoint", "清单不采集位置", "checklists take no positions"),
    ("image", "清单不收附件", "checklists take no attachments"),
    ("audio", "清单不收附件", "checklists take no attachments"),
    ("video", "清单不收附件", "checklists take no attachments"),
    ("file", "清单不收附件", "checklists take no attachments"),
    ("background_audio", "清单不收附件", "checklists take no attachments"),
    ("barcode", "请用 text", "use text"),
    ("start", "平台记录填写时间", "the host records when it was filled"),
    ("end", "平台记录填写时间", "the host records when it was filled"),
    ("deviceid", "插件看不到设备", "a plugin does not see the device"),
    ("subscriberid", "插件看不到设备", "a plugin does not see the device"),
    ("simserial", "插件看不到设备", "a plugin does not see the device"),
    ("phonenumber", "插件看不到设备；问电话请用 text", "a plugin does not see the device; to ask for a phone use text"),
    ("username", "平台记录填写人", "the host records who filled it"),
    ("email", "平台记录填写人；问邮箱请用 text", "the host records who filled it; to ask for an address use text"),
    ("audit", "平台记录操作", "the host keeps the audit"),
    ("csv_external", "请把选项写进 choices", "put the choices into the sheet choices"),
    ("xml_external", "请把选项写进 choices", "put the choices into the sheet choices"),
    ("select_one_from_file", "请把选项写进 choices", "put the choices into the sheet choices"),
    ("select_multiple_from_file", "请把选项写进 choices", "put the choices into the sheet choices"),
    ("select_one_external", "请用 select_one 和 choice_filter", "use select_one with a choice_filter"),
];

impl RowType {
    /// Reads the cell.
    pub(super) fn read(text: &str) -> Result<Self, (Said, Said)> {
        let lower = text.trim().to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let plain = lower.split_whitespace().collect::<Vec<_>>().join("_").replace('-', "_");
        let wrong = |what: Said, remedy: Said| Err((what, remedy));
        let select = [
            ("select_one_", false),
            ("select1_", false),
            ("select_all_that_apply_from_", true),
            ("select_multiple_", true),
        ];
        let grouping = matches!(plain.as_str(), "end_group" | "end_repeat");
        // `rank list`, `select_one_from_file towns.csv`; but `start_geopoint` is not `start`.
        let exact = REFUSED.iter().find(|(name, ..)| plain == *name);
        let refused = exact.or_else(|| REFUSED.iter().find(|(name, ..)| plain.starts_with(&format!("{name}_"))));
        if let Some((name, zh, en)) = refused.filter(|_| !grouping) {
            let what = Said::new(format!("不支持题型 {name}。"), format!("The type {name} is not supported."));
            return wrong(what, Said::new(format!("{zh}。"), format!("{}{}.", en[..1].to_uppercase(), &en[1..])));
        }
        if let Some((prefix, many)) = select.iter().find(|(prefix, _)| plain.starts_with(prefix)) {
            if plain.ends_with("_or_other") || plain.ends_with("_or_specify_other") {
                let what = Said::new("不支持 or_other。", "or_other is not supported.");
                return wrong(
                    what,
                    Said::new(
                        "请在 choices 中加一个“其他”选项，再加一道 text 题。",
                        "Add a choice for it to the list, and a text question.",
                    ),
                );
            }
            // The list's name keeps its capitals: it is what follows the words of the type.
            let list = words[prefix.matches('_').count().min(words.len())..].join(" ");
            let list = if list.is_empty() || words[0].contains('_') {
                words.get(1..).unwrap_or_default().join(" ")
            } else {
                list
            };
            if list.is_empty() {
                return wrong(
                    Said::new("没有写明选项列表。", "No list of choices is named."),
                    Said::new("请写成 select_one 列表名。", "Write select_one LIST."),
                );
            }
            return Ok(if *many { Self::Many(list) } else { Self::One(list) });
        }
        Ok(match plain.as_str() {
            "begin_group" => Self::BeginGroup,
            "end_group" => Self::EndGroup,
            "begin_repeat" => Self::BeginRepeat,
            "end_repeat" => Self::EndRepeat,
            "note" => Self::Note,
            "text" | "string" => Self::Text,
            "integer" | "int" => Self::Integer,
            "decimal" => Self::Decimal,
            "date" => Self::Date,
            "acknowledge" | "trigger" => Self::Flag,
            "calculate" => Self::Calculate,
            "today" => Self::Today,
            _ => {
                let what = Said::new(format!("不认识题型“{text}”。"), format!("The type {text:?} is not known."));
                return wrong(
                    what,
                    Said::new(
                        "可用：text、integer、decimal、date、select_one、select_multiple、acknowledge、note、calculate、today、begin/end group、begin/end repeat。",
                        "There are text, integer, decimal, date, select_one, select_multiple, acknowledge, note, calculate, today, begin/end group, begin/end repeat.",
                    ),
                );
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_read_in_every_spelling() {
        for (text, read) in [
            ("select_one Sex", RowType::One("Sex".into())),
            ("select one Sex", RowType::One("Sex".into())),
            ("select all that apply from care", RowType::Many("care".into())),
            ("select_multiple care", RowType::Many("care".into())),
            ("begin group", RowType::BeginGroup),
            ("end_repeat", RowType::EndRepeat),
            ("INT", RowType::Integer),
        ] {
            assert_eq!(RowType::read(text), Ok(read), "{text}");
        }
    }

    #[test]
    fn what_is_not_supported_is_refused_by_name() {
        for (name, ..) in REFUSED {
            let said = RowType::read(&name.replace('_', "-")).unwrap_err().0.en;
            assert!(said.contains(name), "{said}");
        }
        assert!(RowType::read("select_one_from_file a.csv").unwrap_err().0.en.contains("select_one_from_file"));
        assert!(RowType::read("select_one sex or_other").unwrap_err().0.en.contains("or_other"));
        assert!(RowType::read("poem").unwrap_err().0.en.contains("poem"));
    }
}
