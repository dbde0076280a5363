//! How often checklists ask for what base data holds already: the burden of collecting.

use crate::as_of::AsOf;
use crate::error::Result;
use crate::regions::{Place, ids_of_path, level_number, place};
use crate::sql::{Read, in_force, query, query_as_of};
use crate::store::{Store, Tx};
use lifang_core::clock::Date;
use lifang_core::region::{Level, RegionId};
use sqlx::any::AnyRow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Counts about one question of one checklist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    /// The question.
    pub question: String,
    /// Dataset and key of the field it collects, such as `persons.phone`; empty where it collects none.
    pub field: String,
    /// Times it was answered in a judged submission.
    pub asked: i64,
    /// Of those, base data held the field fresh.
    pub fresh: i64,
    /// Of those, the form showed it filled.
    pub prefilled: i64,
    /// Of those, it was left as it was.
    pub confirmed: i64,
    /// Times a form went out with it filled.
    pub offered: i64,
}

/// Counts by question and field.
type Questions = BTreeMap<(String, String), Asking>;

/// Counts about a checklist in a district and month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burden {
    /// The district, or the region itself where it lies above or below districts.
    pub district: RegionId,
    /// The checklist.
    pub checklist: String,
    /// The plugin.
    pub plugin: String,
    /// Per question.
    pub askings: Vec<Asking>,
}

/// Adds to the counts of a checklist at a community (or larger region) in a month, given by its first day.
///
/// # Errors
/// The database's own.
pub async fn count_askings(
    tx: &mut Tx,
    (place, month): (RegionId, Date),
    (checklist, plugin): (&str, &str),
    askings: &[Asking],
) -> Result<()> {
    let sql = "INSERT INTO asking (place_id, month, checklist, plugin, question, field, asked, fresh, prefilled, confirmed, \
               offered) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
               ON CONFLICT (place_id, month, checklist, plugin, question, field) DO UPDATE SET \
               asked = asking.asked + excluded.asked, fresh = asking.fresh + excluded.fresh, \
               prefilled = asking.prefilled + excluded.prefilled, confirmed = asking.confirmed + excluded.confirmed, \
               offered = asking.offered + excluded.offered";
    let mut sorted: Vec<&Asking> = askings.iter().collect();
    // Always in the same order: two transactions that wait for each other's rows would wait for ever.
    sorted.sort_by(|a, b| (&a.question, &a.field).cmp(&(&b.question, &b.field)));
    for asking in sorted {
        query(sql)
            .bind(place.0)
            .bind(i64::from(month.0))
            .bind(checklist)
            .bind(plugin)
            .bind(asking.question.as_str())
            .bind(asking.field.as_str())
            .bind(asking.asked)
            .bind(asking.fresh)
            .bind(asking.prefilled)
            .bind(asking.confirmed)
            .bind(asking.offered)
            .execute(tx.connection())
            .await?;
    }
    Ok(())
}

impl Store {
    /// The burden in a region and all below it in the months from `first` to `last` (first days), by district, checklist and
    /// plugin.
    ///
    /// # Errors
    /// There is no such region as of `at`.
    pub async fn burden(&self, region: RegionId, (first, last): (Date, Date), at: AsOf) -> Result<Vec<Burden>> {
        let root = place(self.reader(), region, at).await?;
        // The nation is the first of a path.
        let district = usize::try_from(level_number(Level::District)).unwrap_or(usize::MAX);
        let sql = format!(
            "SELECT c.path, a.checklist, a.plugin, a.question, a.field, a.asked, a.fresh, a.prefilled, a.confirmed, a.offered \
             FROM region_version c CROSS JOIN asking a WHERE a.place_id = c.region_id AND c.path >= $3 AND c.path < $4 \
             AND a.month >= $5 AND a.month <= $6 AND {}",
            in_force("c")
        );
        let asked = query_as_of(sql, at).bind(root.path.as_str()).bind(root.end());
        let rows = asked.bind(i64::from(first.0)).bind(i64::from(last.0)).fetch_all(self.reader()).await?;
        let mut found = rows.into_iter().map(|row| Ok((row.text(0)?, row))).collect::<Result<Vec<_>>>()?;
        found.extend(self.asked_where_nobody_is(&root, (first, last), at).await?);
        let mut counted: BTreeMap<(RegionId, String, String), Questions> = BTreeMap::new();
        for (path, row) in found {
            let district = ids_of_path(&path).nth(district).unwrap_or(region);
            let (question, field) = (row.text(3)?, row.text(4)?);
            let of_checklist = counted.entry((district, row.text(1)?, row.text(2)?)).or_default();
            let asking = of_checklist.entry((question.clone(), field.clone())).or_default();
            *asking = Asking {
                question,
                field,
                asked: asking.asked + row.int(5)?,
                fresh: asking.fresh + row.int(6)?,
                prefilled: asking.prefilled + row.int(7)?,
                confirmed: asking.confirmed + row.int(8)?,
                offered: asking.offered + row.int(9)?,
            };
        }
        let burden = |((district, checklist, plugin), askings): ((_, _, _), Questions)| Burden {
            district,
            checklist,
            plugin,
            askings: askings.into_values().collect(),
        };
        Ok(counted.into_iter().map(burden).collect())
    }

    /// Counts of communities that have ended, and the path of what each has become, where that lies within the root.
    async fn asked_where_nobody_is(
        &self,
        root: &Place,
        (first, last): (Date, Date),
        at: AsOf,
    ) -> Result<Vec<(String, AnyRow)>> {
        let sql = format!(
            "SELECT a.place_id, a.checklist, a.plugin, a.question, a.field, a.asked, a.fresh, a.prefilled, a.confirmed, a.offered \
             FROM asking a WHERE a.month >= $3 AND a.month <= $4 \
             AND NOT EXISTS (SELECT 1 FROM region_version c WHERE c.region_id = a.place_id AND {})",
            in_force("c")
        );
        let asked = query_as_of(sql, at).bind(i64::from(first.0)).bind(i64::from(last.0));
        let mut paths: BTreeMap<i64, Option<String>> = BTreeMap::new();
        let mut found = Vec::new();
        for row in asked.fetch_all(self.reader()).await? {
            let gone = row.int(0)?;
            if let Entry::Vacant(path_of) = paths.entry(gone) {
                let today = self.became(RegionId(gone), at).await?.into_iter().next();
                let path = match today {
                    Some(today) => Some(place(self.reader(), today.id, at).await?.path),
                    None => None,
                };
                path_of.insert(path.filter(|path| path.starts_with(&root.path)));
            }
            if let Some(Some(path)) = paths.get(&gone) {
                found.push((path.clone(), row));
            }
        }
        Ok(found)
    }
}
