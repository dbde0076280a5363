//! The sheet `choices`: lists of codes with their labels, and the columns that filters look at.

use crate::problem::{Report, Said};
use crate::reader::{Default, whole};
use crate::texts::{Catalogs, plain};
use crate::workbook::Workbook;
use lifang_sheet_engine::ChoiceRow;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The lists of a workbook.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    lists: BTreeMap<String, List>,
    /// What filters may name, in the order of the rows' columns.
    pub(crate) columns: Vec<String>,
}

/// A list.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(crate) rows: Vec<ChoiceRow>,
    pub(crate) codes: Rc<[String]>,
}

impl Choices {
    pub(crate) fn read(
        book: &Workbook,
        languages: &[String],
        default: &Default,
        catalogs: &mut Catalogs,
        report: &mut Report,
    ) -> Self {
        let Some(sheet) = book.sheet("choices") else { return Self::default() };
        let list_column = if sheet.column("list_name").is_some() { "list_name" } else { "list" };
        let code_column = if sheet.column("name").is_some() { "name" } else { "value" };
        // Beside these, any column without a language is there for filters to look at.
        let extra: Vec<usize> = (0..sheet.columns.len())
            .filter(|at| {
                let column = &sheet.columns[*at];
                column.language.is_none()
                    && ![list_column, code_column, "label"].contains(&column.name.as_str())
                    && !column.name.starts_with('#')
            })
            .collect();
        let refused = ["image", "audio", "video", "big_image", "media", "geometry", "order"];
        let mut known = vec![list_column, code_column];
        known.extend(extra.iter().map(|at| sheet.columns[*at].name.as_str()).filter(|name| !refused.contains(name)));
        sheet.refuse_unknown(&known, &["label"], report);

        let mut rows: BTreeMap<String, Vec<ChoiceRow>> = BTreeMap::new();
        for row in &sheet.rows {
            let (Some((list, _)), Some((code, place))) =
                (sheet.needs(row, list_column, report), sheet.needs(row, code_column, report))
            else {
                continue;
            };
            let wrong = code.contains(char::is_whitespace).then(|| {
                Said::new(format!("选项代码“{code}”含有空格。"), format!("The code {code:?} has a space in it."))
            });
            let kept = rows.entry(list.to_owned()).or_default();
            let twice = kept.iter().any(|other| other.code == code);
            let wrong = wrong.or_else(|| {
                twice.then(|| {
                    Said::new(
                        format!("列表 {list} 中已有选项 {code}。"),
                        format!("The list {list} has a choice {code} already."),
                    )
                })
            });
            if let Some(what) = wrong {
                report.say(place, what, Said::new("请换一个代码。", "Choose another code."));
                continue;
            }
            let words = sheet.words(row, "label", default);
            whole(&words, languages, &sheet.place(row, "label"), "label", report);
            let words = words.into_iter().map(|(tag, text)| (tag, plain(&text))).collect();
            let label = catalogs.keep(&format!("choice-{list}-{code}"), words);
            let columns = std::iter::once(code.to_owned())
                .chain(extra.iter().map(|at| row.at(*at).unwrap_or_default().to_owned()));
            kept.push(ChoiceRow { code: code.to_owned(), label, columns: columns.collect() });
        }
        let lists = rows.into_iter().map(|(name, rows)| {
            let codes: Rc<[String]> = rows.iter().map(|row| row.code.clone()).collect();
            (name, List { rows, codes })
        });
        let columns = std::iter::once("name".to_owned())
            .chain(extra.iter().map(|at| sheet.columns[*at].heading.trim().to_owned()));
        Self { lists: lists.collect(), columns: columns.collect() }
    }

    /// The list of that name.
    pub(crate) fn list(&self, name: &str) -> Option<&List> {
        self.lists.get(name)
    }

    /// The names of all lists.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.lists.keys().map(String::as_str).collect()
    }
}
