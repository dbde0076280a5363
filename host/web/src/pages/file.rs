//! One embedded file as a response: its encoding, how long it is kept, and whether the reader has it already.

use super::headers;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use rust_embed::EmbeddedFile;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Encodings made when the pages were built, the smallest first, with their ending.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];
/// Names in this folder carry a hash of what is inside, so they never mean anything else.
const HASHED: &str = "assets/";

/// A file, from the binary or a test.
#[derive(Debug)]
pub(super) struct File {
    bytes: Cow<'static, [u8]>,
    /// Changes when the file does.
    hash: [u8; 32],
    media_type: String,
}

impl From<EmbeddedFile> for File {
    fn from(file: EmbeddedFile) -> Self {
        let (hash, media_type) = (file.metadata.sha256_hash(), file.metadata.mimetype().to_owned());
        Self { bytes: file.data, hash, media_type }
    }
}

/// The file by this name, if there is one.
pub(super) fn serve(find: &impl Fn(&str) -> Option<File>, name: &str, asked: &HeaderMap) -> Option<Response> {
    let plain = find(name)?;
    let encoded = ENCODINGS
        .iter()
        .filter(|(encoding, _)| accepts(asked, encoding))
        .find_map(|(encoding, ending)| Some((Some(*encoding), find(&format!("{name}{ending}"))?)));
    let media_type = charset(plain.media_type.clone());
    let (encoding, file) = encoded.unwrap_or((None, plain));
    let tag = tag(&file.hash, encoding);

    let is_known = knows(asked, &tag);
    let body = if is_known { Body::empty() } else { Body::from(bytes(file.bytes)) };
    let mut response = Response::new(body);
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    let kept = if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(&media_type).ok()?);
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).ok()?);
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    headers::add(headers, name);
    Some(response)
}

/// What is in the binary is sent from where it lies.
fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    }
}

fn charset(media_type: String) -> String {
    if media_type.starts_with("text/") { media_type + "; charset=utf-8" } else { media_type }
}

/// Each encoding is a representation with a tag of its own.
fn tag(hash: &[u8; 32], encoding: Option<&str>) -> String {
    let mut tag = String::from("\"");
    for byte in &hash[..16] {
        // Writing to a string never fails.
        let _ = write!(tag, "{byte:02x}");
    }
    tag + encoding.unwrap_or_default() + "\""
}

fn knows(asked: &HeaderMap, tag: &str) -> bool {
    list(asked, &header::IF_NONE_MATCH).any(|known| known.trim_start_matches("W/") == tag)
}

fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    list(asked, &header::ACCEPT_ENCODING).any(|accepted| {
        let mut parts = accepted.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.filter_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok()).any(|weight| weight <= 0.0);
        named && !refused
    })
}

fn list<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

#[cfg(test)]
impl File {
    /// A file made up for a test.
    pub(super) fn sample(name: &str, text: &'static str) -> Self {
        let mut hash = [0; 32];
        hash[..text.len().min(32)].copy_from_slice(&text.as_bytes()[..text.len().min(32)]);
        let media_type = match name.rsplit('.').next() {
            Some("html") => "text/html",
            Some("js") => "text/javascript",
            _ => "application/octet-stream",
        };
        Self { bytes: Cow::Borrowed(text.as_bytes()), hash, media_type: media_type.to_owned() }
    }
}
