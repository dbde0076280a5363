//! What a rule reads: subjects, scans in columns, and aggregates. All of it is declared in the manifest and granted by the
//! operator; what is not covered is an error.

mod aggregate;
mod code;
mod column;
mod datasets;
mod kind;
mod query;
mod rows;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod schema;
mod source;

pub use aggregate::Aggregate;
pub use code::CodeTable;
pub use column::{Always, Column, Dataset, Item, Maybe, Null, Values};
pub use datasets::*;
#[cfg(not(target_family = "wasm"))]
pub(crate) use datasets::{CODES, SCHEMA};
pub use kind::{Fixed, Kind, Number, Plain, Str, Texts, Word, Words};
pub use query::Query;
pub use rows::{Row, RowBatch, Rows};
pub use source::{Batch, Scan};

use crate::raw::rules::lifang::data::{aggregates, scans, subjects};
use crate::{AggregateGroup, DataError, Field, Fields};

/// The data a call of world `rules` may read.
#[derive(Clone, Copy, Debug)]
pub struct Data<'a>(Source<'a>);

#[derive(Clone, Copy, Debug)]
enum Source<'a> {
    Host(std::marker::PhantomData<&'a ()>),
    #[cfg(not(target_family = "wasm"))]
    Test(&'a crate::testing::TestData),
}

impl<'a> Data<'a> {
    #[doc(hidden)]
    #[must_use]
    pub const fn of_host() -> Self {
        Self(Source::Host(std::marker::PhantomData))
    }

    #[cfg(not(target_family = "wasm"))]
    pub(crate) const fn of_test(data: &'a crate::testing::TestData) -> Self {
        Self(Source::Test(data))
    }

    /// Opens a scan of typed rows: `data.scan::<Person>(persons::query().filter(persons::AGE.at_least(80)))?`.
    ///
    /// # Errors
    /// A column or region is not granted, or the report is meant for publication.
    pub fn scan<R: Row>(&self, query: Query<R::Dataset>) -> Result<Rows<R>, DataError> {
        Ok(self.open(query, R::COLUMNS)?.read())
    }

    /// Opens a scan of columns named at run time; [`Data::scan`] is the typed way.
    ///
    /// # Errors
    /// As [`Data::scan`].
    pub fn open<D: Dataset>(&self, query: Query<D>, columns: &[&str]) -> Result<Scan, DataError> {
        let query = query.reading(columns);
        Ok(match self.0 {
            Source::Host(_) => Scan::of_host(scans::Scan::open(&query)?),
            #[cfg(not(target_family = "wasm"))]
            Source::Test(data) => Scan::of_test(data.open(&query)?),
        })
    }

    /// Counts and sums; groups in ascending order of their keys.
    ///
    /// # Errors
    /// A column or region is not granted, or cannot be measured so.
    pub fn aggregate<D: Dataset>(&self, aggregate: Aggregate<D>) -> Result<Vec<AggregateGroup>, DataError> {
        let query = aggregate.into_query();
        match self.0 {
            Source::Host(_) => aggregates::run(&query),
            #[cfg(not(target_family = "wasm"))]
            Source::Test(data) => data.aggregate(&query),
        }
    }

    /// The fields of one subject of `D` (`persons`, `houses`, `units`), by the identifier this plugin knows it by:
    /// `data.subject::<persons::Table>(id, ["age", "living"])?`. A field outside the grant comes back as withheld.
    ///
    /// # Errors
    /// There is no such subject or field.
    pub fn subject<D: Dataset>(
        &self,
        id: &str,
        fields: impl IntoIterator<Item = &'static str>,
    ) -> Result<Fields, DataError> {
        let keys: Vec<String> = fields.into_iter().map(str::to_owned).collect();
        let cells = match self.0 {
            Source::Host(_) => subjects::get(D::NAME, id, &keys)?,
            #[cfg(not(target_family = "wasm"))]
            Source::Test(data) => data.subject(D::NAME, id, &keys)?,
        };
        let fields: Vec<Field> = keys.into_iter().zip(cells).map(|(key, cell)| Field { key, cell }).collect();
        Ok(fields.into())
    }
}

/// Fetches one column of a batch; what [`rows!`](crate::rows) is made of.
#[doc(hidden)]
pub fn load<C: Column>(
    batch: &Batch,
    position: u32,
    memo: &mut <C::Kind as Kind>::Memo,
) -> Result<Values<C>, DataError> {
    let values = C::Kind::load(batch, position, memo)?;
    let validity = if C::Null::MAY_BE_MISSING { batch.validity(position)? } else { None };
    Ok(Values::new(values, validity))
}
