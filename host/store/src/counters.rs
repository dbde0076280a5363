//! Numbers handed out in blocks: an import knows its identifiers before it writes, and needs no answer per row.

use crate::error::Result;
use crate::sql::{Read, query};
use crate::store::{Engine, Store, Tx};
use lifang_core::clock::Instant;

/// The counter that every change of installations moves.
pub(crate) const INSTALLATIONS: &str = "installations";

/// A block of identifiers of one table.
#[derive(Debug)]
pub(crate) struct Block {
    next: i64,
    end: i64,
}

impl Block {
    /// Takes `size` identifiers. Others who take from the same counter wait until the transaction ends.
    pub(crate) async fn take(tx: &mut Tx, counter: &'static str, size: usize) -> Result<Self> {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        let sql = "INSERT INTO counter (name, next) VALUES ($1, 1 + $2) \
                   ON CONFLICT (name) DO UPDATE SET next = counter.next + $2 RETURNING next";
        let end = query(sql).bind(counter).bind(size).fetch_one(tx.connection()).await?.int(0)?;
        Ok(Self { next: end - size, end })
    }

    /// The next identifier of the block.
    pub(crate) fn next(&mut self) -> i64 {
        debug_assert!(self.next < self.end, "a block is taken as large as it is used");
        self.next += 1;
        self.next - 1
    }
}

/// A moment to record by: `now`, or the last one that was given out under this name, whoever's clock is ahead, so that who comes later
/// sees all that was recorded before. Whoever calls holds a counter that keeps others out until the transaction ends.
pub(crate) async fn moment(tx: &mut Tx, name: String, now: Instant) -> Result<Instant> {
    let sql = "INSERT INTO counter (name, next) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE \
               SET next = CASE WHEN counter.next > $2 THEN counter.next ELSE $2 END RETURNING next";
    Ok(Instant(query(sql).bind(name).bind(now.0).fetch_one(tx.connection()).await?.int(0)?))
}

/// The counter that every change of the tree of regions moves.
const REGIONS: &str = "region-changes";

/// Moves the counter of changes of regions. Whoever holds it as it was ([`Tx::regions_revision`]) is waited for.
pub(crate) async fn regions_changed(tx: &mut Tx) -> Result<()> {
    Block::take(tx, REGIONS, 1).await.map(drop)
}

/// Moves the counter of installations.
pub(crate) async fn installations_changed(tx: &mut Tx) -> Result<()> {
    Block::take(tx, INSTALLATIONS, 1).await.map(drop)
}

const NOW: &str = "SELECT COALESCE(MAX(next), 0) FROM counter WHERE name = $1";

impl Store {
    /// A number that grows whenever an installation is added or withdrawn anywhere: who remembers it knows whether what was
    /// chosen before still speaks.
    ///
    /// # Errors
    /// The database's own.
    pub async fn installations_revision(&self) -> Result<i64> {
        query(NOW).bind(INSTALLATIONS).fetch_one(self.reader()).await?.int(0)
    }
}

impl Store {
    /// A number that grows whenever regions change: who remembers it knows whether what was looked up before is still so.
    ///
    /// # Errors
    /// The database's own.
    pub async fn regions_revision(&self) -> Result<i64> {
        query(NOW).bind(REGIONS).fetch_one(self.reader()).await?.int(0)
    }
}

impl Tx {
    /// [`Store::regions_revision`] as this transaction sees it; it stays so until the transaction ends.
    ///
    /// # Errors
    /// The database's own.
    pub async fn regions_revision(&mut self) -> Result<i64> {
        let held = match self.engine() {
            // There is one writer at a time.
            Engine::Sqlite => "SELECT next FROM counter WHERE name = $1",
            Engine::Postgres => "SELECT next FROM counter WHERE name = $1 FOR SHARE",
        };
        query(held).bind(REGIONS).fetch_one(self.connection()).await?.int(0)
    }

    /// [`Store::installations_revision`] as this transaction sees it.
    ///
    /// # Errors
    /// The database's own.
    pub async fn installations_revision(&mut self) -> Result<i64> {
        query(NOW).bind(INSTALLATIONS).fetch_one(self.connection()).await?.int(0)
    }
}
