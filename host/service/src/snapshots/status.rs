//! How snapshots stand: where they lie, how many are right, what went wrong; and making a region's anew.

use super::Snapshots;
use crate::Service;
use crate::access::{self, Act};
use crate::error::{Result, ServiceError};
use lifang_columns::{Pointer, SCHEMA_VERSION, projection};
use lifang_core::actor::Actor;
use lifang_core::clock::Instant;
use lifang_core::region::Region;
use lifang_store::AsOf;
use lifang_store::snapshots::{Listed, Segment};
use std::sync::PoisonError;

/// Something that went wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// When.
    pub at: Instant,
    /// What.
    pub what: String,
}

/// The segments of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatasetStatus {
    /// Its name.
    pub dataset: String,
    /// Communities with base data.
    pub communities: u64,
    /// Those whose segment is right now, by the index.
    pub right: u64,
    /// Rows in all segments.
    pub rows: u64,
    /// Bytes of all segments.
    pub bytes: u64,
    /// As of when the oldest segment is.
    pub oldest: Option<Instant>,
}

/// How the snapshots of a region stand.
#[derive(Clone, Debug)]
pub struct RegionSnapshots {
    /// From the province down to the region.
    pub path: Vec<Region>,
    /// Per dataset.
    pub datasets: Vec<DatasetStatus>,
}

/// What came of making a region's segments right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// How many were made.
    pub made: usize,
    /// How many could not be, and are still behind.
    pub left: usize,
}

/// How all snapshots stand.
#[derive(Clone, Debug)]
pub struct SnapshotsStatus {
    /// Where they lie.
    pub place: String,
    /// Per dataset, of the nation.
    pub datasets: Vec<DatasetStatus>,
    /// What went wrong since this host started, newest first, at most a hundred.
    pub faults: Vec<Fault>,
}

impl DatasetStatus {
    fn add(&mut self, one: &Listed, at: AsOf) {
        let Some(mark) = one.mark else { return };
        self.communities += 1;
        let Some(segment) = &one.segment else { return };
        self.right += u64::from(segment.is_right(mark, SCHEMA_VERSION, at));
        self.rows += u64::from(segment.rows);
        self.bytes += segment.bytes;
        self.oldest = Some(self.oldest.map_or(segment.recorded, |oldest| oldest.min(segment.recorded)));
    }
}

impl Service {
    /// How the snapshots of a region stand.
    ///
    /// # Errors
    /// `region-unknown`; who may not run sweeps there is refused.
    pub async fn region_snapshots(&self, actor: &Actor, code: &str) -> Result<RegionSnapshots> {
        let place = self.place(code).await?;
        access::allow(actor, Act::RunSweep, &place.path)?;
        let mut datasets = Vec::new();
        for dataset in projection::DATASETS {
            let mut status = DatasetStatus { dataset: dataset.to_owned(), ..DatasetStatus::default() };
            for one in self.store.listed(dataset, place.path.region().id, place.as_of).await? {
                status.add(&one, place.as_of);
            }
            datasets.push(status);
        }
        Ok(RegionSnapshots { path: place.path.regions().to_vec(), datasets })
    }

    /// How all snapshots stand, and what went wrong with them.
    ///
    /// # Errors
    /// Who does not run the host is refused.
    pub async fn snapshots_status(&self, actor: &Actor) -> Result<SnapshotsStatus> {
        let nation = self.place("0").await?;
        access::allow(actor, Act::ManagePlugins, &nation.path)?;
        let datasets = self.region_snapshots(actor, "0").await?.datasets;
        let place = self.snapshots.segments.place().to_string();
        Ok(SnapshotsStatus { place, datasets, faults: self.snapshot_faults() })
    }

    /// What went wrong with snapshots since this host started, newest first.
    #[must_use]
    pub fn snapshot_faults(&self) -> Vec<Fault> {
        self.snapshots.faults.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().cloned().collect()
    }

    /// Makes the segments of a region right: those behind anew, and with `check` also those whose file is not the one that was
    /// written, and what nothing points at is removed. `progress` hears communities done and their number.
    ///
    /// # Errors
    /// `region-unknown`, the store's own.
    pub async fn refresh_region(
        &self,
        code: &str,
        check: bool,
        mut progress: impl FnMut(usize, usize) + Send,
    ) -> Result<Refreshed> {
        let place = self.place(code).await?;
        let mut refreshed = Refreshed::default();
        if check {
            match self.snapshots.look_for_all().await {
                Err(ServiceError::Snapshots(error)) => self.snapshots.could_not_read(&error),
                looked => looked?,
            }
        }
        for (round, dataset) in projection::DATASETS.into_iter().enumerate() {
            let listed = self.store.listed(dataset, place.path.region().id, place.as_of).await?;
            let all = listed.len() * projection::DATASETS.len();
            for (done, one) in listed.iter().enumerate() {
                match self.snapshots.mend(dataset, one, check).await? {
                    Mended::Right => {}
                    Mended::Made => refreshed.made += 1,
                    Mended::Left => refreshed.left += 1,
                }
                progress(round * listed.len() + done + 1, all);
            }
        }
        Ok(refreshed)
    }
}

/// What became of a segment.
enum Mended {
    Right,
    Made,
    Left,
}

impl Snapshots {
    /// Makes the segment anew where it is not right, and with `check` where its file is not.
    async fn mend(&self, dataset: &str, one: &Listed, check: bool) -> Result<Mended> {
        let Some(mark) = one.mark else { return Ok(Mended::Right) };
        let at = AsOf::now(self.clock.now());
        if let Some(segment) = one.segment.as_ref().filter(|segment| segment.is_right(mark, SCHEMA_VERSION, at))
            && (!check || self.is_whole(segment).await)
        {
            return Ok(Mended::Right);
        }
        Ok(self.make(dataset, &one.path).await?.map_or(Mended::Left, |_| Mended::Made))
    }

    async fn is_whole(&self, segment: &Segment) -> bool {
        if self.rests_from_reading() {
            return false;
        }
        let pointer =
            Pointer { file: segment.file.clone(), bytes: segment.bytes, crc: segment.crc, rows: segment.rows };
        match self.segments.check(&pointer).await {
            Ok(()) => true,
            Err(error) => {
                self.could_not_read(&error);
                false
            }
        }
    }
}
