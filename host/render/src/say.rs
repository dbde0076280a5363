//! What stands around a document, and how its texts and figures are written: the same in every format.

use crate::clean::clean;
use lifang_core::clock::Instant;
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
    /// Who made it: plugin, version and digest.
    pub made_by: &'a str,
    /// When it was made.
    pub made_at: Instant,
}

impl Frame<'_> {
    pub(crate) fn say(&self, text: &Text) -> String {
        clean(&self.catalogs.say(self.language, text)).into_owned()
    }

    pub(crate) fn cell(&self, cell: &TableCell) -> String {
        match cell {
            TableCell::Empty => String::new(),
            TableCell::Number(number, decimals) => figure(*number, *decimals),
            TableCell::Text(text) => self.say(text),
            TableCell::Data(text) => clean(text).into_owned(),
            TableCell::Date(date) => date.to_string(),
        }
    }

    pub(crate) fn is_english(&self) -> bool {
        self.language.starts_with("en")
    }

    /// The same words in the host's two languages.
    pub(crate) fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.is_english() { en } else { zh }
    }

    /// Where, which days, who and when: each with its name.
    pub(crate) fn facts(&self) -> [(&'static str, String); 4] {
        [
            (self.word("区域", "Region"), clean(self.region).into_owned()),
            (self.word("期间", "Period"), clean(self.period).into_owned()),
            (self.word("生成时间", "Made at"), format!("{} (UTC+8)", self.made_at.civil_minute())),
            (self.word("生成插件", "Made by"), clean(self.made_by).into_owned()),
        ]
    }

    /// What the signs in the figures mean.
    pub(crate) fn signs(&self) -> &'static str {
        self.word(
            "“*”表示人数过少，不予公布；“–”表示无数据。",
            "* held back because too few people stand behind it; – no data.",
        )
    }
}

/// Beyond it a decimal of a double is noise.
const DECIMALS: u8 = 15;
/// From here on a figure is written with a power of ten: the digits would be noise, and hundreds of them.
const LARGE: f64 = 1e15;

/// A figure with its decimals; a dash where there is none, an asterisk where it is held back.
pub(crate) fn figure(figure: Figure, decimals: u8) -> String {
    match finite(figure) {
        Figure::Number(number) if number.abs() >= LARGE => format!("{number:e}"),
        Figure::Number(number) => {
            let written = format!("{number:.*}", usize::from(decimals.min(DECIMALS)));
            // What rounds to nothing has no sign.
            let is_zero = written.trim_matches(['-', '0', '.']).is_empty();
            written.strip_prefix('-').filter(|_| is_zero).map_or(written.clone(), str::to_owned)
        }
        Figure::None => "–".into(),
        Figure::Suppressed => "*".into(),
    }
}

/// A number that is none is no data.
pub(crate) fn finite(figure: Figure) -> Figure {
    match figure {
        Figure::Number(number) if !number.is_finite() => Figure::None,
        other => other,
    }
}

/// A figure of a chart, which has no decimals of its own: as many as it needs, two at most.
pub(crate) fn loose(value: Figure) -> String {
    let Figure::Number(number) = finite(value) else { return figure(value, 0) };
    let written = figure(value, 2);
    if number.abs() < LARGE && written.contains('.') {
        written.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_with_their_decimals_and_never_as_noise() {
        let number = Figure::Number;
        assert_eq!(figure(number(1234.5), 2), "1234.50");
        assert_eq!(figure(number(-3.0), 0), "-3");
        assert_eq!((figure(number(-0.0), 0), figure(number(-0.004), 2)), ("0".into(), "0.00".into()));
        assert_eq!(figure(number(f64::NAN), 0), "–");
        assert_eq!(figure(number(1e300), 0), "1e300");
        assert_eq!(figure(number(0.5), 255).len(), 17);
        assert_eq!(
            (loose(number(3.0)), loose(number(0.25)), loose(number(100.0))),
            ("3".into(), "0.25".into(), "100".into())
        );
        assert_eq!(loose(Figure::Suppressed), "*");
    }
}
