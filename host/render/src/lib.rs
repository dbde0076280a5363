//! Documents to the formats people open: HTML and CSV. Text is data here; nothing of it is ever markup or a formula.

mod csv_file;
mod html;
mod say;

pub use csv_file::csv;
pub use html::html;
pub use say::Frame;
