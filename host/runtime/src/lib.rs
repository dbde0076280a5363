//! The only crate that knows wasmtime: engine, limits, compile cache, fresh instances, host imports, one adapter per contract
//! major; and forms components as ES modules for browsers. It answers `lifang_core::call::Plugins`; how it does so stays inside.

mod cache;
mod contract;
mod engine;
mod error;
mod guest;
mod inspect;
mod loaded;
mod module;
mod modules;
mod runner;

pub use engine::{Tuning, digest};
pub use error::RuntimeError;
pub use inspect::{Inspected, inspect};
pub use module::{Module, ModuleBytes, ModuleFile, ServerOnly};
pub use runner::{Components, Runtime};
