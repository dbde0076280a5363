//! Inserting all base data of a community at once. Tables are filled one after the other, what is referred to first.

use super::persons;
use crate::as_of::AsOf;
use crate::bulk::{Rows, Values};
use crate::counters::Block;
use crate::error::{Result, StoreError};
use crate::facts::Stamp;
use crate::provenance;
use crate::regions::{create_grid, place_and_code, recount};
use crate::secrets::Keys;
use crate::store::Tx;
use lifang_core::base_data::{BuildingDraft, CommunityDraft, HouseDraft, Provenance, ResidentDraft};
use lifang_core::clock::{Clock, Date, Instant};
use lifang_core::region::RegionId;

/// The checklist under which visits are entered that are known only by their day.
const EARLIER_VISIT: &str = "home-visit";

/// How much was inserted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inserted {
    /// Grids.
    pub grids: usize,
    /// Buildings.
    pub buildings: usize,
    /// Houses.
    pub houses: usize,
    /// Persons.
    pub persons: usize,
    /// Units.
    pub units: usize,
}

/// A draft laid out flat, each part with its number and its grid.
struct Flat<'a> {
    buildings: Vec<(i64, RegionId, &'a BuildingDraft)>,
    houses: Vec<(i64, i64, RegionId, &'a HouseDraft)>,
    residents: Vec<(i64, i64, RegionId, &'a ResidentDraft)>,
}

/// Where it all goes, and what every row carries.
struct Target<'a> {
    community: RegionId,
    grids: Vec<RegionId>,
    stamp: Stamp,
    clock: &'a dyn Clock,
}

/// Inserts all of `draft` below `community`: known from `now` on, holding from `valid_from` on (residences from their first
/// day, where that is later).
///
/// # Errors
/// There is no such community, a grid's number is taken, a position names no grid of the draft.
pub async fn insert_community(
    tx: &mut Tx,
    community: RegionId,
    draft: &CommunityDraft,
    provenance: &Provenance,
    valid_from: Date,
    clock: &dyn Clock,
) -> Result<Inserted> {
    let from = AsOf { valid: valid_from, recorded: clock.now() };
    let stamp = Stamp { provenance: provenance::intern(tx, provenance).await?, from };
    let (place, code) = place_and_code(tx, community, from).await?;
    let mut grids = Vec::with_capacity(draft.grids.len());
    for grid in &draft.grids {
        grids.push(create_grid(tx, &place, &code, grid, stamp).await?);
    }
    let target = Target { community, grids, stamp, clock };
    let flat = target.lay_out(tx, draft).await?;
    target.buildings(tx, &flat).await?;
    target.houses(tx, &flat).await?;
    target.persons(tx, &flat).await?;
    target.residences(tx, &flat).await?;
    target.visits(tx, &flat).await?;
    target.units(tx, draft).await?;
    target.appointments(tx, draft).await?;
    // The persons are new: they have no residence elsewhere.
    recount(tx, &[community], AsOf::now(from.recorded)).await?;
    Ok(Inserted {
        grids: draft.grids.len(),
        buildings: flat.buildings.len(),
        houses: flat.houses.len(),
        persons: flat.residents.len(),
        units: draft.units.len(),
    })
}

impl Target<'_> {
    fn grid(&self, position: usize) -> Result<RegionId> {
        self.grids.get(position).copied().ok_or(StoreError::NotFound("grid of that position in the draft"))
    }

    fn uid(&self) -> Vec<u8> {
        self.clock.new_id().as_bytes().to_vec()
    }

    /// Identity rows: a number and an identifier for the world outside.
    async fn identities(&self, tx: &mut Tx, table: &'static str, ids: impl Iterator<Item = i64> + Send) -> Result<()> {
        let mut rows = Rows::new(table, &["id", "uid"]);
        for id in ids {
            rows.push(tx, Values::default().and(id).and(self.uid())).await?;
        }
        rows.finish(tx).await
    }

    async fn lay_out<'a>(&self, tx: &mut Tx, draft: &'a CommunityDraft) -> Result<Flat<'a>> {
        let houses = draft.buildings.iter().map(|building| building.houses.len()).sum();
        let mut building_ids = Block::take(tx, "building", draft.buildings.len()).await?;
        let mut house_ids = Block::take(tx, "house", houses).await?;
        let mut person_ids = Block::take(tx, "person", draft.persons()).await?;
        let mut flat = Flat { buildings: Vec::new(), houses: Vec::new(), residents: Vec::new() };
        for building in &draft.buildings {
            let (building_id, grid) = (building_ids.next(), self.grid(building.grid)?);
            flat.buildings.push((building_id, grid, building));
            for house in &building.houses {
                let house_id = house_ids.next();
                flat.houses.push((house_id, building_id, grid, house));
                let residents = house.residents.iter();
                flat.residents.extend(residents.map(|resident| (person_ids.next(), house_id, grid, resident)));
            }
        }
        Ok(flat)
    }

    async fn buildings(&self, tx: &mut Tx, flat: &Flat<'_>) -> Result<()> {
        self.identities(tx, "building", flat.buildings.iter().map(|(id, ..)| *id)).await?;
        let columns = &["building_id", "community_id", "grid_id", "name", "address", "built", "storeys", "elevator"];
        let mut rows = Rows::of_facts("building_fact", columns);
        for (id, grid, building) in &flat.buildings {
            let facts = &building.facts;
            let row = Values::default().and(*id).and(self.community.0).and(grid.0);
            let row = row.and(facts.name.as_str()).and(facts.address.as_str()).and(facts.built.map(i64::from));
            let row = row.and(facts.storeys.map(i64::from)).and(facts.elevator.map(i64::from));
            rows.push(tx, row.stamped(self.stamp, self.stamp.from.valid)).await?;
        }
        rows.finish(tx).await
    }

    async fn houses(&self, tx: &mut Tx, flat: &Flat<'_>) -> Result<()> {
        self.identities(tx, "house", flat.houses.iter().map(|(id, ..)| *id)).await?;
        let columns =
            &["house_id", "building_id", "community_id", "grid_id", "number", "floor", "area_dm2", "house_use"];
        let mut rows = Rows::of_facts("house_fact", columns);
        for (id, building, grid, house) in &flat.houses {
            let facts = &house.facts;
            let row = Values::default().and(*id).and(*building).and(self.community.0).and(grid.0);
            let row = row.and(facts.number.as_str()).and(facts.floor.map(i64::from));
            let row = row.and(facts.area.map(square_decimetres)).and(i64::from(facts.house_use));
            rows.push(tx, row.stamped(self.stamp, self.stamp.from.valid)).await?;
        }
        rows.finish(tx).await
    }

    async fn persons(&self, tx: &mut Tx, flat: &Flat<'_>) -> Result<()> {
        self.identities(tx, "person", flat.residents.iter().map(|(id, ..)| *id)).await?;
        let keys = tx.keys();
        let keys: &Keys = &keys;
        let mut key_rows = Rows::new("subject_key", &["kind", "subject_id", "wrapped"]);
        let mut rows = Rows::of_facts("person_fact", persons::FACTS);
        for (id, _, _, resident) in &flat.residents {
            let (key, wrapped) = persons::new_key(keys, *id)?;
            key_rows.push(tx, Values::default().and(persons::PERSON).and(*id).and(wrapped)).await?;
            let row = persons::values(keys, &key, *id, &resident.person)?;
            rows.push(tx, row.stamped(self.stamp, self.stamp.from.valid)).await?;
        }
        key_rows.finish(tx).await?;
        rows.finish(tx).await
    }

    async fn residences(&self, tx: &mut Tx, flat: &Flat<'_>) -> Result<()> {
        let columns = &["person_id", "house_id", "community_id", "grid_id", "kind", "since"];
        let mut rows = Rows::of_facts("residence", columns);
        for (person, house, grid, resident) in &flat.residents {
            let row = Values::default().and(*person).and(*house).and(self.community.0).and(grid.0);
            let row = row.and(i64::from(resident.residence)).and(i64::from(resident.since.0));
            rows.push(tx, row.stamped(self.stamp, self.stamp.from.valid.max(resident.since))).await?;
        }
        rows.finish(tx).await
    }

    async fn visits(&self, tx: &mut Tx, flat: &Flat<'_>) -> Result<()> {
        let mut rows = Rows::new(
            "visit",
            &[
                "person_id",
                "house_id",
                "place_id",
                "grid_id",
                "checklist",
                "at",
                "day",
                "findings",
                "provenance_id",
                "recorded_from",
                "recorded_to",
            ],
        );
        for (person, house, grid, resident) in &flat.residents {
            let Some(day) = resident.last_visit else { continue };
            let row = Values::default().and(*person).and(*house).and(self.community.0).and(grid.0);
            let row = row.and(EARLIER_VISIT).and(day.midnight().0).and(i64::from(day.0)).and(0_i64);
            let row = row.and(self.stamp.provenance).and(self.stamp.from.recorded.0).and(Instant::OPEN.0);
            rows.push(tx, row).await?;
        }
        rows.finish(tx).await
    }

    async fn units(&self, tx: &mut Tx, draft: &CommunityDraft) -> Result<()> {
        let mut block = Block::take(tx, "unit", draft.units.len()).await?;
        let units: Vec<_> = draft.units.iter().map(|unit| (block.next(), unit)).collect();
        self.identities(tx, "unit", units.iter().map(|(id, _)| *id)).await?;
        let columns = &["unit_id", "community_id", "grid_id", "name", "code", "kind", "staff", "since"];
        let mut rows = Rows::of_facts("unit_fact", columns);
        for (id, unit) in units {
            let facts = &unit.facts;
            let row = Values::default().and(id).and(self.community.0).and(self.grid(unit.grid)?.0);
            let row = row.and(facts.name.as_str()).and(facts.code.clone()).and(i64::from(facts.kind));
            let row = row.and(facts.staff.map(i64::from)).and(i64::from(facts.since.0));
            rows.push(tx, row.stamped(self.stamp, self.stamp.from.valid)).await?;
        }
        rows.finish(tx).await
    }

    async fn appointments(&self, tx: &mut Tx, draft: &CommunityDraft) -> Result<()> {
        let mut rows = Rows::of_facts("appointment", &["region_id", "post", "name", "phone", "since"]);
        for appointment in &draft.appointments {
            let region = appointment.grid.map_or(Ok(self.community), |position| self.grid(position))?;
            let row = Values::default().and(region.0).and(appointment.post.as_str());
            let row = row.and(appointment.name.as_str()).and(appointment.phone.as_str());
            let row = row.and(i64::from(appointment.since.0));
            rows.push(tx, row.stamped(self.stamp, self.stamp.from.valid.max(appointment.since))).await?;
        }
        rows.finish(tx).await
    }
}

/// Hundredths of a square metre: how floor areas are stored.
#[expect(clippy::cast_possible_truncation, reason = "no dwelling has 9e16 square metres, and a cast saturates")]
fn square_decimetres(area: f64) -> i64 {
    (area * 100.0).round() as i64
}
