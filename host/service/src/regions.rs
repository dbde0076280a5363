//! Regions as people look them up: search, path, children, counts, and the public board 公示牌.

use crate::Service;
use crate::access::{self, Act};
use crate::error::Result;
use crate::place::Place;
use crate::publication::PublicPage;
use lifang_core::actor::Actor;
use lifang_core::clock::Date;
use lifang_core::manifest::Duty;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Level, Region};
use lifang_core::text::Bilingual;
use lifang_store::AsOf;
use lifang_store::base_data::Appointment;
use lifang_store::regions::{RegionCounts, Search};
use serde::Serialize;

/// A region with its path.
#[derive(Clone, Debug)]
pub struct RegionView {
    /// From the province down to the region itself.
    pub path: Vec<Region>,
}

/// A region's page.
#[derive(Clone, Debug)]
pub struct RegionPage {
    /// From the province down to the region itself.
    pub path: Vec<Region>,
    /// What lies directly below, by code.
    pub children: Vec<Child>,
    /// How much lies below.
    pub counts: CountsView,
}

/// A region on the page of the one it belongs to.
#[derive(Clone, Debug, Serialize)]
pub struct Child {
    /// The region.
    #[serde(flatten)]
    pub region: Region,
    /// How much lies in it.
    pub counts: CountsView,
}

/// Counts as anybody may see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CountsView {
    /// 社区
    pub communities: i64,
    /// 网格
    pub grids: i64,
    /// 楼宇
    pub buildings: i64,
    /// 房
    pub houses: i64,
    /// 人: for staff each once, as of now; for anybody as published, who has two homes in both, none where held back.
    pub persons: Option<i64>,
    /// 单位
    pub units: i64,
}

impl CountsView {
    fn new(counts: RegionCounts, persons: Option<i64>) -> Self {
        let RegionCounts { communities, grids, buildings, houses, units, .. } = counts;
        Self { communities, grids, buildings, houses, persons, units }
    }

    /// Counts with nothing held back.
    #[must_use]
    pub fn open(counts: RegionCounts) -> Self {
        Self::new(counts, Some(counts.persons))
    }
}

/// A public board.
#[derive(Clone, Debug)]
pub struct BoardView {
    /// From the province down to the region itself.
    pub path: Vec<Region>,
    /// Who holds which post today.
    pub appointments: Vec<Appointment>,
    /// What the community may be asked to do, on what basis.
    pub duties: Vec<Duty>,
}

/// What is searched for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// A part of the name, a code, or the name's pinyin, in full or by initials.
    pub q: &'a str,
    /// Only below the region of this code.
    pub within: Option<&'a str>,
    /// Only of the level of this name.
    pub level: Option<&'a str>,
    /// At most so many.
    pub limit: Option<u32>,
}

/// Letters of a search at most: the longest name of a community, in pinyin with spaces.
const MOST_TYPED: usize = 120;

/// How many regions a search gives at most.
const MOST_FOUND: u32 = 50;

impl Service {
    /// Regions whose name, its pinyin or code fits, best first.
    ///
    /// # Errors
    /// An empty search, an unknown level, `region-unknown` for what is to be searched.
    pub async fn find_regions(&self, wanted: Wanted<'_>) -> Result<Vec<RegionView>> {
        let q = wanted.q.trim();
        if q.is_empty() || q.chars().count() > MOST_TYPED {
            return Err(Problem::new(
                Kind::Invalid,
                "search-empty",
                Bilingual::new(
                    format!("请输入 1 至 {MOST_TYPED} 个字的区域名称、拼音或代码"),
                    format!("a name, its pinyin or a code of 1 to {MOST_TYPED} characters is wanted"),
                ),
                Bilingual::new("例如 q=长山花园、q=cshy 或 q=220104。", "For example q=长山花园, q=cshy or q=220104."),
            )
            .at("q")
            .into());
        }
        let level = match wanted.level {
            Some(name) => Some(Level::from_name(name).ok_or_else(|| unknown_level(name))?),
            None => None,
        };
        let within = match wanted.within {
            Some(code) => Some(self.place(code).await?.path.region().id),
            None => None,
        };
        let search = Search { text: q, within, level, limit: wanted.limit.unwrap_or(20).clamp(1, MOST_FOUND) };
        let found = self.store.search_regions(search, AsOf::now(self.clock.now())).await?;
        Ok(found.into_iter().map(|found| RegionView { path: found.path.regions().to_vec() }).collect())
    }

    /// A region's page. Whoever may run reports there sees numbers of persons as they are today; anybody else as they are
    /// published.
    ///
    /// # Errors
    /// `region-unknown`.
    pub async fn region(&self, actor: &Actor, code: &str) -> Result<RegionPage> {
        let place = self.place(code).await?;
        let (region, at) = (place.path.region(), place.as_of);
        let (counted, children) = (self.store.counts(region.id, at).await?, self.store.children(region.id, at).await?);
        let of = |child: &Region| counted.below.get(&child.id).copied().unwrap_or_default();
        let path = place.path.regions().to_vec();
        if access::allow(actor, Act::RunReport, &place.path).is_ok() {
            let child = |region: Region| Child { counts: CountsView::open(of(&region)), region };
            let children = children.into_iter().map(child).collect();
            return Ok(RegionPage { path, children, counts: CountsView::open(counted.all) });
        }
        let page = PublicPage { store: &self.store, clock: &*self.clock, path: &place.path, at };
        let shown = page.persons().await?;
        let persons = |child: &Region| shown.below.get(&child.id).copied().flatten();
        let child = |region: Region| Child { counts: CountsView::new(of(&region), persons(&region)), region };
        let children = children.into_iter().map(child).collect();
        Ok(RegionPage { path, children, counts: CountsView::new(counted.all, shown.own) })
    }

    /// A region's page as of another day, for whoever may run reports there.
    ///
    /// # Errors
    /// Those of [`Service::region_counts`].
    pub async fn region_on(&self, actor: &Actor, code: &str, on: Date) -> Result<RegionPage> {
        if on == self.clock.now().day() {
            return self.region(actor, code).await;
        }
        let counted = self.region_counts(actor, code, Some(on), None).await?;
        let child = |(region, counts)| Child { region, counts: CountsView::open(counts) };
        let children = counted.below.into_iter().map(child).collect();
        Ok(RegionPage { path: counted.path, children, counts: CountsView::open(counted.all) })
    }

    /// The public board of a community or grid. Names and phones of posts are published; nobody else's are.
    ///
    /// # Errors
    /// `region-unknown`, `wrong-level`.
    pub async fn board(&self, code: &str) -> Result<BoardView> {
        let place: Place = self.place(code).await?;
        place.must_be(&[Level::Community, Level::Grid])?;
        let appointments = self.store.board(place.path.region().id, place.as_of).await?;
        let speakers = self.speakers(&place).await?;
        let duties = speakers.duties(place.as_of.valid).into_iter().cloned().collect();
        Ok(BoardView { path: place.path.regions().to_vec(), appointments, duties })
    }
}

fn unknown_level(name: &str) -> Problem {
    let known = Level::ALL.map(Level::name).join(", ");
    let name: String = name.chars().take(40).collect();
    Problem::new(
        Kind::Invalid,
        "level-unknown",
        Bilingual::new(format!("没有“{name}”这一级区域"), format!("there is no level `{name}`")),
        Bilingual::new(format!("可用的级别：{known}。"), format!("Levels are {known}.")),
    )
    .at("level")
}
