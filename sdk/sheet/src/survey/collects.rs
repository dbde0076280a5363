//! The columns `lifang_…` of the survey: which field of base data a question collects, or a calculation reads.

use crate::problem::{Report, Said};
use crate::workbook::{Row, Sheet};
use lifang_sheet_engine::{Item, ItemKind};

/// How many days a value counts as fresh where nothing is said.
const FRESH: u32 = 365;

/// A field that a question collects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Collects {
    pub(crate) question: String,
    pub(crate) field: String,
    pub(crate) fresh_days: u32,
    pub(crate) writes: bool,
    pub(crate) purpose: Option<(String, String)>,
    pub(crate) basis: String,
}

pub(super) fn read(
    sheet: &Sheet,
    row: &Row,
    item: &mut Item,
    in_repeat: bool,
    report: &mut Report,
) -> Option<Collects> {
    let (field, place) = sheet.cell(row, "lifang_field")?;
    let Some((_, key)) = field.split_once('.') else {
        let what = Said::new(format!("“{field}”不是数据字段。"), format!("{field:?} is no field of base data."));
        report.say(
            place,
            what,
            Said::new("请写成 persons.age 或 houses.x.heating。", "Write persons.age or houses.x.heating."),
        );
        return None;
    };
    if in_repeat {
        let what = Said::new(
            "重复组中的题目不能对应数据字段。",
            "A question in a repeat cannot collect a field of base data.",
        );
        report.say(place, what, Said::new("请移到重复组之外。", "Move it out of the repeat."));
        return None;
    }
    match &item.kind {
        ItemKind::Question(_) => item.field = Some(key.to_owned()),
        ItemKind::Calculate(_) => {
            if let Some((_, place)) = sheet.cell(row, "calculation").or_else(|| sheet.cell(row, "calculate")) {
                let what = Said::new(
                    "calculation 与 lifang_field 只能填一个。",
                    "A row has either calculation or lifang_field.",
                );
                report.say(place, what, Said::new("请清空其中一格。", "Empty one of the two."));
            }
            item.kind = ItemKind::Known(key.to_owned());
        }
        _ => return None,
    }
    let text = |name| sheet.cell(row, name).map(|(text, _)| text.to_owned());
    let zh = text("lifang_purpose_zh");
    let en = text("lifang_purpose_en").or_else(|| zh.clone());
    Some(Collects {
        question: item.name.clone(),
        field: field.to_owned(),
        fresh_days: sheet.number(row, "lifang_fresh_days", 1..=36_500, report).unwrap_or(FRESH),
        writes: sheet.yes(row, "lifang_writes", report),
        purpose: zh.zip(en),
        basis: text("lifang_legal_basis").unwrap_or_default(),
    })
}
