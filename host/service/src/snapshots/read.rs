//! Reading a community's columns: from its segment where that is right, from one made anew where it is not, or not at all, and
//! then the row store answers.

use super::{Freshness, Snapshots};
use crate::error::Result;
use lifang_columns::{Columns, Pointer, SCHEMA_VERSION, filter, projection};
use lifang_core::capability::Readable;
use lifang_core::clock::Instant;
use lifang_core::columns::{ColumnData, ColumnValues, Rows};
use lifang_core::query::{Filter, Test};
use lifang_core::region::{Level, Region};
use lifang_core::value::Value;
use lifang_store::AsOf;
use lifang_store::snapshots::{Listed, Segment};
use std::sync::Arc;

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
        let usable = |segment: &&Segment| match wanted.freshness {
            Freshness::Any => segment.serves(SCHEMA_VERSION, wanted.at.valid),
            Freshness::AtMost(ms) => {
                segment.is_right(mark, SCHEMA_VERSION, wanted.at)
                    || (segment.serves(SCHEMA_VERSION, wanted.at.valid) && segment.recorded >= now.plus_ms(-ms))
            }
            Freshness::Exactly => segment.is_right(mark, SCHEMA_VERSION, wanted.at),
        };
        if let Some(segment) = listed.segment.as_ref().filter(usable)
            && let Some(found) = self.read(segment, wanted).await?
        {
            return Ok(Some(found));
        }
        // Only of today, and only what is not older than the last change, can be made from what is known now.
        if wanted.at.valid != now.day() || wanted.at.recorded < mark.at {
            return Ok(None);
        }
        let made = self.make(wanted.dataset, &listed.path).await?;
        let right = |segment: &Segment| {
            wanted.freshness == Freshness::Any || segment.is_right(segment.mark, SCHEMA_VERSION, wanted.at)
        };
        match made.filter(right) {
            Some(segment) => self.read(&segment, wanted).await,
            None => Ok(None),
        }
    }

    /// The columns of a segment; none, and a fault, where its file is not what it should be.
    async fn read(&self, segment: &Segment, wanted: &Wanted<'_>) -> Result<Option<Found>> {
        let pointer =
            Pointer { file: segment.file.clone(), bytes: segment.bytes, crc: segment.crc, rows: segment.rows };
        match self.segments.read(&pointer, wanted.columns, wanted.at.valid).await {
            // Up to its mark a segment knows everything, and since its mark nothing happened: it is as of now.
            Ok(columns) => Ok(Some(Found { columns, as_of: segment.recorded })),
            Err(error) => {
                self.note(&error);
                Ok(None)
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
