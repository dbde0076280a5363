//! Staff: who holds which post, found by place, post and name.

use super::row::end_of;
use super::waves::waves;
use super::{Chunk, Done, Refused, Seen, StaffRow, Taking};
use crate::bulk::{Keys, Rows, Values};
use crate::error::Result;
use crate::facts::supersede_all;
use crate::sql::{Read, each, narrow, query_as_of};
use crate::store::Tx;
use lifang_core::clock::Date;

const FACTS: &[&str] = &["region_id", "post", "name", "phone", "since"];

/// Takes appointments; gives what became of each row.
///
/// # Errors
/// The database's own, [`crate::Conflict::Changed`] where others wrote meanwhile; then nothing may be committed.
pub async fn take_staff(tx: &mut Tx, chunk: Chunk<'_>, seen: &mut Seen, rows: &[StaffRow]) -> Result<Vec<Done>> {
    let mut taking = Taking::begin(tx, chunk, "appointment").await?;
    let mut done = vec![Done::Unchanged; rows.len()];
    for wave in waves(rows.iter().map(|row| [(row.region, &row.post, &row.name)])) {
        let wave_rows: Vec<&StaffRow> = wave.iter().map(|position| &rows[*position]).collect();
        let of_wave = take(tx, &mut taking, seen, &wave_rows).await?;
        for (position, one) in wave.into_iter().zip(of_wave) {
            done[position] = one;
        }
    }
    if chunk.write {
        taking.end(tx).await?;
    }
    Ok(done)
}

/// An appointment on record.
#[derive(Clone)]
struct Known {
    fact: i64,
    phone: String,
    since: Date,
    valid_from: Date,
    valid_to: Date,
}

async fn take(tx: &mut Tx, taking: &mut Taking<'_>, seen: &mut Seen, rows: &[&StaffRow]) -> Result<Vec<Done>> {
    let known = look_up(tx, taking, rows).await?;
    let mut closed = Vec::new();
    let mut written = Vec::new();
    let mut done = Vec::with_capacity(rows.len());
    for (row, known) in rows.iter().zip(known) {
        let before = seen.fresh.note(&(row.region, &row.post, &row.name), row);
        let phone = row.phone.clone().or_else(|| known.as_ref().map(|known| known.phone.clone())).unwrap_or_default();
        let since = row.since.or(known.as_ref().map(|known| known.since)).unwrap_or(taking.chunk.day);
        let end = end_of(row.until).or(known.as_ref().map(|known| known.valid_to)).unwrap_or(Date::OPEN);
        let outcome = match (&known, before) {
            (None, None) if row.until.is_some() && row.since.is_none() => Done::Refused(Refused::Missing("since")),
            (_, None) if end <= since => Done::Refused(Refused::EndsBefore("until")),
            (Some(known), _) if (&known.phone, known.since, known.valid_to) == (&phone, since, end) => Done::Unchanged,
            (_, Some(true)) => Done::Unchanged,
            (_, Some(false)) => Done::Refused(Refused::SaidOtherwise("name")),
            (Some(known), None) => {
                // A day that is written otherwise was never true; a new phone holds from now on.
                // Whoever has left can only have had it then.
                let phone_only = (since, end) == (known.since, known.valid_to) && end > taking.stamp.from.valid;
                let from = if phone_only { taking.stamp.from.valid } else { known.valid_from.min(since) };
                closed.push((known.fact, if phone_only { from } else { Date::START }));
                written.push((*row, phone, since, if since == known.since { from } else { since }, end));
                Done::Updated
            }
            (None, None) => {
                written.push((*row, phone, since, since, end));
                Done::Taken
            }
        };
        done.push(outcome);
    }
    if taking.chunk.write {
        supersede_all(tx, "appointment", FACTS, &closed, taking.stamp.from.recorded).await?;
        let mut facts = Rows::of_facts("appointment", FACTS);
        for (row, phone, since, from, to) in written {
            taking.touch([row.community]);
            let values = Values::default().and(row.region.0).and(row.post.as_str()).and(row.name.as_str());
            let values = values.and(phone).and(i64::from(since.0));
            facts.push(tx, values.stamped_until(taking.stamp, from, to)).await?;
        }
        facts.finish(tx).await?;
    }
    Ok(done)
}

async fn look_up(tx: &mut Tx, taking: &Taking<'_>, rows: &[&StaffRow]) -> Result<Vec<Option<Known>>> {
    let mut known = vec![None; rows.len()];
    let mut keys = Keys::new(&["position", "region", "post", "name", "until"]);
    for (row, position) in rows.iter().zip(0_i64..) {
        let key = Values::default().and(position).and(row.region.0);
        let until = end_of(row.until).map(|end| i64::from(end.0));
        keys.push(key.and(row.post.as_str()).and(row.name.as_str()).and(until));
    }
    let sql = format!(
        "SELECT k.position, a.id, a.phone, a.since, a.valid_to, a.valid_from FROM {} {} ORDER BY a.id",
        keys.table(tx.engine(), 3),
        each(
            tx.engine(),
            "appointment",
            "a",
            "a.region_id = k.region AND a.post = k.post AND a.name = k.name AND a.recorded_from <= $2 AND a.recorded_to > $2 \
             AND (a.valid_to > $1 OR a.valid_to = k.until)"
        )
    );
    for row in query_as_of(sql, taking.at()).bind(keys.json()?).fetch_all(tx.connection()).await? {
        let position: usize = narrow(row.int(0)?)?;
        if let Some(place) = known.get_mut(position) {
            let (since, valid_to) = (Date(narrow(row.int(3)?)?), Date(narrow(row.int(4)?)?));
            let valid_from = Date(narrow(row.int(5)?)?);
            *place = Some(Known { fact: row.int(1)?, phone: row.text(2)?, since, valid_from, valid_to });
        }
    }
    Ok(known)
}
