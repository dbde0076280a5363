//! Local fields, the X of 9+X: their declarations, and their values as dated facts like all others.

use crate::as_of::AsOf;
use crate::bulk::Values;
use crate::error::{Result, StoreError};
use crate::facts::{Stamp, insert_fact, supersede};
use crate::provenance;
use crate::sql::{Read, bind_path, in_force, on_path, query_as_of, to_json};
use crate::store::{Store, Tx};
use lifang_core::base_data::Provenance;
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, Instant};
use lifang_core::manifest::LocalField;
use lifang_core::query::DataError;
use lifang_core::region::RegionId;
use lifang_core::value::Value;

const FIELD: &[&str] = &["region_id", "plugin", "dataset", "key", "declaration"];
const VALUE: &[&str] = &["dataset", "subject_id", "key", "number", "text"];

/// A local field and who declared it.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalDeclaration {
    /// The region it holds in.
    pub region: RegionId,
    /// The plugin that brought it; none when the region declared it itself.
    pub plugin: Option<String>,
    /// The field.
    pub field: LocalField,
}

impl LocalDeclaration {
    fn same_key(&self, other: &Self) -> bool {
        (&self.field.dataset, &self.field.key) == (&other.field.dataset, &other.field.key)
    }

    /// The field as a query may read it.
    #[must_use]
    pub fn readable(&self) -> Readable {
        Readable {
            key: self.field.key.clone(),
            column_type: self.field.column_type,
            nullable: true,
            guard: self.field.guard,
            codes: None,
        }
    }
}

/// Declares a field for the region and what lies below it, in the place of an earlier declaration for the same region.
///
/// # Errors
/// The database's own.
pub async fn declare_local_field(
    tx: &mut Tx,
    declaration: &LocalDeclaration,
    provenance: &Provenance,
    valid_from: Date,
    now: Instant,
) -> Result<()> {
    let from = AsOf { valid: valid_from, recorded: now };
    let stamp = Stamp { provenance: provenance::intern(tx, provenance).await?, from };
    let LocalDeclaration { region, plugin, field } = declaration;
    let sql = format!(
        "SELECT f.id FROM local_field f WHERE f.region_id = $3 AND f.dataset = $4 AND f.key = $5 AND {}",
        in_force("f")
    );
    let before = query_as_of(sql, from).bind(region.0).bind(field.dataset.as_str()).bind(field.key.as_str());
    let valid_to = match before.fetch_optional(tx.connection()).await? {
        Some(row) => supersede(tx, "local_field", FIELD, row.int(0)?, from).await?,
        None => Date::OPEN,
    };
    let row = Values::default().and(region.0).and(plugin.clone()).and(field.dataset.as_str());
    let row = row.and(field.key.as_str()).and(to_json(field)?);
    insert_fact(tx, "local_field", FIELD, row.stamped_until(stamp, valid_from, valid_to)).await
}

/// Records the value of a local field of a person, house or unit from `valid_from` on.
///
/// # Errors
/// A value of a kind that no local field has.
pub async fn set_local_value(
    tx: &mut Tx,
    (dataset, subject, key): (&str, i64, &str),
    value: &Value,
    provenance: &Provenance,
    valid_from: Date,
    now: Instant,
) -> Result<()> {
    let from = AsOf { valid: valid_from, recorded: now };
    let stamp = Stamp { provenance: provenance::intern(tx, provenance).await?, from };
    #[expect(clippy::cast_precision_loss, reason = "whole local numbers are at most 32 bits wide")]
    let (number, text) = match value {
        Value::Flag(flag) => (f64::from(u8::from(*flag)), None),
        Value::Integer(number) => (*number as f64, None),
        Value::Decimal(number) => (*number, None),
        Value::Date(day) => (f64::from(day.0), None),
        Value::Text(text) => (0.0, Some(text.clone())),
        Value::Instant(_) | Value::Codes(_) => {
            return Err(StoreError::Question(DataError::WrongType(format!("{dataset}.{key}"))));
        }
    };
    let sql = format!(
        "SELECT v.id FROM local_value v WHERE v.subject_id = $3 AND v.dataset = $4 AND v.key = $5 AND {}",
        in_force("v")
    );
    let before = query_as_of(sql, from).bind(subject).bind(dataset).bind(key).fetch_optional(tx.connection()).await?;
    let valid_to = match before {
        Some(row) => supersede(tx, "local_value", VALUE, row.int(0)?, from).await?,
        None => Date::OPEN,
    };
    let row = Values::default().and(dataset).and(subject).and(key).and(number).and(text);
    insert_fact(tx, "local_value", VALUE, row.stamped_until(stamp, valid_from, valid_to)).await
}

impl Store {
    /// The local fields that hold along a path (outermost first); where a nearer region declares the same key again, only its
    /// declaration.
    ///
    /// # Errors
    /// The database's own.
    pub async fn local_fields(&self, path: &[RegionId], at: AsOf) -> Result<Vec<LocalDeclaration>> {
        let sql = format!(
            "SELECT f.region_id, f.plugin, f.declaration FROM local_field f WHERE {} AND {} ORDER BY f.dataset, f.key",
            on_path("f.region_id", 3),
            in_force("f")
        );
        let depth = |region: RegionId| path.iter().position(|on_path| *on_path == region);
        let mut nearest: Vec<LocalDeclaration> = Vec::new();
        for row in bind_path(query_as_of(sql, at), path).fetch_all(self.reader()).await? {
            let (region, field): (_, LocalField) = (RegionId(row.int(0)?), row.json(2)?);
            let declared = LocalDeclaration { region, plugin: row.text_or_null(1)?, field };
            // One key's declarations come one after the other.
            match nearest.last_mut().filter(|last| last.same_key(&declared)) {
                Some(last) if depth(last.region) < depth(region) => *last = declared,
                Some(_) => {}
                None => nearest.push(declared),
            }
        }
        Ok(nearest)
    }
}
