//! The burden of collecting: how often checklists asked, and how often for what was known already.

use super::regions::RegionDto;
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Language, PathOf, QueryOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use lifang_service::Asking;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How often was asked. Counts only.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AskedDto {
    /// Answers in judged submissions.
    asked: i64,
    /// Of those, base data held the field fresh.
    fresh: i64,
    /// Of those, the form showed it filled.
    prefilled: i64,
    /// Of those, it was left as it was.
    confirmed: i64,
    /// Held fresh, and asked all the same: `fresh` without `prefilled`.
    asked_twice: i64,
    /// Times a form went out with it filled.
    offered: i64,
}

impl From<&Asking> for AskedDto {
    fn from(one: &Asking) -> Self {
        Self {
            asked: one.asked,
            fresh: one.fresh,
            prefilled: one.prefilled,
            confirmed: one.confirmed,
            asked_twice: one.fresh - one.prefilled,
            offered: one.offered,
        }
    }
}

/// A question's part.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionBurdenDto {
    question: String,
    /// Dataset and key of the field it collects; empty where it collects none.
    field: String,
    #[serde(flatten)]
    asked: AskedDto,
}

/// A checklist's burden in a district.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChecklistBurdenDto {
    district: RegionDto,
    checklist: String,
    plugin: String,
    #[serde(flatten)]
    total: AskedDto,
    questions: Vec<QuestionBurdenDto>,
}

/// What collecting cost in a month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BurdenDto {
    /// Its first day.
    month: String,
    checklists: Vec<ChecklistBurdenDto>,
}

/// Which month.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Month {
    /// `2026-11`; this month when nothing is said.
    #[param(example = "2026-11")]
    month: Option<String>,
}

/// The burden of collecting in a region, per district and checklist.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/burden", operation_id = "burden", tag = "fields", security(("token" = [])),
    params(("code" = String, Path, description = "A region", example = "220104"), Month),
    responses((status = 200, body = BurdenDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 422, body = ProblemDto))
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
    QueryOf(Month { month }): QueryOf<Month>,
) -> ApiResult<Json<BurdenDto>> {
    let (month, views) = app.service.burden(&actor, &code, month.as_deref()).await.tell(&language)?;
    let checklists = views.iter().map(|view| ChecklistBurdenDto {
        district: (&view.district).into(),
        checklist: view.checklist.clone(),
        plugin: view.plugin.clone(),
        total: (&view.total()).into(),
        questions: view
            .askings
            .iter()
            .map(|one| QuestionBurdenDto {
                question: one.question.clone(),
                field: one.field.clone(),
                asked: one.into(),
            })
            .collect(),
    });
    Ok(Json(BurdenDto { month: month.to_string(), checklists: checklists.collect() }))
}
