//! Making a segment from the row store.

use super::Snapshots;
use super::status::Fault;
use crate::error::{Result, ServiceError};
use lifang_columns::{About, ColumnsError, SCHEMA_VERSION, projection};
use lifang_core::capability::Readable;
use lifang_core::clock::Instant;
use lifang_core::path::RegionPath;
use lifang_core::region::{Region, RegionId};
use lifang_store::datasets::{Scan, ScannedRows};
use lifang_store::fields::LocalDeclaration;
use lifang_store::snapshots::{Mark, Segment, record_segment};
use lifang_store::{AsOf, StoreError};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

/// When, by dataset, no segment could be made of a community.
pub(super) type Refused = Mutex<HashMap<(String, RegionId), Instant>>;

/// How often a segment is begun again because the community changed meanwhile, before it is left for later.
const TRIES: usize = 5;
/// Faults that are remembered.
const FAULTS: usize = 100;
/// After so long it is tried again to make a segment of a community that refused to be read.
const AGAIN_MS: i64 = 600_000;
/// No community has as many rows.
const ALL: u32 = u32::MAX - 1;

impl Snapshots {
    /// Makes the community's segment of a dataset. None where there is nothing to make one of, where the community changes
    /// faster than it can be read, and where the place does not take the file.
    pub(super) async fn make(&self, dataset: &str, path: &RegionPath) -> Result<Option<Segment>> {
        let community = path.region().id;
        if self.rests_from_writing() {
            return Ok(None);
        }
        for _ in 0..TRIES {
            let Some(mark) = self.store.mark(community).await? else { return Ok(None) };
            let now = self.clock.now();
            // A change that another host's clock dates later is in it too.
            let at = AsOf { valid: now.day(), recorded: now.max(mark.at) };
            let columns = self.columns(dataset, path, at).await?;
            let scan =
                Scan { dataset, columns: &columns, filters: &[], region: community, sort: &[], at, max_rows: ALL };
            let scanned = self.store.scan(&scan).await?;
            let good_until = self.store.good_until(dataset, community, at.valid).await?;
            if self.store.mark(community).await? != Some(mark) {
                continue;
            }
            let about = About {
                dataset: dataset.to_owned(),
                community: community.0,
                mark: mark.number,
                day: at.valid,
                recorded: at.recorded,
                good_until,
            };
            return self.write(&about, mark, &columns, &scanned).await;
        }
        Ok(None)
    }

    /// What the segments of a community have: the contract's columns, and the local fields declared there.
    async fn columns(&self, dataset: &str, path: &RegionPath, at: AsOf) -> Result<Vec<Readable>> {
        let ids: Vec<RegionId> = path.regions().iter().map(|region| region.id).collect();
        let declared = self.store.local_fields(&ids, at).await?;
        let local = declared.iter().filter(|one| one.field.dataset == dataset).map(LocalDeclaration::readable);
        let mut columns = projection::stored(dataset);
        columns.extend(local);
        Ok(columns)
    }

    async fn write(
        &self,
        about: &About,
        mark: Mark,
        columns: &[Readable],
        scanned: &ScannedRows,
    ) -> Result<Option<Segment>> {
        let pointer = match self.segments.write(about, columns, &scanned.rows, &scanned.ids).await {
            Ok(pointer) => pointer,
            Err(error) => {
                self.could_not_write(&error);
                return Ok(None);
            }
        };
        let segment = Segment {
            mark,
            schema_version: SCHEMA_VERSION,
            day: about.day,
            recorded: about.recorded,
            good_until: about.good_until,
            file: pointer.file,
            bytes: pointer.bytes,
            crc: pointer.crc,
            rows: pointer.rows,
        };
        let mut tx = self.store.begin().await?;
        let before = record_segment(&mut tx, &about.dataset, RegionId(about.community), &segment).await?;
        tx.commit().await?;
        metrics::counter!("lifang_segments_written_total", "dataset" => about.dataset.clone()).increment(1);
        if let Some(file) = before
            && let Err(error) = self.segments.remove(&file).await
        {
            self.note(&error);
        }
        Ok(Some(segment))
    }

    /// Makes what is behind, oldest change first.
    pub(super) async fn refresh_stale(&self, limit: u32) -> Result<usize> {
        let mut made = 0;
        for dataset in projection::DATASETS {
            let at = AsOf::now(self.clock.now());
            let refused = self.refused_lately(dataset);
            let most = limit.saturating_add(u32::try_from(refused.len()).unwrap_or(u32::MAX));
            for community in self.store.stale(dataset, SCHEMA_VERSION, at, most).await? {
                if refused.contains(&community) || self.rests_from_writing() {
                    continue;
                }
                let path = match self.store.path(community, at).await {
                    // Abolished this moment.
                    Err(StoreError::NotFound(_)) => continue,
                    path => path?,
                };
                match self.make(dataset, &path).await {
                    Ok(segment) => made += usize::from(segment.is_some()),
                    Err(
                        error @ ServiceError::Store(StoreError::Busy | StoreError::Unavailable(_) | StoreError::Full),
                    ) => {
                        return Err(error);
                    }
                    // It keeps no other community back.
                    Err(error) => self.refuses(dataset, path.region(), &error),
                }
            }
        }
        Ok(made)
    }

    /// Communities of which no segment could be made a while ago: not tried at every turn, and not in the way of others.
    fn refused_lately(&self, dataset: &str) -> HashSet<RegionId> {
        let since = self.clock.now().plus_ms(-AGAIN_MS);
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.retain(|_, at| *at > since);
        refused.keys().filter(|(known, _)| known == dataset).map(|(_, community)| *community).collect()
    }

    fn refuses(&self, dataset: &str, community: &Region, error: &ServiceError) {
        self.tell(format!("no segment of {dataset} can be made of {}: {error}", community.code.as_str()));
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.insert((dataset.to_owned(), community.id), self.clock.now());
    }

    /// Tells a fault of the place or of a file, once here and for the status.
    pub(super) fn note(&self, error: &ColumnsError) {
        self.tell(error.to_string());
    }

    fn tell(&self, what: String) {
        tracing::warn!(%what, "a segment of a snapshot could not be used");
        metrics::counter!("lifang_segment_faults_total").increment(1);
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults.push_back(Fault { at: self.clock.now(), what });
        while faults.len() > FAULTS {
            faults.pop_front();
        }
    }
}
