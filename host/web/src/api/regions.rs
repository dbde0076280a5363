//! Regions: search, page, public board.

use crate::error::{ApiResult, Tell};
use crate::extract::{Language, PathOf, QueryOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use lifang_core::clock::Date;
use lifang_core::region::Region;
use lifang_service::{BoardView, Child, CountsView, RegionPage, Wanted};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A region.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegionDto {
    /// 12 digits; a grid has 15.
    code: String,
    /// Its name today.
    name: String,
    /// `province`, `city`, `district`, `street`, `community` or `grid`.
    level: &'static str,
}

impl From<&Region> for RegionDto {
    fn from(region: &Region) -> Self {
        Self { code: region.code.as_str().to_owned(), name: region.name.clone(), level: region.level.name() }
    }
}

pub(super) fn path_of(regions: &[Region]) -> Vec<RegionDto> {
    regions.iter().map(RegionDto::from).collect()
}

/// A region that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FoundDto {
    #[serde(flatten)]
    region: RegionDto,
    /// What it belongs to, from the province down to itself.
    path: Vec<RegionDto>,
}

/// What a search looks for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Search {
    /// A part of the name; its pinyin without tones, in full or by initials (`changshanhuayuan`, `cshy`), spaces or none; or a
    /// code.
    #[param(example = "长山花园")]
    q: String,
    /// Only below the region of this code.
    #[param(example = "220103")]
    within: Option<String>,
    /// Only regions of this level: `province`, `city`, `district`, `street`, `community` or `grid`.
    #[param(example = "community")]
    level: Option<String>,
    /// At most so many, up to 50; 20 when nothing is said.
    limit: Option<u32>,
}

/// Regions whose name, its pinyin or code fits, best first.
#[utoipa::path(get, path = "/api/v1/regions", operation_id = "findRegions", tag = "regions", params(Search), responses((status = 200, body = Vec<FoundDto>)))]
pub(super) async fn find(
    State(app): State<App>,
    language: Language,
    QueryOf(search): QueryOf<Search>,
) -> ApiResult<Json<Vec<FoundDto>>> {
    let Search { q, within, level, limit } = &search;
    let wanted = Wanted { q, within: within.as_deref(), level: level.as_deref(), limit: *limit };
    let found = app.service.find_regions(wanted).await.tell(&language)?;
    let dto = |path: &[Region]| Some(FoundDto { region: path.last()?.into(), path: path_of(path) });
    Ok(Json(found.iter().filter_map(|view| dto(&view.path)).collect()))
}

/// How much lies below a region.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountsDto {
    communities: i64,
    grids: i64,
    buildings: i64,
    houses: i64,
    /// For staff of the region each person once, as of now. For anybody as published: a figure moves when several have come or
    /// gone, who has two homes is in both, and it is null when it is held back.
    persons: Option<i64>,
    /// Whether the number of persons is held back: there are so few that it could point at someone, or it would give
    /// away the number of another region.
    persons_suppressed: bool,
    units: i64,
}

impl From<CountsView> for CountsDto {
    fn from(counts: CountsView) -> Self {
        let CountsView { communities, grids, buildings, houses, persons, units } = counts;
        Self { communities, grids, buildings, houses, persons, persons_suppressed: persons.is_none(), units }
    }
}

/// A region on the page of the one it belongs to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChildDto {
    #[serde(flatten)]
    region: RegionDto,
    /// How much lies in it.
    counts: CountsDto,
}

/// A region's page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegionPageDto {
    #[serde(flatten)]
    region: RegionDto,
    /// What it belongs to, from the province down to itself.
    path: Vec<RegionDto>,
    /// What lies directly below, by code.
    children: Vec<ChildDto>,
    /// How much lies below.
    counts: CountsDto,
}

/// Of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OnDay {
    /// A day other than today, `YYYY-MM-DD`: the region as it was, for whoever may run reports there.
    #[param(value_type = Option<String>, example = "2026-01-01")]
    on: Option<Date>,
}

/// A region: path, children, counts.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}", operation_id = "region", tag = "regions",
    params(("code" = String, Path, description = "2, 4, 6, 9, 12 or 15 digits", example = "220104"), OnDay),
    responses((status = 200, body = RegionPageDto), (status = 401, body = crate::error::ProblemDto), (status = 404, body = crate::error::ProblemDto), (status = 410, body = crate::error::ProblemDto, description = "The code is no longer in use; `at` has the one that is"))
)]
pub(super) async fn page(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
    QueryOf(day): QueryOf<OnDay>,
) -> ApiResult<Json<RegionPageDto>> {
    let page = match day.on {
        Some(on) => app.service.region_on(&actor, &code, on).await,
        None => app.service.region(&actor, &code).await,
    };
    let RegionPage { path, children, counts } = page.tell(&language)?;
    let region = path.last().map_or_else(|| RegionDto { code, name: String::new(), level: "nation" }, RegionDto::from);
    let child = |child: Child| ChildDto { region: (&child.region).into(), counts: child.counts.into() };
    let children = children.into_iter().map(child).collect();
    Ok(Json(RegionPageDto { region, path: path_of(&path), children, counts: counts.into() }))
}

/// Someone in post.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AppointmentDto {
    /// `grid-leader`, `grid-worker`, `grid-police`, `secretary`, …
    post: String,
    /// Their name.
    name: String,
    /// Their service phone.
    phone: String,
    /// The grid, or the community itself.
    region: RegionDto,
    /// First day of the term.
    since: String,
}

/// A duty item the community may be asked to do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DutyDto {
    id: String,
    /// What it is, in the reader's language.
    title: String,
    /// The office that answers for it.
    office: String,
    /// What it rests on.
    basis: String,
}

/// A public board.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BoardDto {
    #[serde(flatten)]
    region: RegionDto,
    /// What it belongs to.
    path: Vec<RegionDto>,
    /// Who holds which post today.
    appointments: Vec<AppointmentDto>,
    /// What the community may be asked to do.
    duties: Vec<DutyDto>,
}

/// The public board of a community or grid: names, phones, duties.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/board", operation_id = "board", tag = "regions",
    params(("code" = String, Path, description = "A community or grid", example = "220103008003")),
    responses((status = 200, body = BoardDto), (status = 404, body = crate::error::ProblemDto), (status = 422, body = crate::error::ProblemDto))
)]
pub(super) async fn board(
    State(app): State<App>,
    language: Language,
    PathOf(code): PathOf<String>,
) -> ApiResult<Json<BoardDto>> {
    let BoardView { path, appointments, duties } = app.service.board(&code).await.tell(&language)?;
    let region =
        path.last().map_or_else(|| RegionDto { code, name: String::new(), level: "community" }, RegionDto::from);
    let english = language.is_english();
    let pick = |said: &lifang_core::text::Bilingual| if english { said.en.clone() } else { said.zh.clone() };
    let appointments = appointments.into_iter().map(|row| AppointmentDto {
        region: (&row.region).into(),
        post: row.post,
        name: row.name,
        phone: row.phone,
        since: row.since.to_string(),
    });
    let duties = duties.into_iter().map(|duty| DutyDto {
        title: pick(&duty.title),
        office: pick(&duty.office),
        basis: format!("{} {}", duty.basis.document, duty.basis.article).trim().to_owned(),
        id: duty.id,
    });
    Ok(Json(BoardDto { region, path: path_of(&path), appointments: appointments.collect(), duties: duties.collect() }))
}
