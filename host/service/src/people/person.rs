//! One person: what is known of them, from whom; and all that ever was.

use super::facts::{FactView, Showing, code, columns_seen};
use super::{Looking, allow_any, not_found};
use crate::Service;
use crate::access::{self, Act};
use crate::denied::Refused;
use crate::error::Result;
use lifang_core::actor::Actor;
use lifang_core::clock::{Date, Instant};
use lifang_core::mask::Sight;
use lifang_core::path::RegionPath;
use lifang_core::region::{Region, RegionId};
use lifang_store::AsOf;
use lifang_store::audit::AuditEntry;
use lifang_store::base_data::{ResidenceVersion, Span};
use serde::Serialize;
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;

/// A person as somebody may see them.
#[derive(Clone, Debug, Serialize)]
pub struct PersonView {
    /// Who: who was asked for, or who they became part of.
    pub id: Uuid,
    /// On which day.
    pub on: Date,
    /// As it was known when.
    pub known_at: Instant,
    /// Whether personal fields are masked.
    pub masked: bool,
    /// Who became part of this person.
    pub includes: Vec<MergedView>,
    /// What is known.
    pub facts: Vec<FactView>,
}

/// Somebody who became part of a person.
#[derive(Clone, Debug, Serialize)]
pub struct MergedView {
    /// Who.
    pub id: Uuid,
    /// When it was said.
    pub since: Instant,
    /// By whom.
    pub by: String,
    /// Why.
    pub why: String,
}

impl Service {
    /// The person as of a day and a moment.
    ///
    /// # Errors
    /// `person-unknown`; who has no right to look at people where this one lives.
    pub async fn person(&self, actor: &Actor, uid: Uuid, looking: &Looking<'_>) -> Result<PersonView> {
        let (person, at, sight) = self.may_look(actor, uid, looking, "read-person").await?;
        self.person_seen(actor, person, at, Some(at), &sight, "read-person").await
    }

    /// All that was known of the person until a moment, in the order it became known, with that of who became part of them.
    ///
    /// # Errors
    /// As for [`Service::person`].
    pub async fn person_history(&self, actor: &Actor, uid: Uuid, looking: &Looking<'_>) -> Result<PersonView> {
        let (person, at, sight) = self.may_look(actor, uid, looking, "read-person-history").await?;
        self.person_seen(actor, person, at, None, &sight, "read-person-history").await
    }

    /// Whom someone may look at, as of when and how; that they may not is noted.
    async fn may_look(&self, actor: &Actor, uid: Uuid, looking: &Looking<'_>, act: &str) -> Result<(i64, AsOf, Sight)> {
        let may = self.looked_at(actor, uid, looking).await;
        let refused = Refused::of(act, "persons").about(json!({ "person": uid, "purpose": looking.purpose_noted() }));
        self.noting_refusal(actor, refused, may).await
    }

    async fn looked_at(&self, actor: &Actor, uid: Uuid, looking: &Looking<'_>) -> Result<(i64, AsOf, Sight)> {
        self.not_a_stranger(actor).await?;
        let found = self.store.person_by_uid(uid).await?.ok_or_else(|| not_found("person"))?;
        let at = self.as_of(looking)?;
        let now = AsOf::now(self.clock.now());
        allow_any(actor, Act::ReadPeople, &self.whereabouts(self.store.survivor(found, now).await?).await?)?;
        Ok((self.store.survivor(found, at).await?, at, access::sight(actor, looking.purpose)?))
    }

    /// Where a person lives now, or lived last: whose business they are.
    pub(crate) async fn whereabouts(&self, person: i64) -> Result<Vec<RegionPath>> {
        let now = AsOf::now(self.clock.now());
        let mut homes = self.store.residences(person, Span::AsOf(now)).await?;
        if homes.is_empty() {
            let ever = self.store.residences(person, Span::Until(now.recorded)).await?;
            homes.extend(ever.into_iter().next_back());
        }
        self.paths(homes.into_iter().map(|home| home.community)).await
    }

    /// The person as seen; `as_of` none for all that was ever known until `at`. Audited first.
    pub(crate) async fn person_seen(
        &self,
        actor: &Actor,
        person: i64,
        at: AsOf,
        as_of: Option<AsOf>,
        sight: &Sight,
        act: &str,
    ) -> Result<PersonView> {
        let quiet = self.store.quiet_sources(as_of.unwrap_or(AsOf::now(self.clock.now()))).await?;
        let showing = Showing { sight, quiet: &quiet };
        let id = self.store.person_uid(person).await?;
        let mut includes = Vec::new();
        let mut records = vec![(person, id)];
        for merged in self.store.merged_into(person, at).await? {
            let uid = self.store.person_uid(merged.person).await?;
            includes.push(MergedView { id: uid, since: merged.since, by: merged.by, why: merged.why });
            if as_of.is_none() {
                records.push((merged.person, uid));
            }
        }
        let mut facts = Vec::new();
        let mut regions = Regions::default();
        let span = as_of.map_or(Span::Until(at.recorded), Span::AsOf);
        let mut places = self.whereabouts(person).await?;
        if as_of.is_some() {
            // Who has moved since is looked at by the fields of where they lived then, too.
            let then = self.store.residences(person, span).await?;
            places.extend(self.paths(then.into_iter().map(|home| home.community)).await?);
        }
        let declared_at = as_of.unwrap_or(AsOf::now(self.clock.now()));
        let declared = self.declared_for(actor, "persons", &places, declared_at).await?;
        for (record, uid) in records {
            let versions = match as_of {
                Some(at) => self.store.person(record, at).await?.into_iter().collect(),
                None => self.store.person_history(record).await?,
            };
            let known = versions.iter().filter(|version| version.recorded_from <= at.recorded);
            facts.extend(known.flat_map(|version| showing.version(uid, version)));
            let said = self.store.feed_facts(record, as_of).await?;
            let known = said.iter().filter(|fact| fact.recorded_from <= at.recorded);
            facts.extend(known.map(|fact| showing.feed(uid, fact)));
            facts.extend(self.local_facts(actor, &showing, &declared, ("persons", record, uid), span).await?);
            for home in self.store.residences(record, span).await? {
                let value = regions.residence(self, &home, at).await?;
                facts.push(showing.fact(uid, "residence", value, &home.record));
            }
        }
        if as_of.is_some() {
            facts.retain(|fact| !fact.quiet);
        } else {
            facts.sort_by_key(|fact| fact.recorded_from);
        }
        let view = PersonView { id, on: at.valid, known_at: at.recorded, masked: !sight.is_full(), includes, facts };
        self.audit_person(actor, &view, person, sight, act).await?;
        Ok(view)
    }

    async fn audit_person(
        &self,
        actor: &Actor,
        view: &PersonView,
        person: i64,
        sight: &Sight,
        act: &str,
    ) -> Result<()> {
        let region = self.whereabouts(person).await?.first().map(|path| path.region().id);
        let entry = AuditEntry {
            region,
            dataset: Some("persons".into()),
            columns: columns_seen(&view.facts),
            rows: Some(1),
            detail: Some(
                json!({ "person": view.id, "on": view.on, "known_at": view.known_at, "purpose": sight.purpose() }),
            ),
            ..AuditEntry::done(self.clock.now(), actor, act)
        };
        Ok(self.store.audit(&[entry]).await?)
    }
}

/// Regions by number, each read once.
#[derive(Default)]
pub(super) struct Regions(HashMap<RegionId, Option<Region>>);

impl Regions {
    pub(super) async fn of(&mut self, service: &Service, id: RegionId, at: AsOf) -> Result<Option<Region>> {
        if let Some(known) = self.0.get(&id) {
            return Ok(known.clone());
        }
        let region = service.store.path(id, at).await.ok().map(|path| path.region().clone());
        self.0.insert(id, region.clone());
        Ok(region)
    }

    /// A residence as a value.
    pub(super) async fn residence(
        &mut self,
        service: &Service,
        home: &ResidenceVersion,
        at: AsOf,
    ) -> Result<serde_json::Value> {
        let community = self.of(service, home.community, at).await?;
        let grid = match home.grid {
            Some(grid) => self.of(service, grid, at).await?,
            None => None,
        };
        Ok(json!({
            "kind": code("residence", home.kind),
            "since": home.since,
            "community": community.as_ref().map(|region| region.code.as_str()),
            "community_name": community.as_ref().map(|region| region.name.as_str()),
            "grid": grid.as_ref().map(|region| region.code.as_str()),
            "house": home.house_uid,
        }))
    }
}
