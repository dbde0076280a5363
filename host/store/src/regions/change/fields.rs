//! Local fields of regions that come together: one key has one type along a path, and a change must not part values from it.

use super::plan::Plan;
use super::refusal;
use super::versions::Ground;
use crate::error::Result;
use crate::fields::has_values;
use crate::sql::{Read, in_force, query_as_of};
use crate::store::Tx;
use lifang_core::manifest::LocalField;

/// A declaration that holds on the day of the change or later, and where its region lies on that day.
struct Declared {
    code: String,
    path: String,
    field: LocalField,
}

/// Checks that no region comes to lie where a field that it has is declared with another type.
pub(super) async fn agree(tx: &mut Tx, ground: &Ground, plan: &Plan) -> Result<()> {
    let changed = plan.changed.iter().filter(|(version, after)| version.path != after.path);
    let mut moves: Vec<(&str, String)> =
        changed.map(|(version, after)| (version.path.as_str(), after.path.clone())).collect();
    for ended in &plan.ended {
        let to = plan.links.iter().find(|link| link.from == ended.id && link.main).map(|link| link.to);
        if let Some(path) = path_after(tx, ground, plan, to).await? {
            moves.push((&ended.path, path));
        }
    }
    if moves.is_empty() {
        return Ok(());
    }
    let all = declared(tx, ground).await?;
    for (old, new) in moves {
        // What it brings: its own fields, those of what lies below, and the values of those it lay under.
        let brings = || all.iter().filter(|one| old.starts_with(&one.path) || one.path.starts_with(old));
        let meets = || all.iter().filter(|one| new.starts_with(&one.path) || one.path.starts_with(&new));
        for one in brings() {
            // What lies beside it below the new place is met only by what becomes that place's own.
            let other = meets().find(|other| {
                let key = (&one.field.dataset, &one.field.key) == (&other.field.dataset, &other.field.key);
                let beside = other.path.len() > new.len() && one.path != old;
                key && one.field.column_type != other.field.column_type && !beside
            });
            let Some(other) = other else { continue };
            // Of what it lay under it brings values, if there are any.
            let own = one.path.len() >= old.len();
            if own || has_values(tx, &one.field).await? {
                return Err(refusal::field_type_differs(&one.code, &other.code, &one.field, &other.field));
            }
        }
    }
    Ok(())
}

async fn path_after(
    tx: &mut Tx,
    ground: &Ground,
    plan: &Plan,
    region: Option<lifang_core::region::RegionId>,
) -> Result<Option<String>> {
    let Some(region) = region else { return Ok(None) };
    if let Some(new) = plan.created.iter().find(|new| new.id == region) {
        return Ok(Some(new.after.path.clone()));
    }
    if let Some((_, after)) = plan.changed.iter().find(|(version, _)| version.id == region) {
        return Ok(Some(after.path.clone()));
    }
    Ok(Some(ground.region(tx, region).await?.path))
}

async fn declared(tx: &mut Tx, ground: &Ground) -> Result<Vec<Declared>> {
    let sql = format!(
        "SELECT v.code, v.path, f.declaration FROM local_field f CROSS JOIN region_version v \
         WHERE v.region_id = f.region_id AND {} AND {} ORDER BY f.id",
        ground.onward("f"),
        in_force("v")
    );
    let rows = query_as_of(sql, ground.at).fetch_all(tx.connection()).await?;
    rows.iter().map(|row| Ok(Declared { code: row.text(0)?, path: row.text(1)?, field: row.json(2)? })).collect()
}
