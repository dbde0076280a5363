//! What rows of the survey say: labels, hints, messages, in all languages of the workbook.

use super::Reading;
use super::names::ItemNames;
use crate::message;
use crate::problem::{Place, Said};
use crate::reader::whole;
use crate::texts::{Words, plain};
use crate::workbook::{Row, Sheet};
use lifang_sheet_engine::{Item, ItemKind, Message};

/// Label and hint.
pub(super) fn texts(sheet: &Sheet, row: &Row, item: &mut Item, reading: &mut Reading<'_>) {
    let label = sheet.words(row, "label", reading.default);
    let place = sheet
        .columns
        .iter()
        .position(|column| column.name == "label")
        .map_or_else(|| sheet.row(row), |at| sheet.at(row.number, at));
    let is_group = matches!(item.kind, ItemKind::Group | ItemKind::Repeat(..));
    if label.is_empty() && !is_group {
        reading.report.say(
            place.clone(),
            Said::new("缺少 label。", "label is missing."),
            Said::new("请写题目文字。", "Write what is asked."),
        );
    } else if !label.is_empty() {
        whole(&label, reading.languages, &place, "label", reading.report);
    }
    let repeat = matches!(item.kind, ItemKind::Repeat(..));
    let said = |text: &str| if repeat { format!("{} {{ $n }}", plain(text)) } else { plain(text) };
    let mut words: Words =
        reading.fixed(&label, &place, "label").iter().map(|(tag, text)| (tag.clone(), said(text))).collect();
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
        let place = sheet
            .columns
            .iter()
            .position(|column| column.name.ends_with("hint"))
            .map_or_else(|| sheet.row(row), |at| sheet.at(row.number, at));
        whole(&hint, reading.languages, &place, "hint", reading.report);
        let words = reading.fixed(&hint, &place, "hint").iter().map(|(tag, text)| (tag.clone(), plain(text))).collect();
        item.hint = Some(reading.catalogs.keep(&format!("hint-{}", item.name), words));
    }
}

pub(super) fn constraint_message(
    sheet: &Sheet,
    row: &Row,
    name: &str,
    names: &ItemNames,
    reading: &mut Reading<'_>,
) -> Message {
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

    pub(super) fn choice_wrong(&mut self) -> String {
        let words = self.built_in("与前面的回答不符，请重新选择", "This choice does not fit the answers before it");
        self.catalogs.keep("choice-wrong", words)
    }

    /// A text that is shown before anything is answered, so no answer can stand in it.
    pub(super) fn fixed<'w>(&mut self, words: &'w Words, place: &Place, what: &str) -> &'w Words {
        if words.values().any(|text| text.contains("${")) {
            let said = Said::new(
                format!("{what} 中不能引用答案（${{…}}）。"),
                format!("Answers (${{…}}) cannot stand in a {what}."),
            );
            self.report.say(
                place.clone(),
                said,
                Said::new(
                    "请改写文字；constraint_message 与 decisions 中可以引用。",
                    "Word it otherwise; they can stand in constraint_message and in decisions.",
                ),
            );
        }
        words
    }
}
