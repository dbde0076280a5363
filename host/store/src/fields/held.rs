//! Values of local fields as they were known of one subject: what a look at a person or a house tells.

use crate::base_data::{Record, Span, record};
use crate::datasets::local_value;
use crate::error::Result;
use crate::sql::{Read, query_as_of};
use crate::store::Store;
use lifang_core::capability::Readable;
use lifang_core::value::Value;

/// A value of a local field as it was known.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalVersion {
    /// The field's key.
    pub key: String,
    /// The value.
    pub value: Value,
    /// From whom, and when.
    pub record: Record,
}

impl Store {
    /// What is known of a subject's local fields, each read by its declaration in `columns`; others are left out, and so are values
    /// of another type than the declaration has.
    ///
    /// # Errors
    /// The database's own.
    pub async fn local_values(
        &self,
        (dataset, subject): (&str, i64),
        columns: &[Readable],
        span: Span,
    ) -> Result<Vec<LocalVersion>> {
        let sql = format!(
            "SELECT v.key, v.number, v.text, p.source, p.collector, v.valid_from, v.valid_to, v.recorded_from, v.recorded_to \
             FROM local_value v JOIN provenance p ON p.id = v.provenance_id \
             WHERE v.subject_id = $3 AND v.dataset = $4 AND {} ORDER BY v.recorded_from, v.valid_from, v.id",
            span.condition("v")
        );
        let mut known = Vec::new();
        for row in query_as_of(sql, span.at()).bind(subject).bind(dataset).fetch_all(self.reader()).await? {
            let key = row.text(0)?;
            let Some(column) = columns.iter().find(|column| column.key == key) else { continue };
            let Some(value) = local_value(column, sqlx::Row::try_get(&row, 1)?, row.text_or_null(2)?)? else {
                continue;
            };
            known.push(LocalVersion { key, value, record: record(&row, 3)? });
        }
        Ok(known)
    }
}
