//! Imports 导入: a file of persons, houses, units, residences or staff becomes base data, with every rule on. What cannot be taken
//! comes back as the same rows with what is wrong beside them.

mod corrections;
mod jobs;
mod judge;
mod locals;
mod reader;
mod refused;
mod regions;
mod rules;
mod run;
mod said;
mod upload;

pub use jobs::{ImportView, NewImport, StartedImport};
pub use reader::{SuggestedColumn, Suggestion};
pub use upload::Upload;
