//! What a program says that was compiled without the pages.

use super::headers;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

const PAGE: &str = r#"<!doctype html>
<html lang="zh-Hans">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>里坊 Lifang</title>
<body style="font: 1.125rem/1.6 sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>里坊 Lifang</h1>
<p>这个程序编译时没有网页。运行 <code>cargo xtask demo</code> 会先生成网页；接口可以照常使用，说明见
<a href="/api/v1/docs/">/api/v1/docs/</a>。</p>
<p lang="en">This program was compiled without its pages. <code>cargo xtask demo</code> builds them first; the API works as
ever and is described at <a href="/api/v1/docs/">/api/v1/docs/</a>.</p>
"#;

pub(super) fn page() -> Response {
    let mut response = Html(PAGE).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers::add(headers, "index.html");
    response
}
