//! A made-up population: believable, and the same for ever from the same seed.
//!
//! A community's draft depends on the seed, the day, the community's own facts and the number of persons, and on nothing else: not
//! on the order of the work, nor on its neighbours. Households are drawn first (`households`), shaped by the 2020 census
//! (`census`); they are then split into grids (`grids`), given houses (`housing`) and made into residents with names, identifiers
//! and care situations (`residents`). Nobody in it exists: phone numbers are of prefixes that nobody has been given.

mod birthplaces;
mod care;
mod census;
mod codes;
mod dice;
mod grids;
mod households;
mod housing;
mod identity;
mod names;
mod residence;
mod residents;
mod shares;
#[cfg(test)]
mod tests;
mod units;

pub use shares::shares;

use dice::{Dice, Stream};
use lifang_core::base_data::CommunityDraft;
use lifang_core::clock::Date;
use lifang_core::region::RegionCode;

/// What is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many persons over all communities.
    pub persons: usize,
    /// The same seed gives the same population.
    pub seed: u64,
    /// The day on which ages are counted; nothing in the population is later.
    pub today: Date,
}

/// A community, as far as its population depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunityContext {
    /// Its code, 12 digits.
    pub code: RegionCode,
    /// Its name, such as `长山花园社区`.
    pub name: String,
    /// The name of its street or town.
    pub street_name: String,
    /// The code of its district.
    pub district_code: RegionCode,
    /// The name of its district.
    pub district_name: String,
    /// Its position among `of` communities that share a register, from 0. No two of them can draw the same resident ID.
    pub index: usize,
    /// How many communities share the register: those of the city or the province, in the order of their codes, so that
    /// populations made at different times fit together.
    pub of: usize,
}

impl CommunityContext {
    /// Whether it is a village: farmhouses instead of estates.
    fn is_village(&self) -> bool {
        self.name.contains("村委会") || self.name.contains("村民委员会") || self.name.ends_with('村')
    }

    /// The name without what kind of community it is: `长山花园`.
    fn stem(&self) -> &str {
        let name = self.name.split(['（', '(']).next().unwrap_or(&self.name);
        let ends = ["社区居委会", "社区居民委员会", "居民委员会", "村民委员会", "村委会", "居委会", "社区"];
        ends.into_iter().find_map(|end| name.strip_suffix(end)).filter(|stem| !stem.is_empty()).unwrap_or(name)
    }
}

/// Makes a community of so many persons.
///
/// The draft holds exactly `persons` persons. Pure: time and randomness come from the plan alone.
#[must_use]
pub fn community(plan: &Plan, community: &CommunityContext, persons: usize) -> CommunityDraft {
    let dice = |stream| Dice::new(plan.seed, &community.code, stream);
    let character = census::Character::draw(&mut dice(Stream::Character), community);
    let households = households::draw(&mut dice(Stream::Households), &character, persons);
    let split = grids::split(&mut dice(Stream::Grids), households);
    let appointments = grids::appointments(&mut dice(Stream::Posts), plan.today, &split);
    let mut residents = residents::Residents::new(dice(Stream::Residents), plan.today, community);
    let buildings =
        housing::build(&mut dice(Stream::Houses), plan.today, community, &character, &split, &mut residents);
    let units = units::found(&mut dice(Stream::Units), plan.today, community, persons, split.len());
    let grids = split.into_iter().map(|(grid, _)| grid).collect();
    CommunityDraft { grids, buildings, units, appointments }
}
