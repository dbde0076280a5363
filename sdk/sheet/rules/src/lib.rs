//! The interpreter of world `rules`: decides events by the tables of a workbook, whose program is put into it.

#[cfg(target_family = "wasm")]
mod entry;
