//! Records that may be one person: listing, looking, deciding, taking back.

use super::people::PersonDto;
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Body, Language, PathOf, QueryOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use lifang_service::{DuplicateView, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which pairs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Listing {
    /// `open` (when nothing is said), `merged`, `kept-apart` or `withdrawn`.
    state: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// At most so many, up to 50; 20 when nothing is said.
    limit: Option<u32>,
}

/// What speaks for or against.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SignDto {
    /// `same-name`, `close-birth`, `other-id`, …
    #[schema(value_type = String)]
    sign: lifang_core::duplicates::Sign,
    /// What it counts; below zero where it speaks against.
    points: i32,
    /// In the reader's language.
    said: String,
}

/// What was said of a pair.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SaidOfPairDto {
    at: String,
    by: String,
    why: String,
}

/// Two records that may be one person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DuplicateDto {
    id: i64,
    /// Points, 100 at most; from 60 on a pair is shown.
    score: i32,
    reasons: Vec<SignDto>,
    /// `open`, `merged`, `kept-apart` or `withdrawn`.
    state: &'static str,
    found_at: String,
    /// What or who found it.
    found_by: String,
    /// What was said of it last.
    said: Option<SaidOfPairDto>,
    /// Both, masked: as they are, or as they were before they were merged. Where one pair is looked at, with all that was known.
    persons: Vec<PersonDto>,
    /// To be given back with what is said of the pair; only where one pair is looked at.
    seen: Option<String>,
}

impl DuplicateDto {
    fn new(view: DuplicateView, language: &Language) -> Self {
        let sign = |one: &lifang_service::ReasonView| SignDto {
            sign: one.reason.sign,
            points: one.reason.points,
            said: language.pick(&one.said),
        };
        Self {
            id: view.id,
            score: view.score,
            reasons: view.reasons.iter().map(sign).collect(),
            state: view.state,
            found_at: view.found_at.to_string(),
            found_by: view.found_by,
            said: view.said.map(|(at, by, why)| SaidOfPairDto { at: at.to_string(), by, why }),
            persons: view.persons.into_iter().map(|person| PersonDto::new(person, language)).collect(),
            seen: view.seen,
        }
    }
}

/// A page of pairs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DuplicatePageDto {
    /// The most likely first.
    pairs: Vec<DuplicateDto>,
    /// `cursor` of the next page; null on the last.
    next: Option<String>,
}

/// Pairs of records that may be one person, of which either lives in the region.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/duplicates", operation_id = "duplicates", tag = "people", security(("token" = [])),
    params(("code" = String, Path, description = "A region", example = "220104"), Listing),
    responses((status = 200, body = DuplicatePageDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn list(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
    QueryOf(listing): QueryOf<Listing>,
) -> ApiResult<Json<DuplicatePageDto>> {
    let state = listing.state.as_deref().unwrap_or("open");
    let page = app.service.duplicates(&actor, &code, state, listing.cursor.as_deref(), listing.limit).await;
    let page = page.tell(&language)?;
    let pairs = page.pairs.into_iter().map(|pair| DuplicateDto::new(pair, &language)).collect();
    Ok(Json(DuplicatePageDto { pairs, next: page.next }))
}

/// One pair, with both histories.
#[utoipa::path(
    get, path = "/api/v1/duplicates/{id}", operation_id = "duplicate", tag = "people", security(("token" = [])),
    params(("id" = i64, Path, description = "The pair's number")),
    responses((status = 200, body = DuplicateDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<i64>,
) -> ApiResult<Json<DuplicateDto>> {
    let view = app.service.duplicate(&actor, id).await.tell(&language)?;
    Ok(Json(DuplicateDto::new(view, &language)))
}

/// They are one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MergeDto {
    /// Which of the two stays.
    #[schema(value_type = String)]
    survivor: Uuid,
    /// `seen` of the pair as it was looked at.
    seen: String,
    /// Why, 2 to 200 characters; the audit keeps it.
    reason: String,
}

/// Something said of a pair.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SayDto {
    /// `seen` of the pair as it was looked at.
    seen: String,
    /// Why, 2 to 200 characters; the audit keeps it.
    reason: String,
}

/// Makes one person of two. Both histories stay, and it can be undone.
#[utoipa::path(
    post, path = "/api/v1/duplicates/{id}/merge", operation_id = "mergeDuplicate", tag = "people", security(("token" = [])),
    params(("id" = i64, Path, description = "The pair's number")), request_body = MergeDto,
    responses((status = 200, body = DuplicateDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 409, body = ProblemDto))
)]
pub(super) async fn merge(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<i64>,
    Body(say): Body<MergeDto>,
) -> ApiResult<Json<DuplicateDto>> {
    let verdict = Verdict::Merge(say.survivor);
    let view = app.service.review_duplicate(&actor, id, &say.seen, &verdict, &say.reason).await.tell(&language)?;
    Ok(Json(DuplicateDto::new(view, &language)))
}

/// Says that the two are two: the pair is never offered again.
#[utoipa::path(
    post, path = "/api/v1/duplicates/{id}/keep-apart", operation_id = "keepDuplicateApart", tag = "people", security(("token" = [])),
    params(("id" = i64, Path, description = "The pair's number")), request_body = SayDto,
    responses((status = 200, body = DuplicateDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 409, body = ProblemDto))
)]
pub(super) async fn keep_apart(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<i64>,
    Body(say): Body<SayDto>,
) -> ApiResult<Json<DuplicateDto>> {
    let verdict = Verdict::KeepApart;
    let view = app.service.review_duplicate(&actor, id, &say.seen, &verdict, &say.reason).await.tell(&language)?;
    Ok(Json(DuplicateDto::new(view, &language)))
}

/// Takes back what was said: after a merge both are as they were, and the pair is open again.
#[utoipa::path(
    post, path = "/api/v1/duplicates/{id}/undo", operation_id = "undoDuplicate", tag = "people", security(("token" = [])),
    params(("id" = i64, Path, description = "The pair's number")), request_body = SayDto,
    responses((status = 200, body = DuplicateDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 409, body = ProblemDto))
)]
pub(super) async fn undo(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<i64>,
    Body(say): Body<SayDto>,
) -> ApiResult<Json<DuplicateDto>> {
    let view =
        app.service.review_duplicate(&actor, id, &say.seen, &Verdict::Undo, &say.reason).await.tell(&language)?;
    Ok(Json(DuplicateDto::new(view, &language)))
}
