//! The one gate for text: what has no glyph, or turns the direction of the text around it, goes no further.

use std::borrow::Cow;

/// The text as every format shows it. Control characters, bidi embeddings, overrides and isolates (a name could otherwise turn the
/// figures beside it around), noncharacters and marks of other text formats are left out; every kind of line end becomes
/// `\n`, a tab a space. Letters of right-to-left scripts, their marks (U+200E, U+200F, U+061C) and joiners stay: text in Arabic
/// or Uyghur reads as written.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| kept(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").chars().filter_map(kept).collect())
}

fn kept(c: char) -> Option<char> {
    match c {
        '\n' => Some(c),
        '\t' => Some(' '),
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{206a}'..='\u{206f}' => None,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' => None,
        c if c.is_control() || u32::from(c) & 0xfffe == 0xfffe => None,
        c => Some(c),
    }
}

/// Whether a letter of it is written from right to left.
pub(crate) fn has_rtl(text: &str) -> bool {
    text.chars().any(is_rtl)
}

/// Whether the letter is of a script that runs from right to left.
pub(crate) fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_or_has_no_glyph_is_gone_and_the_rest_stands() {
        for (given, shown) in [
            ("里坊 Lifang", "里坊 Lifang"),
            ("a\u{202e}b\u{2066}c\u{2069}", "abc"),
            ("a\u{7}\u{0}\u{9f}\u{7f}b", "ab"),
            ("a\r\nb\rc\u{2028}d\te", "a\nb\nc\nd e"),
            ("\u{feff}x\u{fffe}\u{1ffff}", "x"),
            ("ئۇيغۇر\u{200f}!", "ئۇيغۇر\u{200f}!"),
            ("👨\u{200d}👩", "👨\u{200d}👩"),
        ] {
            assert_eq!(clean(given), shown, "{given:?}");
        }
        assert!(has_rtl("ab שלום") && !has_rtl("里坊 a"));
    }
}
