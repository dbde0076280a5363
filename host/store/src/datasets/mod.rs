//! The datasets of the contract over the tables of the store: single subjects, scans in columns, aggregates.
//!
//! What a dataset's column is in SQL stands in [`tables`], nowhere else; every question is put together from those texts by
//! [`statement`], with what comes from outside bound. Rights are checked before, in `core::capability` and the service.

mod aggregate;
mod columns;
mod count;
mod filters;
mod restated;
mod scan;
mod selection;
mod statement;
mod subject;
mod tables;
mod value;

use self::statement::Statement;
use self::tables::DatasetSql;
use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::regions::{Place, place};
use crate::store::Store;
use lifang_core::clock::Date;
use lifang_core::query::DataError;
use lifang_core::region::RegionId;

pub use aggregate::Aggregate;
pub use scan::{Scan, ScannedRows};
pub(crate) use value::local_value;

impl Store {
    /// A question to a dataset about a region on the boundaries of the day `drawn`, and where that region lies.
    async fn question(&self, dataset: &str, region: RegionId, at: AsOf, drawn: Date) -> Result<(Place, Statement)> {
        let sql = DatasetSql::named(dataset)
            .ok_or_else(|| StoreError::Question(DataError::UnknownDataset(dataset.chars().take(60).collect())))?;
        self.question_of(sql, region, at, drawn).await
    }

    async fn question_of(
        &self,
        dataset: &'static DatasetSql,
        region: RegionId,
        at: AsOf,
        drawn: Date,
    ) -> Result<(Place, Statement)> {
        let regions_at = AsOf { valid: drawn, ..at };
        let root = place(self.reader(), region, regions_at).await?;
        // What happened on its own day lay on the boundaries of that day, whatever day is asked about.
        let boundaries = self.boundaries((!dataset.happened).then_some(at.valid), regions_at).await?;
        let statement = Statement::new(dataset, &root, at, (drawn, &boundaries))?;
        Ok((root, statement))
    }
}
