//! Sweeps: a rule over all people of a region.

use super::decision::{ActionDto, PluginDto, ReasonDto, RefusalDto};
use super::regions::{RegionDto, path_of};
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Body, Language, PathOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lifang_service::SweepView;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Which rule.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSweepDto {
    /// The rule; where a nearer plugin overrides it, that one speaks.
    #[schema(example = "visit-due")]
    rule: String,
}

/// How many rows an outcome marked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OutcomeDto {
    code: String,
    count: u32,
    /// What is proposed for each.
    actions: Vec<ActionDto>,
    reasons: Vec<ReasonDto>,
    /// What may not be carried out, and why.
    refused: Vec<RefusalDto>,
}

/// How it went in one community.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CommunityDto {
    code: String,
    name: String,
    /// The version that spoke; null where the rule is not in force.
    plugin: Option<PluginDto>,
    /// Rows looked at.
    scanned: u32,
    outcomes: Vec<OutcomeDto>,
    /// Why it failed there; the others went on.
    problem: Option<ProblemDto>,
}

/// A sweep.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SweepDto {
    #[schema(value_type = String)]
    id: Uuid,
    rule: String,
    path: Vec<RegionDto>,
    created: String,
    scanned: u64,
    /// Rows marked, by outcome code.
    #[schema(value_type = Object)]
    totals: serde_json::Map<String, serde_json::Value>,
    communities: Vec<CommunityDto>,
}

fn dto(view: SweepView, language: &Language) -> SweepDto {
    let scanned = view.communities.iter().map(|community| u64::from(community.scanned)).sum();
    let mut totals: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    for outcome in view.communities.iter().flat_map(|community| &community.outcomes) {
        *totals.entry(outcome.outcome.code.clone()).or_default() += u64::from(outcome.count);
    }
    let catalogs = &view.catalogs;
    let communities = view.communities.into_iter().map(|community| {
        let speaks = community.plugin.as_ref().and_then(|plugin| catalogs.get(plugin));
        let outcomes = speaks.into_iter().flat_map(|catalogs| {
            community.outcomes.iter().map(move |one| OutcomeDto {
                code: one.outcome.code.clone(),
                count: one.count,
                actions: one.outcome.actions.iter().map(|action| ActionDto::new(action, catalogs, language)).collect(),
                reasons: one.outcome.reasons.iter().map(|reason| ReasonDto::new(reason, catalogs, language)).collect(),
                refused: one.refused.iter().map(|refusal| RefusalDto::new(refusal, catalogs, language)).collect(),
            })
        });
        CommunityDto {
            outcomes: outcomes.collect(),
            plugin: community.plugin.as_ref().map(PluginDto::from),
            code: community.code,
            name: community.name,
            scanned: community.scanned,
            problem: community.problem.map(|problem| ProblemDto::new(problem, language)),
        }
    });
    SweepDto {
        id: view.uid,
        rule: view.rule,
        path: path_of(&view.path),
        created: view.created_at.to_string(),
        scanned,
        communities: communities.collect(),
        totals: totals.into_iter().map(|(code, count)| (code, count.into())).collect(),
    }
}

/// Sweeps a region's people with a rule, community by community. It proposes; nothing is done yet.
#[utoipa::path(
    post, path = "/api/v1/regions/{code}/sweeps", operation_id = "sweep", tag = "sweeps", security(("token" = [])),
    params(("code" = String, Path, description = "A region", example = "220104")),
    request_body = NewSweepDto,
    responses((status = 201, body = SweepDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn run(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
    Body(new): Body<NewSweepDto>,
) -> ApiResult<(StatusCode, Json<SweepDto>)> {
    let view = app.service.sweep(&actor, &code, &new.rule).await.tell(&language)?;
    Ok((StatusCode::CREATED, Json(dto(view, &language))))
}
