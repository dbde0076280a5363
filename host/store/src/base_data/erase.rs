//! Erasure (PIPL art. 47): the person's key is destroyed, the look-up hashes go, and so does what was written about them in clear:
//! answers of checklists, guarded and worded local values, labels of feeds, what reviewers said. Backups made before hold the
//! wrapped key still: they must run out. What is left is a row without identity, so that counts of the past stay true; the audit is
//! untouched.

use super::persons::PERSON;
use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::fields::{communities_of, erase_values};
use crate::regions::recount;
use crate::sql::{Read, query};
use crate::store::Tx;
use crate::work::erase_submissions;
use lifang_core::clock::Instant;

/// Destroys the person's key and all that stands under it, in every version ever recorded. Snapshots of where they live are made anew.
///
/// # Errors
/// There is no such person, or it was erased before.
pub async fn erase_person(tx: &mut Tx, person: i64, now: Instant) -> Result<()> {
    erase(tx, person, now).await?;
    let at = AsOf::now(now);
    let communities = communities_of(tx, "persons", &[person], at).await?;
    recount(tx, &communities, at).await
}

async fn erase(tx: &mut Tx, person: i64, now: Instant) -> Result<()> {
    let destroy = "UPDATE subject_key SET wrapped = NULL, destroyed_at = $1 \
                   WHERE kind = $2 AND subject_id = $3 AND wrapped IS NOT NULL";
    let destroyed = query(destroy).bind(now.0).bind(PERSON).bind(person).execute(tx.connection()).await?;
    if destroyed.rows_affected() == 0 {
        return Err(StoreError::NotFound("person"));
    }
    // Whoever became part of this person is this person.
    let parts = "SELECT loser_id FROM person_merge WHERE survivor_id = $1 AND undone_at = $2";
    let parts = query(parts).bind(person).bind(Instant::OPEN.0).fetch_all(tx.connection()).await?;
    for part in parts.iter().map(|row| row.int(0)).collect::<Result<Vec<_>>>()? {
        match Box::pin(erase(tx, part, now)).await {
            // Erased already, before it became part of another.
            Ok(()) | Err(StoreError::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    // The one place that changes recorded facts: the law asks for it.
    let clear = "UPDATE person_fact SET name_enc = NULL, resident_id_enc = NULL, resident_id_index = NULL, \
                 phone_enc = NULL, phone_index = NULL, name_index = NULL WHERE person_id = $1";
    query(clear).bind(person).execute(tx.connection()).await?;
    query("UPDATE feed_fact SET text = '' WHERE person_id = $1").bind(person).execute(tx.connection()).await?;
    // Nobody can say any longer who it may be the same as.
    let withdrawn = "UPDATE duplicate_candidate SET state = 4, revision = revision + 1 \
                     WHERE state = 1 AND (low_id = $1 OR high_id = $1)";
    query(withdrawn).bind(person).execute(tx.connection()).await?;
    // What reviewers said of the pair, they said of this person.
    for said in [
        "UPDATE duplicate_candidate SET why = NULL, reasons = '[]' WHERE low_id = $1 OR high_id = $1",
        "UPDATE person_merge SET why = '', undone_why = CASE WHEN undone_why IS NULL THEN NULL ELSE '' END \
         WHERE loser_id = $1 OR survivor_id = $1",
    ] {
        query(said).bind(person).execute(tx.connection()).await?;
    }
    erase_submissions(tx, person).await?;
    erase_values(tx, person).await
}
