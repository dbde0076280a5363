//! What every sheet's reader needs: texts in their languages, yes and no, numbers, dates, and what is not supported, by name.

use crate::languages;
use crate::problem::{Place, Report, Said};
use crate::texts::Words;
use crate::workbook::{Row, Sheet};

/// A heading's language, where it has none of its own: the form's default.
#[derive(Clone, Debug)]
pub(crate) struct Default(pub(crate) String);

impl Sheet {
    /// A text in the languages that its columns have.
    pub(crate) fn words(&self, row: &Row, name: &str, default: &Default) -> Words {
        let mut words = Words::new();
        for (at, column) in self.columns.iter().enumerate().filter(|(_, column)| column.name == name) {
            let tag = column.language.as_deref().map_or(Some(default.0.clone()), languages::tag);
            if let (Some(tag), Some(text)) = (tag, row.at(at)) {
                words.insert(tag, text.to_owned());
            }
        }
        words
    }

    /// The languages that a text's columns have.
    pub(crate) fn languages(&self, name: &str, default: &Default) -> Vec<String> {
        let columns = self.columns.iter().filter(|column| column.name == name);
        let mut tags: Vec<String> = columns
            .filter_map(|column| column.language.as_deref().map_or(Some(default.0.clone()), languages::tag))
            .collect();
        tags.sort();
        tags.dedup();
        tags
    }

    /// Whether a cell says yes.
    pub(crate) fn yes(&self, row: &Row, name: &str, report: &mut Report) -> bool {
        let Some((text, place)) = self.cell(row, name) else { return false };
        match flag(text) {
            Some(flag) => flag,
            None => {
                let what =
                    Said::new(format!("“{text}”既不是 yes 也不是 no。"), format!("{text:?} is neither yes nor no."));
                report.say(place, what, Said::new("请写 yes 或 no。", "Write yes or no."));
                false
            }
        }
    }

    /// A whole number of a cell, within bounds.
    pub(crate) fn number(
        &self,
        row: &Row,
        name: &str,
        within: std::ops::RangeInclusive<u32>,
        report: &mut Report,
    ) -> Option<u32> {
        let (text, place) = self.cell(row, name)?;
        let number = text.parse().ok().filter(|number| within.contains(number));
        if number.is_none() {
            let (least, most) = within.into_inner();
            let what = Said::new(
                format!("“{text}”不是 {least} 到 {most} 的整数。"),
                format!("{text:?} is no whole number from {least} to {most}."),
            );
            report.say(place, what, Said::new("请改正。", "Mend it."));
        }
        number
    }

    /// A cell that must have something in it.
    pub(crate) fn needs<'r>(&self, row: &'r Row, name: &str, report: &mut Report) -> Option<(&'r str, Place)> {
        let found = self.cell(row, name);
        if found.is_none() {
            let what = Said::new(format!("缺少 {name}。"), format!("{name} is missing."));
            report.say(self.place(row, name), what, Said::new("请填写。", "Fill it in."));
        }
        found
    }

    /// Names every column that has something in it and is not among the known ones; once each.
    pub(crate) fn refuse_unknown(&self, known: &[&str], translated: &[&str], report: &mut Report) {
        for (at, column) in self.columns.iter().enumerate() {
            let Some(row) = self.rows.iter().find(|row| row.at(at).is_some()) else { continue };
            let place = self.at(row.number, at);
            let name = column.name.as_str();
            let twice =
                |other: &crate::workbook::Column| other.name == column.name && other.language == column.language;
            if self.columns[..at].iter().any(twice) {
                let what = Said::new(
                    format!("有两列 {}。", column.heading),
                    format!("There are two columns {}.", column.heading),
                );
                report.say(place.clone(), what, Said::new("请删去其中一列。", "Remove one."));
            }
            // A remark for whoever keeps the workbook.
            if name.starts_with('#') || column.heading.starts_with("${") {
                continue;
            }
            match &column.language {
                Some(language) if translated.contains(&name) => {
                    if languages::tag(language).is_none() {
                        let what = Said::new(
                            format!("不认识语言“{language}”。"),
                            format!("The language {language:?} is not known."),
                        );
                        report.say(
                            place,
                            what,
                            Said::new(
                                "请在括号中写明代码，例如 label::中文 (zh)。",
                                "Name its code in brackets: label::English (en).",
                            ),
                        );
                    }
                }
                None if known.contains(&name) || translated.contains(&name) => {}
                _ => {
                    let what = Said::new(
                        format!("不支持 {} 列。", column.heading),
                        format!("The column {} is not supported.", column.heading),
                    );
                    report.say(
                        place,
                        what,
                        Said::new(
                            "请删去该列；备注列的标题请以 # 开头。",
                            "Remove it; a column of remarks has a heading that begins with #.",
                        ),
                    );
                }
            }
        }
    }
}

/// Yes and no, as workbooks and the programs that write them say it.
pub(crate) fn flag(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "true()" | "1" | "是" => Some(true),
        "no" | "false" | "false()" | "0" | "否" => Some(false),
        _ => None,
    }
}

/// Names a language that a text lacks though others have it.
pub(crate) fn whole(words: &Words, wanted: &[String], place: &Place, what: &str, report: &mut Report) {
    let missing: Vec<&str> = wanted.iter().filter(|tag| !words.contains_key(*tag)).map(String::as_str).collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        let said =
            Said::new(format!("{what} 缺少语言：{missing}。"), format!("{what} lacks the languages: {missing}."));
        report.say(place.clone(), said, Said::new("请补上译文。", "Add the translation."));
    }
}
