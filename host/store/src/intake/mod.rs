//! Imports: rows of persons, houses, units, residences and staff, taken set by set. What is there already is looked up by its
//! key and compared; only what differs is written, over nothing: what was known before stays on record.
//!
//! A chunk is one transaction: its rows, the counts of the communities it touched, and how far its job has come. Rows that
//! speak of the same person, house or unit are taken one after the other, so that the second meets what the first wrote.

mod digest;
mod houses;
mod jobs;
mod locals;
mod persons;
mod places;
mod rejections;
mod residences;
mod row;
mod sealing;
mod seen;
mod staff;
mod units;
mod waves;
mod who;

pub use digest::FileDigest;
pub use houses::take_houses;
pub use jobs::{
    ImportJob, ImportState, Moved, NewImportJob, Opened, adopt_import, finish_import, move_import, open_import,
};
pub use persons::take_persons;
pub use places::{Located, NamedPlace};
pub use rejections::{Rejection, reject};
pub use row::{BuildingSaid, HouseKey, HouseRow, LocalsSaid, PersonRow, PersonSaid, ResidenceSaid, StaffRow, UnitRow};
pub use seen::Seen;
pub use staff::take_staff;
pub use units::take_units;

use crate::as_of::AsOf;
use crate::counters::moment;
use crate::error::Result;
use crate::facts::Stamp;
use crate::provenance;
use crate::regions::recount;
use crate::store::Tx;
use lifang_core::base_data::Provenance;
use lifang_core::clock::{Clock, Date};
use lifang_core::region::RegionId;
use std::sync::Arc;

/// What all rows of a chunk have in common.
#[derive(Clone, Copy, Debug)]
pub struct Chunk<'a> {
    /// Where the facts come from.
    pub provenance: &'a Provenance,
    /// The first day on which holds what is changed or says no day of its own; not after today.
    pub day: Date,
    /// Rows may change what lies below this region only.
    pub scope: RegionId,
    /// Whether anything is written; otherwise it is only found out what would be.
    pub write: bool,
    /// The time, and new identifiers.
    pub clock: &'a dyn Clock,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was new.
    Taken,
    /// Something of it was known otherwise.
    Updated,
    /// All of it was known.
    Unchanged,
    /// It cannot be taken.
    Refused(Refused),
}

/// Why a row cannot be taken. Fields are named as in `core::intake`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Several persons, units or houses on record have its key.
    Ambiguous,
    /// It names no resident ID, and several persons of its name, birth and sex live where it says.
    Namesakes,
    /// There is nobody with that resident ID.
    NoPerson,
    /// There is no such house in the community.
    NoHouse,
    /// There are several of that name in the community, and no grid tells them apart.
    SeveralHouses,
    /// With what is known besides, this last day lies before the first.
    EndsBefore(&'static str),
    /// Who or what it speaks of stands earlier in the file, where this field says something else.
    SaidOtherwise(&'static str),
    /// The same of a local field.
    LocalOtherwise(Arc<str>),
    /// What it would change lies outside the region that is imported for.
    OutOfScope,
    /// It is new, and then this must be said.
    Missing(&'static str),
}

/// What may turn out to be no row to be taken.
type Judged<T> = std::result::Result<T, Refused>;

/// The chunk as its transaction sees it.
struct Taking<'a> {
    chunk: Chunk<'a>,
    stamp: Stamp,
    /// Communities to be counted anew.
    touched: Vec<RegionId>,
    /// Persons of whom something was written.
    persons: Vec<i64>,
}

impl<'a> Taking<'a> {
    /// Begins: `counter` is what new identifiers are taken from. Who else takes from it waits, so that no two imports find the
    /// same person missing.
    async fn begin(tx: &mut Tx, chunk: Chunk<'a>, counter: &'static str) -> Result<Self> {
        let (mut provenance, mut recorded) = (0, chunk.clock.now());
        if chunk.write {
            crate::counters::Block::take(tx, counter, 0).await?;
            // Taken while others wait: what they committed before lies before it, by whatever clock.
            recorded = moment(tx, format!("{counter}-recorded"), chunk.clock.now()).await?;
            provenance = provenance::intern(tx, chunk.provenance).await?;
        }
        tx.look_up_by_key().await?;
        let from = AsOf { valid: chunk.day, recorded };
        Ok(Self { chunk, stamp: Stamp { provenance, from }, touched: Vec::new(), persons: Vec::new() })
    }

    fn at(&self) -> AsOf {
        self.stamp.from
    }

    fn uid(&self) -> Vec<u8> {
        self.chunk.clock.new_id().as_bytes().to_vec()
    }

    fn touch(&mut self, communities: impl IntoIterator<Item = RegionId>) {
        self.touched.extend(communities);
    }

    /// Counts what was touched.
    async fn end(self, tx: &mut Tx) -> Result<()> {
        recount(tx, &self.touched, AsOf::now(self.stamp.from.recorded)).await
    }
}

/// The value that is said, else the one that is known.
fn said_or<T: Clone>(said: Option<&T>, known: &T) -> T {
    said.unwrap_or(known).clone()
}

/// The same for what may be unknown.
fn said_or_known<T: Clone>(said: Option<&T>, known: Option<&T>) -> Option<T> {
    said.or(known).cloned()
}
