//! Events: report one, see what became of it.

use super::decision::{ActionDto, PartDto, PluginDto, ReasonDto, RefusalDto, priority};
use super::regions::{RegionDto, path_of};
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Body, IdempotencyKey, Language, PathOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lifang_core::clock::Instant;
use lifang_core::problem::Kind;
use lifang_service::{DecisionView, EventView, NewEvent, WorkKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An event to be reported.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewEventDto {
    /// Its kind: one of the region's `event-kinds`; another word is kept and left to people.
    #[schema(example = "fire-lane-blocked")]
    kind: String,
    /// When it happened, RFC 3339; now when nothing is said.
    #[schema(value_type = Option<String>, example = "2026-11-20T08:30:00+08:00")]
    occurred: Option<Instant>,
    /// What is known of it, as the kind asks for it: true, false, numbers, texts, lists of codes.
    #[serde(default)]
    #[schema(value_type = Object)]
    fields: serde_json::Map<String, serde_json::Value>,
    /// How to reach you. Encrypted, and never shown to a plugin.
    contact: Option<String>,
}

/// Work that a decision led to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WorkOrderDto {
    #[schema(value_type = String)]
    id: Uuid,
    /// `work` or `visit`.
    kind: &'static str,
    /// What is to be done, in the reader's language.
    text: String,
    /// The post it went to.
    to: String,
    /// When it must be done by.
    due: Option<String>,
    priority: &'static str,
    status: String,
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DecisionDto {
    #[schema(value_type = String)]
    id: Uuid,
    /// What each plugin decided, outermost region first. Empty: no rule in force speaks on such an event, people decide.
    parts: Vec<PartDto>,
    /// The work it led to.
    work_orders: Vec<WorkOrderDto>,
    /// Plugins that failed and were passed over.
    passed_over: Vec<String>,
}

/// An event and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventDto {
    #[schema(value_type = String)]
    id: Uuid,
    kind: String,
    /// Where, from the province down.
    path: Vec<RegionDto>,
    occurred: String,
    received: String,
    /// `decided`; `undecided`, and tried again; `refused`, because of what was sent: see `problem`.
    status: &'static str,
    /// The decision, once there is one.
    decision: Option<DecisionDto>,
    /// Why there is none yet. What was sent is kept and tried again.
    problem: Option<ProblemDto>,
}

fn decision(view: &DecisionView, language: &Language) -> DecisionDto {
    let parts = view.record.parts.iter().filter_map(|part| {
        let catalogs = view.catalogs.get(&part.plugin)?;
        let refused = view.record.refused.iter().filter(|(plugin, _)| *plugin == part.plugin);
        let carried_out = part.decision.actions.iter().filter(|action| {
            !view.record.refused.iter().any(|(plugin, refusal)| *plugin == part.plugin && refusal.action == **action)
        });
        Some(PartDto {
            plugin: PluginDto::from(&part.plugin),
            actions: carried_out.map(|action| ActionDto::new(action, catalogs, language)).collect(),
            reasons: part.decision.reasons.iter().map(|reason| ReasonDto::new(reason, catalogs, language)).collect(),
            refused: refused.map(|(_, refusal)| RefusalDto::new(refusal, catalogs, language)).collect(),
        })
    });
    let say = |plugin: &str, version: &str, text| {
        let catalogs = view.catalogs.iter().find(|(spoke, _)| spoke.id == plugin && spoke.version == version);
        catalogs.map_or_else(String::new, |(_, catalogs)| catalogs.say(language.tag(), text))
    };
    let work_orders = view.work_orders.iter().map(|order| WorkOrderDto {
        id: order.uid,
        kind: match order.kind {
            WorkKind::Work => "work",
            WorkKind::Visit { .. } => "visit",
        },
        text: say(&order.plugin, &order.version, &order.title),
        to: order.to.clone(),
        due: order.due.map(|due| due.to_string()),
        priority: priority(order.priority),
        status: order.status.clone(),
    });
    DecisionDto {
        id: view.uid,
        parts: parts.collect(),
        work_orders: work_orders.collect(),
        passed_over: view.record.passed_over.iter().map(ToString::to_string).collect(),
    }
}

fn event(view: EventView, language: &Language) -> EventDto {
    EventDto {
        id: view.event.uid,
        kind: view.event.kind,
        path: path_of(&view.path),
        occurred: view.event.occurred.to_string(),
        received: view.event.received.to_string(),
        status: match (&view.decision, &view.problem) {
            (Some(_), _) => "decided",
            (None, Some(problem)) if problem.kind == Kind::Invalid => "refused",
            (None, _) => "undecided",
        },
        decision: view.decision.map(|view| decision(&view, language)),
        problem: view.problem.map(|problem| ProblemDto::new(problem, language)),
    }
}

/// Reports an event. It is kept before anything is decided: 201 with the decision; 202 when a plugin failed and it will be
/// decided later; 200 when the same request came before; 422 with the event, kept and refused, when a field does not fit.
#[utoipa::path(
    post, path = "/api/v1/regions/{code}/events", operation_id = "reportEvent", tag = "events", security((), ("token" = [])),
    params(
        ("code" = String, Path, description = "A community or grid", example = "220103008003"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same request counts once"),
    ),
    request_body = NewEventDto,
    responses(
        (status = 201, description = "Decided", body = EventDto), (status = 202, description = "Kept, not decided yet", body = EventDto),
        (status = 200, description = "It came before", body = EventDto), (status = 409, body = ProblemDto),
        (status = 422, description = "Refused for what was sent: a problem document, or the event with its problem", body = EventDto),
    )
)]
pub(super) async fn report(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    IdempotencyKey(key): IdempotencyKey,
    PathOf(code): PathOf<String>,
    Body(new): Body<NewEventDto>,
) -> ApiResult<(StatusCode, Json<EventDto>)> {
    let new = NewEvent { kind: new.kind, occurred: new.occurred, fields: new.fields, contact: new.contact };
    let view = app.service.report_event(&actor, &code, new, key.as_deref()).await.tell(&language)?;
    let status = match (view.again, &view.decision, &view.problem) {
        (true, ..) => StatusCode::OK,
        (false, Some(_), _) => StatusCode::CREATED,
        (false, None, Some(problem)) if problem.kind == Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        (false, None, _) => StatusCode::ACCEPTED,
    };
    Ok((status, Json(event(view, &language))))
}

/// An event and what became of it.
#[utoipa::path(
    get, path = "/api/v1/events/{id}", operation_id = "event", tag = "events",
    params(("id" = String, Path, description = "The identifier that reporting gave")),
    responses((status = 200, body = EventDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    PathOf(id): PathOf<Uuid>,
) -> ApiResult<Json<EventDto>> {
    Ok(Json(event(app.service.event(id).await.tell(&language)?, &language)))
}
