//! What can go wrong in the store, told apart by what the caller can do about it.

use lifang_core::query::DataError;
use std::borrow::Cow;

/// The result of anything the store does.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Others are writing; the same request may be tried again at once.
    #[error("the database is busy")]
    Busy,
    /// The database cannot be reached; the same request may be tried again later.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// There is no room left where the database is.
    #[error("the database's disk is full")]
    Full,
    /// It was changed meanwhile, exists already, or its key was used for something else.
    #[error("conflict: {0}")]
    Conflict(Conflict),
    /// There is no such thing.
    #[error("there is no {0}")]
    NotFound(&'static str),
    /// What was asked cannot be done, for a reason that its asker can mend.
    #[error("{0}")]
    Refused(Box<lifang_core::problem::Problem>),
    /// A scan found more rows than were wanted.
    #[error("more than {0} rows")]
    TooManyRows(u32),
    /// A question that cannot be asked.
    #[error(transparent)]
    Question(DataError),
    /// What is stored makes no sense, or was sealed under another key.
    #[error("what is stored cannot be read: {0}")]
    Corrupt(String),
    /// A file of the store's own (the master key) cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The master key is not the one that the database's data is sealed under.
    #[error("the master key is not the one this database was made with")]
    WrongKey,
    /// A source of regions is broken.
    #[error(transparent)]
    Source(#[from] crate::regions::source::SourceError),
    /// Anything else the database says.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What a write collided with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// The idempotency key came before, with another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The row has another revision than expected.
    #[error("it was changed meanwhile")]
    Changed,
    /// The community that was written to has ended meanwhile.
    #[error("the community has ended: regions were changed meanwhile")]
    Ended,
    /// Such a row exists already.
    #[error("it exists already ({0})")]
    Exists(String),
}

impl StoreError {
    pub(crate) fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }

    /// As a guest hears of it. What the guest may not know is only `Unavailable` to it; the host's log has the rest.
    #[must_use]
    pub fn for_guest(&self) -> DataError {
        match self {
            Self::Question(error) => error.clone(),
            Self::TooManyRows(_) => DataError::Limit("rows".into()),
            _ => DataError::Unavailable,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Self::Unavailable(error.to_string())
            }
            sqlx::Error::RowNotFound => Self::NotFound("row"),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::corrupt(error),
            sqlx::Error::Database(database) if database.is_unique_violation() => {
                Self::Conflict(Conflict::Exists(database.constraint().unwrap_or(database.message()).to_owned()))
            }
            sqlx::Error::Database(database) => match database.code().as_ref().map(Cow::as_ref) {
                // SQLite: busy, locked, busy snapshot. PostgreSQL: serialization, deadlock, lock not available.
                Some("5" | "6" | "517" | "40001" | "40P01" | "55P03") => Self::Busy,
                // SQLite: full, and an append that failed. PostgreSQL: disk full.
                Some("13" | "778" | "53100") => Self::Full,
                // PostgreSQL: shutting down, starting up, too many connections.
                Some("57P01" | "57P02" | "57P03" | "53300") => Self::Unavailable(error.to_string()),
                _ => Self::Database(error.into()),
            },
            _ => Self::Database(error.into()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::corrupt(error)
    }
}
