//! What the host notes about itself, by key: which region source is loaded, whether the demo made this store.

use crate::error::Result;
use crate::sql::{Read, query};
use crate::store::{Store, Tx};
use lifang_core::clock::Instant;

impl Store {
    /// The note under the key.
    ///
    /// # Errors
    /// The database's own.
    pub async fn note(&self, key: &str) -> Result<Option<String>> {
        let row = query("SELECT value FROM note WHERE key = $1").bind(key).fetch_optional(self.reader()).await?;
        row.map(|row| row.text(0)).transpose()
    }
}

/// Writes the note, in place of the one before.
///
/// # Errors
/// The database's own.
pub async fn put(tx: &mut Tx, key: &str, value: &str, now: Instant) -> Result<()> {
    let sql = "INSERT INTO note (key, value, at) VALUES ($1, $2, $3) \
               ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at";
    query(sql).bind(key).bind(value).bind(now.0).execute(tx.connection()).await?;
    Ok(())
}
