//! Components, content-addressed: the digest is the name.

use crate::error::{Result, StoreError};
use crate::secrets::hex;
use crate::sql::query;
use crate::store::{Store, Tx};
use lifang_core::call::Digest;
use lifang_core::clock::Instant;
use sha2::{Digest as _, Sha256};
use sqlx::Row;

/// Keeps a component and gives its digest; one that is there already stays as it is.
///
/// # Errors
/// The database's own.
pub async fn put_component(tx: &mut Tx, bytes: &[u8], now: Instant) -> Result<Digest> {
    let digest = digest(bytes);
    let sql = "INSERT INTO component (digest, size, bytes, recorded_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (digest) DO NOTHING";
    query(sql)
        .bind(digest.0.as_str())
        .bind(i64::try_from(bytes.len()).map_err(StoreError::corrupt)?)
        .bind(bytes)
        .bind(now.0)
        .execute(tx.connection())
        .await?;
    Ok(digest)
}

impl Store {
    /// The component's bytes, proven to be those of the digest.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Corrupt`] when the bytes are not those that were put there.
    pub async fn component(&self, wanted: &Digest) -> Result<Vec<u8>> {
        let row = query("SELECT bytes FROM component WHERE digest = $1").bind(wanted.0.as_str());
        let row = row.fetch_optional(self.reader()).await?.ok_or(StoreError::NotFound("component"))?;
        let bytes: Vec<u8> = row.try_get(0)?;
        let found = digest(&bytes);
        if found == *wanted {
            Ok(bytes)
        } else {
            Err(StoreError::corrupt(format!("component {wanted} has the bytes of {found}")))
        }
    }
}

fn digest(bytes: &[u8]) -> Digest {
    Digest(format!("sha256:{}", hex(&Sha256::digest(bytes))))
}
