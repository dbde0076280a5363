//! `Idempotency-Key`: the same key with the same request counts once, however often a phone on a bad network sends it.

use super::{Language, malformed};
use crate::error::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// The key, if one was sent.
#[derive(Debug)]
pub(crate) struct IdempotencyKey(pub(crate) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        match value.to_str() {
            Ok(key) if (1..=120).contains(&key.len()) => Ok(Self(Some(key.to_owned()))),
            _ => Err(ApiError::new(
                malformed(
                    "idempotency-key-wrong",
                    "Idempotency-Key 应为 1 至 120 个 ASCII 字符".into(),
                    "an Idempotency-Key has 1 to 120 ASCII characters".into(),
                    "请为每次提交生成一个 UUID。",
                    "Make a UUID for each thing you send.",
                )
                .at("Idempotency-Key"),
                Language::of(parts),
            )),
        }
    }
}
