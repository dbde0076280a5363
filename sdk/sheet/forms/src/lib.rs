//! The interpreter of world `forms`: answers for the checklist of a workbook, whose program is put into it.

#[cfg(target_family = "wasm")]
mod entry;
