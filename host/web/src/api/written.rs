//! A report as a file to keep: its type, its name in the reader's language, its bytes.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use lifang_service::{FileFormat, Format, RunView, Written};
use std::fmt::Write as _;
use tokio_util::io::ReaderStream;

/// What a name may be made of: letters of a region and a title.
const LETTERS: usize = 80;

/// What is answered beside the bytes.
pub(super) struct Label {
    media_type: &'static str,
    disposition: Option<String>,
}

/// The label of a report in a format.
pub(super) fn label(view: &RunView, format: Format, language: &str) -> Label {
    let (media_type, ending) = match format {
        Format::Html => return Label { media_type: "text/html; charset=utf-8", disposition: None },
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        Format::Pdf(_) => ("application/pdf", "pdf"),
    };
    let region = view.path.last().map(|region| region.name.as_str()).unwrap_or_default();
    let name = format!("{region}-{}-{}", view.title(language), view.period.first);
    // A browser shows a PDF; the rest is kept.
    let what = if matches!(format, Format::Pdf(_)) { "inline" } else { "attachment" };
    let plain = format!("{}-{}", ascii(&view.report), view.period.first);
    let disposition = format!("{what}; filename=\"{plain}.{ending}\"; filename*=UTF-8''{}.{ending}", encoded(&name));
    Label { media_type, disposition: Some(disposition) }
}

/// The label of a table to be kept under a name.
pub(super) fn table_label(format: FileFormat, plain: &str, name: &str) -> Label {
    let (media_type, ending) = match format {
        FileFormat::Csv(_) => ("text/csv; charset=utf-8", "csv"),
        FileFormat::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    };
    let (plain, name) = (ascii(plain), encoded(name));
    let disposition = format!("attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{name}.{ending}");
    Label { media_type, disposition: Some(disposition) }
}

/// The answer: a file is sent as it is read.
pub(super) fn reply(label: Label, written: Written) -> Response {
    let (body, length) = match written {
        Written::Bytes(bytes) => (Body::from(Bytes::from(bytes)), None),
        Written::File(file, length) => {
            let stream = ReaderStream::with_capacity(tokio::fs::File::from_std(file), 64 << 10);
            (Body::from_stream(stream), Some(length))
        }
    };
    let mut response = ([(header::CONTENT_TYPE, label.media_type)], body).into_response();
    let headers = response.headers_mut();
    if let Some(value) = label.disposition.and_then(|text| HeaderValue::try_from(text).ok()) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    if let Some(length) = length {
        headers.insert(header::CONTENT_LENGTH, length.into());
    }
    response
}

/// The disposition of a file to be kept under a name.
pub(super) fn attachment(name: &str) -> String {
    let ending: String = name.rsplit('.').next().map(ascii).unwrap_or_default();
    format!("attachment; filename=\"export.{ending}\"; filename*=UTF-8''{}", encoded(name))
}

fn ascii(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

/// A name as RFC 5987 writes it, without what a file's name cannot have.
fn encoded(name: &str) -> String {
    let unfit = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let name: String = name.chars().filter(|c| !unfit(*c)).take(LETTERS).collect();
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_chinese_is_written_as_rfc_5987_has_it() {
        assert_eq!(encoded("月报-1"), "%E6%9C%88%E6%8A%A5-1");
        assert_eq!(encoded("../a\"b\r\nc%"), "..abc%25");
        assert_eq!(encoded(&"月".repeat(500)).len(), LETTERS * 9);
    }
}
