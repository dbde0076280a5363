//! Blind indexes for names that were stored before there were any.

use crate::base_data::PERSON;
use crate::error::Result;
use crate::secrets::SubjectKey;
use crate::sql::{Read, query};
use crate::store::Store;

/// Rows of one transaction: others who write wait no longer than for these.
const AT_ONCE: i64 = 2_000;

impl Store {
    /// Fills in the blind index of every name that has none. Interrupted, it goes on where it was.
    pub(crate) async fn index_names(&self) -> Result<()> {
        let sql = "SELECT f.id, f.person_id, f.name_enc, k.wrapped FROM person_fact f \
                   JOIN subject_key k ON k.kind = $1 AND k.subject_id = f.person_id \
                   WHERE f.id > $2 AND f.name_index IS NULL AND f.name_enc IS NOT NULL AND k.wrapped IS NOT NULL \
                   ORDER BY f.id LIMIT $3";
        let mut after = i64::MIN;
        loop {
            let rows = query(sql).bind(PERSON).bind(after).bind(AT_ONCE).fetch_all(self.reader()).await?;
            if rows.is_empty() {
                return Ok(());
            }
            let mut tx = self.begin().await?;
            for row in &rows {
                after = row.int(0)?;
                let (Some(sealed), Some(wrapped)) = (row.bytes_or_null(2)?, row.bytes_or_null(3)?) else { continue };
                let name = SubjectKey::unwrap(self.keys(), PERSON, row.int(1)?, &wrapped)?.open("name", &sealed)?;
                // Not a fact that changes: it is made from one, and the row says the same as before.
                query("UPDATE person_fact SET name_index = $1 WHERE id = $2 AND name_enc IS NOT NULL")
                    .bind(self.keys().name_index(&name))
                    .bind(after)
                    .execute(tx.connection())
                    .await?;
            }
            tx.commit().await?;
        }
    }
}
