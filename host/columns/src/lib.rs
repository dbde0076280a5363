//! Columnar snapshots: base data as Parquet segments, one per dataset and community, written through an object store.
//!
//! A segment is a copy, never the truth: it is made from the row store, says of which change of the community it is
//! ([`About::mark`]), and may be thrown away at any time. What is in one and what never is stands in [`projection`].
//!
//! This crate knows files and columns. Which segment is the one in force is the index's to say, which the store keeps beside the
//! marks; who may read is the service's.

mod ages;
pub mod aggregate;
mod arrow;
mod cache;
mod error;
pub mod filter;
mod lying;
mod place;
pub mod projection;
mod segment;
mod segments;
mod stream;

pub use ages::ages;
pub use error::{ColumnsError, Result};
pub use lying::Lying;
pub use place::Place;
pub use segment::{About, SCHEMA_VERSION};
pub use segments::{Columns, Pointer, Segments};
pub use stream::ParquetStream;
