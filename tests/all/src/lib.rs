//! Judges the product from outside: over HTTP and the command line, on both databases, with real components.

#![cfg(test)]

mod bad_input;
mod bad_plugins;
mod certificates;
mod collected_once;
mod command_line;
mod data_reads;
mod description;
mod erasure;
mod event_kinds;
mod events;
mod export_files;
mod exports;
mod failure_policy;
mod grids;
mod identity;
mod import_again;
mod import_fields;
mod import_files;
mod import_people;
mod imports;
mod languages;
mod local_fields;
mod modules;
mod operation;
mod oracles;
mod pages;
mod publication;
mod quality;
mod region_changes;
mod regions;
mod rendering;
mod replay;
mod reports;
mod same_bytes;
mod sandbox_forms;
mod sandbox_rules;
mod sandbox_sweeps_and_reports;
mod sheets;
mod snapshots;
mod spine;
mod submissions;
mod sweeps;
