//! The reader's language: `?lang=`, else `Accept-Language`, else Chinese.

use axum::extract::FromRequestParts;
use axum::http::{header, request::Parts};
use lifang_core::text::Bilingual;
use std::convert::Infallible;

/// A language tag such as `zh`, `en` or `ko`.
#[derive(Clone, Debug)]
pub(crate) struct Language(String);

impl Language {
    pub(crate) fn tag(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_english(&self) -> bool {
        self.0 == "en"
    }

    /// The reader's one of two sentences.
    pub(crate) fn pick(&self, said: &Bilingual) -> String {
        if self.is_english() { said.en.clone() } else { said.zh.clone() }
    }

    pub(crate) fn of(parts: &Parts) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let tag = asked.or(accepted.and_then(|list| list.split([',', ';']).next())).unwrap_or("zh");
        // Catalogs are kept by primary language: `zh-CN` and `en-US` are read as `zh` and `en`.
        let primary: String = tag.trim().chars().take_while(char::is_ascii_alphabetic).take(8).collect();
        Self(if primary.is_empty() { "zh".into() } else { primary.to_ascii_lowercase() })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}
