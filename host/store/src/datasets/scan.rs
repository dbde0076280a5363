//! Scans: many rows of a dataset, as columns.

use super::columns::Growing;
use super::selection::Selection;
use super::statement::Statement;
use super::tables::Reading;
use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::sql::Read;
use crate::store::Store;
use futures_util::TryStreamExt;
use lifang_core::capability::Readable;
use lifang_core::clock::Date;
use lifang_core::columns::Rows;
use lifang_core::query::{DataError, Filter};
use lifang_core::region::RegionId;
use sqlx::Row;
use std::pin::pin;

/// What to scan. The question has been checked against the grant; the region lies in the call's subtree.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a> {
    /// The dataset.
    pub dataset: &'a str,
    /// The wanted columns, of the contract or local.
    pub columns: &'a [Readable],
    /// All must hold.
    pub filters: &'a [Filter],
    /// Only rows of its subtree.
    pub region: RegionId,
    /// `column` or `-column`; what is unknown sorts last. A sort by age is one by day of birth.
    pub sort: &'a [String],
    /// As of when; ages are those of its day.
    pub at: AsOf,
    /// More rows are [`StoreError::TooManyRows`].
    pub max_rows: u32,
}

/// What a scan found.
#[derive(Clone, Debug)]
pub struct ScannedRows {
    /// The columns.
    pub rows: Rows,
    /// What each row is about: the person, house, unit, grid, event or visit. A person with two residences comes twice.
    pub ids: Vec<i64>,
}

impl Store {
    /// All rows of a scan.
    ///
    /// # Errors
    /// [`StoreError::TooManyRows`]; [`StoreError::Question`] for what cannot be asked, such as sorting by a sealed name.
    pub async fn scan(&self, scan: &Scan<'_>) -> Result<ScannedRows> {
        self.scan_on(scan, scan.at.valid).await
    }

    /// The same on the boundaries of the day `drawn`.
    ///
    /// # Errors
    /// Those of [`Store::scan`].
    pub async fn scan_on(&self, scan: &Scan<'_>, drawn: Date) -> Result<ScannedRows> {
        let Scan { dataset, columns, filters, region, sort, at, max_rows } = *scan;
        let mut statement = self.question(dataset, region, at, drawn).await?.1;
        let selection = Selection::of(&mut statement, columns)?;
        statement.filter(filters, self.keys())?;
        let order = order(&mut statement, sort)?;
        let limit = statement.bind(i64::from(max_rows) + 1)?;
        let found = statement.finish(&selection.sql(), &format!(" ORDER BY {order} LIMIT {limit}"));

        let mut ids = Vec::new();
        let mut growing: Vec<Growing> = columns.iter().map(|column| Growing::new(column.column_type, 0)).collect();
        let mut stream = pin!(found.fetch(self.reader()));
        while let Some(row) = stream.try_next().await? {
            if ids.len() == max_rows as usize {
                return Err(StoreError::TooManyRows(max_rows));
            }
            let id = selection.read(&row, at.valid, self.keys(), |column, value| growing[column].push(value))?;
            ids.push(id);
        }
        let rows = u32::try_from(ids.len()).map_err(StoreError::corrupt)?;
        let columns = growing.into_iter().map(Growing::finish).collect();
        Ok(ScannedRows { rows: Rows { rows, columns }, ids })
    }
}

impl Store {
    /// The first `max_rows` rows of a scan behind the row with the key `after`, in the order of their keys, whatever sort is asked
    /// for; and the key behind which there may be more.
    ///
    /// # Errors
    /// [`StoreError::Question`] for what cannot be asked.
    pub async fn scan_page(&self, scan: &Scan<'_>, after: Option<i64>) -> Result<(ScannedRows, Option<i64>)> {
        let Scan { dataset, columns, filters, region, at, max_rows, .. } = *scan;
        let mut statement = self.question(dataset, region, at, at.valid).await?.1;
        let selection = Selection::of(&mut statement, columns)?;
        statement.filter(filters, self.keys())?;
        let key = statement.dataset.order;
        if let Some(after) = after {
            let after = statement.bind(after)?;
            statement.only(format!("{key} > {after}"));
        }
        let limit = statement.bind(i64::from(max_rows))?;
        let found = statement.finish(&format!("{}, {key}", selection.sql()), &format!(" ORDER BY {key} LIMIT {limit}"));
        let (mut ids, mut last) = (Vec::new(), None);
        let mut growing: Vec<Growing> = columns.iter().map(|column| Growing::new(column.column_type, 0)).collect();
        let mut stream = pin!(found.fetch(self.reader()));
        while let Some(row) = stream.try_next().await? {
            ids.push(selection.read(&row, at.valid, self.keys(), |column, value| growing[column].push(value))?);
            last = Some(row.int(row.len() - 1)?);
        }
        let rows = u32::try_from(ids.len()).map_err(StoreError::corrupt)?;
        let columns = growing.into_iter().map(Growing::finish).collect();
        let more = last.filter(|_| rows == max_rows);
        Ok((ScannedRows { rows: Rows { rows, columns }, ids }, more))
    }
}

/// The order of rows: as asked, and then by identity, so that it is total.
fn order(statement: &mut Statement, sort: &[String]) -> Result<String> {
    let mut keys = Vec::with_capacity(sort.len() + 1);
    for key in sort {
        let (column, down) = key.strip_prefix('-').map_or((key.as_str(), false), |column| (column, true));
        let expression = statement.column(column)?;
        let down = match expression.reading {
            Reading::Plain | Reading::Hundredths => down,
            // Who is older was born earlier.
            Reading::Age => !down,
            Reading::Sealed(_) => {
                return Err(StoreError::Question(DataError::BadFilter(format!("{}.{column}", statement.dataset.name))));
            }
        };
        let direction = if down { "DESC" } else { "ASC" };
        let both = [Some(expression.sql), expression.local_text];
        keys.extend(both.into_iter().flatten().map(|sql| format!("{sql} {direction} NULLS LAST")));
    }
    keys.push(statement.dataset.order.to_owned());
    Ok(keys.join(", "))
}
