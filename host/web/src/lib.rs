//! The only crate that knows HTTP servers. Handlers extract, make one call of the service, and reply.

mod api;
mod error;
mod extract;
mod layers;
mod state;

pub use api::{document, router};
pub use state::App;

use tokio::net::TcpListener;

/// Serves until `stopped` ends; requests that are under way are answered first.
///
/// # Errors
/// The listener's own.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(app)).with_graceful_shutdown(stopped).await
}
