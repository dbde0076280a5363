//! What a database is lacking when a host starts: what a migration cannot say in SQL, and what the days since have changed.

use crate::error::Result;
use crate::notes;
use crate::regions::READINGS_VERSION;
use crate::store::Store;
use lifang_core::clock::Instant;

/// The note that says by which rules names were read.
const READINGS: &str = "region-readings";

/// The note that says that every name has its blind index.
const NAMES: &str = "name-index";

impl Store {
    /// Brings up to date what is made from the facts: tallies of communities, readings of regions' names, blind indexes of
    /// persons' names. To be called when a host starts; costs three look-ups when there is nothing to do.
    ///
    /// # Errors
    /// The database's own.
    pub async fn catch_up(&self, now: Instant) -> Result<()> {
        if self.note(READINGS).await?.as_deref() != Some(READINGS_VERSION) {
            let mut tx = self.begin().await?;
            self.read_names_anew(&mut tx).await?;
            notes::put(&mut tx, READINGS, READINGS_VERSION, now).await?;
            tx.commit().await?;
            self.analyze_tables("region_reading, region_piece").await?;
        }
        if self.note(NAMES).await?.is_none() {
            self.index_names().await?;
            let mut tx = self.begin().await?;
            notes::put(&mut tx, NAMES, "1", now).await?;
            tx.commit().await?;
        }
        self.recount_due(now).await
    }
}
