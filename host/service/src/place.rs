//! A place on a day: the region's path, and the plugins that speak there. And the call that is made from both.

use crate::Service;
use crate::data_port::Reader;
use crate::error::{Result, ServiceError};
use lifang_core::call::{Call, CallContext, DataPort, NoData, RegionView};
use lifang_core::capability::Capability;
use lifang_core::clock::{Date, Instant};
use lifang_core::limits::Limits;
use lifang_core::manifest::World;
use lifang_core::path::RegionPath;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Level, RegionCode, RegionId};
use lifang_core::resolve::{Installation, Speakers};
use lifang_core::text::Bilingual;
use lifang_store::AsOf;
use std::sync::Arc;

/// A region and all it belonged to on a day, as it is known now.
#[derive(Clone, Debug)]
pub struct Place {
    /// From the province down.
    pub path: RegionPath,
    /// The day and what was known when.
    pub as_of: AsOf,
    /// The day whose boundaries are meant, where it is another.
    pub boundaries: Option<Date>,
}

impl Place {
    /// Checks that the region is of one of the levels.
    ///
    /// # Errors
    /// `wrong-level`, naming what is wanted.
    pub(crate) fn must_be(&self, levels: &[Level]) -> Result<()> {
        let region = self.path.region();
        if levels.contains(&region.level) {
            return Ok(());
        }
        let zh: Vec<&str> = levels.iter().map(|level| level.zh()).collect();
        let en: Vec<&str> = levels.iter().map(|level| level.name()).collect();
        Err(Problem::new(
            Kind::Invalid,
            "wrong-level",
            Bilingual::new(
                format!("{}（{}）是{}，这里需要{}", region.name, region.code, region.level.zh(), zh.join("或")),
                format!(
                    "{} ({}) is a {}; a {} is wanted here",
                    region.name,
                    region.code,
                    region.level.name(),
                    en.join(" or ")
                ),
            ),
            Bilingual::new(
                format!("请改用{}的下级或上级区域中合适的一个。", region.name),
                format!("Take the right one among the regions below or above {}.", region.name),
            ),
        )
        .into())
    }
}

/// A region that no list knows on that day.
pub(crate) fn unknown_region(code: &str, day: Date) -> ServiceError {
    let code: String = code.chars().take(40).collect();
    Problem::new(
        Kind::NotFound,
        "region-unknown",
        Bilingual::new(format!("{day} 没有代码为 {code} 的区域"), format!("no region had the code {code} on {day}")),
        Bilingual::new(
            "代码为 12 位（网格 15 位）；不知道代码的，请按名称查找区域。",
            "A code has 12 digits (a grid 15); where you do not know it, look the region up by its name.",
        ),
    )
    .into()
}

impl Service {
    /// The place of a code today.
    ///
    /// # Errors
    /// `region-unknown`; `region-moved` for a code that was in use and no longer is.
    pub async fn place(&self, code: &str) -> Result<Place> {
        let now = self.clock.now();
        self.place_on(code, now.day(), now).await
    }

    /// The place of a code on a day, as it is known at a moment.
    ///
    /// # Errors
    /// `region-unknown`; `region-moved` for a code that was in use and no longer is.
    pub async fn place_on(&self, code: &str, day: Date, known: Instant) -> Result<Place> {
        let as_of = AsOf { valid: day, recorded: known };
        let code_read = RegionCode::parse(code).map_err(|_| unknown_region(code, day))?;
        let region = match self.store.region_by_code(&code_read, as_of).await? {
            Some(region) => region,
            None => match self.called_later(&code_read, as_of).await? {
                Some(region) => region,
                None => return Err(self.moved_or_unknown(code, &code_read, as_of).await),
            },
        };
        let path = self.store.path(region.id, as_of).await?;
        Ok(Place { path, as_of, boundaries: None })
    }

    /// The place of a region's permanent identity on a day, as it is known at a moment.
    pub(crate) async fn place_of(&self, region: RegionId, day: Date, known: Instant) -> Result<Place> {
        let as_of = AsOf { valid: day, recorded: known };
        Ok(Place { path: self.store.path(region, as_of).await?, as_of, boundaries: None })
    }

    /// The plugins that speak at a place on its day.
    pub(crate) async fn speakers(&self, place: &Place) -> Result<Speakers> {
        let ids: Vec<_> = place.path.regions().iter().map(|region| region.id).collect();
        let all = self.store.installations_on(&ids, place.as_of).await?;
        Ok(Speakers::choose(all, &ids, place.as_of.valid))
    }

    /// A call of one installation at a place. `now` is the clock the plugin sees; `published` forbids scans.
    pub(crate) async fn call(
        &self,
        installation: &Arc<Installation>,
        place: &Place,
        now: Instant,
        role: &str,
        limits: Limits,
        published: bool,
    ) -> Result<Call> {
        let data: Arc<dyn DataPort> = match installation.manifest.plugin.world {
            World::Forms => Arc::new(NoData),
            World::Rules => self.reader(installation, place, now, published).await?,
        };
        Ok(self.call_with(data, installation, place, now, role, limits))
    }

    /// What a call of one installation at a place reads through.
    pub(crate) async fn reader(
        &self,
        installation: &Installation,
        place: &Place,
        now: Instant,
        published: bool,
    ) -> Result<Arc<Reader>> {
        let capability = self.capability(installation, place, published).await?;
        let as_of = AsOf { valid: now.day(), recorded: place.as_of.recorded };
        Ok(Arc::new(Reader::new(self, installation, capability, place, as_of)))
    }

    /// A call that reads through `data`.
    pub(crate) fn call_with(
        &self,
        data: Arc<dyn DataPort>,
        installation: &Installation,
        place: &Place,
        now: Instant,
        role: &str,
        limits: Limits,
    ) -> Call {
        let regions = place.path.regions().iter().filter(|region| region.level != Level::Nation);
        let view = |region: &lifang_core::region::Region| RegionView {
            code: region.code.as_str().to_owned(),
            name: region.name.clone(),
            level: region.level.name().to_owned(),
        };
        let context = CallContext {
            path: regions.map(view).collect(),
            now,
            role: role.to_owned(),
            day_exceptions: Arc::clone(&self.day_exceptions),
            settings: installation.settings.clone(),
        };
        Call {
            plugin: Arc::clone(&installation.plugin),
            context: Arc::new(context),
            limits: limits.lowered_to(&installation.manifest.limits),
            data,
        }
    }

    /// Asked ∩ granted, with the local fields that are declared on the place's path.
    async fn capability(&self, installation: &Installation, place: &Place, published: bool) -> Result<Capability> {
        let columns = installation.manifest.asked().intersection(&installation.granted);
        let wants_local = columns.0.values().flatten().any(|column| column.starts_with("x."));
        let local = if wants_local { self.local_fields(place).await? } else { std::collections::BTreeMap::new() };
        Ok(Capability { columns, local, published })
    }
}
