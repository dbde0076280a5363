//! Text as text in a page.

use crate::clean::has_rtl;

/// The text with what HTML would read as markup written out. It has passed the gate for letters already.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The attribute for an element whose text may run from right to left.
pub(super) fn direction(text: &str) -> &'static str {
    if has_rtl(text) { " dir=\"auto\"" } else { "" }
}
