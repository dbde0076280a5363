//! The index of segments, read together with the marks: which communities have one, and whether it is right.

use super::marks::Mark;
use crate::as_of::AsOf;
use crate::error::Result;
use crate::regions::{COLUMNS, Place, ids_of_path, level_number, place, region};
use crate::sql::{Read, bind_path, in_force, narrow, on_path, query, query_as_of};
use crate::store::{Store, Tx};
use lifang_core::clock::{Date, Instant};
use lifang_core::path::RegionPath;
use lifang_core::region::{Level, Region, RegionId};
use sqlx::any::AnyRow;
use std::collections::HashMap;

/// A segment as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The change it was made at.
    pub mark: Mark,
    /// What it has and means.
    pub schema_version: i64,
    /// The day it is of.
    pub day: Date,
    /// What was recorded until then is in it.
    pub recorded: Instant,
    /// The first day it is no longer right, although nothing changes.
    pub good_until: Date,
    /// Where it lies.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// The CRC-32 of its bytes.
    pub crc: u32,
    /// Its rows.
    pub rows: u32,
}

/// A community, its mark, and its segment of a dataset.
#[derive(Clone, Debug)]
pub struct Listed {
    /// From the province down to the community.
    pub path: RegionPath,
    /// Its latest change; none where it has no base data.
    pub mark: Option<Mark>,
    /// Its newest segment.
    pub segment: Option<Segment>,
}

impl Segment {
    /// Whether a read as of `at` that must see the change `mark` gets from this segment what the row store would say.
    #[must_use]
    pub fn is_right(&self, mark: Mark, schema_version: i64, at: AsOf) -> bool {
        // What was recorded after the mark would have moved it, so any moment since the mark sees the same.
        self.mark == mark && mark.at <= at.recorded && self.serves(schema_version, at.valid)
    }

    /// Whether it says how things stand on a day, changes since it was made apart.
    #[must_use]
    pub fn serves(&self, schema_version: i64, day: Date) -> bool {
        self.schema_version == schema_version && self.day <= day && day < self.good_until
    }
}

const SEGMENT: &str =
    "s.mark, s.marked_at, s.schema_version, s.day, s.recorded, s.good_until, s.file, s.bytes, s.crc, s.row_count";

/// The segment in a row, from column `first` on; none where there is none.
fn segment(row: &AnyRow, first: usize) -> Result<Option<Segment>> {
    let Some(number) = row.int_or_null(first)? else { return Ok(None) };
    Ok(Some(Segment {
        mark: Mark { number, at: Instant(row.int(first + 1)?) },
        schema_version: row.int(first + 2)?,
        day: Date(narrow(row.int(first + 3)?)?),
        recorded: Instant(row.int(first + 4)?),
        good_until: Date(narrow(row.int(first + 5)?)?),
        file: row.text(first + 6)?,
        bytes: narrow(row.int(first + 7)?)?,
        crc: narrow(row.int(first + 8)?)?,
        rows: narrow(row.int(first + 9)?)?,
    }))
}

impl Store {
    /// All communities of a region's subtree (or the community that a grid lies in), by code, each with its mark and its segment
    /// of the dataset: three statements, however many there are.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn listed(&self, dataset: &str, id: RegionId, at: AsOf) -> Result<Vec<Listed>> {
        let mut root = place(self.reader(), id, at).await?;
        if root.level == Level::Grid {
            let community = root.ids().into_iter().rev().nth(1).unwrap_or(id);
            root = place(self.reader(), community, at).await?;
        }
        let regions = self.regions_between(&root, at).await?;
        let sql = format!(
            "SELECT v.path, m.mark, m.at, {SEGMENT} FROM region_version v \
             LEFT JOIN community_mark m ON m.community_id = v.region_id \
             LEFT JOIN segment s ON s.community_id = v.region_id AND s.dataset = $3 \
             WHERE v.path >= $4 AND v.path < $5 AND v.level = $6 AND {} ORDER BY v.code",
            in_force("v")
        );
        let asked = query_as_of(sql, at).bind(dataset).bind(root.path.as_str()).bind(root.end());
        let rows = asked.bind(level_number(Level::Community)).fetch_all(self.reader()).await?;
        let mut listed = Vec::with_capacity(rows.len());
        for row in &rows {
            let path = row.text(0)?;
            let on_path = ids_of_path(&path).filter_map(|id| regions.get(&id).cloned()).collect();
            let Some(path) = RegionPath::new(on_path) else { continue };
            let mark = match row.int_or_null(1)? {
                Some(number) => Some(Mark { number, at: Instant(row.int(2)?) }),
                None => None,
            };
            listed.push(Listed { path, mark, segment: segment(row, 3)? });
        }
        Ok(listed)
    }

    /// The regions above the root and below it down to communities, by identity; the nation is on nobody's path.
    async fn regions_between(&self, root: &Place, at: AsOf) -> Result<HashMap<RegionId, Region>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM region_version v WHERE v.level > $3 AND v.level <= $4 \
             AND (v.path >= $5 AND v.path < $6 OR {}) AND {}",
            on_path("v.region_id", 7),
            in_force("v")
        );
        let asked = query_as_of(sql, at).bind(level_number(Level::Nation)).bind(level_number(Level::Community));
        let asked = bind_path(asked.bind(root.path.as_str()).bind(root.end()), &root.ids());
        let rows = asked.fetch_all(self.reader()).await?;
        rows.iter().map(|row| region(row).map(|region| (region.id, region))).collect()
    }

    /// The segment of one community.
    ///
    /// # Errors
    /// The database's own.
    pub async fn segment(&self, dataset: &str, community: RegionId) -> Result<Option<Segment>> {
        let sql = format!("SELECT {SEGMENT} FROM segment s WHERE s.community_id = $1 AND s.dataset = $2");
        let row = query(sql).bind(community.0).bind(dataset).fetch_optional(self.reader()).await?;
        row.map_or(Ok(None), |row| segment(&row, 0))
    }

    /// Communities in force whose segment of the dataset is not right, at most `limit`, the oldest change first.
    ///
    /// # Errors
    /// The database's own.
    pub async fn stale(&self, dataset: &str, schema_version: i64, at: AsOf, limit: u32) -> Result<Vec<RegionId>> {
        let sql = format!(
            "SELECT m.community_id FROM community_mark m \
             JOIN region_version v ON v.region_id = m.community_id AND {} \
             LEFT JOIN segment s ON s.community_id = m.community_id AND s.dataset = $3 \
             WHERE s.mark IS NULL OR s.mark <> m.mark OR s.marked_at <> m.at OR s.good_until <= $1 \
             OR s.schema_version <> $4 ORDER BY m.at, m.community_id LIMIT $5",
            in_force("v")
        );
        let asked = query_as_of(sql, at).bind(dataset).bind(schema_version).bind(i64::from(limit));
        asked.fetch_all(self.reader()).await?.iter().map(|row| row.int(0).map(RegionId)).collect()
    }

    /// Segments in the index, at most `limit` after the one of that community and dataset.
    ///
    /// # Errors
    /// The database's own.
    pub async fn indexed(&self, after: (RegionId, &str), limit: u32) -> Result<Vec<Indexed>> {
        let sql = "SELECT community_id, dataset, file FROM segment \
                   WHERE community_id > $1 OR community_id = $1 AND dataset > $2 ORDER BY community_id, dataset LIMIT $3";
        let asked = query(sql).bind(after.0.0).bind(after.1).bind(i64::from(limit));
        asked.fetch_all(self.reader()).await?.iter().map(indexed).collect()
    }

    /// Segments of communities that are no more.
    ///
    /// # Errors
    /// The database's own.
    pub async fn segments_of_none(&self, at: AsOf) -> Result<Vec<Indexed>> {
        let sql = format!(
            "SELECT s.community_id, s.dataset, s.file FROM segment s WHERE NOT EXISTS \
             (SELECT 1 FROM region_version v WHERE v.region_id = s.community_id AND {}) ORDER BY s.community_id, s.dataset",
            in_force("v")
        );
        query_as_of(sql, at).fetch_all(self.reader()).await?.iter().map(indexed).collect()
    }
}

/// A segment in the index: whose it is, and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// The community.
    pub community: RegionId,
    /// The dataset.
    pub dataset: String,
    /// The file.
    pub file: String,
}

fn indexed(row: &AnyRow) -> Result<Indexed> {
    Ok(Indexed { community: RegionId(row.int(0)?), dataset: row.text(1)?, file: row.text(2)? })
}

/// Takes a segment out of the index, if it still is the one.
///
/// # Errors
/// The database's own.
pub async fn forget_segment(tx: &mut Tx, one: &Indexed) -> Result<()> {
    let sql = "DELETE FROM segment WHERE community_id = $1 AND dataset = $2 AND file = $3";
    let gone = query(sql).bind(one.community.0).bind(one.dataset.as_str()).bind(one.file.as_str());
    gone.execute(tx.connection()).await?;
    Ok(())
}

/// Points the index at a segment, and gives the file it pointed at before, which nobody will look for any more.
///
/// # Errors
/// The database's own.
pub async fn record_segment(tx: &mut Tx, dataset: &str, community: RegionId, new: &Segment) -> Result<Option<String>> {
    let before =
        query("SELECT file FROM segment WHERE community_id = $1 AND dataset = $2").bind(community.0).bind(dataset);
    let before = before.fetch_optional(tx.connection()).await?.map(|row| row.text(0)).transpose()?;
    let sql = "INSERT INTO segment (community_id, dataset, schema_version, mark, marked_at, day, recorded, good_until, file, \
               bytes, crc, row_count) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
               ON CONFLICT (community_id, dataset) DO UPDATE SET schema_version = $3, mark = $4, marked_at = $5, day = $6, \
               recorded = $7, good_until = $8, file = $9, bytes = $10, crc = $11, row_count = $12";
    query(sql)
        .bind(community.0)
        .bind(dataset)
        .bind(new.schema_version)
        .bind(new.mark.number)
        .bind(new.mark.at.0)
        .bind(i64::from(new.day.0))
        .bind(new.recorded.0)
        .bind(i64::from(new.good_until.0))
        .bind(new.file.as_str())
        .bind(i64::try_from(new.bytes).unwrap_or(i64::MAX))
        .bind(i64::from(new.crc))
        .bind(i64::from(new.rows))
        .execute(tx.connection())
        .await?;
    Ok(before.filter(|file| *file != new.file))
}
