//! Generated populations: believable people for demos, trials and benchmarks; nobody real.

use crate::Service;
use crate::error::Result;
use crate::population::{self, CommunityContext, Plan};
use lifang_core::base_data::Provenance;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Level, RegionCode};
use lifang_core::text::Bilingual;
use lifang_store::AsOf;
use lifang_store::base_data::{Inserted, insert_community};

impl Service {
    /// Generates persons, houses, buildings, grids, units and posts for every community of a region. The same region, number
    /// and seed give the same people. `progress` hears the communities done and their number.
    ///
    /// # Errors
    /// `region-unknown`; `population-exists` where grids were drawn before; more communities than persons.
    pub async fn generate_population(
        &self,
        code: &str,
        persons: usize,
        seed: u64,
        mut progress: impl FnMut(usize, usize) + Send,
    ) -> Result<Inserted> {
        let place = self.place(code).await?;
        let root = place.path.region();
        let counts = self.store.counts(root.id, place.as_of).await?;
        if counts.all.grids > 0 {
            return Err(Problem::new(
                Kind::Conflict,
                "population-exists",
                Bilingual::new(
                    format!("{}（{}）已有网格和人口数据", root.name, root.code),
                    format!("{} ({}) has grids and people already", root.name, root.code),
                ),
                Bilingual::new(
                    "请换一个空的数据目录，或选择尚无数据的区域。",
                    "Use an empty data directory, or a region without data.",
                ),
            )
            .into());
        }
        let now = self.clock.now();
        let plan = Plan { persons, seed, today: now.day() };
        let contexts = self.contexts(&place, code).await?;
        let shares =
            population::shares(&plan, &contexts.iter().map(|(_, context)| context.clone()).collect::<Vec<_>>());
        let provenance = Provenance { source: "generated".into(), collector: format!("seed {seed}") };
        let mut total = Inserted::default();
        for (done, ((id, context), share)) in contexts.iter().zip(shares).enumerate() {
            let draft = population::community(&plan, context, share);
            let mut tx = self.store.begin().await?;
            let inserted =
                insert_community(&mut tx, *id, &draft, &provenance, population_start(), &*self.clock).await?;
            tx.commit().await?;
            total.grids += inserted.grids;
            total.buildings += inserted.buildings;
            total.houses += inserted.houses;
            total.persons += inserted.persons;
            total.units += inserted.units;
            progress(done + 1, contexts.len());
        }
        self.store.analyze().await?;
        Ok(total)
    }

    async fn contexts(
        &self,
        place: &crate::Place,
        code: &str,
    ) -> Result<Vec<(lifang_core::region::RegionId, CommunityContext)>> {
        let as_of = AsOf::now(self.clock.now());
        let root = place.path.region();
        let communities = match root.level {
            Level::Community => vec![root.clone()],
            _ => self.store.communities(root.id, as_of).await?,
        };
        // Positions count within the whole city, so that no two communities of it draw the same resident ID, even in
        // separate runs.
        let city = place.path.at(Level::City).or(place.path.at(Level::Province)).unwrap_or(root);
        let all = self.store.communities(city.id, as_of).await?;
        let mut contexts = Vec::with_capacity(communities.len());
        for community in communities {
            let path = self.store.path(community.id, as_of).await?;
            let name = |level| path.at(level).map(|region| region.name.clone()).unwrap_or_default();
            let district_code =
                path.at(Level::District).map_or_else(|| code.to_owned(), |region| region.code.as_str().to_owned());
            let index = all.iter().position(|one| one.id == community.id).unwrap_or_default();
            let context = CommunityContext {
                code: community.code.clone(),
                name: community.name.clone(),
                street_name: name(Level::Street),
                district_code: RegionCode::parse(&district_code).unwrap_or_else(|_| community.code.clone()),
                district_name: name(Level::District),
                index,
                of: all.len(),
            };
            contexts.push((community.id, context));
        }
        Ok(contexts)
    }
}

/// What is generated held before anything is asked of it.
fn population_start() -> lifang_core::clock::Date {
    lifang_core::clock::Date(18_993) // 2022-01-01, when the regions begin
}
