//! What every handler shares.

use lifang_service::Service;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How long the host waits.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the answer to a request to begin. Sweeps and reports of a province take a while; nothing takes longer. A file on its way in
    /// takes as long as it takes, and so does an answer that has begun.
    pub answer: Duration,
    /// For some more of a file that is being sent in.
    pub upload: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { answer: Duration::from_secs(120), upload: Duration::from_secs(60) }
    }
}

/// What every handler shares.
#[derive(Clone)]
pub struct App {
    /// The use cases.
    pub(crate) service: Service,
    /// The token that stands in for sign-in. Only the demo has one; a server without refuses every token.
    pub(crate) dev_token: Option<Arc<str>>,
    /// Where metrics are read.
    pub(crate) metrics: PrometheusHandle,
    /// How long it waits.
    pub(crate) patience: Patience,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("service", &self.service)
            .field("demo", &self.dev_token.is_some())
            .finish_non_exhaustive()
    }
}

impl App {
    /// An app over the use cases. Metrics are counted for the whole process.
    #[must_use]
    pub fn new(service: Service, dev_token: Option<Arc<str>>) -> Self {
        Self { service, dev_token, metrics: recorder(), patience: Patience::default() }
    }

    /// The same with another patience.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }
}

/// The process has one recorder; tests make many apps.
fn recorder() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    let install = || {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        // Another recorder in this process keeps what it has; ours then shows nothing, and says so by being empty.
        let _ = metrics::set_global_recorder(recorder);
        handle
    };
    HANDLE.get_or_init(install).clone()
}
