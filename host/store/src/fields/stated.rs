//! Single fields that a visit stated: written where they are new, noted as confirmed where they are known.

use super::origins::note_checks;
use super::values::{communities_known, put_local_values};
use crate::as_of::AsOf;
use crate::base_data::{correct_person, person_to_correct};
use crate::error::{Result, StoreError};
use crate::regions::recount;
use crate::store::Tx;
use lifang_core::base_data::{PersonFacts, Provenance};
use lifang_core::clock::{Date, Instant};
use lifang_core::dataset::Schema;
use lifang_core::query::DataError;
use lifang_core::value::Value;

/// Records what was stated of one subject's fields on `valid_from`: columns of persons that one visit can state (`phone`,
/// `living`, `care`) and local fields. The rest of what is known stays as others stated it.
///
/// # Errors
/// A field or value that cannot be written; there is no such person on that day.
pub async fn state_fields(
    tx: &mut Tx,
    (dataset, subject): (&str, i64),
    stated: &[(&str, Value)],
    provenance: &Provenance,
    valid_from: Date,
    now: Instant,
) -> Result<()> {
    let (local, columns): (Vec<_>, Vec<_>) = stated.iter().partition(|(key, _)| key.starts_with("x."));
    if !columns.is_empty() {
        if dataset != "persons" {
            return Err(wrong(dataset, columns[0].0));
        }
        let at = AsOf::on(valid_from, now);
        let known = person_to_correct(tx, subject, at).await?.ok_or(StoreError::NotFound("person"))?.facts;
        let mut facts = known.clone();
        for (key, value) in columns {
            put(&mut facts, key, value).ok_or_else(|| wrong(dataset, key))?;
        }
        if facts != known {
            correct_person(tx, subject, &facts, provenance, valid_from, now).await?;
        }
    }
    let local: Vec<_> = local.into_iter().map(|(key, value)| (subject, *key, value.clone())).collect();
    put_local_values(tx, dataset, &local, provenance, valid_from, now).await?;
    let keys: Vec<&str> = stated.iter().map(|(key, _)| *key).collect();
    note_checks(tx, dataset, subject, &keys, provenance, now).await?;
    let communities = communities_known(tx, dataset, &[subject]).await?;
    recount(tx, &communities, AsOf::now(now)).await
}

fn put(facts: &mut PersonFacts, key: &str, value: &Value) -> Option<()> {
    let schema = Schema::v1();
    match (key, value) {
        ("phone", Value::Text(phone)) => facts.phone = Some(phone.clone()),
        ("living", Value::Text(code)) => facts.living = Some(schema.number("living", code)?),
        ("care", Value::Codes(codes)) => {
            let bit = |code: &String| schema.number("care", code).map(|position| 1_u16 << position);
            facts.care = codes.iter().map(bit).try_fold(0, |all, bit| Some(all | bit?))?;
        }
        _ => return None,
    }
    Some(())
}

fn wrong(dataset: &str, key: &str) -> StoreError {
    StoreError::Question(DataError::WrongType(format!("{dataset}.{key}")))
}
