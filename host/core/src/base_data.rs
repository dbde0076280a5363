//! Base data 人房单位: persons, houses, buildings, grids, units and the links between them, as they are collected.

use crate::clock::Date;
use serde::{Deserialize, Serialize};

/// Where a fact comes from 来源. Every fact names both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The source: `generated`, `import`, `visit`, or a feed's name.
    pub source: String,
    /// Who or what collected it.
    pub collector: String,
}

/// What is known of a person 人. Codes are numbers of the tables in `datasets.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFacts {
    /// Name.
    pub name: Option<String>,
    /// GB/T 2261.1.
    pub sex: Option<u8>,
    /// Day of birth.
    pub birth: Option<Date>,
    /// Resident ID, 18 characters, checked.
    pub resident_id: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Table `living`.
    pub living: Option<u8>,
    /// Bits of table `care`.
    pub care: u16,
}

/// What is known of a building 楼宇.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildingFacts {
    /// Name, such as `长山花园12号楼`.
    pub name: String,
    /// Address down to the building.
    pub address: String,
    /// Year it was finished.
    pub built: Option<u16>,
    /// Storeys above ground.
    pub storeys: Option<u8>,
    /// Whether it has a lift.
    pub elevator: Option<bool>,
}

/// What is known of a house 房: one dwelling of a building.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HouseFacts {
    /// Number within the building, such as `3单元502`.
    pub number: String,
    /// Its storey.
    pub floor: Option<u8>,
    /// Floor area, square metres.
    pub area: Option<f64>,
    /// Table `house_use`.
    pub house_use: u8,
}

/// What is known of a unit 单位, an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitFacts {
    /// Name.
    pub name: String,
    /// Unit code, GB 32100, 18 characters, checked.
    pub code: Option<String>,
    /// Table `unit_kind`.
    pub kind: u8,
    /// Persons who work there.
    pub staff: Option<u16>,
    /// First day.
    pub since: Date,
}

/// A grid 网格 to be drawn in a community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridDraft {
    /// 1 to 999; becomes the last three digits of the code.
    pub number: u16,
    /// Name, such as `第三网格`.
    pub name: String,
    /// Households it was drawn for.
    pub households: u16,
}

/// Someone who lives in a house, or is registered there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResidentDraft {
    /// Who.
    pub person: PersonFacts,
    /// Table `residence`.
    pub residence: u8,
    /// First day of the residence.
    pub since: Date,
    /// The latest visit, where there was one.
    pub last_visit: Option<Date>,
}

/// A house and who lives there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HouseDraft {
    /// What is known of it.
    pub facts: HouseFacts,
    /// Who lives there.
    pub residents: Vec<ResidentDraft>,
}

/// A building and its houses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BuildingDraft {
    /// Its grid, as a position in the community's grids.
    pub grid: usize,
    /// What is known of it.
    pub facts: BuildingFacts,
    /// Its houses.
    pub houses: Vec<HouseDraft>,
}

/// A unit and its grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitDraft {
    /// Its grid, as a position in the community's grids.
    pub grid: usize,
    /// What is known of it.
    pub facts: UnitFacts,
}

/// A post 岗位 and who holds it 任职. Names and phones of posts are public: the board shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentDraft {
    /// The grid, as a position in the community's grids; the community itself when none.
    pub grid: Option<usize>,
    /// `grid-leader`, `grid-worker`, `grid-police`, `secretary`, …
    pub post: String,
    /// Name of who holds it.
    pub name: String,
    /// Service phone.
    pub phone: String,
    /// First day of the term.
    pub since: Date,
}

/// All base data of one community.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CommunityDraft {
    /// Its grids.
    pub grids: Vec<GridDraft>,
    /// Its buildings with houses and residents.
    pub buildings: Vec<BuildingDraft>,
    /// Its units.
    pub units: Vec<UnitDraft>,
    /// Its posts.
    pub appointments: Vec<AppointmentDraft>,
}

impl CommunityDraft {
    /// How many persons it holds.
    #[must_use]
    pub fn persons(&self) -> usize {
        self.buildings.iter().flat_map(|building| &building.houses).map(|house| house.residents.len()).sum()
    }
}
