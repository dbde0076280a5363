//! The only crate that knows HTTP servers. Handlers extract, make one call of the service, and reply.

mod api;
mod error;
mod extract;
mod layers;
mod pages;
mod state;

pub use api::{document, router};
pub use state::{App, Patience};

use std::time::Duration;
use tokio::net::TcpListener;

/// How often samples that nobody came for are folded away.
const UPKEEP: Duration = Duration::from_secs(5);

/// Serves until `stopped` ends; requests that are under way are answered first.
///
/// # Errors
/// The listener's own.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let metrics = app.metrics.clone();
    let upkeep = tokio::spawn(async move {
        let mut ticks = tokio::time::interval(UPKEEP);
        loop {
            ticks.tick().await;
            metrics.run_upkeep();
        }
    });
    let served = axum::serve(listener, router(app)).with_graceful_shutdown(stopped).await;
    upkeep.abort();
    served
}
