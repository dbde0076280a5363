//! What a sweep proposes, each outcome once and by number, and how it gets its number.

use crate::bulk::{Rows, Values};
use crate::error::{Result, StoreError};
use crate::sql::{Read, narrow, query};
use crate::store::{Store, Tx};
use sqlx::any::AnyRow;
use std::collections::HashMap;

/// What a sweep proposes, said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweepOutcome {
    /// Its number in the sweep.
    pub number: u32,
    /// The plugin's code.
    pub code: String,
    /// The outcome and what may not be carried out of it, as JSON.
    pub outcome: String,
}

const OUTCOMES: &str =
    "SELECT number, code, outcome FROM sweep_outcome WHERE sweep_id = $1 AND number >= $2 ORDER BY number";

fn outcome(row: &AnyRow) -> Result<SweepOutcome> {
    Ok(SweepOutcome { number: narrow(row.int(0)?)?, code: row.text(1)?, outcome: row.text(2)? })
}

/// The numbers that outcomes of a sweep have in the database. A number given in a transaction is learned only once that
/// transaction is committed: were it remembered sooner, a write that fails would leave a number that means nothing.
#[derive(Debug, Default)]
pub struct OutcomeNumbers {
    known: HashMap<String, u32>,
    next: u32,
}

impl OutcomeNumbers {
    /// The number of each outcome (its code, and its JSON); one that is new is recorded, with the next number. The transaction
    /// must hold the sweep ([`super::beat_sweep`]), or two could give one number; it may ask once.
    ///
    /// # Errors
    /// The database's own.
    pub async fn of(&mut self, tx: &mut Tx, sweep: i64, outcomes: &[(String, String)]) -> Result<Vec<u32>> {
        let asked = query(OUTCOMES).bind(sweep).bind(i64::from(self.next));
        for row in asked.fetch_all(tx.connection()).await? {
            let learned = outcome(&row)?;
            self.next = learned.number + 1;
            self.known.insert(learned.outcome, learned.number);
        }
        let mut new: HashMap<&str, u32> = HashMap::new();
        let mut rows = Rows::new("sweep_outcome", &["sweep_id", "number", "code", "outcome"]);
        let mut numbers = Vec::with_capacity(outcomes.len());
        for (code, outcome) in outcomes {
            if let Some(number) = self.known.get(outcome).or_else(|| new.get(outcome.as_str())) {
                numbers.push(*number);
                continue;
            }
            let number = self.next + u32::try_from(new.len()).map_err(StoreError::corrupt)?;
            let row = Values::default().and(sweep).and(i64::from(number)).and(code.as_str()).and(outcome.as_str());
            rows.push(tx, row).await?;
            new.insert(outcome, number);
            numbers.push(number);
        }
        rows.finish(tx).await?;
        Ok(numbers)
    }
}

impl Store {
    /// What a sweep proposes so far, by number.
    ///
    /// # Errors
    /// The database's own.
    pub async fn sweep_outcomes(&self, sweep: i64) -> Result<Vec<SweepOutcome>> {
        query(OUTCOMES).bind(sweep).bind(0_i64).fetch_all(self.reader()).await?.iter().map(outcome).collect()
    }
}
