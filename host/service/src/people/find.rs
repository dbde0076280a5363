//! Finding a person by an identifier: exactly, by blind index, within the region.

use super::{Looking, PersonView};
use crate::Service;
use crate::access::{self, Act};
use crate::denied::Refused;
use crate::error::Result;
use lifang_core::actor::Actor;
use lifang_core::problem::{Kind, Problem};
use lifang_core::resident_id::ResidentId;
use lifang_core::text::Bilingual;
use lifang_store::audit::AuditEntry;
use serde_json::json;

/// By what a person is sought.
#[derive(Clone, Copy, Debug)]
pub enum Sought<'a> {
    /// A resident ID.
    ResidentId(&'a str),
    /// A phone; spaces and hyphens do not count.
    Phone(&'a str),
}

impl Service {
    /// Who has that ID or phone today and lives in the region. That somebody looked is in the audit even where nobody was found.
    ///
    /// # Errors
    /// `region-unknown`, an ID that is none.
    pub async fn find_person(
        &self,
        actor: &Actor,
        code: &str,
        sought: Sought<'_>,
        looking: &Looking<'_>,
    ) -> Result<Vec<PersonView>> {
        let place = self.place(code).await?;
        let may = access::allow(actor, Act::ReadPeople, &place.path);
        let may = may.and_then(|()| access::sight(actor, looking.purpose));
        let refused = Refused::of("find-person", "persons").at(place.path.region().id);
        let refused = refused.about(json!({ "purpose": looking.purpose_noted() }));
        let sight = self.noting_refusal(actor, refused, may).await?;
        let (by, found) = match sought {
            Sought::ResidentId(text) => {
                let id = ResidentId::parse(text).map_err(|wrong| not_an_id(&wrong.to_string()))?;
                ("resident_id", self.store.persons_by_resident_id(id.as_str(), place.as_of).await?)
            }
            Sought::Phone(text) => ("phone", self.store.persons_by_phone(text, place.as_of).await?),
        };
        let root = place.path.region().id;
        let mut inside = Vec::new();
        for person in found {
            let everywhere = place.path.region().level == lifang_core::region::Level::Nation;
            if everywhere || self.whereabouts(person).await?.iter().any(|path| path.is_within(root)) {
                inside.push(person);
            }
        }
        let entry = AuditEntry {
            region: Some(root),
            dataset: Some("persons".into()),
            columns: vec![by.to_owned()],
            rows: u64::try_from(inside.len()).ok(),
            detail: Some(json!({ "by": by, "purpose": sight.purpose() })),
            ..AuditEntry::done(self.clock.now(), actor, "find-person")
        };
        self.store.audit(&[entry]).await?;
        let mut views = Vec::with_capacity(inside.len());
        for person in inside {
            views.push(self.person_seen(actor, person, place.as_of, Some(place.as_of), &sight, "read-person").await?);
        }
        Ok(views)
    }
}

fn not_an_id(wrong: &str) -> Problem {
    Problem::new(
        Kind::Invalid,
        "resident-id-wrong",
        Bilingual::new(format!("公民身份号码有误：{wrong}"), format!("not a resident ID: {wrong}")),
        Bilingual::new("请核对 18 位号码，最后一位可为 X。", "Check the 18 characters; the last may be an X."),
    )
    .at("resident_id")
}
