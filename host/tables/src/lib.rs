//! Tables in files, row by row: CSV in UTF-8, GB18030 and UTF-16, workbooks. Read, mapped to fields of an import, and written.
//!
//! A [`Table`] is opened, its heading row found; a [`Mapping`] says which column is which field of `core::intake`; a [`Bound`]
//! mapping turns rows into values. On the way out a [`TableWriter`] takes rows, and [`Corrections`] are the rows of an import that
//! were refused, with what is wrong beside them.

#![expect(
    clippy::result_large_err,
    reason = "an error says file, sheet, row, column and heading, is made once and ends the file; boxing it would save nothing"
)]

mod corrections;
mod csv_in;
mod error;
mod header;
mod limits;
mod mapping;
mod open;
mod out;
mod place;
mod row;
mod workbook;

pub use corrections::{Corrections, Kept};
pub use csv_in::Encoding;
pub use error::TableError;
pub use limits::Limits;
pub use mapping::{Bound, Fault, Guess, Mapping, guesses};
pub use open::{ReadOptions, Table, open, open_beginning, open_csv};
pub use out::{FileFormat, Out, TableWriter};
pub use place::Place;
pub use row::Row;
