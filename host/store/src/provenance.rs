//! Sources and collectors of facts, each pair stored once.

use crate::error::Result;
use crate::sql::{Read, query};
use crate::store::Tx;
use lifang_core::base_data::Provenance;

/// The row of the pair, made when it is new.
pub(crate) async fn intern(tx: &mut Tx, provenance: &Provenance) -> Result<i64> {
    query("INSERT INTO provenance (source, collector) VALUES ($1, $2) ON CONFLICT (source, collector) DO NOTHING")
        .bind(provenance.source.as_str())
        .bind(provenance.collector.as_str())
        .execute(tx.connection())
        .await?;
    query("SELECT id FROM provenance WHERE source = $1 AND collector = $2")
        .bind(provenance.source.as_str())
        .bind(provenance.collector.as_str())
        .fetch_one(tx.connection())
        .await?
        .int(0)
}
