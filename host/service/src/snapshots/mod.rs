//! Snapshots of base data: segments by community, kept right by the marks that every change moves, and read in the place of the
//! row store wherever they say the same.
//!
//! The row store is the truth. A segment that is missing, damaged or behind is made anew from it, or passed over; what is
//! answered is never wrong, at worst slow. What went wrong with files is told in the log and by [`Service::snapshots_status`].

mod aggregate;
mod look;
mod make;
mod read;
mod rest;
mod status;
#[cfg(test)]
mod tests;

pub(crate) use read::{Wanted, in_grid};
pub use status::{DatasetStatus, Fault, Refreshed, RegionSnapshots, SnapshotsStatus};

use crate::Service;
use crate::error::Result;
use lifang_columns::{Place, Segments};
use lifang_core::clock::Clock;
use lifang_store::Store;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// How fresh an answer must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Whatever there is.
    Any,
    /// Not older than so many milliseconds, if anything changed since.
    AtMost(i64),
    /// As the row store has it now; what is behind is made anew first.
    Exactly,
}

/// How much of what was read from segments stays in memory.
const CACHED: usize = 512 << 20;

/// The segments of a host, and what they are made from.
pub(crate) struct Snapshots {
    store: Store,
    clock: Arc<dyn Clock>,
    segments: Segments,
    faults: Mutex<VecDeque<Fault>>,
    rest: rest::Rest,
    looked: Mutex<look::Looked>,
    refused: make::Refused,
}

impl Snapshots {
    pub(crate) fn open(store: Store, clock: Arc<dyn Clock>, place: &Place) -> Result<Self> {
        let segments = Segments::open(place, CACHED)?;
        let (faults, rest, looked, refused) = Default::default();
        let snapshots = Self { store, clock, segments, faults, rest, looked, refused };
        if let Err(error) = snapshots.segments.ready() {
            // Nothing needs segments but time: the row store answers.
            snapshots.note(&error);
        }
        Ok(snapshots)
    }
}

impl Service {
    /// Makes the segments anew that are behind, oldest change first, at most `limit` communities per dataset; gives how many
    /// were made. What nobody asks for is so made right beforehand. Looks after the files, too: what is gone is made again, what
    /// nothing points at is removed.
    ///
    /// # Errors
    /// The store's own; a place that takes no files is a fault that [`Service::snapshots_status`] shows, not an error.
    pub async fn refresh_snapshots(&self, limit: u32) -> Result<usize> {
        self.snapshots.look().await?;
        self.snapshots.refresh_stale(limit).await
    }
}
