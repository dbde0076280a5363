//! The datasets of the contract over the tables of the store: single subjects, scans in columns, aggregates.
//!
//! What a dataset's column is in SQL stands in [`tables`], nowhere else; every question is put together from those texts by
//! [`statement`], with what comes from outside bound. Rights are checked before, in `core::capability` and the service.

mod aggregate;
mod columns;
mod count;
mod filters;
mod scan;
mod selection;
mod statement;
mod subject;
mod tables;
mod value;

pub use aggregate::Aggregate;
pub use scan::{Scan, ScannedRows};
