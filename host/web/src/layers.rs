//! What every request passes: an id, a trace, a limit of size and time, a net for panics, compression, safe headers.

use crate::error::ApiError;
use crate::extract::Language;
use crate::pages;
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{self, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// The digest of what a response represents, RFC 9530.
pub(crate) const REPR_DIGEST: HeaderName = HeaderName::from_static("repr-digest");

/// The largest body of an ordinary request.
const BODY: usize = 1 << 20;

/// Where files come in, of up to some gigabytes over whatever line there is: whoever takes them waits for each part of them, and
/// counts their bytes.
const UPLOADS: [&str; 2] = ["/api/v1/imports", "/api/v1/imports/suggest"];

/// Wraps the routes; an answer begins within `patience`, or never.
pub(crate) fn wrap(router: Router, patience: Duration) -> Router {
    let id = HeaderName::from_static("x-request-id");
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    router
        .fallback(no_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(count))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CatchPanicLayer::custom(|_| broken().into_response()))
        .layer(from_fn(move |request: Request, next: Next| answered_within(patience, request, next)))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(header::X_FRAME_OPTIONS, "DENY"))
        .layer(CompressionLayer::new().compress_when(not_yet_compressed().and(carries_no_digest)))
        .layer(PropagateRequestIdLayer::new(id.clone()))
        .layer(TraceLayer::new_for_http())
        .layer(SetRequestIdLayer::new(id, MakeRequestUuid))
}

/// What carries a digest of its bytes is not changed on its way; whoever wrote the digest has compressed it already.
fn carries_no_digest(_: StatusCode, _: http::Version, headers: &HeaderMap, _: &http::Extensions) -> bool {
    !headers.contains_key(REPR_DIGEST)
}

/// What is compressed already would only be warmed up again.
fn not_yet_compressed() -> impl Predicate {
    DefaultPredicate::new()
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/vnd.openxmlformats"))
}

async fn answered_within(patience: Duration, request: Request, next: Next) -> Response {
    if *request.method() == Method::POST && UPLOADS.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let answered = tokio::time::timeout(patience, next.run(request)).await;
    answered.unwrap_or_else(|_| StatusCode::GATEWAY_TIMEOUT.into_response())
}

#[expect(clippy::disallowed_methods, reason = "how long a request took is measured, not decided upon")]
async fn count(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    // Anyone may invent methods; each label is a series that stays.
    let method = match *request.method() {
        Method::GET => "GET",
        Method::POST => "POST",
        _ => "other",
    };
    let started = std::time::Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::histogram!("lifang_http_request_seconds", "method" => method, "route" => route, "status" => status)
        .record(started.elapsed());
    response
}

/// A page or file of the web app, or nothing.
async fn no_route(language: Language, request: Request) -> Response {
    pages::at(&request).unwrap_or_else(|| nothing_here(language, &request).into_response())
}

fn nothing_here(language: Language, request: &Request) -> ApiError {
    let path: String = request.uri().path().chars().take(200).collect();
    let what = Bilingual::new(format!("没有 {path} 这个地址"), format!("there is nothing at {path}"));
    let remedy = Bilingual::new("接口说明在 /api/v1/docs。", "The API is described at /api/v1/docs.");
    ApiError::new(Problem::new(Kind::NotFound, "no-such-address", what, remedy), language)
}

async fn wrong_method(language: Language, request: Request) -> Response {
    let method = request.method().clone();
    let what = Bilingual::new(format!("此地址不接受 {method}"), format!("this address takes no {method}"));
    let remedy = Bilingual::new("接口说明在 /api/v1/docs。", "The API is described at /api/v1/docs.");
    let mut response =
        ApiError::new(Problem::new(Kind::Malformed, "method-wrong", what, remedy), language).into_response();
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

fn broken() -> ApiError {
    let what = Bilingual::new("系统内部出错", "the host itself failed");
    let remedy = Bilingual::new("请把响应头 x-request-id 告知运维人员。", "Tell the operator the header x-request-id.");
    let language = Language::of(&Request::new(()).into_parts().0);
    ApiError::new(Problem::new(Kind::Internal, "internal", what, remedy), language)
}
