//! Which sweeps were left by their host: those whose sign of life stays the same while this host looks.

use lifang_core::clock::Instant;
use lifang_store::work::SweepRow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Without a new sign of life for so long, a sweep's runner is taken for gone. Signs come every [`super::run::BEAT`].
pub(super) const GONE_MS: i64 = 15_000;

/// The last sign of a sweep: the runner's clock, and how much was done.
type Sign = (Instant, u32);

/// What this host saw of sweeps that run. A sign is dated by its runner's clock, which need not agree with this one; so signs
/// are compared with each other, and only the time between two looks is measured.
#[derive(Debug, Default)]
pub(crate) struct Watch(Mutex<HashMap<i64, (Sign, Instant)>>);

impl Watch {
    /// Those of the sweeps that run whose sign has been the same for too long.
    pub(super) fn gone(&self, running: Vec<SweepRow>, now: Instant) -> Vec<SweepRow> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::take(&mut *seen);
        let is_gone = |row: &SweepRow| {
            let sign = (row.beat_at, row.swept);
            let since = before.get(&row.id).filter(|(then, _)| *then == sign).map_or(now, |(_, since)| *since);
            seen.insert(row.id, (sign, since));
            now.0 - since.0 >= GONE_MS
        };
        running.into_iter().filter(is_gone).collect()
    }
}
