//! Leaving the place of snapshots alone for a while after it failed: the row store answers, and nobody waits for the place again
//! and again.

use super::Snapshots;
use lifang_columns::{ColumnsError, Place};
use std::sync::atomic::{AtomicI64, Ordering};

/// How long.
const REST_MS: i64 = 30_000;

/// Until when nothing is asked of the place. A full disk takes nothing and still gives.
#[derive(Debug, Default)]
pub(super) struct Rest {
    reading: AtomicI64,
    writing: AtomicI64,
}

impl Snapshots {
    pub(super) fn rests_from_reading(&self) -> bool {
        self.clock.now().0 < self.rest.reading.load(Ordering::Relaxed)
    }

    pub(super) fn rests_from_writing(&self) -> bool {
        self.clock.now().0 < self.rest.writing.load(Ordering::Relaxed)
    }

    /// Tells why a file could not be read, and lets a bucket that does not answer rest. A folder says no at once, and mostly for
    /// one file.
    pub(super) fn could_not_read(&self, error: &ColumnsError) {
        self.note(error);
        if error.is_of_the_place() && matches!(self.segments.place(), Place::Bucket { .. }) {
            self.rest.reading.store(self.clock.now().0 + REST_MS, Ordering::Relaxed);
        }
    }

    /// Tells why a file could not be written, and lets the place rest: rows read for a file that it does not take are read in vain.
    pub(super) fn could_not_write(&self, error: &ColumnsError) {
        self.note(error);
        if error.is_of_the_place() {
            self.rest.writing.store(self.clock.now().0 + REST_MS, Ordering::Relaxed);
        }
    }
}
