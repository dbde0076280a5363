//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The looks of a workbook, made once.
#[derive(Debug)]
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) head: Format,
    pub(super) text: Format,
    /// Text that begins as a formula does: marked as text, so that it stays text when its cell is edited.
    pub(super) defused: Format,
    pub(super) date: Format,
    /// A sign in place of a figure.
    pub(super) sign: Format,
    pub(super) note: Format,
    /// Running text.
    pub(super) running: Format,
    /// Figures by their decimals.
    numbers: Vec<Format>,
}

/// Excel shows 15 digits.
const DECIMALS: u8 = 15;

impl Looks {
    pub(super) fn new() -> Self {
        let line = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00BF_C7CF));
        let cell = || line(Format::new().set_align(FormatAlign::Top));
        let text = cell().set_text_wrap();
        let number = |decimals: u8| {
            let format =
                if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(usize::from(decimals))) };
            cell().set_num_format(format)
        };
        Self {
            title: Format::new().set_bold().set_font_size(15).set_align(FormatAlign::VerticalCenter).set_text_wrap(),
            heading: Format::new().set_bold().set_font_size(12),
            head: line(
                Format::new()
                    .set_bold()
                    .set_align(FormatAlign::Center)
                    .set_align(FormatAlign::VerticalCenter)
                    .set_text_wrap(),
            )
            .set_background_color(Color::RGB(0x00E9_EEF3)),
            defused: text.clone().set_quote_prefix(),
            text,
            date: cell().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            sign: cell().set_align(FormatAlign::Right),
            note: Format::new().set_font_color(Color::RGB(0x0055_5F6A)).set_text_wrap().set_align(FormatAlign::Top),
            running: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            numbers: (0..=DECIMALS).map(number).collect(),
        }
    }

    /// The look of a figure; one too large for its digits keeps the spreadsheet's own.
    pub(super) fn number(&self, number: f64, decimals: u8) -> &Format {
        if number.abs() >= 1e15 { &self.sign } else { &self.numbers[usize::from(decimals.min(DECIMALS))] }
    }
}
