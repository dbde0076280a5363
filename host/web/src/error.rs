//! Errors as RFC 9457 problem documents. HTTP statuses are decided here and nowhere else; a 5xx tells its id only, the log has
//! the rest.

use crate::extract::Language;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lifang_core::problem::{Kind, Problem};
use lifang_service::ServiceError;
use serde::Serialize;
use utoipa::ToSchema;

/// A problem document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemDto {
    /// `urn:lifang:problem:` and the code.
    #[serde(rename = "type")]
    problem_type: String,
    /// What is wrong, in the reader's language.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What to do about it, in the reader's language.
    detail: String,
    /// A stable code.
    code: String,
    /// Where: a field, a plugin version and WIT function.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// What is wrong and what to do, in Chinese.
    zh: SaidDto,
    /// What is wrong and what to do, in English.
    en: SaidDto,
}

/// What is wrong and what to do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SaidDto {
    /// What is wrong.
    what: String,
    /// What to do.
    remedy: String,
}

impl ProblemDto {
    pub(crate) fn new(problem: Problem, language: &Language) -> Self {
        let english = language.is_english();
        let pick = |said: &lifang_core::text::Bilingual| if english { said.en.clone() } else { said.zh.clone() };
        Self {
            problem_type: format!("urn:lifang:problem:{}", problem.code),
            title: pick(&problem.what),
            status: status(problem.kind).as_u16(),
            detail: pick(&problem.remedy),
            code: problem.code,
            at: problem.at,
            zh: SaidDto { what: problem.what.zh, remedy: problem.remedy.zh },
            en: SaidDto { what: problem.what.en, remedy: problem.remedy.en },
        }
    }
}

/// A handler's error, with the language it is told in.
#[derive(Debug)]
pub(crate) struct ApiError {
    problem: Box<Problem>,
    language: Language,
}

impl ApiError {
    pub(crate) fn new(problem: Problem, language: Language) -> Self {
        Self { problem: Box::new(problem), language }
    }
}

/// What handlers answer with.
pub(crate) type ApiResult<T> = Result<T, ApiError>;

/// Lets `?` carry the reader's language along.
pub(crate) trait Tell<T> {
    /// The value, or the error told in `language`.
    fn tell(self, language: &Language) -> ApiResult<T>;
}

impl<T> Tell<T> for Result<T, ServiceError> {
    fn tell(self, language: &Language) -> ApiResult<T> {
        self.map_err(|error| {
            let problem = error.problem();
            if problem.kind == Kind::Internal {
                tracing::error!(error = &error as &dyn std::error::Error, "a request failed");
            }
            ApiError::new(problem, language.clone())
        })
    }
}

fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Malformed => StatusCode::BAD_REQUEST,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Moved => StatusCode::GONE,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::PluginFailed => StatusCode::BAD_GATEWAY,
        Kind::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = status(self.problem.kind);
        let mut response = (status, Json(ProblemDto::new(*self.problem, &self.language))).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }
}
