//! What base data holds already of whom a checklist is about: handed to the plugin as `known`, offered to the worker prefilled.

use crate::Service;
use crate::error::{Result, ServiceError};
use crate::place::Place;
use crate::subjects::{Named, Subject};
use lifang_core::actor::{Actor, Role};
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, Instant};
use lifang_core::dataset::Schema;
use lifang_core::manifest::{Collect, FieldRef, LocalField};
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Level, RegionId};
use lifang_core::resolve::Installation;
use lifang_core::text::Bilingual;
use lifang_core::value::{Cell, Field, Value};
use lifang_store::audit::AuditEntry;
use lifang_store::fields::{Asking, count_askings};

const DAY_MS: i64 = 86_400_000;

/// Whom a checklist is about, and who fills it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) named: Named,
}

/// A value that base data holds fresh enough for the question that collects it.
#[derive(Clone, Debug, PartialEq)]
pub struct Prefilled {
    /// The question.
    pub question: String,
    /// The field.
    pub field: FieldRef,
    /// The value.
    pub value: Value,
    /// Where it comes from.
    pub source: String,
    /// When it was last collected or confirmed.
    pub recorded: Instant,
}

/// What is known of a subject, for one checklist.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    /// What the plugin gets: every field it collects of the subject's dataset.
    pub(crate) fields: Vec<Field>,
    /// What is held fresh.
    pub(crate) fresh: Vec<Prefilled>,
    /// The local fields among them.
    pub(crate) local: Vec<LocalField>,
}

impl Service {
    /// Whom a submission or form names, for those who serve residents.
    pub(crate) async fn about<'a>(
        &self,
        actor: &'a Actor,
        place: &Place,
        subject: Option<&Subject>,
    ) -> Result<Option<About<'a>>> {
        let Some(subject) = subject else { return Ok(None) };
        if actor.role == Role::Resident {
            return Err(not_for_residents());
        }
        Ok(Some(About { actor, named: self.subject_at(place, subject).await? }))
    }

    /// What base data holds of the subject for a checklist of the installation: only what the checklist collects, was granted,
    /// is declared here and may be seen by who fills it. The read is audited before anybody hears of it.
    pub(crate) async fn known(
        &self,
        installation: &Installation,
        place: &Place,
        checklist: &str,
        about: Option<&About<'_>>,
        now: Instant,
    ) -> Result<Known> {
        let (Some(about), Some(head)) = (about, installation.manifest.checklist(checklist)) else {
            return Ok(Known::default());
        };
        let dataset = about.named.dataset;
        let collects: Vec<&Collect> = head.collects.iter().filter(|one| one.field.dataset == dataset).collect();
        if collects.is_empty() {
            return Ok(Known::default());
        }
        let granted = installation.manifest.asked().intersection(&installation.granted);
        let declared = self.declarations(place).await?;
        // None where it is withheld.
        let readable = |key: &str| -> Option<Option<Readable>> {
            if !granted.has(dataset, key) {
                return None;
            }
            let local = declared.iter().find(|one| one.field.dataset == dataset && one.field.key == key);
            match local {
                Some(local) => local.field.may_see(about.actor.role).then(|| Some(local.readable())),
                None => Some(Schema::v1().datasets.get(dataset)?.column(key).map(Readable::from)),
            }
        };
        let columns: Vec<Option<Option<Readable>>> = collects.iter().map(|one| readable(&one.field.key)).collect();
        let asked: Vec<Readable> = columns.iter().flatten().flatten().cloned().collect();
        let region = place.path.region().id;
        let cells = self.store.subject(dataset, about.named.id, &asked, region, place.as_of).await?.unwrap_or_default();
        let keys: Vec<&str> = asked.iter().map(|column| column.key.as_str()).collect();
        let origins = self.store.origins(dataset, about.named.id, &keys, place.as_of).await?;
        self.note_read(installation, place, about, &keys).await?;

        let mut cells = cells.into_iter();
        let of_dataset = declared.into_iter().map(|one| one.field).filter(|field| field.dataset == dataset);
        let mut known = Known { local: of_dataset.collect(), ..Known::default() };
        for (collect, column) in collects.into_iter().zip(columns) {
            let cell = match column {
                None => Cell::Withheld,
                // A field that nobody declares here any more is quiet.
                Some(None) => Cell::Unknown,
                Some(Some(_)) => cells.next().unwrap_or(Cell::Unknown),
            };
            let since = now.plus_ms(-i64::from(collect.fresh_days) * DAY_MS);
            if let (Cell::Present(value), Some(origin)) = (&cell, origins.get(&collect.field.key))
                && origin.recorded >= since
            {
                known.fresh.push(Prefilled {
                    question: collect.question.clone(),
                    field: collect.field.clone(),
                    value: value.clone(),
                    source: origin.source.clone(),
                    recorded: origin.recorded,
                });
            }
            known.fields.push(Field { key: collect.field.key.clone(), cell });
        }
        Ok(known)
    }

    async fn note_read(
        &self,
        installation: &Installation,
        place: &Place,
        about: &About<'_>,
        keys: &[&str],
    ) -> Result<()> {
        let mut entry = AuditEntry::done(self.clock.now(), about.actor, "read-known");
        entry.region = Some(place.path.region().id);
        entry.plugin = Some(installation.plugin.to_string());
        entry.dataset = Some(about.named.dataset.into());
        entry.columns = keys.iter().map(|key| (*key).to_owned()).collect();
        entry.rows = Some(1);
        Ok(self.store.audit(&[entry]).await?)
    }

    /// Counts that a form went out with these questions filled.
    pub(crate) async fn count_offers(
        &self,
        installation: &Installation,
        place: &Place,
        checklist: &str,
        fresh: &[Prefilled],
    ) -> Result<()> {
        if fresh.is_empty() {
            return Ok(());
        }
        let offered = fresh.iter().map(|one| Asking {
            question: one.question.clone(),
            field: one.field.to_string(),
            offered: 1,
            ..Asking::default()
        });
        let mut tx = self.store.begin().await?;
        let month = month_of(place.as_of.valid);
        let of = (checklist, installation.plugin.id.as_str());
        count_askings(&mut tx, (counted_at(place), month), of, &offered.collect::<Vec<_>>()).await?;
        Ok(tx.commit().await?)
    }
}

/// The community that a place counts for, or the region itself where that is larger.
pub(crate) fn counted_at(place: &Place) -> RegionId {
    let community = place.path.regions().iter().find(|region| region.level == Level::Community);
    community.unwrap_or(place.path.region()).id
}

/// The first day of the month.
pub(crate) fn month_of(day: Date) -> Date {
    let (_, _, of_month) = day.ymd();
    Date(day.0 - i32::from(of_month) + 1)
}

fn not_for_residents() -> ServiceError {
    Problem::new(
        Kind::Unauthenticated,
        "sign-in-wanted",
        Bilingual::new("未登录时不能指定对象", "without signing in, nobody may be named"),
        Bilingual::new("请登录，或去掉 subject 后提交。", "Sign in, or leave the subject out."),
    )
    .at("subject")
    .into()
}
