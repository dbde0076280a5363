//! What is told of a sweep: how far it is, its communities page by page, and all at once where there are few.

use crate::Service;
use crate::check::Refusal;
use crate::error::Result;
use lifang_core::actor::Actor;
use lifang_core::call::PluginRef;
use lifang_core::clock::Instant;
use lifang_core::decision::Outcome;
use lifang_core::problem::Problem;
use lifang_core::region::Region;
use lifang_core::text::Catalogs;
use lifang_store::StoreError;
use lifang_store::work::{SweepKind, SweepRow, SweptCommunity};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// What a sweep proposes for the rows it marked, said once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Proposed {
    pub(super) outcome: Outcome,
    /// What may not be carried out, and why.
    pub(super) refused: Vec<Refusal>,
}

/// How many rows an outcome marked.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeCount {
    /// The outcome, with what it proposes and why.
    pub outcome: Outcome,
    /// Rows.
    pub count: u32,
    /// What may not be carried out, and why.
    pub refused: Vec<Refusal>,
}

/// How a sweep went in one community.
#[derive(Clone, Debug, PartialEq)]
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
    /// Of a look at quality: how many records break each rule, by its id.
    pub found: BTreeMap<String, u32>,
    /// Why it failed, if it did; the others went on.
    pub problem: Option<Problem>,
    /// What was recorded until then was seen.
    pub data_as_of: Instant,
}

/// How far a sweep is.
#[derive(Clone, Debug)]
pub struct SweepState {
    /// As it is recorded.
    pub row: SweepRow,
    /// From the province down to the region.
    pub path: Vec<Region>,
    /// Rows marked so far, by outcome code.
    pub totals: BTreeMap<String, u64>,
}

/// Some communities of a sweep.
#[derive(Clone, Debug)]
pub struct SweepPage {
    /// By code.
    pub communities: Vec<CommunitySwept>,
    /// Where the next page begins; none after the last.
    pub next: Option<String>,
    /// The catalogs of the plugins that spoke.
    pub catalogs: HashMap<PluginRef, Arc<Catalogs>>,
}

/// A sweep of few communities, whole.
#[derive(Clone, Debug)]
pub struct SweepView {
    /// How far it is.
    pub state: SweepState,
    /// Every community of the region, by code.
    pub communities: Vec<CommunitySwept>,
    /// The catalogs of the plugins that spoke.
    pub catalogs: HashMap<PluginRef, Arc<Catalogs>>,
}

/// Communities read at a time.
const PAGE: u32 = 1_000;

impl Service {
    /// How far a sweep is.
    ///
    /// # Errors
    /// There is no such sweep; who may not sweep there is refused.
    pub async fn sweep_state(&self, actor: &Actor, uid: Uuid) -> Result<SweepState> {
        let (row, place) = self.allowed_sweep(actor, uid).await?;
        let totals = self.totals(&row).await?;
        Ok(SweepState { row, path: place.path.regions().to_vec(), totals })
    }

    /// The communities of a sweep after the code `after`, by code, at most `limit`.
    ///
    /// # Errors
    /// There is no such sweep; who may not sweep there is refused.
    pub async fn sweep_page(
        &self,
        actor: &Actor,
        uid: Uuid,
        after: &str,
        failed_only: bool,
        limit: u32,
    ) -> Result<SweepPage> {
        let (row, _) = self.allowed_sweep(actor, uid).await?;
        let limit = limit.clamp(1, PAGE);
        let rows = self.store.swept_communities(row.id, after, failed_only, limit).await?;
        let next = (rows.len() == limit as usize).then(|| rows.last().map(|one| one.code.clone())).flatten();
        Ok(SweepPage { communities: self.told(&row, rows).await?, next, catalogs: self.catalogs_of(&row).await? })
    }

    /// A sweep with all its communities.
    pub(super) async fn sweep_view(&self, uid: Uuid) -> Result<SweepView> {
        let row = self.store.sweep(uid).await?.ok_or(StoreError::NotFound("sweep"))?;
        let place = self.place_of(row.region, row.created_at.day(), self.clock.now()).await?;
        let mut all = Vec::new();
        loop {
            let after = all.last().map_or("", |one: &SweptCommunity| one.code.as_str());
            let page = self.store.swept_communities(row.id, after, false, PAGE).await?;
            if page.is_empty() {
                break;
            }
            all.extend(page);
        }
        let (communities, catalogs) = (self.told(&row, all).await?, self.catalogs_of(&row).await?);
        let state = SweepState { totals: self.totals(&row).await?, row, path: place.path.regions().to_vec() };
        Ok(SweepView { state, communities, catalogs })
    }

    async fn told(&self, sweep: &SweepRow, rows: Vec<SweptCommunity>) -> Result<Vec<CommunitySwept>> {
        let known = self.store.sweep_outcomes(sweep.id).await?;
        let (mut proposed, mut rules) = (HashMap::<u32, Proposed>::new(), HashMap::<u32, String>::new());
        for known in known {
            match sweep.kind {
                SweepKind::Rule => drop(proposed.insert(known.number, serde_json::from_str(&known.outcome)?)),
                SweepKind::Quality => drop(rules.insert(known.number, known.code)),
            }
        }
        let community = |row: SweptCommunity| {
            let (mut outcomes, mut found) = (Vec::new(), BTreeMap::new());
            for (number, count) in row.marked {
                if let Some(Proposed { outcome, refused }) = proposed.get(&number).cloned() {
                    outcomes.push(OutcomeCount { outcome, count, refused });
                } else {
                    found.insert(rules.get(&number).ok_or_else(|| nameless(number))?.clone(), count);
                }
            }
            Ok(CommunitySwept {
                outcomes,
                found,
                code: row.code,
                name: row.name,
                plugin: row.plugin,
                scanned: row.scanned,
                problem: row.problem,
                data_as_of: row.data_as_of,
            })
        };
        rows.into_iter().map(community).collect()
    }

    async fn totals(&self, row: &SweepRow) -> Result<BTreeMap<String, u64>> {
        let (mut by_number, mut after) = (HashMap::<u32, u64>::new(), String::new());
        loop {
            let page = self.store.swept_communities(row.id, &after, false, PAGE).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.code);
            for (number, count) in page.iter().flat_map(|one| &one.marked) {
                *by_number.entry(*number).or_default() += u64::from(*count);
            }
        }
        // After the rows: an outcome is there no later than the first row that it marked, and the sweep may be going on.
        let outcomes = self.store.sweep_outcomes(row.id).await?;
        let codes: HashMap<u32, String> = outcomes.into_iter().map(|known| (known.number, known.code)).collect();
        let mut totals = BTreeMap::new();
        for (number, count) in by_number {
            let code = codes.get(&number).ok_or_else(|| nameless(number))?;
            *totals.entry(code.clone()).or_default() += count;
        }
        Ok(totals)
    }

    async fn catalogs_of(&self, row: &SweepRow) -> Result<HashMap<PluginRef, Arc<Catalogs>>> {
        let mut catalogs = HashMap::new();
        for plugin in &row.speakers {
            catalogs.insert(plugin.clone(), self.catalogs(&plugin.digest).await?);
        }
        Ok(catalogs)
    }
}

/// A count that belongs to no outcome is never left out in silence.
fn nameless(number: u32) -> StoreError {
    StoreError::Corrupt(format!("a sweep marked rows with the outcome {number}, which it has not"))
}
