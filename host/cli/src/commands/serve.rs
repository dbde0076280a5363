//! `lifang serve`: answers requests until it is told to stop.

use crate::config::Config;
use crate::failed::Failed;
use lifang_service::Service;
use lifang_web::App;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How many undecided events are tried again at a time.
const RETRIED: u32 = 100;
/// Communities whose segments are made anew at a time, per dataset.
const REFRESHED: u32 = 200;
/// A failure just now is not tried again at once.
const PAUSE_MS: i64 = 10_000;

/// Serves until Ctrl-C or SIGTERM. `ready` is called once the address is bound and plugins are compiled.
pub(crate) async fn serve(
    service: Service,
    listen: SocketAddr,
    dev_token: Option<Arc<str>>,
    config: &Config,
    ready: impl FnOnce(),
) -> Result<(), Failed> {
    let plugins = service.warm().await?;
    tracing::info!(plugins, "plugins are compiled");
    let listener = TcpListener::bind(listen).await?;
    let retrying = tokio::spawn(retry(service.clone(), Duration::from_secs(config.retry_seconds.max(1))));
    let refreshing = tokio::spawn(refresh(service.clone(), Duration::from_secs(config.refresh_seconds.max(1))));
    tracing::info!(%listen, "listening");
    ready();
    lifang_web::serve(listener, App::new(service, dev_token), stopped()).await?;
    retrying.abort();
    refreshing.abort();
    Ok(())
}

/// Keeps snapshots right, and takes up sweeps whose host is gone.
async fn refresh(service: Service, every: Duration) {
    let mut ticks = tokio::time::interval(every);
    loop {
        ticks.tick().await;
        match service.refresh_snapshots(REFRESHED).await {
            Ok(0) => {}
            Ok(made) => tracing::info!(made, "segments of snapshots are made anew"),
            Err(error) => tracing::warn!(%error, "snapshots could not be made anew"),
        }
        // A sweep goes on by itself once it is taken up.
        if let Err(error) = service.resume_abandoned_sweeps().await {
            tracing::warn!(%error, "sweeps that were left could not be taken up");
        }
    }
}

async fn retry(service: Service, every: Duration) {
    let mut ticks = tokio::time::interval(every);
    loop {
        ticks.tick().await;
        match service.make_due_changes().await {
            Ok(0) => {}
            Ok(made) => tracing::info!(made, "planned changes of regions are made"),
            Err(error) => tracing::warn!(%error, "planned changes of regions could not be made"),
        }
        let before = service.clock().now().plus_ms(-PAUSE_MS);
        match service.retry_undecided(before, RETRIED).await {
            Ok(0) => {}
            Ok(decided) => tracing::info!(decided, "events that had waited are decided"),
            Err(error) => tracing::warn!(%error, "undecided events could not be tried again"),
        }
        match service.resume_imports().await {
            Ok(0) => {}
            Ok(resumed) => tracing::info!(resumed, "imports go on that a stopped host had begun"),
            Err(error) => tracing::warn!(%error, "interrupted imports could not be resumed"),
        }
        if let Err(error) = service.forget_uploads() {
            tracing::warn!(%error, "files of old imports could not be removed");
        }
        match service.retry_unjudged(before, RETRIED).await {
            Ok(0) => {}
            Ok(judged) => tracing::info!(judged, "checklists that had waited are judged"),
            Err(error) => tracing::warn!(%error, "kept checklists could not be tried again"),
        }
    }
}

async fn stopped() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
    tracing::info!("stopping");
}
