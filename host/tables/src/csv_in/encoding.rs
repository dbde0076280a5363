//! The encodings of Chinese CSV files, and how a line shows which it is in.

use serde::{Deserialize, Serialize};

/// How a text's characters are written as bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// GB 18030, with GBK and GB 2312 as its parts.
    #[serde(rename = "gb18030")]
    Gb18030,
    /// UTF-16, little end first: what Excel calls Unicode text. A file says so with its mark.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, big end first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
}

impl Encoding {
    /// The two bytes of a line feed, where a character has two.
    pub(super) fn wide_line_feed(self) -> Option<[u8; 2]> {
        match self {
            Self::Utf16Le => Some([b'\n', 0]),
            Self::Utf16Be => Some([0, b'\n']),
            Self::Utf8 | Self::Gb18030 => None,
        }
    }
}

impl std::fmt::Display for Encoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
        })
    }
}

/// So many characters of three bytes in a line of UTF-8 are no accident: in a text in GB18030, each would have to hit the rare
/// pairs of bytes that make one.
const NO_ACCIDENT: usize = 3;

/// The encoding of a line with characters beyond ASCII; none where it is neither.
pub(super) fn of_line(line: &[u8]) -> Option<Encoding> {
    if std::str::from_utf8(line).is_ok() {
        Some(Encoding::Utf8)
    } else {
        first_bad_gb18030(line).is_none().then_some(Encoding::Gb18030)
    }
}

/// Whether a line among ones in GB18030 is surely in UTF-8.
pub(super) fn is_surely_utf8(line: &[u8]) -> bool {
    std::str::from_utf8(line)
        .is_ok_and(|text| text.chars().filter(|c| c.len_utf8() == 3).nth(NO_ACCIDENT - 1).is_some())
}

/// The line's text, or the position of the first byte that is no GB18030.
pub(super) fn gb18030(line: &[u8], into: &mut String) -> Result<(), usize> {
    decode(encoding_rs::GB18030, line, into)
}

/// The line's text, or the position of the first byte that is no UTF-16: half of a pair, or of a character.
pub(super) fn utf16(encoding: Encoding, line: &[u8], into: &mut String) -> Result<(), usize> {
    let le = encoding == Encoding::Utf16Le;
    decode(if le { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE }, line, into)
}

fn decode(encoding: &'static encoding_rs::Encoding, line: &[u8], into: &mut String) -> Result<(), usize> {
    use encoding_rs::DecoderResult;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    into.reserve(decoder.max_utf8_buffer_length_without_replacement(line.len()).unwrap_or(3 * line.len()));
    match decoder.decode_to_string_without_replacement(line, into, true) {
        (DecoderResult::InputEmpty, _) => Ok(()),
        (DecoderResult::Malformed(bad, after), read) => Err(read - usize::from(bad) - usize::from(after)),
        // Cannot be: room was made for the longest text.
        (DecoderResult::OutputFull, read) => Err(read),
    }
}

fn first_bad_gb18030(line: &[u8]) -> Option<usize> {
    gb18030(line, &mut String::new()).err()
}
