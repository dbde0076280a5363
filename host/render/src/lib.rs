//! Documents to the formats people open: HTML, PDF, XLSX and CSV. Text is data here; nothing of it is ever markup or a formula.

#[cfg(test)]
mod any_document;
mod chart;
mod clean;
mod csv_file;
mod error;
mod html;
mod outline;
mod pdf;
#[cfg(test)]
mod sample;
mod say;
mod width;
mod xlsx;

pub use csv_file::csv;
pub use error::RenderError;
pub use html::html;
pub use pdf::{Fonts, Paper, pdf};
pub use say::Frame;
pub use xlsx::xlsx;
