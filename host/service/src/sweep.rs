//! Sweeps 排查: a rule over all people of a region, one instance per community, each the unit of replay.

use crate::Service;
use crate::access::{self, Act};
use crate::check::{self, Refusal};
use crate::error::{Result, ServiceError};
use crate::place::Place;
use futures_util::stream::{StreamExt, TryStreamExt};
use lifang_core::actor::Actor;
use lifang_core::call::PluginRef;
use lifang_core::clock::Instant;
use lifang_core::decision::Outcome;
use lifang_core::failure::Failure;
use lifang_core::limits::Limits;
use lifang_core::problem::{Kind, Problem};
use lifang_core::query::ScanQuery;
use lifang_core::region::{Level, Region};
use lifang_core::resolve::Speakers;
use lifang_core::text::{Bilingual, Catalogs};
use lifang_store::work::{self, NewSweep};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// How many rows an outcome marked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutcomeCount {
    /// The outcome, with what it proposes and why.
    pub outcome: Outcome,
    /// Rows.
    pub count: u32,
    /// What may not be carried out, and why.
    pub refused: Vec<Refusal>,
}

/// How a sweep went in one community.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommunitySwept {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The version that spoke; none where the rule is not in force there.
    pub plugin: Option<PluginRef>,
    /// Rows looked at.
    pub scanned: u32,
    /// What it marked.
    pub outcomes: Vec<OutcomeCount>,
    /// Why it failed, if it did; the others went on.
    pub problem: Option<Problem>,
}

/// A sweep.
#[derive(Clone, Debug)]
pub struct SweepView {
    /// Its identifier.
    pub uid: Uuid,
    /// From the province down to the region.
    pub path: Vec<Region>,
    /// The rule.
    pub rule: String,
    /// When it ran.
    pub created_at: Instant,
    /// Every community of the region, by code.
    pub communities: Vec<CommunitySwept>,
    /// The catalogs of the plugins that spoke.
    pub catalogs: HashMap<PluginRef, Arc<Catalogs>>,
}

/// Communities swept side by side: as many as this machine class has cores for.
const SIDE_BY_SIDE: usize = 2;

impl Service {
    /// Sweeps a region with a rule. It proposes only: who is visited is for people (and later the scheduler) to take up.
    ///
    /// # Errors
    /// `region-unknown`; `rule-unknown` when the rule sweeps nothing in any community of the region.
    pub async fn sweep(&self, actor: &Actor, code: &str, rule: &str) -> Result<SweepView> {
        let place = self.place(code).await?;
        access::allow(actor, Act::RunSweep, &place.path)?;
        let communities = match place.path.region().level {
            Level::Community | Level::Grid => vec![place.path.region().clone()],
            _ => self.store.communities(place.path.region().id, place.as_of).await?,
        };
        let one = |region: Region| async move { self.sweep_one(actor, region, rule).await };
        let swept: Vec<CommunitySwept> =
            futures_util::stream::iter(communities).map(one).buffered(SIDE_BY_SIDE).try_collect().await?;
        if swept.iter().all(|community| community.plugin.is_none()) {
            return Err(unknown(rule, &place));
        }
        let mut catalogs = HashMap::new();
        for plugin in swept.iter().filter_map(|community| community.plugin.as_ref()) {
            if !catalogs.contains_key(plugin) {
                catalogs.insert(plugin.clone(), self.catalogs(&plugin.digest).await?);
            }
        }
        let view = SweepView {
            uid: self.clock.new_id(),
            path: place.path.regions().to_vec(),
            rule: rule.to_owned(),
            created_at: self.clock.now(),
            communities: swept,
            catalogs,
        };
        let mut tx = self.store.begin().await?;
        work::record_sweep(
            &mut tx,
            &NewSweep {
                uid: view.uid,
                region: place.path.region().id,
                rule,
                speakers: &view.catalogs.keys().cloned().collect::<Vec<_>>(),
                scanned: view.communities.iter().map(|community| u64::from(community.scanned)).sum(),
                status: "simulated",
                result: &serde_json::to_value(&view.communities)?,
                created_at: view.created_at,
                created_by: &actor.name,
            },
        )
        .await?;
        tx.commit().await?;
        Ok(view)
    }

    async fn sweep_one(&self, actor: &Actor, region: Region, rule: &str) -> Result<CommunitySwept> {
        let mut swept = CommunitySwept {
            code: region.code.as_str().to_owned(),
            name: region.name,
            plugin: None,
            scanned: 0,
            outcomes: vec![],
            problem: None,
        };
        let place = self.place(&swept.code).await?;
        let speakers = self.speakers(&place).await?;
        // An overridden rule answers by the name of the one that stands in for it, too: who sweeps a city asks for
        // `visit-due`, and each district's own rule speaks.
        let speaking =
            speakers.rules(|head| head.sweep.is_some() && (head.id == rule || head.overrides.as_deref() == Some(rule)));
        // A rule that is in force itself comes before one that only stands in for it.
        let exact = speaking.iter().rfind(|one| one.rules.iter().any(|id| id == rule));
        let Some(one) = exact.or(speaking.last()) else { return Ok(swept) };
        let speaking = one;
        swept.plugin = Some((*speaking.installation.plugin).clone());
        let id = speaking.rules.iter().find(|id| *id == rule).or(speaking.rules.last()).map_or(rule, String::as_str);
        match self.sweep_rows(actor, speaking, id, &place, &speakers).await? {
            Ok((scanned, outcomes)) => {
                swept.scanned = scanned;
                swept.outcomes = outcomes;
            }
            Err(failure) => {
                self.note_failure(&failure, &place, None).await;
                swept.problem = Some(failure.problem());
            }
        }
        Ok(swept)
    }

    async fn sweep_rows(
        &self,
        actor: &Actor,
        speaking: &lifang_core::resolve::SpeakingRules,
        rule: &str,
        place: &Place,
        speakers: &Speakers,
    ) -> Result<std::result::Result<(u32, Vec<OutcomeCount>), Box<Failure>>> {
        let installation = &speaking.installation;
        let Some(head) = installation.manifest.rule(rule).and_then(|head| head.sweep.clone()) else {
            return Err(unknown(rule, place));
        };
        let now = self.clock.now();
        let call = self.call(installation, place, now, actor.role.name(), Limits::BATCH, false).await?;
        let query = ScanQuery { dataset: head.dataset, columns: head.columns, ..ScanQuery::default() };
        let rows = match call.data.scan(&query, call.limits.rows).await {
            Ok(rows) => rows,
            Err(error) => {
                let cause = lifang_core::failure::Cause::Said(lifang_core::failure::Said::Data(error));
                let plugin = (*call.plugin).clone();
                return Ok(Err(Box::new(Failure { plugin, function: "grid-rules.sweep".into(), cause, log: vec![] })));
            }
        };
        let scanned = rows.rows.rows;
        let answer = match self.plugins.sweep(&call, rule, rows).await {
            Ok(answered) => answered.value,
            Err(failure) => return Ok(Err(failure)),
        };
        let counts = match answer.counts(scanned) {
            Ok(counts) => counts,
            Err(what) => return Ok(Err(self.crooked(&call, "grid-rules.sweep", what))),
        };
        let mut outcomes = Vec::new();
        for (outcome, count) in answer.outcomes.into_iter().zip(counts) {
            if let Err(what) = check::shape(&[rule.to_owned()], &outcome.actions, &outcome.reasons) {
                return Ok(Err(self.crooked(&call, "grid-rules.sweep", format!("outcome {}: {what}", outcome.code))));
            }
            let (_, refused) = check::admit(outcome.actions.clone(), speakers, place.as_of.valid);
            outcomes.push(OutcomeCount { outcome, count, refused });
        }
        Ok(Ok((scanned, outcomes)))
    }
}

fn unknown(rule: &str, place: &Place) -> ServiceError {
    let rule: String = rule.chars().take(60).collect();
    let region = place.path.region();
    Problem::new(
        Kind::NotFound,
        "rule-unknown",
        Bilingual::new(
            format!("{}（{}）没有可用于排查的规则 {rule}", region.name, region.code),
            format!("no rule {rule} that sweeps is in force in {} ({})", region.name, region.code),
        ),
        Bilingual::new(
            "用 GET /api/v1/plugins 查看各插件的规则。",
            "GET /api/v1/plugins lists the rules of each plugin.",
        ),
    )
    .at("rule")
    .into()
}
