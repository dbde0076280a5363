//! Single subjects: the cells of one person, house or unit.

use super::selection::Selection;
use super::value::value;
use crate::as_of::AsOf;
use crate::error::Result;
use crate::store::Store;
use lifang_core::capability::Readable;
use lifang_core::region::RegionId;
use lifang_core::value::Cell;

impl Store {
    /// The cells of one subject, in the order of `columns`: present or unknown (what is withheld, the service decides). None
    /// when there is no such subject in the region's subtree as of `at`. Of several residences the first counts.
    ///
    /// # Errors
    /// An unknown dataset or column, the database's own.
    pub async fn subject(
        &self,
        dataset: &str,
        id: i64,
        columns: &[Readable],
        region: RegionId,
        at: AsOf,
    ) -> Result<Option<Vec<Cell>>> {
        let mut statement = self.question(dataset, region, at, at.valid).await?.1;
        let selection = Selection::of(&mut statement, columns)?;
        let bound = statement.bind(id)?;
        statement.only(format!("{} = {bound}", statement.dataset.subject));
        let tail = format!(" ORDER BY {} LIMIT 1", statement.dataset.order);
        let query = statement.finish(&selection.sql(), &tail);
        let Some(row) = query.fetch_optional(self.reader()).await? else { return Ok(None) };
        let mut cells = Vec::with_capacity(columns.len());
        selection.read(&row, at.valid, self.keys(), |column, stored| {
            cells.push(match stored {
                Some(stored) => Cell::Present(value(&columns[column], stored)?),
                None => Cell::Unknown,
            });
            Ok(())
        })?;
        Ok(Some(cells))
    }
}
