//! The shape of the contract's datasets, for tables in memory.

/// A dataset.
#[derive(Debug)]
pub(crate) struct Dataset {
    pub(crate) name: &'static str,
    /// Whether a plugin may ask for one of its rows by identifier.
    pub(crate) subject: bool,
    pub(crate) columns: &'static [Column],
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) key: &'static str,
    /// The `type` in `datasets.toml`.
    pub(crate) kind: &'static str,
    pub(crate) null: bool,
    /// Its code table; empty where it has none.
    pub(crate) codes: &'static str,
}
