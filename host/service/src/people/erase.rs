//! Erasing a person (PIPL art. 47): what makes them somebody goes from facts, answers, merges and files that were sent in; the audit
//! keeps who asked for it, and why.

use super::not_found;
use crate::Service;
use crate::access::{self, Act};
use crate::denied::Refused;
use crate::error::Result;
use lifang_core::actor::Actor;
use lifang_core::path::RegionPath;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_store::audit::{AuditEntry, record};
use lifang_store::base_data::erase_person;
use lifang_store::{AsOf, StoreError};
use serde_json::json;
use uuid::Uuid;

impl Service {
    /// Erases a person, with all who became part of them. It cannot be taken back.
    ///
    /// # Errors
    /// `person-unknown`, also for who was erased before; `reason-wanted`; who does not answer for every place they live in.
    pub async fn erase_person(&self, actor: &Actor, uid: Uuid, why: &str) -> Result<()> {
        let may = self.may_erase(actor, uid).await;
        let refused = Refused::of("erase-person", "persons").about(json!({ "person": uid }));
        let (person, homes) = self.noting_refusal(actor, refused, may).await?;
        let why = why.trim();
        if !access::says_what_for(why) {
            return Err(reason_wanted().into());
        }
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        match erase_person(&mut tx, person, now).await {
            Err(StoreError::NotFound(_)) => return Err(not_found("person").into()),
            erased => erased?,
        }
        let entry = AuditEntry {
            region: homes.first().map(|path| path.region().id),
            dataset: Some("persons".into()),
            rows: Some(1),
            detail: Some(json!({ "person": uid, "why": why })),
            ..AuditEntry::done(now, actor, "erase-person")
        };
        record(&mut tx, &entry).await?;
        tx.commit().await?;
        self.forget_uploads_about(&homes).await?;
        Ok(self.store.empty_log().await?)
    }

    async fn may_erase(&self, actor: &Actor, uid: Uuid) -> Result<(i64, Vec<RegionPath>)> {
        self.not_a_stranger(actor).await?;
        let found = self.store.person_by_uid(uid).await?.ok_or_else(|| not_found("person"))?;
        let person = self.store.survivor(found, AsOf::now(self.clock.now())).await?;
        let homes = self.whereabouts(person).await?;
        if homes.is_empty() {
            access::allow(actor, Act::ErasePeople, &self.place("0").await?.path)?;
        }
        for home in &homes {
            access::allow(actor, Act::ErasePeople, home)?;
        }
        Ok((person, homes))
    }
}

fn reason_wanted() -> Problem {
    Problem::new(
        Kind::Invalid,
        "reason-wanted",
        Bilingual::new("请说明删除的依据", "say why the person is to be erased"),
        Bilingual::new("用 2 至 200 个字说明，将记入审计。", "Say it in 2 to 200 characters; the audit keeps it."),
    )
    .at("reason")
}
