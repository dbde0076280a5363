//! Change marks of communities.

use crate::error::Result;
use crate::sql::{Query, Read, query};
use crate::store::{Store, Tx};
use lifang_core::clock::Instant;
use lifang_core::region::RegionId;
use std::collections::HashMap;

/// Marks read by one statement, whose text is always the same.
const AT_ONCE: usize = 64;

/// The latest change of a community's base data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Counts changes.
    pub number: i64,
    /// When it moved.
    pub at: Instant,
}

/// Moves the marks of the communities: nothing made of their base data before is right any more.
pub(crate) async fn move_marks(tx: &mut Tx, communities: &[RegionId], at: Instant) -> Result<()> {
    for community in communities {
        let sql = "INSERT INTO community_mark (community_id, mark, at) VALUES ($1, 1, $2) \
                   ON CONFLICT (community_id) DO UPDATE SET mark = community_mark.mark + 1, \
                   at = CASE WHEN community_mark.at > $2 THEN community_mark.at ELSE $2 END";
        query(sql).bind(community.0).bind(at.0).execute(tx.connection()).await?;
    }
    Ok(())
}

/// Moves all marks: the tree of regions changed, and with it what communities and grids are called.
pub(crate) async fn move_all_marks(tx: &mut Tx, at: Instant) -> Result<()> {
    query("UPDATE community_mark SET mark = mark + 1, at = $1").bind(at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Moves the marks of wherever the person lives or is registered, now or on days to come.
pub(crate) async fn move_marks_of_person(tx: &mut Tx, person: i64, at: Instant) -> Result<()> {
    let sql =
        "SELECT DISTINCT community_id FROM residence WHERE person_id = $1 AND recorded_to = $2 ORDER BY community_id";
    let rows = query(sql).bind(person).bind(Instant::OPEN.0).fetch_all(tx.connection()).await?;
    let communities = rows.iter().map(|row| row.int(0).map(RegionId)).collect::<Result<Vec<_>>>()?;
    move_marks(tx, &communities, at).await
}

impl Store {
    /// The mark of a community; none where it has no base data.
    ///
    /// # Errors
    /// The database's own.
    pub async fn mark(&self, community: RegionId) -> Result<Option<Mark>> {
        let sql = "SELECT mark, at FROM community_mark WHERE community_id = $1";
        let row = query(sql).bind(community.0).fetch_optional(self.reader()).await?;
        row.map(|row| Ok(Mark { number: row.int(0)?, at: Instant(row.int(1)?) })).transpose()
    }

    /// The marks of many communities; those without base data have none.
    ///
    /// # Errors
    /// The database's own.
    pub async fn marks(&self, communities: &[RegionId]) -> Result<HashMap<RegionId, Mark>> {
        let mut marks = HashMap::with_capacity(communities.len());
        for some in communities.chunks(AT_ONCE) {
            let places: Vec<String> = (1..=AT_ONCE).map(|place| format!("${place}")).collect();
            let sql = format!(
                "SELECT community_id, mark, at FROM community_mark WHERE community_id IN ({})",
                places.join(", ")
            );
            // No region has the number 0.
            let padded = some.iter().map(|community| community.0).chain(std::iter::repeat(0)).take(AT_ONCE);
            for row in padded.fold(query(sql), Query::bind).fetch_all(self.reader()).await? {
                marks.insert(RegionId(row.int(0)?), Mark { number: row.int(1)?, at: Instant(row.int(2)?) });
            }
        }
        Ok(marks)
    }
}
