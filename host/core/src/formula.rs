//! What a spreadsheet would run instead of show.

use std::borrow::Cow;

/// Whether a spreadsheet would take the text for a formula. They begin one with `=`, `+`, `-` or `@`, half or full width, some
/// also after spaces; `|` is how DDE names a program. What cannot be seen counts as space.
#[must_use]
pub fn is_formula_like(text: &str) -> bool {
    let unseen =
        |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{2060}' | '\u{ad}');
    text.trim_start_matches(unseen).starts_with(['=', '+', '-', '@', '|', '＝', '＋', '－', '＠', '｜'])
}

/// The text for a CSV: an apostrophe stands before what would be run, and before what only looks as if one stood there.
#[must_use]
pub fn defused(text: &str) -> Cow<'_, str> {
    if is_formula_like(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text again that [`defused`] was given.
#[must_use]
pub fn armed(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula_like(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_known_however_they_hide() {
        for text in ["=1", " =1", "\u{200b}=1", "\n@x", "+86", "-1", "|cmd", "＝1"] {
            assert!(is_formula_like(text), "{text:?}");
        }
        for text in ["", "里坊", "1=1", "a-b", "–"] {
            assert!(!is_formula_like(text), "{text:?}");
        }
    }

    #[test]
    fn what_was_defused_is_armed_again() {
        for text in ["=1", "'=1", "''=1", "'a", "a", "", "-1", "'"] {
            assert_eq!(armed(&defused(text)), text);
            assert!(!is_formula_like(&defused(text)), "{text:?}");
        }
    }
}
