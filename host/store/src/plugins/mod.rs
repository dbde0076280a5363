//! Plugins as the store keeps them: components by digest, installations, local fields, failures.

mod components;
mod failures;
mod installations;
mod local_fields;

pub use components::put_component;
pub use failures::{RecordedFailure, record_failure};
pub(crate) use installations::Cache;
pub use installations::{NewInstallation, install, withdraw};
pub use local_fields::{LocalDeclaration, declare_local_field, set_local_value};
