//! The records that break a rule, one page after the other, found when they are asked for.

use super::records_of;
use super::rules::{NO_UID, conditions, fill};
use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::regions::place;
use crate::sql::{Read, in_force, query_as_of};
use crate::store::Store;
use lifang_core::clock::Instant;
use lifang_core::quality::Rule;
use lifang_core::region::RegionId;
use uuid::Uuid;

/// A record that breaks a rule. Nothing in it is personal: who may see more finds it by its identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where to go on after it.
    pub cursor: String,
    /// The person, house or unit; none for grids and posts.
    pub uid: Option<Uuid>,
    /// The community's code.
    pub community: String,
    /// The community's name.
    pub community_name: String,
    /// The grid's code.
    pub grid: Option<String>,
    /// What staff know it by: a house's number, a unit's or grid's name, a post and who holds it.
    pub label: String,
    /// Where the record comes from.
    pub source: String,
    /// Who or what collected it.
    pub collector: String,
    /// When it was recorded.
    pub recorded: Instant,
}

/// Under what name cursors are sealed.
const CURSOR: &str = "quality";

impl Store {
    /// The first records of the subtree that break the rule, after a cursor. None when the cursor is not one of this rule's.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn findings(
        &self,
        rule: &Rule,
        region: RegionId,
        after: Option<&str>,
        limit: u32,
        at: AsOf,
    ) -> Result<Option<Vec<Finding>>> {
        let Some(after) = after.map_or(Some(0), |cursor| self.open_opaque(CURSOR, rule.id, cursor)) else {
            return Ok(None);
        };
        let root = place(self.reader(), region, at).await?;
        let records = records_of(rule)?;
        let (applies, broken) = conditions(rule.id, at).ok_or(StoreError::NotFound("rule"))?;
        let code = |what: &str, region: &str| {
            let held = in_force("x");
            format!("(SELECT x.{what} FROM region_version x WHERE x.region_id = {region} AND {held})")
        };
        let sql = format!(
            "SELECT {id}, {uid}, {community}, {name}, {grid}, {label}, p.source, p.collector, {recorded} \
             FROM region_version c CROSS JOIN {from} JOIN provenance p ON p.id = {provenance} \
             WHERE {lies} AND c.path >= $3 AND c.path < $4 AND {in_force} AND {applies} AND {broken} AND {id} > $5 \
             ORDER BY {id} LIMIT $6",
            id = records.id,
            uid = records.uid,
            community = code("code", records.community),
            name = code("name", records.community),
            grid = code("code", &format!("({})", records.grid)),
            label = fill(records.label, at),
            recorded = records.recorded,
            from = fill(records.from, at),
            provenance = records.provenance,
            lies = fill(records.lies, at),
            in_force = in_force("c"),
        );
        let asked = query_as_of(sql, at).bind(root.path.as_str()).bind(root.end()).bind(after).bind(i64::from(limit));
        let rows = asked.fetch_all(self.reader()).await?;
        let finding = |row: &sqlx::any::AnyRow| {
            let uid = if records.uid == NO_UID { None } else { Some(row.uid(1)?) };
            Ok(Finding {
                cursor: self.opaque(CURSOR, rule.id, row.int(0)?),
                uid,
                community: row.text_or_null(2)?.unwrap_or_default(),
                community_name: row.text_or_null(3)?.unwrap_or_default(),
                grid: row.text_or_null(4)?,
                label: row.text(5)?,
                source: row.text(6)?,
                collector: row.text(7)?,
                recorded: Instant(row.int(8)?),
            })
        };
        rows.iter().map(finding).collect::<Result<_>>().map(Some)
    }
}
