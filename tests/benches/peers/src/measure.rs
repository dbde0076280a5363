//! How long a call takes. Luau, a program of its own, measures with the same lines.

use crate::Result;
use std::time::{Duration, Instant};

/// Persons of the sweep.
pub(crate) const ROWS: u32 = 100_000;
/// A turn of decisions or sweeps lasts at least so long.
const TURN: Duration = Duration::from_millis(40);

/// The mean time of a call, over twice as many until they fill a turn.
pub(crate) fn repeated<T>(mut call: impl FnMut() -> Result<T>) -> Result<Duration> {
    let mut calls = 1;
    loop {
        let started = Instant::now();
        for _ in 0..calls {
            call()?;
        }
        let passed = started.elapsed();
        if passed >= TURN {
            return Ok(passed / calls);
        }
        calls *= 2;
    }
}
