//! The store, judged through its own interface: every test runs on SQLite and on PostgreSQL, by the same code.
#![expect(clippy::unwrap_used, clippy::panic, reason = "clippy knows tests by their attribute, not what they call")]

mod aggregates;
mod beside;
mod bitemporal;
mod duplicates;
mod events;
mod fields;
mod installations;
mod intake;
mod intake_bounds;
mod intake_fields;
mod intake_people;
mod merges;
mod persons;
mod quality;
mod region_changes;
mod regions;
mod scans;
mod search;
mod snapshots;
mod sources;
mod support;
mod tallies;
mod trail;
