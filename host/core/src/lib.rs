//! The words of the domain, and the ports between crates. No I/O, no clock of its own, no SQL, no HTTP, no Wasm.

pub mod actor;
pub mod base_data;
pub mod call;
pub mod capability;
pub mod certificate;
pub mod clock;
pub mod columns;
pub mod dataset;
pub mod decision;
pub mod duplicates;
pub mod event_kind;
pub mod failure;
pub mod form;
pub mod intake;
pub mod limits;
pub mod manifest;
pub mod path;
pub mod problem;
pub mod query;
pub mod region;
pub mod report;
pub mod resident_id;
pub mod resolve;
pub mod text;
pub mod unit_code;
pub mod value;
