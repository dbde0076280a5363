//! What stands around a document, and how figures are written.

use lifang_core::query::Figure;
use lifang_core::report::TableCell;
use lifang_core::text::{Catalogs, Text};

/// What stands around a document.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The reader's language: `zh`, `en`, …
    pub language: &'a str,
    /// The plugin's catalogs.
    pub catalogs: &'a Catalogs,
    /// The region's name, from the province down.
    pub region: &'a str,
    /// The period, in words.
    pub period: &'a str,
    /// Who made it: plugin and version.
    pub made_by: &'a str,
}

impl Frame<'_> {
    pub(crate) fn say(&self, text: &Text) -> String {
        self.catalogs.say(self.language, text)
    }

    pub(crate) fn cell(&self, cell: &TableCell) -> String {
        match cell {
            TableCell::Empty => String::new(),
            TableCell::Number(number, decimals) => figure(*number, *decimals),
            TableCell::Text(text) => self.say(text),
            TableCell::Data(text) => text.clone(),
            TableCell::Date(date) => date.to_string(),
        }
    }

    /// The same words in the host's two languages.
    pub(crate) fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.language.starts_with("en") { en } else { zh }
    }
}

/// A figure with its decimals; a dash where there is none, an asterisk where it is held back.
pub(crate) fn figure(figure: Figure, decimals: u8) -> String {
    match figure {
        Figure::Number(number) => format!("{number:.*}", usize::from(decimals)),
        Figure::None => "–".into(),
        Figure::Suppressed => "*".into(),
    }
}
