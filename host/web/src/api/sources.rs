//! Sources of facts: listing, registering, switching, and what feeds deliver.

use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Body, Language, PathOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lifang_core::clock::Date;
use lifang_core::text::Bilingual;
use lifang_service::{FeedRow, SourceRequest, SourceView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A source.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SourceDto {
    id: i64,
    /// What facts call it.
    name: String,
    /// In the reader's language.
    title: String,
    /// `base` or `feed`.
    kind: &'static str,
    /// Code of the region whose it is.
    region: String,
    /// The office that answers for it.
    responsible: String,
    /// Whether it speaks; off, what it said is in no scan, count or look at today, and stays in every history.
    on: bool,
    /// Since which day; null where nobody ever switched it.
    since: Option<String>,
    /// Why.
    reason: Option<String>,
}

impl SourceDto {
    fn new(view: SourceView, language: &Language) -> Self {
        let (since, reason) = view.since.map(|(day, why)| (day.to_string(), why)).unzip();
        Self {
            id: view.id,
            name: view.name,
            title: language.pick(&view.title),
            kind: view.kind,
            region: view.region,
            responsible: view.responsible,
            on: view.on,
            since,
            reason,
        }
    }
}

/// A source to be registered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSourceDto {
    /// Small letters, digits and hyphens.
    #[schema(example = "health")]
    name: String,
    /// What people call it, in Chinese.
    title_zh: String,
    /// What people call it, in English.
    title_en: String,
    /// Whether it is a feed from outside; else it collects base data, and is the whole host's to register.
    feed: bool,
    /// Code of the region whose it is.
    #[schema(example = "220104")]
    region: String,
    /// The office that answers for it.
    responsible: String,
}

/// A switch.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SwitchDto {
    /// Whether it speaks.
    on: bool,
    /// From which day on; today when nothing is said.
    #[schema(value_type = Option<String>)]
    from: Option<Date>,
    /// Why, 2 to 200 characters; the audit keeps it.
    reason: String,
}

/// What a feed says of one person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FeedRowDto {
    /// Who.
    resident_id: String,
    /// All care situations the feed knows of (codes of the table `care`); left out where it says nothing of them.
    care: Option<Vec<String>>,
    /// All labels the feed gives; left out where it says nothing of them.
    labels: Option<Vec<String>>,
    /// First day it holds; today when nothing is said.
    #[schema(value_type = Option<String>)]
    from: Option<Date>,
}

/// A delivery.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeliveryDto {
    /// 10,000 rows at most.
    rows: Vec<FeedRowDto>,
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RowDto {
    /// Its position in the delivery, from 1.
    row: usize,
    /// `changed`, `unchanged` or `rejected`.
    outcome: &'static str,
    /// Why it was rejected.
    problem: Option<ProblemDto>,
}

/// What became of a delivery.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeliveredDto {
    changed: usize,
    unchanged: usize,
    rejected: usize,
    rows: Vec<RowDto>,
}

/// The sources of one's own region, of what lies below it and of what it belongs to.
#[utoipa::path(
    get, path = "/api/v1/sources", operation_id = "sources", tag = "sources", security(("token" = [])),
    responses((status = 200, body = Vec<SourceDto>), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto))
)]
pub(super) async fn list(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
) -> ApiResult<Json<Vec<SourceDto>>> {
    let sources = app.service.sources(&actor).await.tell(&language)?;
    Ok(Json(sources.into_iter().map(|view| SourceDto::new(view, &language)).collect()))
}

/// Registers a source. It speaks.
#[utoipa::path(
    post, path = "/api/v1/sources", operation_id = "registerSource", tag = "sources", security(("token" = [])),
    request_body = NewSourceDto,
    responses((status = 201, body = SourceDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 409, body = ProblemDto), (status = 422, body = ProblemDto))
)]
pub(super) async fn register(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    Body(new): Body<NewSourceDto>,
) -> ApiResult<(StatusCode, Json<SourceDto>)> {
    let request = SourceRequest {
        name: new.name,
        title: Bilingual::new(new.title_zh, new.title_en),
        feed: new.feed,
        region: new.region,
        responsible: new.responsible,
    };
    let view = app.service.register_source(&actor, &request).await.tell(&language)?;
    Ok((StatusCode::CREATED, Json(SourceDto::new(view, &language))))
}

/// Switches a source on or off.
#[utoipa::path(
    post, path = "/api/v1/sources/{id}/switch", operation_id = "switchSource", tag = "sources", security(("token" = [])),
    params(("id" = i64, Path, description = "The source's number")), request_body = SwitchDto,
    responses((status = 200, body = SourceDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 422, body = ProblemDto))
)]
pub(super) async fn switch(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<i64>,
    Body(set): Body<SwitchDto>,
) -> ApiResult<Json<SourceDto>> {
    let view = app.service.switch_source(&actor, id, set.on, set.from, &set.reason).await.tell(&language)?;
    Ok(Json(SourceDto::new(view, &language)))
}

/// Takes what a feed says of people, by resident ID. Of each field a row speaks of, what the feed said before ends. A row that is
/// wrong stops no other.
#[utoipa::path(
    post, path = "/api/v1/sources/{id}/facts", operation_id = "deliverFacts", tag = "sources", security(("token" = [])),
    params(("id" = i64, Path, description = "The source's number")), request_body = DeliveryDto,
    responses((status = 200, body = DeliveredDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 422, body = ProblemDto))
)]
pub(super) async fn deliver(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<i64>,
    Body(delivery): Body<DeliveryDto>,
) -> ApiResult<Json<DeliveredDto>> {
    let row =
        |row: FeedRowDto| FeedRow { resident_id: row.resident_id, care: row.care, labels: row.labels, from: row.from };
    let rows: Vec<FeedRow> = delivery.rows.into_iter().map(row).collect();
    let outcomes = app.service.deliver(&actor, id, &rows).await.tell(&language)?;
    let count = |wanted: &str| outcomes.iter().filter(|one| one.outcome == wanted).count();
    let (changed, unchanged, rejected) = (count("changed"), count("unchanged"), count("rejected"));
    let row = |one: lifang_service::FeedOutcome| RowDto {
        row: one.row,
        outcome: one.outcome,
        problem: one.problem.map(|problem| ProblemDto::new(problem, &language)),
    };
    Ok(Json(DeliveredDto { changed, unchanged, rejected, rows: outcomes.into_iter().map(row).collect() }))
}
