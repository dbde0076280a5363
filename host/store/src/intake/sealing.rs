//! New persons sealed in a thread of their own, while the database writes those before them.

use crate::base_data::{PERSON, new_person_key, person_values};
use crate::bulk::{Rows, Values};
use crate::error::{Result, StoreError};
use crate::facts::Stamp;
use crate::secrets::Keys;
use crate::store::Tx;
use lifang_core::base_data::PersonFacts;
use lifang_core::clock::Date;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

/// Persons sealed in one go.
const AT_ONCE: usize = 256;
/// How many goes may wait for the database.
const AHEAD: usize = 4;

/// A person to be sealed and written.
pub(super) struct New {
    pub(super) id: i64,
    pub(super) facts: PersonFacts,
    /// The first day on which that holds.
    pub(super) from: Date,
}

/// The rows of one person.
struct Sealed {
    key: Values,
    facts: Values,
}

/// Writes the keys of the persons, and adds what is known of them to `facts`.
pub(super) async fn write(tx: &mut Tx, stamp: Stamp, new: Vec<New>, facts: &mut Rows) -> Result<()> {
    let keys = tx.keys();
    let (sender, mut sealed) = mpsc::channel(AHEAD);
    let sealing = spawn_blocking(move || {
        for some in new.chunks(AT_ONCE) {
            let some: Result<Vec<Sealed>> = some.iter().map(|one| seal(&keys, stamp, one)).collect();
            let failed = some.is_err();
            // Nobody listens any more where the database refused what came before.
            if sender.blocking_send(some).is_err() || failed {
                return;
            }
        }
    });
    let mut subject_keys = Rows::new("subject_key", &["kind", "subject_id", "wrapped"]);
    while let Some(some) = sealed.recv().await {
        for one in some? {
            subject_keys.push(tx, one.key).await?;
            facts.push(tx, one.facts).await?;
        }
    }
    sealing.await.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    subject_keys.finish(tx).await
}

fn seal(keys: &Keys, stamp: Stamp, New { id, facts, from }: &New) -> Result<Sealed> {
    let (key, wrapped) = new_person_key(keys, *id)?;
    let facts = person_values(keys, &key, *id, facts)?.stamped(stamp, *from);
    Ok(Sealed { key: Values::default().and(PERSON).and(*id).and(wrapped), facts })
}
