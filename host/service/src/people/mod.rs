//! People and houses as staff look them up: what held on a day, as it was known at a moment; where each fact is from; and all
//! that was ever known. Every look is in the audit, before anything is handed out.

mod erase;
mod facts;
mod find;
mod house;
mod local;
mod person;

pub use facts::FactView;
pub use find::Sought;
pub use house::HouseView;
pub use person::{MergedView, PersonView};

use crate::Service;
use crate::access::{self, Act};
use crate::error::{Result, ServiceError};
use lifang_core::actor::Actor;
use lifang_core::clock::{Date, Instant};
use lifang_core::path::RegionPath;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{RegionCode, RegionId};
use lifang_core::text::Bilingual;
use lifang_store::AsOf;
use serde::Serialize;

/// From where someone looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Looking<'a> {
    /// The day that is asked about; that of `known_at` when nothing is said.
    pub on: Option<Date>,
    /// What was known until this moment; now when nothing is said.
    pub known_at: Option<Instant>,
    /// What personal fields are wanted in full for; masked when nothing is said.
    pub purpose: Option<&'a str>,
}

impl Looking<'_> {
    /// The purpose as a refusal notes it: whatever was written there, but not all of a flood.
    fn purpose_noted(&self) -> Option<String> {
        self.purpose.map(|purpose| purpose.chars().filter(|c| !c.is_control()).take(200).collect())
    }
}

/// How many there were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountView {
    /// The dataset.
    pub dataset: String,
    /// How many different ones.
    pub count: u64,
    /// On which day.
    pub on: Date,
    /// As it was known when.
    pub known_at: Instant,
}

impl Service {
    /// The two times of a look.
    ///
    /// # Errors
    /// `known-at-ahead` for a moment that has not come.
    fn as_of(&self, looking: &Looking<'_>) -> Result<AsOf> {
        let now = self.clock.now();
        let recorded = looking.known_at.unwrap_or(now);
        if recorded > now {
            return Err(Problem::new(
                Kind::Invalid,
                "known-at-ahead",
                Bilingual::new(format!("{recorded} 还没有到"), format!("{recorded} has not come yet")),
                Bilingual::new("known_at 请填当前或过去的时刻。", "Ask as of now or of a moment that has passed."),
            )
            .at("known_at")
            .into());
        }
        Ok(AsOf { valid: looking.on.unwrap_or(recorded.day()), recorded })
    }

    /// How many different persons, houses, units, … there were in a region.
    ///
    /// # Errors
    /// `region-unknown` on that day, `dataset-unknown`; who may not see people may not count them.
    pub async fn count(&self, actor: &Actor, code: &str, dataset: &str, looking: &Looking<'_>) -> Result<CountView> {
        access::allow(actor, Act::ReadPeople, &self.place(code).await?.path)?;
        if !lifang_core::dataset::Schema::v1().datasets.contains_key(dataset) {
            return Err(dataset_unknown(dataset).into());
        }
        let at = self.as_of(looking)?;
        let place = self.place_on(code, at.valid, at.recorded).await?;
        let count = self.store.count_as_of(dataset, place.path.region().id, at).await?;
        Ok(CountView { dataset: dataset.to_owned(), count, on: at.valid, known_at: at.recorded })
    }

    /// Strangers learn nothing from whether there is anybody of an identifier.
    async fn not_a_stranger(&self, actor: &Actor) -> Result<()> {
        if actor.role == lifang_core::actor::Role::Resident {
            access::allow(actor, Act::ReadPeople, &self.place("0").await?.path)?;
        }
        Ok(())
    }

    /// Where someone is now, as region scope sees them: the paths of the communities, or of what has their place today.
    pub(crate) async fn paths(&self, communities: impl IntoIterator<Item = RegionId>) -> Result<Vec<RegionPath>> {
        let at = AsOf::now(self.clock.now());
        let mut paths: Vec<RegionPath> = Vec::new();
        for community in communities {
            for today in self.store.became(community, at).await? {
                if !paths.iter().any(|path| path.region().id == today.id) {
                    paths.push(self.store.path(today.id, at).await?);
                }
            }
        }
        Ok(paths)
    }
}

/// Lets the actor do it where any of the paths leads through their region. Who lives nowhere is the business of those only whose
/// role holds everywhere.
pub(crate) fn allow_any(actor: &Actor, act: Act<'_>, paths: &[RegionPath]) -> Result<()> {
    if paths.is_empty() && actor.region == RegionCode::nation() {
        return access::allow(actor, act, &crate::region_changes::nation_alone());
    }
    let mut refused: Option<ServiceError> = None;
    for path in paths {
        match access::allow(actor, act, path) {
            Ok(()) => return Ok(()),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    Err(refused.unwrap_or_else(|| not_found("person").into()))
}

pub(crate) fn not_found(what: &str) -> Problem {
    let (zh, en) = match what {
        "house" => ("没有这个房屋", "there is no such house"),
        "pair" => ("没有这一对疑似重复记录", "there is no such pair of records"),
        "source" => ("没有这个数据来源", "there is no such source"),
        _ => ("没有这个人", "there is no such person"),
    };
    Problem::new(
        Kind::NotFound,
        &format!("{what}-unknown"),
        Bilingual::new(zh, en),
        Bilingual::new(
            "请核对编号；被依法删除身份的人不再可查。",
            "Check the identifier; who was erased is not found any more.",
        ),
    )
}

fn dataset_unknown(name: &str) -> Problem {
    let known: Vec<&str> = lifang_core::dataset::Schema::v1().datasets.keys().map(String::as_str).collect();
    let name: String = name.chars().take(40).collect();
    Problem::new(
        Kind::Invalid,
        "dataset-unknown",
        Bilingual::new(format!("没有“{name}”这类数据"), format!("there is no dataset `{name}`")),
        Bilingual::new(format!("可用：{}。", known.join("、")), format!("There are {}.", known.join(", "))),
    )
    .at("dataset")
}
