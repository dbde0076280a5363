//! Decisions 决定: which rules speak on an event, what they propose, what the host makes of it.

use crate::Service;
use crate::apply::{self, Admitted};
use crate::check::{self, Refusal};
use crate::error::Result;
use crate::events::EventView;
use crate::place::Place;
use lifang_core::call::{Call, CallContext, PluginRef};
use lifang_core::clock::Instant;
use lifang_core::decision::{Decision, Event};
use lifang_core::failure::{Cause, Failure};
use lifang_core::limits::Limits;
use lifang_core::problem::Kind;
use lifang_core::resolve::{FailurePolicy, SpeakingRules};
use lifang_core::text::Catalogs;
use lifang_store::work::{self, EventRow, WorkOrderRow};
use lifang_store::{Conflict, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// What one plugin decided, with all it takes to make it decide again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartRecord {
    /// The plugin's exact version.
    pub plugin: PluginRef,
    /// The rules it was asked for.
    pub rules: Vec<String>,
    /// Where, when, how configured.
    pub context: CallContext,
    /// What was recorded until then counted; what came later did not.
    pub known: Instant,
    /// The event as it saw it.
    pub event: Event,
    /// What it proposed, and why.
    pub decision: Decision,
}

/// A whole decision: each plugin's part, and what the host did not carry out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// Outermost first. Empty when no rule in force speaks on such an event: then people decide.
    pub parts: Vec<PartRecord>,
    /// What was not carried out, per plugin.
    pub refused: Vec<(PluginRef, Refusal)>,
    /// Plugins that failed and were passed over, because their policy is `fallback`.
    pub passed_over: Vec<Failure>,
}

/// A decision to be shown.
#[derive(Clone, Debug)]
pub struct DecisionView {
    /// Its identifier.
    pub uid: Uuid,
    /// The decision.
    pub record: DecisionRecord,
    /// The work it led to.
    pub work_orders: Vec<WorkOrderRow>,
    /// The catalogs of the plugins that spoke.
    pub catalogs: HashMap<PluginRef, Arc<Catalogs>>,
}

/// How often a decision is made anew because the plugins changed under it.
const ATTEMPTS: u32 = 3;

impl Service {
    /// Decides a kept event: asks the plugins outside any transaction, then applies the answer if nothing changed meanwhile.
    pub(crate) async fn decide(&self, event: EventRow, place: Place, role: &str) -> Result<EventView> {
        let path = place.path.regions().to_vec();
        let mut place = place;
        for _ in 0..ATTEMPTS {
            // What is known is asked anew each time: a plugin withdrawn meanwhile must not speak again.
            place.as_of.recorded = self.clock.now();
            let revision = self.store.installations_revision().await?;
            let asked = self.ask_rules(&event, &place, role).await?;
            let (record, admitted) = match asked {
                Ok(answer) => answer,
                Err(failure) => {
                    let problem = failure.problem();
                    let mut tx = self.store.begin().await?;
                    if problem.kind == Kind::Invalid {
                        // What the sender wrote is wrong: trying again would not mend it.
                        work::refuse_event(&mut tx, event.id, &problem).await?;
                    } else {
                        work::fail_event(&mut tx, event.id, &problem).await?;
                    }
                    tx.commit().await?;
                    return Ok(EventView { event, path, decision: None, problem: Some(problem), again: false });
                }
            };
            let mut tx = self.store.begin().await?;
            if tx.installations_revision().await? != revision {
                continue;
            }
            let consequences = apply::consequences(&admitted, &*self.clock);
            let applied =
                consequences.decision(&record, self.clock.new_id(), self.clock.now(), event.region, Some(event.id))?;
            match work::decide_event(&mut tx, &event, &applied.row()).await {
                Ok(_) => {
                    tx.commit().await?;
                    return self.event(event.uid).await;
                }
                // Someone else decided it: theirs stands.
                Err(StoreError::Conflict(Conflict::Changed)) => return self.event(event.uid).await,
                Err(error) => return Err(error.into()),
            }
        }
        // Plugins that change faster than they answer: it stays undecided and is tried again.
        self.event(event.uid).await
    }

    /// Asks every plugin whose rules speak. A failure under `fallback` makes the version before or the outer rules speak.
    async fn ask_rules(
        &self,
        event: &EventRow,
        place: &Place,
        role: &str,
    ) -> Result<std::result::Result<(DecisionRecord, Vec<Admitted>), Box<Failure>>> {
        let mut speakers = self.speakers(place).await?;
        let mut passed_over = Vec::new();
        'again: loop {
            let mut record = DecisionRecord { passed_over: passed_over.clone(), ..DecisionRecord::default() };
            let mut all_admitted = Vec::new();
            for speaking in speakers.rules(|rule| rule.events.contains(&event.kind)) {
                match self.ask_one(&speaking, event, place, role).await? {
                    Ok(part) => {
                        let (admitted, refused) =
                            check::admit(part.decision.actions.clone(), &speakers, place.as_of.valid);
                        let plugin = &part.plugin;
                        all_admitted
                            .extend(admitted.into_iter().map(|action| Admitted { plugin: plugin.clone(), action }));
                        record.refused.extend(refused.into_iter().map(|refusal| (plugin.clone(), refusal)));
                        record.parts.push(part);
                    }
                    Err(failure) => {
                        self.note_failure(&failure, place, Some(event.id)).await;
                        if speaking.installation.policy == FailurePolicy::Refuse || !failure.cause.lets_others_speak() {
                            return Ok(Err(failure));
                        }
                        speakers = speakers.without(&speaking.installation);
                        passed_over.push(*failure);
                        continue 'again;
                    }
                }
            }
            return Ok(Ok((record, all_admitted)));
        }
    }

    async fn ask_one(
        &self,
        speaking: &SpeakingRules,
        event: &EventRow,
        place: &Place,
        role: &str,
    ) -> Result<std::result::Result<PartRecord, Box<Failure>>> {
        let installation = &speaking.installation;
        let call = self.call(installation, place, event.received, role, Limits::INTERACTIVE, false).await?;
        let seen = Event {
            id: self.store.opaque(&installation.plugin.id, "events", event.id),
            kind: event.kind.clone(),
            occurred: event.occurred,
            fields: event.fields.clone(),
        };
        let answered = match self.plugins.decide(&call, &speaking.rules, &seen).await {
            Ok(answered) => answered,
            Err(failure) => return Ok(Err(failure)),
        };
        metrics::histogram!("lifang_plugin_call_seconds", "plugin" => call.plugin.id.clone(), "function" => "decide")
            .record(std::time::Duration::from_micros(answered.usage.micros));
        let decision = answered.value;
        if let Err(what) = check::shape(&speaking.rules, &decision.actions, &decision.reasons) {
            return Ok(Err(self.crooked(&call, "grid-rules.decide", what)));
        }
        Ok(Ok(PartRecord {
            plugin: (*call.plugin).clone(),
            rules: speaking.rules.clone(),
            context: (*call.context).clone(),
            known: place.as_of.recorded,
            event: seen,
            decision,
        }))
    }

    /// An answer that fits the types and breaks the contract's prose.
    #[expect(clippy::unused_self, reason = "reads as a method of the service where it is used")]
    pub(crate) fn crooked(&self, call: &Call, function: &str, what: String) -> Box<Failure> {
        let plugin = (*call.plugin).clone();
        Box::new(Failure { plugin, function: function.into(), cause: Cause::Crooked(what), log: vec![] })
    }

    /// Records a plugin's failure for its operator. That it cannot be recorded must not hide the failure itself.
    pub(crate) async fn note_failure(&self, failure: &Failure, place: &Place, event: Option<i64>) {
        tracing::warn!(plugin = %failure.plugin, function = failure.function, cause = %failure.cause, "a plugin failed");
        metrics::counter!(
            "lifang_plugin_failures_total",
            "plugin" => failure.plugin.id.clone(),
            "cause" => failure.cause.name()
        )
        .increment(1);
        let region = place.path.region().id;
        let noted = async {
            let mut tx = self.store.begin().await?;
            lifang_store::plugins::record_failure(&mut tx, failure, Some(region), event, self.clock.now()).await?;
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::error!(%error, "the failure could not be recorded");
        }
    }

    pub(crate) async fn decision_of(&self, event: &EventRow) -> Result<Option<DecisionView>> {
        let Some(row) = self.store.decision_of_event(event.id).await? else { return Ok(None) };
        let record: DecisionRecord = serde_json::from_value(row.answer)?;
        let work_orders = self.store.work_orders_of_decision(row.id).await?;
        let mut catalogs = HashMap::new();
        for part in &record.parts {
            catalogs.insert(part.plugin.clone(), self.catalogs(&part.plugin.digest).await?);
        }
        Ok(Some(DecisionView { uid: row.uid, record, work_orders, catalogs }))
    }
}
