//! Typed rows over columns: [`rows!`](crate::rows) declares them, [`Rows`] reads them batch by batch.

use super::Dataset;
use super::source::{Batch, Scan};
use crate::DataError;
use std::{fmt, ops::Deref};

/// How many rows are asked for at once: few calls, and columns that stay in the processor's cache.
const BATCH_ROWS: u32 = 16_384;

/// Rows that [`rows!`](crate::rows) declared.
pub trait Row {
    /// The dataset they are of.
    type Dataset: Dataset;
    /// A batch of them, one field of [`Values`](super::Values) per column.
    type Columns: fmt::Debug;
    /// What is kept from batch to batch.
    type Memo: Default;
    /// One row.
    type Of<'a>;
    /// The columns' keys, in the order declared.
    const COLUMNS: &'static [&'static str];

    /// Fetches the columns of a batch.
    ///
    /// # Errors
    /// A column is of another type than declared.
    fn load(batch: &Batch, memo: &mut Self::Memo) -> Result<Self::Columns, DataError>;

    /// One row of a batch.
    fn row(columns: &Self::Columns, row: usize) -> Self::Of<'_>;
}

impl Scan {
    /// Reads the scan as rows of that type. Their columns must be those the scan was opened with, in that order; for a sweep
    /// that is the order in the manifest, and a native test fails where the two differ.
    #[must_use]
    pub fn read<R: Row>(self) -> Rows<R> {
        #[cfg(not(target_family = "wasm"))]
        if let super::source::ScanSource::Test(scan) = &self.0 {
            scan.expect_columns(R::COLUMNS);
        }
        Rows { scan: self, memo: R::Memo::default() }
    }
}

/// The rows of a scan, in the host's order.
pub struct Rows<R: Row> {
    scan: Scan,
    memo: R::Memo,
}

impl<R: Row> Rows<R> {
    /// The next rows; `None` at the end.
    ///
    /// # Errors
    /// The host could not answer, a limit was reached, or a column is of another type than declared.
    pub fn next_batch(&mut self) -> Result<Option<RowBatch<R>>, DataError> {
        let Some(batch) = self.scan.next(BATCH_ROWS)? else { return Ok(None) };
        let columns = R::load(&batch, &mut self.memo)?;
        Ok(Some(RowBatch { first: batch.first(), rows: batch.rows(), columns }))
    }

    /// Calls `see` with the position in the scan and the row, for every row.
    ///
    /// # Errors
    /// As [`Rows::next_batch`].
    pub fn each(mut self, mut see: impl FnMut(u32, R::Of<'_>)) -> Result<(), DataError> {
        while let Some(batch) = self.next_batch()? {
            for (position, row) in batch.iter() {
                see(position, row);
            }
        }
        Ok(())
    }
}

impl<R: Row> fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("columns", &R::COLUMNS).field("scan", &self.scan).finish_non_exhaustive()
    }
}

/// Some rows. Its columns are its fields: `batch.age.raw()` is a slice of numbers.
pub struct RowBatch<R: Row> {
    first: u32,
    rows: u32,
    columns: R::Columns,
}

impl<R: Row> RowBatch<R> {
    /// The position in the scan of the first row.
    #[must_use]
    pub const fn first(&self) -> u32 {
        self.first
    }

    /// How many rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows as usize
    }

    /// Never so for a batch the host gave.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Each row with its position in the scan.
    pub fn iter(&self) -> impl Iterator<Item = (u32, R::Of<'_>)> {
        (0..self.rows).map(|row| (self.first + row, R::row(&self.columns, row as usize)))
    }
}

impl<R: Row> Deref for RowBatch<R> {
    type Target = R::Columns;

    fn deref(&self) -> &R::Columns {
        &self.columns
    }
}

impl<R: Row> fmt::Debug for RowBatch<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, rows, columns } = self;
        f.debug_struct("RowBatch").field("first", first).field("rows", rows).field("columns", columns).finish()
    }
}

/// Declares the rows a rule reads: which columns, under which names.
///
/// ```
/// use lifang_sdk::data::persons::{self, AGE, LAST_VISIT, LIVING};
///
/// lifang_sdk::rows! {
///     /// What the rule on overdue visits reads.
///     pub struct Person from persons {
///         age: AGE,
///         living: LIVING,
///         last_visit: LAST_VISIT,
///     }
/// }
///
/// fn alone(person: &Person) -> bool {
///     person.age.is_some_and(|age| age >= 80) && person.living == Some(persons::Living::ALONE)
/// }
/// ```
///
/// A row is `Copy`. A column that may be missing gives an `Option`. A column of another dataset does not compile.
#[macro_export]
macro_rules! rows {
    ($(#[$meta:meta])* $vis:vis struct $name:ident from $dataset:ident { $($field:ident : $column:path),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        $vis struct $name<'a> {
            $(
                #[doc = concat!("Column `", stringify!($column), "`.")]
                $vis $field: $crate::data::Item<'a, $column>,
            )+
        }

        const _: () = {
            /// The columns of a batch.
            #[derive(Debug)]
            $vis struct Columns {
                $(
                    #[doc = concat!("Column `", stringify!($column), "`.")]
                    $vis $field: $crate::data::Values<$column>,
                )+
            }

            /// What each column keeps from batch to batch.
            #[derive(Default)]
            $vis struct Memo {
                $($field: <<$column as $crate::data::Column>::Kind as $crate::data::Kind>::Memo,)+
            }

            const fn of_this_dataset<C: $crate::data::Column<Dataset = $dataset::Table>>() {}
            $(const _: () = of_this_dataset::<$column>();)+

            impl $crate::data::Row for $name<'_> {
                type Dataset = $dataset::Table;
                type Columns = Columns;
                type Memo = Memo;
                type Of<'a> = $name<'a>;
                const COLUMNS: &'static [&'static str] = &[$(<$column as $crate::data::Column>::KEY),+];

                fn load(
                    batch: &$crate::data::Batch,
                    memo: &mut Memo,
                ) -> ::std::result::Result<Columns, $crate::DataError> {
                    let mut position = 0..;
                    ::std::result::Result::Ok(Columns {
                        $($field: $crate::data::load(batch, position.next().unwrap_or(u32::MAX), &mut memo.$field)?,)+
                    })
                }

                #[inline]
                fn row(columns: &Columns, row: usize) -> $name<'_> {
                    $name { $($field: columns.$field.get(row),)+ }
                }
            }
        };
    };
}

#[cfg(test)]
mod tests {
    use crate::data::persons::{self, AGE, CARE, Care, GRID, LAST_VISIT, LIVING, Living, NAME};
    use crate::data::{Column, Query};
    use crate::testing::TestData;
    use crate::{DataError, Date};

    rows! {
        struct Person from persons { age: AGE, grid: GRID, care: CARE, last_visit: LAST_VISIT, living: LIVING, name: NAME }
    }

    /// Forty persons: the n-th is n years old, in one of three grids, and every third has no recorded visit.
    fn forty() -> TestData {
        let columns = ["age", "grid", "care", "last_visit", "living", "name"];
        (0..40_u8).fold(TestData::new("220104001001").grant("persons", columns), |data, n| {
            let grid = format!("22010400100100{}", n % 3 + 1);
            let mut row = vec![("age", n.into()), ("grid", grid.into()), ("name", format!("第{n}人").into())];
            if n % 3 > 0 {
                row.push(("last_visit", Date(i32::from(n)).into()));
            }
            if n % 2 > 0 {
                row.push(("living", "alone".into()));
                row.push(("care", ["alone-80", "dementia"].into()));
            }
            data.row("persons", row)
        })
    }

    #[test]
    fn every_row_comes_once_with_its_own_values() {
        let data = forty();
        let (mut rows, mut seen, mut batches) = (data.data().scan::<Person>(persons::query()).unwrap(), 0, 0);
        while let Some(batch) = rows.next_batch().unwrap() {
            assert_eq!((batch.first(), batch.age.raw().len()), (seen, batch.len()));
            assert!(batch.age.validity().is_none());
            for (position, person) in batch.iter() {
                let n = u8::try_from(position).unwrap();
                assert_eq!((position, person.age), (seen, Some(n)));
                assert_eq!(person.grid, Some(format!("22010400100100{}", n % 3 + 1).as_str()));
                assert_eq!(person.name, Some(format!("第{n}人").as_str()));
                assert_eq!(person.last_visit, (n % 3 > 0).then(|| Date(i32::from(n))));
                assert_eq!(person.living, (n % 2 > 0).then_some(Living::ALONE));
                assert_eq!(person.care.all(Care::ALONE_80 | Care::DEMENTIA), n % 2 > 0);
                seen += 1;
            }
            batches += 1;
        }
        assert_eq!((seen, batches), (40, 3));
    }

    #[test]
    fn a_query_narrows_and_orders() {
        let data = forty();
        let ages = |query: Query<persons::Persons>| {
            let mut ages = Vec::new();
            data.data().scan::<Person>(query).unwrap().each(|_, person| ages.extend(person.age)).unwrap();
            ages
        };
        let (query, day) = (persons::query, Date(35));
        assert_eq!(ages(query().filter(AGE.at_least(38))), [38, 39]);
        assert_eq!(ages(query().filter(AGE.at_most(2)).sort_descending(AGE)), [2, 1, 0]);
        assert_eq!(ages(query().filter(LAST_VISIT.at_least(day)).filter(LIVING.unknown())), [38]);
        assert_eq!(ages(query().filter(LIVING.equals(Living::ALONE)).filter(AGE.one_of([3, 4, 5]))), [3, 5]);
        assert_eq!(ages(query().filter(CARE.any_bit(Care::DEMENTIA.0)).filter(AGE.at_most(3))), [1, 3]);
        assert_eq!(ages(query().within("220104001001002").filter(AGE.at_most(5))), [1, 4]);
    }

    #[test]
    fn what_the_call_may_not_read_is_an_error() {
        let refused = |data: &TestData, query| data.data().scan::<Person>(query).map(drop).unwrap_err();
        let (all, not) = (persons::query, |what: &str| DataError::NotGranted(what.into()));
        assert_eq!(refused(&forty().withhold("persons", "name"), all()), not("persons.name"));
        assert_eq!(refused(&forty(), all().filter(persons::PHONE.known())), not("persons.phone"));
        assert_eq!(refused(&forty(), all().within("110101000000")), DataError::OutsideRegion("110101000000".into()));
        assert_eq!(refused(&forty(), all().filter(AGE.at_least("old"))), DataError::BadFilter("age".into()));
        assert_eq!(refused(&forty().published(), all()), DataError::PublishedMayNotScan);
    }

    #[test]
    #[should_panic(expected = "the code reads those right")]
    fn a_scan_of_other_columns_than_the_rows_is_a_failed_test() {
        let data = forty();
        drop(data.data().open(persons::query(), &["grid", "age"]).unwrap().read::<Person>());
    }
}
