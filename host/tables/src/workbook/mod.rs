//! Workbooks (.xlsx): checked before they are unpacked, read cell by cell.

mod cells;
mod package;
mod reading;

pub(crate) use reading::{Merged, WorkbookRows};
