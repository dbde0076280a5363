//! The store: the only crate that knows SQL. One file per aggregate; the same queries on SQLite and on PostgreSQL.
//!
//! Reads are methods of [`Store`] and take an [`AsOf`]; writes are functions that take a [`Tx`], whose end the service decides.

mod as_of;
pub mod audit;
pub mod base_data;
mod bulk;
mod catch_up;
mod counters;
pub mod datasets;
mod error;
mod facts;
pub mod fields;
pub mod identity;
pub mod intake;
pub mod notes;
pub mod plugins;
mod provenance;
pub mod published;
pub mod quality;
pub mod regions;
mod secrets;
pub mod snapshots;
pub mod sources;
mod sql;
mod store;
pub mod work;

pub use as_of::AsOf;
pub use error::{Conflict, Result, StoreError};
pub use secrets::{MasterKey, new_secret};
pub use store::{Engine, Store, Tx};
