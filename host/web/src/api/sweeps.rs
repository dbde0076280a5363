//! Sweeps: a rule over all people of a region, told at once where it is small, and as a job where it is not.

use super::decision::{ActionDto, PluginDto, ReasonDto, RefusalDto};
use super::regions::{RegionDto, path_of};
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Body, Language, PathOf, QueryOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use lifang_core::call::PluginRef;
use lifang_core::text::Catalogs;
use lifang_service::{CommunitySwept, SweepPage, SweepState};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};
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
    /// Of a look at quality: how many records break each rule, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    found: Option<BTreeMap<String, u32>>,
    /// What was recorded until then was seen.
    data_as_of: String,
    /// Why it failed there; the others went on.
    problem: Option<ProblemDto>,
}

/// How far a sweep, or a look at quality, is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SweepStateDto {
    #[schema(value_type = String)]
    id: Uuid,
    /// `rule`, or `quality` for a look at the quality of base data.
    kind: &'static str,
    rule: String,
    path: Vec<RegionDto>,
    created: String,
    /// Null while it runs.
    finished: Option<String>,
    /// `running`, `done`, `failed` or `cancelled`; the last two can be taken up again.
    status: &'static str,
    /// Communities there are to sweep.
    to_sweep: u32,
    /// Communities that have their answer.
    swept: u32,
    /// Communities in which it failed; the others went on.
    failed: u32,
    /// Rows looked at so far.
    scanned: u64,
    /// Rows marked so far, by outcome code.
    #[schema(value_type = Object)]
    totals: serde_json::Map<String, serde_json::Value>,
}

impl From<SweepState> for SweepStateDto {
    fn from(state: SweepState) -> Self {
        Self {
            id: state.row.uid,
            kind: state.row.kind.name(),
            rule: state.row.rule,
            path: path_of(&state.path),
            created: state.row.created_at.to_string(),
            finished: state.row.finished_at.map(|at| at.to_string()),
            status: state.row.status.name(),
            to_sweep: state.row.communities,
            swept: state.row.swept,
            failed: state.row.failed,
            scanned: state.row.scanned,
            totals: state.totals.into_iter().map(|(code, count)| (code, count.into())).collect(),
        }
    }
}

/// A sweep of few communities, whole.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SweepDto {
    #[serde(flatten)]
    state: SweepStateDto,
    communities: Vec<CommunityDto>,
}

/// Some communities of a sweep, by code.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SweepPageDto {
    communities: Vec<CommunityDto>,
    /// The cursor of the next page; null after the last.
    next: Option<String>,
}

impl CommunityDto {
    fn new(community: CommunitySwept, catalogs: &HashMap<PluginRef, Arc<Catalogs>>, language: &Language) -> Self {
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
        Self {
            outcomes: outcomes.collect(),
            found: Some(community.found).filter(|found| !found.is_empty()),
            plugin: community.plugin.as_ref().map(PluginDto::from),
            data_as_of: community.data_as_of.to_string(),
            code: community.code,
            name: community.name,
            scanned: community.scanned,
            problem: community.problem.map(|problem| ProblemDto::new(problem, language)),
        }
    }
}

/// So few communities are swept while the caller waits.
pub(super) const WAITED_FOR: u32 = 200;

/// Sweeps a region's people with a rule, community by community. It proposes; nothing is done yet. Up to 200 communities are
/// swept while you wait and told at once (201); of more a job is made (202), at the address in `Location`.
#[utoipa::path(
    post, path = "/api/v1/regions/{code}/sweeps", operation_id = "sweep", tag = "sweeps", security(("token" = [])),
    params(("code" = String, Path, description = "A region", example = "220104")),
    request_body = NewSweepDto,
    responses(
        (status = 201, body = SweepDto), (status = 202, body = SweepStateDto),
        (status = 401, body = ProblemDto), (status = 404, body = ProblemDto),
    )
)]
pub(super) async fn run(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
    Body(new): Body<NewSweepDto>,
) -> ApiResult<Response> {
    let started = app.service.start_sweep(&actor, &code, &new.rule).await.tell(&language)?;
    let location = [(header::LOCATION, format!("/api/v1/sweeps/{}", started.uid))];
    if started.communities > WAITED_FOR {
        let state = app.service.sweep_state(&actor, started.uid).await.tell(&language)?;
        return Ok((StatusCode::ACCEPTED, location, Json(SweepStateDto::from(state))).into_response());
    }
    let uid = started.uid;
    started.ended().await.tell(&language)?;
    let state = app.service.sweep_state(&actor, uid).await.tell(&language)?;
    let page = app.service.sweep_page(&actor, uid, "", false, WAITED_FOR).await.tell(&language)?;
    let SweepPageDto { communities, .. } = page_dto(page, &language);
    let whole = SweepDto { state: state.into(), communities };
    Ok((StatusCode::CREATED, location, Json(whole)).into_response())
}

/// How far a sweep is, and what it marked so far.
#[utoipa::path(
    get, path = "/api/v1/sweeps/{id}", operation_id = "sweepState", tag = "sweeps", security(("token" = [])),
    params(("id" = String, Path, description = "A sweep")),
    responses((status = 200, body = SweepStateDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
) -> ApiResult<Json<SweepStateDto>> {
    Ok(Json(app.service.sweep_state(&actor, id).await.tell(&language)?.into()))
}

/// Which communities.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageQuery {
    /// `next` of the page before.
    cursor: Option<String>,
    /// How many, at most 1000. Default 100.
    limit: Option<u32>,
    /// Only communities in which it failed.
    #[serde(default)]
    failed: bool,
}

/// The communities of a sweep that have their answer, by code.
#[utoipa::path(
    get, path = "/api/v1/sweeps/{id}/communities", operation_id = "sweepCommunities", tag = "sweeps", security(("token" = [])),
    params(("id" = String, Path, description = "A sweep"), PageQuery),
    responses((status = 200, body = SweepPageDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn communities(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
    QueryOf(query): QueryOf<PageQuery>,
) -> ApiResult<Json<SweepPageDto>> {
    let (after, limit) = (query.cursor.unwrap_or_default(), query.limit.unwrap_or(100));
    let page = app.service.sweep_page(&actor, id, &after, query.failed, limit).await.tell(&language)?;
    Ok(Json(page_dto(page, &language)))
}

fn page_dto(page: SweepPage, language: &Language) -> SweepPageDto {
    let community = |one| CommunityDto::new(one, &page.catalogs, language);
    SweepPageDto { communities: page.communities.into_iter().map(community).collect(), next: page.next }
}

/// Stops a sweep. What was swept stays; `POST …/resume` takes it up again.
#[utoipa::path(
    post, path = "/api/v1/sweeps/{id}/cancel", operation_id = "cancelSweep", tag = "sweeps", security(("token" = [])),
    params(("id" = String, Path, description = "A sweep")),
    responses((status = 200, body = SweepStateDto), (status = 404, body = ProblemDto), (status = 409, body = ProblemDto))
)]
pub(super) async fn cancel(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
) -> ApiResult<Json<SweepStateDto>> {
    app.service.cancel_sweep(&actor, id).await.tell(&language)?;
    Ok(Json(app.service.sweep_state(&actor, id).await.tell(&language)?.into()))
}

/// Takes up a sweep that was stopped, or whose host is gone: what has its answer keeps it.
#[utoipa::path(
    post, path = "/api/v1/sweeps/{id}/resume", operation_id = "resumeSweep", tag = "sweeps", security(("token" = [])),
    params(("id" = String, Path, description = "A sweep")),
    responses((status = 202, body = SweepStateDto), (status = 404, body = ProblemDto), (status = 409, body = ProblemDto))
)]
pub(super) async fn resume(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
) -> ApiResult<(StatusCode, Json<SweepStateDto>)> {
    let _running = app.service.resume_sweep(&actor, id).await.tell(&language)?;
    let state = app.service.sweep_state(&actor, id).await.tell(&language)?;
    Ok((StatusCode::ACCEPTED, Json(state.into())))
}

/// How often progress is looked at.
const LOOK: Duration = Duration::from_millis(300);

/// How far a sweep is, as server-sent events: `state` whenever it changed, and the last when it has ended.
#[utoipa::path(
    get, path = "/api/v1/sweeps/{id}/progress", operation_id = "sweepProgress", tag = "sweeps", security(("token" = [])),
    params(("id" = String, Path, description = "A sweep")),
    responses(
        (status = 200, content_type = "text/event-stream", body = String, description = "Events `state`, each a SweepStateDto"),
        (status = 401, body = ProblemDto), (status = 404, body = ProblemDto),
    )
)]
pub(super) async fn progress(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
) -> ApiResult<Response> {
    // Who may not see it hears so now, not in the stream.
    let _known = app.service.sweep_state(&actor, id).await.tell(&language)?;
    let told: Option<(u32, &'static str)> = None;
    let events = stream::unfold((told, false), move |(told, over)| {
        let (app, actor) = (app.clone(), actor.clone());
        async move {
            if over {
                return None;
            }
            loop {
                // The store's trouble ends the stream: who listens asks again.
                let state = app.service.sweep_state(&actor, id).await.ok()?;
                let (now, over) = ((state.row.swept, state.row.status.name()), state.row.finished_at.is_some());
                if told != Some(now) || over {
                    let event = Event::default().event("state").json_data(SweepStateDto::from(state)).ok()?;
                    return Some((Ok::<_, Infallible>(event), (Some(now), over)));
                }
                tokio::time::sleep(LOOK).await;
            }
        }
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}
