//! What can go wrong with segments, told apart by what the reader can do: all but the first two are mended by writing anew.

/// The result of anything done with segments.
pub type Result<T> = std::result::Result<T, ColumnsError>;

/// Why a segment could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ColumnsError {
    /// The place of snapshots cannot be used: wrongly configured, or something is in its stead.
    #[error("the place of snapshots cannot be used: {0}")]
    Place(String),
    /// The place does not take or give a file: a full disk, a network that is down, missing rights.
    #[error("{file}: {source}")]
    Store {
        /// Which file.
        file: String,
        /// What the place said.
        source: object_store::Error,
    },
    /// The file is gone.
    #[error("{0} is missing")]
    Missing(String),
    /// The file is not the one that was written.
    #[error("{file} is damaged: {what}")]
    Damaged {
        /// Which file.
        file: String,
        /// How it shows.
        what: String,
    },
    /// The file has no such column, or has it as another type.
    #[error("{file} has no column {column} of the wanted type")]
    Column {
        /// Which file.
        file: String,
        /// Which column.
        column: String,
    },
    /// Rows that cannot be written as a segment.
    #[error("the rows make no segment: {0}")]
    Rows(String),
}

impl ColumnsError {
    /// Whether the place is at fault, so that the next file will fare no better.
    #[must_use]
    pub fn is_of_the_place(&self) -> bool {
        matches!(self, Self::Place(_) | Self::Store { .. })
    }

    /// Whether the file itself is at fault, so that one written anew mends it.
    #[must_use]
    pub fn is_of_the_file(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Damaged { .. } | Self::Column { .. })
    }
}
