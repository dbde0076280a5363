//! Figures of a region, for staff.

use super::regions::{RegionDto, path_of};
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Language, PathOf, QueryOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use lifang_service::{Breakdown, Freshness};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How fresh.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FiguresQuery {
    /// Seconds that the figures may be behind what is recorded; 0, the default, for exact ones.
    #[serde(default)]
    behind: u32,
}

/// How many there are of something.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FigureDto {
    /// A code of the contract, a region's code, a band of ages, or `unknown`.
    code: String,
    title: String,
    count: u64,
}

/// One way of counting.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BreakdownDto {
    /// `age`, `sex`, `living`, `care`, `residence`, `visited`, `use` or `region`.
    by: &'static str,
    figures: Vec<FigureDto>,
}

/// The figures of a region.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FiguresDto {
    path: Vec<RegionDto>,
    /// What was recorded until then is counted.
    as_of: String,
    /// Residences: who lives in two places is in both.
    persons: u64,
    houses: u64,
    of_persons: Vec<BreakdownDto>,
    of_houses: Vec<BreakdownDto>,
}

fn breakdowns(all: Vec<Breakdown>, language: &Language) -> Vec<BreakdownDto> {
    let english = language.is_english();
    let one = |one: Breakdown| {
        let figure = |counted: lifang_service::Counted| FigureDto {
            code: counted.code,
            title: if english { counted.title.en } else { counted.title.zh },
            count: counted.count,
        };
        BreakdownDto { by: one.by, figures: one.counted.into_iter().map(figure).collect() }
    };
    all.into_iter().map(one).collect()
}

/// A region at a glance: persons by age, sex, living, care, residence, latest visit and what lies below; houses by use.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/figures", operation_id = "figures", tag = "regions", security(("token" = [])),
    params(("code" = String, Path, description = "A region", example = "2201"), FiguresQuery),
    responses((status = 200, body = FiguresDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
    QueryOf(query): QueryOf<FiguresQuery>,
) -> ApiResult<Json<FiguresDto>> {
    let fresh = if query.behind == 0 { Freshness::Exactly } else { Freshness::AtMost(i64::from(query.behind) * 1_000) };
    let view = app.service.figures(&actor, &code, fresh).await.tell(&language)?;
    Ok(Json(FiguresDto {
        path: path_of(&view.path),
        as_of: view.as_of.to_string(),
        persons: view.persons,
        houses: view.houses,
        of_persons: breakdowns(view.of_persons, &language),
        of_houses: breakdowns(view.of_houses, &language),
    }))
}
