//! Keeping what was sent, once: the idempotency key tells a repeated request, the hash tells a different one.

use crate::as_of::AsOf;
use crate::error::Result;
use crate::regions::place;
use crate::store::Tx;
use lifang_core::clock::Instant;
use lifang_core::region::{Level, RegionId};
use sha2::{Digest, Sha256};

/// What was kept, and whether it was there before.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept<T> {
    /// It came for the first time.
    New(T),
    /// The same request came before; this is what was kept then.
    Again(T),
}

/// Where something happened, as its row says it.
pub(super) struct Located {
    /// The community, or the region itself where that is larger.
    pub(super) place: RegionId,
    /// The grid, where known.
    pub(super) grid: Option<RegionId>,
}

/// Where `region` lay on the day of `about`.
pub(super) async fn locate(tx: &mut Tx, region: RegionId, about: Instant, now: Instant) -> Result<Located> {
    let found = place(&mut *tx.connection(), region, AsOf::on(about.day(), now)).await?;
    let parent = found.ids().into_iter().rev().nth(1).unwrap_or(region);
    Ok(match found.level {
        Level::Grid => Located { place: parent, grid: Some(region) },
        _ => Located { place: region, grid: None },
    })
}

/// What tells one request from another.
pub(crate) fn hash(request: &[u8]) -> Vec<u8> {
    Sha256::digest(request).to_vec()
}
