//! How many there were: the different subjects of a dataset in a region, as of any day and as it was known at any moment.

use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::sql::Read;
use crate::store::Store;
use lifang_core::region::RegionId;

impl Store {
    /// The number of different subjects: a person with two residences in the region is one.
    ///
    /// # Errors
    /// An unknown dataset; there was no such region as of `at`.
    pub async fn count_as_of(&self, dataset: &str, region: RegionId, at: AsOf) -> Result<u64> {
        let (_, statement) = self.question(dataset, region, at, at.valid).await?;
        let what = format!("COUNT(DISTINCT {})", statement.dataset.subject);
        let row = statement.finish(&what, "").fetch_one(self.reader()).await?;
        u64::try_from(row.int(0)?).map_err(StoreError::corrupt)
    }
}
