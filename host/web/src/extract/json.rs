//! A JSON body, with line, column and field where it cannot be read.

use super::{Language, malformed};
use crate::error::ApiError;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use serde::de::DeserializeOwned;

/// A JSON body.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let language = Language::of(&parts);
        let bytes = match Bytes::from_request(Request::from_parts(parts, body), state).await {
            Ok(bytes) => bytes,
            Err(_) => return Err(ApiError::new(too_large(), language)),
        };
        serde_json::from_slice(&bytes).map(Body).map_err(|error| {
            let problem = malformed(
                "json-malformed",
                format!("请求体无法读取：{error}"),
                format!("the body cannot be read: {error}"),
                "请发送符合接口说明 /api/v1/openapi.json 的 JSON（UTF-8）。",
                "Send JSON (UTF-8) as /api/v1/openapi.json describes it.",
            );
            ApiError::new(problem.at(format!("body, line {}, column {}", error.line(), error.column())), language)
        })
    }
}

fn too_large() -> Problem {
    Problem::new(
        Kind::TooLarge,
        "body-too-large",
        Bilingual::new("请求体过大", "the body is too large, or broke off"),
        Bilingual::new("请减少内容后重新提交。", "Send less."),
    )
}
