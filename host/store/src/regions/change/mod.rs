//! Regions change: a new name or code, another parent, several become one, one becomes several, an empty one ends.
//!
//! A region keeps its permanent identity as long as it is the same region, so names, codes and parents are all that changes in the
//! first three; `tree` finds what every region below becomes. Where communities or grids merge or are split, `follow` moves the
//! records: each fact is closed, said again until the day before, and said anew from the day on. Everything is one transaction,
//! and the change itself is recorded. It is undone by another change. A change dated ahead is `planned` and made on its day.

mod dissolve;
mod fields;
mod follow;
mod history;
mod merge;
mod plan;
mod planned;
mod refusal;
mod split;
mod tree;
mod versions;

pub(crate) use history::became;
pub use history::{ChangeRow, ChangeState, HistoryRow, Replaced};
pub use planned::{make_planned, note_refusal, plan_change, withdraw_planned};

use self::plan::Plan;
use self::versions::Ground;
use super::tallies::{recount, regions_moved, shared_with};
use crate::as_of::AsOf;
use crate::counters::{installations_changed, regions_changed};
use crate::error::{Result, StoreError};
use crate::provenance;
use crate::sql::{query, to_json};
use crate::store::{Engine, Tx};
use lifang_core::base_data::Provenance;
use lifang_core::clock::Instant;
use lifang_core::region::{RegionCode, RegionId};
use lifang_core::region_change::{Operation, RegionChange};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What one region was before a change and is after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Became {
    /// Who it is; a region that ends and the one it becomes part of are two.
    pub region: RegionId,
    /// Code and name before; nothing for a new region.
    pub before: Option<Called>,
    /// Code and name after; nothing for one that ended.
    pub after: Option<Called>,
}

/// How a region is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// Its code.
    pub code: RegionCode,
    /// Its name.
    pub name: String,
}

/// What a change did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The change's identifier.
    pub uid: Uuid,
    /// The regions it touched, by code before.
    pub regions: Vec<Became>,
    /// How many rows of each table followed; tables of which none did are left out.
    pub followed: BTreeMap<String, u64>,
}

/// Communities counted anew at once; of more, each is when it is looked at next.
const RECOUNTED: usize = 500;

/// Changes regions, now. Nothing is kept but by the commit of `tx`: a trial run ends without. A change dated ahead is only ever
/// tried so: records written until its day would not follow.
///
/// # Errors
/// [`StoreError::Refused`], saying what stands in the way and what to do.
pub async fn change_regions(tx: &mut Tx, change: &RegionChange, by: &str, uid: Uuid, now: Instant) -> Result<Changed> {
    make(tx, change, by, uid, now, None).await
}

/// The same; `planned` is its number, where it is recorded already.
async fn make(
    tx: &mut Tx,
    change: &RegionChange,
    by: &str,
    uid: Uuid,
    now: Instant,
    planned: Option<i64>,
) -> Result<Changed> {
    refusal::well_formed(change)?;
    regions_changed(tx).await?;
    if tx.engine() == Engine::Postgres {
        // Whoever is writing records is waited for, and whoever comes after sees the regions as they are then.
        let lock = "LOCK TABLE building_fact, house_fact, unit_fact, residence, appointment, event, region_version \
                    IN SHARE ROW EXCLUSIVE MODE";
        query(lock).execute(tx.connection()).await?;
    }
    let source = Provenance { source: format!("region change: {}", change.basis), collector: by.to_owned() };
    let provenance = provenance::intern(tx, &source).await?;
    let ground = Ground { at: AsOf { valid: change.from, recorded: now }, provenance };
    let plan = match &change.operation {
        Operation::Rename { region, name } => tree::rename(tx, &ground, region, name).await,
        Operation::Recode { region, to, name, codes } => {
            tree::recode(tx, &ground, region, to, name.as_deref(), codes).await
        }
        Operation::Move { region, under, to, name, codes } => {
            tree::move_under(tx, &ground, region, under, (to.as_ref(), name.as_deref()), codes).await
        }
        Operation::Merge { regions, into, codes } => merge::merge(tx, &ground, regions, into, codes).await,
        Operation::Split { region, into, buildings, grids, units, rest } => {
            let wanted = split::Wanted { region, into, buildings, grids, units, rest: rest.as_ref() };
            split::split(tx, &ground, wanted).await
        }
        Operation::Dissolve { region } => dissolve::dissolve(tx, &ground, region).await,
    }?;
    plan.check(tx, &ground).await?;
    fields::agree(tx, &ground, &plan).await?;
    // Nothing is refused from here on: a trial may go on after a refusal.
    let id = match planned {
        Some(id) => id,
        None => planned::enter(tx, change, uid, by, now, Some(now)).await?,
    };
    record(tx, &ground, plan, id, uid).await
}

/// Writes the plan, lets the records follow, and has counted again what is counted otherwise now.
async fn record(tx: &mut Tx, ground: &Ground, plan: Plan, id: i64, uid: Uuid) -> Result<Changed> {
    plan.write(tx, ground, id).await?;
    let mut followed = BTreeMap::new();
    for step in &plan.steps {
        for (what, rows) in follow::follow(tx, ground, step).await? {
            *followed.entry(what.to_owned()).or_insert(0) += rows;
        }
    }
    followed.retain(|_, rows| *rows > 0);
    query("UPDATE region_change SET followed = $1 WHERE id = $2")
        .bind(to_json(&followed)?)
        .bind(id)
        .execute(tx.connection())
        .await?;
    count_again(tx, ground, &plan).await?;
    // Who speaks where is another matter now.
    installations_changed(tx).await?;
    Ok(Changed { uid, regions: plan.became(), followed })
}

async fn count_again(tx: &mut Tx, ground: &Ground, plan: &Plan) -> Result<()> {
    let now = AsOf::now(ground.at.recorded);
    let mut communities = plan.communities();
    let many = communities.len() > RECOUNTED;
    if many || ground.at.valid > now.valid {
        regions_moved(tx, ground.at).await?;
    } else if plan.moves() {
        communities.extend(shared_with(tx, &communities, now).await?);
    }
    if many { Ok(()) } else { recount(tx, &communities, now).await }
}

/// A change that cannot be made.
fn refused(problem: lifang_core::problem::Problem) -> StoreError {
    StoreError::Refused(Box::new(problem))
}
