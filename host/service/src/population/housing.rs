//! Buildings and houses: walk-ups of the last century, newer blocks, towers with lifts, farmhouses in villages.

use super::CommunityContext;
use super::census::Character;
use super::codes::house_use;
use super::dice::Dice;
use super::grids::{self, Split};
use super::households::Household;
use super::residents::Residents;
use lifang_core::base_data::{BuildingDraft, BuildingFacts, HouseDraft, HouseFacts};
use lifang_core::clock::Date;

/// What is made in a building.
struct Style {
    built: u16,
    storeys: u8,
    elevator: bool,
    /// Stairwells 单元.
    stairwells: u8,
    /// Doors on each landing.
    doors: u8,
    /// Tenths of a square metre.
    areas: (i32, i32),
}

/// Names of estates of the last century, and of those since.
const OLD_ESTATES: [&str; 12] = [
    "工农小区",
    "红旗小区",
    "光明小区",
    "建设小区",
    "文化小区",
    "安居小区",
    "铁路宿舍",
    "教师楼",
    "工人新村",
    "兴业小区",
    "和平小区",
    "前进小区",
];
const NEW_ESTATES: [&str; 12] = [
    "御景园",
    "阳光城",
    "金色家园",
    "锦绣苑",
    "怡众名城",
    "北湖新苑",
    "盛世华庭",
    "丽景花园",
    "香榭湾",
    "书香苑",
    "紫荆花园",
    "晨光嘉苑",
];

/// The community's buildings, with everyone of the split moved in.
pub(super) fn build(
    dice: &mut Dice,
    today: Date,
    community: &CommunityContext,
    character: &Character,
    split: &Split,
    residents: &mut Residents,
) -> Vec<BuildingDraft> {
    let mut place = Place { grid: 0, estate: String::new(), address: String::new(), number: 0 };
    let mut buildings = Vec::new();
    for (grid, (drawn, households)) in split.iter().enumerate() {
        place.grid = grid;
        let (mut waiting, mut old, mut in_estate) = (households.as_slice(), false, 0);
        while !waiting.is_empty() {
            if usize::is_multiple_of(in_estate, 12) {
                // A whole estate is of one time.
                old = dice.chance(character.old_buildings);
                place.name(dice, community, old);
            }
            in_estate += 1;
            place.number += 1;
            let style = if character.village { farmhouse(dice) } else { block(dice, old) }.finished_by(today);
            let capacity = style.capacity();
            // What is on record is a sample, and so it is of each building; never so few that a building looks empty.
            let sample = capacity * households.len() / usize::from(drawn.households.max(1));
            let count = sample.max(12).min(capacity * 11 / 12).max(1);
            // A last building for a family or two would be odd: they find room here.
            let count = if waiting.len() < count + 4 { waiting.len().min(capacity) } else { count };
            let (here, later) = waiting.split_at(count);
            waiting = later;
            // One dwelling in twelve is empty or used for business.
            let empty = (0..count).filter(|_| dice.chance(83)).count().min(capacity - count);
            buildings.push(place.building(dice, &style, here, empty, residents));
        }
    }
    buildings
}

fn block(dice: &mut Dice, old: bool) -> Style {
    let year = |dice: &mut Dice, first, last| u16::try_from(dice.between(first, last)).unwrap_or(1990);
    if old {
        // Some old walk-ups have been given a lift since 2018.
        let (built, elevator) = (year(dice, 1975, 2000), dice.chance(25));
        let (storeys, stairwells) = (dice.small(6, 7), dice.small(3, 5));
        return Style { built, storeys, elevator, stairwells, doors: dice.small(2, 3), areas: (380, 900) };
    }
    if dice.chance(400) {
        let storeys = dice.weighted(&[(6, 35), (7, 35), (11, 30)]);
        let (built, stairwells) = (year(dice, 2001, 2011), dice.small(3, 4));
        return Style { built, storeys, elevator: storeys > 7, stairwells, doors: 2, areas: (580, 1250) };
    }
    let storeys = dice.weighted(&[(11, 15), (16, 10), (18, 30), (24, 12), (26, 10), (30, 8), (32, 5), (33, 10)]);
    let (built, stairwells) = (year(dice, 2008, 2023), dice.small(1, 2));
    Style { built, storeys, elevator: true, stairwells, doors: dice.small(2, 4), areas: (620, 1450) }
}

fn farmhouse(dice: &mut Dice) -> Style {
    let built = u16::try_from(dice.between(1978, 2019)).unwrap_or(1990);
    Style { built, storeys: 1, elevator: false, stairwells: 1, doors: 1, areas: (600, 1300) }
}

impl Style {
    /// How many dwellings it has.
    fn capacity(&self) -> usize {
        usize::from(self.storeys) * usize::from(self.stairwells) * usize::from(self.doors)
    }

    /// Nothing is newer than the day.
    fn finished_by(mut self, today: Date) -> Self {
        self.built = self.built.min(u16::try_from(today.ymd().0 - 1).unwrap_or(self.built));
        self
    }

    /// The dwelling behind a door, counted stairwell by stairwell, storey by storey.
    fn house(&self, dice: &mut Dice, door: usize) -> HouseFacts {
        let (doors, storeys) = (usize::from(self.doors), usize::from(self.storeys));
        let (stairwell, floor, on_landing) =
            (door / (doors * storeys) + 1, door / doors % storeys + 1, door % doors + 1);
        let number =
            if self.storeys == 1 { "正房".to_owned() } else { format!("{stairwell}单元{floor}{on_landing:02}") };
        let area = f64::from(dice.between(self.areas.0, self.areas.1)) / 10.0;
        HouseFacts { number, floor: u8::try_from(floor).ok(), area: Some(area), house_use: house_use::OWNER }
    }
}

/// Where the next building stands.
struct Place {
    grid: usize,
    estate: String,
    address: String,
    /// Counted through the community, so that no two buildings have one name.
    number: usize,
}

impl Place {
    /// A new estate; in a village, the group of houses that the grid is.
    fn name(&mut self, dice: &mut Dice, community: &CommunityContext, old: bool) {
        let stem = community.stem();
        let is_estate = ["花园", "小区", "家园", "新村", "苑", "名城", "世家"].iter().any(|end| stem.ends_with(end));
        self.estate = if community.is_village() {
            format!("{stem}{}组", grids::chinese(u16::try_from(self.grid + 1).unwrap_or(u16::MAX)))
        } else if self.number == 0 && is_estate {
            stem.to_owned()
        } else {
            (*dice.pick(if old { &OLD_ESTATES } else { &NEW_ESTATES })).to_owned()
        };
        self.address = format!("{}{}{}", community.district_name, community.street_name, self.estate);
    }

    fn building(
        &self,
        dice: &mut Dice,
        style: &Style,
        households: &[Household],
        empty: usize,
        residents: &mut Residents,
    ) -> BuildingDraft {
        let end = if style.storeys == 1 { "号" } else { "号楼" };
        let facts = BuildingFacts {
            name: format!("{}{}{end}", self.estate, self.number),
            address: format!("{}{}{end}", self.address, self.number),
            built: Some(style.built),
            storeys: Some(style.storeys),
            elevator: Some(style.elevator),
        };
        let doors = some(dice, style.capacity(), households.len() + empty);
        let empty = some(dice, doors.len(), empty);
        let mut waiting = households.iter();
        let mut house = |(position, door): (usize, usize)| {
            let mut facts = style.house(dice, door);
            let household = if empty.binary_search(&position).is_ok() { None } else { waiting.next() };
            let (residents, house_use) = match household {
                Some(household) => residents.move_in(household, style.built),
                None if facts.floor == Some(1) => (Vec::new(), house_use::BUSINESS),
                None => (Vec::new(), house_use::VACANT),
            };
            facts.house_use = house_use;
            HouseDraft { facts, residents }
        };
        let houses = doors.into_iter().enumerate().map(&mut house).collect();
        BuildingDraft { grid: self.grid, facts, houses }
    }
}

/// So many different numbers below `of`, in order.
fn some(dice: &mut Dice, of: usize, wanted: usize) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..of).collect();
    let wanted = wanted.min(of);
    for position in 0..wanted {
        let rest = u32::try_from(of - position).unwrap_or(1);
        numbers.swap(position, position + dice.below(rest) as usize);
    }
    numbers.truncate(wanted);
    numbers.sort_unstable();
    numbers
}
