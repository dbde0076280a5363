//! Declarations of local fields, the X of 9+X: dated facts like all others.

use crate::as_of::AsOf;
use crate::bulk::Values;
use crate::error::{Result, StoreError};
use crate::facts::{Stamp, insert_fact, supersede};
use crate::provenance;
use crate::regions::{Place, place};
use crate::sql::{Read, bind_path, in_force, on_path, query, query_as_of, to_json};
use crate::store::{Store, Tx};
use lifang_core::base_data::Provenance;
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, Instant};
use lifang_core::manifest::LocalField;
use lifang_core::region::RegionId;
use sqlx::any::AnyRow;

const FIELD: &[&str] = &["region_id", "plugin", "dataset", "key", "declaration"];

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
        self.field.readable()
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

/// A declaration of the same key with another type that the new one must not stand beside: one that holds for a part of the
/// same regions on the same days, or any at all whose values are there, since values are stored as their type wants them.
///
/// # Errors
/// There is no such region on that day.
pub async fn contrary_declaration(
    tx: &mut Tx,
    new: &LocalDeclaration,
    valid_from: Date,
    now: Instant,
) -> Result<Option<LocalDeclaration>> {
    let own = place(tx.connection(), new.region, AsOf::on(valid_from, now)).await?;
    let sql = "SELECT f.region_id, f.plugin, f.declaration, f.valid_to, f.recorded_to FROM local_field f \
               WHERE f.dataset = $1 AND f.key = $2 ORDER BY f.id DESC";
    let asked = query(sql).bind(new.field.dataset.as_str()).bind(new.field.key.as_str());
    for row in asked.fetch_all(tx.connection()).await? {
        let other = declaration(&row)?;
        if other.field.column_type == new.field.column_type {
            continue;
        }
        let at = AsOf::on(valid_from, now);
        if other.region != new.region && !meet(tx, &own, other.region, at).await? {
            continue;
        }
        // The region's own declaration is replaced, not stood beside.
        let beside =
            other.region != new.region && row.int(3)? > i64::from(valid_from.0) && row.int(4)? == Instant::OPEN.0;
        if beside || has_values(tx, &new.field).await? {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// Whether one of two regions lies within the other.
async fn meet(tx: &mut Tx, own: &Place, other: RegionId, at: AsOf) -> Result<bool> {
    match place(tx.connection(), other, at).await {
        Ok(other) => Ok(own.path.starts_with(&other.path) || other.path.starts_with(&own.path)),
        // Abolished.
        Err(StoreError::NotFound(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether anything has a value of the field's key.
pub(crate) async fn has_values(tx: &mut Tx, field: &LocalField) -> Result<bool> {
    let LocalField { dataset, key, .. } = field;
    let sql = "SELECT v.id FROM local_value v WHERE v.dataset = $1 AND v.key = $2 LIMIT 1";
    let found = query(sql).bind(dataset.as_str()).bind(key.as_str()).fetch_optional(tx.connection()).await?;
    Ok(found.is_some())
}

/// Withdraws the region's declaration: from `valid_from` on the field is not there. Its values and its history stay.
///
/// # Errors
/// The region itself declares no such field on that day or later.
pub async fn withdraw_local_field(
    tx: &mut Tx,
    region: RegionId,
    (dataset, key): (&str, &str),
    valid_from: Date,
    now: Instant,
) -> Result<()> {
    let sql = "SELECT f.id FROM local_field f WHERE f.region_id = $1 AND f.dataset = $2 AND f.key = $3 \
               AND f.valid_to > $4 AND f.recorded_to = $5 ORDER BY f.id";
    let known = query(sql).bind(region.0).bind(dataset).bind(key).bind(i64::from(valid_from.0)).bind(Instant::OPEN.0);
    let known = known.fetch_all(tx.connection()).await?;
    if known.is_empty() {
        return Err(StoreError::NotFound("local field"));
    }
    for row in known {
        supersede(tx, "local_field", FIELD, row.int(0)?, AsOf { valid: valid_from, recorded: now }).await?;
    }
    Ok(())
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
            let declared = declaration(&row)?;
            // One key's declarations come one after the other.
            match nearest.last_mut().filter(|last| last.same_key(&declared)) {
                Some(last) if depth(last.region) < depth(declared.region) => *last = declared,
                Some(_) => {}
                None => nearest.push(declared),
            }
        }
        Ok(nearest)
    }

    /// The local fields that regions below this one declare for a part of it, each declaration for itself.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn local_fields_below(&self, region: RegionId, at: AsOf) -> Result<Vec<LocalDeclaration>> {
        let root = place(self.reader(), region, at).await?;
        let sql = format!(
            "SELECT f.region_id, f.plugin, f.declaration FROM local_field f JOIN region_version v ON v.region_id = f.region_id \
             WHERE v.path > $3 AND v.path < $4 AND {} AND {} ORDER BY f.dataset, f.key, v.path",
            in_force("f"),
            in_force("v")
        );
        let rows = query_as_of(sql, at).bind(root.path.as_str()).bind(root.end()).fetch_all(self.reader()).await?;
        rows.iter().map(declaration).collect()
    }
}

/// The declaration of a row that begins with region, plugin and declaration.
fn declaration(row: &AnyRow) -> Result<LocalDeclaration> {
    Ok(LocalDeclaration { region: RegionId(row.int(0)?), plugin: row.text_or_null(1)?, field: row.json(2)? })
}
