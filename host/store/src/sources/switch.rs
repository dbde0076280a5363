//! Registering sources, switching them on and off, and the condition that what a fact says is to be heard.

use crate::as_of::AsOf;
use crate::error::{Result, StoreError};
use crate::regions::recount;
use crate::sql::{Read, in_force, query, query_as_of};
use crate::store::{Store, Tx};
use lifang_core::clock::{Date, Instant};
use lifang_core::region::RegionId;
use lifang_core::text::Bilingual;
use sqlx::any::AnyRow;
use std::collections::BTreeSet;

/// What kind of source it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// It collects base data.
    Base,
    /// It comes from outside, and speaks beside base data.
    Feed,
}

/// A source to be registered.
#[derive(Clone, Debug)]
pub struct NewSource<'a> {
    /// What provenance calls it: `health`, `import`.
    pub name: &'a str,
    /// What people call it.
    pub title: &'a Bilingual,
    /// What kind it is.
    pub kind: SourceKind,
    /// Whose it is: it speaks of people there, and is switched by those who answer for it there.
    pub region: RegionId,
    /// The office that answers for it.
    pub responsible: &'a str,
    /// Who registers it.
    pub actor: &'a str,
}

/// A source as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its number.
    pub id: i64,
    /// What provenance calls it.
    pub name: String,
    /// What people call it.
    pub title: Bilingual,
    /// What kind it is.
    pub kind: SourceKind,
    /// Whose it is.
    pub region: RegionId,
    /// The office that answers for it.
    pub responsible: String,
    /// Whether it speaks.
    pub on: bool,
    /// Since which day, and why; none where nobody ever switched it.
    pub since: Option<(Date, String)>,
}

/// A switch to be set.
#[derive(Clone, Copy, Debug)]
pub struct Switch<'a> {
    /// Which source.
    pub source: i64,
    /// Whether it speaks.
    pub on: bool,
    /// From which day on; not later than today.
    pub from: Date,
    /// Why.
    pub why: &'a str,
    /// Who says so.
    pub actor: &'a str,
    /// When.
    pub now: Instant,
}

fn quiet(switch: &str) -> String {
    format!(
        "SELECT p.id FROM source_switch t CROSS JOIN source s CROSS JOIN provenance p \
         WHERE t.is_on = 0 AND {switch} AND s.id = t.source_id AND p.source = s.name"
    )
}

/// The condition that the source of a fact row speaks on the day `$1`, as it was known at the moment `$2`.
pub(crate) fn loud(alias: &str) -> String {
    format!("{alias}.provenance_id NOT IN ({})", quiet(&in_force("t")))
}

/// The same as it is known now; only the day is bound.
pub(crate) fn loud_now(alias: &str) -> String {
    let now = format!("t.valid_from <= $1 AND t.valid_to > $1 AND t.recorded_to = {}", Instant::OPEN.0);
    format!("{alias}.provenance_id NOT IN ({})", quiet(&now))
}

/// Registers a source; it speaks.
///
/// # Errors
/// There is one of that name already.
pub async fn register(tx: &mut Tx, new: &NewSource<'_>, now: Instant) -> Result<i64> {
    let sql = "INSERT INTO source (name, title_zh, title_en, kind, region_id, responsible, created_at, created_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
    query(sql)
        .bind(new.name)
        .bind(new.title.zh.as_str())
        .bind(new.title.en.as_str())
        .bind(match new.kind {
            SourceKind::Base => 1_i64,
            SourceKind::Feed => 2,
        })
        .bind(new.region.0)
        .bind(new.responsible)
        .bind(now.0)
        .bind(new.actor)
        .fetch_one(tx.connection())
        .await?
        .int(0)
}

/// Sets a switch from a day on. Whatever was said of later days before is said anew. Gives how many communities it concerns; they
/// are counted again.
///
/// # Errors
/// There is no such source.
pub async fn switch(tx: &mut Tx, set: &Switch<'_>) -> Result<usize> {
    let (open, from) = (Instant::OPEN.0, i64::from(set.from.0));
    let taken = query("UPDATE source SET name = name WHERE id = $1").bind(set.source).execute(tx.connection()).await?;
    if taken.rows_affected() == 0 {
        return Err(StoreError::NotFound("source"));
    }
    let before = "INSERT INTO source_switch (source_id, is_on, why, actor, valid_from, valid_to, recorded_from, recorded_to) \
                  SELECT source_id, is_on, why, actor, valid_from, $1, $2, $3 FROM source_switch \
                  WHERE source_id = $4 AND recorded_to = $3 AND valid_from < $1 AND valid_to > $1";
    let close = "UPDATE source_switch SET recorded_to = $2 WHERE source_id = $4 AND recorded_to = $3 AND valid_to > $1 \
                 AND recorded_from < $2";
    for sql in [before, close] {
        query(sql).bind(from).bind(set.now.0).bind(open).bind(set.source).execute(tx.connection()).await?;
    }
    let add = "INSERT INTO source_switch (source_id, is_on, why, actor, valid_from, valid_to, recorded_from, recorded_to) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    query(add)
        .bind(set.source)
        .bind(i64::from(set.on))
        .bind(set.why)
        .bind(set.actor)
        .bind(from)
        .bind(i64::from(Date::OPEN.0))
        .bind(set.now.0)
        .bind(open)
        .execute(tx.connection())
        .await?;
    let concerned = concerned(tx, set.source).await?;
    recount(tx, &concerned, AsOf::now(set.now)).await?;
    Ok(concerned.len())
}

/// The communities of which the source says anything that is known now.
async fn concerned(tx: &mut Tx, source: i64) -> Result<Vec<RegionId>> {
    let said = "CROSS JOIN provenance p WHERE s.id = $1 AND p.source = s.name AND f.recorded_to = $2 AND f.provenance_id = p.id";
    let own = |table: &str, community: &str| format!("SELECT f.{community} FROM source s CROSS JOIN {table} f {said}");
    let of_persons = |table: &str, only: &str| {
        let person = if table == "local_value" { "subject_id" } else { "person_id" };
        format!(
            "SELECT r.community_id FROM source s CROSS JOIN {table} f CROSS JOIN residence r {said} \
             AND r.person_id = f.{person} AND r.recorded_to = $2{only}"
        )
    };
    let of_local = |table: &str, subject: &str, dataset: &str| {
        format!(
            "SELECT h.community_id FROM source s CROSS JOIN local_value f CROSS JOIN {table} h {said} \
             AND f.dataset = '{dataset}' AND h.{subject} = f.subject_id AND h.recorded_to = $2"
        )
    };
    let sql = [
        own("residence", "community_id"),
        own("building_fact", "community_id"),
        own("house_fact", "community_id"),
        own("unit_fact", "community_id"),
        own("visit", "place_id"),
        of_persons("person_fact", ""),
        of_persons("feed_fact", ""),
        of_persons("local_value", " AND f.dataset = 'persons'"),
        // A visit elsewhere is a person's latest, too.
        of_persons("visit", ""),
        of_local("house_fact", "house_id", "houses"),
        of_local("unit_fact", "unit_id", "units"),
    ]
    .join(" UNION ");
    let rows = query(sql).bind(source).bind(Instant::OPEN.0).fetch_all(tx.connection()).await?;
    rows.iter().map(|row| row.int(0).map(RegionId)).collect()
}

const SOURCE: &str = "SELECT s.id, s.name, s.title_zh, s.title_en, s.kind, s.region_id, s.responsible, t.is_on, t.valid_from, \
                      t.why FROM source s LEFT JOIN source_switch t ON t.source_id = s.id AND";

impl Store {
    /// All sources, by name, as they stood as of `at`.
    ///
    /// # Errors
    /// The database's own.
    pub async fn sources(&self, at: AsOf) -> Result<Vec<Source>> {
        let sql = format!("{SOURCE} {} ORDER BY s.name", in_force("t"));
        query_as_of(sql, at).fetch_all(self.reader()).await?.iter().map(source).collect()
    }

    /// One source as it stood as of `at`.
    ///
    /// # Errors
    /// The database's own.
    pub async fn source(&self, id: i64, at: AsOf) -> Result<Option<Source>> {
        let sql = format!("{SOURCE} {} WHERE s.id = $3", in_force("t"));
        let row = query_as_of(sql, at).bind(id).fetch_optional(self.reader()).await?;
        row.as_ref().map(source).transpose()
    }

    /// The names of the sources that were off as of `at`.
    ///
    /// # Errors
    /// The database's own.
    pub async fn quiet_sources(&self, at: AsOf) -> Result<BTreeSet<String>> {
        let sql = format!(
            "SELECT s.name FROM source_switch t JOIN source s ON s.id = t.source_id WHERE t.is_on = 0 AND {}",
            in_force("t")
        );
        query_as_of(sql, at).fetch_all(self.reader()).await?.iter().map(|row| row.text(0)).collect()
    }
}

fn source(row: &AnyRow) -> Result<Source> {
    let since = match row.int_or_null(8)? {
        Some(day) => Some((Date(crate::sql::narrow(day)?), row.text_or_null(9)?.unwrap_or_default())),
        None => None,
    };
    Ok(Source {
        id: row.int(0)?,
        name: row.text(1)?,
        title: Bilingual::new(row.text(2)?, row.text(3)?),
        kind: if row.int(4)? == 2 { SourceKind::Feed } else { SourceKind::Base },
        region: RegionId(row.int(5)?),
        responsible: row.text(6)?,
        on: row.int_or_null(7)? != Some(0),
        since,
    })
}
