//! Who stated what is held of a community: imports, visits, what was generated or typed in.

use crate::as_of::AsOf;
use crate::error::Result;
use crate::sources::loud;
use crate::sql::{Read, in_force, query_as_of};
use crate::store::Store;
use lifang_core::clock::Instant;
use lifang_core::region::RegionId;

/// How much of a community's base data comes from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The dataset.
    pub dataset: String,
    /// The local field; empty for the dataset's own columns, whose facts are stated as a whole.
    pub key: String,
    /// The source.
    pub source: String,
    /// Persons, houses or units.
    pub subjects: i64,
    /// When the oldest of it became known.
    pub oldest: Instant,
    /// When the latest of it became known.
    pub latest: Instant,
}

impl Store {
    /// Who stated the persons, houses and units of a community as they are in force: by dataset, local field and source. Reads all
    /// facts of the community, which is why it is asked of no larger region.
    ///
    /// # Errors
    /// The database's own.
    pub async fn stated_in(&self, community: RegionId, at: AsOf) -> Result<Vec<Stated>> {
        let facts = [
            ("persons", "residence r JOIN person_fact f ON f.person_id = r.person_id", "f.person_id", "r"),
            ("houses", "house_fact f", "f.house_id", "f"),
            ("units", "unit_fact f", "f.unit_id", "f"),
        ];
        let homes = [
            ("persons", "residence", "person_id"),
            ("houses", "house_fact", "house_id"),
            ("units", "unit_fact", "unit_id"),
        ];
        let heard = |alias: &str| format!("{} AND {}", in_force(alias), loud(alias));
        let own = facts.map(|(dataset, from, subject, home)| {
            format!(
                "SELECT '{dataset}' AS dataset, '' AS key, p.source AS source, COUNT(DISTINCT {subject}), \
                 MIN(f.recorded_from), MAX(f.recorded_from) FROM {from} JOIN provenance p ON p.id = f.provenance_id \
                 WHERE {home}.community_id = $3 AND {} AND {} GROUP BY p.source",
                heard(home),
                heard("f")
            )
        });
        let local = homes.map(|(dataset, table, id)| {
            format!(
                "SELECT '{dataset}' AS dataset, v.key AS key, p.source AS source, COUNT(DISTINCT v.subject_id), \
                 MIN(v.recorded_from), MAX(v.recorded_from) FROM {table} h \
                 JOIN local_value v ON v.subject_id = h.{id} AND v.dataset = '{dataset}' \
                 JOIN provenance p ON p.id = v.provenance_id \
                 WHERE h.community_id = $3 AND {} AND {} GROUP BY v.key, p.source",
                heard("h"),
                heard("v")
            )
        });
        let all: Vec<String> = own.into_iter().chain(local).collect();
        let sql = format!("{} ORDER BY dataset, key, source", all.join(" UNION ALL "));
        let rows = query_as_of(sql, at).bind(community.0).fetch_all(self.reader()).await?;
        let stated = |row| {
            Ok(Stated {
                dataset: Read::text(row, 0)?,
                key: Read::text(row, 1)?,
                source: Read::text(row, 2)?,
                subjects: Read::int(row, 3)?,
                oldest: Instant(Read::int(row, 4)?),
                latest: Instant(Read::int(row, 5)?),
            })
        };
        rows.iter().map(stated).collect()
    }
}
