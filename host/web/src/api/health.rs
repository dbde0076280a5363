//! Whether the process lives, whether it can answer, and what it counts.

use crate::error::{ApiResult, Tell};
use crate::extract::Language;
use crate::state::App;
use axum::extract::State;

/// Whether the process lives.
#[utoipa::path(get, path = "/healthz", operation_id = "healthz", tag = "operation", responses((status = 200, description = "It lives", body = String)))]
pub(super) async fn healthz() -> &'static str {
    "ok"
}

/// Whether it can answer: the database does.
#[utoipa::path(get, path = "/readyz", operation_id = "readyz", tag = "operation", responses((status = 200, description = "It can answer", body = String)))]
pub(super) async fn readyz(State(app): State<App>, language: Language) -> ApiResult<&'static str> {
    app.service.ready().await.tell(&language)?;
    Ok("ready")
}

/// Counters and latencies in Prometheus' text format.
#[utoipa::path(get, path = "/metrics", operation_id = "metrics", tag = "operation", responses((status = 200, description = "Metrics", body = String)))]
pub(super) async fn metrics(State(app): State<App>) -> String {
    app.metrics.render()
}
