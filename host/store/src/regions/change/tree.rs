//! New names, codes and parents: what the region and everything below it is called, and where it lies.

use super::super::NATION;
use super::super::path::below;
use super::follow::Step;
use super::plan::{After, Link, Plan};
use super::refusal;
use super::versions::{Ground, Version};
use crate::error::Result;
use crate::store::Tx;
use lifang_core::region::{Level, RegionCode, RegionId};
use lifang_core::region_change::{Codes, follows};
use std::collections::HashMap;

pub(super) async fn rename(tx: &mut Tx, ground: &Ground, code: &RegionCode, name: &str) -> Result<Plan> {
    let region = changeable(tx, ground, code).await?;
    let name = name.trim();
    if name == region.name {
        return Err(refusal::nothing_changes(&region));
    }
    ground.steady_alone(tx, &region).await?;
    let after = After { name: name.to_owned(), ..region.as_is() };
    Ok(Plan { changed: vec![(region, after)], ..Plan::default() })
}

pub(super) async fn recode(
    tx: &mut Tx,
    ground: &Ground,
    code: &RegionCode,
    to: &RegionCode,
    name: Option<&str>,
    codes: &Codes,
) -> Result<Plan> {
    let region = changeable(tx, ground, code).await?;
    if *to == region.code {
        return Err(refusal::nothing_changes(&region));
    }
    let after = After { code: to.clone(), name: name.unwrap_or(&region.name).trim().to_owned(), ..region.as_is() };
    let mut plan = Plan::default();
    plan.shift(tx, ground, &region, after, codes).await?;
    Ok(plan)
}

pub(super) async fn move_under(
    tx: &mut Tx,
    ground: &Ground,
    code: &RegionCode,
    under: &RegionCode,
    (to, name): (Option<&RegionCode>, Option<&str>),
    codes: &Codes,
) -> Result<Plan> {
    let region = changeable(tx, ground, code).await?;
    let parent = ground.find(tx, under).await?;
    if parent.is_within(&region) {
        return Err(refusal::circular(&region, &parent));
    }
    may_lie_below(&region.code, region.level, &parent)?;
    if region.parent == Some(parent.id) && to.is_none_or(|to| *to == region.code) {
        return Err(refusal::nothing_changes(&region));
    }
    ground.steady_alone(tx, &parent).await?;
    let after = After {
        code: to.unwrap_or(&region.code).clone(),
        name: name.unwrap_or(&region.name).trim().to_owned(),
        parent: Some(parent.id),
        path: below(&parent.path, region.id),
    };
    let mut plan = Plan::default();
    if let (Level::Grid, Some(community)) = (region.level, region.parent.filter(|before| *before != parent.id)) {
        plan.touched.extend([community, parent.id]);
        for (from, to) in [(community, parent.id), (community, community), (parent.id, parent.id)] {
            plan.links.push(Link { from, to, main: from == to });
        }
        plan.steps.push(Step::GridMoves { grid: region.id, community: parent.id });
    }
    plan.shift(tx, ground, &region, after, codes).await?;
    Ok(plan)
}

/// The region of the code; not the nation.
pub(super) async fn changeable(tx: &mut Tx, ground: &Ground, code: &RegionCode) -> Result<Version> {
    let region = ground.find(tx, code).await?;
    if region.id == NATION { Err(refusal::the_nation()) } else { Ok(region) }
}

/// Checks that a region of that level may lie directly below `parent`.
pub(super) fn may_lie_below(code: &RegionCode, level: Level, parent: &Version) -> Result<()> {
    let grid_in_community = (level == Level::Grid) == (parent.level == Level::Community);
    if parent.level < level && grid_in_community {
        Ok(())
    } else {
        Err(refusal::levels_out_of_order(code, level, parent))
    }
}

impl Version {
    /// The region as it is, to be changed in part.
    pub(super) fn as_is(&self) -> After {
        After { code: self.code.clone(), name: self.name.clone(), parent: self.parent, path: self.path.clone() }
    }
}

impl Plan {
    /// A region becomes `after`, and everything below it follows: paths as they must, codes by their prefix or by the table.
    pub(super) async fn shift(
        &mut self,
        tx: &mut Tx,
        ground: &Ground,
        root: &Version,
        after: After,
        codes: &Codes,
    ) -> Result<()> {
        ground.steady_below(tx, root).await?;
        let all = ground.subtree(tx, root).await?;
        let known = |code: &RegionCode| all.iter().any(|version| version.code == *code && version.id != root.id);
        if let Some(code) = codes.keys().find(|code| !known(code)) {
            return Err(refusal::not_below(code, root));
        }
        self.shift_all(root, all, &after, codes);
        Ok(())
    }

    /// The same for what was read before.
    pub(super) fn shift_all(&mut self, root: &Version, all: Vec<Version>, after: &After, codes: &Codes) {
        let unmoved = root.path == after.path && root.code == after.code;
        // Outer before inner: what a region is recoded to is known before what lies below it.
        let mut recoded = HashMap::from([(root.id, (root.code.clone(), after.code.clone()))]);
        for version in all {
            if version.id == root.id {
                self.changed.push((version, after.clone()));
            } else if !unmoved {
                let nearest = version.parent.and_then(|parent| recoded.get(&parent));
                let follow = |(before, after): &(RegionCode, RegionCode)| follows(&version.code, before, after);
                let code = codes.get(&version.code).cloned();
                let code = code.or_else(|| nearest.map(follow).filter(|code| *code != version.code));
                let code = code.unwrap_or_else(|| follows(&version.code, &root.code, &after.code));
                recoded.insert(version.id, (version.code.clone(), code.clone()));
                let path = format!("{}{}", after.path, &version.path[root.path.len()..]);
                let after = After { code, name: version.name.clone(), parent: version.parent, path };
                self.changed.push((version, after));
            }
        }
    }

    /// A way that records go.
    pub(super) fn link(&mut self, from: RegionId, to: RegionId, main: bool) {
        self.links.push(Link { from, to, main });
    }
}
