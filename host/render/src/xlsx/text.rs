//! Text in cells: never a formula, never longer than a cell takes.

use std::borrow::Cow;

/// UTF-16 units of a cell.
pub(super) const LONGEST: usize = 32_767;

/// The text as it fits a cell, and whether it had to be cut. What is cut says so, in the cell itself.
pub(super) fn fitting(text: &str) -> (Cow<'_, str>, bool) {
    // No letter has more units than bytes.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return (Cow::Borrowed(text), false);
    }
    let mark = format!(" […已截断，全文 {0} 字，见 CSV / cut here, {0} letters, whole in CSV]", text.chars().count());
    let room = LONGEST - mark.encode_utf16().count();
    let mut used = 0;
    let end = text.char_indices().find_map(|(at, c)| {
        used += c.len_utf16();
        (used > room).then_some(at)
    });
    (Cow::Owned(format!("{}{mark}", &text[..end.unwrap_or(text.len())])), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_whole_up_to_the_last_letter_a_cell_takes() {
        assert!(!fitting(&"里".repeat(LONGEST)).1);
        for text in ["里".repeat(LONGEST + 1), "𠮷".repeat(LONGEST / 2 + 1), "a".repeat(1 << 20)] {
            let (cut, was_cut) = fitting(&text);
            assert!(was_cut && cut.contains("已截断") && cut.contains(&text.chars().count().to_string()));
            assert!(cut.encode_utf16().count() <= LONGEST && cut.encode_utf16().count() > LONGEST - 3);
        }
    }
}
