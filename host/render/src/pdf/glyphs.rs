//! Letters without a glyph: found in what was set, not guessed from the fonts, because shaping decides.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

/// Letters that no font has.
#[derive(Debug, Default)]
pub(super) struct Missing(BTreeSet<char>);

impl Missing {
    /// Adds what the pages lack; whether there was anything new.
    pub(super) fn find(&mut self, document: &PagedDocument) -> bool {
        let known = self.0.len();
        for page in document.pages() {
            self.find_in(&page.frame);
        }
        self.0.len() > known
    }

    fn find_in(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.find_in(&group.frame),
                FrameItem::Text(text) => {
                    for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                        let letters = text.text.get(glyph.range()).unwrap_or_default();
                        self.0.extend(letters.chars().filter(|c| !c.is_whitespace() && !c.is_ascii()));
                    }
                }
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with numbers in place of letters that cannot be shown.
    pub(super) fn shown<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.0.is_empty() || !text.chars().any(|c| self.0.contains(&c)) {
            return Cow::Borrowed(text);
        }
        let mut shown = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            if self.0.contains(&c) {
                shown.push_str(&number(c));
            } else {
                shown.push(c);
            }
        }
        Cow::Owned(shown)
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = 40;
        let named: Vec<String> = self.0.iter().take(most).map(|c| number(*c)).collect();
        write!(f, "{}{}", named.join(" "), if self.0.len() > most { " …" } else { "" })
    }
}

fn number(c: char) -> String {
    format!("[U+{:04X}]", u32::from(c))
}
