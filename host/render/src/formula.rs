//! What a spreadsheet would run instead of show.

/// Whether a spreadsheet would take the text for a formula. They begin one with `=`, `+`, `-` or `@`, half or full width, some
/// also after spaces; `|` is how DDE names a program. What cannot be seen counts as space.
pub(crate) fn is_formula_like(text: &str) -> bool {
    let unseen =
        |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{2060}' | '\u{ad}');
    text.trim_start_matches(unseen).starts_with(['=', '+', '-', '@', '|', '＝', '＋', '－', '＠', '｜'])
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
}
