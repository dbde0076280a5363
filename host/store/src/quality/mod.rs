//! The quality of base data: what the rules find, counted by community and collector day by day, and the records themselves.

mod records;
mod rules;

pub use records::Finding;

use self::rules::{RECORDS, Records, conditions, fill};
use crate::as_of::AsOf;
use crate::bulk::{Rows, Values};
use crate::error::{Result, StoreError};
use crate::regions::{child_of, ids_of_path, place};
use crate::sql::{Read, ids_table, ids_text, in_force, narrow, query, query_as_of};
use crate::store::{Store, Tx};
use lifang_core::clock::Date;
use lifang_core::quality::{RULES, Rule, Tally};
use lifang_core::region::RegionId;

/// What was found of a rule, in a part of a region and by a collector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The region directly below the one asked about; none for the region itself, where it has nothing below.
    pub child: Option<RegionId>,
    /// The rule.
    pub rule: String,
    /// Who or what collected the records.
    pub collector: String,
    /// How many.
    pub tally: Tally,
}

fn records_of(rule: &Rule) -> Result<&'static Records> {
    RECORDS.iter().find(|records| records.dataset == rule.dataset).ok_or(StoreError::NotFound("rule"))
}

/// What a rule found in a community and of a collector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessed {
    /// The community.
    pub community: RegionId,
    /// The rule.
    pub rule: &'static str,
    /// Who or what collected the records.
    pub collector: String,
    /// How many.
    pub tally: Tally,
}

/// Keeps what was found in communities, in place of the same day's findings before.
///
/// # Errors
/// The database's own.
pub async fn record_quality(tx: &mut Tx, communities: &[RegionId], found: &[Assessed], at: AsOf) -> Result<()> {
    let gone = format!(
        "DELETE FROM quality_score WHERE day = $1 AND region_id IN (SELECT q.id FROM {} q)",
        ids_table(tx.engine(), 2)
    );
    let gone = query(gone).bind(i64::from(at.valid.0)).bind(ids_text(communities.iter().map(|community| community.0)));
    gone.execute(tx.connection()).await?;
    // Where there is nothing any more, what was found once must not count for ever.
    let nothing = format!(
        "INSERT INTO quality_score (region_id, day, rule, collector, checked, found) \
         SELECT q.id, $1, $3, '', 0, 0 FROM {} q \
         WHERE EXISTS (SELECT 1 FROM quality_score s WHERE s.region_id = q.id AND s.day < $1)",
        ids_table(tx.engine(), 2)
    );
    let bare = communities.iter().filter(|community| !found.iter().any(|one| one.community == **community));
    let nothing = query(nothing).bind(i64::from(at.valid.0)).bind(ids_text(bare.map(|community| community.0)));
    nothing.bind(RULES[0].id).execute(tx.connection()).await?;
    let mut rows = Rows::new("quality_score", &["region_id", "day", "rule", "collector", "checked", "found"]);
    for Assessed { community, rule, collector, tally } in found {
        let row = Values::default().and(community.0).and(i64::from(at.valid.0)).and(*rule).and(collector.as_str());
        rows.push(tx, row.and(tally.checked).and(tally.found)).await?;
    }
    rows.finish(tx).await
}

fn counting(rule: &Rule, at: AsOf) -> Result<String> {
    let records = records_of(rule)?;
    let (applies, broken) = conditions(rule.id, at).ok_or(StoreError::NotFound("rule"))?;
    // CROSS JOIN: SQLite then begins with the regions, whatever its statistics say.
    Ok(format!(
        "SELECT {community}, p.collector, COUNT(*), CAST(SUM(CASE WHEN {broken} THEN 1 ELSE 0 END) AS bigint) \
         FROM region_version c CROSS JOIN {from} JOIN provenance p ON p.id = {provenance} \
         WHERE {lies} AND c.path >= $3 AND c.path < $4 AND {in_force} AND {applies} GROUP BY {community}, p.collector",
        community = records.community,
        from = fill(records.from, at),
        provenance = records.provenance,
        lies = fill(records.lies, at),
        in_force = in_force("c"),
    ))
}

impl Store {
    /// Looks at all records of a region's subtree with every rule: one statement per rule, whatever lies below.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn assess(&self, region: RegionId, at: AsOf) -> Result<Vec<Assessed>> {
        let root = place(self.reader(), region, at).await?;
        let mut found = Vec::new();
        for rule in RULES {
            let asked = query_as_of(counting(rule, at)?, at).bind(root.path.as_str()).bind(root.end());
            for row in asked.fetch_all(self.reader()).await? {
                let tally = Tally { checked: row.int(2)?, found: row.int(3)? };
                found.push(Assessed {
                    community: RegionId(row.int(0)?),
                    rule: rule.id,
                    collector: row.text(1)?,
                    tally,
                });
            }
        }
        Ok(found)
    }

    /// What was found last in each community of the subtree until a day, added up by the region directly below, by rule and by
    /// collector; and the latest of those days.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn quality(&self, region: RegionId, until: Date, at: AsOf) -> Result<(Vec<Found>, Option<Date>)> {
        let root = place(self.reader(), region, at).await?;
        let sql = format!(
            "SELECT {} AS child, q.rule, q.collector, CAST(SUM(q.checked) AS bigint), CAST(SUM(q.found) AS bigint), MAX(q.day) \
             FROM region_version v JOIN quality_score q ON q.region_id = v.region_id \
             WHERE v.path >= $3 AND v.path < $4 AND {} \
             AND q.day = (SELECT MAX(l.day) FROM quality_score l WHERE l.region_id = q.region_id AND l.day <= $5) \
             GROUP BY child, q.rule, q.collector ORDER BY child, q.rule, q.collector",
            child_of(&root),
            in_force("v")
        );
        let asked = query_as_of(sql, at).bind(root.path.as_str()).bind(root.end()).bind(i64::from(until.0));
        let (mut all, mut latest) = (Vec::new(), None);
        for row in asked.fetch_all(self.reader()).await? {
            let day = Date(narrow(row.int(5)?)?);
            latest = latest.max(Some(day));
            all.push(Found {
                child: ids_of_path(&row.text(0)?).next(),
                rule: row.text(1)?,
                collector: row.text(2)?,
                tally: Tally { checked: row.int(3)?, found: row.int(4)? },
            });
        }
        Ok((all, latest))
    }

    /// The latest days on which anything of the subtree was looked at, oldest first.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn quality_days(&self, region: RegionId, most: u32, at: AsOf) -> Result<Vec<Date>> {
        let root = place(self.reader(), region, at).await?;
        let sql = format!(
            "SELECT DISTINCT q.day FROM region_version v JOIN quality_score q ON q.region_id = v.region_id \
             WHERE v.path >= $3 AND v.path < $4 AND {} ORDER BY q.day DESC LIMIT $5",
            in_force("v")
        );
        let asked = query_as_of(sql, at).bind(root.path.as_str()).bind(root.end()).bind(i64::from(most));
        let rows = asked.fetch_all(self.reader()).await?;
        let mut days = rows.iter().map(|row| Ok(Date(narrow(row.int(0)?)?))).collect::<Result<Vec<_>>>()?;
        days.reverse();
        Ok(days)
    }
}
