//! What a change comes to: versions to close and to say anew, regions that begin and end, and where records go.

use super::super::load::FACTS;
use super::super::readings::Readings;
use super::super::{level_number, path::below};
use super::follow::Step;
use super::refusal;
use super::versions::{Ground, Version};
use super::{Became, Called};
use crate::bulk::{Rows, Values};
use crate::error::Result;
use crate::facts::Stamp;
use crate::sql::{Read, query};
use crate::store::Tx;
use lifang_core::clock::Date;
use lifang_core::region::{Level, RegionCode, RegionId};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A region from the day of the change on.
#[derive(Clone, Debug)]
pub(super) struct After {
    pub(super) code: RegionCode,
    pub(super) name: String,
    pub(super) parent: Option<RegionId>,
    pub(super) path: String,
}

/// A region that begins.
#[derive(Clone, Debug)]
pub(super) struct New {
    pub(super) id: RegionId,
    pub(super) level: Level,
    pub(super) after: After,
}

/// A way that records go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) from: RegionId,
    pub(super) to: RegionId,
    /// The one way to go on from a region that ends, where a record does not say.
    pub(super) main: bool,
}

/// What a change comes to.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) changed: Vec<(Version, After)>,
    pub(super) ended: Vec<Version>,
    pub(super) created: Vec<New>,
    pub(super) links: Vec<Link>,
    pub(super) steps: Vec<Step>,
    /// Communities whose records are touched, beside those among the regions above.
    pub(super) touched: Vec<RegionId>,
}

/// What is noted of a region that a change touches.
pub(super) const ITEM: &[&str] = &[
    "change_id",
    "region_id",
    "before_code",
    "before_name",
    "before_parent_id",
    "after_code",
    "after_name",
    "after_parent_id",
];

/// Rows named in one statement.
const AT_ONCE: usize = 1_000;

impl New {
    pub(super) fn below(parent: &Version, id: RegionId, level: Level, code: RegionCode, name: String) -> Self {
        let after = After { code, name, parent: Some(parent.id), path: below(&parent.path, id) };
        Self { id, level, after }
    }
}

impl Plan {
    /// Every community that is touched.
    pub(super) fn communities(&self) -> Vec<RegionId> {
        let versions = self.changed.iter().map(|(version, _)| version).chain(&self.ended);
        let old = versions.filter(|version| version.level == Level::Community).map(|version| version.id);
        let new = self.created.iter().filter(|new| new.level == Level::Community).map(|new| new.id);
        // What is made of a community's records says the codes of its grids, too.
        let grids = self.changed.iter().filter(|(version, _)| version.level == Level::Grid);
        let of_grids = grids.flat_map(|(version, after)| [version.parent, after.parent]).flatten();
        let all: BTreeSet<RegionId> = old.chain(new).chain(of_grids).chain(self.touched.iter().copied()).collect();
        all.into_iter().collect()
    }

    /// Whether any region comes to lie elsewhere in the tree.
    pub(super) fn moves(&self) -> bool {
        let moved = self.changed.iter().any(|(version, after)| version.path != after.path);
        moved || !self.ended.is_empty() || !self.created.is_empty()
    }

    /// Code, name and level of every region after the change, where something about it is new.
    fn codes(&self) -> impl Iterator<Item = (&RegionCode, Level, RegionId)> {
        let changed = self.changed.iter().map(|(version, after)| (&after.code, version.level, version.id));
        changed.chain(self.created.iter().map(|new| (&new.after.code, new.level, new.id)))
    }

    /// Checks the codes: each of its region's level, and nobody else's.
    pub(super) async fn check(&self, tx: &mut Tx, ground: &Ground) -> Result<()> {
        let mut by_code: HashMap<&RegionCode, RegionId> = HashMap::new();
        for (code, level, id) in self.codes() {
            if code.level() != level {
                return Err(refusal::code_of_another_level(code, level));
            }
            if by_code.insert(code, id).is_some_and(|other| other != id) {
                return Err(refusal::code_taken(code, ground.at.valid, None));
            }
        }
        let own: HashSet<i64> =
            self.changed.iter().map(|(version, _)| version).chain(&self.ended).map(|version| version.row).collect();
        let kept: HashSet<(&RegionCode, RegionId)> =
            self.changed.iter().map(|(version, _)| (&version.code, version.id)).collect();
        let asked: Vec<&RegionCode> =
            self.codes().filter(|(code, _, id)| !kept.contains(&(code, *id))).map(|(code, ..)| code).collect();
        for some in asked.chunks(AT_ONCE) {
            let codes: Vec<String> = some.iter().map(|code| format!("'{code}'")).collect();
            let sql = format!(
                "SELECT v.id, v.code, v.name FROM region_version v WHERE v.code IN ({}) AND {} ORDER BY v.code",
                codes.join(", "),
                ground.onward("v")
            );
            for row in query(sql).fetch_all(tx.connection()).await? {
                if !own.contains(&row.int(0)?) {
                    let taken = some.iter().find(|code| row.text(1).is_ok_and(|other| other == code.as_str()));
                    let code = taken.copied().unwrap_or(some[0]);
                    return Err(refusal::code_taken(code, ground.at.valid, Some(&row.text(2)?)));
                }
            }
        }
        Ok(())
    }

    /// Writes versions, identities, readings, links, and what each region was and is.
    pub(super) async fn write(&self, tx: &mut Tx, ground: &Ground, change: i64) -> Result<()> {
        self.close(tx, ground).await?;
        let mut identities = Rows::new("region", &["id"]);
        for new in &self.created {
            identities.push(tx, Values::default().and(new.id.0)).await?;
        }
        identities.finish(tx).await?;
        self.say_anew(tx, ground).await?;
        self.note(tx, change).await?;
        let columns = &["change_id", "from_id", "to_id", "day", "recorded_at", "main"];
        let mut rows = Rows::new("region_link", columns);
        for link in &self.links {
            let row = Values::default().and(change).and(link.from.0).and(link.to.0);
            let row = row.and(i64::from(ground.at.valid.0)).and(ground.at.recorded.0);
            rows.push(tx, row.and(i64::from(link.main))).await?;
        }
        rows.finish(tx).await
    }

    async fn close(&self, tx: &mut Tx, ground: &Ground) -> Result<()> {
        let versions = self.changed.iter().map(|(version, _)| version).chain(&self.ended);
        let rows: Vec<String> = versions.map(|version| version.row.to_string()).collect();
        for some in rows.chunks(AT_ONCE) {
            let sql = format!("UPDATE region_version SET recorded_to = $1 WHERE id IN ({})", some.join(", "));
            query(sql).bind(ground.at.recorded.0).execute(tx.connection()).await?;
        }
        Ok(())
    }

    async fn say_anew(&self, tx: &mut Tx, ground: &Ground) -> Result<()> {
        let day = ground.at.valid;
        let new = Stamp { provenance: ground.provenance, from: ground.at };
        let mut rows = Rows::of_facts("region_version", FACTS);
        let mut readings = Readings::default();
        let before = self.changed.iter().map(|(version, _)| version).chain(&self.ended);
        for version in before.filter(|version| version.valid_from < day) {
            let stamp = Stamp { provenance: version.provenance, from: ground.at };
            rows.push(tx, version.values().stamped_until(stamp, version.valid_from, day)).await?;
        }
        for (version, after) in &self.changed {
            let row = after.values(version.id, version.level);
            rows.push(tx, row.stamped_until(new, version.valid_from.max(day), version.valid_to)).await?;
            if version.name != after.name {
                readings.note(&after.name, version.level);
            }
        }
        for region in &self.created {
            let row = region.after.values(region.id, region.level);
            rows.push(tx, row.stamped_until(new, day, Date::OPEN)).await?;
            readings.note(&region.after.name, region.level);
        }
        rows.finish(tx).await?;
        readings.write(tx).await
    }

    async fn note(&self, tx: &mut Tx, change: i64) -> Result<()> {
        // A region that is known in several stretches is noted once.
        let mut rows = Rows::new("region_change_item", ITEM).unless_there();
        let text = |text: Option<&str>| text.map(str::to_owned);
        let item = |id: RegionId, before: Option<&Version>, after: Option<&After>| {
            let row = Values::default().and(change).and(id.0);
            let row = row.and(text(before.map(|one| one.code.as_str()))).and(text(before.map(|one| one.name.as_str())));
            let row = row.and(before.and_then(|one| one.parent).map(|parent| parent.0));
            let row = row.and(text(after.map(|one| one.code.as_str()))).and(text(after.map(|one| one.name.as_str())));
            row.and(after.and_then(|one| one.parent).map(|parent| parent.0))
        };
        let changed = self.changed.iter().map(|(version, after)| (version.id, Some(version), Some(after)));
        let ended = self.ended.iter().map(|version| (version.id, Some(version), None));
        let created = self.created.iter().map(|new| (new.id, None, Some(&new.after)));
        let all: Vec<Values> = changed.chain(ended).chain(created).map(|(id, a, b)| item(id, a, b)).collect();
        for row in all {
            rows.push(tx, row).await?;
        }
        rows.finish(tx).await
    }

    /// The regions as they were and are.
    pub(super) fn became(&self) -> Vec<Became> {
        let before = |version: &Version| Some(Called { code: version.code.clone(), name: version.name.clone() });
        let after = |after: &After| Some(Called { code: after.code.clone(), name: after.name.clone() });
        let changed = self.changed.iter().map(|(version, then)| (version.id, before(version), after(then)));
        let ended = self.ended.iter().map(|version| (version.id, before(version), None));
        let created = self.created.iter().map(|new| (new.id, None, after(&new.after)));
        let all = changed.chain(ended).chain(created);
        all.map(|(region, before, after)| Became { region, before, after }).collect()
    }
}

impl Version {
    fn values(&self) -> Values {
        let row = Values::default().and(self.id.0).and(self.code.as_str()).and(self.name.as_str());
        row.and(level_number(self.level)).and(self.parent.map(|parent| parent.0)).and(self.path.as_str())
    }
}

impl After {
    fn values(&self, id: RegionId, level: Level) -> Values {
        let row = Values::default().and(id.0).and(self.code.as_str()).and(self.name.as_str());
        row.and(level_number(level)).and(self.parent.map(|parent| parent.0)).and(self.path.as_str())
    }
}
