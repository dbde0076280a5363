//! Path and query parameters, with the parameter's name where one cannot be read.

use super::{Language, malformed};
use crate::error::ApiError;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// Path parameters.
#[derive(Debug)]
pub(crate) struct PathOf<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for PathOf<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let language = Language::of(parts);
        match Path::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(error) => Err(ApiError::new(unreadable("path", &error.body_text()), language)),
        }
    }
}

/// Query parameters.
#[derive(Debug)]
pub(crate) struct QueryOf<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryOf<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let language = Language::of(parts);
        match Query::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(error) => Err(ApiError::new(unreadable("query", &error.body_text()), language)),
        }
    }
}

fn unreadable(place: &str, what: &str) -> lifang_core::problem::Problem {
    malformed(
        "parameter-wrong",
        format!("参数无法读取（{what}）"),
        what.to_owned(),
        "请按接口说明 /api/v1/openapi.json 填写。",
        "Write it as /api/v1/openapi.json describes it.",
    )
    .at(place)
}
