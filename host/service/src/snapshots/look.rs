//! Looking after the files: those that are gone are made again before anybody asks for them, and those that nothing points at,
//! left by a host that was killed or by a community that is no more, are removed.

use super::Snapshots;
use crate::error::{Result, ServiceError};
use lifang_columns::ColumnsError;
use lifang_core::clock::Instant;
use lifang_core::region::RegionId;
use lifang_store::AsOf;
use lifang_store::snapshots::{Indexed, forget_segment};
use std::collections::HashSet;
use std::sync::PoisonError;

/// Files looked for at every turn.
const SOME: u32 = 20;
/// How often all of them are looked for, without a reason.
const ALL_EVERY_MS: i64 = 3_600_000;
/// A file that nothing points at may be one that another host is about to point at; after so long it is not.
const STRAY_MS: i64 = 86_400_000;
/// Index entries read, and forgotten, at a time.
const PAGE: u32 = 1_000;

/// Where the last look ended.
#[derive(Debug, Default)]
pub(super) struct Looked {
    all_at: Option<Instant>,
    after: Option<Indexed>,
}

impl Snapshots {
    /// Looks for some files; for all of them when one is gone, and once an hour.
    pub(super) async fn look(&self) -> Result<()> {
        if self.rests_from_reading() {
            return Ok(());
        }
        let now = self.clock.now();
        let (due, after) = {
            let looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
            (looked.all_at.is_none_or(|at| now.0 - at.0 >= ALL_EVERY_MS), looked.after.clone())
        };
        if !due && !self.one_is_gone(after.as_ref()).await? {
            return Ok(());
        }
        let all = self.look_for_all().await;
        self.looked.lock().unwrap_or_else(PoisonError::into_inner).all_at = Some(now);
        match all {
            Err(ServiceError::Snapshots(error)) => {
                self.could_not_read(&error);
                Ok(())
            }
            all => all,
        }
    }

    async fn one_is_gone(&self, after: Option<&Indexed>) -> Result<bool> {
        let from = after.map_or((RegionId(0), ""), |last| (last.community, last.dataset.as_str()));
        let some = self.store.indexed(from, SOME).await?;
        let turned = some.len() < SOME as usize;
        self.looked.lock().unwrap_or_else(PoisonError::into_inner).after = some.last().filter(|_| !turned).cloned();
        for one in &some {
            match self.segments.is_there(&one.file).await {
                Ok(true) => {}
                Ok(false) => return Ok(true),
                Err(error) => {
                    self.could_not_read(&error);
                    return Ok(false);
                }
            }
        }
        Ok(false)
    }

    /// Holds the index against the place.
    pub(super) async fn look_for_all(&self) -> Result<()> {
        let now = self.clock.now();
        for one in self.store.segments_of_none(AsOf::now(now)).await? {
            self.drop_segment(&one).await;
        }
        // The index first: what is pointed at after it was read lies there already.
        let mut index: Vec<Indexed> = Vec::new();
        loop {
            let after = index.last().map_or((RegionId(0), ""), |last| (last.community, last.dataset.as_str()));
            let page = self.store.indexed(after, PAGE).await?;
            if page.is_empty() {
                break;
            }
            index.extend(page);
        }
        let lying = self.segments.lying().await?;
        let there: HashSet<&str> = lying.iter().map(|one| one.file.as_str()).collect();
        let gone: Vec<&Indexed> = index.iter().filter(|one| !there.contains(one.file.as_str())).collect();
        if let Some(first) = gone.first() {
            self.note(&ColumnsError::Missing(match gone.len() {
                1 => first.file.clone(),
                more => format!("{} (and {} others)", first.file, more - 1),
            }));
        }
        for some in gone.chunks(PAGE as usize) {
            let mut tx = self.store.begin().await?;
            for one in some {
                forget_segment(&mut tx, one).await?;
            }
            tx.commit().await?;
        }
        let known: HashSet<&str> = index.iter().map(|one| one.file.as_str()).collect();
        let mut removed = 0_u32;
        for one in &lying {
            if !known.contains(one.file.as_str()) && now.0 - one.written.0 > STRAY_MS {
                self.segments.sweep_up(one).await?;
                removed += 1;
            }
        }
        if removed > 0 {
            tracing::info!(removed, "files of snapshots that nothing pointed at are removed");
        }
        Ok(())
    }

    /// Takes a segment out of the index, and its file away. Where that fails, the next look does it.
    pub(super) async fn drop_segment(&self, one: &Indexed) {
        let forgotten = async {
            let mut tx = self.store.begin().await?;
            forget_segment(&mut tx, one).await?;
            tx.commit().await
        };
        if let Err(error) = forgotten.await {
            tracing::warn!(%error, "a segment could not be taken out of the index");
            return;
        }
        if let Err(error) = self.segments.remove(&one.file).await {
            self.note(&error);
        }
    }
}
