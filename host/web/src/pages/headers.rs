//! What a page may do, told to the browser with each of its files.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Everything comes from this host; text is never run as script, and neither is Wasm. Charts and map set styles on their
/// elements.
const PAGE: &str = "default-src 'self'; script-src 'self'; worker-src 'self'; \
                    style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; \
                    frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
/// The worker that runs plugins' components: it compiles Wasm, and runs the script that the page fetched and checked (`blob:`).
/// It reaches nobody, whatever a component does.
const WORKER: &str = "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";
/// The pages' only worker, as the build names it.
const WORKER_NAME: &str = "assets/worker-";
/// Where somebody is, is asked when they look for their community, and nothing else ever.
const PERMISSIONS: &str = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()";

const HEADERS: [(HeaderName, &str); 3] = [
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds what the file by this name may do.
pub(super) fn add(headers: &mut HeaderMap, name: &str) {
    let policy = if name.starts_with(WORKER_NAME) { WORKER } else { PAGE };
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
