//! Until which day a segment is right although nothing changes: facts that are known already begin and end on days to come.

use crate::error::{Result, StoreError};
use crate::sql::{Read, query};
use crate::store::Store;
use lifang_core::clock::{Date, Instant};
use lifang_core::query::DataError;
use lifang_core::region::RegionId;

/// The next day after `$1` on which a row of the table begins or ends.
fn next(table: &str, whose: &str) -> String {
    format!(
        "SELECT MIN(CASE WHEN f.valid_from > $1 THEN f.valid_from WHEN f.valid_to > $1 THEN f.valid_to END) AS day \
         FROM {table} f WHERE f.recorded_to = $2 AND {whose}"
    )
}

const LIVES_HERE: &str = "IN (SELECT r.person_id FROM residence r WHERE r.community_id = $3 AND r.recorded_to = $2)";
const HOUSES_HERE: &str = "IN (SELECT h.house_id FROM house_fact h WHERE h.community_id = $3 AND h.recorded_to = $2)";
const UNITS_HERE: &str = "IN (SELECT u.unit_id FROM unit_fact u WHERE u.community_id = $3 AND u.recorded_to = $2)";
const LIVED_IN: &str = "IN (SELECT r.house_id FROM residence r WHERE r.community_id = $3 AND r.recorded_to = $2)";

impl Store {
    /// The first day after `day` on which a row of the dataset in the community may look different, as far as is known now.
    ///
    /// # Errors
    /// A dataset that has no segments.
    pub async fn good_until(&self, dataset: &str, community: RegionId, day: Date) -> Result<Date> {
        // The community's own code, and its grids'; and the day from which a source is heard or not.
        let mut selects = vec![
            next("region_version", "(f.region_id = $3 OR f.parent_id = $3)"),
            next("source_switch", "f.source_id > 0"),
        ];
        match dataset {
            "persons" => selects.extend([
                next("residence", "f.community_id = $3"),
                next("person_fact", &format!("f.person_id {LIVES_HERE}")),
                next("house_fact", &format!("f.house_id {LIVED_IN}")),
                next(
                    "building_fact",
                    &format!("f.building_id IN (SELECT b.building_id FROM house_fact b WHERE b.recorded_to = $2 AND b.house_id {LIVED_IN})"),
                ),
                // A visit that is entered for a day to come counts from that day on.
                format!("SELECT MIN(v.day) AS day FROM visit v WHERE v.day > $1 AND v.recorded_to = $2 AND v.person_id {LIVES_HERE}"),
                // What feeds say beside base data.
                next("feed_fact", &format!("f.person_id {LIVES_HERE}")),
                next("local_value", &format!("f.dataset = 'persons' AND f.subject_id {LIVES_HERE}")),
            ]),
            "houses" => selects.extend([
                next("house_fact", "f.community_id = $3"),
                next(
                    "building_fact",
                    "f.building_id IN (SELECT h.building_id FROM house_fact h WHERE h.community_id = $3 AND h.recorded_to = $2)",
                ),
                next("residence", &format!("f.house_id {HOUSES_HERE}")),
                next("local_value", &format!("f.dataset = 'houses' AND f.subject_id {HOUSES_HERE}")),
            ]),
            "units" => selects.extend([
                next("unit_fact", "f.community_id = $3"),
                next("local_value", &format!("f.dataset = 'units' AND f.subject_id {UNITS_HERE}")),
            ]),
            other => return Err(StoreError::Question(DataError::UnknownDataset(other.chars().take(60).collect()))),
        }
        let sql = format!("SELECT MIN(known.day) FROM ({}) known", selects.join(" UNION ALL "));
        let asked = query(sql).bind(i64::from(day.0)).bind(Instant::OPEN.0).bind(community.0);
        let found = asked.fetch_one(self.reader()).await?.int_or_null(0)?;
        Ok(found.map_or(Date::OPEN, |day| Date(i32::try_from(day).unwrap_or(i32::MAX))))
    }
}
