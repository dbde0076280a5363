//! Houses and who lives in them, as they were known: what history and provenance are told from.

use crate::as_of::AsOf;
use crate::error::Result;
use crate::sql::{Read, in_force, narrow, query_as_of};
use crate::store::Store;
use lifang_core::base_data::{HouseFacts, Provenance};
use lifang_core::clock::{Date, Instant};
use lifang_core::region::RegionId;
use sqlx::any::AnyRow;
use uuid::Uuid;

/// From whom a fact is, for which days it holds, and when the host knew it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// From whom.
    pub provenance: Provenance,
    /// First day it holds.
    pub valid_from: Date,
    /// First day it no longer holds.
    pub valid_to: Date,
    /// Since when the host knows it.
    pub recorded_from: Instant,
    /// Since when the host knows better.
    pub recorded_to: Instant,
}

/// A residence as it was known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidenceVersion {
    /// Who.
    pub person: i64,
    /// Table `residence`.
    pub kind: u8,
    /// First day of the residence.
    pub since: Date,
    /// In which community.
    pub community: RegionId,
    /// In which grid, where known.
    pub grid: Option<RegionId>,
    /// In which house, where known.
    pub house: Option<i64>,
    /// The house's identifier outside.
    pub house_uid: Option<Uuid>,
    /// From whom, and when.
    pub record: Record,
}

/// A house as it was known.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseVersion {
    /// What is known of it.
    pub facts: HouseFacts,
    /// In which community.
    pub community: RegionId,
    /// In which grid, where known.
    pub grid: Option<RegionId>,
    /// Address of its building today; empty where the building is not known.
    pub address: String,
    /// From whom, and when.
    pub record: Record,
}

/// Whether to read what held as of a moment, or all that was ever known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// What held then, as it was known then.
    AsOf(AsOf),
    /// All that was known until the moment, in the order it became known.
    Until(Instant),
}

impl Span {
    pub(crate) fn condition(self, alias: &str) -> String {
        match self {
            Self::AsOf(_) => in_force(alias),
            Self::Until(_) => format!("{alias}.recorded_from <= $2 AND $1 = $1"),
        }
    }

    pub(crate) fn at(self) -> AsOf {
        match self {
            Self::AsOf(at) => at,
            Self::Until(moment) => AsOf::now(moment),
        }
    }
}

const RESIDENCE: &str = "SELECT r.person_id, r.kind, r.since, r.community_id, r.grid_id, r.house_id, h.uid, p.source, p.collector, \
                         r.valid_from, r.valid_to, r.recorded_from, r.recorded_to FROM residence r \
                         JOIN provenance p ON p.id = r.provenance_id LEFT JOIN house h ON h.id = r.house_id";

impl Store {
    /// The person of that identifier.
    ///
    /// # Errors
    /// The database's own.
    pub async fn person_by_uid(&self, uid: Uuid) -> Result<Option<i64>> {
        self.by_uid("person", uid).await
    }

    /// The house of that identifier.
    ///
    /// # Errors
    /// The database's own.
    pub async fn house_by_uid(&self, uid: Uuid) -> Result<Option<i64>> {
        self.by_uid("house", uid).await
    }

    /// The identifier of a person outside.
    ///
    /// # Errors
    /// There is no such person.
    pub async fn person_uid(&self, person: i64) -> Result<Uuid> {
        let row = crate::sql::query("SELECT uid FROM person WHERE id = $1").bind(person);
        row.fetch_one(self.reader()).await?.uid(0)
    }

    async fn by_uid(&self, table: &str, uid: Uuid) -> Result<Option<i64>> {
        let sql = format!("SELECT id FROM {table} WHERE uid = $1");
        let row = crate::sql::query(sql).bind(uid.as_bytes().as_slice()).fetch_optional(self.reader()).await?;
        row.map(|row| row.int(0)).transpose()
    }

    /// Where the person lives or is registered.
    ///
    /// # Errors
    /// The database's own.
    pub async fn residences(&self, person: i64, span: Span) -> Result<Vec<ResidenceVersion>> {
        self.residences_of("r.person_id", person, span).await
    }

    /// Who lives or is registered in the house.
    ///
    /// # Errors
    /// The database's own.
    pub async fn occupants(&self, house: i64, span: Span) -> Result<Vec<ResidenceVersion>> {
        self.residences_of("r.house_id", house, span).await
    }

    async fn residences_of(&self, column: &str, id: i64, span: Span) -> Result<Vec<ResidenceVersion>> {
        let order = "ORDER BY r.recorded_from, r.valid_from, r.id";
        let sql = format!("{RESIDENCE} WHERE {column} = $3 AND {} {order}", span.condition("r"));
        let rows = query_as_of(sql, span.at()).bind(id).fetch_all(self.reader()).await?;
        let version = |row: &AnyRow| {
            Ok(ResidenceVersion {
                person: row.int(0)?,
                kind: narrow(row.int(1)?)?,
                since: Date(narrow(row.int(2)?)?),
                community: RegionId(row.int(3)?),
                grid: row.int_or_null(4)?.map(RegionId),
                house: row.int_or_null(5)?,
                house_uid: row.bytes_or_null(6)?.and_then(|bytes| Uuid::from_slice(&bytes).ok()),
                record: record(row, 7)?,
            })
        };
        rows.iter().map(version).collect()
    }

    /// Everybody who lives or is registered in a community or grid, by number.
    ///
    /// # Errors
    /// The database's own.
    pub async fn persons_in(&self, region: RegionId, at: AsOf) -> Result<Vec<i64>> {
        let sql = format!(
            "SELECT r.person_id FROM residence r WHERE r.community_id = $3 AND {0} \
             UNION SELECT r.person_id FROM residence r WHERE r.grid_id = $3 AND {0} ORDER BY 1",
            in_force("r")
        );
        query_as_of(sql, at).bind(region.0).fetch_all(self.reader()).await?.iter().map(|row| row.int(0)).collect()
    }

    /// What is known of the house.
    ///
    /// # Errors
    /// The database's own.
    pub async fn house(&self, house: i64, span: Span) -> Result<Vec<HouseVersion>> {
        let b = in_force("b");
        let sql = format!(
            "SELECT h.number, h.floor, h.area_dm2, h.house_use, h.community_id, h.grid_id, b.address, p.source, p.collector, \
             h.valid_from, h.valid_to, h.recorded_from, h.recorded_to FROM house_fact h \
             JOIN provenance p ON p.id = h.provenance_id LEFT JOIN building_fact b ON b.building_id = h.building_id AND {b} \
             WHERE h.house_id = $3 AND {} ORDER BY h.recorded_from, h.valid_from, h.id",
            span.condition("h")
        );
        let rows = query_as_of(sql, span.at()).bind(house).fetch_all(self.reader()).await?;
        rows.iter().map(house_version).collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "no dwelling has 2^53 hundredths of a square metre")]
fn house_version(row: &AnyRow) -> Result<HouseVersion> {
    Ok(HouseVersion {
        facts: HouseFacts {
            number: row.text(0)?,
            floor: row.int_or_null(1)?.map(narrow).transpose()?,
            area: row.int_or_null(2)?.map(|area| area as f64 / 100.0),
            house_use: narrow(row.int(3)?)?,
        },
        community: RegionId(row.int(4)?),
        grid: row.int_or_null(5)?.map(RegionId),
        address: row.text_or_null(6)?.unwrap_or_default(),
        record: record(row, 7)?,
    })
}

/// The record in the six columns from `first` on.
pub(crate) fn record(row: &AnyRow, first: usize) -> Result<Record> {
    Ok(Record {
        provenance: Provenance { source: row.text(first)?, collector: row.text(first + 1)? },
        valid_from: Date(narrow(row.int(first + 2)?)?),
        valid_to: Date(narrow(row.int(first + 3)?)?),
        recorded_from: Instant(row.int(first + 4)?),
        recorded_to: Instant(row.int(first + 5)?),
    })
}
