//! The sheet `duties`: items of the duty list 权责清单 that the actions rest on.

use crate::problem::Report;
use crate::reader::Default;
use crate::texts::Words;
use crate::workbook::Workbook;

/// A duty item.
#[derive(Clone, Debug)]
pub(crate) struct Duty {
    pub(crate) id: String,
    pub(crate) title: Words,
    pub(crate) office: Words,
    pub(crate) document: String,
    pub(crate) article: Option<String>,
    pub(crate) from: String,
    pub(crate) until: Option<String>,
    pub(crate) mandatory: bool,
}

pub(crate) fn read(book: &Workbook, default: &Default, report: &mut Report) -> Vec<Duty> {
    let Some(sheet) = book.sheet("duties") else { return Vec::new() };
    sheet.refuse_unknown(&["id", "document", "article", "from", "until", "mandatory"], &["title", "office"], report);
    let read = |row| {
        let (id, document, from) =
            (sheet.needs(row, "id", report), sheet.needs(row, "document", report), sheet.needs(row, "from", report));
        let text = |name| sheet.cell(row, name).map(|(text, _)| text.to_owned());
        let words = |name| sheet.words(row, name, default);
        let (title, office) = (words("title"), words("office"));
        for (name, words) in [("title", &title), ("office", &office)] {
            if words.is_empty() {
                let _ = sheet.needs(row, name, report);
            }
        }
        Some(Duty {
            id: id?.0.to_owned(),
            title,
            office,
            document: document?.0.to_owned(),
            article: text("article"),
            from: from?.0.to_owned(),
            until: text("until"),
            mandatory: sheet.yes(row, "mandatory", report),
        })
    };
    sheet.rows.iter().filter_map(read).collect()
}
