//! Loading a tree of regions from a source: in chunks, in bounded memory, and as often as wanted.

use super::path::below;
use super::readings::Readings;
use super::source::{SourceError, SourceRegion};
use super::tallies::regions_moved;
use super::{NATION, level_number};
use crate::as_of::AsOf;
use crate::bulk::{Rows, Values};
use crate::counters::{Block, regions_changed};
use crate::error::{Result, StoreError};
use crate::facts::{Stamp, supersede};
use crate::provenance;
use crate::sql::{Read, in_force, query, query_as_of};
use crate::store::{Store, Tx};
use futures_util::TryStreamExt;
use lifang_core::base_data::Provenance;
use lifang_core::clock::{Date, Instant};
use lifang_core::region::{Level, RegionCode, RegionId};
use std::collections::{HashMap, HashSet};

/// Regions read, compared and written together.
const CHUNK: usize = 4_096;

/// What a load did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Regions the source has.
    pub regions: u64,
    /// Those that were new.
    pub added: u64,
    /// Those that were there under another name or elsewhere.
    pub changed: u64,
}

/// What is stored of a region already.
struct Known {
    id: RegionId,
    version: i64,
    name: String,
    path: String,
}

/// One load under way.
struct Load {
    stamp: Stamp,
    done: Loaded,
    /// Paths of the regions that others lie below, by code; communities are left out, so it stays small.
    parents: HashMap<RegionCode, (RegionId, String)>,
    readings: Readings,
}

impl Store {
    /// Loads the regions of a source, parents before children. What is there already under the same name and parent stays as it
    /// is; a new name or parent becomes a new version from `valid_from` on. `progress` hears the number of regions done.
    ///
    /// # Errors
    /// The source's first error; all chunks before it stay loaded, and loading again goes on from there.
    pub async fn load_regions(
        &self,
        regions: impl Iterator<Item = std::result::Result<SourceRegion, SourceError>> + Send,
        provenance: &Provenance,
        valid_from: Date,
        now: Instant,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<Loaded> {
        let mut tx = self.begin().await?;
        let provenance = provenance::intern(&mut tx, provenance).await?;
        let mut load = Load {
            stamp: Stamp { provenance, from: AsOf::on(valid_from, now) },
            done: Loaded::default(),
            parents: HashMap::from([(RegionCode::nation(), (NATION, below("", NATION)))]),
            readings: Readings::default(),
        };
        load.nation(&mut tx).await?;
        tx.commit().await?;
        let loaded = self.load_chunks(&mut load, regions, &mut progress).await;
        // Also what came before an error: it stays loaded.
        let mut tx = self.begin().await?;
        load.readings.write(&mut tx).await?;
        tx.commit().await?;
        loaded?;
        self.analyze_tables("region, region_version, region_reading, region_piece").await?;
        Ok(load.done)
    }

    async fn load_chunks(
        &self,
        load: &mut Load,
        regions: impl Iterator<Item = std::result::Result<SourceRegion, SourceError>> + Send,
        progress: &mut (impl FnMut(u64) + Send),
    ) -> Result<()> {
        let mut regions = regions.peekable();
        while regions.peek().is_some() {
            let chunk = regions.by_ref().take(CHUNK).collect::<std::result::Result<Vec<_>, _>>()?;
            let mut tx = self.begin().await?;
            load.chunk(&mut tx, &chunk).await?;
            if load.readings.are_many() {
                load.readings.write(&mut tx).await?;
            }
            tx.commit().await?;
            progress(load.done.regions);
        }
        Ok(())
    }
}

impl Load {
    async fn nation(&mut self, tx: &mut Tx) -> Result<()> {
        let known = query("SELECT 1 FROM region WHERE id = $1").bind(NATION.0).fetch_optional(tx.connection()).await?;
        if known.is_some() {
            return Ok(());
        }
        let id = RegionId(Block::take(tx, "region", 1).await?.next());
        if id != NATION {
            return Err(StoreError::corrupt("the nation is not the first region"));
        }
        query("INSERT INTO region (id) VALUES ($1)").bind(id.0).execute(tx.connection()).await?;
        self.readings.note("全国", Level::Nation);
        let mut versions = versions();
        let row = Values::default().and(id.0).and("0").and("全国").and(level_number(Level::Nation));
        let row = row.and(None::<i64>).and(below("", id));
        versions.push(tx, row.stamped(self.stamp, Date::START)).await?;
        versions.finish(tx).await
    }

    async fn chunk(&mut self, tx: &mut Tx, chunk: &[SourceRegion]) -> Result<()> {
        let known = self.known(tx, chunk).await?;
        let mut numbers = Block::take(tx, "region", chunk.len() - known.len()).await?;
        let mut identities = Rows::new("region", &["id"]);
        let mut written = Vec::new();
        let mut moved = false;
        for region in chunk {
            // Those that are there already too: a load that was cut short may have left them unread.
            self.readings.note(&region.name, region.level);
            let parent_code = region.parent_code.clone().unwrap_or_else(RegionCode::nation);
            let (parent, parent_path) = self.parent(tx, &parent_code).await?;
            let (id, path) = match known.get(&region.code) {
                Some(known) => {
                    let path = below(&parent_path, known.id);
                    if known.name == region.name && known.path == path {
                        self.remember(region, known.id, path);
                        continue;
                    }
                    self.done.changed += 1;
                    moved |= known.path != path;
                    supersede(tx, "region_version", FACTS, known.version, self.stamp.from).await?;
                    (known.id, path)
                }
                None => {
                    self.done.added += 1;
                    let id = RegionId(numbers.next());
                    identities.push(tx, Values::default().and(id.0)).await?;
                    (id, below(&parent_path, id))
                }
            };
            let row = Values::default().and(id.0).and(region.code.as_str()).and(region.name.as_str());
            let row = row.and(level_number(region.level)).and(parent.0).and(path.as_str());
            written.push(row.stamped(self.stamp, self.stamp.from.valid));
            self.remember(region, id, path);
        }
        identities.finish(tx).await?;
        if moved {
            regions_changed(tx).await?;
            regions_moved(tx, self.stamp.from).await?;
        }
        let mut versions = versions();
        for row in written {
            versions.push(tx, row).await?;
        }
        versions.finish(tx).await?;
        self.done.regions += chunk.len() as u64;
        Ok(())
    }

    fn remember(&mut self, region: &SourceRegion, id: RegionId, path: String) {
        if region.level < Level::Community {
            self.parents.insert(region.code.clone(), (id, path));
        }
    }

    /// What is stored under the chunk's codes, found level by level by the range they lie in: sources are sorted.
    async fn known(&self, tx: &mut Tx, chunk: &[SourceRegion]) -> Result<HashMap<RegionCode, Known>> {
        let wanted: HashSet<&RegionCode> = chunk.iter().map(|region| &region.code).collect();
        let sql = format!(
            "SELECT v.code, v.region_id, v.id, v.name, v.path FROM region_version v \
             WHERE v.code >= $3 AND v.code <= $4 AND v.level = $5 AND {}",
            in_force("v")
        );
        let mut known = HashMap::new();
        for level in Level::ALL {
            let codes = || chunk.iter().filter(|region| region.level == level).map(|region| &region.code);
            let (Some(first), Some(last)) = (codes().min(), codes().max()) else { continue };
            let asked = query_as_of(sql.clone(), self.stamp.from).bind(first.as_str()).bind(last.as_str());
            let mut rows = asked.bind(level_number(level)).fetch(tx.connection());
            while let Some(row) = rows.try_next().await? {
                let code = RegionCode::parse(&row.text(0)?).map_err(StoreError::corrupt)?;
                if wanted.contains(&code) {
                    let (id, version, name, path) = (RegionId(row.int(1)?), row.int(2)?, row.text(3)?, row.text(4)?);
                    known.insert(code, Known { id, version, name, path });
                }
            }
        }
        Ok(known)
    }

    async fn parent(&mut self, tx: &mut Tx, code: &RegionCode) -> Result<(RegionId, String)> {
        if let Some(parent) = self.parents.get(code) {
            return Ok(parent.clone());
        }
        let sql = format!("SELECT v.region_id, v.path FROM region_version v WHERE v.code = $3 AND {}", in_force("v"));
        let row = query_as_of(sql, self.stamp.from).bind(code.as_str()).fetch_optional(tx.connection()).await?;
        let row = row.ok_or(StoreError::NotFound("parent region"))?;
        let parent = (RegionId(row.int(0)?), row.text(1)?);
        self.parents.insert(code.clone(), parent.clone());
        Ok(parent)
    }
}

/// What a version says of a region.
pub(super) const FACTS: &[&str] = &["region_id", "code", "name", "level", "parent_id", "path"];

fn versions() -> Rows {
    Rows::of_facts("region_version", FACTS)
}
