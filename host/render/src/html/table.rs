//! A table in a page: it scrolls sideways on a phone, and its heads repeat on each printed page.

use super::escape::{direction, escape};
use crate::outline::Table;
use crate::say::Frame;
use lifang_core::report::TableCell;
use std::fmt::Write as _;

pub(super) fn write(page: &mut String, table: &Table<'_>, frame: &Frame<'_>) {
    begin(page, &table.caption, table.heads.iter().map(String::as_str));
    if table.rows.is_empty() {
        let nothing = frame.word("没有数据", "Nothing in this period");
        let _ = writeln!(page, "<tr><td colspan=\"{}\">{nothing}</td></tr>", table.heads.len().max(1));
    }
    for row in table.rows {
        page.push_str("<tr>");
        for cell in row {
            let text = frame.cell(cell);
            let attribute = if matches!(cell, TableCell::Number(..)) { " class=\"n\"" } else { direction(&text) };
            let _ = write!(page, "<td{attribute}>{}</td>", escape(&text));
        }
        page.push_str("</tr>\n");
    }
    end(page);
}

/// Up to the first row.
pub(super) fn begin<'a>(page: &mut String, caption: &str, heads: impl Iterator<Item = &'a str>) {
    let caption = escape(caption);
    let _ = write!(
        page,
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table>\n<caption>{caption}</caption>\n<thead><tr>"
    );
    for head in heads {
        let _ = write!(page, "<th scope=\"col\">{}</th>", escape(head));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
}

/// After the last row.
pub(super) fn end(page: &mut String) {
    page.push_str("</tbody></table></div>\n");
}
