//! Regions as people look them up: search, path, children, counts, and the public board 公示牌.

use crate::Service;
use crate::error::Result;
use crate::place::Place;
use lifang_core::manifest::Duty;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Level, Region};
use lifang_core::text::Bilingual;
use lifang_store::AsOf;
use lifang_store::base_data::Appointment;
use lifang_store::regions::RegionCounts;

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
    pub children: Vec<Region>,
    /// How much lies below.
    pub counts: RegionCounts,
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

/// How many regions a search gives at most.
const MOST_FOUND: u32 = 50;

impl Service {
    /// Regions whose name or code fits `q`, best first.
    ///
    /// # Errors
    /// An empty search.
    pub async fn find_regions(&self, q: &str, limit: Option<u32>) -> Result<Vec<RegionView>> {
        let q = q.trim();
        if q.is_empty() || q.chars().count() > 60 {
            return Err(Problem::new(
                Kind::Invalid,
                "search-empty",
                Bilingual::new("请输入 1 至 60 个字的区域名称或代码", "a name or code of 1 to 60 characters is wanted"),
                Bilingual::new("例如 q=长山花园 或 q=220104。", "For example q=长山花园 or q=220104."),
            )
            .at("q")
            .into());
        }
        let limit = limit.unwrap_or(20).clamp(1, MOST_FOUND);
        let found = self.store.search_regions(q, None, limit, AsOf::now(self.clock.now())).await?;
        Ok(found.into_iter().map(|found| RegionView { path: found.path.regions().to_vec() }).collect())
    }

    /// A region's page.
    ///
    /// # Errors
    /// `region-unknown`.
    pub async fn region(&self, code: &str) -> Result<RegionPage> {
        let place = self.place(code).await?;
        let id = place.path.region().id;
        Ok(RegionPage {
            path: place.path.regions().to_vec(),
            children: self.store.children(id, place.as_of).await?,
            counts: self.store.counts(id, place.as_of).await?,
        })
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
