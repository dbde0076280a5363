//! The web app, embedded: an address that is neither the API's nor a file's is one of its pages, and the app decides which.

mod file;
mod headers;
mod unbuilt;

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use file::File;

/// What `npm run build` made in `host/web/ui`; empty where it never ran.
#[derive(rust_embed::Embed)]
#[folder = "ui/dist"]
struct Built;

/// The page or file at an address, if there is one.
pub(crate) fn at(request: &Request) -> Option<Response> {
    answer(&|path| Built::get(path).map(File::from), request.method(), request.uri().path(), request.headers())
}

fn answer(find: &impl Fn(&str) -> Option<File>, method: &Method, path: &str, headers: &HeaderMap) -> Option<Response> {
    if !matches!(*method, Method::GET | Method::HEAD) || path == "/api" || path.starts_with("/api/") {
        return None;
    }
    let name = path.trim_start_matches('/');
    if name.rsplit('/').next().is_some_and(|last| last.contains('.')) {
        return file::serve(find, name, headers);
    }
    // A program that mistyped an address is told so; a browser gets the app, which knows its addresses.
    if path == "/" || wants_page(headers) {
        return Some(file::serve(find, "index.html", headers).unwrap_or_else(unbuilt::page));
    }
    None
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::StatusCode;

    fn built(path: &str) -> Option<File> {
        let files = [
            ("index.html", "<!doctype html>"),
            ("index.html.br", "br of it"),
            ("assets/main-Ab12.js", "export {}"),
            ("assets/main-Ab12.js.br", "br of js"),
            ("assets/main-Ab12.js.gz", "gz of js"),
            ("assets/worker-Ab12.js", "onmessage = () => {}"),
            ("ward.svg", "<svg/>"),
        ];
        let (name, text) = files.into_iter().find(|(name, _)| *name == path)?;
        Some(File::sample(name, text))
    }

    fn get(path: &str, headers: &[(header::HeaderName, &'static str)]) -> Option<Response> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        answer(&built, &Method::GET, path, &headers)
    }

    fn header_of(response: &Response, name: header::HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    const BROWSER: (header::HeaderName, &str) = (header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8");

    #[test]
    fn every_page_is_the_app_and_is_asked_for_anew_each_time() {
        for path in ["/", "/r/220103008003", "/r/220103008003/certificates/lift-notice", "/staff"] {
            let response = get(path, &[BROWSER]).unwrap();
            assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/html; charset=utf-8", "{path}");
            assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-cache", "{path}");
        }
    }

    #[test]
    fn what_is_no_page_is_left_to_the_problem_document() {
        assert!(get("/api/v1/nothing", &[BROWSER]).is_none());
        assert!(get("/assets/gone-Ab12.js", &[BROWSER]).is_none());
        assert!(get("/wp-login.php", &[BROWSER]).is_none());
        assert!(get("/regions/22", &[(header::ACCEPT, "application/json")]).is_none());
        assert!(get("/regions/22", &[]).is_none());
        assert!(answer(&built, &Method::POST, "/", &HeaderMap::new()).is_none());
    }

    #[test]
    fn a_hashed_file_is_kept_for_a_year_and_others_are_asked_for_anew() {
        let hashed = get("/assets/main-Ab12.js", &[]).unwrap();
        assert_eq!(header_of(&hashed, header::CACHE_CONTROL), "public, max-age=31536000, immutable");
        assert_eq!(header_of(&hashed, header::CONTENT_TYPE), "text/javascript; charset=utf-8");
        assert_eq!(header_of(&get("/ward.svg", &[]).unwrap(), header::CACHE_CONTROL), "no-cache");
    }

    #[test]
    fn the_best_encoding_the_reader_takes_is_sent() {
        for (accepted, encoding) in [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip, deflate", "gzip"),
            ("br;q=0, gzip;q=0.5", "gzip"),
            ("identity", ""),
            ("brotli", ""),
        ] {
            let response = get("/assets/main-Ab12.js", &[(header::ACCEPT_ENCODING, accepted)]).unwrap();
            assert_eq!(header_of(&response, header::CONTENT_ENCODING), encoding, "{accepted}");
            assert_eq!(header_of(&response, header::VARY), "accept-encoding");
            assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/javascript; charset=utf-8", "{accepted}");
        }
    }

    #[test]
    fn what_the_reader_has_is_not_sent_again() {
        let first = get("/", &[(header::ACCEPT_ENCODING, "br")]).unwrap();
        let tag: &'static str = header_of(&first, header::ETAG).to_owned().leak();
        let asked = |tag| get("/", &[(header::ACCEPT_ENCODING, "br"), (header::IF_NONE_MATCH, tag)]).unwrap();
        let again = asked(tag);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(header_of(&again, header::ETAG), tag);
        assert_eq!(asked("\"another\"").status(), StatusCode::OK);
        assert_eq!(asked(format!("\"another\", W/{tag}").leak()).status(), StatusCode::NOT_MODIFIED);
        // Each encoding is a representation of its own.
        assert_ne!(header_of(&get("/", &[]).unwrap(), header::ETAG), tag);
    }

    #[test]
    fn pages_say_what_they_may_do() {
        let page = get("/", &[BROWSER]).unwrap();
        let policy = header_of(&page, header::CONTENT_SECURITY_POLICY);
        for rule in ["default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
            assert!(policy.contains(rule), "{policy}");
        }
        assert!(policy.contains("script-src 'self';") && !policy.contains("eval'"), "no Wasm in a page: {policy}");
        let policy_of = |path| header_of(&get(path, &[]).unwrap(), header::CONTENT_SECURITY_POLICY).to_owned();
        assert_eq!(policy_of("/assets/main-Ab12.js"), policy);
        let worker = policy_of("/assets/worker-Ab12.js");
        assert!(worker.contains("'wasm-unsafe-eval'"), "{worker}");
        assert!(worker.starts_with("default-src 'none'") && !worker.contains("connect-src"), "no network: {worker}");
    }

    #[test]
    fn a_program_without_pages_says_how_to_have_them() {
        let page = answer(&|_| None, &Method::GET, "/", &HeaderMap::new()).unwrap();
        assert_eq!(header_of(&page, header::CONTENT_TYPE), "text/html; charset=utf-8");
        assert_eq!(header_of(&page, header::CACHE_CONTROL), "no-cache");
        assert!(answer(&|_| None, &Method::GET, "/ward.svg", &HeaderMap::new()).is_none());
    }
}
