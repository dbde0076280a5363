//! Reading a community's columns: from its segment where that is right, from one made anew where it is not, or not at all, and
//! then the row store answers.

use super::{Freshness, Snapshots};
use crate::error::Result;
use lifang_columns::{Columns, Pointer, SCHEMA_VERSION, filter, projection};
use lifang_core::capability::Readable;
use lifang_core::clock::Instant;
use lifang_core::columns::{ColumnData, ColumnValues, Rows};
use lifang_core::query::{Filter, Test};
use lifang_core::region::{Level, Region, RegionId};
use lifang_core::value::Value;
use lifang_store::AsOf;
use lifang_store::snapshots::{Indexed, Listed, Mark, Segment};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    /// The dataset.
    pub(crate) dataset: &'a str,
    /// The columns, stored or computed.
    pub(crate) columns: &'a [Readable],
    /// As of when.
    pub(crate) at: AsOf,
    /// How fresh.
    pub(crate) freshness: Freshness,
    /// How many segments may be made for the question that this is part of; no limit where it is all of it.
    pub(crate) makes: Option<&'a Makes>,
}

/// How many segments a question may still wait for.
#[derive(Debug)]
pub(crate) struct Makes(AtomicUsize);

impl Makes {
    pub(crate) fn at_most(most: usize) -> Self {
        Self(AtomicUsize::new(most))
    }

    /// One of them, if there is one left.
    fn take(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }
}

impl Freshness {
    /// Whether a segment of a community with that mark will do for a read as of `at`.
    pub(super) fn takes(self, segment: &Segment, mark: Mark, at: AsOf, now: Instant) -> bool {
        let right = segment.is_right(mark, SCHEMA_VERSION, at);
        match self {
            Self::Any => segment.serves(SCHEMA_VERSION, at.valid),
            Self::AtMost(ms) => {
                right || (segment.serves(SCHEMA_VERSION, at.valid) && segment.recorded >= now.plus_ms(-ms))
            }
            Self::Exactly => right,
        }
    }
}

/// What was read.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The columns.
    pub(crate) columns: Columns,
    /// What was recorded until then is in them.
    pub(crate) as_of: Instant,
}

impl Snapshots {
    /// The columns of a listed community; none when only the row store can say.
    pub(crate) async fn columns_of(&self, listed: &Listed, wanted: &Wanted<'_>) -> Result<Option<Found>> {
        if !wanted.columns.iter().all(projection::answers) {
            return Ok(None);
        }
        let Some(mark) = listed.mark else {
            // Nothing was ever written there.
            let values = wanted.columns.iter().map(|column| Arc::new(empty(column))).collect();
            return Ok(Some(Found { columns: Columns { rows: 0, values }, as_of: wanted.at.recorded }));
        };
        let now = self.clock.now();
        let usable = |segment: &&Segment| wanted.freshness.takes(segment, mark, wanted.at, now);
        let community = listed.path.region().id;
        if let Some(segment) = listed.segment.as_ref().filter(usable)
            && let Some(found) = self.read(community, segment, wanted).await
        {
            return Ok(Some(found));
        }
        // Only of today, and only what is not older than the last change, can be made from what is known now.
        if wanted.at.valid != now.day() || wanted.at.recorded < mark.at {
            return Ok(None);
        }
        if !wanted.makes.is_none_or(Makes::take) {
            return Ok(None);
        }
        let made = self.make(wanted.dataset, &listed.path).await?;
        let right = |segment: &Segment| {
            wanted.freshness == Freshness::Any || segment.is_right(segment.mark, SCHEMA_VERSION, wanted.at)
        };
        match made.filter(right) {
            Some(segment) => Ok(self.read(community, &segment, wanted).await),
            None => Ok(None),
        }
    }

    /// The columns of a segment; none, and a fault, where its file is not what it should be. The index forgets such a file, so
    /// that it is made anew also when nobody asks again.
    async fn read(&self, community: RegionId, segment: &Segment, wanted: &Wanted<'_>) -> Option<Found> {
        let pointer =
            Pointer { file: segment.file.clone(), bytes: segment.bytes, crc: segment.crc, rows: segment.rows };
        // Up to its mark a segment knows everything, and since its mark nothing happened: it is as of now.
        let found = |columns| Some(Found { columns, as_of: segment.recorded });
        if let Some(kept) = self.segments.kept(&pointer, wanted.columns, wanted.at.valid) {
            return found(kept);
        }
        if self.rests_from_reading() {
            return None;
        }
        match self.segments.read(&pointer, wanted.columns, wanted.at.valid).await {
            Ok(columns) => found(columns),
            Err(error) => {
                self.could_not_read(&error);
                if error.is_of_the_file() {
                    let (dataset, file) = (wanted.dataset.to_owned(), pointer.file);
                    self.drop_segment(&Indexed { community, dataset, file }).await;
                }
                None
            }
        }
    }

    /// A community and its segment, without the others.
    pub(crate) async fn listed_one(&self, dataset: &str, path: &lifang_core::path::RegionPath) -> Result<Listed> {
        let community = path.region().id;
        let mark = self.store.mark(community).await?;
        let segment = match mark {
            Some(_) => self.store.segment(dataset, community).await?,
            None => None,
        };
        Ok(Listed { path: path.clone(), mark, segment })
    }
}

impl Found {
    /// The rows of a scan: all of them, or those for which the filters hold; none when only the row store can say which.
    pub(crate) fn rows(&self, wanted: &[Readable], handed_out: usize, filters: &[Filter]) -> Option<Rows> {
        let out = self.columns.values.iter().take(handed_out);
        if filters.is_empty() {
            return Some(Rows { rows: self.columns.rows, columns: out.map(|values| (**values).clone()).collect() });
        }
        let mut keep = vec![true; self.columns.rows as usize];
        for one in filters {
            let position = wanted.iter().position(|column| column.key == one.column)?;
            filter::keep(one, &wanted[position], &self.columns.values[position], &mut keep).ok()?;
        }
        let rows = u32::try_from(keep.iter().filter(|kept| **kept).count()).ok()?;
        Some(Rows { rows, columns: out.map(|values| filter::gather(values, &keep)).collect() })
    }
}

/// That a row lies in a grid.
pub(crate) fn in_grid(region: &Region) -> Option<Filter> {
    let equals = || Test::Equals(Value::Text(region.code.as_str().to_owned()));
    (region.level == Level::Grid).then(|| Filter { column: "grid".into(), test: equals() })
}

fn empty(column: &Readable) -> ColumnValues {
    ColumnValues { data: ColumnData::with_capacity(column.column_type.layout(), 0), validity: None }
}
