//! Communities and grids as rows name them, each looked up once per import.

use super::said::Said;
use crate::error::Result;
use lifang_core::clock::Instant;
use lifang_core::region::{Level, Region, RegionId};
use lifang_store::intake::{Located, NamedPlace};
use lifang_store::{AsOf, Store, StoreError};
use std::collections::{HashMap, HashSet};

/// Codes told where a name has several bearers.
const TOLD: usize = 5;

/// Where a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The community.
    pub(super) community: RegionId,
    /// The grid, where it is said.
    pub(super) grid: Option<RegionId>,
}

/// What is known of regions by now.
pub(super) struct Regions {
    store: Store,
    within: Region,
    at: AsOf,
    /// The revision of the regions that all this was looked up in; none before anything was.
    revision: Option<i64>,
    communities: HashMap<String, Vec<Located>>,
    grids: HashMap<RegionId, Vec<Region>>,
}

impl Regions {
    /// Regions below one.
    pub(super) fn new(store: Store, within: Region, at: AsOf) -> Self {
        Self { store, within, at, revision: None, communities: HashMap::new(), grids: HashMap::new() }
    }

    /// The revision of the regions that rows were looked up in.
    pub(super) fn revision(&self) -> Option<i64> {
        self.revision
    }

    /// Looks up what these rows name and nobody has named before; where regions changed meanwhile or another day has come, everything
    /// anew.
    pub(super) async fn learn(&mut self, rows: &[Said], now: Instant) -> Result<()> {
        let revision = self.store.regions_revision().await?;
        if self.revision != Some(revision) || self.at.valid != now.day() {
            self.at = AsOf::now(now);
            self.revision = Some(revision);
            let within = self.store.region_by_id(self.within.id, self.at).await?;
            self.within = within.ok_or(StoreError::NotFound("region"))?;
            self.communities.clear();
            self.grids.clear();
        }
        let named: HashSet<&str> = rows.iter().filter_map(|said| said.text("region")).collect();
        let unknown = |name: &&str| !self.communities.contains_key(*name);
        let (codes, names): (Vec<&str>, Vec<&str>) = named.into_iter().filter(unknown).partition(|name| is_code(name));
        for (asked, by) in [(codes, NamedPlace::Code), (names, NamedPlace::Name(Level::Community))] {
            for one in self.store.locate(&asked, by, self.within.id, self.at).await? {
                self.communities.entry(one.asked.clone()).or_default().push(one);
            }
            for name in asked {
                self.communities.entry(name.to_owned()).or_default();
            }
        }
        let in_grids = rows.iter().filter(|said| said.text("grid").is_some());
        let wanted: HashSet<RegionId> = in_grids.filter_map(|said| self.community(said.text("region")?)).collect();
        for community in wanted {
            if !self.grids.contains_key(&community) {
                self.grids.insert(community, self.store.children(community, self.at).await?);
            }
        }
        Ok(())
    }

    /// The one community of that name or code, where there is one inside.
    fn community(&self, name: &str) -> Option<RegionId> {
        match self.communities.get(name).map(Vec::as_slice) {
            Some([one]) if one.inside && one.level == Level::Community => Some(one.id),
            _ => None,
        }
    }

    /// The community a row is about, where it names one that is known.
    pub(super) fn community_of(&self, said: &Said) -> Option<RegionId> {
        match said.text("region") {
            Some(name) => self.community(name),
            None => (self.within.level == Level::Community).then_some(self.within.id),
        }
    }

    /// Where the row is about; what is wrong with that is noted.
    pub(super) fn spot(&self, said: &mut Said) -> Option<Spot> {
        let community = match said.owned("region") {
            Some(name) => match self.community(&name) {
                Some(community) => community,
                None => return self.blame(said, &name),
            },
            // The whole file is for one community.
            None if self.within.level == Level::Community => self.within.id,
            None => return None,
        };
        let Some(grid) = said.owned("grid") else { return Some(Spot { community, grid: None }) };
        let found = self.grids.get(&community).and_then(|grids| {
            let number = grid.parse::<u16>().ok().map(|number| format!("{number:03}"));
            let ends = |region: &&Region| number.is_some() && region.code.as_str().get(12..) == number.as_deref();
            grids.iter().find(|region| region.code.as_str() == grid || region.name == grid).or(grids.iter().find(ends))
        });
        let Some(grid) = found else {
            let known: Vec<&str> =
                self.grids.get(&community).into_iter().flatten().map(|grid| grid.name.as_str()).collect();
            let known = known.join("、");
            said.blame(
                "grid",
                "grid-unknown",
                ("该社区没有这个网格", "the community has no such grid"),
                (
                    &format!("请填本社区网格的 15 位代码、编号或名称：{known}。"),
                    &format!("Write code, number or name of one of its grids: {known}."),
                ),
            );
            return None;
        };
        Some(Spot { community, grid: Some(grid.id) })
    }

    fn blame(&self, said: &mut Said, name: &str) -> Option<Spot> {
        let found = self.communities.get(name).map(Vec::as_slice).unwrap_or_default();
        let within = &self.within;
        match found {
            [] => said.blame(
                "region",
                "region-unknown",
                ("没有这个社区", "there is no such community"),
                (
                    &format!("请填社区的 12 位代码，或{}内的社区全称。", within.name),
                    &format!("Write the community's code of 12 digits, or its full name within {}.", within.name),
                ),
            ),
            [one] if one.inside => said.blame(
                "region",
                "community-wanted",
                (
                    &format!("这是{}代码，这里需要社区", one.level.zh()),
                    &format!("this is a {}; a community is wanted", one.level.name()),
                ),
                ("请填社区的 12 位代码；网格另填一列。", "Write the community's code; a grid has a column of its own."),
            ),
            [_] => said.blame(
                "region",
                "region-out-of-scope",
                (
                    &format!("该社区不在本次导入的区域{}内", within.name),
                    &format!("the community lies outside {} ({}), which this import is for", within.name, within.code),
                ),
                ("请核对代码，或以上级区域重新导入。", "Check the code, or import for a larger region."),
            ),
            several => {
                let codes: Vec<&str> = several.iter().take(TOLD).map(|one| one.code.as_str()).collect();
                said.blame(
                    "region",
                    "region-ambiguous",
                    ("有多个社区叫这个名称", "several communities have this name"),
                    (
                        &format!("请改填 12 位代码，如 {}。", codes.join("、")),
                        &format!("Write the code instead, such as {}.", codes.join(", ")),
                    ),
                );
            }
        }
        None
    }
}

fn is_code(text: &str) -> bool {
    matches!(text.len(), 12 | 15) && text.bytes().all(|byte| byte.is_ascii_digit())
}
