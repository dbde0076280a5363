//! Rows that were not taken, with what is wrong about each.

use super::ImportJob;
use crate::bulk::{Rows, Values};
use crate::error::Result;
use crate::sql::{Read, narrow, query, to_json};
use crate::store::{Store, Tx};
use lifang_core::problem::Problem;

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    /// Where it stands in the file.
    pub line: u64,
    /// What is wrong; nothing personal is quoted.
    pub problems: Vec<Problem>,
}

/// Keeps rejections, with the transaction that moves the job over them.
///
/// # Errors
/// The database's own.
pub async fn reject(tx: &mut Tx, job: &ImportJob, rejections: &[Rejection]) -> Result<()> {
    let mut rows = Rows::new("import_rejection", &["job_id", "line", "problems"]);
    for rejection in rejections {
        let line = i64::try_from(rejection.line).unwrap_or(i64::MAX);
        rows.push(tx, Values::default().and(job.id).and(line).and(to_json(&rejection.problems)?)).await?;
    }
    rows.finish(tx).await
}

impl Store {
    /// The rejections behind line `after`, in the order of the file.
    ///
    /// # Errors
    /// The database's own.
    pub async fn rejections(&self, job: &ImportJob, after: u64, limit: u32) -> Result<Vec<Rejection>> {
        let sql = "SELECT line, problems FROM import_rejection WHERE job_id = $1 AND line > $2 ORDER BY line LIMIT $3";
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let rows = query(sql).bind(job.id).bind(after).bind(i64::from(limit)).fetch_all(self.reader()).await?;
        rows.iter().map(|row| Ok(Rejection { line: narrow(row.int(0)?)?, problems: row.json(1)? })).collect()
    }
}
