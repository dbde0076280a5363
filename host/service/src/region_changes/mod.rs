//! Changes of regions 区划变更: made, tried, listed; a region's past; and what a code that is gone stands for today.

mod file;
mod making;

use crate::Service;
use crate::access::{self, Act};
use crate::error::{Result, ServiceError};
use crate::place::Place;
use lifang_core::actor::Actor;
use lifang_core::clock::Date;
use lifang_core::path::RegionPath;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Region, RegionCode};
use lifang_core::text::Bilingual;
use lifang_store::AsOf;
use lifang_store::regions::RegionCounts;
use lifang_store::regions::change::{ChangeRow, HistoryRow};
use uuid::Uuid;

pub use file::{read_assignments, read_changes};
pub use making::MadeChange;
pub(crate) use making::nation_alone;

/// Changes in one request or file, at most.
const MOST_AT_ONCE: usize = 1_000;
/// Changes on a page.
const MOST_LISTED: u32 = 100;

/// A region as of a day, with figures.
#[derive(Clone, Debug)]
pub struct DatedCounts {
    /// From the province down to the region, on the day of the boundaries.
    pub path: Vec<Region>,
    /// The day of the figures.
    pub on: Date,
    /// The day of the boundaries.
    pub boundaries: Date,
    /// All of the region.
    pub all: RegionCounts,
    /// Each region directly below, by code.
    pub below: Vec<(Region, RegionCounts)>,
}

impl Service {
    /// Changes, the latest first; those after the one with the identifier `before` in that order.
    ///
    /// # Errors
    /// `not-found` where there is no such change.
    pub async fn region_changes(&self, before: Option<Uuid>, limit: Option<u32>) -> Result<Vec<ChangeRow>> {
        Ok(self.store.region_changes(before, limit.unwrap_or(20).clamp(1, MOST_LISTED)).await?)
    }

    /// A region's past: every stretch under one code, name and parent, the earliest first. The code may be one of any day.
    ///
    /// # Errors
    /// `region-unknown` for a code that no region ever had.
    pub async fn region_history(&self, code: &str) -> Result<Vec<HistoryRow>> {
        let now = self.clock.now();
        let unknown = || crate::place::unknown_region(code, now.day());
        let read = RegionCode::parse(code).map_err(|_| unknown())?;
        let region = match self.store.region_by_code(&read, AsOf::now(now)).await? {
            Some(region) => region,
            None => self.store.region_of_code_ever(&read, now).await?.ok_or_else(unknown)?,
        };
        Ok(self.store.region_history(region.id, now).await?)
    }

    /// Figures of a day on the boundaries of a day (of the same one, where nothing is said), for whoever may run reports there:
    /// figures of many days about few people are not for everybody.
    ///
    /// # Errors
    /// `region-unknown`, `region-moved`; `sign-in-wanted`, `role-wanted`, `region-out-of-scope`.
    pub async fn region_counts(
        &self,
        actor: &Actor,
        code: &str,
        on: Option<Date>,
        boundaries: Option<Date>,
    ) -> Result<DatedCounts> {
        let now = self.clock.now();
        let on = on.unwrap_or(now.day());
        let boundaries = boundaries.unwrap_or(on);
        let place = self.place_on(code, boundaries, now).await?;
        access::allow(actor, Act::RunReport, &self.scope(&place).await?)?;
        let region = place.path.region();
        let counted = self.store.counts_on(region.id, AsOf { valid: on, recorded: now }, boundaries).await?;
        let children = self.store.children(region.id, place.as_of).await?;
        let below = children.into_iter().map(|child| {
            let counts = counted.below.get(&child.id).copied().unwrap_or_default();
            (child, counts)
        });
        Ok(DatedCounts {
            path: place.path.regions().to_vec(),
            on,
            boundaries,
            all: counted.all,
            below: below.collect(),
        })
    }

    /// The path that decides who may see a place of another day: that of today, where the region is still there. Rights are held in
    /// today's regions.
    pub(crate) async fn scope(&self, place: &Place) -> Result<RegionPath> {
        let today = AsOf::now(self.clock.now());
        if place.as_of.valid == today.valid && place.boundaries.is_none() {
            return Ok(place.path.clone());
        }
        let id = place.path.region().id;
        match self.store.region_by_id(id, today).await? {
            Some(_) => Ok(self.store.path(id, today).await?),
            None => Ok(place.path.clone()),
        }
    }

    /// The region that has the code now, as it was on the day: what someone sends late about an earlier day names the place as it is
    /// called when they send it.
    pub(crate) async fn called_later(&self, code: &RegionCode, at: AsOf) -> Result<Option<Region>> {
        let today = AsOf::now(at.recorded);
        if at.valid >= today.valid {
            return Ok(None);
        }
        match self.store.region_by_code(code, today).await? {
            Some(region) => Ok(self.store.region_by_id(region.id, at).await?),
            None => Ok(None),
        }
    }

    /// What is to be said of a code that no region has on the day: where its region is now, or that nobody knows it.
    pub(crate) async fn moved_or_unknown(&self, text: &str, code: &RegionCode, at: AsOf) -> ServiceError {
        let replaced = match self.store.replaced(code, at).await {
            Ok(replaced) => replaced,
            Err(error) => return error.into(),
        };
        let Some(replaced) = replaced.filter(|replaced| !replaced.by.is_empty()) else {
            return crate::place::unknown_region(text, at.valid);
        };
        let until = replaced.until;
        let list = |separator: &str| {
            let one = |region: &Region| format!("{} {}", region.code, region.name);
            replaced.by.iter().map(one).collect::<Vec<_>>().join(separator)
        };
        let main = replaced.by[0].code.as_str().to_owned();
        Problem::new(
            Kind::Moved,
            "region-moved",
            Bilingual::new(
                format!("代码 {code} 用至 {until}，其后为：{}", list("、")),
                format!("the code {code} held until {until}; since then it is {}", list(", ")),
            ),
            Bilingual::new(
                format!("请改用 {main}；查询历史请注明当时的日期。"),
                format!("Use {main}; to look back, name the day (?on=YYYY-MM-DD)."),
            ),
        )
        .at(main)
        .into()
    }

    /// The place today of a code that was meant as of `day`: as it is, or what became of it where that is one region.
    ///
    /// # Errors
    /// `region-unknown`; `region-moved` where it became several, or did not hold on that day either.
    pub(crate) async fn place_meant(&self, code: &str, day: Date) -> Result<Place> {
        let now = self.clock.now();
        let error = match self.place(code).await {
            Ok(place) => return Ok(place),
            Err(error) => error,
        };
        let Ok(read) = RegionCode::parse(code) else { return Err(error) };
        let then = self.store.region_by_code(&read, AsOf { valid: day, recorded: now }).await?;
        let replaced = self.store.replaced(&read, AsOf::now(now)).await?;
        match (then, replaced) {
            (Some(_), Some(replaced)) if replaced.by.len() == 1 => {
                self.place_of(replaced.by[0].id, now.day(), now).await
            }
            _ => Err(error),
        }
    }
}
