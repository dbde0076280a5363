//! Judges the product from outside: over HTTP and the command line, on both databases, with real components.

#![cfg(test)]

mod bad_input;
mod bad_plugins;
mod certificates;
mod command_line;
mod data_reads;
mod description;
mod events;
mod failure_policy;
mod operation;
mod oracles;
mod pages;
mod regions;
mod replay;
mod reports;
mod sandbox_forms;
mod sandbox_rules;
mod sandbox_sweeps_and_reports;
mod spine;
mod submissions;
mod sweeps;
