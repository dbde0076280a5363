//! What a row says, read and checked as far as that goes without the database. An empty cell says nothing: it never takes away
//! what is known.

use super::seen::{FieldName, said};
use lifang_core::clock::Date;
use lifang_core::region::RegionId;
use lifang_core::value::Value;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What a row says of local fields: keys (`x.…`) and values, read and checked by the declarations that hold where it belongs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LocalsSaid(pub Vec<(Arc<str>, Value)>);

impl LocalsSaid {
    /// All of them as one field, called by the first.
    pub(super) fn as_field(&self) -> (FieldName, u8) {
        match self.0.first() {
            Some((key, _)) => (Arc::clone(key).into(), said(Some(self))),
            None => ("".into(), 0),
        }
    }
}

impl std::ops::Deref for LocalsSaid {
    type Target = [(Arc<str>, Value)];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

// No local field holds a number that is none, so that values equal themselves.
impl Eq for LocalsSaid {}

impl Hash for LocalsSaid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for (key, value) in &self.0 {
            (key, value.to_string()).hash(state);
        }
    }
}

/// A row about a person, a residence, or both. Either part is taken with the other or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow {
    /// Resident ID, checked: 18 characters. Who has none is found by name, birth and sex where they live; all of these must then be
    /// said.
    pub resident_id: Option<String>,
    /// What it says of the person; none when the person must be there already.
    pub person: Option<PersonSaid>,
    /// Where the person lives or is registered.
    pub residence: Option<ResidenceSaid>,
    /// Local fields of the person.
    pub locals: LocalsSaid,
}

/// What is said of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PersonSaid {
    /// Name.
    pub name: Option<String>,
    /// GB/T 2261.1.
    pub sex: Option<u8>,
    /// Day of birth.
    pub birth: Option<Date>,
    /// Phone.
    pub phone: Option<String>,
    /// Table `living`.
    pub living: Option<u8>,
    /// Bits of table `care`.
    pub care: Option<u16>,
}

/// What is said of a residence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResidenceSaid {
    /// The community.
    pub community: RegionId,
    /// The grid; that of the house when nothing is said.
    pub grid: Option<RegionId>,
    /// The house in the community.
    pub house: Option<HouseKey>,
    /// Table `residence`.
    pub kind: Option<u8>,
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

/// A house, as people of its community name it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HouseKey {
    /// The building's name.
    pub building: String,
    /// The number within the building.
    pub number: String,
}

/// A row about a house and its building.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HouseRow {
    /// The community.
    pub community: RegionId,
    /// The grid.
    pub grid: Option<RegionId>,
    /// The building.
    pub building: BuildingSaid,
    /// The number within the building.
    pub number: String,
    /// Storey.
    pub floor: Option<u8>,
    /// Floor area, hundredths of a square metre.
    pub area_dm2: Option<i64>,
    /// Table `house_use`.
    pub house_use: Option<u8>,
    /// Local fields of the house.
    pub locals: LocalsSaid,
}

/// What is said of a building.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BuildingSaid {
    /// Its name, by which it is found in its community.
    pub name: String,
    /// Address.
    pub address: Option<String>,
    /// Year it was finished.
    pub built: Option<u16>,
    /// Storeys.
    pub storeys: Option<u8>,
    /// Whether it has a lift.
    pub elevator: Option<bool>,
}

/// A row about a unit. It is found by its code; one without by its name in its community.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnitRow {
    /// The community.
    pub community: RegionId,
    /// The grid.
    pub grid: Option<RegionId>,
    /// Name.
    pub name: String,
    /// Unit code, checked: 18 characters.
    pub code: Option<String>,
    /// Table `unit_kind`.
    pub kind: Option<u8>,
    /// Persons who work there.
    pub staff: Option<u16>,
    /// First day.
    pub since: Option<Date>,
    /// Local fields of the unit.
    pub locals: LocalsSaid,
}

/// A row about who holds a post.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StaffRow {
    /// The community or grid it is held in.
    pub region: RegionId,
    /// The community itself, or that of the grid.
    pub community: RegionId,
    /// The post: `grid-leader`, `secretary`, …
    pub post: String,
    /// Who holds it.
    pub name: String,
    /// Service phone.
    pub phone: Option<String>,
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

/// The first day on which something no longer holds, of its last day.
pub(super) fn end_of(until: Option<Date>) -> Option<Date> {
    until.map(|last| Date(last.0.saturating_add(1)))
}
