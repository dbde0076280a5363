//! Changes of regions: made, tried, listed; a region's past, and figures on the boundaries of another day.

use super::regions::{CountsDto, RegionDto, path_of};
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Body, Language, PathOf, QueryOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lifang_core::clock::Date;
use lifang_core::region_change::{Operation, RegionChange};
use lifang_service::{Became, Called, ChangeRow, ChangeState, CountsView, DatedCounts, HistoryRow, MadeChange};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A change to be made. Which fields are wanted depends on the kind; all codes are those of the day before it.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewChangeDto {
    /// Makes the change, tells what it did, and keeps nothing.
    #[serde(default)]
    dry_run: bool,
    #[serde(flatten)]
    #[schema(value_type = ChangeFieldsDto)]
    change: RegionChange,
}

/// The fields of a change, by its kind. Serves the description only.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the fields are those of core's RegionChange, described for clients")]
pub(super) struct ChangeFieldsDto {
    /// `rename` (region, name), `recode` (region, to, name?, codes?), `move` (region, under, to?, name?, codes?), `merge` (regions,
    /// into, codes?), `split` (region, into[], buildings, grids?, units?, rest?) or `dissolve` (region).
    kind: String,
    /// First day on which it holds, `YYYY-MM-DD`.
    from: String,
    /// The document it rests on: authority and number.
    basis: String,
    /// The region's code.
    region: Option<String>,
    /// The codes of those that merge.
    regions: Option<Vec<String>>,
    /// The new name.
    name: Option<String>,
    /// The new code.
    to: Option<String>,
    /// The code of what it belongs to from then on.
    under: Option<String>,
    /// What it becomes: `{ code, name? }`; for a split a list of them. A part with the region's own code stays that region.
    #[schema(value_type = Object)]
    into: Option<serde_json::Value>,
    /// Codes below that do not follow their prefix: before → after.
    codes: Option<BTreeMap<String, String>>,
    /// Building (name or identifier) → the part's code.
    buildings: Option<BTreeMap<String, String>>,
    /// Grid → the part's code, for grids without buildings.
    grids: Option<BTreeMap<String, String>>,
    /// Unit (name, unit code or identifier) → the part's code.
    units: Option<BTreeMap<String, String>>,
    /// The part that takes what nothing places.
    rest: Option<String>,
}

/// How a region is called.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CalledDto {
    code: String,
    name: String,
}

/// What a region was and is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BecameDto {
    /// Null for a new region.
    before: Option<CalledDto>,
    /// Null for one that ended.
    after: Option<CalledDto>,
}

/// What a change did.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangedDto {
    /// The change's identifier; of a trial run, none.
    #[schema(value_type = Option<String>)]
    id: Option<Uuid>,
    dry_run: bool,
    /// Whether it is dated ahead: it is made on its day, and what is told here is what it would do today.
    planned: bool,
    /// The regions it touched.
    regions: Vec<BecameDto>,
    /// How many rows of each table followed.
    followed: BTreeMap<String, u64>,
}

fn called(called: Called) -> CalledDto {
    CalledDto { code: called.code.as_str().to_owned(), name: called.name }
}

fn changed(made: MadeChange, dry_run: bool) -> ChangedDto {
    let MadeChange { changed, planned } = made;
    let became = |one: Became| BecameDto { before: one.before.map(called), after: one.after.map(called) };
    ChangedDto {
        id: (!dry_run).then_some(changed.uid),
        dry_run,
        planned,
        regions: changed.regions.into_iter().map(became).collect(),
        followed: changed.followed,
    }
}

/// Changes regions: a new name, code or parent; several become one; one becomes several; an empty one ends. A change dated ahead is
/// planned and made on its day.
#[utoipa::path(
    post, path = "/api/v1/region-changes", operation_id = "changeRegions", tag = "regions", security(("token" = [])),
    request_body = NewChangeDto,
    responses((status = 200, body = ChangedDto, description = "A trial run"), (status = 201, body = ChangedDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 409, body = ProblemDto), (status = 422, body = ProblemDto))
)]
pub(super) async fn change(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    Body(new): Body<NewChangeDto>,
) -> ApiResult<(StatusCode, Json<ChangedDto>)> {
    let done = app.service.change_regions(&actor, &[new.change], new.dry_run).await.tell(&language)?;
    let status = if new.dry_run { StatusCode::OK } else { StatusCode::CREATED };
    let done = done.into_iter().next().map(|one| changed(one, new.dry_run));
    let nothing = || ChangedDto {
        id: None,
        dry_run: new.dry_run,
        planned: false,
        regions: Vec::new(),
        followed: BTreeMap::new(),
    };
    Ok((status, Json(done.unwrap_or_else(nothing))))
}

/// A change that was made, is planned, or was withdrawn.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangeDto {
    #[schema(value_type = String)]
    id: Uuid,
    kind: &'static str,
    /// First day on which it holds.
    from: String,
    /// The document it rests on.
    basis: String,
    /// What was asked.
    #[schema(value_type = Object)]
    operation: serde_json::Value,
    /// How many rows of each table followed.
    followed: BTreeMap<String, u64>,
    /// When it was recorded.
    recorded: String,
    /// `made`, `planned` (dated ahead: it is made on its day) or `withdrawn`.
    state: &'static str,
    /// Of a planned change whose day has come: why it could not be made. It is tried again every day.
    refusal: Option<ProblemDto>,
}

fn listed(row: ChangeRow, language: &Language) -> ChangeDto {
    let operation: &Operation = &row.change.operation;
    let (state, refusal) = match row.state {
        ChangeState::Made(_) => ("made", None),
        ChangeState::Planned(tried) => ("planned", tried.map(|(_, why)| ProblemDto::new(why, language))),
        ChangeState::Withdrawn(..) => ("withdrawn", None),
    };
    ChangeDto {
        id: row.uid,
        kind: operation.kind(),
        from: row.change.from.to_string(),
        operation: serde_json::to_value(operation).unwrap_or_default(),
        basis: row.change.basis,
        followed: row.followed,
        recorded: row.recorded_at.to_string(),
        state,
        refusal,
    }
}

/// Which page of changes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// The identifier of the last change of the page before.
    #[param(value_type = Option<String>)]
    before: Option<Uuid>,
    /// At most so many, up to 100; 20 when nothing is said.
    limit: Option<u32>,
}

/// Changes of regions, the latest first.
#[utoipa::path(
    get, path = "/api/v1/region-changes", operation_id = "regionChanges", tag = "regions", params(Page),
    responses((status = 200, body = Vec<ChangeDto>), (status = 404, body = ProblemDto))
)]
pub(super) async fn list(
    State(app): State<App>,
    language: Language,
    QueryOf(page): QueryOf<Page>,
) -> ApiResult<Json<Vec<ChangeDto>>> {
    let rows = app.service.region_changes(page.before, page.limit).await.tell(&language)?;
    Ok(Json(rows.into_iter().map(|row| listed(row, &language)).collect()))
}

/// Withdraws a planned change before its day: it will not be made.
#[utoipa::path(
    post, path = "/api/v1/region-changes/{id}/withdraw", operation_id = "withdrawRegionChange", tag = "regions", security(("token" = [])),
    params(("id" = String, Path, description = "The change's identifier")),
    responses((status = 200, body = ChangeDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 409, body = ProblemDto))
)]
pub(super) async fn withdraw(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
) -> ApiResult<Json<ChangeDto>> {
    let row = app.service.withdraw_region_change(&actor, id).await.tell(&language)?;
    Ok(Json(listed(row, &language)))
}

/// A stretch of a region's past.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StretchDto {
    #[serde(flatten)]
    region: RegionDto,
    /// What it belonged to.
    parent: Option<CalledDto>,
    /// The first day.
    from: String,
    /// The first day on which it no longer held; null while it holds.
    until: Option<String>,
    /// The change that began it.
    change: Option<ChangeDto>,
    /// The planned changes that are to touch the region; with its last stretch only.
    planned: Vec<ChangeDto>,
}

fn stretch(row: HistoryRow, language: &Language) -> StretchDto {
    let until = (row.region.valid_to != Date::OPEN).then(|| row.region.valid_to.to_string());
    StretchDto {
        region: (&row.region).into(),
        parent: row.parent.map(|(code, name)| CalledDto { code, name }),
        from: row.region.valid_from.to_string(),
        until,
        change: row.change.map(|row| listed(row, language)),
        planned: row.planned.into_iter().map(|row| listed(row, language)).collect(),
    }
}

/// A region's past: every stretch under one code, name and parent. The code may be one of any day.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/history", operation_id = "regionHistory", tag = "regions",
    params(("code" = String, Path, description = "A code of any day", example = "220103008003")),
    responses((status = 200, body = Vec<StretchDto>), (status = 404, body = ProblemDto))
)]
pub(super) async fn history(
    State(app): State<App>,
    language: Language,
    PathOf(code): PathOf<String>,
) -> ApiResult<Json<Vec<StretchDto>>> {
    let rows = app.service.region_history(&code).await.tell(&language)?;
    Ok(Json(rows.into_iter().map(|row| stretch(row, &language)).collect()))
}

/// Of which day, on the boundaries of which.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Days {
    /// The day of the figures, `YYYY-MM-DD`; today when nothing is said.
    #[param(value_type = Option<String>, example = "2026-01-01")]
    on: Option<Date>,
    /// The day whose boundaries they are counted on; that of the figures when nothing is said. The region's code is of this day.
    #[param(value_type = Option<String>, example = "2026-11-01")]
    boundaries: Option<Date>,
}

/// A region directly below with its figures.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountedDto {
    #[serde(flatten)]
    region: RegionDto,
    counts: CountsDto,
}

/// Figures of a day on the boundaries of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DatedCountsDto {
    on: String,
    boundaries: String,
    path: Vec<RegionDto>,
    counts: CountsDto,
    /// What lies directly below, by code.
    children: Vec<CountedDto>,
}

/// Figures of a region on a day, on the boundaries of that or another day. Nothing is held back: for whoever may run reports there.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/counts", operation_id = "regionCounts", tag = "regions", security(("token" = [])),
    params(("code" = String, Path, description = "A code of the day of the boundaries", example = "220103"), Days),
    responses((status = 200, body = DatedCountsDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 410, body = ProblemDto))
)]
pub(super) async fn counts(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
    QueryOf(days): QueryOf<Days>,
) -> ApiResult<Json<DatedCountsDto>> {
    let counted = app.service.region_counts(&actor, &code, days.on, days.boundaries).await.tell(&language)?;
    let DatedCounts { path, on, boundaries, all, below } = counted;
    let children = below
        .into_iter()
        .map(|(region, counts)| CountedDto { region: (&region).into(), counts: CountsView::open(counts).into() });
    Ok(Json(DatedCountsDto {
        on: on.to_string(),
        boundaries: boundaries.to_string(),
        path: path_of(&path),
        counts: CountsView::open(all).into(),
        children: children.collect(),
    }))
}
