//! Plugins as the store keeps them: components by digest, installations, local fields, failures.

mod components;
mod failures;
mod installations;

pub use components::put_component;
pub use failures::{RecordedFailure, record_failure};
pub(crate) use installations::Cache;
pub use installations::{NewInstallation, install, withdraw};
