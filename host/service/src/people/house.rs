//! One house: what is known of it and who lives there, from whom; and all that ever was.

use super::facts::{FactView, Showing, code, columns_seen};
use super::person::Regions;
use super::{Looking, allow_any, not_found};
use crate::Service;
use crate::access::{self, Act};
use crate::denied::Refused;
use crate::error::Result;
use lifang_core::actor::Actor;
use lifang_core::clock::{Date, Instant};
use lifang_core::mask::{Personal, Sight};
use lifang_core::path::RegionPath;
use lifang_store::AsOf;
use lifang_store::audit::AuditEntry;
use lifang_store::base_data::{HouseVersion, Span};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// A house as somebody may see it.
#[derive(Clone, Debug, Serialize)]
pub struct HouseView {
    /// Which.
    pub id: Uuid,
    /// On which day.
    pub on: Date,
    /// As it was known when.
    pub known_at: Instant,
    /// Whether personal fields are masked.
    pub masked: bool,
    /// What is known: `number`, `floor`, `area`, `use`, `address`, and an `occupant` for everyone who lives there.
    pub facts: Vec<FactView>,
}

impl Service {
    /// The house as of a day and a moment.
    ///
    /// # Errors
    /// `house-unknown`; who has no right to look at people where it stands.
    pub async fn house(&self, actor: &Actor, uid: Uuid, looking: &Looking<'_>) -> Result<HouseView> {
        let (house, stands, at, sight) = self.may_look_at_house(actor, uid, looking, "read-house").await?;
        self.house_seen(actor, (house, uid), &stands, at, Some(at), &sight).await
    }

    /// All that was known of the house until a moment, in the order it became known.
    ///
    /// # Errors
    /// As for [`Service::house`].
    pub async fn house_history(&self, actor: &Actor, uid: Uuid, looking: &Looking<'_>) -> Result<HouseView> {
        let (house, stands, at, sight) = self.may_look_at_house(actor, uid, looking, "read-house-history").await?;
        self.house_seen(actor, (house, uid), &stands, at, None, &sight).await
    }

    /// Which house someone may look at, where it stands, as of when and how; that they may not is noted.
    async fn may_look_at_house(
        &self,
        actor: &Actor,
        uid: Uuid,
        looking: &Looking<'_>,
        act: &str,
    ) -> Result<(i64, Vec<RegionPath>, AsOf, Sight)> {
        let may = async {
            self.not_a_stranger(actor).await?;
            let house = self.store.house_by_uid(uid).await?.ok_or_else(|| not_found("house"))?;
            let ever = self.store.house(house, Span::Until(self.clock.now())).await?;
            let stands = self.paths(ever.last().map(|version| version.community)).await?;
            allow_any(actor, Act::ReadPeople, &stands)?;
            Ok((house, stands, self.as_of(looking)?, access::sight(actor, looking.purpose)?))
        };
        let may = may.await;
        let refused = Refused::of(act, "houses").about(json!({ "house": uid, "purpose": looking.purpose_noted() }));
        self.noting_refusal(actor, refused, may).await
    }

    async fn house_seen(
        &self,
        actor: &Actor,
        (house, uid): (i64, Uuid),
        stands: &[RegionPath],
        at: AsOf,
        as_of: Option<AsOf>,
        sight: &Sight,
    ) -> Result<HouseView> {
        let quiet = self.store.quiet_sources(as_of.unwrap_or(AsOf::now(self.clock.now()))).await?;
        let showing = Showing { sight, quiet: &quiet };
        let span = as_of.map_or(Span::Until(at.recorded), Span::AsOf);
        let mut facts = Vec::new();
        let mut regions = Regions::default();
        for version in self.store.house(house, span).await? {
            facts.extend(known(&showing, uid, &version));
        }
        let declared_at = as_of.unwrap_or(AsOf::now(self.clock.now()));
        let declared = self.declared_for(actor, "houses", stands, declared_at).await?;
        facts.extend(self.local_facts(actor, &showing, &declared, ("houses", house, uid), span).await?);
        for home in self.store.occupants(house, span).await? {
            let mut value = regions.residence(self, &home, at).await?;
            value["person"] = json!(self.store.person_uid(home.person).await?);
            facts.push(showing.fact(uid, "occupant", value, &home.record));
        }
        if as_of.is_some() {
            facts.retain(|fact| !fact.quiet);
        } else {
            facts.sort_by_key(|fact| fact.recorded_from);
        }
        let entry = AuditEntry {
            region: stands.first().map(|path| path.region().id),
            dataset: Some("houses".into()),
            columns: columns_seen(&facts),
            rows: Some(1),
            detail: Some(json!({
                "house": uid, "on": at.valid, "known_at": at.recorded, "purpose": sight.purpose(),
            })),
            ..AuditEntry::done(
                self.clock.now(),
                actor,
                if as_of.is_some() { "read-house" } else { "read-house-history" },
            )
        };
        self.store.audit(&[entry]).await?;
        Ok(HouseView { id: uid, on: at.valid, known_at: at.recorded, masked: !sight.is_full(), facts })
    }
}

fn known(showing: &Showing<'_>, uid: Uuid, version: &HouseVersion) -> Vec<FactView> {
    let facts = &version.facts;
    let address = (!version.address.is_empty()).then(|| showing.sight.text(Personal::Address, &version.address));
    let known = [
        Some(("number", json!(facts.number))),
        facts.floor.map(|floor| ("floor", json!(floor))),
        facts.area.map(|area| ("area", json!(area))),
        Some(("use", code("house_use", facts.house_use))),
        address.map(|address| ("address", json!(address))),
    ];
    known.into_iter().flatten().map(|(key, value)| showing.fact(uid, key, value, &version.record)).collect()
}
