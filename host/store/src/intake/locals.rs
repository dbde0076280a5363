//! Local fields that rows bring along: compared with what is held of their subjects, and written with the rest of the chunk.

use super::{Judged, LocalsSaid, Refused, Taking};
use crate::error::Result;
use crate::fields::{HeldValues, put_local_values};
use crate::store::Tx;
use lifang_core::value::Value;
use std::sync::Arc;

/// What is held of the local fields that a wave's rows speak of.
#[derive(Default)]
pub(super) struct Held(HeldValues);

impl Held {
    /// Of subjects on record, each with what its row says.
    pub(super) async fn look_up<'a>(
        tx: &mut Tx,
        taking: &Taking<'_>,
        dataset: &str,
        rows: impl Iterator<Item = (i64, &'a LocalsSaid)>,
    ) -> Result<Self> {
        let subjects: Vec<i64> = rows.filter(|(_, said)| !said.is_empty()).map(|(subject, _)| subject).collect();
        Ok(Self(HeldValues::look_up(tx, dataset, &subjects, taking.at()).await?))
    }

    /// Whether what is said of a subject is news. A file that says two things about one subject contradicts itself.
    pub(super) fn is_news(&self, subject: i64, said: &LocalsSaid, again: bool) -> Judged<bool> {
        match said.iter().find(|(key, value)| !self.0.holds(subject, key, value)) {
            Some((key, _)) if again => Err(Refused::LocalOtherwise(Arc::clone(key))),
            found => Ok(found.is_some()),
        }
    }
}

/// What a wave writes of local fields.
#[derive(Default)]
pub(super) struct Locals(Vec<(i64, Arc<str>, Value)>);

impl Locals {
    /// All that a row says of a subject; what is held already is passed over when it is written.
    pub(super) fn push(&mut self, subject: i64, said: &LocalsSaid) {
        self.0.extend(said.iter().map(|(key, value)| (subject, Arc::clone(key), value.clone())));
    }

    pub(super) async fn write(self, tx: &mut Tx, taking: &Taking<'_>, dataset: &str) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let values: Vec<(i64, &str, Value)> =
            self.0.iter().map(|(subject, key, value)| (*subject, &**key, value.clone())).collect();
        let from = taking.stamp.from;
        put_local_values(tx, dataset, &values, taking.chunk.provenance, from.valid, from.recorded).await.map(drop)
    }
}
